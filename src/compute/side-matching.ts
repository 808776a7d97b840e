/**
 * The result of matching one side (decoders or encoders) of two dictionaries: arrays and a proof. Every statistic is a function of it.
 *
 * -1 means "none": a latent of the larger dictionary that the bijection leaves out.
 */

/**
 * What a matching maximises: the summed cosine, the summed absolute cosine; or the summed cosine of decoder rows on one side and, in the place
 * of encoder rows, the summed Pearson correlation of the activations that encoders give on the same tokens.
 */
export const measures = ['COSINE', 'ABSOLUTE_COSINE', 'ACTIVATION_CORRELATION'] as const;
export type Measure = (typeof measures)[number];

/** How many nearest latents of the other dictionary are kept per latent (fewer if the other has fewer). */
export const CANDIDATES_KEPT = 4;

/** One direction of a side: for each latent here, what it has there. All scores are of the measure (absolute if absolute). */
export interface MatchedEnd {
  /** Matched partner, or -1. [n] */
  readonly partner: Int32Array;
  /** Score with the partner, 0 where there is none. Float64 dot of float32 unit rows; 1 where rounding cannot tell it from 1. [n] */
  readonly cosine: Float64Array;
  /** The c = min(CANDIDATES_KEPT, n there) nearest, best first, ties by lower index. [n, c] */
  readonly candidates: Int32Array;
  /** Their scores. [n, c] */
  readonly candidateCosines: Float64Array;
  readonly candidatesPerLatent: number;
}

/** Proof of optimality by dual prices; see `Certificate` in schema.graphql. */
export interface Certificate {
  primal: number;
  dual: number;
  gap: number;
  tolerance: number;
  optimal: boolean;
  roundingBound: number;
  /** What rounding rows to float32 can change of the sum; absent where dual, gap and tolerance do not hold it: of rounded rows, or by an older version. */
  rowRounding?: number;
  pairsCovered: number;
  rounds: number;
  solver: string;
}

export interface SideMatching {
  readonly measure: Measure;
  readonly a: MatchedEnd; // [nA]
  readonly b: MatchedEnd; // [nB]
  readonly certificate: Certificate;
  /** By how much the sum falls without the pair of each latent of A, in bounds; NaN where it has no pair. Absent where it was not asked for. [nA] each */
  readonly margins?: { readonly atLeast: Float64Array; readonly atMost: Float64Array };
}
