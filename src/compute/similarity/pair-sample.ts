/**
 * A seeded sample of matched pairs.
 *
 * In: partners and which latents are alive. Out: at most so many pairs, every set of that size equally likely, in the order of A.
 */
import { buildRandomStream } from '../nulls/random-stream.ts';

/** Pairs compared by CKA and RSA: their number squared is the cost, and the answer must come at once (0.1 to 0.2 s) at every width. */
export const MOST_COMPARED = 256;

export interface PairSample {
  /** Latents of A, ascending. */
  readonly a: readonly number[];
  /** Their partners in B by decoder rows. */
  readonly b: readonly number[];
  /** Pairs of which both latents are alive: what was sampled from. */
  readonly of: number;
}

/** Pairs of the bijection `partner` of A (-1: none) whose latents are both alive. */
export function samplePairs(
  { partner, aliveA, aliveB }: { partner: Int32Array; aliveA: Uint8Array; aliveB: Uint8Array },
  { most, seed }: { most: number; seed: number },
): PairSample {
  const all: number[] = [];
  for (const [i, j] of partner.entries()) if (j >= 0 && aliveA[i] === 1 && aliveB[j] === 1) all.push(i);
  const stream = buildRandomStream(seed);
  const drawn: number[] = [];
  // each pair is taken with the share of the places left among the pairs left
  for (const [at, i] of all.entries())
    if (stream.nextUniform() * (all.length - at) < most - drawn.length) drawn.push(i);
  return { a: drawn, b: drawn.map((i) => partner[i]), of: all.length };
}
