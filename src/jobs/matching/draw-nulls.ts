/** What chance gives for one pair: every kind of null that is known enough of and does not cost too much. */
import type { Session } from '../../../db/connect/session.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { findEqualNull, insertNull } from '../../../db/stores/matchings.ts';
import { findTrainingOfDictionaries } from '../../../db/stores/training-dictionaries.ts';
import { findTrainingRuns } from '../../../db/stores/training-runs.ts';
import type { Side } from '../../../loaders/checkpoints/checkpoint.ts';
import type { Measure } from '../../compute/side-matching.ts';
import { computeJointNulls, computeNull, type NullRequest } from '../../compute/nulls/null-baseline.ts';
import { drawsOf, hasCycles } from '../../compute/nulls/drawing-cost.ts';
import type { NullStatistics, RowNullKind } from '../../compute/nulls/null-statistics.ts';
import type { InitialRows } from '../../compute/training/options/training-option.ts';
import { drawInitialRows } from '../../compute/training/step/initial-state.ts';
import { isReseedError } from '../../errors.ts';
import { matchOnWorker } from './match-on-worker.ts';
import { getMatchedDictionaries } from './matched-dictionaries.ts';
import { readUnitRows } from './read-unit-rows.ts';
import type { Task } from '../worker/task.ts';

/** Seed of every null: equal work gives equal numbers. */
const NULL_SEED = 1;

export const drawNulls: Task<{ spaceId: number; matchingId: number; measure: Measure }> = async (
  context,
  { spaceId, matchingId, measure },
) => {
  const key = { spaceId, id: matchingId };
  const { a, b } = await getMatchedDictionaries(context.db, key);
  const hasEncoder = a.hasEncoder && b.hasEncoder;
  const hasWeights = a.hasWeights && b.hasWeights;
  const sides: Side[] = hasEncoder ? ['DECODER', 'ENCODER'] : ['DECODER'];
  const starts = hasWeights ? await findStarts(context.db, [a, b]) : null;
  const n = [a.nLatents, b.nLatents] as const;
  const request: Omit<NullRequest, 'kind' | 'cycles' | 'onMatched'> = {
    measure,
    seed: NULL_SEED,
    draws: drawsOf(n),
    n,
    d: a.dIn,
    sides,
    readUnitRows: ({ end, side }) => readUnitRows(context, { dictionary: end === 'A' ? a : b, side }),
    match: (a, b) => matchOnWorker(context, { a, b }, { measure }),
    signal: context.signal,
  };
  const partOf = (kind: RowNullKind) => ({
    cycles: hasCycles({ kind, n }),
    onMatched: (progress: { done: number; total: number }) =>
      context.progress({ step: `matching by chance (${kind})`, ...progress, unit: 'matchings' }),
  });
  const found: NullStatistics[] = [];
  found.push(
    (await findEqualNull(context.db, { ...request, hasEncoder })) ??
      (await computeNull({ ...request, ...partOf('ISOTROPIC'), kind: 'ISOTROPIC' })),
  );
  if (hasWeights) {
    const joint = hasEncoder ? await ifInReach(() => computeJointNulls({ ...request, ...partOf('JOINT') })) : null;
    found.push(
      ...(joint ??
        (await ifInReach(async () => [
          await computeNull({ ...request, ...partOf('COVARIANCE_MATCHED'), kind: 'COVARIANCE_MATCHED' }),
        ])) ??
        []),
    );
    found.push(
      ...((await ifInReach(async () => [await computeNull({ ...request, ...partOf('ROTATION'), kind: 'ROTATION' })])) ??
        []),
    );
  }
  if (starts) {
    const readInitial: NullRequest['readUnitRows'] = async ({ end, side }) => {
      const { nLatents: n, dIn: d } = end === 'A' ? a : b;
      return drawInitialRows({ ...starts[end], side, n, d }, context.signal);
    };
    const initial = { ...request, kind: 'INITIAL', draws: 1, readUnitRows: readInitial } as const;
    found.push(await computeNull({ ...initial, ...partOf('INITIAL') }));
  }
  return async (tx) => {
    await getMatchedDictionaries(tx, key); // neither was deleted meanwhile
    for (const statistics of found) await insertNull(tx, { matching: key, kind: statistics.kind, statistics });
    return { matching: key };
  };
};

/** That from which initial rows can be drawn again. */
interface Start {
  seed: number;
  initialRows: InitialRows;
}

/** The starts of both; null unless the built-in trainer made both. */
async function findStarts(
  db: Session,
  [a, b]: readonly [DictionaryRow, DictionaryRow],
): Promise<{ A: Start; B: Start } | null> {
  const made = await findTrainingOfDictionaries(db, [a, b]);
  const starts: Start[] = [];
  for (const one of made) {
    if (!one?.initialisation) return null;
    const [run] = await findTrainingRuns(db, [{ spaceId: one.spaceId, id: one.runId }]);
    if (!run) return null;
    starts.push({ seed: one.seed, initialRows: run.settings.plan.initialRows });
  }
  return { A: starts[0], B: starts[1] };
}

async function ifInReach<Value>(compute: () => Promise<Value>): Promise<Value | null> {
  try {
    return await compute();
  } catch (error) {
    if (isReseedError(error, 'NULL_TOO_COSTLY')) return null;
    throw error;
  }
}
