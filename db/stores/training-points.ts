/** Curves of training runs: written in batches, read thinned out. */
import { encodeRows } from '../connect/binary-copy.ts';
import type { Key } from '../schema/key.ts';
import type { Session } from '../connect/session.ts';

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
const ROW = `p.seed, p.step, p.tokens, p.fvu, p.loss, p.l0, p.dead_fraction as "deadFraction", p.learning_rate as "learningRate",
  p.tokens_per_second as "tokensPerSecond"`;

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
export async function listTrainingCurves(
  s: Session,
  keys: readonly { run: Key; maxPoints: number }[],
): Promise<TrainingPointRow[][]> {
  const rows = await s.query<TrainingPointRow & { at: number }>(
    `with asked as (
       select * from unnest($1::bigint[], $2::bigint[], $3::int[]) with ordinality as k (space_id, run_id, max_points, at)
     ), numbered as (
       select k.at, k.max_points, p.*, max(p.step) over (partition by k.at, p.seed) as last
       from asked k join training_points p on p.space_id = k.space_id and p.run_id = k.run_id
     )
     select distinct on (p.at, p.seed, part) p.at::int as at, ceil(p.step::float8 * p.max_points / p.last)::int as part, ${ROW}
     from numbered p order by p.at, p.seed, part, p.step desc`,
    [keys.map(({ run }) => run.spaceId), keys.map(({ run }) => run.id), keys.map(({ maxPoints }) => maxPoints)],
  );
  const found: TrainingPointRow[][] = keys.map(() => []);
  for (const { at, part: _, ...row } of rows as (TrainingPointRow & { at: number; part: number })[])
    found[at - 1].push(row);
  return found;
}

/** The latest point of every seed of each run, by seed. */
export async function listLatestPoints(s: Session, keys: readonly Key[]): Promise<TrainingPointRow[][]> {
  return listTrainingCurves(
    s,
    keys.map((run) => ({ run, maxPoints: 1 })),
  );
}
