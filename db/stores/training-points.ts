/** Curves of training runs: written in batches, read thinned out. */
import { encodeRows } from '../connect/binary-copy.ts';
import type { Key } from '../schema/key.ts';
import { type KeyColumns, listEach } from '../connect/keyed-rows.ts';
import type { Session } from '../connect/session.ts';
import { columns, rowOf } from '../schema/row.ts';
import { trainingPoints } from '../schema/training-tables.ts';

/** One seed after `step` optimiser steps. Null where it was not measured. */
export interface TrainingPointRow {
  seed: number;
  step: number;
  tokens: number;
  /** Fraction of variance unexplained, on the step's own batch. */
  fvu: number | null;
  loss: number | null;
  /** Active latents per token. */
  l0: number | null;
  deadFraction: number | null;
  learningRate: number | null;
  tokensPerSecond: number | null;
}

const COLUMNS = 'seed, step, tokens, fvu, loss, l0, dead_fraction, learning_rate, tokens_per_second';
// biome-ignore format: one column per word
const ROW = rowOf<TrainingPointRow>(columns(trainingPoints, 'p', [
  'seed', 'step', 'tokens', 'fvu', 'loss', 'l0', 'deadFraction', 'learningRate', 'tokensPerSecond',
]));
const CURVE: KeyColumns<{ run: Key; maxPoints: number }> = {
  space_id: ['bigint', ({ run }) => run.spaceId],
  run_id: ['bigint', ({ run }) => run.id],
  max_points: ['int', ({ maxPoints }) => maxPoints],
};

/** Writes points by COPY. Call it in a fenced transaction; a point that is there already is an error of the caller. */
export async function copyTrainingPoints(tx: Session, run: Key, points: readonly TrainingPointRow[]): Promise<void> {
  if (points.length === 0) return;
  const rows = encodeRows(
    [
      { type: 'int8', at: () => run.spaceId },
      { type: 'int8', at: () => run.id },
      { type: 'int8', at: (row) => points[row].seed },
      { type: 'int4', at: (row) => points[row].step },
      { type: 'int8', at: (row) => points[row].tokens },
      { type: 'float8', at: (row) => points[row].fvu },
      { type: 'float8', at: (row) => points[row].loss },
      { type: 'float8', at: (row) => points[row].l0 },
      { type: 'float8', at: (row) => points[row].deadFraction },
      { type: 'float8', at: (row) => points[row].learningRate },
      { type: 'float8', at: (row) => points[row].tokensPerSecond },
    ],
    points.length,
  );
  await tx.copyIn(`training_points (space_id, run_id, ${COLUMNS})`, rows);
}

/**
 * At most `maxPoints` points of every seed of each run, by seed and step: steps 1 to the last are cut into `maxPoints` equal parts, and the
 * last point of each part stands for it. The last point of all is always among them.
 */
export function listTrainingCurves(
  s: Session,
  keys: readonly { run: Key; maxPoints: number }[],
): Promise<TrainingPointRow[][]> {
  return listEach(s, keys, {
    by: CURVE,
    row: ROW,
    from: `join lateral (
       select distinct on (x.seed, ceil(x.step::float8 * k.max_points / x.last)) x.*
       from (select t.*, max(t.step) over (partition by t.seed) as last
             from training_points t where t.space_id = k.space_id and t.run_id = k.run_id) x
       order by x.seed, ceil(x.step::float8 * k.max_points / x.last), x.step desc) p on true`,
    order: 'p.seed, p.step',
  });
}

/** The latest point of every seed of each run, by seed. */
export async function listLatestPoints(s: Session, keys: readonly Key[]): Promise<TrainingPointRow[][]> {
  return listTrainingCurves(
    s,
    keys.map((run) => ({ run, maxPoints: 1 })),
  );
}
