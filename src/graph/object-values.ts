/**
 * What resolvers are handed for types that are neither a row of a store nor an answer of the analysis.
 */
import type { JobKind } from '../jobs/queue/job-queue.ts';
import type { DictionaryRow } from '../../db/stores/dictionaries.ts';
import type { FactChange } from '../../db/stores/dictionary-changes.ts';
import type { SearchHit, TextSegment } from '../../db/stores/search-explanations.ts';
import type { LatentKey } from '../../db/stores/latents.ts';
import type { TrainingDictionaryRow } from '../../db/stores/training-dictionaries.ts';
import type { TrainingRunRow } from '../../db/stores/training-runs.ts';
import type { Side } from '../../loaders/checkpoints/checkpoint.ts';
import type { Contrast } from '../analysis/encoding/contrasted-features.ts';
import type { EncodedFeatures } from '../analysis/encoding/encoded-features.ts';
import type { CompletePair } from '../analysis/held/matched-pair.ts';
import type { EncodedTokens } from '../compute/encoding/encoded-tokens.ts';
import type { Criterion } from '../compute/statistics/criterion.ts';

export interface VectorValue {
  values: Float32Array; // [d]
  encoding: 'FLOATS' | 'BASE64_F32';
}

export interface UpdateDictionaryPayloadValue {
  dictionary: DictionaryRow;
  changes: FactChange[];
}

export interface ExplanationHitValue extends SearchHit {
  snippet: TextSegment[];
}

export interface NearestHitValue {
  rank: number;
  latent: LatentKey;
  decoderCosine: number | null;
  encoderCosine: number | null;
  /** The latent that was the query; null for a vector. */
  from: LatentKey | null;
  side: Side;
}

export interface MatchingExportValue {
  pair: CompletePair;
  format: 'JSON' | 'CSV' | 'PARQUET';
}

/** What a job did: fields of its kind, and functions that load rows. */
export interface JobResultValue extends Record<string, unknown> {
  kind: JobKind;
  spaceId: number | null;
}

export interface ContextsResultValue extends JobResultValue {
  spaceId: number;
  collected: Omit<CollectedContextsValue, 'spaceId'>[];
}

export interface MatchActivationsResultValue extends JobResultValue {
  spaceId: number;
  matchingIds: number[];
  tokens: number | null;
}

/** What a job of kind CONTEXTS stored of one dictionary. */
export interface CollectedContextsValue {
  spaceId: number;
  dictionaryId: number;
  collection: number;
  alreadyPresent: boolean;
  tokens: number | null;
  l0: number | null;
  fvu: number | null;
}

export interface TrainingSeedValue {
  run: TrainingRunRow;
  seed: number;
}

export interface TrainingCheckpointValue {
  run: TrainingRunRow;
  tokens: number;
  /** At least one. */
  rows: TrainingDictionaryRow[];
}

export interface EncodedTextValue {
  dictionaries: readonly DictionaryRow[];
  criterion: Criterion;
  encoded: EncodedTokens;
  joined: EncodedFeatures;
}

/** Token `position` of a text. */
export interface EncodedTokenValue extends EncodedTextValue {
  position: number;
}

export interface ContrastedTextsValue {
  dictionaries: readonly DictionaryRow[];
  criterion: Criterion;
  encoded: EncodedTokens;
  contrast: Contrast;
  positives: number;
  negatives: number;
}
