/** SVCCA of the matched decoder rows of one pair, with what shuffles give, and what the dictionaries give of which one was turned at random. */
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { MatchingRow } from '../../../db/stores/matchings.ts';
import { drawsOf } from '../../compute/nulls/drawing-cost.ts';
import { drawRotation, rotateRows } from '../../compute/nulls/random-rotation.ts';
import { buildRandomStream } from '../../compute/nulls/random-stream.ts';
import { RANDOM_SEED } from '../../compute/random-seed.ts';
import {
  canonicalCorrelation,
  type CanonicalCorrelationRecord,
} from '../../compute/similarity/canonical-correlation.ts';
import { type PairSample, samplePairs } from '../../compute/similarity/pair-sample.ts';
import { pickRows, type UnitRows } from '../../compute/unit-rows.ts';
import { matchOnWorker } from './match-on-worker.ts';
import type { TaskContext } from '../worker/task.ts';

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

/** Rows of both ends, who is whose partner, and who is alive. */
export interface MatchedRows {
  matching: MatchingRow;
  a: DictionaryRow;
  b: DictionaryRow;
  partner: Int32Array;
  aliveA: Uint8Array;
  aliveB: Uint8Array;
  rowsA: UnitRows;
  rowsB: UnitRows;
}

/** What is stored of it. */
export async function correlatePairs(
  context: TaskContext,
  { matching, a, b, partner, aliveA, aliveB, rowsA, rowsB }: MatchedRows,
): Promise<CanonicalCorrelationRecord> {
  const most = Math.floor(MOST_NUMBERS / a.dIn);
  const sample = samplePairs({ partner, aliveA, aliveB }, { most, seed: RANDOM_SEED });
  const rows = { a: pickRows(rowsA, sample.a), b: pickRows(rowsB, sample.b) };
  const { shuffles } = SHUFFLES.find(({ upTo }) => a.dIn <= upTo) ?? SHUFFLES[0];
  const { threads } = context.settings;
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
    const turned = await rotateRows(rowsB, rotation, context.signal);
    const { measure } = matching;
    const matched = await matchOnWorker(context, { a: rowsA, b: turned }, { measure });
    const chosen = samplePairs({ partner: matched.a.partner, aliveA, aliveB }, { most, seed: RANDOM_SEED });
    const pair = { a: pickRows(rowsA, chosen.a), b: pickRows(turned, chosen.b) };
    const byChance = await canonicalCorrelation(pair, { ...options, shuffles: 0 });
    if (byChance) rotated.push(byChance.value);
  }
  return recordOf(sample, { correlation, shuffles, rotated });
}

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
