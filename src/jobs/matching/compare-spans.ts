/** SVCCA of the matched decoder rows of one pair: matching and rows -> canonical correlations, compared with shuffles. */
import { findSides } from '../../../db/stores/matchings.ts';
import { findSimilarities, insertSimilarity } from '../../../db/stores/similarities.ts';
import { PairReader } from '../../analysis/held/pair-reader.ts';
import { RANDOM_SEED } from '../../compute/random-seed.ts';
import {
  canonicalCorrelation,
  type CanonicalCorrelationRecord,
} from '../../compute/similarity/canonical-correlation.ts';
import { checkCorrelatedWidth } from '../../compute/similarity/correlated-width.ts';
import { type PairSample, samplePairs } from '../../compute/similarity/pair-sample.ts';
import type { UnitRows } from '../../compute/unit-rows.ts';
import { ReseedError } from '../../errors.ts';
import { getMatchedDictionaries } from './matched-dictionaries.ts';
import { readUnitRows } from './read-unit-rows.ts';
import type { Task } from '../worker/task.ts';

/** The usual part of the variance (Raghu et al., 2017). */
const VARIANCE = 0.99;
/** Numbers of the rows compared, per side: 43,690 pairs at d = 768, 14,563 at d = 2,304. Ten copies of them are held at most: 1.3 GB. */
const MOST_NUMBERS = 2 ** 25;
/** Shuffles, by the width up to which so many take at most some minutes. The least p-value is 1 / (1 + shuffles). */
const SHUFFLES = [
  { upTo: 256, shuffles: 99 },
  { upTo: 1024, shuffles: 39 },
  { upTo: Number.POSITIVE_INFINITY, shuffles: 19 },
];

export const compareSpans: Task<{ spaceId: number; matchingId: number }> = async (context, { spaceId, matchingId }) => {
  const key = { spaceId, id: matchingId };
  const { matching, a, b } = await getMatchedDictionaries(context.db, key);
  checkCorrelatedWidth(a.dIn);
  if ((await findSimilarities(context.db, [key]))[0] !== null)
    return async () => ({ matching: key, alreadyPresent: true });
  const [sides] = await findSides(context.db, [key]);
  const decoder = sides.find(({ side }) => side === 'DECODER');
  if (decoder === undefined) {
    throw new ReseedError('NOT_MATCHED', `Cannot compare "${a.name}" and "${b.name}": their decoders are not matched`, {
      hint: 'Match them first, then ask again.',
    });
  }
  context.progress({ step: 'reading rows', done: 0, total: 1, unit: 'steps' });
  const reader = new PairReader(context.db);
  const { A: partner } = await reader.readPartners({ matching, a, b }, decoder);
  const [aliveA, aliveB] = await Promise.all([reader.readAlive(a), reader.readAlive(b)]);
  const most = Math.floor(MOST_NUMBERS / a.dIn);
  const sample = samplePairs({ partner, aliveA, aliveB }, { most, seed: RANDOM_SEED });
  const rows = {
    a: pickRows(await readUnitRows(context, { dictionary: a, side: 'DECODER' }), sample.a),
    b: pickRows(await readUnitRows(context, { dictionary: b, side: 'DECODER' }), sample.b),
  };
  const { shuffles } = SHUFFLES.find(({ upTo }) => a.dIn <= upTo) ?? SHUFFLES[0];
  const correlation = await canonicalCorrelation(rows, {
    variance: VARIANCE,
    shuffles,
    seed: RANDOM_SEED,
    threads: context.settings.threads,
    signal: context.signal,
    onProgress: (progress) => context.progress({ ...progress, unit: 'steps' }),
  });
  const statistics = recordOf(sample, { correlation, shuffles });
  return async (tx) => {
    await getMatchedDictionaries(tx, key); // neither was deleted meanwhile
    await insertSimilarity(tx, { matching: key, statistics });
    return { matching: key };
  };
};

function recordOf(
  sample: PairSample,
  { correlation, shuffles }: Pick<CanonicalCorrelationRecord, 'correlation' | 'shuffles'>,
): CanonicalCorrelationRecord {
  return {
    variance: VARIANCE,
    shuffles,
    seed: RANDOM_SEED,
    sampledFrom: sample.of,
    pairs: sample.a.length,
    correlation,
  };
}

function pickRows({ d, values }: UnitRows, indexes: readonly number[]): UnitRows {
  const picked = new Float32Array(indexes.length * d);
  for (const [at, i] of indexes.entries()) picked.set(values.subarray(i * d, (i + 1) * d), at * d);
  return { n: indexes.length, d, values: picked };
}
