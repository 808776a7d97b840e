/**
 * What resolvers are handed for types that are not a row of a store: keys of what has still to be read, and numbers already computed.
 */
import type { DictionaryRow } from '../../db/stores/dictionaries.ts';
import type { SearchHit, TextSegment } from '../../db/stores/explanation-search.ts';
import type { ExplanationRow } from '../../db/stores/explanations.ts';
import type { Key } from '../../db/schema/key.ts';
import type { LatentKey } from '../../db/stores/latents.ts';
import type { MatchingRow } from '../../db/stores/matchings.ts';
import type { TrainingDictionaryRow } from '../../db/stores/training-dictionaries.ts';
import type { TrainingRunRow } from '../../db/stores/training-runs.ts';
import type { Side } from '../../loaders/checkpoints/checkpoint.ts';
import type { BaseHistogram } from '../compute/group/base-universality.ts';
import type { OnlyInBaseCurve } from '../compute/group/only-in-base.ts';
import type { UnionGrowth } from '../compute/group/union-growth.ts';
import type { Criterion, SharedDefinition } from '../compute/statistics/criterion.ts';
import type { Families } from '../compute/group/families.ts';
import type { BaseView, NamedEnd, SeedGroup, SharedEnd } from '../compute/group/seed-group.ts';
import type { MatrixCell } from '../compute/group/shared-matrix.ts';
import type { PartnerTable } from '../compute/group/triple-consistency.ts';
import type { WordSets } from '../compute/labels/word-sets.ts';
import type { MatchingEnd, PairArrays } from '../compute/statistics/pair-arrays.ts';
import type { Summary, SweepPoint } from '../compute/statistics/statistics.ts';
import type { Measure } from '../compute/side-matching.ts';
import type { MatchingFileFormat, VectorEncoding } from './generated/types.ts';
import type { ChanceParent } from '../analysis/group/group-chance.ts';
import type { Labels } from '../analysis/held/label-cache.ts';
import type { CompletePair } from '../analysis/held/matched-pair.ts';

export interface VectorParent {
  values: Float32Array; // [d]
  encoding: VectorEncoding;
}

export interface PartnerLinkParent {
  latent: LatentKey;
  /** Of the measure: absolute under ABSOLUTE_COSINE. */
  cosine: number | null;
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

/** The explanation of `b` for `a`, which has none. */
export interface BorrowedExplanationParent extends SharedPairParent {
  explanation: ExplanationRow;
  dictionary: DictionaryRow;
  matching: MatchingRow;
  candidates: number;
  criterion: Criterion;
  statement: string;
}

/** Labels of the pairs that a criterion accepts; what is compared is computed when it is asked for. */
export interface ExplanationAgreementParent {
  matching: MatchingRow;
  criterion: Criterion;
  pair: PairArrays;
  labels: { a: Labels; b: Labels };
  /** Of both ends, in the numbers of one vocabulary. */
  words: { a: WordSets; b: WordSets };
  /** Latents of A, their partners, and a near latent of B that is not the partner (-1: none). */
  sample: { a: readonly number[]; b: readonly number[]; neighbour: readonly number[] };
  shared: number;
  labelled: number;
  explainedA: number;
  explainedB: number;
  pairs: number;
  sampledFrom: number;
  shuffles: number;
  seed: number;
  statement: string;
  basis: MatchingRow;
}

export interface LabelDisagreementParent extends SharedPairParent {
  textOverlap: number;
}

export interface BaseOrphanParent {
  analysis: BaseAnalysisParent;
  index: number;
  orphanIn: number;
  score: number;
  frequency: number | null;
  scorer: string;
}

export interface OrphanParent {
  latent: LatentKey;
  matching: MatchingRow;
  criterion: Criterion;
}

export interface RecodingAtomParent {
  latent: LatentKey;
  coefficient: number;
  rSquared: number;
  nullRSquared: number;
}

export interface MergeParent {
  latent: LatentKey;
  atoms: RecodingAtomParent[];
  atomsNeeded: number;
  gain: number;
  nullGain: number;
}

export interface ExplanationHitParent extends SearchHit {
  snippet: TextSegment[];
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

export interface MatchingExportParent {
  pair: CompletePair;
  format: MatchingFileFormat;
}

/** What a job of kind CONTEXTS stored of one dictionary. */
export interface CollectedContextsParent {
  spaceId: number;
  dictionaryId: number;
  collection: number;
  alreadyPresent: boolean;
  tokens: number | null;
  l0: number | null;
  fvu: number | null;
}

export interface MatchingSummaryParent extends Summary {
  matching: MatchingRow;
}

/** Dictionaries and the complete matchings between them; what is loaded is null while one is missing, and read once. */
interface AnalysisParent<Arrays> {
  criterion: Criterion;
  measure: Measure;
  pairs: CompletePair[];
  missing: number;
  /** Who is shared. */
  load(): Promise<Arrays | null>;
}

export interface GroupAnalysisParent extends AnalysisParent<SeedGroup<SharedEnd>> {
  runGroup: Key;
  dictionaries: DictionaryRow[];
  /** And with whom. */
  loadNamed(): Promise<SeedGroup<NamedEnd> | null>;
  /** And how near. */
  loadTied(): Promise<SeedGroup | null>;
  /** The optimal partners, whatever the criterion. */
  loadPartners(): Promise<PartnerTable | null>;
}

export interface BaseAnalysisParent extends AnalysisParent<BaseView> {
  base: DictionaryRow;
  others: DictionaryRow[];
}

export interface SharedMatrixCellParent extends MatrixCell {
  dictionary: DictionaryRow;
  matching: MatchingRow;
  /** The end whose latents are counted. */
  of: MatchingEnd;
  criterion: Criterion;
}

interface WithChance {
  /** What the nulls are computed from, when they are asked for. */
  chance: ChanceParent;
}

export interface GroupUniversalityParent extends WithChance {
  statement: string;
  fractions: number[];
  bases: BaseUniversalityParent[];
}

export interface BaseUniversalityParent extends BaseHistogram, WithChance {
  dictionary: DictionaryRow;
  statement: string;
}

export interface OnlyInBaseCurveParent extends OnlyInBaseCurve, WithChance {
  statement: string;
  latents: number;
  fitStatement: string;
}

export interface UnionGrowthParent extends UnionGrowth, WithChance {
  statement: string;
  latents: number;
}

export interface ThresholdSweepParent {
  definition: SharedDefinition;
  strict: boolean;
  aliveOnly: boolean;
  of: MatchingEnd;
  points: SweepPoint[];
  /** The matching. */
  basis: MatchingRow;
}

export interface LatentFamilyParent {
  families: Families;
  /** Position. */
  f: number;
  /** The group's. */
  among: readonly DictionaryRow[];
}

export interface TrainingSeedParent {
  run: TrainingRunRow;
  seed: number;
}

export interface TrainingCheckpointParent {
  run: TrainingRunRow;
  tokens: number;
  /** At least one. */
  rows: TrainingDictionaryRow[];
}

export interface SharedAtTokensParent {
  tokens: number;
  runGroupKey: Key;
  pairs: number;
  matched: number;
  sharedFraction: number | null;
  nullSharedFraction: number | null;
  meanDecoderCosine: number | null;
  fvu: number | null;
  l0: number | null;
}
