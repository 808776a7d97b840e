/** Sizes of two dictionaries -> what matching them takes, said before it is asked for. */
import { estimateMatchingMb } from './memory-estimate.ts';

/** float32 operations per second and thread of the product: 115 to 140 thousand million on the machine of bench/RESULTS.md. */
const OPERATIONS_PER_SECOND = 120e9;
/** Products for one optimum: the pass over all pairs, and what the certificate prices again. */
const PASSES = 1.4;
/** Keeping each row's nearest, and the assignment, per latent of the pair's mean. With the above: 0.5 to 14 minutes at 4,096 x 256 to 131,072 x 4,096 within 1.5 times. */
const SECONDS_PER_LATENT = 1.2e-4;

export interface MatchingEstimate {
  /** At its peak, rows included, whichever way the products are computed. */
  memoryMb: number;
  /** What one matching may use here. */
  allowedMb: number;
  /** On a machine like that of the measurements, with the threads that are set. */
  seconds: number;
}

/** For one side (decoder or encoder), cosine, without nulls. */
export function estimateMatching(
  { nA, nB, d }: { nA: number; nB: number; d: number },
  here: { threads: number; memoryMb: number },
): MatchingEstimate {
  const product = (2 * nA * nB * d) / (OPERATIONS_PER_SECOND * here.threads);
  return {
    memoryMb: Math.max(
      ...(['FLOAT32', 'INT15'] as const).map((precision) => estimateMatchingMb({ nA, nB, d, precision })),
    ),
    allowedMb: here.memoryMb,
    seconds: PASSES * product + (SECONDS_PER_LATENT * (nA + nB)) / 2,
  };
}
