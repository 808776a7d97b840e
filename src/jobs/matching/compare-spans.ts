/**
 * SVCCA of the matched decoder rows of one pair: matching and rows -> canonical correlations, with what shuffles give, and what the
 * dictionaries give whose pairs were chosen in the same way after one of them was turned at random.
 */
import { findSides } from '../../../db/stores/matchings.ts';
import { findSimilarities, insertSimilarity } from '../../../db/stores/similarities.ts';
import { PairReader } from '../../analysis/held/pair-reader.ts';
import { matchRows } from '../../compute/matching/match-rows.ts';
import { drawsOf } from '../../compute/nulls/drawing-cost.ts';
import { drawRotation, rotateRows } from '../../compute/nulls/random-rotation.ts';
import { buildRandomStream } from '../../compute/nulls/random-stream.ts';
import { RANDOM_SEED } from '../../compute/random-seed.ts';
import {
  canonicalCorrelation,
  type CanonicalCorrelationRecord,
} from '../../compute/similarity/canonical-correlation.ts';
import { checkCorrelatedWidth } from '../../compute/similarity/correlated-width.ts';
import { type PairSample, samplePairs } from '../../compute/similarity/pair-sample.ts';
import { pickRows } from '../../compute/unit-rows.ts';
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
  const all = {
    a: await readUnitRows(context, { dictionary: a, side: 'DECODER' }),
    b: await readUnitRows(context, { dictionary: b, side: 'DECODER' }),
  };
  const rows = { a: pickRows(all.a, sample.a), b: pickRows(all.b, sample.b) };
  const { shuffles } = SHUFFLES.find(({ upTo }) => a.dIn <= upTo) ?? SHUFFLES[0];
  const { threads, executionProvider: provider, bytes, memoryMb } = context.settings;
  const options = { variance: VARIANCE, seed: RANDOM_SEED, threads, signal: context.signal };
  const correlation = await canonicalCorrelation(rows, {
    ...options,
    shuffles,
    onProgress: (progress) => context.progress({ ...progress, unit: 'steps' }),
  });
  const rotated: number[] = [];
  const draws = correlation === null ? 0 : drawsOf([a.nLatents, b.nLatents]);
  for (let draw = 0; draw < draws; draw++) {
    context.progress({ step: 'rotated dictionaries', done: draw, total: draws, unit: 'steps' });
    const rotation = await drawRotation(a.dIn, buildRandomStream(RANDOM_SEED, [draw]), context.signal);
    const turned = await rotateRows(all.b, rotation, context.signal);
    const { measure } = matching;
    const matched = await matchRows(all.a, turned, {
      measure,
      threads,
      provider,
      bytes,
      memoryMb,
      signal: context.signal,
    });
    const chosen = samplePairs({ partner: matched.a.partner, aliveA, aliveB }, { most, seed: RANDOM_SEED });
    const pair = { a: pickRows(all.a, chosen.a), b: pickRows(turned, chosen.b) };
    const byChance = await canonicalCorrelation(pair, { ...options, shuffles: 0 });
    if (byChance) rotated.push(byChance.value);
  }
  const statistics = recordOf(sample, { correlation, shuffles, rotated });
  return async (tx) => {
    await getMatchedDictionaries(tx, key); // neither was deleted meanwhile
    await insertSimilarity(tx, { matching: key, statistics });
    return { matching: key };
  };
};

function recordOf(
  sample: PairSample,
  { correlation, shuffles, rotated }: Pick<CanonicalCorrelationRecord, 'correlation' | 'shuffles' | 'rotated'>,
): CanonicalCorrelationRecord {
  return {
    variance: VARIANCE,
    shuffles,
    seed: RANDOM_SEED,
    sampledFrom: sample.of,
    pairs: sample.a.length,
    correlation,
    rotated,
  };
}
