/** What random vectors give for one pair: both nulls, or only the isotropic one where the other would cost too much. */
import { insertNull } from '../../../db/stores/matchings.ts';
import type { Side } from '../../../loaders/checkpoints/checkpoint.ts';
import type { Measure } from '../../compute/side-matching.ts';
import { matchRows } from '../../compute/matching/match-rows.ts';
import { computeNull } from '../../compute/nulls/null-baseline.ts';
import type { NullKind, NullStatistics } from '../../compute/nulls/null-statistics.ts';
import { isReseedError } from '../../errors.ts';
import { getMatchedDictionaries } from './matched-dictionaries.ts';
import { readUnitRows } from './read-unit-rows.ts';
import type { Task } from '../worker/task.ts';

/** Seed of every null: equal work gives equal numbers. */
const NULL_SEED = 1;
/** Averages over this many latents hardly vary from draw to draw; smaller dictionaries are drawn several times. */
const ONE_DRAW_FROM = 4096;
const DRAWS_BELOW = 3;

export const drawNulls: Task<{ spaceId: number; matchingId: number; measure: Measure }> = async (
  context,
  { spaceId, matchingId, measure },
) => {
  const key = { spaceId, id: matchingId };
  const { a, b } = await getMatchedDictionaries(context.db, key);
  const sides: Side[] = a.hasEncoder && b.hasEncoder ? ['DECODER', 'ENCODER'] : ['DECODER'];
  const kinds: NullKind[] = ['ISOTROPIC', 'COVARIANCE_MATCHED'];
  const found: NullStatistics[] = [];
  for (const [nth, kind] of kinds.entries()) {
    try {
      found.push(
        await computeNull({
          kind,
          measure,
          seed: NULL_SEED,
          draws: Math.min(a.nLatents, b.nLatents) < ONE_DRAW_FROM ? DRAWS_BELOW : 1,
          n: [a.nLatents, b.nLatents],
          d: a.dIn,
          sides,
          readUnitRows: ({ end, side }) => readUnitRows(context, { dictionary: end === 'A' ? a : b, side }),
          match: (unitA, unitB) =>
            matchRows(unitA, unitB, {
              measure,
              threads: context.settings.threads,
              provider: context.settings.executionProvider,
              bytes: context.settings.bytes,
              memoryMb: context.settings.memoryMb,
              signal: context.signal,
            }),
          signal: context.signal,
          onMatched: ({ done, total }) =>
            context.progress({
              step: `matching random vectors`,
              done: nth * total + done,
              total: kinds.length * total,
              unit: 'matchings',
            }),
        }),
      );
    } catch (error) {
      if (!isReseedError(error, 'NULL_TOO_COSTLY')) throw error;
    }
  }
  return async (tx) => {
    await getMatchedDictionaries(tx, key); // neither was deleted meanwhile
    for (const statistics of found) await insertNull(tx, { matching: key, kind: statistics.kind, statistics });
    return { matching: key };
  };
};
