/**
 * What resolvers are handed for types that are not a row of a store: keys of what has still to be read, and numbers already computed.
 */
import type { DictionaryRow } from '../../db/dictionaries.ts';
import type { LatentKey } from '../../db/latents.ts';
import type { MatchingRow } from '../../db/matchings.ts';
import type { Side } from '../../loaders/checkpoint.ts';
import type { Criterion } from '../compute/criterion.ts';
import type { Summary } from '../compute/statistics.ts';
import type { VectorEncoding } from './generated/types.ts';

export interface VectorParent {
  values: Float32Array; // [d]
  encoding: VectorEncoding;
}

export interface PartnerLinkParent {
  latent: LatentKey;
  /** Of the measure: absolute under ABSOLUTE_COSINE. */
  cosine: number;
}

/** One latent seen from one other dictionary of its run group. */
export interface LatentPartnerParent {
  latent: LatentKey;
  other: DictionaryRow;
  /** Null if the two dictionaries have not been matched. */
  matching: MatchingRow | null;
  criterion: Criterion;
}

/** Two latents of one space with the cosines that are already known; `undefined` means: ask the rows. */
export interface LatentPairCosines {
  decoderCosine: number | undefined;
  encoderCosine: number | undefined;
}

export interface CandidateParent extends LatentPairCosines {
  from: LatentKey;
  latent: LatentKey;
  matched: boolean;
}

export interface SharedPairParent extends LatentPairCosines {
  a: LatentKey;
  b: LatentKey;
}

export interface OrphanParent {
  latent: LatentKey;
  matching: MatchingRow;
  criterion: Criterion;
}

export interface NearestHitParent {
  rank: number;
  latent: LatentKey;
  decoderCosine: number | null;
  encoderCosine: number | null;
  /** The latent that was the query; null for a vector. */
  from: LatentKey | null;
  side: Side;
}

export interface MatchingSummaryParent extends Summary {
  matching: MatchingRow;
}
