import type { Seed } from '../../../loaders/checkpoints/seed.ts';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Access as AccessRecord } from '../access/access.ts';
import type { ModelRow, SpaceRow, RunGroupRow } from '../../../db/stores/catalogue.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { Aliveness as AlivenessAnswer, LatentAliveness as LatentAlivenessAnswer } from '../../analysis/latents/aliveness.ts';
import type { DictionaryChangeRow } from '../../../db/stores/dictionary-changes.ts';
import type { UpdateDictionaryPayloadValue, ExplanationHitValue, JobResultValue, ContextsResultValue, MatchActivationsResultValue, CollectedContextsValue, VectorValue, NearestHitValue, MatchingExportValue, ContrastedTextsValue, EncodedTextValue, EncodedTokenValue, TrainingSeedValue, TrainingCheckpointValue } from '../object-values.ts';
import type { EvaluationRow } from '../../../db/stores/evaluations.ts';
import type { LatentRow } from '../../../db/stores/latents.ts';
import type { ExplanationRow, ScoreRow } from '../../../db/stores/explanations.ts';
import type { CollectionRow, ContextRow, StatisticsRow } from '../../../db/stores/activations.ts';
import type { MatchingRow, SideRow } from '../../../db/stores/matchings.ts';
import type { JobRow } from '../../../db/stores/job-runs.ts';
import type { ChatSpendingRow } from '../../../db/stores/chat-spending.ts';
import type { MatchingEstimate as MatchingEstimateRecord } from '../../compute/matching/matching-estimate.ts';
import type { Criterion as CriterionRecord } from '../../compute/statistics/criterion.ts';
import type { Certificate as CertificateRecord } from '../../compute/side-matching.ts';
import type { Universality as UniversalityAnswer } from '../../analysis/latents/latent-partners.ts';
import type { LatentPartner as LatentPartnerAnswer } from '../../analysis/latents/latent-sharing.ts';
import type { MatchingProgressRow } from '../../../db/stores/read-matching-progress.ts';
import type { PartnerLink as PartnerLinkAnswer, Candidate as CandidateAnswer } from '../../analysis/latents/partner-links.ts';
import type { MatchingSummary as MatchingSummaryAnswer, ThresholdSweep as ThresholdSweepAnswer } from '../../analysis/pair/pair-figures.ts';
import type { LatentPair } from '../../analysis/pair/latent-pair-cosine.ts';
import type { SideSubstitution as SideSubstitutionAnswer } from '../../analysis/pair/side-substitution.ts';
import type { MatchedFiring as MatchedFiringAnswer, FiringPair as FiringPairAnswer } from '../../analysis/pair/firing-pairs.ts';
import type { BorrowedExplanation as BorrowedExplanationAnswer } from '../../analysis/labels/find-borrowed-explanation.ts';
import type { ExplanationAgreement as ExplanationAgreementAnswer } from '../../analysis/labels/read-agreement.ts';
import type { LabelDisagreement as LabelDisagreementAnswer } from '../../analysis/labels/list-disagreements.ts';
import type { BaseOrphan as BaseOrphanAnswer } from '../../analysis/latents/base-orphans.ts';
import type { Orphan as OrphanAnswer } from '../../analysis/pair/pair-lists.ts';
import type { RecodingAtom as RecodingAtomAnswer, Merge as MergeAnswer } from '../../analysis/recoding/orphan-recoding.ts';
import type { MissingPair as MissingPairAnswer } from '../../analysis/group/complete-members.ts';
import type { MatchedGroup, MatchedBase } from '../../analysis/group/matched-group.ts';
import type { SharingMatrix, SharingCell } from '../../analysis/group/sharing-matrix.ts';
import type { LatentFamily as LatentFamilyAnswer } from '../../analysis/group/family-list.ts';
import type { GroupUniversality as GroupUniversalityAnswer, BaseUniversality as BaseUniversalityAnswer, OnlyInBase, GroupCycles, CoreAndUnion } from '../../analysis/group/group-figures.ts';
import type { UnseenFeatures as UnseenFeaturesAnswer } from '../../analysis/group/unseen-features.ts';
import type { ContrastedFeature as ContrastedFeatureAnswer, ContrastedLatent as ContrastedLatentAnswer } from '../../analysis/encoding/contrasted-features.ts';
import type { FiringLatent as FiringLatentAnswer, EncodedFeature as EncodedFeatureAnswer } from '../../analysis/encoding/encoded-features.ts';
import type { TrainingRunRow } from '../../../db/stores/training-runs.ts';
import type { FlatTrainingSettings } from '../../../db/stores/training-settings.ts';
import type { TrainingDistanceRow } from '../../../db/stores/training-distances.ts';
import type { TrainingPointRow } from '../../../db/stores/training-points.ts';
import type { HeldOut as HeldOutRecord, TrainingDictionaryRow } from '../../../db/stores/training-dictionaries.ts';
import type { InitialDistance as InitialDistanceRecord } from '../../compute/training/initial-distance.ts';
import type { ReachedSparsity as ReachedSparsityRecord } from '../../compute/training/search-sparsity.ts';
import type { SharedAtTokens as SharedAtTokensAnswer } from '../../analysis/group/shared-over-tokens.ts';
import type { WorkerRow } from '../../../db/stores/workers.ts';
import type { GraphContext } from '../context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** An integer that may exceed 32 bits (up to 2^53), for token and byte counts. */
  BigInt: { input: number; output: number; }
  /** A moment in time, ISO 8601 in UTC, for example `2026-11-22T13:35:00.000Z`. */
  DateTime: { input: Date; output: Date; }
  /** Any JSON value, as recorded in a source file or by a computation. */
  JSON: { input: unknown; output: unknown; }
  /** A seed of a random generator: a whole number from 0 to 2^64 - 1, as the text of its digits, since JSON readers round what exceeds 2^53. As input also a whole number. */
  Seed: { input: Seed; output: Seed; }
};

/** What this request may do, and why. */
export type Access = {
  __typename?: 'Access';
  /** Name of the key that it was sent with; null without a key. */
  keyName?: Maybe<Scalars['String']['output']>;
  /** Its role. */
  role: Role;
};

/** One pass over a corpus, or one imported set of files: what was seen of the activations of a dictionary's latents. */
export type ActivationCollection = {
  __typename?: 'ActivationCollection';
  /** Moment at which the collection was complete. */
  createdAt: Scalars['DateTime']['output'];
  /** The corpus, where known. */
  dataset?: Maybe<Scalars['String']['output']>;
  /** Further facts that its maker recorded. */
  details?: Maybe<Scalars['JSON']['output']>;
  /** Whether contexts hold token texts. If not they hold token ids in angle brackets: no tokenizer was at hand. */
  hasTokenTexts: Scalars['Boolean']['output'];
  /** Latents of which something was seen. */
  latents: Scalars['Int']['output'];
  /** Its number; `contexts(collection:)` takes it. */
  number: Scalars['Int']['output'];
  /** Format or maker that it came from, for example `sae-dashboard`. */
  source: Scalars['String']['output'];
  /** Tokens seen, where known. */
  tokens?: Maybe<Scalars['BigInt']['output']>;
  /** Tokens of one context, where all are of one length and it is known. */
  windowLength?: Maybe<Scalars['Int']['output']>;
};

/** How strongly a latent fires when it does, and how often it does. */
export type ActivationHistogram = {
  __typename?: 'ActivationHistogram';
  /** What was seen, and how many tokens. */
  collection: ActivationCollection;
  /** Tokens in each bar, those with activation zero left out. */
  counts: Array<Scalars['Float']['output']>;
  /** Tokens on which it fires, where counted. */
  firingCount?: Maybe<Scalars['BigInt']['output']>;
  /** Fraction of the tokens seen on which it fires, where known. */
  firingFrequency?: Maybe<Scalars['Float']['output']>;
  /** Greatest activation seen. */
  maxActivation?: Maybe<Scalars['Float']['output']>;
  /** Middles of the bars, ascending. */
  values: Array<Scalars['Float']['output']>;
};

/** One side of a matching without the dead latents. The matching itself is that of all latents. A mean of nothing is null. */
export type AliveSide = {
  __typename?: 'AliveSide';
  /** Alive latents of A. */
  latentsA: Scalars['Int']['output'];
  /** Alive latents of B. */
  latentsB: Scalars['Int']['output'];
  /** Alive latents of A that `mmcsAB` and `regret` leave out: none of the nearest ones kept is alive. */
  leftOutA: Scalars['Int']['output'];
  /** Alive latents of B that `mmcsBA` leaves out: none of the nearest ones kept is alive. */
  leftOutB: Scalars['Int']['output'];
  /** Mean cosine of the pairs of alive latents; null where others published them without cosines. */
  meanMatchedCosine?: Maybe<Scalars['Float']['output']>;
  /** Mean over alive latents of A of the largest cosine with an alive one of B. Null for a published matching. */
  mmcsAB?: Maybe<Scalars['Float']['output']>;
  /** Mean over alive latents of B of the largest cosine with an alive one of A. Null for a published matching. */
  mmcsBA?: Maybe<Scalars['Float']['output']>;
  /** Matched pairs of which both latents are alive. */
  pairs: Scalars['Int']['output'];
  /** Mean over the pairs of alive latents of (largest cosine with an alive latent of B - matched cosine). Null for a published matching. */
  regret?: Maybe<Scalars['Float']['output']>;
  /** The definitions in words and symbols. */
  statement: Scalars['String']['output'];
};

/** On what it rests whether a latent is alive. */
export type AliveSource =
  /** It was counted over the tokens of a collection of activations. */
  | 'COUNTED'
  /** Its checkpoint, the trainer that made it, or the file of a published matching states it. */
  | 'STATED'
  /** A row of it is zero. */
  | 'ZERO_ROW';

/** What one source says of the latents of a dictionary. */
export type AliveStatement = {
  __typename?: 'AliveStatement';
  /** Latents that it says are alive. */
  alive: Scalars['Int']['output'];
  /** The text that was looked at; null unless a collection names it. */
  dataset?: Maybe<Scalars['String']['output']>;
  /** Latents that it says are dead. */
  dead: Scalars['Int']['output'];
  /** Upper 95% bound on the firing rate of each dead latent, as a fraction of tokens: 3 / tokens. Null where the number of tokens is unknown. */
  deadRateUpperBound?: Maybe<Scalars['Float']['output']>;
  /** The source. */
  source: AliveSource;
  /** Tokens that were looked at; null where nobody says how many. */
  tokens?: Maybe<Scalars['BigInt']['output']>;
};

/**
 * Which latents of a dictionary are alive. A latent that fired is alive; one that did not fire in N tokens is called dead, and may fire on up to
 * 3 / N of such tokens. Of several texts the largest counts, then the newest; what a checkpoint states counts before them.
 */
export type Aliveness = {
  __typename?: 'Aliveness';
  /** Latents known to be alive. */
  alive: Scalars['Int']['output'];
  /** Latents known to be dead, zero rows included. */
  dead: Scalars['Int']['output'];
  /** The dictionary. */
  dictionary: Dictionary;
  /** The counts and their sources in a sentence. */
  statement: Scalars['String']['output'];
  /** One per source; together they cover all that are known. */
  statements: Array<AliveStatement>;
  /** Latents of which nothing is known. Where only the living count, these count. */
  unknown: Scalars['Int']['output'];
  /** Latents with a row of zeros. */
  zeroRows: Scalars['Int']['output'];
};

/** How a dictionary turns pre-activations into latents. */
export type Architecture =
  /** Keeps the k x batch largest of a batch; a fixed threshold at inference. */
  | 'BATCH_TOPK'
  /** Gated SAE: one path decides which latents are on, another how strongly. */
  | 'GATED'
  /** A learned threshold per latent below which it is zero. */
  | 'JUMP_RELU'
  /** Anything else that the source named, or none where it named none. */
  | 'OTHER'
  /** ReLU, trained with an L1 penalty. */
  | 'RELU_L1'
  /** Keeps the k largest pre-activations of each token. */
  | 'TOPK';

/** The auxiliary loss on dead latents (Gao et al. 2024, arXiv 2406.04093). */
export type AuxKInput = {
  /** Its weight. Null: 1/32. */
  coefficient?: InputMaybe<Scalars['Float']['input']>;
  /** Dead latents that rebuild a token's residual. Null: half the width. */
  k?: InputMaybe<Scalars['Int']['input']>;
};

/** One dictionary of a run group against the others that it is matched with, under one criterion. Every figure rests on its matchings with these. */
export type BaseAnalysis = {
  __typename?: 'BaseAnalysis';
  /** On what it rests who is alive: its own latents first, then those of the others, in their order. */
  aliveness: Array<Aliveness>;
  /** The criterion. */
  criterion: Criterion;
  /** Dictionaries of the run group that it is not matched with completely. Every figure's statement names them, too. */
  leftOut: Array<Dictionary>;
  /** The complete matchings with `others`, on which the figures rest. */
  matchings: Array<Matching>;
  /** What the matchings maximise. */
  measure: Measure;
  /** Number of dictionaries left out. No figure is given where none remains. */
  missing: Scalars['Int']['output'];
  /** Whose matchings these are, where others published some; null if all were solved here. Every figure's statement says so, too. */
  note?: Maybe<Scalars['String']['output']>;
  /** What part of its latents is in none of k - 1 others. */
  onlyInBase?: Maybe<OnlyInBaseCurve>;
  /** What this dictionary found and the others missed: its orphans whose explanation has a score, highest first. */
  orphans?: Maybe<BaseOrphanConnection>;
  /** The other dictionaries that the figures are over: those of the run group with a complete matching with this one, ordered by init seed. */
  others: Array<Dictionary>;
  /** Sharedness against how often latents fire. */
  sharedByFrequency?: Maybe<SharedByCovariate>;
  /** Sharedness against the score of explanations. */
  sharedByScore?: Maybe<SharedByCovariate>;
  /** In how many dictionaries its latents are found. */
  universality?: Maybe<BaseUniversality>;
};


/** One dictionary of a run group against the others that it is matched with, under one criterion. Every figure rests on its matchings with these. */
export type BaseAnalysisOrphansArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first: Scalars['Int']['input'];
  inAtLeast?: InputMaybe<Scalars['Int']['input']>;
  minScore?: InputMaybe<Scalars['Float']['input']>;
  scorer?: InputMaybe<Scalars['String']['input']>;
};


/** One dictionary of a run group against the others that it is matched with, under one criterion. Every figure rests on its matchings with these. */
export type BaseAnalysisSharedByFrequencyArgs = {
  bins: Scalars['Int']['input'];
  inOthers: Scalars['Int']['input'];
};


/** One dictionary of a run group against the others that it is matched with, under one criterion. Every figure rests on its matchings with these. */
export type BaseAnalysisSharedByScoreArgs = {
  bins: Scalars['Int']['input'];
  inOthers: Scalars['Int']['input'];
  scorer?: InputMaybe<Scalars['String']['input']>;
};

/** A latent that other dictionaries missed. */
export type BaseOrphan = {
  __typename?: 'BaseOrphan';
  /** Its best explanation. */
  explanation?: Maybe<Explanation>;
  /** The latent. */
  latent: Latent;
  /** In how many other dictionaries it is not shared. */
  orphanIn: Scalars['Int']['output'];
  /** What it comes closest to in each other dictionary. */
  partners: Array<LatentPartner>;
  /** The score of that explanation. */
  score: Scalars['Float']['output'];
  /** Whose score it is. */
  scorer: Scalars['String']['output'];
};

/** A page of orphans of one dictionary. */
export type BaseOrphanConnection = {
  __typename?: 'BaseOrphanConnection';
  /** The criterion. */
  criterion: Criterion;
  /** Rows with cursors. */
  edges: Array<BaseOrphanEdge>;
  /** In how many other dictionaries they are missing, at least. */
  inAtLeast: Scalars['Int']['output'];
  /** The least score listed; null for any. */
  minScore?: Maybe<Scalars['Float']['output']>;
  /** Rows alone. */
  nodes: Array<BaseOrphan>;
  /** Orphans in all, scored or not. */
  orphans: Scalars['Int']['output'];
  /** Where the page lies. */
  pageInfo: PageInfo;
  /** Whose scores; null where nothing is scored. */
  scorer?: Maybe<Scalars['String']['output']>;
  /** The definition in words, with the order. */
  statement: Scalars['String']['output'];
  /** Rows in all pages. */
  totalCount: Scalars['Int']['output'];
  /** Orphans without a score by this scorer, which are not listed. */
  unscored: Scalars['Int']['output'];
};

/** An orphan of one dictionary in a page. */
export type BaseOrphanEdge = {
  __typename?: 'BaseOrphanEdge';
  /** Cursor of this row. */
  cursor: Scalars['String']['output'];
  /** The orphan. */
  node: BaseOrphan;
};

/** In how many dictionaries the latents of one are found. */
export type BaseUniversality = {
  __typename?: 'BaseUniversality';
  /** Latents found in exactly 1, 2, ... S dictionaries. */
  counts: Array<Scalars['Int']['output']>;
  /** The base dictionary. */
  dictionary: Dictionary;
  /** counts / latents. */
  fractions: Array<Scalars['Float']['output']>;
  /** Latents counted. */
  latents: Scalars['Int']['output'];
  /** The same for dictionaries that have nothing to do with each other, by each kind of null that every pair has; none where nulls were not computed. */
  nulls: Array<FractionsNull>;
  /** How probably one of its latents found in 1, 2, ... S dictionaries is found in a further one; null with fewer than two others. */
  stability?: Maybe<Array<Stability>>;
  /** The definition. */
  statement: Scalars['String']['output'];
};

/**
 * The explanation of a matched partner, for a latent that has none. It was made for the partner and never tested on this latent: say so where you
 * show it.
 */
export type BorrowedExplanation = {
  __typename?: 'BorrowedExplanation';
  /** Dictionaries of the run group with an accepted partner that has an explanation: what was chosen from. */
  candidates: Scalars['Int']['output'];
  /** The criterion under which the partner is accepted. */
  criterion: Criterion;
  /** Cosine of the decoder rows of the two latents, with its sign; null where a row is all zero or absent. */
  decoderCosine?: Maybe<Scalars['Float']['output']>;
  /** The dictionary that it is borrowed from; its `initSeed` says which seed. */
  dictionary: Dictionary;
  /** Cosine of the encoder rows of the two latents, with its sign; null where a row is all zero or absent. */
  encoderCosine?: Maybe<Scalars['Float']['output']>;
  /** The partner's best explanation; its score is that of the partner. */
  explanation: Explanation;
  /** The partner. */
  latent: Latent;
  /** The matching that names the partner. */
  matching: Matching;
  /** That it is borrowed, and by which rule this partner was chosen. */
  statement: Scalars['String']['output'];
};

/** Which windows of a text begin with the tokenizer's BOS. */
export type BosRule =
  /** The first of each document. */
  | 'DOCUMENT'
  /** None. */
  | 'NONE'
  /** Every one. */
  | 'WINDOW';

/** A near latent that need not be the matched one. */
export type Candidate = {
  __typename?: 'Candidate';
  /** Cosine of the decoder rows, with its sign; null where a row is all zero. */
  decoderCosine?: Maybe<Scalars['Float']['output']>;
  /** Cosine of the encoder rows, with its sign; null where a row is all zero or absent. Under ACTIVATION_CORRELATION the correlation of activations, null where the matching names other partners. */
  encoderCosine?: Maybe<Scalars['Float']['output']>;
  /** The latent. */
  latent: Latent;
  /** Whether it is the matched partner on this side. */
  matched: Scalars['Boolean']['output'];
};

/** Singular vector canonical correlation analysis of matched decoder rows. */
export type CanonicalCorrelation = {
  __typename?: 'CanonicalCorrelation';
  /** What these numbers rest on. */
  basis: MatchingBasis;
  /** Principal components of A's rows that were compared. */
  componentsA: Scalars['Int']['output'];
  /** Principal components of B's rows that were compared. */
  componentsB: Scalars['Int']['output'];
  /** Moment of the computation. */
  computedAt: Scalars['DateTime']['output'];
  /** Mean canonical correlation; null where the rows of one side do not vary. */
  correlation?: Maybe<ShuffledNumber>;
  /** Pairs compared. */
  pairs: Scalars['Int']['output'];
  /** The same for B turned by random rotations and matched with A anew, so that pairs are chosen as they were here: this says whether the dictionaries are related. Null where an older version computed it. */
  rotated?: Maybe<NullComparison>;
  /** Pairs whose latents are both alive: what they were sampled from. */
  sampledFrom: Scalars['Int']['output'];
  /** Random pairings that the number is compared with. */
  shuffles: Scalars['Int']['output'];
  /** The definition in words and symbols. */
  statement: Scalars['String']['output'];
  /** Part of the variance that these keep. */
  variance: Scalars['Float']['output'];
};

/** A published dictionary in a catalogue. Layer, width and seed are read from names; null: not said. */
export type CatalogueEntry = {
  __typename?: 'CatalogueEntry';
  /** Name of the dictionary in its release. */
  id: Scalars['String']['output'];
  /** Active latents per token, as stated. */
  l0?: Maybe<Scalars['Float']['output']>;
  /** Layer of the model. */
  layer?: Maybe<Scalars['Int']['output']>;
  /** Language model. */
  model?: Maybe<Scalars['String']['output']>;
  /** Where it lies, as `path` of importDictionary: `hf:<owner>/<repository>/<folder or file>`. */
  place: Scalars['String']['output'];
  /** Portal id `<model>/<source>`. */
  portalId?: Maybe<Scalars['String']['output']>;
  /** Dictionaries that were published together, by name. */
  release: Scalars['String']['output'];
  /** Seed that the name states. Of a set of seeds one may be without it. */
  seed?: Maybe<Scalars['Seed']['output']>;
  /** How many entries of the release, this one included, differ from it in the seed alone. */
  seeds: Scalars['Int']['output'];
  /** Number of latents as names say it, in small letters: `16k`, `262k`, or `8x` for eight times the width. */
  width?: Maybe<Scalars['String']['output']>;
};

/** A page of a catalogue. */
export type CatalogueEntryConnection = {
  __typename?: 'CatalogueEntryConnection';
  /** Rows with cursors. */
  edges: Array<CatalogueEntryEdge>;
  /** Rows alone. */
  nodes: Array<CatalogueEntry>;
  /** Where the page lies. */
  pageInfo: PageInfo;
  /** Rows in all pages. */
  totalCount: Scalars['Int']['output'];
};

/** An entry of a catalogue in a page. */
export type CatalogueEntryEdge = {
  __typename?: 'CatalogueEntryEdge';
  /** Cursor of this row. */
  cursor: Scalars['String']['output'];
  /** The entry. */
  node: CatalogueEntry;
};

/** Which entries of a catalogue are asked for. Fields that are left out ask for nothing. */
export type CatalogueFilter = {
  /** True: only entries with a portal id. */
  hasPortalId?: InputMaybe<Scalars['Boolean']['input']>;
  /** True: only entries that another entry of the release differs from in the seed alone. */
  hasSeeds?: InputMaybe<Scalars['Boolean']['input']>;
  /** Layer, as the entry's name says it. */
  layer?: InputMaybe<Scalars['Int']['input']>;
  /** A part of the model's name, whatever the case of its letters. */
  model?: InputMaybe<Scalars['String']['input']>;
  /** Name of the release, exactly. */
  release?: InputMaybe<Scalars['String']['input']>;
  /** Number of latents, as the entry's name says it: `16k`, `262k`, or `8x` for eight times the width. */
  width?: InputMaybe<Scalars['String']['input']>;
};

/** Cosines of matched decoder rows with and without the mean that all rows have in common. */
export type CentredCosines = {
  __typename?: 'CentredCosines';
  /** Of the rows less the common mean. */
  centred: PairedMeans;
  /** Length of the common mean: 0 where rows have no direction in common, 1 where they are all one. */
  meanLength: Scalars['Float']['output'];
  /** Of the rows as they are. */
  plain: PairedMeans;
  /** The definition in words and symbols. */
  statement: Scalars['String']['output'];
};

/**
 * Proof that no bijection has a larger sum: dual prices u, v with u_i + v_j >= c_ij for ALL pairs, so optimum <= sum u + sum v = dual.
 * Scores are cosines of float32 unit rows evaluated in float64; the tiles are float32 or bytes, and every pair within the deterministic
 * error bound of a tile was re-evaluated, so rounding is inside the gap.
 */
export type Certificate = {
  __typename?: 'Certificate';
  /** Upper bound on every matching of the rows as they are stored. */
  dual: Scalars['Float']['output'];
  /** How far from the optimum the matching can at most be, in units of summed cosine: dual - primal, and `rowRounding`, since the sum found may be that much too high. */
  gap: Scalars['Float']['output'];
  /** True if gap <= tolerance. */
  optimal: Scalars['Boolean']['output'];
  /** Pairs that the proof covers: all of them. */
  pairsCovered: Scalars['BigInt']['output'];
  /** Sum of the matching found. */
  primal: Scalars['Float']['output'];
  /**
   * Deterministic bound on how far a tile's entry can be from the exact score: what float32 rounds, or what bytes do where wide
   * rows of many latents are multiplied as bytes. Pairs that this leaves open were evaluated exactly.
   */
  roundingBound: Scalars['Float']['output'];
  /** Pricing rounds until no pair violated the prices. */
  rounds: Scalars['Int']['output'];
  /**
   * What rounding unit rows to float32 can change of a sum of cosines at most: 1.2e-7 per pair. Null for correlations of activations, and where an older version solved the side: its bounds are of the
   * rounded rows.
   */
  rowRounding?: Maybe<Scalars['Float']['output']>;
  /** Solver and version. */
  solver: Scalars['String']['output'];
  /** Largest gap that is called optimal. */
  tolerance: Scalars['Float']['output'];
};

/** What changed a fact of a dictionary. */
export type ChangeSource =
  /** Its weights were imported again with another configuration, to correct it. */
  | 'NEW_CONFIGURATION'
  /** Its content was imported again with more facts. */
  | 'REPEATED_IMPORT'
  /** The mutation `updateDictionary`, or `reseed set`. */
  | 'REQUEST';

/** What a job may spend on a chat model at most, below what the operator allows. */
export type ChatBudgetInput = {
  /** Cost, by the operator's prices. */
  cost?: InputMaybe<Scalars['Float']['input']>;
  /** Tokens, in and out. */
  tokens?: InputMaybe<Scalars['BigInt']['input']>;
};

/** A chat model, as far as everyone may know it. */
export type ChatModel = {
  __typename?: 'ChatModel';
  /** What one job may cost at most; null for no limit. */
  budgetCost?: Maybe<Scalars['Float']['output']>;
  /** Tokens that one job may use at most; null for no limit. */
  budgetTokens?: Maybe<Scalars['BigInt']['output']>;
  /** Price of a million tokens out; null if none is configured. */
  completionPrice?: Maybe<Scalars['Float']['output']>;
  /** Requests at once. */
  concurrency: Scalars['Int']['output'];
  /** Host of the endpoint. */
  host: Scalars['String']['output'];
  /** Its name at the endpoint. */
  model: Scalars['String']['output'];
  /** Price of a million tokens in; null if none is configured. */
  promptPrice?: Maybe<Scalars['Float']['output']>;
};

/** What a job has spent on a chat model. What is reserved is set aside before a request is sent, so that the sum never exceeds the budget. */
export type ChatSpending = {
  __typename?: 'ChatSpending';
  /** What it may cost at most; null for no limit. */
  budgetCost?: Maybe<Scalars['Float']['output']>;
  /** Tokens that this job may use at most; null for no limit. */
  budgetTokens?: Maybe<Scalars['BigInt']['output']>;
  /** Tokens out. */
  completionTokens: Scalars['BigInt']['output'];
  /** Cost by the operator's prices; null without prices. */
  cost?: Maybe<Scalars['Float']['output']>;
  /** Questions or examples without a usable reply. */
  failed: Scalars['Int']['output'];
  /** Host of the endpoint. */
  host: Scalars['String']['output'];
  /** The model's name at its endpoint. */
  model: Scalars['String']['output'];
  /** Tokens in, as the endpoint counts; the reservation where it gave no count or broke off. */
  promptTokens: Scalars['BigInt']['output'];
  /** Requests sent, further sendings of the same question included. */
  requests: Scalars['Int']['output'];
  /** Tokens set aside for requests on the way. */
  reservedTokens: Scalars['BigInt']['output'];
  /** Replies, or examples of replies, that could not be read. */
  unparsable: Scalars['Int']['output'];
};

/** A checkpoint format that can be imported. */
export type CheckpointFormat = {
  __typename?: 'CheckpointFormat';
  /** Its files on disk, and their tensors. */
  description: Scalars['String']['output'];
  /** Name, as `importDictionary(input: {format})` takes it. */
  name: Scalars['String']['output'];
};

/** What a dry run of an import finds at a place. */
export type CheckpointInspection = {
  __typename?: 'CheckpointInspection';
  /** The checkpoint as it would be stored; null where it cannot be opened. */
  checkpoint?: Maybe<InspectedCheckpoint>;
  /** Why an import would be refused, as far as headers, configurations and this database say it; empty if nothing speaks against it. NaN in weights, and content that is stored already, show only when weights are read. */
  refusals: Array<Refusal>;
  /** The place as provenance would name it: below its import root, or `hf:<owner>/<repository>@<commit>/<folder or file>`. */
  sourceUri: Scalars['String']['output'];
};

/** Of which dictionaries to collect contexts, and from which text. */
export type CollectContextsInput = {
  /** Tokens that the model sees at once; by default what it takes, at most 512. */
  context?: InputMaybe<Scalars['Int']['input']>;
  /** Text file below one of the import roots: `.jsonl` with a field `text`, or plain text with documents between `<|endoftext|>` or blank lines. */
  corpus: Scalars['String']['input'];
  /** Dictionaries of one space, 1 to 64, each by id, portal id or name: one pass serves them all. */
  dictionaries: Array<Scalars['ID']['input']>;
  /** What the model calls the hookpoint, if not what the space calls it. */
  hookpoint?: InputMaybe<Scalars['String']['input']>;
  /** Folder of the language model (model.onnx, tokenizer.json), below one of the server's import roots, absolute or relative to a root. */
  modelPath: Scalars['String']['input'];
  /** How contexts are chosen. */
  settings: ContextSettingsInput;
  /** Tokens to read at most; the whole text by default. */
  tokens?: InputMaybe<Scalars['BigInt']['input']>;
};

/** Contexts of one dictionary from one pass over a text. */
export type CollectedContexts = {
  __typename?: 'CollectedContexts';
  /** True if this very collection was stored before and was left as it is; `tokens`, `l0` and `fvu` are then null. */
  alreadyPresent: Scalars['Boolean']['output'];
  /** Number of the collection; `Latent.contexts(collection:)` takes it. */
  collection: Scalars['Int']['output'];
  /** The dictionary; null if it has been deleted since. */
  dictionary?: Maybe<Dictionary>;
  /**
   * Fraction of variance unexplained on these tokens, sum |x - xhat|^2 / sum |x - mean x|^2; null behind an input normalisation. Near 1 or above
   * means that these are not the activations that the dictionary was trained on.
   */
  fvu?: Maybe<Scalars['Float']['output']>;
  /** Latents that fire on a token, on average. */
  l0?: Maybe<Scalars['Float']['output']>;
  /** Tokens read. */
  tokens?: Maybe<Scalars['BigInt']['output']>;
};

/** Why a context was kept. */
export type ContextKind =
  /** The latent is not active in it, but one whose decoder row is near is. */
  | 'NEIGHBOUR'
  /** The latent is not active in it. */
  | 'NON_ACTIVATING'
  /** Drawn from one quantile of its activations. */
  | 'QUANTILE'
  /** Among the strongest activations of the latent. */
  | 'TOP';

/** How contexts are chosen, after delphi's practice. Every sample is seeded: the same input gives the same contexts. */
export type ContextSettingsInput = {
  /** Windows on which it is silent and one of the ten latents with the nearest decoder rows fires, 0 to 200. */
  neighbours: Scalars['Int']['input'];
  /** Windows on which it is silent, 0 to 200. */
  nonActivating: Scalars['Int']['input'];
  /** Windows kept of each quantile, 0 to 20. Every second one is held out for scoring. */
  perQuantile: Scalars['Int']['input'];
  /** Quantiles: parts of equal size into which a fair sample of the windows on which it fires is divided by strength, 1 to 20. */
  quantiles: Scalars['Int']['input'];
  /** Seed of the samples. */
  seed: Scalars['BigInt']['input'];
  /** Strongest windows per latent, 0 to 200. */
  top: Scalars['Int']['input'];
  /** Tokens of one context: sequences are cut into windows of this length, 4 to 512. */
  windowLength: Scalars['Int']['input'];
};

/** What a job of kind CONTEXTS did. */
export type ContextsResult = {
  __typename?: 'ContextsResult';
  /** True if every collection was stored before, and nothing was read. */
  alreadyPresent: Scalars['Boolean']['output'];
  /** What became of each dictionary, in the order of their numbers. */
  collected: Array<CollectedContexts>;
  /** Tokens that an attempt before had read; this one continued after them. 0 if it read the text from its start. */
  resumedAt: Scalars['BigInt']['output'];
};

/** Two sets of texts, and the dictionaries whose latents may tell them apart. */
export type ContrastInput = {
  /** Tokens that the model sees at once; by default what it takes, at most 512. */
  context?: InputMaybe<Scalars['Int']['input']>;
  /** Which latents of a run group count as partners, and so as one feature. */
  criterion?: InputMaybe<CriterionInput>;
  /** Dictionaries of one space, each by id, portal id or name; at most 32. */
  dictionaries?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** The hookpoint as the model's file calls it, if other than in the space. */
  hookpoint?: InputMaybe<Scalars['String']['input']>;
  /** Folder of the language model, below one of the server's import roots; by default `models/<name>` of a root, with the name of the space's model. */
  model?: InputMaybe<Scalars['String']['input']>;
  /** Texts without it, 2 to 500. */
  negative: Array<Scalars['String']['input']>;
  /** Texts with what is looked for, 2 to 500. All texts together have at most 4,096 tokens. */
  positive: Array<Scalars['String']['input']>;
  /** A run group, by id or name: all its dictionaries. Give this or `dictionaries`. */
  runGroup?: InputMaybe<Scalars['ID']['input']>;
};

/** A feature, and how well its latents tell the texts apart. */
export type ContrastedFeature = {
  __typename?: 'ContrastedFeature';
  /** The family, with all its latents; null unless it is one. */
  family?: Maybe<LatentFamily>;
  /** Whether it is a family, or one seed's own. */
  kind: FeatureKind;
  /** Its latents that fire on any text, by dictionary and index. */
  latents: Array<ContrastedLatent>;
  /** Its number, from 0, in the order of the list. */
  number: Scalars['Int']['output'];
  /** Dictionaries in which one of its latents has a p-value of at most 0.05. */
  significantIn: Scalars['Int']['output'];
};

/** How well one latent tells the texts apart, by its greatest activation on each. */
export type ContrastedLatent = {
  __typename?: 'ContrastedLatent';
  /** Probability that it fires more strongly on a positive text than on a negative one, ties counted half. */
  auroc: Scalars['Float']['output'];
  /** Place of its dictionary, from 0. */
  dictionary: Scalars['Int']['output'];
  /** Upper end of the interval. */
  high: Scalars['Float']['output'];
  /** The latent: its labels, scores and universality are asked of it. */
  latent: Latent;
  /** Lower end of its interval, which holds for all latents tested together with 95 %. */
  low: Scalars['Float']['output'];
  /** Negative texts on which it fires. */
  negativeTexts: Scalars['Int']['output'];
  /** Probability that by chance any latent tested tells the texts apart so well, or ill. */
  pValue: Scalars['Float']['output'];
  /** Positive texts on which it fires. */
  positiveTexts: Scalars['Int']['output'];
};

/** Which latents tell two sets of texts apart. Latents that are each other's partners are joined to one feature. */
export type ContrastedTexts = {
  __typename?: 'ContrastedTexts';
  /** The dictionaries. Latents name them by their place in this list, from 0. */
  dictionaries: Array<Dictionary>;
  /** Features with a latent that fires on any text. */
  featureCount: Scalars['Int']['output'];
  /** Features: the smallest p-value of their latents first, then the largest distance of an AUROC from 0.5. */
  features: Array<ContrastedFeature>;
  /** The hookpoint as the model's file calls it. */
  hookpoint: Scalars['String']['output'];
  /** Latents that fire on any text: what p-values and intervals are corrected for. */
  latentsTested: Scalars['Int']['output'];
  /** Name of the language model in its files. */
  modelName: Scalars['String']['output'];
  /** Negative texts. */
  negativeTexts: Scalars['Int']['output'];
  /** Positive texts. */
  positiveTexts: Scalars['Int']['output'];
  /** The definition, with the criterion by which latents were joined. */
  statement: Scalars['String']['output'];
  /** Tokens of all texts, BOS not counted. */
  tokenCount: Scalars['Int']['output'];
};


/** Which latents tell two sets of texts apart. Latents that are each other's partners are joined to one feature. */
export type ContrastedTextsFeaturesArgs = {
  first: Scalars['Int']['input'];
  from: Scalars['Int']['input'];
};

/** Counts of matched cosines in equal bins. */
export type CosineHistogram = {
  __typename?: 'CosineHistogram';
  /** Whether pairs with a dead latent were left out. */
  aliveOnly: Scalars['Boolean']['output'];
  /** Certificate of the matching counted; null if others published it. */
  certificate?: Maybe<Certificate>;
  /** Pairs per bin, lowest first. */
  counts: Array<Scalars['Int']['output']>;
  /** Lower edge of the first bin: -1, or 0 for absolute cosines. */
  from: Scalars['Float']['output'];
  /** Which rows. */
  side: Side;
  /** Upper edge of the last bin, inclusive. */
  to: Scalars['Float']['output'];
};

/** Where the cosines of a published matching come from. */
export type CosineSource =
  /** Computed by Reseed from stored rows. */
  | 'COMPUTED'
  /** From the file. */
  | 'STATED'
  /** From nowhere: they were not published, and Reseed has not the weights of a dictionary. */
  | 'UNKNOWN';

/** What sharedness is set against. */
export type Covariate =
  /** The score of the best explanation. */
  | 'EXPLANATION_SCORE'
  /** The fraction of tokens on which a latent fires. */
  | 'FIRING_FREQUENCY';

/** Latents of like value. */
export type CovariateBin = {
  __typename?: 'CovariateBin';
  /** Upper end of the 95 % interval of `meanCosine`. */
  cosineHigh?: Maybe<Scalars['Float']['output']>;
  /** Lower end of the 95 % interval of `meanCosine`; null for fewer than two latents. */
  cosineLow?: Maybe<Scalars['Float']['output']>;
  /** Least value in it. */
  from: Scalars['Float']['output'];
  /** Upper end of its 95 % interval. */
  high: Scalars['Float']['output'];
  /** How many of the latents count as independent: where latents of several dictionaries are one feature they are copies, and this is nearer to the number of features. */
  independent: Scalars['Float']['output'];
  /** Latents. */
  latents: Scalars['Int']['output'];
  /** Lower end of its 95 % interval, by the number of independent ones. */
  low: Scalars['Float']['output'];
  /**
   * Of one matching: mean cosine of decoder rows with the matched partner, over latents that have one. That of a matching by ABSOLUTE_COSINE is the PW-MCC (arXiv 2505.20254) of these
   * latents. Null for several dictionaries, and where cosines are not known.
   */
  meanCosine?: Maybe<Scalars['Float']['output']>;
  /** Mean number of dictionaries in which they are found, their own included. */
  meanFound: Scalars['Float']['output'];
  /** Latents of the bin that are shared. */
  shared: Scalars['Int']['output'];
  /** shared / latents. */
  sharedFraction: Scalars['Float']['output'];
  /** Greatest value in it. */
  to: Scalars['Float']['output'];
};

/** Latents that are found in exactly so many dictionaries. */
export type CovariateLevel = {
  __typename?: 'CovariateLevel';
  /** Dictionaries, their own included. */
  dictionaries: Scalars['Int']['output'];
  /** Upper end of the 95 % interval of `mean`. */
  high?: Maybe<Scalars['Float']['output']>;
  /** Latents of the level whose value is known. */
  known: Scalars['Int']['output'];
  /** Latents. */
  latents: Scalars['Int']['output'];
  /** Lower end of the 95 % interval of `mean`, which counts features and not their copies; null for too few. */
  low?: Maybe<Scalars['Float']['output']>;
  /** Mean of the known values; null where none is. */
  mean?: Maybe<Scalars['Float']['output']>;
};

/** What part of one dictionary's latents has a near one in another. */
export type Coverage = {
  __typename?: 'Coverage';
  /** covered / latents. */
  coverage: Scalars['Float']['output'];
  /** Latents counted with max_j C(i, j) >= t. */
  covered: Scalars['Int']['output'];
  /** Latents counted. */
  latents: Scalars['Int']['output'];
  /** Different latents of the other dictionary that are nearest to a covered one. */
  nearest: Scalars['Int']['output'];
  /** Coverage by random vectors uniform on the sphere, same numbers and width, in closed form; null for activations. */
  nullCoverage?: Maybe<Scalars['Float']['output']>;
  /** Split factor by such vectors; null where nothing would be covered, and for activations. */
  nullSplitFactor?: Maybe<Scalars['Float']['output']>;
  /** covered / nearest: how many latents share one nearest latent, 1 if none do. Null where nothing is covered. */
  splitFactor?: Maybe<Scalars['Float']['output']>;
};

/** The criterion that made a number. */
export type Criterion = {
  __typename?: 'Criterion';
  /** Whether dead latents were left out. */
  aliveOnly: Scalars['Boolean']['output'];
  /** The definition. */
  definition: SharedDefinition;
  /** Fraction of tokens on which counted latents fire at least; null for no such condition. */
  minFiringFrequency?: Maybe<Scalars['Float']['output']>;
  /** The definition in words and symbols. */
  statement: Scalars['String']['output'];
  /** Whether `>` was used instead of `>=`. */
  strict: Scalars['Boolean']['output'];
  /** Cosine threshold. */
  threshold: Scalars['Float']['output'];
};

/** What counts as shared. Every field has the paper's default. */
export type CriterionInput = {
  /**
   * Count only latents that are alive, and only partners that are. Latents of which nothing is known count; ALIVE_UNKNOWN where nobody has said of
   * any latent of a dictionary whether it fires.
   */
  aliveOnly: Scalars['Boolean']['input'];
  /** The definition. */
  definition: SharedDefinition;
  /**
   * Count only latents, and partners, that are alive and known to fire on at least this fraction of tokens, 0 to 1; `aliveOnly` follows.
   * ALIVE_UNKNOWN where no frequency of a dictionary is known.
   */
  minFiringFrequency?: InputMaybe<Scalars['Float']['input']>;
  /** Ask for `>` instead of `>=`. */
  strict: Scalars['Boolean']['input'];
  /** Cosine threshold, 0 to 1. */
  threshold: Scalars['Float']['input'];
};

/** Cycle consistency from one dictionary. */
export type CycleBase = {
  __typename?: 'CycleBase';
  /** Mean by decoder matchings. */
  decoder?: Maybe<Scalars['Float']['output']>;
  /** Dictionary a of the triples. */
  dictionary: Dictionary;
};

/** mean over latents i of a of [pi_bc(pi_ab(i)) = pi_ac(i)], over all ordered triples (a, b, c) of different dictionaries. */
export type CycleConsistency = {
  __typename?: 'CycleConsistency';
  /** Whether dead latents were left out. */
  aliveOnly: Scalars['Boolean']['output'];
  /** By decoder matchings, among latents for which they agree in all three matchings; null without encoders. */
  allAgree?: Maybe<CycleSpread>;
  /** By decoder matchings, over the triples that begin at each dictionary: one far below the rest has lost the common order. */
  bases: Array<CycleBase>;
  /** By decoder matchings. */
  decoder?: Maybe<CycleSpread>;
  /** By encoder matchings; null without encoders. */
  encoder?: Maybe<CycleSpread>;
  /** By decoder matchings, among latents of a whose decoder and encoder partners in b agree; null without encoders. */
  firstAgrees?: Maybe<CycleSpread>;
  /** Latents counted, of all dictionaries. */
  latents: Scalars['Int']['output'];
  /**
   * The same for three unrelated dictionaries that were drawn and matched as the real ones were, by each kind of null that every pair has with
   * such a third dictionary: none where nulls were not computed, or no dictionaries are of one size; from 4,096 latents on ISOTROPIC alone has one.
   */
  nulls: Array<CycleNull>;
  /** The definition, with its restrictions. */
  statement: Scalars['String']['output'];
};

/** Cycle consistency by chance: one triple of unrelated dictionaries per pair of the group. */
export type CycleNull = {
  __typename?: 'CycleNull';
  /** By decoder matchings, among latents whose decoder and encoder partners agree in all three matchings; null without encoders, where no latent agrees, and for COVARIANCE_MATCHED where its sides come from different draws. */
  allAgree?: Maybe<CycleSpread>;
  /** By decoder matchings. */
  decoder: CycleSpread;
  /** By encoder matchings; null without encoders. */
  encoder?: Maybe<CycleSpread>;
  /** By decoder matchings, among latents whose decoder and encoder partners in the second dictionary agree; null without encoders, where no latent agrees, and for COVARIANCE_MATCHED where its sides come from different draws. */
  firstAgrees?: Maybe<CycleSpread>;
  /** How the unrelated dictionaries were made. */
  kind: NullKind;
  /** How it was computed. */
  statement: Scalars['String']['output'];
};

/** A number over ordered triples. */
export type CycleSpread = {
  __typename?: 'CycleSpread';
  /** How far the mean may be from that of other seeds; null by chance, and for fewer than four dictionaries. */
  interval?: Maybe<SeedInterval>;
  /** Greatest. */
  max: Scalars['Float']['output'];
  /** Mean. */
  mean: Scalars['Float']['output'];
  /** Least. */
  min: Scalars['Float']['output'];
  /** Ordered triples. */
  triples: Scalars['Int']['output'];
};

/** What a figure means, in words. Answers carry the same statement with the numbers that they were made with. */
export type Definition = {
  __typename?: 'Definition';
  /** The fields that answer it, for example `BaseUniversality.statement`. */
  answeredBy: Array<Scalars['String']['output']>;
  /** Assumptions under which the figure means what its definition says. */
  assumes: Scalars['String']['output'];
  /** The figure's null: what unrelated dictionaries give, or why there is no such number. */
  byChance: Scalars['String']['output'];
  /** Its interval, and what that covers, or why the figure comes without one. */
  interval: Scalars['String']['output'];
  /** Its name for programs, for example `universality`; it stays the same when words change. */
  name: Scalars['String']['output'];
  /** What must not be concluded from it. */
  silentOn: Scalars['String']['output'];
  /** The definition in words and symbols, with example values for what it depends on. */
  statement: Scalars['String']['output'];
  /** Its name for people. */
  title: Scalars['String']['output'];
};

/** The dictionary that was deleted, and the job that removes its rows. */
export type DeleteDictionaryPayload = {
  __typename?: 'DeleteDictionaryPayload';
  /** Global id of the dictionary, which no query returns from now on. */
  id: Scalars['ID']['output'];
  /** The job that removes its rows and matchings. */
  job: Job;
};

/** What a job of kind DELETE did: the rows of a dictionary are removed. */
export type DeleteResult = {
  __typename?: 'DeleteResult';
  /** The id that the dictionary had. */
  dictionaryId: Scalars['ID']['output'];
};

/** Latents by the logarithm, to base 10, of the fraction of tokens on which they fire; the dead are left out. */
export type DensityHistogram = {
  __typename?: 'DensityHistogram';
  /** Latents per bin, rarest first. */
  counts: Array<Scalars['Int']['output']>;
  /** Lower edge of the first bin; rarer latents are in it. */
  from: Scalars['Float']['output'];
  /** Upper edge of the last bin, inclusive. */
  to: Scalars['Float']['output'];
};

/** One trained sparse autoencoder. */
export type Dictionary = Node & {
  __typename?: 'Dictionary';
  /** What has been seen of its latents' activations, newest first. */
  activationCollections: Array<ActivationCollection>;
  /** How many latents are alive, dead and unknown, and on what that rests. */
  aliveness: Aliveness;
  /** Its latents against every other dictionary of the run group. BAD_INPUT if the definition needs encoders and a dictionary has none. */
  analysis: BaseAnalysis;
  /** Architecture. */
  architecture: Architecture;
  /** Width, d. */
  dIn: Scalars['Int']['output'];
  /** Seed of the data order. */
  dataSeed?: Maybe<Scalars['Seed']['output']>;
  /** Training data. */
  dataset?: Maybe<Scalars['String']['output']>;
  /** How well it rebuilds activations, by the tokens on which that was measured (`evaluateDictionaries`), newest first. */
  evaluations: Array<Evaluation>;
  /** How many of its latents have been explained. */
  explanationCoverage: ExplanationCoverage;
  /** False if it is known from a published matching only: nothing that needs its rows can be asked of it. */
  hasWeights: Scalars['Boolean']['output'];
  /** Global id. */
  id: Scalars['ID']['output'];
  /** Seed of the initial weights. */
  initSeed?: Maybe<Scalars['Seed']['output']>;
  /** How far training moved its decoder rows from the initial ones; null unless it was trained here, by the built-in trainer. */
  initialisation?: Maybe<InitialDistance>;
  /** Active latents per token, for TopK kinds. */
  k?: Maybe<Scalars['Int']['output']>;
  /** Coefficient of the L1 penalty, where one was used and is known. */
  l1Coefficient?: Maybe<Scalars['Float']['output']>;
  /** One latent by index, or null beyond the end. */
  latent?: Maybe<Latent>;
  /**
   * The latents, filtered and ordered. Those without a counterpart in any other dictionary of the run group (orphans in all of them):
   * `filter: { maxUniversality: 1 }`; without one in a certain dictionary: `filter: { orphanIn: "my-group/seed2" }`.
   */
  latents: LatentConnection;
  /** Matchings with other dictionaries, for one measure. */
  matchings: Array<Matching>;
  /** Latents known to be alive. Null where nobody has said whether any latent fires. */
  nAlive?: Maybe<Scalars['Int']['output']>;
  /** Latents known to be dead: a zero row, or no firing where it was looked for. Null where nobody has said whether any latent fires. */
  nDead?: Maybe<Scalars['Int']['output']>;
  /** Number of latents, n. */
  nLatents: Scalars['Int']['output'];
  /** Short name: run group and seed. */
  name: Scalars['String']['output'];
  /** Whether nearest-neighbour answers may use an approximate index, per side. */
  nearestIndexes: Array<NearestIndex>;
  /** What its inputs are scaled by, in the words of its format (`expected_average_only_in`); `none` if they are not. A scalar changes no direction, so it parts no spaces. */
  normalisation: Scalars['String']['output'];
  /** Identity in a portal, `<model>/<source>`, where known; a latent's is this plus `/<index>`. */
  portalId?: Maybe<Scalars['String']['output']>;
  /** Where this came from and what was guessed. */
  provenance: Provenance;
  /** The run group. */
  runGroup: RunGroup;
  /** The space. */
  space: Space;
  /** Training tokens. */
  tokens?: Maybe<Scalars['BigInt']['output']>;
  /** The training run that made it; null if it was imported. */
  training?: Maybe<TrainedDictionary>;
};


/** One trained sparse autoencoder. */
export type DictionaryAnalysisArgs = {
  criterion?: InputMaybe<CriterionInput>;
  measure: Measure;
};


/** One trained sparse autoencoder. */
export type DictionaryLatentArgs = {
  index: Scalars['Int']['input'];
};


/** One trained sparse autoencoder. */
export type DictionaryLatentsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<LatentFilter>;
  first: Scalars['Int']['input'];
  orderBy: LatentOrder;
};


/** One trained sparse autoencoder. */
export type DictionaryMatchingsArgs = {
  measure: Measure;
};

/** A fact of a dictionary that was changed after its import. */
export type DictionaryChange = {
  __typename?: 'DictionaryChange';
  /** The value after the change, as text. */
  after?: Maybe<Scalars['String']['output']>;
  /** The value before the change, as text; null where it was not known. An array is told by the beginning of its sha256. */
  before?: Maybe<Scalars['String']['output']>;
  /** Moment of the change. */
  changedAt: Scalars['DateTime']['output'];
  /** Which fact: the name of a field of the dictionary, or of its configuration (`k`, `threshold`, `subtractsDecoderBias`, ...). */
  field: Scalars['String']['output'];
  /** What changed it. */
  source: ChangeSource;
};

/** A page of dictionaries. */
export type DictionaryConnection = {
  __typename?: 'DictionaryConnection';
  /** Rows with cursors. */
  edges: Array<DictionaryEdge>;
  /** Rows alone. */
  nodes: Array<Dictionary>;
  /** Where the page lies. */
  pageInfo: PageInfo;
  /** Rows in all pages. */
  totalCount: Scalars['Int']['output'];
};

/** A dictionary in a page. */
export type DictionaryEdge = {
  __typename?: 'DictionaryEdge';
  /** Cursor of this row. */
  cursor: Scalars['String']['output'];
  /** The dictionary. */
  node: Dictionary;
};

/** Which dictionaries. Conditions are joined by AND. */
export type DictionaryFilter = {
  /** Architecture. */
  architecture?: InputMaybe<Architecture>;
  /** Hookpoint. */
  hookpoint?: InputMaybe<Scalars['String']['input']>;
  /** Init seed. */
  initSeed?: InputMaybe<Scalars['Seed']['input']>;
  /** Model name. */
  model?: InputMaybe<Scalars['String']['input']>;
  /** Run group, by id or name; a name means every run group that has it. */
  runGroup?: InputMaybe<Scalars['ID']['input']>;
};

/** How rows and labels contradict each other. */
export type DisagreementKind =
  /** Low cosine, like labels. */
  | 'LIKE_LABELS'
  /** High cosine, unlike labels. */
  | 'LIKE_ROWS';

/** A number over several draws. */
export type DrawnNumbers = {
  __typename?: 'DrawnNumbers';
  /** Number of draws. */
  draws: Scalars['Int']['output'];
  /** Greatest of the draws. */
  greatest: Scalars['Float']['output'];
  /** Least of the draws. */
  least: Scalars['Float']['output'];
  /** Mean over the draws. */
  mean: Scalars['Float']['output'];
};

/** What a job of kind EMBED did. */
export type EmbedResult = {
  __typename?: 'EmbedResult';
  /** The dictionary; null if it has been deleted since. */
  dictionary?: Maybe<Dictionary>;
  /** Explanations that have a vector now and had none before. */
  embedded: Scalars['Int']['output'];
  /** The model that made the vectors. */
  embedder: Embedder;
};

/** A model that turns text into vectors. Vectors of different models are never compared. */
export type Embedder = {
  __typename?: 'Embedder';
  /** Numbers in a vector. */
  dimensions: Scalars['Int']['output'];
  /** Name of its folder. */
  name: Scalars['String']['output'];
  /** sha256 over the files that decide its vectors. */
  version: Scalars['String']['output'];
};

/** What to encode, and with which dictionaries: a text or activations; a run group or dictionaries. */
export type EncodeInput = {
  /** Activations at the hookpoint of the dictionaries, one row per token, as the model gives them. Give this or `text`. */
  activations?: InputMaybe<Array<Array<Scalars['Float']['input']>>>;
  /** Tokens that the model sees at once; by default what it takes, at most 512. */
  context?: InputMaybe<Scalars['Int']['input']>;
  /** Which latents of a run group count as partners, and so as one feature. */
  criterion?: InputMaybe<CriterionInput>;
  /** Dictionaries of one space, each by id, portal id or name; at most 32. */
  dictionaries?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** The hookpoint as the model's file calls it, if other than in the space. */
  hookpoint?: InputMaybe<Scalars['String']['input']>;
  /**
   * Folder of the language model in ONNX, below one of the server's import roots, absolute or relative to a root. By default the folder `models/<name>`
   * of a root, with the name that the model of the space has.
   */
  model?: InputMaybe<Scalars['String']['input']>;
  /** A run group, by id or name: all its dictionaries. Give this or `dictionaries`. */
  runGroup?: InputMaybe<Scalars['ID']['input']>;
  /** A text of at most 4,096 tokens, one document. Give this or `activations`. */
  text?: InputMaybe<Scalars['String']['input']>;
};

/** How one dictionary does on the tokens. */
export type EncodedDictionary = {
  __typename?: 'EncodedDictionary';
  /** The dictionary. */
  dictionary: Dictionary;
  /** Fraction of the variance of these tokens' activations that its reconstruction leaves unexplained; null where they do not vary. */
  fvu?: Maybe<Scalars['Float']['output']>;
  /** Latents that fire per token, on average. */
  l0: Scalars['Float']['output'];
};

/** A feature that fires on some token of a text. */
export type EncodedFeature = {
  __typename?: 'EncodedFeature';
  /** The family, with all its latents; null unless it is one. */
  family?: Maybe<LatentFamily>;
  /** Whether it is a family. */
  kind: FeatureKind;
  /** Its latents that fire on some token here, by dictionary and index. */
  latents: Array<FiringLatent>;
  /** Its number, from 0, strongest first. */
  number: Scalars['Int']['output'];
  /** Its greatest strength on any token. */
  strength: Scalars['Float']['output'];
  /** Tokens on which any of them fires. */
  tokens: Scalars['Int']['output'];
};

/** Tokens, and which latents of some dictionaries fire on them. Latents that are each other's partners are joined to one feature. */
export type EncodedText = {
  __typename?: 'EncodedText';
  /** The dictionaries. Tokens, features and firings name them by their place in this list, from 0. */
  dictionaries: Array<EncodedDictionary>;
  /** Number of features that fire on any token. */
  featureCount: Scalars['Int']['output'];
  /** Features that fire on any token, strongest first. */
  features: Array<EncodedFeature>;
  /** The hookpoint as the model's file calls it. */
  hookpoint: Scalars['String']['output'];
  /** Name of the language model in its files; null for activations. */
  modelName?: Maybe<Scalars['String']['output']>;
  /** sha256 of the model's file; null for activations. */
  modelSha256?: Maybe<Scalars['String']['output']>;
  /** The definition, with the criterion by which latents were joined. */
  statement: Scalars['String']['output'];
  /** Number of tokens, BOS not counted. */
  tokenCount: Scalars['Int']['output'];
  /** Tokens in the order of the text. */
  tokens: Array<EncodedToken>;
};


/** Tokens, and which latents of some dictionaries fire on them. Latents that are each other's partners are joined to one feature. */
export type EncodedTextFeaturesArgs = {
  first: Scalars['Int']['input'];
  from: Scalars['Int']['input'];
};


/** Tokens, and which latents of some dictionaries fire on them. Latents that are each other's partners are joined to one feature. */
export type EncodedTextTokensArgs = {
  first: Scalars['Int']['input'];
  from: Scalars['Int']['input'];
};

/** One token, and what fires on it. */
export type EncodedToken = {
  __typename?: 'EncodedToken';
  /** Number of features that fire here. */
  featureCount: Scalars['Int']['output'];
  /** Features that fire here, strongest first. */
  features: Array<TokenFeature>;
  /** Id in the model's vocabulary; null for activations. */
  id?: Maybe<Scalars['Int']['output']>;
  /** Place in the text, from 0. */
  position: Scalars['Int']['output'];
  /** How well each dictionary rebuilds this token, in their order. */
  reconstructions: Array<TokenReconstruction>;
  /** The text that it stands for; null for activations. */
  text?: Maybe<Scalars['String']['output']>;
  /** Number of the window in which the model saw it, from 0: it saw nothing of other windows. Null for activations. */
  window?: Maybe<Scalars['Int']['output']>;
};


/** One token, and what fires on it. */
export type EncodedTokenFeaturesArgs = {
  first: Scalars['Int']['input'];
};

/** Which dictionaries to evaluate, and on which tokens. */
export type EvaluateDictionariesInput = {
  /** Dictionaries of one space, 1 to 64, each by id, portal id or name: one pass serves them all. */
  dictionaries: Array<Scalars['ID']['input']>;
  /** The tokens. Without a model, of a folder of activations, nothing is predicted. */
  source: TokenSourceInput;
};

/** What a job of kind EVALUATE did: `Dictionary.evaluations` have its figures. */
export type EvaluateResult = {
  __typename?: 'EvaluateResult';
  /** True if every dictionary was evaluated on these very tokens before, and nothing was computed. */
  alreadyPresent: Scalars['Boolean']['output'];
  /** `Evaluation.sourceKey` of these tokens. */
  sourceKey: Scalars['String']['output'];
  /** Tokens that were evaluated on; null if nothing was computed. */
  tokens?: Maybe<Scalars['BigInt']['output']>;
};

/** How well a dictionary rebuilds the activations of some tokens: the figures of SAELens, by its definitions. */
export type Evaluation = {
  __typename?: 'Evaluation';
  /** Mean cosine of x and xhat. */
  cosine: Scalars['Float']['output'];
  /** Latents that fired on none of these tokens. */
  dead: Scalars['Int']['output'];
  /** How many latents fire how often. */
  density: DensityHistogram;
  /** When it was measured. */
  evaluatedAt: Scalars['DateTime']['output'];
  /** Fraction of variance unexplained, sum |x - xhat|^2 / sum |x - mean x|^2; null where the activations do not vary. */
  fvu?: Maybe<Scalars['Float']['output']>;
  /** The hookpoint, as the model calls it. */
  hookpoint: Scalars['String']['output'];
  /** Latents that fire on a token, on average. */
  l0: Scalars['Float']['output'];
  /** Sum of a token's activations, on average. */
  l1: Scalars['Float']['output'];
  /** Latents in all. */
  latents: Scalars['Int']['output'];
  /** What the model predicts with the reconstruction in the activations' place; null where activations were given without a model. */
  model?: Maybe<ModelEvaluation>;
  /** Mean of |x - xhat|^2. */
  mse: Scalars['Float']['output'];
  /** Mean of |xhat| / |x|. */
  normRatio: Scalars['Float']['output'];
  /** All that decides the activations: hashes of model, text and tokenizer, windows. */
  provenance: Scalars['JSON']['output'];
  /** mean |xhat|^2 / mean x.xhat: below 1 where reconstructions shrink (arXiv 2404.16014). Null where it is not defined. */
  relativeBias?: Maybe<Scalars['Float']['output']>;
  /** Equal for evaluations on the same tokens of the same activations: only these can be compared. */
  sourceKey: Scalars['String']['output'];
  /** The definitions in words. */
  statement: Scalars['String']['output'];
  /** Name of the text, or of the folder of activations. */
  text: Scalars['String']['output'];
  /** Tokens measured on; BOS is not counted. */
  tokens: Scalars['BigInt']['output'];
};

/** Where onnxruntime computes. */
export type ExecutionProvider =
  /** The processor. */
  | 'CPU'
  /** NVIDIA's CUDA. */
  | 'CUDA'
  /** WebGPU. */
  | 'WEBGPU';

/** Which latents to explain, and how. Latents that have this very explanation are not explained again. */
export type ExplainLatentsInput = {
  /** Budget of the explainer LLM. */
  budget?: InputMaybe<ChatBudgetInput>;
  /** The dictionary, by id, portal id or name. */
  dictionary: Scalars['ID']['input'];
  /** Contexts shown of each latent, 1 to 200. */
  examples: Scalars['Int']['input'];
  /** The explainer. */
  explainer: Explainer;
  /** Indexes of latents, at most 10,000; every latent with contexts by default. */
  latents?: InputMaybe<Array<Scalars['Int']['input']>>;
};

/** What a job of kind EXPLAIN did. Each latent that was asked for is counted once. */
export type ExplainResult = {
  __typename?: 'ExplainResult';
  /** True if every latent had its explanation before. */
  alreadyPresent: Scalars['Boolean']['output'];
  /** The dictionary; null if it has been deleted since. */
  dictionary?: Maybe<Dictionary>;
  /** Latents for which no usable reply came. */
  failed: Scalars['Int']['output'];
  /** Latents that were left because the budget was spent. */
  leftByBudget: Scalars['Int']['output'];
  /** Latents that had an explanation of the same explainer, version, model, settings and contexts: it was not made again. */
  present: Scalars['Int']['output'];
  /** Latents whose reply came and could not be read. */
  unparsable: Scalars['Int']['output'];
  /** Latents without activation in their contexts. */
  unsuitable: Scalars['Int']['output'];
  /** Explanations that are new. */
  written: Scalars['Int']['output'];
};

/** A way to explain latents. */
export type Explainer =
  /** The chat model that the operator has configured. */
  | 'LLM'
  /** Built in, no model: names the tokens on which the latent fires, the words they are part of, and what stands before them. */
  | 'TOKENS';

/**
 * What somebody or something says a latent means. Text from files and models: show it as text, never as markup. Which of several is the best:
 * explanations scored by a more trusted scorer come first (detection, then fuzz, intruder, simulation, surprisal, embedding, token_set, then any
 * other); among them the higher score; among equals, and among those without a score, the newest.
 */
export type Explanation = Node & {
  __typename?: 'Explanation';
  /** Who made it, where the source says so. */
  author?: Maybe<Scalars['String']['output']>;
  /** Moment at which Reseed stored it. */
  createdAt: Scalars['DateTime']['output'];
  /** The model that wrote it, where one did and it is known. */
  explainerModel?: Maybe<Scalars['String']['output']>;
  /** Global id. */
  id: Scalars['ID']['output'];
  /** The latent. */
  latent: Latent;
  /** Moment at which it was written, where the source states it. */
  madeAt?: Maybe<Scalars['DateTime']['output']>;
  /** How it was made, in the words of its source. */
  method: Scalars['String']['output'];
  /** Version of the prompt, where known. */
  promptVersion?: Maybe<Scalars['String']['output']>;
  /** The score that decides between explanations: the latest value of its most trusted scorer. Null without a score. */
  score?: Maybe<Scalars['Float']['output']>;
  /** Whose score that is. */
  scorer?: Maybe<Scalars['String']['output']>;
  /** Every score, by scorer, latest first. */
  scores: Array<ExplanationScore>;
  /** Format or maker that it came from, for example `neuronpedia`. */
  source: Scalars['String']['output'];
  /** The source's own id of it. */
  sourceId?: Maybe<Scalars['String']['output']>;
  /** The text. */
  text: Scalars['String']['output'];
};

/**
 * Whether the latents that a matching pairs are called alike. The label of a latent is its best explanation. Labels of one explainer for both
 * dictionaries compare fairly; those of two differ in style, too.
 */
export type ExplanationAgreement = {
  __typename?: 'ExplanationAgreement';
  /** What these numbers rest on. */
  basis: MatchingBasis;
  /** The criterion. */
  criterion: Criterion;
  /** Matched latents whose rows and labels say different things, by the overlap of words. COSINES_UNKNOWN where others published partners alone. */
  disagreements: LabelDisagreementConnection;
  /** By sentence embeddings; null unless at least two pairs have vectors by one embedder: `embedExplanations` makes them. */
  embedding?: Maybe<LabelSimilarity>;
  /** Latents of A with an explanation. */
  explainedA: Scalars['Int']['output'];
  /** Latents of B with an explanation. */
  explainedB: Scalars['Int']['output'];
  /** Shared pairs of which both latents have an explanation. */
  labelled: Scalars['Int']['output'];
  /** Pairs compared. */
  pairs: Scalars['Int']['output'];
  /** Pairs of which both explanations have a word that counts: what they were sampled from. */
  sampledFrom: Scalars['Int']['output'];
  /** Seed of sample, pairings and tosses. */
  seed: Scalars['BigInt']['output'];
  /** Shared latents of A: pairs. */
  shared: Scalars['Int']['output'];
  /** Random pairings and tosses that the numbers are compared with. */
  shuffles: Scalars['Int']['output'];
  /** What was compared, in words. */
  statement: Scalars['String']['output'];
  /** By the overlap of words; null for fewer than two pairs. */
  text?: Maybe<LabelSimilarity>;
};


/**
 * Whether the latents that a matching pairs are called alike. The label of a latent is its best explanation. Labels of one explainer for both
 * dictionaries compare fairly; those of two differ in style, too.
 */
export type ExplanationAgreementDisagreementsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  cosine?: InputMaybe<Scalars['Float']['input']>;
  first: Scalars['Int']['input'];
  kind: DisagreementKind;
  overlap?: InputMaybe<Scalars['Float']['input']>;
};

/** How much of a dictionary has been explained. */
export type ExplanationCoverage = {
  __typename?: 'ExplanationCoverage';
  /** Explanations, of all latents. */
  explanations: Scalars['Int']['output'];
  /** Latents with at least one. */
  latents: Scalars['Int']['output'];
  /** Latents with at least one that has a score. */
  scored: Scalars['Int']['output'];
};

/** Which explanations are searched. Conditions are joined by AND. */
export type ExplanationFilter = {
  /** Architecture of the dictionary. */
  architecture?: InputMaybe<Architecture>;
  /** Only the best explanation of each latent. */
  bestOnly?: InputMaybe<Scalars['Boolean']['input']>;
  /** Of this dictionary, by id, portal id or name. */
  dictionary?: InputMaybe<Scalars['ID']['input']>;
  /** The model that explained. */
  explainerModel?: InputMaybe<Scalars['String']['input']>;
  /** Hookpoint. */
  hookpoint?: InputMaybe<Scalars['String']['input']>;
  /** Init seed of the dictionary. */
  initSeed?: InputMaybe<Scalars['Seed']['input']>;
  /** Only of latents that pass this: alive, frequency, shared, orphan, universality. At most 100 dictionaries are then searched. */
  latent?: InputMaybe<LatentFilter>;
  /** Deciding score at most this; explanations without a score are left out. */
  maxScore?: InputMaybe<Scalars['Float']['input']>;
  /** Method, in the words of the source. */
  method?: InputMaybe<Scalars['String']['input']>;
  /** Deciding score at least this; explanations without a score are left out. */
  minScore?: InputMaybe<Scalars['Float']['input']>;
  /** Model name. */
  model?: InputMaybe<Scalars['String']['input']>;
  /** Run group, by id or name; a name means every run group that has it. */
  runGroup?: InputMaybe<Scalars['ID']['input']>;
  /** The scorer whose value decides. */
  scorer?: InputMaybe<Scalars['String']['input']>;
  /** Format or maker. */
  source?: InputMaybe<Scalars['String']['input']>;
};

/** A format in which explanations can be written. */
export type ExplanationFormat =
  /** delphi's results, one run per explainer: `explanations/` and `scores/<scorer>/`. Texts, models and judged examples only. */
  | 'DELPHI'
  /**
   * Neuronpedia's bulk files, `<model>/<source>/{features,activations,explanations}/batch-N.jsonl.gz`. An object `reseed` in each line holds what its
   * columns have no place for, so that an import gives equal explanations, scores, statistics and contexts.
   */
  | 'NEURONPEDIA';

/** One explanation that was found. */
export type ExplanationHit = {
  __typename?: 'ExplanationHit';
  /** The explanation. */
  explanation: Explanation;
  /** Its latent: ask it for `universality` and for `partners` with their explanations. */
  latent: Latent;
  /** What hits are ordered by: rank by text, cosine, or the fused rank; comparable within one answer only. */
  score: Scalars['Float']['output'];
  /** Cosine of the embeddings of question and text; null where none was computed. */
  similarity?: Maybe<Scalars['Float']['output']>;
  /** The text with what matches marked; long ones are cut to the places that do. Show it as text, never as markup. */
  snippet: Array<TextSegment>;
  /** PostgreSQL's `ts_rank`, document length accounted for; null where no word was asked or none matches. */
  textRank?: Maybe<Scalars['Float']['output']>;
};

/** A page of hits. */
export type ExplanationHitConnection = {
  __typename?: 'ExplanationHitConnection';
  /** The definition of the score. */
  definition: Scalars['String']['output'];
  /** Rows with cursors. */
  edges: Array<ExplanationHitEdge>;
  /** Explanations searched that have a vector of this embedder; `embedExplanations` makes the others. Null for FULL_TEXT. */
  embedded?: Maybe<Scalars['Int']['output']>;
  /** What embedded the question; null for FULL_TEXT. */
  embedder?: Maybe<Embedder>;
  /** Explanations of the dictionaries searched, before other conditions. */
  explanations: Scalars['Int']['output'];
  /** How it was searched. */
  mode: SearchMode;
  /** Rows alone. */
  nodes: Array<ExplanationHit>;
  /** Where the page lies. */
  pageInfo: PageInfo;
  /** The words that were looked for, as PostgreSQL understood them; null where none were. */
  textQuery?: Maybe<Scalars['String']['output']>;
  /** Hits in all pages; by meaning every explanation with a vector is one. */
  totalCount: Scalars['Int']['output'];
};

/** A hit in a page. */
export type ExplanationHitEdge = {
  __typename?: 'ExplanationHitEdge';
  /** Cursor of this row. */
  cursor: Scalars['String']['output'];
  /** The hit. */
  node: ExplanationHit;
};

/** How well an explanation predicts on which tokens its latent is active, by one scorer. Higher is better. */
export type ExplanationScore = {
  __typename?: 'ExplanationScore';
  /** Moment at which Reseed stored it. */
  createdAt: Scalars['DateTime']['output'];
  /** Further numbers, such as precision, recall and F1. */
  details?: Maybe<Scalars['JSON']['output']>;
  /** Examples judged, where known. */
  examples?: Maybe<Scalars['Int']['output']>;
  /** Examples for which no reply came. */
  failed: Scalars['Int']['output'];
  /** How far the value may be from that of many examples; null where their number is not known, and for scorers whose value is no part of examples. */
  interval?: Maybe<ScoreInterval>;
  /** Moment of the scoring, where the source states it. */
  madeAt?: Maybe<Scalars['DateTime']['output']>;
  /** The scorer, for example `detection` or `fuzz`; for delphi's classifiers the value is balanced accuracy, (TPR + TNR) / 2. */
  scorer: Scalars['String']['output'];
  /** The model that judged, where known. */
  scoringModel?: Maybe<Scalars['String']['output']>;
  /** Format or maker that it came from. */
  source: Scalars['String']['output'];
  /** Examples whose reply could not be read. */
  unparsable: Scalars['Int']['output'];
  /** The value; null where nothing could be judged. */
  value?: Maybe<Scalars['Float']['output']>;
};

/** What can explain and score here. */
export type ExplanationTools = {
  __typename?: 'ExplanationTools';
  /** The chat model that the operator has configured; null without one. */
  chat?: Maybe<ChatModel>;
  /** Explainers that can be asked for. */
  explainers: Array<Explainer>;
  /** Scorers that can be asked for. */
  scorers: Array<Scorer>;
};

/** What a job of kind EXPLANATIONS did: what it wrote, and what it left out. */
export type ExplanationsResult = {
  __typename?: 'ExplanationsResult';
  /** Contexts that are new. */
  contexts: Scalars['Int']['output'];
  /** The dictionary that the request named; null if it named none, or the dictionary has been deleted since. */
  dictionary?: Maybe<Dictionary>;
  /** Explanations that are new. */
  explanations: Scalars['Int']['output'];
  /** Files read. */
  files: Scalars['Int']['output'];
  /** Explanations, scores and collections of activations that were stored before, and were left as they are. */
  present: Scalars['Int']['output'];
  /** Scores that are new. */
  scores: Scalars['Int']['output'];
  /** What could not be used, by reason. */
  skipped: Array<SkippedRecords>;
  /** Latents of which statistics are new. */
  statistics: Scalars['Int']['output'];
};

/** Which dictionary to write, as what and where. */
export type ExportCheckpointInput = {
  /** The dictionary, by id, portal id or name. */
  dictionary: Scalars['ID']['input'];
  /**
   * Folder below the server's export root: names of letters, digits, dot, minus and underscore, joined by `/`. By default
   * `<format>/<run group>/<hookpoint>/seed<N>`. Something else in that place fails the job.
   */
  folder?: InputMaybe<Scalars['String']['input']>;
  /** Whose checkpoint. */
  format: WrittenFormat;
};

/** What to write, and where. */
export type ExportExplanationsInput = {
  /** For NEURONPEDIA: the id of the user who is the author of all explanations; if not given, the author that came from the portal with an explanation, else the creator. */
  authorId?: InputMaybe<Scalars['String']['input']>;
  /** For NEURONPEDIA: the id of the user of the portal's database whose rows these are to be; `reseed` if not given. Its importer takes only users that exist there. */
  creatorId?: InputMaybe<Scalars['String']['input']>;
  /** The dictionary, by id, portal id or name. */
  dictionary: Scalars['ID']['input'];
  /** Folder below the server's export root: names of letters, digits, dot, minus and underscore, joined by `/`. */
  folder: Scalars['String']['input'];
  /** The format. */
  format: ExplanationFormat;
  /** Whether an existing folder is replaced. */
  replace: Scalars['Boolean']['input'];
};

/** What a job of kind EXPORT_EXPLANATIONS did. */
export type ExportExplanationsResult = {
  __typename?: 'ExportExplanationsResult';
  /** Contexts written. */
  contexts: Scalars['Int']['output'];
  /** The dictionary; null if it has been deleted since. */
  dictionary?: Maybe<Dictionary>;
  /** Explanations written. */
  explanations: Scalars['Int']['output'];
  /** Where the files were written, below the server's export root. */
  folder: Scalars['String']['output'];
  /** Scores written. */
  scores: Scalars['Int']['output'];
  /** Scores left out of delphi's files because the texts of the examples that were judged are not kept with them: its reader takes examples with their tokens, and no score alone. */
  scoresLeftOut: Scalars['Int']['output'];
  /** Latents of which statistics were written. */
  statistics: Scalars['Int']['output'];
};

/** Which features of a run group to write, as what and where. */
export type ExportFeaturesInput = {
  /** What counts as shared, and so as one feature. */
  criterion?: InputMaybe<CriterionInput>;
  /**
   * Folder below the server's export root: names of letters, digits, dot, minus and underscore, joined by `/`. By default
   * `<format>/<run group>-core/<hookpoint>`, or `-union`. Something else in that place fails the job.
   */
  folder?: InputMaybe<Scalars['String']['input']>;
  /** Whose checkpoint. */
  format: WrittenFormat;
  /** Which features. */
  part: FeaturePart;
  /** The run group, by id or name. Every pair must be matched. */
  runGroup: Scalars['ID']['input'];
};

/** What a job of kind EXPORT_FEATURES did. */
export type ExportFeaturesResult = {
  __typename?: 'ExportFeaturesResult';
  /** Where the checkpoint was written, below the server's export root. */
  folder: Scalars['String']['output'];
  /** The run group whose features were written. */
  runGroup?: Maybe<RunGroup>;
};

/** What a job of kind EXPORT did. */
export type ExportResult = {
  __typename?: 'ExportResult';
  /** The dictionary; null if it has been deleted since. */
  dictionary?: Maybe<Dictionary>;
  /** Where the checkpoint was written, below the server's export root. */
  folder: Scalars['String']['output'];
};

/** An external trainer that the operator has configured on this server. */
export type ExternalTrainer = {
  __typename?: 'ExternalTrainer';
  /** Name, as `startTraining(input: {trainer})` takes it. */
  name: Scalars['String']['output'];
  /** Whether its command is run once for every seed, or once for all of them. */
  oneSeedAtATime: Scalars['Boolean']['output'];
};

/** A fact of a dictionary that was changed. */
export type FactChange = {
  __typename?: 'FactChange';
  /** The value after the change, as text. */
  after?: Maybe<Scalars['String']['output']>;
  /** The value before the change, as text; null where it was not known. */
  before?: Maybe<Scalars['String']['output']>;
  /** Which fact: the name of a field of the dictionary, or of its configuration. */
  field: Scalars['String']['output'];
};

/** Whether a feature is one latent or several that are partners. */
export type FeatureKind =
  /** A latent in no family: it has no accepted partner, or its partners contradict each other (`LatentFamily` keeps at most one latent of each dictionary). */
  | 'ALONE'
  /** Latents of several dictionaries that are each other's accepted partners. */
  | 'FAMILY'
  /** A latent of a run group whose dictionaries are not all matched, or that has one dictionary only: nobody knows of partners. */
  | 'UNKNOWN';

/** A part of the features of a run group. */
export type FeaturePart =
  /** Features that all of its dictionaries have. */
  | 'CORE'
  /** Features that any of its dictionaries has. */
  | 'UNION';

/** A latent that fires on some token of a text. */
export type FiringLatent = {
  __typename?: 'FiringLatent';
  /** Place of its dictionary, from 0. */
  dictionary: Scalars['Int']['output'];
  /** The latent: its labels, scores and universality are asked of it. */
  latent: Latent;
  /** Its greatest activation. */
  maxActivation: Scalars['Float']['output'];
  /** Tokens on which it fires. */
  tokens: Scalars['Int']['output'];
};

/** Two latents, and what they do on the same tokens. */
export type FiringPair = {
  __typename?: 'FiringPair';
  /** The latent of A. */
  a: Latent;
  /** Of the tokens on which `b` fires, the part on which `a` does; null where `b` never fires. */
  aGivenB?: Maybe<Scalars['Float']['output']>;
  /** Its partner in B. */
  b: Latent;
  /** Of the tokens on which `a` fires, the part on which `b` does; null where `a` never fires. */
  bGivenA?: Maybe<Scalars['Float']['output']>;
  /** Pearson correlation of the activations over all tokens. */
  correlation: Scalars['Float']['output'];
  /** Cosine of the decoder rows. */
  cosine: Scalars['Float']['output'];
  /** Tokens on which `a` fires. */
  firesA: Scalars['BigInt']['output'];
  /** Tokens on which `b` fires. */
  firesB: Scalars['BigInt']['output'];
  /** Tokens on which both fire / tokens on which either does (Jaccard); null where neither ever does. */
  jaccard?: Maybe<Scalars['Float']['output']>;
};

/** A page of pairs. */
export type FiringPairConnection = {
  __typename?: 'FiringPairConnection';
  /** Rows with cursors. */
  edges: Array<FiringPairEdge>;
  /** Which pairs. */
  kind: TwinKind;
  /** Rows alone. */
  nodes: Array<FiringPair>;
  /** Where the page lies. */
  pageInfo: PageInfo;
  /** The definition in words, with its thresholds and order. */
  statement: Scalars['String']['output'];
  /** Rows in all pages. */
  totalCount: Scalars['Int']['output'];
};

/** A pair in a page. */
export type FiringPairEdge = {
  __typename?: 'FiringPairEdge';
  /** Cursor of this row. */
  cursor: Scalars['String']['output'];
  /** The pair. */
  node: FiringPair;
};

/** Fractions by chance. */
export type FractionsNull = {
  __typename?: 'FractionsNull';
  /** One for each of the figure's numbers, in their order. */
  fractions: Array<Scalars['Float']['output']>;
  /** How the unrelated dictionaries were made. */
  kind: NullKind;
  /** How it follows from the nulls of the pairs. */
  statement: Scalars['String']['output'];
};

/**
 * S dictionaries of one run group together, under one criterion. Every figure rests on all S (S - 1) / 2 matchings between them: where some of a
 * group are missing, the figures are over the largest set of dictionaries that lacks none.
 */
export type GroupAnalysis = {
  __typename?: 'GroupAnalysis';
  /** On what it rests who is alive, per dictionary, in their order. Where only the living count, every figure's statement says so, too. */
  aliveness: Array<Aliveness>;
  /** The criterion of every figure (cycle consistency has none). */
  criterion: Criterion;
  /** Whether matchings agree around triangles; null with fewer than three dictionaries. */
  cycleConsistency?: Maybe<CycleConsistency>;
  /**
   * The dictionaries that the figures are over, ordered by init seed: the order of rows and columns. They are the largest set, of those asked about,
   * of which every pair is matched completely; of equal ones the one that comes first in this order. All of those asked about, and no figure, where
   * no pair is matched.
   */
  dictionaries: Array<Dictionary>;
  /** Latents of several dictionaries that accepted matches tie together: in most dictionaries first, then by mean cosine. */
  families?: Maybe<LatentFamilyConnection>;
  /** Dictionaries asked about that the figures are not over. Every figure's statement names them, too. */
  leftOut: Array<Dictionary>;
  /** The complete matchings between `dictionaries`, on which the figures rest. */
  matchings: Array<Matching>;
  /** What the matchings maximise. */
  measure: Measure;
  /** Pairs of those asked about whose matching is not complete. */
  missing: Scalars['Int']['output'];
  /** The pairs whose matching is not complete, in the order of the dictionaries. */
  missingPairs: Array<MissingPair>;
  /** Whose matchings these are, where others published some; null if all were solved here. Every figure's statement says so, too. */
  note?: Maybe<Scalars['String']['output']>;
  /** What part of a dictionary is in none of k - 1 others, averaged over base dictionaries. */
  onlyInBase?: Maybe<OnlyInBaseCurve>;
  /** Whether orphans lie in a subspace that comes back though they do not: means over the pairs of which `requestSimilarity` has had it computed; null for none. */
  orphanSpans?: Maybe<GroupOrphanSpans>;
  /** Sharedness against how often latents fire, latents of all dictionaries pooled. */
  sharedByFrequency?: Maybe<SharedByCovariate>;
  /** Sharedness against the score of explanations, latents of all dictionaries pooled. */
  sharedByScore?: Maybe<SharedByCovariate>;
  /** Which part of each dictionary each other one has. */
  sharedMatrix?: Maybe<SharedMatrix>;
  /** What all dictionaries have, what they have together, and what no one has seen yet. */
  union?: Maybe<UnionGrowth>;
  /** In how many dictionaries latents are found, averaged over base dictionaries. */
  universality?: Maybe<GroupUniversality>;
};


/**
 * S dictionaries of one run group together, under one criterion. Every figure rests on all S (S - 1) / 2 matchings between them: where some of a
 * group are missing, the figures are over the largest set of dictionaries that lacks none.
 */
export type GroupAnalysisCycleConsistencyArgs = {
  aliveOnly: Scalars['Boolean']['input'];
};


/**
 * S dictionaries of one run group together, under one criterion. Every figure rests on all S (S - 1) / 2 matchings between them: where some of a
 * group are missing, the figures are over the largest set of dictionaries that lacks none.
 */
export type GroupAnalysisFamiliesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  consistent?: InputMaybe<Scalars['Boolean']['input']>;
  first: Scalars['Int']['input'];
};


/**
 * S dictionaries of one run group together, under one criterion. Every figure rests on all S (S - 1) / 2 matchings between them: where some of a
 * group are missing, the figures are over the largest set of dictionaries that lacks none.
 */
export type GroupAnalysisSharedByFrequencyArgs = {
  bins: Scalars['Int']['input'];
  inOthers: Scalars['Int']['input'];
};


/**
 * S dictionaries of one run group together, under one criterion. Every figure rests on all S (S - 1) / 2 matchings between them: where some of a
 * group are missing, the figures are over the largest set of dictionaries that lacks none.
 */
export type GroupAnalysisSharedByScoreArgs = {
  bins: Scalars['Int']['input'];
  inOthers: Scalars['Int']['input'];
  scorer?: InputMaybe<Scalars['String']['input']>;
};

/** Subspaces of orphans, over the pairs of a run group. */
export type GroupOrphanSpans = {
  __typename?: 'GroupOrphanSpans';
  /** Part of an orphan that lies in the other subspace, mean over orphans, both ends and pairs. */
  held: SeedMean;
  /** Part of an orphan that lies in a subspace turned at random, expected. */
  heldRotated: Scalars['Float']['output'];
  /** Part of a random latent that lies in the subspace of random latents of the other dictionary; null where none were drawn. */
  heldSubsets?: Maybe<Scalars['Float']['output']>;
  /** Mean squared cosine of the principal angles, mean over pairs. */
  meanSquaredCosine: SeedMean;
  /** Pairs of which they were computed. */
  pairs: Scalars['Int']['output'];
  /** Mean squared cosine of subspaces turned at random against each other, expected. */
  rotated: Scalars['Float']['output'];
  /** The definition in words and symbols. */
  statement: Scalars['String']['output'];
  /** Mean squared cosine of the subspaces of random latents, mean over pairs and draws; null where none were drawn. */
  subsets?: Maybe<Scalars['Float']['output']>;
};

/** In how many dictionaries latents are found, averaged over base dictionaries. */
export type GroupUniversality = {
  __typename?: 'GroupUniversality';
  /** One per base dictionary. */
  bases: Array<BaseUniversality>;
  /** Fraction of latents found in exactly 1, 2, ... S dictionaries: mean over base dictionaries, each with equal weight. */
  fractions: Array<Scalars['Float']['output']>;
  /** Mean number of dictionaries in which a latent is found, its own included, over latents and base dictionaries. */
  meanFound: SeedMean;
  /** The same for dictionaries that have nothing to do with each other, by each kind of null that every pair has; none where nulls were not computed. */
  nulls: Array<FractionsNull>;
  /** How probably a latent found in 1, 2, ... S dictionaries is found in a further one, from the latents of all bases; null with fewer than three dictionaries. */
  stability?: Maybe<Array<Stability>>;
  /** The definition. */
  statement: Scalars['String']['output'];
};

/** Something inferred and not stated by a file. */
export type Guess = {
  __typename?: 'Guess';
  /** From what. */
  because: Scalars['String']['output'];
  /** Which fact. */
  field: Scalars['String']['output'];
  /** What was assumed. */
  value: Scalars['String']['output'];
};

/** What a dictionary does on tokens that it was not trained on. */
export type HeldOut = {
  __typename?: 'HeldOut';
  /** Fraction of latents that fired on none of the tokens. */
  deadFraction: Scalars['Float']['output'];
  /** Fraction of variance unexplained. */
  fvu: Scalars['Float']['output'];
  /** Active latents per token. */
  l0: Scalars['Float']['output'];
  /** Tokens measured on. */
  tokens: Scalars['BigInt']['output'];
};

/** A place in a language model at which activations can be taken. */
export type Hookpoint = {
  __typename?: 'Hookpoint';
  /** How the name was found. */
  basis: HookpointBasis;
  /** Name, for example `layers.6.mlp`; the tensor's own name where it has no other. */
  name: Scalars['String']['output'];
  /** The tensor in the model's graph. */
  tensor: Scalars['String']['output'];
  /** Length of its last dimension, d; null where the graph does not say. */
  width?: Maybe<Scalars['Int']['output']>;
};

/** How a hookpoint was found in the graph of a model. */
export type HookpointBasis =
  /** The tensor is named as a hook (`layers.2.mlp.output`). */
  | 'HOOK'
  /** The exporter wrote modules into names: the last tensor of a module that is used outside it, the last sum of a layer. */
  | 'SCOPE'
  /** Any other tensor as wide as the residual stream, by its own name. */
  | 'TENSOR';

/** A page of hookpoints. */
export type HookpointConnection = {
  __typename?: 'HookpointConnection';
  /** Rows with cursors. */
  edges: Array<HookpointEdge>;
  /** Rows alone. */
  nodes: Array<Hookpoint>;
  /** Where the page lies. */
  pageInfo: PageInfo;
  /** Rows in all pages. */
  totalCount: Scalars['Int']['output'];
};

/** A hookpoint in a page. */
export type HookpointEdge = {
  __typename?: 'HookpointEdge';
  /** Cursor of this row. */
  cursor: Scalars['String']['output'];
  /** The hookpoint. */
  node: Hookpoint;
};

/** What to import, and what to take as given instead of guessing. */
export type ImportDictionaryInput = {
  /** Data seed. */
  dataSeed?: InputMaybe<Scalars['Seed']['input']>;
  /** Training data. */
  dataset?: InputMaybe<Scalars['String']['input']>;
  /** Decoder orientation, needed only where n = d and the format leaves it open. */
  decoderOrientation?: InputMaybe<Orientation>;
  /**
   * Cross-layer transcoders and crosscoders only, whose latents have a decoder row for each of several layers or models: which of these decoders to import, from 0 in the file's order.
   * Without it such a checkpoint is refused (FORMAT_UNSUPPORTED), which says how many there are.
   */
  decoderPart?: InputMaybe<Scalars['Int']['input']>;
  /** Format, if it should not be recognised by content. */
  format?: InputMaybe<Scalars['String']['input']>;
  /** Hookpoint. */
  hookpoint?: InputMaybe<Scalars['String']['input']>;
  /** Init seed. */
  initSeed?: InputMaybe<Scalars['Seed']['input']>;
  /** Model name. */
  model?: InputMaybe<Scalars['String']['input']>;
  /** Input normalisation. */
  normalisation?: InputMaybe<Scalars['String']['input']>;
  /**
   * A folder or file below one of the server's import roots, absolute or relative to a root; or, where the operator allows it (RESEED_HUB=api, else HUB_OFF),
   * a place of the Hugging Face hub: `hf:<owner>/<repository>[@<revision>][/<folder or file>]`. A branch or tag is pinned to the commit that it is now. `multi-seed:<set>/<id>` is a
   * dictionary of the public sets of several seeds that the query catalogue lists: its place on the hub, with its portal id.
   */
  path: Scalars['String']['input'];
  /** Portal id `<model>/<source>`. */
  portalId?: InputMaybe<Scalars['String']['input']>;
  /** Model revision. */
  revision?: InputMaybe<Scalars['String']['input']>;
  /** Run group. */
  runGroup?: InputMaybe<Scalars['String']['input']>;
  /**
   * What to do where the weights are those of a stored dictionary, and what else decides codes (k, thresholds, biases, ...) differs. Without it
   * the job fails with CONFIGURATION_DIFFERS, which names what differs; where the format or a known init seed differs, it is another dictionary.
   */
  sameWeights?: InputMaybe<SameWeights>;
  /** Training tokens. */
  tokens?: InputMaybe<Scalars['BigInt']['input']>;
};

/** Files of explanations, scores, contexts and statistics of latents. */
export type ImportExplanationsInput = {
  /** The dictionary that they are about, by id, portal id or name. Without it the portal ids in the files say it, `<model>/<source>`; files of delphi state none. */
  dictionary?: InputMaybe<Scalars['ID']['input']>;
  /**
   * True: take what fits of a file that belongs to another dictionary. Without it such a file (two rows or more, and a tenth of all, name latents beyond
   * the last) fails the job with OTHER_DICTIONARY before anything is written.
   */
  partial: Scalars['Boolean']['input'];
  /**
   * A folder or file below one of the server's import roots: Neuronpedia's bulk files (`batch-N.jsonl.gz`), SAEDashboard's (`batch-N.json`), or a run
   * of delphi (`explanations/`, `scores/`, `latents/`: caches of activations, with a `tokenizer.json` in the same folder or above if texts are wanted).
   */
  path: Scalars['String']['input'];
};

/** A matching that others published, and what to take as given instead of what its files say. */
export type ImportMatchingInput = {
  /** Width of the activations, d. Needed for pickles. */
  dIn?: InputMaybe<Scalars['Int']['input']>;
  /** The pickle with the encoder matching, if there is one: a pickle holds one side. */
  encoderPath?: InputMaybe<Scalars['String']['input']>;
  /** Hookpoint; `{layer}` in it stands for the layer. Needed for pickles. */
  hookpoint?: InputMaybe<Scalars['String']['input']>;
  /** Init seed of the dictionary whose latents are the rows; by default as the file or its name says. */
  initSeedA?: InputMaybe<Scalars['Seed']['input']>;
  /** Init seed of the other dictionary. */
  initSeedB?: InputMaybe<Scalars['Seed']['input']>;
  /** Layer of the pickles, needed where they have several. */
  layer?: InputMaybe<Scalars['String']['input']>;
  /** The measure whose sum was maximised; by default as the file says, else COSINE. */
  measure?: InputMaybe<Measure>;
  /** Model name. Needed for pickles. */
  model?: InputMaybe<Scalars['String']['input']>;
  /** Input normalisation. */
  normalisation?: InputMaybe<Scalars['String']['input']>;
  /**
   * A file below one of the server's import roots: one that Reseed exported as JSON or CSV, or the pickle with the decoder matching,
   * `[{layer: (row_ind, col_ind)}, ...]` with int64 arrays. Pickles are read by a closed interpreter; nothing in them is executed.
   */
  path: Scalars['String']['input'];
  /** Who published it. Every number that rests on it carries this. Needed for pickles. */
  publishedBy?: InputMaybe<Scalars['String']['input']>;
  /** Model revision. */
  revision?: InputMaybe<Scalars['String']['input']>;
  /** Run group; by default as the file or its name says. */
  runGroup?: InputMaybe<Scalars['String']['input']>;
};

/** What a job of kind IMPORT_MATCHING did. */
export type ImportMatchingResult = {
  __typename?: 'ImportMatchingResult';
  /** True if the same matching was stored before, and nothing was written. */
  alreadyPresent: Scalars['Boolean']['output'];
  /** The matching that was made or found; null if it has been deleted since. */
  matching?: Maybe<Matching>;
};

/** What a job of kind IMPORT did. */
export type ImportResult = {
  __typename?: 'ImportResult';
  /** True if a dictionary of the same content, or of the same weights that was to be updated, was stored before: nothing was written but `changes`. */
  alreadyPresent: Scalars['Boolean']['output'];
  /** What changed of a dictionary that was stored before: facts that were unknown, or its configuration. */
  changes: Array<FactChange>;
  /** The dictionary that was made or found; null if it has been deleted since. */
  dictionary?: Maybe<Dictionary>;
  /** What was not taken over, and why, in sentences. */
  notes: Array<Scalars['String']['output']>;
};

/** What a job of kind INDEX did. */
export type IndexResult = {
  __typename?: 'IndexResult';
  /** The dictionary; null if it has been deleted since. */
  dictionary?: Maybe<Dictionary>;
  /** True if the index was built, false if it was dropped. */
  enabled: Scalars['Boolean']['output'];
  /** The side whose rows the index is over. */
  side: Side;
};

/** Cosines of final decoder rows with the rows that the latents started with: 1 for one that has not moved. */
export type InitialDistance = {
  __typename?: 'InitialDistance';
  /** Latents counted: all, dead ones too. */
  latents: Scalars['Int']['output'];
  /** Mean over latents. */
  meanDecoderCosine: Scalars['Float']['output'];
  /** Quantiles over latents, from the least cosine to the greatest. */
  quantiles: Array<InitialQuantile>;
  /** The definition, and what chance gives. */
  statement: Scalars['String']['output'];
};

/** A quantile of cosines with initial rows. */
export type InitialQuantile = {
  __typename?: 'InitialQuantile';
  /** The cosine. */
  cosine: Scalars['Float']['output'];
  /** Fraction of latents with at most this cosine, 0 to 1. */
  fraction: Scalars['Float']['output'];
};

/** What the decoder rows of a dictionary begin training with; encoder rows are drawn from the init seed, uniform on the sphere. */
export type InitialRows =
  /** Rows of the seed's own, drawn apart from its encoder rows. */
  | 'INDEPENDENT'
  /** Rows that are the same for every seed. */
  | 'SHARED'
  /** The encoder rows of the seed. */
  | 'TIED';

/** A checkpoint by its header and configuration: facts and identity as an import would store them. Null: stated nowhere and not inferred. */
export type InspectedCheckpoint = {
  __typename?: 'InspectedCheckpoint';
  /** How pre-activations become latents. */
  architecture: Architecture;
  /** Why activations cannot be encoded with what would be stored; null if they can. */
  cannotEncode?: Maybe<Scalars['String']['output']>;
  /** Width of the activations, d. */
  dIn: Scalars['Int']['output'];
  /** Data seed. */
  dataSeed?: Maybe<Scalars['Seed']['output']>;
  /** Training data. */
  dataset?: Maybe<Scalars['String']['output']>;
  /** The files that decide rows and facts. */
  files: Array<InspectedFile>;
  /** Format that the loader recognised, for example `sparsify`. */
  format: Scalars['String']['output'];
  /** Facts above that no file states and that were inferred, with the source of each inference. */
  guesses: Array<Guess>;
  /** Whether the checkpoint has encoder rows. */
  hasEncoder: Scalars['Boolean']['output'];
  /** Hookpoint. */
  hookpoint?: Maybe<Scalars['String']['output']>;
  /** Init seed. */
  initSeed?: Maybe<Scalars['Seed']['output']>;
  /** Latents active per token, where the architecture has such a number. */
  k?: Maybe<Scalars['Int']['output']>;
  /** Coefficient of the L1 term of the training loss. */
  l1Coefficient?: Maybe<Scalars['Float']['output']>;
  /** What matching it with another dictionary of its size takes: one side, cosine, without nulls. */
  matching: MatchingEstimate;
  /** Model name. */
  model?: Maybe<Scalars['String']['output']>;
  /** Number of latents, n. */
  nLatents: Scalars['Int']['output'];
  /** What is done to activations before they enter; `none` if nothing is. */
  normalisation: Scalars['String']['output'];
  /** Portal id `<model>/<source>`. */
  portalId?: Maybe<Scalars['String']['output']>;
  /** Model revision. */
  revision?: Maybe<Scalars['String']['output']>;
  /** Bytes on disk of the tensors that hold the rows: what an import reads, and brings where the place is of the hub. */
  rowBytes: Scalars['BigInt']['output'];
  /** Run group. */
  runGroup?: Maybe<Scalars['String']['output']>;
  /** Training tokens. */
  tokens?: Maybe<Scalars['BigInt']['output']>;
};

/** A file that an import would read. */
export type InspectedFile = {
  __typename?: 'InspectedFile';
  /** Name below the source. */
  name: Scalars['String']['output'];
  /** Bytes. */
  size: Scalars['BigInt']['output'];
};

/** Queued long work. */
export type Job = Node & {
  __typename?: 'Job';
  /** Attempt number: 0 while queued, then from 1; a worker that died is replaced by the next attempt. */
  attempt: Scalars['Int']['output'];
  /** Moment of the request. */
  createdAt: Scalars['DateTime']['output'];
  /** Code, message and hint of a failure; null unless FAILED. */
  failure?: Maybe<JobFailure>;
  /** Moment of its end; null before. */
  finishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Global id. */
  id: Scalars['ID']['output'];
  /** Kind of work. */
  kind: JobKind;
  /** How far it is; null before it starts. */
  progress?: Maybe<JobProgress>;
  /** Result, of a type that goes by the kind. Null until the job has succeeded. */
  result?: Maybe<JobResult>;
  /** Moment at which a worker took it; null while queued. */
  startedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Where it stands. */
  state: JobState;
  /** The one thing that it works on; null for several, for an import that has not made it yet, and for what has been deleted. */
  subject?: Maybe<JobSubject>;
  /** One line for people. */
  title: Scalars['String']['output'];
  /** Why it waits, where it is QUEUED and no live worker would take it. Null where it only waits for its turn, and where it does not wait. */
  waitingFor?: Maybe<JobWait>;
};

/** A page of jobs. */
export type JobConnection = {
  __typename?: 'JobConnection';
  /** Rows with cursors. */
  edges: Array<JobEdge>;
  /** Rows alone. */
  nodes: Array<Job>;
  /** Where the page lies. */
  pageInfo: PageInfo;
  /** Rows in all pages. */
  totalCount: Scalars['Int']['output'];
};

/** A job in a page. */
export type JobEdge = {
  __typename?: 'JobEdge';
  /** Cursor of this row. */
  cursor: Scalars['String']['output'];
  /** The job. */
  node: Job;
};

/** Why a job failed. */
export type JobFailure = {
  __typename?: 'JobFailure';
  /** Stable code. */
  code: Scalars['String']['output'];
  /** What to change. */
  hint?: Maybe<Scalars['String']['output']>;
  /** The failure in a sentence. */
  message: Scalars['String']['output'];
};

/** Which jobs. Conditions are joined by AND. */
export type JobFilter = {
  /** Kind of work. */
  kind?: InputMaybe<JobKind>;
  /** State of the job. */
  state?: InputMaybe<JobState>;
};

/** Kinds of job, the most urgent first: short work is taken before long work. `JobResult` has a type for every kind. */
export type JobKind =
  /** Collects contexts: reads a text with the language model and keeps what latents fire on. */
  | 'CONTEXTS'
  /** Removes the rows of a deleted dictionary. */
  | 'DELETE'
  /** Makes vectors of explanations, for search by meaning. */
  | 'EMBED'
  /** Measures how well dictionaries rebuild activations, and what the model predicts with their reconstructions. */
  | 'EVALUATE'
  /** Explains latents from their contexts. */
  | 'EXPLAIN'
  /** Imports explanations, scores, contexts and statistics of latents from files. */
  | 'EXPLANATIONS'
  /** Writes one dictionary as a checkpoint of another library. */
  | 'EXPORT'
  /** Writes explanations, scores, contexts and statistics of a dictionary's latents as files. */
  | 'EXPORT_EXPLANATIONS'
  /** Writes the core or the union of a run group as a checkpoint of another library. */
  | 'EXPORT_FEATURES'
  /** Imports one dictionary from a checkpoint. */
  | 'IMPORT'
  /** Imports one published matching. */
  | 'IMPORT_MATCHING'
  /** Builds or drops an approximate index over one side of a dictionary's rows. */
  | 'INDEX'
  /** Matches one side of one pair of dictionaries. */
  | 'MATCH'
  /** Matches every pair of some dictionaries by what fires together on the same tokens. */
  | 'MATCH_ACTIVATIONS'
  /** Computes what random vectors give for one pair of dictionaries. */
  | 'NULL_BASELINE'
  /** Scores explanations on contexts that they were not made from. */
  | 'SCORE'
  /** Computes the SVCCA of one matched pair of dictionaries. */
  | 'SIMILARITY'
  /** Measures how well partners stand in for latents. */
  | 'SUBSTITUTE'
  /** Trains several seeds, and makes dictionaries of them. */
  | 'TRAIN';

/** How far a job is, or was when it ended. */
export type JobProgress = {
  __typename?: 'JobProgress';
  /** Done, in `unit`. */
  done: Scalars['Float']['output'];
  /** done / total, 0 to 1. */
  fraction: Scalars['Float']['output'];
  /** What the job has spent on a chat model so far, and in all once it has ended; null if it has asked none. */
  spending?: Maybe<ChatSpending>;
  /** The step it is in. */
  step: Scalars['String']['output'];
  /** In all, in `unit`. */
  total: Scalars['Float']['output'];
  /** What is counted. */
  unit: Scalars['String']['output'];
};

/** What a job did, one type for every kind of job: a job of kind `IMPORT_MATCHING` has an `ImportMatchingResult`. */
export type JobResult = ContextsResult | DeleteResult | EmbedResult | EvaluateResult | ExplainResult | ExplanationsResult | ExportExplanationsResult | ExportFeaturesResult | ExportResult | ImportMatchingResult | ImportResult | IndexResult | MatchActivationsResult | MatchResult | NullBaselineResult | ScoreResult | SimilarityResult | SubstituteResult | TrainResult;

/** State of a job. */
export type JobState =
  /** Cancelled; nothing of it was kept, but what CONTEXTS, EXPLAIN and SCORE had committed. */
  | 'CANCELLED'
  /** Ended with an error; nothing of it was kept, but what CONTEXTS, EXPLAIN and SCORE had committed: the same request resumes from them. */
  | 'FAILED'
  /** Waiting for a worker. */
  | 'QUEUED'
  /** A worker has it. */
  | 'RUNNING'
  /** Done. */
  | 'SUCCEEDED';

/** What a job works on. */
export type JobSubject = Dictionary | Matching | RunGroup | TrainingRun;

/** Why a job waits that nobody would take. */
export type JobWait = {
  __typename?: 'JobWait';
  /** What to start or change. */
  hint: Scalars['String']['output'];
  /** What is missing, for example `no worker with provider:cuda`. */
  reason: Scalars['String']['output'];
};

/** A matched pair whose rows and labels say different things. */
export type LabelDisagreement = {
  __typename?: 'LabelDisagreement';
  /** The latent of A. */
  a: Latent;
  /** Its partner in B: by decoder rows, except under ENCODER. */
  b: Latent;
  /** Cosine of the decoder rows of this pair, with its sign; null where a row is all zero or absent. */
  decoderCosine?: Maybe<Scalars['Float']['output']>;
  /** Cosine of the encoder rows of this pair, with its sign; null where a row is all zero or absent. Under ACTIVATION_CORRELATION the correlation of activations, null where the matching names other partners. */
  encoderCosine?: Maybe<Scalars['Float']['output']>;
  /** Overlap of the words of their best explanations, 0 to 1. */
  textOverlap: Scalars['Float']['output'];
};

/** A page of disagreements. */
export type LabelDisagreementConnection = {
  __typename?: 'LabelDisagreementConnection';
  /** The threshold of the cosine. */
  cosine: Scalars['Float']['output'];
  /** The criterion, whose definition names the partners. */
  criterion: Criterion;
  /** Rows with cursors. */
  edges: Array<LabelDisagreementEdge>;
  /** Which contradiction. */
  kind: DisagreementKind;
  /** Rows alone. */
  nodes: Array<LabelDisagreement>;
  /** The threshold of the overlap. */
  overlap: Scalars['Float']['output'];
  /** Where the page lies. */
  pageInfo: PageInfo;
  /** The definition, with its thresholds and order. */
  statement: Scalars['String']['output'];
  /** Rows in all pages. */
  totalCount: Scalars['Int']['output'];
};

/** A disagreement in a page. */
export type LabelDisagreementEdge = {
  __typename?: 'LabelDisagreementEdge';
  /** Cursor of this row. */
  cursor: Scalars['String']['output'];
  /** The pair. */
  node: LabelDisagreement;
};

/** How alike the labels of pairs are, by one measure, compared with random pairs and with near latents that are not matched. */
export type LabelSimilarity = {
  __typename?: 'LabelSimilarity';
  /** What made the vectors; null for words. */
  embedder?: Maybe<Embedder>;
  /** Mean over the pairs, compared with random pairings of the same latents. */
  matched: ShuffledNumber;
  /** Compared with near latents that are not the partner; null where none of those has a label, or a published matching names none. */
  neighbours?: Maybe<NeighbourSimilarity>;
  /** Pairs compared. */
  pairs: Scalars['Int']['output'];
  /** The definition, with its tests. */
  statement: Scalars['String']['output'];
};

/** One latent of one dictionary. */
export type Latent = Node & {
  __typename?: 'Latent';
  /** Distribution of its activations in the newest collection that has one; null without. */
  activationHistogram?: Maybe<ActivationHistogram>;
  /** False for a zero row and for a latent that did not fire where it was looked for. Null where nobody has said. */
  alive?: Maybe<Scalars['Boolean']['output']>;
  /** Who says so, over which text, and how often it may fire all the same. */
  aliveness: LatentAliveness;
  /**
   * For a latent without an explanation: that of a partner in another dictionary of the run group. Null if it has its own, and if no accepted
   * partner has one.
   */
  borrowedExplanation?: Maybe<BorrowedExplanation>;
  /** Text in which it is active, and text in which it is not, from one collection of activations. */
  contexts: LatentContextConnection;
  /** Euclidean norm of the decoder row as stored; null without weights. */
  decoderNorm?: Maybe<Scalars['Float']['output']>;
  /** The dictionary. */
  dictionary: Dictionary;
  /** Encoder bias. */
  encoderBias?: Maybe<Scalars['Float']['output']>;
  /** Euclidean norm of the encoder row as stored; null without an encoder, and without weights. */
  encoderNorm?: Maybe<Scalars['Float']['output']>;
  /** Its best explanation, by the rule stated at `Explanation`; null without one. */
  explanation?: Maybe<Explanation>;
  /** Its explanations, best first. */
  explanations: Array<Explanation>;
  /** Fraction of tokens on which it fires: as its checkpoint states, else as the collection of activations with most tokens counted, the newest of equal ones. */
  firingFrequency?: Maybe<Scalars['Float']['output']>;
  /** Global id. */
  id: Scalars['ID']['output'];
  /** Row, from 0. */
  index: Scalars['Int']['output'];
  /** Its partner in each other dictionary of the run group. */
  partners: Array<LatentPartner>;
  /** Identity in a portal, `<model>/<source>/<index>`, where the dictionary has one. */
  portalId?: Maybe<Scalars['String']['output']>;
  /** Activation threshold of this latent, where the architecture has one. */
  threshold?: Maybe<Scalars['Float']['output']>;
  /** Tokens that belong to it, from the newest collection that has statistics of it; null without. */
  topTokens?: Maybe<TopTokens>;
  /** In how many dictionaries of the run group it is found, its own included. */
  universality: Universality;
  /** Decoder or encoder row. */
  vector?: Maybe<Vector>;
};


/** One latent of one dictionary. */
export type LatentBorrowedExplanationArgs = {
  criterion?: InputMaybe<CriterionInput>;
  measure: Measure;
};


/** One latent of one dictionary. */
export type LatentContextsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  collection?: InputMaybe<Scalars['Int']['input']>;
  first: Scalars['Int']['input'];
  kinds: Array<ContextKind>;
};


/** One latent of one dictionary. */
export type LatentExplanationsArgs = {
  first: Scalars['Int']['input'];
};


/** One latent of one dictionary. */
export type LatentPartnersArgs = {
  criterion?: InputMaybe<CriterionInput>;
  measure: Measure;
};


/** One latent of one dictionary. */
export type LatentUniversalityArgs = {
  criterion?: InputMaybe<CriterionInput>;
  measure: Measure;
};


/** One latent of one dictionary. */
export type LatentVectorArgs = {
  encoding: VectorEncoding;
  side: Side;
};

/** Whether one latent is alive, and who says so. */
export type LatentAliveness = {
  __typename?: 'LatentAliveness';
  /** Whether it is. Null where nothing is known. */
  alive?: Maybe<Scalars['Boolean']['output']>;
  /** The text that was looked at; null unless a collection names it. */
  dataset?: Maybe<Scalars['String']['output']>;
  /** Tokens on which it fired, of `tokens`; null where only a frequency is known. */
  firingCount?: Maybe<Scalars['BigInt']['output']>;
  /** Fraction of tokens on which it fires, by this source. */
  firingFrequency?: Maybe<Scalars['Float']['output']>;
  /**
   * Fraction of tokens below which its rate lies with 95% confidence, from `firingCount` of `tokens` (Poisson; 3 / tokens where it never fired).
   * Null where either number is unknown.
   */
  rateUpperBound?: Maybe<Scalars['Float']['output']>;
  /** Who says so. Null where nothing is known. */
  source?: Maybe<AliveSource>;
  /** The state and its source in a sentence. */
  statement: Scalars['String']['output'];
  /** Tokens that were looked at; null where nobody says how many. */
  tokens?: Maybe<Scalars['BigInt']['output']>;
};

/** A page of latents. */
export type LatentConnection = {
  __typename?: 'LatentConnection';
  /** Rows with cursors. */
  edges: Array<LatentEdge>;
  /** Rows alone. */
  nodes: Array<Latent>;
  /** Where the page lies. */
  pageInfo: PageInfo;
  /** Rows in all pages. */
  totalCount: Scalars['Int']['output'];
};

/** Text with the activation of one latent on each token. Text from a corpus: show it as text, never as markup. */
export type LatentContext = {
  __typename?: 'LatentContext';
  /** Activation on each token. */
  activations: Array<Scalars['Float']['output']>;
  /** Where it was seen. */
  collection: ActivationCollection;
  /** Number of the document or sequence in the corpus, where known. */
  document?: Maybe<Scalars['BigInt']['output']>;
  /** The rule by which this context was kept. */
  kind: ContextKind;
  /** The greatest of the activations. */
  maxActivation: Scalars['Float']['output'];
  /** Index of the latent that is active, for NEIGHBOUR. */
  neighbour?: Maybe<Scalars['Int']['output']>;
  /** The first token's place in that document, where known. */
  offset?: Maybe<Scalars['Int']['output']>;
  /** Place inside its kind, from 0; strongest first among TOP. */
  ordinal: Scalars['Int']['output'];
  /** The token for which it was kept, from 0. */
  position: Scalars['Int']['output'];
  /** Which quantile, from 0, for QUANTILE. */
  quantile?: Maybe<Scalars['Int']['output']>;
  /** The text from which the tokens were made, where kept. */
  sourceText?: Maybe<Scalars['String']['output']>;
  /** The tokens; ids in angle brackets where the collection has no token texts. */
  tokens: Array<Scalars['String']['output']>;
};

/** A page of contexts. */
export type LatentContextConnection = {
  __typename?: 'LatentContextConnection';
  /** Rows with cursors. */
  edges: Array<LatentContextEdge>;
  /** Rows alone. */
  nodes: Array<LatentContext>;
  /** Where the page lies. */
  pageInfo: PageInfo;
  /** Rows in all pages. */
  totalCount: Scalars['Int']['output'];
};

/** A context in a page. */
export type LatentContextEdge = {
  __typename?: 'LatentContextEdge';
  /** Cursor of this row. */
  cursor: Scalars['String']['output'];
  /** The context. */
  node: LatentContext;
};

/** A latent in a page. */
export type LatentEdge = {
  __typename?: 'LatentEdge';
  /** Cursor of this row. */
  cursor: Scalars['String']['output'];
  /** The latent. */
  node: Latent;
};

/** A family: latents that accepted matches tie together, at most one per dictionary. */
export type LatentFamily = {
  __typename?: 'LatentFamily';
  /** Whether all that matches tie to it is in it. False for a family cut out of a component in which a dictionary had two latents, so that matches contradict each other. */
  consistent: Scalars['Boolean']['output'];
  /** Different dictionaries among them: as many as latents. */
  dictionaries: Scalars['Int']['output'];
  /** The latents, by dictionary and index. */
  latents: Array<Latent>;
  /** Pairs of its latents that are each other's accepted partners, out of size (size - 1) / 2. */
  links: Scalars['Int']['output'];
  /** Mean cosine over these pairs, of decoder rows (encoder rows under ENCODER); null where others published one without cosines. */
  meanCosine?: Maybe<Scalars['Float']['output']>;
  /** The least cosine of a linked pair; null where others published one without cosines. */
  minCosine?: Maybe<Scalars['Float']['output']>;
  /** Latents. */
  size: Scalars['Int']['output'];
};


/** A family: latents that accepted matches tie together, at most one per dictionary. */
export type LatentFamilyLatentsArgs = {
  first: Scalars['Int']['input'];
};

/** A page of families. */
export type LatentFamilyConnection = {
  __typename?: 'LatentFamilyConnection';
  /** Components in which a dictionary had two latents or more, and which were cut into families and latents alone. */
  conflicts: Scalars['Int']['output'];
  /** Rows with cursors. */
  edges: Array<LatentFamilyEdge>;
  /** Families, whether listed or not. */
  families: Scalars['Int']['output'];
  /** Rows alone. */
  nodes: Array<LatentFamily>;
  /** Where the page lies. */
  pageInfo: PageInfo;
  /** The definition. */
  statement: Scalars['String']['output'];
  /** Rows in all pages. */
  totalCount: Scalars['Int']['output'];
};

/** A family in a page. */
export type LatentFamilyEdge = {
  __typename?: 'LatentFamilyEdge';
  /** Cursor of this row. */
  cursor: Scalars['String']['output'];
  /** The family. */
  node: LatentFamily;
};

/**
 * Which latents of a dictionary. Conditions are joined by AND. What is said about sharing rests on matchings of summed cosine; a dictionary
 * that has not been matched with this one gives the error NOT_MATCHED, and universality counts those that have.
 */
export type LatentFilter = {
  /** True: all but those known to be dead; false: these. ALIVE_UNKNOWN where nobody has said whether any latent fires. */
  alive?: InputMaybe<Scalars['Boolean']['input']>;
  /** What counts as shared, for the four conditions above and for the order UNIVERSALITY. */
  criterion?: InputMaybe<CriterionInput>;
  /** Firing frequency at most this; latents of unknown frequency are left out. */
  maxFiringFrequency?: InputMaybe<Scalars['Float']['input']>;
  /** Found in at most this many dictionaries of the run group, its own included. */
  maxUniversality?: InputMaybe<Scalars['Int']['input']>;
  /** Firing frequency at least this; latents of unknown frequency are left out. */
  minFiringFrequency?: InputMaybe<Scalars['Float']['input']>;
  /** Found in at least this many dictionaries of the run group, its own included. */
  minUniversality?: InputMaybe<Scalars['Int']['input']>;
  /** Orphan with respect to this dictionary, named by id, portal id or name, under the criterion. */
  orphanIn?: InputMaybe<Scalars['ID']['input']>;
  /** Shared with this dictionary, named by id, portal id or name, under the criterion. */
  sharedWith?: InputMaybe<Scalars['ID']['input']>;
};

/** Order of latents. */
export type LatentOrder =
  /** By the mean decoder cosine to the matched partners, highest first. */
  | 'COSINE'
  /** By firing frequency, most frequent first, unknown last. */
  | 'FIRING_FREQUENCY'
  /** By index, ascending. */
  | 'INDEX'
  /** By the number of dictionaries in which it is found, most first. */
  | 'UNIVERSALITY';

/** Where a latent is in one other dictionary. */
export type LatentPartner = {
  __typename?: 'LatentPartner';
  /** Whether both sides name the same partner; null unless both are matched. */
  agree?: Maybe<Scalars['Boolean']['output']>;
  /**
   * The nearest latents there, by one side, best first: what an orphan comes closest to. Where the criterion counts the alive only, dead ones are
   * left out of the four that are kept, so that there may be fewer.
   */
  candidates: Array<Candidate>;
  /** The criterion. */
  criterion: Criterion;
  /** Partner by decoder rows. */
  decoder?: Maybe<PartnerLink>;
  /** The dictionary in which the partner was looked for. */
  dictionary: Dictionary;
  /** Partner by encoder rows. */
  encoder?: Maybe<PartnerLink>;
  /** The best explanation of `latent`; null without one. */
  explanation?: Maybe<Explanation>;
  /**
   * The partner that the definition names, accepted or not: by decoder rows, by encoder rows under ENCODER, the nearest decoder row under
   * MAX_COSINE and MUTUAL_NN. Null without one.
   */
  latent?: Maybe<Latent>;
  /** The matching that says so; null if it has not been computed. */
  matching?: Maybe<Matching>;
  /** Whether this latent is shared with that dictionary under the criterion; null while the matching it needs is not complete. */
  shared?: Maybe<Scalars['Boolean']['output']>;
};


/** Where a latent is in one other dictionary. */
export type LatentPartnerCandidatesArgs = {
  first: Scalars['Int']['input'];
  side: Side;
};

/** Margins of the pairs of one side: by how much the optimum falls at least if a pair may not be matched, in units of cosine. */
export type MarginSummary = {
  __typename?: 'MarginSummary';
  /** A quarter of the pairs have a margin of at most this; null without pairs. */
  lowerQuartile?: Maybe<Scalars['Float']['output']>;
  /** Half of the pairs have a margin of at most this; null without pairs. */
  median?: Maybe<Scalars['Float']['output']>;
  /** Pairs that another bijection could do without. */
  pairs: Scalars['Int']['output'];
  /** The definition of a margin in words and symbols. */
  statement: Scalars['String']['output'];
  /** Pairs with a margin below 0.01: another bijection is nearly as good without them. */
  unsure: Scalars['Int']['output'];
  /** Three quarters of the pairs have a margin of at most this; null without pairs. */
  upperQuartile?: Maybe<Scalars['Float']['output']>;
};

/** Which dictionaries to match by activation, and on which tokens. */
export type MatchActivationsInput = {
  /** Dictionaries of one space, 2 to 64, each by id, portal id or name; of any sizes. */
  dictionaries?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Also compute what activations at other tokens give. */
  nulls: Scalars['Boolean']['input'];
  /** The run group whose dictionaries are matched, by id or name. Either this or `dictionaries`. */
  runGroup?: InputMaybe<Scalars['ID']['input']>;
  /** The tokens. */
  source: TokenSourceInput;
};

/** What a job of kind MATCH_ACTIVATIONS did. */
export type MatchActivationsResult = {
  __typename?: 'MatchActivationsResult';
  /** True if all pairs were matched on these very tokens before, and nothing was computed. */
  alreadyPresent: Scalars['Boolean']['output'];
  /** The matching of every pair, in the order of the dictionaries' numbers; null for one that has been deleted since. */
  matchings: Array<Maybe<Matching>>;
  /** Tokens that all dictionaries encoded; null if nothing was computed. */
  tokens?: Maybe<Scalars['BigInt']['output']>;
};

/** What a job of kind MATCH did. */
export type MatchResult = {
  __typename?: 'MatchResult';
  /** True if the side was matched before, and nothing was computed. */
  alreadyPresent: Scalars['Boolean']['output'];
  /** The matching; null if it has been deleted since. */
  matching?: Maybe<Matching>;
  /** The side that was matched. */
  side: Side;
};

/** What the latents of two matched dictionaries do on the same tokens: by direction (pi_d) and by firing (pi_e) each has a partner. */
export type MatchedFiring = {
  __typename?: 'MatchedFiring';
  /** The hookpoint, as the model calls it. */
  hookpoint: Scalars['String']['output'];
  /**
   * Latents of A with a partner of one kind, those that contradict most first (for BOTH: those that agree most). BAD_INPUT for a threshold outside
   * -1 to 1.
   */
  pairs: FiringPairConnection;
  /** All that decides the activations: hashes of model, text and tokenizer, windows. */
  provenance: Scalars['JSON']['output'];
  /** Name of the text, or of the folder of activations. */
  text: Scalars['String']['output'];
  /** Tokens that both dictionaries encoded. */
  tokens: Scalars['BigInt']['output'];
};


/** What the latents of two matched dictionaries do on the same tokens: by direction (pi_d) and by firing (pi_e) each has a partner. */
export type MatchedFiringPairsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  correlation: Scalars['Float']['input'];
  cosine: Scalars['Float']['input'];
  first: Scalars['Int']['input'];
  kind: TwinKind;
};

/** The comparison of two dictionaries of one space: decoders and encoders matched independently, each with a certificate, or as others published it. */
export type Matching = Node & {
  __typename?: 'Matching';
  /** Dictionary A. */
  a: Dictionary;
  /** Dictionary B. */
  b: Dictionary;
  /**
   * SVCCA: how much of what one dictionary spans over the matched pairs the other spans, too, whatever linear map is between them. Null until
   * `requestSimilarity` has had it computed.
   */
  canonicalCorrelation?: Maybe<CanonicalCorrelation>;
  /** Cosines of the matched decoder rows before and after the mean of all rows is removed; null until complete. NO_WEIGHTS, QUERY_TOO_COSTLY. */
  centredCosines?: Maybe<CentredCosines>;
  /** True once every side that both dictionaries have is matched. */
  complete: Scalars['Boolean']['output'];
  /** Where the two differ in more than the seed, by what their configurations state, in a sentence; null where they do not. */
  contradictions?: Maybe<Scalars['String']['output']>;
  /** Histogram of cosines over matched pairs; null until that side is computed. */
  cosineHistogram?: Maybe<CosineHistogram>;
  /** How much of each dictionary the other covers, without a bijection: for dictionaries of different sizes. Null until complete. */
  coverage?: Maybe<MatchingCoverage>;
  /** The decoder side; null until computed. */
  decoder?: Maybe<SideMatching>;
  /** The encoder side; null until computed or without encoders. */
  encoder?: Maybe<SideMatching>;
  /** Whether matched latents are called alike, by their best explanations. Null until complete; BAD_INPUT and COSINES_UNKNOWN as for `summary`. */
  explanationAgreement?: Maybe<ExplanationAgreement>;
  /** The matching as a file for other tools: its header, and where to fetch it. NOT_MATCHED unless complete. */
  export?: Maybe<MatchingExport>;
  /** What matched latents do on the tokens that were compared; null but for ACTIVATION_CORRELATION. */
  firing?: Maybe<MatchedFiring>;
  /** Global id. */
  id: Scalars['ID']['output'];
  /** Jobs that compute it, latest first. */
  jobs: Array<Job>;
  /** The measure whose sum was maximised. */
  measure: Measure;
  /**
   * Whether the latents that this pair does not share are a subspace that both dictionaries have. Null until `requestSimilarity` has had it computed, and
   * where one dictionary has no such latent.
   */
  orphanSpans?: Maybe<OrphanSpans>;
  /**
   * Latents of one end without an accepted partner, nearest to being shared first (by index where that is not known: others published the
   * matching); null until complete.
   */
  orphans?: Maybe<OrphanConnection>;
  /** True if both were initialised with the same seed: a confound. */
  sameInitSeed: Scalars['Boolean']['output'];
  /** Sharedness of one end's latents against how often they fire. Null until complete; BAD_INPUT and COSINES_UNKNOWN as for `summary`. */
  sharedByFrequency?: Maybe<SharedByCovariate>;
  /** Sharedness of one end's latents against the score of their explanations. Null until complete; BAD_INPUT and COSINES_UNKNOWN as for `summary`. */
  sharedByScore?: Maybe<SharedByCovariate>;
  /** Pairs under a criterion: latents of A with their accepted partner in B, best decoder cosine first (encoder, under ENCODER); null until complete. */
  sharedPairs?: Maybe<SharedPairConnection>;
  /**
   * Whether matched latents lie to each other as their partners do (linear CKA, RSA), whatever rotation is between the dictionaries. From a
   * sample of pairs. Null until complete.
   */
  similarity?: Maybe<RepresentationSimilarity>;
  /**
   * Counts and means under a criterion; null until complete. BAD_INPUT if the definition needs encoders and a dictionary has none,
   * COSINES_UNKNOWN if it needs cosines and others published the matching without them (AGREE needs none).
   */
  summary?: Maybe<MatchingSummary>;
  /** Shared fraction over thresholds 0 to 1; null until complete. */
  sweep?: Maybe<ThresholdSweep>;
};


/** The comparison of two dictionaries of one space: decoders and encoders matched independently, each with a certificate, or as others published it. */
export type MatchingCosineHistogramArgs = {
  aliveOnly: Scalars['Boolean']['input'];
  bins: Scalars['Int']['input'];
  side: Side;
};


/** The comparison of two dictionaries of one space: decoders and encoders matched independently, each with a certificate, or as others published it. */
export type MatchingCoverageArgs = {
  aliveOnly: Scalars['Boolean']['input'];
  strict: Scalars['Boolean']['input'];
  threshold: Scalars['Float']['input'];
};


/** The comparison of two dictionaries of one space: decoders and encoders matched independently, each with a certificate, or as others published it. */
export type MatchingExplanationAgreementArgs = {
  criterion?: InputMaybe<CriterionInput>;
};


/** The comparison of two dictionaries of one space: decoders and encoders matched independently, each with a certificate, or as others published it. */
export type MatchingExportArgs = {
  format: MatchingFileFormat;
};


/** The comparison of two dictionaries of one space: decoders and encoders matched independently, each with a certificate, or as others published it. */
export type MatchingOrphansArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  criterion?: InputMaybe<CriterionInput>;
  first: Scalars['Int']['input'];
  of: MatchingEnd;
};


/** The comparison of two dictionaries of one space: decoders and encoders matched independently, each with a certificate, or as others published it. */
export type MatchingSharedByFrequencyArgs = {
  bins: Scalars['Int']['input'];
  criterion?: InputMaybe<CriterionInput>;
  of: MatchingEnd;
};


/** The comparison of two dictionaries of one space: decoders and encoders matched independently, each with a certificate, or as others published it. */
export type MatchingSharedByScoreArgs = {
  bins: Scalars['Int']['input'];
  criterion?: InputMaybe<CriterionInput>;
  of: MatchingEnd;
  scorer?: InputMaybe<Scalars['String']['input']>;
};


/** The comparison of two dictionaries of one space: decoders and encoders matched independently, each with a certificate, or as others published it. */
export type MatchingSharedPairsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  criterion?: InputMaybe<CriterionInput>;
  first: Scalars['Int']['input'];
};


/** The comparison of two dictionaries of one space: decoders and encoders matched independently, each with a certificate, or as others published it. */
export type MatchingSummaryArgs = {
  criterion?: InputMaybe<CriterionInput>;
  of: MatchingEnd;
};


/** The comparison of two dictionaries of one space: decoders and encoders matched independently, each with a certificate, or as others published it. */
export type MatchingSweepArgs = {
  aliveOnly: Scalars['Boolean']['input'];
  definition: SharedDefinition;
  of: MatchingEnd;
  steps: Scalars['Int']['input'];
  strict: Scalars['Boolean']['input'];
};

/** What a number rests on. */
export type MatchingBasis = {
  __typename?: 'MatchingBasis';
  /** Alive latents of A; null where nobody has said. */
  aliveA?: Maybe<Scalars['Int']['output']>;
  /** Alive latents of B; null where nobody has said. */
  aliveB?: Maybe<Scalars['Int']['output']>;
  /** On what it rests who is alive in A. */
  alivenessA: Aliveness;
  /** On what it rests who is alive in B. */
  alivenessB: Aliveness;
  /** contentSha256 of A; null without weights. */
  contentA?: Maybe<Scalars['String']['output']>;
  /** contentSha256 of B; null without weights. */
  contentB?: Maybe<Scalars['String']['output']>;
  /** Certificate of the decoder side; null if others published it. */
  decoderCertificate?: Maybe<Certificate>;
  /** Certificate of the encoder side; null without encoders, and if others published it. */
  encoderCertificate?: Maybe<Certificate>;
  /** Who vouches for the matching: Reseed, by certificates, or others who published it. */
  statement: Scalars['String']['output'];
};

/** A page of matchings. */
export type MatchingConnection = {
  __typename?: 'MatchingConnection';
  /** Rows with cursors. */
  edges: Array<MatchingEdge>;
  /** Rows alone. */
  nodes: Array<Matching>;
  /** Where the page lies. */
  pageInfo: PageInfo;
  /** Rows in all pages. */
  totalCount: Scalars['Int']['output'];
};

/** How much of each dictionary the other covers. */
export type MatchingCoverage = {
  __typename?: 'MatchingCoverage';
  /** Whether dead latents were left out. */
  aliveOnly: Scalars['Boolean']['output'];
  /** What these numbers rest on. */
  basis: MatchingBasis;
  /** By decoder rows. */
  decoder: SideCoverage;
  /** By encoder rows; null without encoders. */
  encoder?: Maybe<SideCoverage>;
  /** The definition in words and symbols. */
  statement: Scalars['String']['output'];
  /** Whether `>` was used. */
  strict: Scalars['Boolean']['output'];
  /** Cosine threshold. */
  threshold: Scalars['Float']['output'];
};

/** A matching in a page. */
export type MatchingEdge = {
  __typename?: 'MatchingEdge';
  /** Cursor of this row. */
  cursor: Scalars['String']['output'];
  /** The matching. */
  node: Matching;
};

/** One end of a matching. */
export type MatchingEnd =
  /** Dictionary A. */
  | 'A'
  /** Dictionary B. */
  | 'B';

/** What a matching of two dictionaries takes, estimated from their sizes. */
export type MatchingEstimate = {
  __typename?: 'MatchingEstimate';
  /** Megabytes that one matching may use here (RESEED_MEMORY_MB); null where the server sets no limit. */
  allowedMb?: Maybe<Scalars['Int']['output']>;
  /** Megabytes at the peak, rows of both included. Above `allowedMb` it is refused with TOO_LARGE_TO_MATCH. */
  memoryMb: Scalars['Int']['output'];
  /** Seconds with the threads that are set here, by rates that were measured on one machine (bench/RESULTS.md); another machine may take twice or half of it. */
  seconds: Scalars['Float']['output'];
};

/**
 * A complete matching as a file for other tools: every latent of A with its partner by decoder and by encoder, accepted or not, so that any definition
 * and threshold can be applied afterwards; then the latents of B that a side leaves without a partner.
 *
 * Columns: `end` (A or B; JSON has two lists instead), `index`, `alive`, and for `decoder` and `encoder` each `_partner` (row at the other
 * end), `_cosine` (without its sign under ABSOLUTE_COSINE) and `_partner_alive`; JSON writes them in camel case. All three are null where the
 * bijection leaves the latent out, and for encoders where a dictionary has none. Cosines are doubles and read back as such.
 */
export type MatchingExport = {
  __typename?: 'MatchingExport';
  /** The name under which it is saved. */
  fileName: Scalars['String']['output'];
  /** How the file is written. */
  format: MatchingFileFormat;
  /** Name of the shape of header and records: `reseed-matching`. */
  formatName: Scalars['String']['output'];
  /** Version of this shape. A higher one means that a reader of the old shape would misread the new; added fields do not raise it. */
  formatVersion: Scalars['Int']['output'];
  /** The header as the file has it: space, both dictionaries with content hashes, measure, certificate of each side. */
  header: Scalars['JSON']['output'];
  /** Where to fetch it: a path on this server, for GET. The answer is streamed, uncompressed, as an attachment. */
  href: Scalars['String']['output'];
  /** The matching. */
  matching: Matching;
  /** Its media type. */
  mediaType: Scalars['String']['output'];
};

/** How a file of a matching is written. All three hold the same records, and the same header. */
export type MatchingFileFormat =
  /** The header's JSON in lines that begin with `#`, column names, one record per line; an empty cell is null. */
  | 'CSV'
  /** One object `{ header, latents, unmatchedB }`, one record per line. */
  | 'JSON'
  /** The same columns; the header's JSON is the file's metadata under the key `reseed-matching`. */
  | 'PARQUET';

/** Which matchings. Conditions are joined by AND. */
export type MatchingFilter = {
  /** With this dictionary at either end, by id, portal id or name. */
  dictionary?: InputMaybe<Scalars['ID']['input']>;
  /** The measure whose sum was maximised. */
  measure?: InputMaybe<Measure>;
  /** Between dictionaries of this run group, by id or name; a name means every run group that has it. */
  runGroup?: InputMaybe<Scalars['ID']['input']>;
};

/** How far the matchings between all dictionaries of a run group are, whichever workers have them. */
export type MatchingProgress = {
  __typename?: 'MatchingProgress';
  /** Sides whose latest job was cancelled. */
  cancelled: Scalars['Int']['output'];
  /** Sides that are matched. */
  done: Scalars['Int']['output'];
  /** Sides whose latest job failed. */
  failed: Scalars['Int']['output'];
  /** (done + the fractions of those running) / total, 0 to 1; 1 where there is no pair. */
  fraction: Scalars['Float']['output'];
  /** Sides that wait for a worker. */
  queued: Scalars['Int']['output'];
  /** Sides that a worker has. */
  running: Scalars['Int']['output'];
  /** Sides that the group has: of each pair the decoders, and the encoders where both have them. */
  total: Scalars['Int']['output'];
};

/** Counts and means under one criterion. */
export type MatchingSummary = {
  __typename?: 'MatchingSummary';
  /** mean over latents of [pi_d(i) = pi_e(i)]; null without encoders. */
  agreement?: Maybe<Scalars['Float']['output']>;
  /** What these numbers rest on. */
  basis: MatchingBasis;
  /** The criterion. */
  criterion: Criterion;
  /** Latents of this end known to be dead; null where nobody has said whether any fires. */
  dead?: Maybe<Scalars['Int']['output']>;
  /** Latents counted: all of this end, or the alive ones. */
  latents: Scalars['Int']['output'];
  /** Mean matched cosine of decoder rows over the latents counted; null where others published the pairs without cosines. */
  meanDecoderCosine?: Maybe<Scalars['Float']['output']>;
  /** Mean matched cosine of encoder rows over the latents counted; null without encoders, and where others published the pairs without cosines. */
  meanEncoderCosine?: Maybe<Scalars['Float']['output']>;
  /** The kinds of null that this matching lacks, with the reason for each. */
  missingNulls: Array<MissingNull>;
  /** The same numbers for unrelated dictionaries, by each kind of null that was computed. Agreement and the definitions that ask for agreement are to be read against JOINT and ROTATION. */
  nulls: Array<SummaryNull>;
  /** Whose latents were counted. */
  of: MatchingEnd;
  /** Latents that are not. */
  orphans: Scalars['Int']['output'];
  /** Latents that are shared. */
  shared: Scalars['Int']['output'];
  /** shared / latents. */
  sharedFraction: Scalars['Float']['output'];
};

/** What a matching maximises. */
export type Measure =
  /** The summed absolute cosine, whose mean is the PW-MCC of arXiv 2505.20254. */
  | 'ABSOLUTE_COSINE'
  /**
   * Decoders by the summed signed cosine, as under COSINE; and on the side ENCODER, in the place of encoder rows, the summed Pearson correlation of
   * activations on the same tokens. So C^e and pi_e of every definition are about what fires together: BOTH_AGREE asks for a partner that has both
   * the direction and the firing, ENCODER for firing alone, and agreement says how often the two matchings name the same partner. Made by
   * `matchActivations`.
   */
  | 'ACTIVATION_CORRELATION'
  /** The summed signed cosine (the paper's). */
  | 'COSINE';

/**
 * A latent of the other dictionary that several latents of this one together rebuild, the orphan among them: one decoder row as a non-negative
 * sum, as for a recoding, in the other direction.
 */
export type Merge = {
  __typename?: 'Merge';
  /** The latents of the orphan's own dictionary, in the order in which they came in. */
  atoms: Array<RecodingAtom>;
  /** How many of them are enough, the orphan among these; at least 2. */
  atomsNeeded: Scalars['Int']['output'];
  /** By how much R^2 of the atoms falls without the orphan, with weights fitted afresh. */
  gain: Scalars['Float']['output'];
  /** The latent of the other dictionary. */
  latent: Latent;
  /** What the last of as many random vectors adds to R^2, on average. */
  nullGain: Scalars['Float']['output'];
};

/** A kind of null that a matching lacks. */
export type MissingNull = {
  __typename?: 'MissingNull';
  /** The kind of null. */
  kind: NullKind;
  /** Why the matching lacks it and, where that is possible, how to get it. */
  reason: Scalars['String']['output'];
};

/** Two dictionaries whose matching is not complete. */
export type MissingPair = {
  __typename?: 'MissingPair';
  /** The dictionary that comes first in the group. */
  a: Dictionary;
  /** The other dictionary of the pair. */
  b: Dictionary;
};

/** A language model whose activations are decomposed. */
export type Model = Node & {
  __typename?: 'Model';
  /** Global id. */
  id: Scalars['ID']['output'];
  /** Name as in the model's home, for example `EleutherAI/pythia-160m`. */
  name: Scalars['String']['output'];
  /** Revision of the weights; `unspecified` where no source named one. */
  revision: Scalars['String']['output'];
  /** The places in this model for which there are dictionaries. */
  spaces: Array<Space>;
};

/** A language model in ONNX, and a text for it. Both are hashed when the run is asked for, and have to be the same when it trains. */
export type ModelActivationsInput = {
  /** Which windows begin with BOS; its own activations are left out. */
  bos: BosRule;
  /** Tokens that the model sees at once, BOS included. Null: what it takes, at most 512. */
  context?: InputMaybe<Scalars['Int']['input']>;
  /** Text file, or .jsonl with a field `text`, below one of the roots. */
  corpus: Scalars['String']['input'];
  /** Where activations are taken, for example `layers.2.mlp`. */
  hookpoint: Scalars['String']['input'];
  /** How the model is called. Null: as its files say. */
  model?: InputMaybe<Scalars['String']['input']>;
  /** Folder with the model and its tokenizer.json, or the ONNX file, below one of the server's import roots, absolute or relative to a root. */
  modelPath: Scalars['String']['input'];
  /** Model revision. Null: as its files say. */
  revision?: InputMaybe<Scalars['String']['input']>;
  /** Tokens to take from the text, those that are held out included. Null: as many as `tokens` of the training needs to read each once. */
  tokens?: InputMaybe<Scalars['BigInt']['input']>;
};

/** Predictions of the next token with something in the place of the activations: as they are, the reconstruction, zeros. */
export type ModelEvaluation = {
  __typename?: 'ModelEvaluation';
  /** Cross-entropy of the model as it is, nats. */
  crossEntropy: Scalars['Float']['output'];
  /** With the reconstruction. */
  crossEntropyReconstructed: Scalars['Float']['output'];
  /** With zeros. */
  crossEntropyZeros: Scalars['Float']['output'];
  /** KL divergence from the model's predictions to those with the reconstruction, nats, mean over tokens. */
  kl: Scalars['Float']['output'];
  /** (zeros - reconstruction) / zeros of the KL divergence; null where zeros change nothing. */
  klScore?: Maybe<Scalars['Float']['output']>;
  /** With zeros. */
  klZeros: Scalars['Float']['output'];
  /** (zeros - reconstruction) / (zeros - as it is): 1 where nothing is lost. Null where zeros do no harm. */
  lossRecovered?: Maybe<Scalars['Float']['output']>;
  /** Tokens with a next one in their window: cross-entropies are means over these. */
  predicted: Scalars['BigInt']['output'];
  /** Fraction of tokens whose most probable next token stays the same. */
  topAgreement: Scalars['Float']['output'];
  /** With zeros. */
  topAgreementZeros: Scalars['Float']['output'];
};

/** Entry points for changing and computing. */
export type Mutation = {
  __typename?: 'Mutation';
  /** Cancels a job; one that has ended stays as it is. */
  cancelJob: Job;
  /** Reads a text with the language model and keeps, per latent, what it fires on: frequency, histogram, tokens and contexts. */
  collectContexts: Job;
  /** Deletes a dictionary with its latents, vectors and matchings. */
  deleteDictionary: DeleteDictionaryPayload;
  /**
   * Makes the vectors that search by meaning needs, for every explanation of a dictionary that has none of the configured model. NO_EMBEDDER without
   * a model.
   */
  embedExplanations: Job;
  /**
   * Measures how well dictionaries rebuild the activations of some tokens and, where a model reads a text, what it predicts with the reconstructions in
   * the activations' place. CANNOT_ENCODE for a dictionary without encoder, MODEL_UNSUPPORTED where the hookpoint cannot be replaced.
   */
  evaluateDictionaries: Job;
  /** Explains latents from their contexts. LLM_NOT_CONFIGURED for LLM without a chat model. */
  explainLatents: Job;
  /** Writes a dictionary as a checkpoint that another library loads, below the server's export root (RESEED_EXPORT_ROOT): whole or absent. */
  exportCheckpoint: Job;
  /** Writes what is known of a dictionary's latents below the server's export root (RESEED_EXPORT_ROOT): whole or absent. */
  exportExplanations: Job;
  /**
   * Writes the core (features in all dictionaries) or the union (all features) of a matched run group as one checkpoint, below the server's
   * export root: whole or absent. Each feature is represented by one latent as it was trained; `provenance.json` next to it says which.
   */
  exportFeatures: Job;
  /**
   * Imports one dictionary. The same content again gives a job that succeeds with the dictionary that exists: facts that are given fill what was
   * unknown of it, and fail the job with FACT_CONTRADICTS where they contradict.
   */
  importDictionary: Job;
  /** Imports what files say of latents. What is stored already is left as it is: the same files again change nothing. */
  importExplanations: Job;
  /**
   * Imports a matching that others published. Its dictionaries are stored ones (found by content hash, or by run group and init seed), or are
   * registered without weights. What was solved here is never replaced. The same files again give a job that succeeds and changes nothing.
   */
  importMatching: Job;
  /**
   * Matches every pair of some dictionaries by what fires together on the same tokens (measure ACTIVATION_CORRELATION). A pair that was matched on
   * other tokens is replaced; all pairs appear at once. CANNOT_ENCODE for a dictionary without encoder, TOO_LARGE_TO_MATCH.
   */
  matchActivations: Job;
  /** Matches one pair or every pair of a run group. Work that is done or under way is not repeated. */
  requestMatching: RequestMatchingPayload;
  /**
   * Computes the SVCCA of one matched pair or of every pair of a run group; gives the jobs that do it, none where all is computed. NOT_MATCHED if
   * a matching of summed cosine is missing, SIMILARITY_TOO_COSTLY above a width of 2,304.
   */
  requestSimilarity: Array<Job>;
  /**
   * Scores explanations on contexts that they were not made from. LLM_NOT_CONFIGURED for DETECTION and FUZZ without a chat model, NO_EMBEDDER for
   * EMBEDDING without an embedding model.
   */
  scoreExplanations: Job;
  /** Builds or drops an approximate index over one side of one dictionary. */
  setNearestIndex: Job;
  /**
   * Trains several seeds of one run group and makes dictionaries of them. Everything is checked before it is queued; what it takes is in
   * `trainingRun.estimate`. Follow it by `jobUpdated`, end it by `cancelJob`.
   */
  startTraining: Job;
  /**
   * Measures how well partners stand in for latents, for one matched pair or every pair of a run group: what the reconstruction of A loses with a
   * partner's contribution in the latent's place. NOT_MATCHED if a matching under the measure is missing.
   */
  substitutePartners: Array<Job>;
  /** Changes facts of a dictionary, with a trail of what they were. PORTAL_ID_TAKEN, NOT_FOUND, BAD_INPUT. */
  updateDictionary: UpdateDictionaryPayload;
};


/** Entry points for changing and computing. */
export type MutationCancelJobArgs = {
  id: Scalars['ID']['input'];
};


/** Entry points for changing and computing. */
export type MutationCollectContextsArgs = {
  input: CollectContextsInput;
};


/** Entry points for changing and computing. */
export type MutationDeleteDictionaryArgs = {
  id: Scalars['ID']['input'];
};


/** Entry points for changing and computing. */
export type MutationEmbedExplanationsArgs = {
  dictionary: Scalars['ID']['input'];
};


/** Entry points for changing and computing. */
export type MutationEvaluateDictionariesArgs = {
  input: EvaluateDictionariesInput;
};


/** Entry points for changing and computing. */
export type MutationExplainLatentsArgs = {
  input: ExplainLatentsInput;
};


/** Entry points for changing and computing. */
export type MutationExportCheckpointArgs = {
  input: ExportCheckpointInput;
};


/** Entry points for changing and computing. */
export type MutationExportExplanationsArgs = {
  input: ExportExplanationsInput;
};


/** Entry points for changing and computing. */
export type MutationExportFeaturesArgs = {
  input: ExportFeaturesInput;
};


/** Entry points for changing and computing. */
export type MutationImportDictionaryArgs = {
  input: ImportDictionaryInput;
};


/** Entry points for changing and computing. */
export type MutationImportExplanationsArgs = {
  input: ImportExplanationsInput;
};


/** Entry points for changing and computing. */
export type MutationImportMatchingArgs = {
  input: ImportMatchingInput;
};


/** Entry points for changing and computing. */
export type MutationMatchActivationsArgs = {
  input: MatchActivationsInput;
};


/** Entry points for changing and computing. */
export type MutationRequestMatchingArgs = {
  input: RequestMatchingInput;
};


/** Entry points for changing and computing. */
export type MutationRequestSimilarityArgs = {
  input: RequestSimilarityInput;
};


/** Entry points for changing and computing. */
export type MutationScoreExplanationsArgs = {
  input: ScoreExplanationsInput;
};


/** Entry points for changing and computing. */
export type MutationSetNearestIndexArgs = {
  input: SetNearestIndexInput;
};


/** Entry points for changing and computing. */
export type MutationStartTrainingArgs = {
  input: StartTrainingInput;
};


/** Entry points for changing and computing. */
export type MutationSubstitutePartnersArgs = {
  input: SubstitutePartnersInput;
};


/** Entry points for changing and computing. */
export type MutationUpdateDictionaryArgs = {
  input: UpdateDictionaryInput;
};

/** What `nearestLatents` found. */
export type NearestAnswer = {
  __typename?: 'NearestAnswer';
  /** The definition of the score. */
  definition: Scalars['String']['output'];
  /** One entry per dictionary searched, in the order asked. */
  groups: Array<NearestGroup>;
  /** Rows compared: decoder or encoder. */
  side: Side;
};

/** What to search from. */
export type NearestFrom =
  /** A latent, by id or as `<dictionary>/<index>`: its own row is the query. */
  { latent: Scalars['ID']['input']; vector?: never; }
  |  /** A direction of the space's width; at most 16,000 numbers, finite, not all zero. */
  { latent?: never; vector: Array<Scalars['Float']['input']>; };

/** Hits in one dictionary. */
export type NearestGroup = {
  __typename?: 'NearestGroup';
  /** The dictionary. */
  dictionary: Dictionary;
  /** True if every row was compared: no nearer latent exists. */
  exact: Scalars['Boolean']['output'];
  /** Best first: `first` of them, or all that have a direction (zero rows have none). */
  hits: Array<NearestHit>;
  /** How they were found. */
  method: NearestMethod;
};

/** One near latent. */
export type NearestHit = {
  __typename?: 'NearestHit';
  /** Cosine of the decoder rows; null for a vector query by encoder. */
  decoderCosine?: Maybe<Scalars['Float']['output']>;
  /** Cosine of the encoder rows; null for a vector query by decoder. */
  encoderCosine?: Maybe<Scalars['Float']['output']>;
  /** The latent. */
  latent: Latent;
  /** Whether it is the matched partner of the queried latent on the searched side; null without a matching or for a vector query. */
  matchedPartner?: Maybe<Scalars['Boolean']['output']>;
  /** 1 for the nearest. */
  rank: Scalars['Int']['output'];
};

/** An approximate index over one side of a dictionary. */
export type NearestIndex = {
  __typename?: 'NearestIndex';
  /** What is indexed: float32 up to 2,000 dimensions, float16 up to 4,000, sign bits above. */
  indexed: Scalars['String']['output'];
  /** Which rows. */
  side: Side;
};

/** How nearest latents are found. */
export type NearestMethod =
  /** The index where the operator has switched one on, sign bits with exact re-ranking above 2,000 dimensions, else an exact scan. */
  | 'AUTO'
  /** Compare with every row: exact. */
  | 'EXACT'
  /** An HNSW index selects candidates, the exact cosine ranks them. */
  | 'HNSW'
  /** Hamming distance of sign bits selects candidates, the exact cosine ranks them. */
  | 'RERANKED_BITS';

/** Labels of partners, compared with labels of near latents that are not the partner. */
export type NeighbourSimilarity = {
  __typename?: 'NeighbourSimilarity';
  /** The least that `pValue` can be: 1 / (1 + draws). */
  leastPValue: Scalars['Float']['output'];
  /** Mean over these pairs. */
  matched: Scalars['Float']['output'];
  /** (1 + draws that give at least this difference) / (1 + draws). */
  pValue: Scalars['Float']['output'];
  /** Pairs with such a neighbour. */
  pairs: Scalars['Int']['output'];
  /** Mean between the same latents and their neighbours. */
  unmatched: Scalars['Float']['output'];
};

/** Why no power law is fitted to a curve. */
export type NoFit =
  /** All points are equal. */
  | 'CONSTANT'
  /** The best exponent lies at the border of its range: the curve is no power law. */
  | 'NO_POWER_LAW'
  /** Fewer than four points, that is fewer than five dictionaries. */
  | 'TOO_FEW_POINTS'
  /** Values of `c` over more than half of what lies between 0 and the last point fit the points nearly as well. */
  | 'UNFIXED';

/** Anything with a global id. */
export type Node = {
  /** Global id: opaque, stable, usable in `node(id:)`. */
  id: Scalars['ID']['output'];
};

/** What a job of kind NULL_BASELINE did: the matching has its nulls. */
export type NullBaselineResult = {
  __typename?: 'NullBaselineResult';
  /** The matching; null if it has been deleted since. */
  matching?: Maybe<Matching>;
};

/** A number against draws of a null. */
export type NullComparison = {
  __typename?: 'NullComparison';
  /** Independent draws. */
  draws: Scalars['Int']['output'];
  /** Greatest of a draw. */
  greatest: Scalars['Float']['output'];
  /** Least of a draw. */
  least: Scalars['Float']['output'];
  /** The least that `pValue` can be: 1 / (1 + draws). */
  leastPValue: Scalars['Float']['output'];
  /** Mean over the draws. */
  mean: Scalars['Float']['output'];
  /** (1 + draws that give at least as much as the real pair) / (1 + draws). */
  pValue: Scalars['Float']['output'];
};

/** How the unrelated dictionaries of a null are made. Each is matched as the real ones are. */
export type NullKind =
  /** Gaussian rows with each dictionary's own mean and covariance on that side, then unit length; decoder and encoder rows of a latent are independent. */
  | 'COVARIANCE_MATCHED'
  /**
   * The rows that both began training with, drawn again from their init seeds; one draw. Only for dictionaries that the built-in trainer made.
   * Where training begins with equal decoder and encoder rows, both matchings are one problem and agreement is 1 before the first step.
   */
  | 'INITIAL'
  /** Rows uniform on the sphere, same n and d; decoder and encoder rows of a latent are independent. */
  | 'ISOTROPIC'
  /**
   * Both rows of a latent drawn together, from a Gaussian with the mean and covariance that each dictionary's decoder and encoder rows have
   * jointly, then unit length each. The null to read AGREE, BOTH_AGREE and agreement against: the two rows of a latent are alike in real
   * dictionaries, so that both matchings name the same partner more often than independent rows would.
   */
  | 'JOINT'
  /** The two dictionaries themselves, B turned by one random rotation on both sides: all cosines within a dictionary stay, every relation between the two is gone. */
  | 'ROTATION'
  /**
   * For ACTIVATION_CORRELATION, the only kind there: activations of B moved on by whole documents, so that every latent fires as often as it does but
   * meets another text; decoder rows uniform on the sphere, drawn independently.
   */
  | 'SHIFTED_TEXT';

/** What part of a base dictionary's latents is in none of k - 1 others. */
export type OnlyInBaseCurve = {
  __typename?: 'OnlyInBaseCurve';
  /** a * k^-b + c through the points; null where the points do not fix it. */
  fit?: Maybe<PowerLaw>;
  /** How the fit is made. */
  fitStatement: Scalars['String']['output'];
  /** Latents counted, of all base dictionaries. */
  latents: Scalars['Int']['output'];
  /** Why there is no fit; null where there is one. */
  noFit?: Maybe<NoFit>;
  /** The same for dictionaries that have nothing to do with each other, by each kind of null that every pair has; none where nulls were not computed. */
  nulls: Array<FractionsNull>;
  /** k = 2 .. S. */
  points: Array<OnlyInBasePoint>;
  /** The definition. */
  statement: Scalars['String']['output'];
};

/** One point of the curve. */
export type OnlyInBasePoint = {
  __typename?: 'OnlyInBasePoint';
  /** k: dictionaries looked at, the base included. */
  dictionaries: Scalars['Int']['output'];
  /** Mean over all subsets of k - 1 others (and over base dictionaries, for a group). */
  fraction: Scalars['Float']['output'];
  /** How far the fraction may be from that of other seeds; null for one base dictionary, for k = S and for fewer than three dictionaries. */
  interval?: Maybe<SeedInterval>;
  /** Standard deviation over the same; null for more than 16 others. */
  standardDeviation?: Maybe<Scalars['Float']['output']>;
  /** Subsets averaged, of all base dictionaries. */
  subsets: Scalars['Float']['output'];
};

/** How a weight matrix lies on disk. */
export type Orientation =
  /** [n, d]: one latent per row. */
  | 'LATENTS_BY_WIDTH'
  /** [d, n]: one latent per column. */
  | 'WIDTH_BY_LATENTS';

/** A latent without an accepted partner. */
export type Orphan = {
  __typename?: 'Orphan';
  /** The latent. */
  latent: Latent;
  /** What it comes closest to at the other end. */
  partner: LatentPartner;
  /**
   * How well a few latents of the other dictionary together rebuild it: is it missing there, split, or merged with others? Where the orphans'
   * criterion counts the alive only, from alive latents alone. Goes through all rows of both dictionaries once per atom, so an answer holds about
   * 20 orphans.
   */
  recoding: Recoding;
};


/** A latent without an accepted partner. */
export type OrphanRecodingArgs = {
  atoms: Scalars['Int']['input'];
  minAboveNull: Scalars['Float']['input'];
  minRSquared: Scalars['Float']['input'];
};

/** A page of orphans. */
export type OrphanConnection = {
  __typename?: 'OrphanConnection';
  /** The criterion. */
  criterion: Criterion;
  /** Rows with cursors. */
  edges: Array<OrphanEdge>;
  /** Rows alone. */
  nodes: Array<Orphan>;
  /** Where the page lies. */
  pageInfo: PageInfo;
  /** Rows in all pages. */
  totalCount: Scalars['Int']['output'];
};

/** An orphan in a page. */
export type OrphanEdge = {
  __typename?: 'OrphanEdge';
  /** Cursor of this row. */
  cursor: Scalars['String']['output'];
  /** The orphan. */
  node: Orphan;
};

/** The orphans of one dictionary. */
export type OrphanEnd = {
  __typename?: 'OrphanEnd';
  /** Directions of their subspace: the effective rank, rounded up. */
  directions: Scalars['Int']['output'];
  /** How many directions they really have: exp of the entropy of the eigenvalues of their second moments. */
  effectiveRank: Scalars['Float']['output'];
  /** Part of an orphan's unit row that lies in the subspace of the other dictionary's orphans: mean over orphans. */
  held: SpanNumber;
  /** Part of an orphan that lies in the other subspace, at a quarter, half and three quarters of the orphans. */
  heldQuartiles: Array<Scalars['Float']['output']>;
  /** Orphans. */
  orphans: Scalars['Int']['output'];
};

/** Subspaces of the orphans of two dictionaries: latents that the criterion does not share, by their decoder rows. */
export type OrphanSpans = {
  __typename?: 'OrphanSpans';
  /** A's orphans. */
  a: OrphanEnd;
  /** B's orphans. */
  b: OrphanEnd;
  /** When it was computed. */
  computedAt: Scalars['DateTime']['output'];
  /** Cosines of the principal angles between the two subspaces, largest first. */
  cosines: Array<Scalars['Float']['output']>;
  /** Who is an orphan: the default criterion, that of decoders where a dictionary has no encoder. Latents known to be dead are left out. */
  criterion: Criterion;
  /** Mean squared cosine of the principal angles: 1 where one subspace holds the other. */
  meanSquaredCosine: SpanNumber;
  /** The definition in words and symbols. */
  statement: Scalars['String']['output'];
};

/** Where one page of a connection lies in the whole. */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** Cursor of the last row of the page; pass it as `after` to read on. */
  endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether rows follow this page. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether rows precede this page. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first row of the page. */
  startCursor?: Maybe<Scalars['String']['output']>;
};

/** By how much the optimum falls if a matched pair may not be matched: near 0, another bijection is as good without it. */
export type PairMargin = {
  __typename?: 'PairMargin';
  /** The margin is at least this, in units of cosine; null where no other bijection is possible. */
  atLeast?: Maybe<Scalars['Float']['output']>;
  /** The margin is at most this; equal to `atLeast` where it is known exactly. Null where no other bijection is possible. */
  atMost?: Maybe<Scalars['Float']['output']>;
  /** The definition in words and symbols. */
  statement: Scalars['String']['output'];
};

/** The rise of the FVU of dictionary A of a matching when something else stands in for one latent. */
export type PairSubstitution = {
  __typename?: 'PairSubstitution';
  /** With nothing in its place; null where the latent has no pair. */
  ablated?: Maybe<Scalars['Float']['output']>;
  /** Lower bound of the rise with the partner, 95 %. */
  atLeast?: Maybe<Scalars['Float']['output']>;
  /** Upper bound of the rise with the partner, 95 %. */
  atMost?: Maybe<Scalars['Float']['output']>;
  /** With a random latent of B that fires about as often; null where none was found. */
  random?: Maybe<Scalars['Float']['output']>;
  /** With its partner in its place; null where the latent has no pair. */
  substituted?: Maybe<Scalars['Float']['output']>;
};

/** Mean cosines of matched rows, and of all. */
export type PairedMeans = {
  __typename?: 'PairedMeans';
  /** Over all pairs of a latent of A and one of B: what a random pairing gives. */
  all: Scalars['Float']['output'];
  /** Over matched pairs; null without pairs. */
  matched?: Maybe<Scalars['Float']['output']>;
};

/** A matched partner. */
export type PartnerLink = {
  __typename?: 'PartnerLink';
  /**
   * Cosine of the matched rows, without its sign under ABSOLUTE_COSINE; of encoders under ACTIVATION_CORRELATION, the correlation of activations.
   * Null where others published the partner without it.
   */
  cosine?: Maybe<Scalars['Float']['output']>;
  /** The partner. */
  latent: Latent;
  /** How sure this pair is. Null where others published the matching, or an older version solved it, and for activations. */
  margin?: Maybe<PairMargin>;
  /** What the pair's latent of B does in the place of its latent of A; null until `substitutePartners` has computed it. */
  substitution?: Maybe<PairSubstitution>;
};

/** a * k^-b + c. */
export type PowerLaw = {
  __typename?: 'PowerLaw';
  /** Factor. */
  a: Scalars['Float']['output'];
  /** Exponent. */
  b: Scalars['Float']['output'];
  /** What remains however many dictionaries there are, at least 0. */
  c: Scalars['Float']['output'];
  /** Upper end of the 95% interval of `c`. */
  cHigh: Scalars['Float']['output'];
  /** Lower end of the 95% interval of `c`: how well the points fix it, not how it differs over seeds. */
  cLow: Scalars['Float']['output'];
  /** Points fitted. */
  points: Scalars['Int']['output'];
  /** Root of the mean squared residual. */
  residual: Scalars['Float']['output'];
};

/** Where a dictionary came from. */
export type Provenance = {
  __typename?: 'Provenance';
  /** Changes after the import, oldest first: facts that were filled in or set, and the configuration. */
  changes: Array<DictionaryChange>;
  /** Configuration in the folder of the weights. */
  config?: Maybe<Scalars['JSON']['output']>;
  /** sha256 over canonical little-endian float32 rows, biases and thresholds: equal content, equal hash, whatever the file format. Null without weights. */
  contentSha256?: Maybe<Scalars['String']['output']>;
  /** sha256 of the decoder rows alone. Null without weights. */
  decoderSha256?: Maybe<Scalars['String']['output']>;
  /** sha256 of the encoder rows alone; null without an encoder, and without weights. */
  encoderSha256?: Maybe<Scalars['String']['output']>;
  /** The files that decide rows and facts, with sizes and sha256: weights and the configuration next to them. Facts about the run may come from other files; `guesses` says which. */
  files: Array<SourceFile>;
  /** Format that the loader recognised, for example `sparsify`. */
  format: Scalars['String']['output'];
  /** Facts that no file stated and that were inferred, with the source of each inference. */
  guesses: Array<Guess>;
  /** When the import was committed. */
  importedAt: Scalars['DateTime']['output'];
  /** Source as the importer was given it, below its root; of the hub, `hf:<owner>/<repository>@<commit>/<folder or file>`, by which it can be brought again. */
  sourceUri: Scalars['String']['output'];
  /** For a dictionary without weights: the contentSha256 that the file of a matching states. Not checked. */
  statedSha256?: Maybe<Scalars['String']['output']>;
};

/** A matching of one side that others computed and published. Reseed has not certified it. */
export type Publication = {
  __typename?: 'Publication';
  /** Who published it, as the importer was told. */
  by: Scalars['String']['output'];
  /** Where its cosines come from. */
  cosines: CosineSource;
  /** The files that it was read from. */
  files: Array<SourceFile>;
  /** Form of the files: `sae_overlap` (pickles of assignments) or `reseed-matching`. */
  format: Scalars['String']['output'];
  /** What the file says about optimality. Not checked here. */
  statedCertificate?: Maybe<Scalars['JSON']['output']>;
  /** Publisher, file and source of the cosines in one sentence. Every number that rests on the matching carries it. */
  statement: Scalars['String']['output'];
};

/** Quality of the pairs with the highest scores. */
export type QualityPoint = {
  __typename?: 'QualityPoint';
  /** Fraction of all pairs. */
  coverage: Scalars['Float']['output'];
  /** Their quality; null where their latents are worth nothing. */
  quality?: Maybe<Scalars['Float']['output']>;
};

/** Entry points for reading. */
export type Query = {
  __typename?: 'Query';
  /** What this request may do. */
  access: Access;
  /** Published dictionaries that a catalogue lists, in its order. Nothing is asked of the hub. To bring one, give its place and portal id to importDictionary. */
  catalogue: CatalogueEntryConnection;
  /** The formats that can be imported. */
  checkpointFormats: Array<CheckpointFormat>;
  /** Which latents tell texts with a concept from texts without it, and in how many seeds. Answered at once; what is too large is refused as in `encode`. */
  contrast: ContrastedTexts;
  /** Every definition of a figure in words, in the order of docs/definitions.md. */
  definitions: Array<Definition>;
  /** Dictionaries, ordered by id. */
  dictionaries: DictionaryConnection;
  /** A dictionary, or null. */
  dictionary?: Maybe<Dictionary>;
  /**
   * Which latents fire on each token of a text, or for each of some activations, in several dictionaries. Answered at once, by the server itself: a longer
   * text, a model above 64 MB or very large dictionaries are refused with TOO_LARGE_TO_ENCODE.
   */
  encode: EncodedText;
  /** What can explain and score here; nothing secret. */
  explanationTools: ExplanationTools;
  /** The external trainers that this server knows. */
  externalTrainers: Array<ExternalTrainer>;
  /** The hookpoints of a language model in ONNX, in the order of its graph. Read from the file at each request. */
  hookpoints: HookpointConnection;
  /**
   * A dry run of importDictionary: what lies at a place, what would be guessed, why an import would be refused, and what a matching of two dictionaries of that size takes. Headers and
   * configurations are read, and no weights; nothing is written.
   */
  inspectCheckpoint: CheckpointInspection;
  /** A job by global id. */
  job?: Maybe<Job>;
  /** Jobs, newest first. */
  jobs: JobConnection;
  /** A latent, or null. */
  latent?: Maybe<Latent>;
  /** A matching, by its global id or by the two dictionaries that it compares; null where these have not been matched. */
  matching?: Maybe<Matching>;
  /** Matchings, ordered by id. */
  matchings: MatchingConnection;
  /** Every model. */
  models: Array<Model>;
  /**
   * The nearest latents by cosine, grouped by dictionary. Without `dictionaries` every other dictionary of the latent's run group is
   * searched; a vector query must name them.
   */
  nearestLatents: NearestAnswer;
  /** Any object by its global id. */
  node?: Maybe<Node>;
  /** Objects by their global ids, in order; null where there is none. At most 100. */
  nodes: Array<Maybe<Node>>;
  /** A run group, or null. */
  runGroup?: Maybe<RunGroup>;
  /** Run groups, ordered by id. */
  runGroups: Array<RunGroup>;
  /** Explanations that fit a question, best first. Pages neither repeat nor miss a hit, whatever is added meanwhile. */
  searchExplanations: ExplanationHitConnection;
  /** A training run by global id. */
  trainingRun?: Maybe<TrainingRun>;
  /** Training runs, newest first. */
  trainingRuns: TrainingRunConnection;
  /** Live workers, longest running first: how many can train, and where. */
  workers: Array<Worker>;
};


/** Entry points for reading. */
export type QueryCatalogueArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<CatalogueFilter>;
  first: Scalars['Int']['input'];
  path?: InputMaybe<Scalars['String']['input']>;
};


/** Entry points for reading. */
export type QueryContrastArgs = {
  input: ContrastInput;
};


/** Entry points for reading. */
export type QueryDictionariesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<DictionaryFilter>;
  first: Scalars['Int']['input'];
};


/** Entry points for reading. */
export type QueryDictionaryArgs = {
  id: Scalars['ID']['input'];
};


/** Entry points for reading. */
export type QueryEncodeArgs = {
  input: EncodeInput;
};


/** Entry points for reading. */
export type QueryHookpointsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  basis?: InputMaybe<Array<HookpointBasis>>;
  first: Scalars['Int']['input'];
  modelPath: Scalars['String']['input'];
};


/** Entry points for reading. */
export type QueryInspectCheckpointArgs = {
  input: ImportDictionaryInput;
};


/** Entry points for reading. */
export type QueryJobArgs = {
  id: Scalars['ID']['input'];
};


/** Entry points for reading. */
export type QueryJobsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<JobFilter>;
  first: Scalars['Int']['input'];
};


/** Entry points for reading. */
export type QueryLatentArgs = {
  id: Scalars['ID']['input'];
};


/** Entry points for reading. */
export type QueryMatchingArgs = {
  a?: InputMaybe<Scalars['ID']['input']>;
  b?: InputMaybe<Scalars['ID']['input']>;
  id?: InputMaybe<Scalars['ID']['input']>;
  measure: Measure;
};


/** Entry points for reading. */
export type QueryMatchingsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<MatchingFilter>;
  first: Scalars['Int']['input'];
};


/** Entry points for reading. */
export type QueryNearestLatentsArgs = {
  dictionaries?: InputMaybe<Array<Scalars['ID']['input']>>;
  first: Scalars['Int']['input'];
  from: NearestFrom;
  method: NearestMethod;
  side: Side;
};


/** Entry points for reading. */
export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


/** Entry points for reading. */
export type QueryNodesArgs = {
  ids: Array<Scalars['ID']['input']>;
};


/** Entry points for reading. */
export type QueryRunGroupArgs = {
  id: Scalars['ID']['input'];
};


/** Entry points for reading. */
export type QueryRunGroupsArgs = {
  hookpoint?: InputMaybe<Scalars['String']['input']>;
  model?: InputMaybe<Scalars['String']['input']>;
  name?: InputMaybe<Scalars['String']['input']>;
};


/** Entry points for reading. */
export type QuerySearchExplanationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ExplanationFilter>;
  first: Scalars['Int']['input'];
  mode: SearchMode;
  text: Scalars['String']['input'];
};


/** Entry points for reading. */
export type QueryTrainingRunArgs = {
  id: Scalars['ID']['input'];
};


/** Entry points for reading. */
export type QueryTrainingRunsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first: Scalars['Int']['input'];
  runGroup?: InputMaybe<Scalars['String']['input']>;
};

/** The sparsity coefficient that a search for a target L0 ended with: all seeds of the run train with it. The L0 that each reaches is its `heldOut.l0`. */
export type ReachedSparsity = {
  __typename?: 'ReachedSparsity';
  /** Weight of the sparsity term in the loss. */
  coefficient: Scalars['Float']['output'];
  /** The dictionaries that the search trained with one coefficient each, in their order: the coefficient of the run is that of the last, or corrected by its L0. */
  rounds: Array<SearchRound>;
};

/**
 * One decoder row as a non-negative sum of a few decoder rows of another dictionary (orthogonal matching pursuit over all of them, or over those
 * of alive latents, with non-negative least squares).
 */
export type Recoding = {
  __typename?: 'Recoding';
  /** The latents, in the order in which they came in; fewer than asked for where no further one has anything to add. */
  atoms: Array<RecodingAtom>;
  /** How many latents are enough, the fewest; null if none are. */
  atomsNeeded?: Maybe<Scalars['Int']['output']>;
  /** The latent of the other dictionary in which this one is merged with others; null unless the verdict is MERGED. */
  mergedInto?: Maybe<Merge>;
  /** By how much it must exceed what chance gives. */
  minAboveNull: Scalars['Float']['output'];
  /** R^2 that is enough. */
  minRSquared: Scalars['Float']['output'];
  /** The dictionary that they are from. */
  other: Dictionary;
  /** The definition in words and symbols, with its thresholds and its null. */
  statement: Scalars['String']['output'];
  /** The verdict; null for a zero row, which has no direction. */
  verdict?: Maybe<RecodingVerdict>;
};

/** One latent of a recoding. */
export type RecodingAtom = {
  __typename?: 'RecodingAtom';
  /** Its weight on unit rows once all atoms are in, at least 0. */
  coefficient: Scalars['Float']['output'];
  /** The latent. */
  latent: Latent;
  /** Mean R^2 that as many atoms from as many random vectors give. */
  nullRSquared: Scalars['Float']['output'];
  /** R^2 once it and all before it are in, each time with weights fitted afresh. */
  rSquared: Scalars['Float']['output'];
};

/** What becomes of a latent in another dictionary, by its recoding. */
export type RecodingVerdict =
  /** One latent of the other dictionary is enough: it has a near one, which was not accepted as the partner. */
  | 'FOUND'
  /**
   * Not even several are enough, but the nearest latent of the other dictionary is itself rebuilt from several latents of this dictionary, and
   * not as well without this one: it is one of several.
   */
  | 'MERGED'
  /** Neither found, nor split, nor merged. */
  | 'MISSING'
  /** Several together are enough, one is not: the direction is spread over several latents. */
  | 'SPLIT';

/** Why an import would be refused. */
export type Refusal = {
  __typename?: 'Refusal';
  /** Stable code, as the import would give it. */
  code: Scalars['String']['output'];
  /** What to change. */
  hint: Scalars['String']['output'];
  /** What was found, and what is expected. */
  message: Scalars['String']['output'];
};

/**
 * Linear CKA and RSA of matched decoder rows. The pairs were chosen for their cosines, so that they beat random pairings of the same rows even
 * where the dictionaries are unrelated: shuffles say that the pairing matters, `nulls` whether the dictionaries are related.
 */
export type RepresentationSimilarity = {
  __typename?: 'RepresentationSimilarity';
  /** What these numbers rest on. */
  basis: MatchingBasis;
  /** Linear centred kernel alignment; null where the rows of one side do not vary. */
  cka?: Maybe<ShuffledNumber>;
  /** The same for unrelated dictionaries that were matched in the same way, by each kind of null that was computed: this says whether the dictionaries are related. */
  nulls: Array<SimilarityNull>;
  /** Pairs compared. */
  pairs: Scalars['Int']['output'];
  /** The same by ranks (Spearman), which only the order of the cosines decides; null where they do not vary. */
  rankRsa?: Maybe<ShuffledNumber>;
  /** Representational similarity analysis; null where the cosines within one side do not vary. */
  rsa?: Maybe<ShuffledNumber>;
  /** Pairs whose latents are both alive: what they were sampled from. */
  sampledFrom: Scalars['Int']['output'];
  /** Random pairings that the numbers are compared with. */
  shuffles: Scalars['Int']['output'];
  /** The definitions in words and symbols. */
  statement: Scalars['String']['output'];
};

/** What to match: one pair, or every pair of a run group. */
export type RequestMatchingInput = {
  /** Dictionary A of one pair, by id, portal id or name. */
  a?: InputMaybe<Scalars['ID']['input']>;
  /** Dictionary B of one pair, by id, portal id or name. */
  b?: InputMaybe<Scalars['ID']['input']>;
  /** What to maximise. */
  measures: Array<Measure>;
  /** Whether to compute what random vectors give, too. */
  nulls: Scalars['Boolean']['input'];
  /** The run group, by id or name: every pair of it. */
  runGroup?: InputMaybe<Scalars['ID']['input']>;
};

/** What was asked for, and the jobs that do it. */
export type RequestMatchingPayload = {
  __typename?: 'RequestMatchingPayload';
  /** Jobs that are queued or running; none if everything is computed. */
  jobs: Array<Job>;
  /** The matchings, complete or not. */
  matchings: Array<Matching>;
};

/** Which matched pairs to compare further: one, or every pair of a run group. */
export type RequestSimilarityInput = {
  /** Dictionary A of one pair, by id, portal id or name. */
  a?: InputMaybe<Scalars['ID']['input']>;
  /** Dictionary B of one pair, by id, portal id or name. */
  b?: InputMaybe<Scalars['ID']['input']>;
  /** The run group, by id or name: every pair of it. */
  runGroup?: InputMaybe<Scalars['ID']['input']>;
};

/** What a request may do. Each role may do what those before it may. */
export type Role =
  /** Import, change facts, collect contexts, explain, score and match; look at files below the import roots. */
  | 'CONTRIBUTOR'
  /** Delete, write files on the server, build indexes. */
  | 'OPERATOR'
  /** Ask and follow. */
  | 'READER'
  /** Train further seeds, and cancel jobs. */
  | 'TRAINER';

/** Dictionaries that differ only in the seed. */
export type RunGroup = Node & {
  __typename?: 'RunGroup';
  /** What all of its dictionaries say together. BAD_INPUT if the definition needs encoders and a dictionary has none. */
  analysis: GroupAnalysis;
  /**
   * Where its dictionaries differ in more than the seed, by what their configurations state (k, L1 coefficient, architecture, data, tokens, scaling of inputs,
   * publisher), in a sentence; null where they do not. A guess never makes such a group: somebody has asked for it. Every figure carries the sentence.
   */
  contradictions?: Maybe<Scalars['String']['output']>;
  /** The dictionaries, ordered by init seed. */
  dictionaries: Array<Dictionary>;
  /** Global id. */
  id: Scalars['ID']['output'];
  /** How far the matchings of all its pairs are. */
  matchingProgress: MatchingProgress;
  /** Matchings between its dictionaries, for one measure. */
  matchings: Array<Matching>;
  /** Name, unique inside the space. */
  name: Scalars['String']['output'];
  /** Other revisions of the model for which there is a run group of this name at this hookpoint: the same name is no proof of the same activations. */
  otherRevisions: Array<Scalars['String']['output']>;
  /** Pairs of dictionaries with the same init seed: a confound, since equal initialisation inflates every similarity. */
  sameSeedPairs: Array<SameSeedPair>;
  /** The space. */
  space: Space;
};


/** Dictionaries that differ only in the seed. */
export type RunGroupAnalysisArgs = {
  criterion?: InputMaybe<CriterionInput>;
  dictionaries?: InputMaybe<Array<Scalars['ID']['input']>>;
  measure: Measure;
};


/** Dictionaries that differ only in the seed. */
export type RunGroupMatchingProgressArgs = {
  measure: Measure;
};


/** Dictionaries that differ only in the seed. */
export type RunGroupMatchingsArgs = {
  measure: Measure;
};

/** Two dictionaries of one run group that were initialised with the same seed. */
export type SameSeedPair = {
  __typename?: 'SameSeedPair';
  /** One dictionary of the pair. */
  a: Dictionary;
  /** The other dictionary of the pair. */
  b: Dictionary;
  /** The init seed they share. */
  initSeed: Scalars['Seed']['output'];
  /** Why this matters. */
  warning: Scalars['String']['output'];
};

/** What to do with a checkpoint that has the weights of a stored dictionary and another configuration. */
export type SameWeights =
  /** Another dictionary. */
  | 'ANOTHER'
  /** A correction: the dictionary takes the new configuration, and `provenance.changes` says what it was. */
  | 'UPDATE';

/** Which explanations to score, and how. What this scorer has judged with these settings is not judged again. */
export type ScoreExplanationsInput = {
  /** Only the best explanation of each latent. */
  bestOnly: Scalars['Boolean']['input'];
  /** Budget of the scorers DETECTION and FUZZ. */
  budget?: InputMaybe<ChatBudgetInput>;
  /** The dictionary, by id, portal id or name. */
  dictionary: Scalars['ID']['input'];
  /** Examples with activation, and without, at most of each, 1 to 200. */
  examples: Scalars['Int']['input'];
  /** Examples in one question to a chat model, 1 to 50. */
  examplesPerQuestion: Scalars['Int']['input'];
  /** Indexes of latents, at most 10,000; all by default. */
  latents?: InputMaybe<Array<Scalars['Int']['input']>>;
  /** Explanations of this method alone: `tokens`, `llm`, or in the words of their source. */
  method?: InputMaybe<Scalars['String']['input']>;
  /** The scorer. */
  scorer: Scorer;
};

/** The interval of a score from few examples. */
export type ScoreInterval = {
  __typename?: 'ScoreInterval';
  /** Upper end of the 95 % interval. */
  high: Scalars['Float']['output'];
  /** Lower end of the 95 % interval. */
  low: Scalars['Float']['output'];
  /** The definition in words and symbols. */
  statement: Scalars['String']['output'];
};

/** What a job of kind SCORE did. */
export type ScoreResult = {
  __typename?: 'ScoreResult';
  /** True if every explanation had its score before. */
  alreadyPresent: Scalars['Boolean']['output'];
  /** The dictionary; null if it has been deleted since. */
  dictionary?: Maybe<Dictionary>;
  /** Examples for which no usable reply came. */
  failed: Scalars['Int']['output'];
  /** Explanations that were left because the budget was spent. */
  leftByBudget: Scalars['Int']['output'];
  /** Explanations that had a score of the same scorer, version, model, settings and contexts: it was not made again. */
  present: Scalars['Int']['output'];
  /** Examples whose reply came and could not be read. */
  unparsable: Scalars['Int']['output'];
  /** Explanations that this scorer cannot judge: no held-out contexts of both kinds, or no list of tokens. */
  unsuitable: Scalars['Int']['output'];
  /** Scores that are new. */
  written: Scalars['Int']['output'];
};

/** What puts explanations to the test. The value is balanced accuracy, (TPR + TNR) / 2, but for EMBEDDING; 0.5 is what guessing gives. */
export type Scorer =
  /** A chat model says in which excerpts the latent is active. */
  | 'DETECTION'
  /**
   * The configured embedding model, for any text: excerpts in which the latent is active should be nearer to the explanation than others. The value
   * is the AUROC of the cosines.
   */
  | 'EMBEDDING'
  /** A chat model says in which excerpts the right tokens are marked. */
  | 'FUZZ'
  /** Built in, no model, for explanations by TOKENS: says that the latent is active where a listed token is. */
  | 'TOKEN_SET';

/** How explanations are searched. */
export type SearchMode =
  /**
   * By words, always available: all words must occur, in any form (English stems); "a phrase"; OR between alternatives; -word for one that must not
   * occur; pre* for words that begin so.
   */
  | 'FULL_TEXT'
  /** Both, fused by reciprocal rank: the sum of 1 / (60 + rank) over the 500 best of each. */
  | 'HYBRID'
  /** By meaning: cosine of sentence embeddings, exact over all explanations. NO_EMBEDDER unless the operator has configured a model. */
  | 'SEMANTIC';

/** A dictionary that a search for a target L0 trained, and did not keep. */
export type SearchRound = {
  __typename?: 'SearchRound';
  /** Weight of the sparsity term in the loss. */
  coefficient: Scalars['Float']['output'];
  /** Active latents per token, on held-out tokens. */
  l0: Scalars['Float']['output'];
};

/**
 * Cosines of decoder rows of the seeds of a run after the same steps: how near training brings them to each other, and how near they were before. By
 * chance a row has a mean cosine of 0 with another one, and its nearest of n rows is the nearer, the more rows and the fewer dimensions there are: compare
 * `nearestCosine` with its value at step 0, where rows are random.
 */
export type SeedDistance = {
  __typename?: 'SeedDistance';
  /** Latents of each seed whose nearest were looked for: all, or an evenly spaced part where that would take long. */
  compared: Scalars['Int']['output'];
  /** Mean over seeds and latents: a row with the one that it began as. */
  initialCosine: Scalars['Float']['output'];
  /** Mean over pairs of seeds, both ways, and over `compared` latents: a row with its nearest in the other seed; null for one seed. */
  nearestCosine?: Maybe<Scalars['Float']['output']>;
  /** Mean over pairs of seeds and latents: row i of one seed with row i of the other; null for one seed. */
  sameIndexCosine?: Maybe<Scalars['Float']['output']>;
  /** The definition, and what chance gives. */
  statement: Scalars['String']['output'];
  /** Optimiser steps done by every seed; 0 is before the first. */
  step: Scalars['Int']['output'];
  /** Tokens seen. */
  tokens: Scalars['BigInt']['output'];
};

/** How far a mean over few seeds may be from what other seeds of the same setting would give: 95%, by jackknife over the seeds. */
export type SeedInterval = {
  __typename?: 'SeedInterval';
  /** Upper end of the 95% interval. */
  high: Scalars['Float']['output'];
  /** Lower end of the 95% interval. */
  low: Scalars['Float']['output'];
  /** Dictionaries left out in turn. */
  seeds: Scalars['Int']['output'];
  /** Standard error of the mean. */
  standardError: Scalars['Float']['output'];
  /** The definition in words and symbols. */
  statement: Scalars['String']['output'];
};

/** A mean over the dictionaries of a run group. */
export type SeedMean = {
  __typename?: 'SeedMean';
  /** How far it may be from that of other seeds; null for too few. */
  interval?: Maybe<SeedInterval>;
  /** The mean. */
  value: Scalars['Float']['output'];
};

/** Which approximate index to switch on or off. */
export type SetNearestIndexInput = {
  /** The dictionary, by id, portal id or name. */
  dictionary: Scalars['ID']['input'];
  /** True builds the index, false drops it. */
  enabled: Scalars['Boolean']['input'];
  /** Which rows. */
  side: Side;
};

/** Activation vectors in files (`reseed harvest` writes them). What the files say of themselves need not be repeated. */
export type ShardActivationsInput = {
  /** Hookpoint, where the files do not say it. */
  hookpoint?: InputMaybe<Scalars['String']['input']>;
  /** Model name, where the files do not say it. */
  model?: InputMaybe<Scalars['String']['input']>;
  /** Folder of safetensors files, below one of the server's import roots, absolute or relative to a root. */
  path: Scalars['String']['input'];
  /** Model revision, where the files do not say it. */
  revision?: InputMaybe<Scalars['String']['input']>;
};

/** How much the seeds of a run share after some tokens: means over the pairs that are matched, from both ends. */
export type SharedAtTokens = {
  __typename?: 'SharedAtTokens';
  /** Held-out fraction of variance unexplained, mean over seeds. */
  fvu?: Maybe<Scalars['Float']['output']>;
  /** Held-out active latents per token, mean over seeds. */
  l0?: Maybe<Scalars['Float']['output']>;
  /** Pairs that are matched. */
  matched: Scalars['Int']['output'];
  /** Mean matched decoder cosine; null while no pair is matched. */
  meanDecoderCosine?: Maybe<Scalars['Float']['output']>;
  /** The same for random vectors with each dictionary's own mean and covariance; null while no pair has that null. */
  nullSharedFraction?: Maybe<Scalars['Float']['output']>;
  /** Pairs of it. */
  pairs: Scalars['Int']['output'];
  /** The run group that is matched. */
  runGroup: RunGroup;
  /** Mean shared fraction; null while no pair is matched. */
  sharedFraction?: Maybe<Scalars['Float']['output']>;
  /** Tokens of training. */
  tokens: Scalars['BigInt']['output'];
};

/** Sharedness against something else that is known of latents. */
export type SharedByCovariate = {
  __typename?: 'SharedByCovariate';
  /** The known latents by value, lowest first. */
  bins: Array<CovariateBin>;
  /** What it is set against. */
  covariate: Covariate;
  /** The criterion. */
  criterion: Criterion;
  /** Latents counted that have an explanation, scored or not; null for frequency. */
  explained?: Maybe<Scalars['Int']['output']>;
  /** In how many other dictionaries a latent must be found to count as shared in the bins. */
  inOthers: Scalars['Int']['output'];
  /** Latents counted whose value is known. The figure speaks of these alone: rare latents are often unexplained and unscored. */
  known: Scalars['Int']['output'];
  /** Latents counted. */
  latents: Scalars['Int']['output'];
  /** The same the other way round: values by the number of dictionaries in which latents are found, 1 .. S. */
  levels: Array<CovariateLevel>;
  /** Spearman's correlation of value and number of dictionaries, over the known; null where there are fewer than three or one of the two does not vary. */
  rankCorrelation?: Maybe<Scalars['Float']['output']>;
  /** Upper end of the 95 % interval of `rankCorrelation`. */
  rankHigh?: Maybe<Scalars['Float']['output']>;
  /** Lower end of the 95 % interval of `rankCorrelation`, which counts features and not their copies; null without a correlation, and for too few. */
  rankLow?: Maybe<Scalars['Float']['output']>;
  /**
   * Part of the variance of scores that so few examples do not leave by chance. Noise draws the rank correlation towards 0, by about the root of this. Null for frequencies, and where the
   * number of examples is not known.
   */
  reliability?: Maybe<Scalars['Float']['output']>;
  /** Whose scores; null for frequency, and where nothing is scored. */
  scorer?: Maybe<Scalars['String']['output']>;
  /** The definition in words. */
  statement: Scalars['String']['output'];
  /** Latents counted whose value is not known. */
  unknown: Scalars['Int']['output'];
};

/**
 * When a latent i of dictionary A counts as shared with B. pi_d and pi_e are the optimal matchings of decoders and encoders, C^d and C^e
 * the cosines, t the threshold (`>=`, or `>` if strict).
 */
export type SharedDefinition =
  /** pi_d(i) = pi_e(i), whatever the cosines. The threshold is not used. */
  | 'AGREE'
  /** C^d(i, pi_d(i)) >= t and C^e(i, pi_e(i)) >= t, each on its own matching. */
  | 'BOTH'
  /** pi_d(i) = pi_e(i), C^d >= t and C^e >= t: the paper's text, and the default. */
  | 'BOTH_AGREE'
  /** C^d(i, pi_d(i)) >= t. */
  | 'DECODER'
  /** C^e(i, pi_e(i)) >= t. */
  | 'ENCODER'
  /** max_j C^d(i, j) >= t and max_j C^e(i, j) >= t: no bijection. */
  | 'MAX_COSINE'
  /** i and j are each other's nearest decoder row and C^d(i, j) >= t. */
  | 'MUTUAL_NN';

/** The S x S matrix of shared fractions. */
export type SharedMatrix = {
  __typename?: 'SharedMatrix';
  /** Mean over ordered pairs of the fraction of latents whose decoder and encoder partners are the same; null without encoders. */
  meanAgreement?: Maybe<SeedMean>;
  /** Mean shared fraction over ordered pairs; null with fewer than two dictionaries. */
  meanSharedFraction?: Maybe<SeedMean>;
  /** The definition of `outlier`. */
  outlierStatement: Scalars['String']['output'];
  /** One per dictionary: the one whose latents are counted. */
  rows: Array<SharedMatrixRow>;
};

/** One dictionary's latents in one other. */
export type SharedMatrixCell = {
  __typename?: 'SharedMatrixCell';
  /** mean over latents of [pi_d(i) = pi_e(i)]; null without encoders. */
  agreement?: Maybe<Scalars['Float']['output']>;
  /** The other dictionary. */
  dictionary: Dictionary;
  /** The matching. */
  matching: Matching;
  /** Mean matched cosine of decoder rows over the latents counted; null where others published the pairs without cosines. */
  meanDecoderCosine?: Maybe<Scalars['Float']['output']>;
  /** Mean matched cosine of encoder rows over the latents counted; null without encoders, and where others published the pairs without cosines. */
  meanEncoderCosine?: Maybe<Scalars['Float']['output']>;
  /** The same numbers for unrelated dictionaries, by each kind of null that was computed. */
  nulls: Array<SummaryNull>;
  /** Latents that are shared. */
  shared: Scalars['Int']['output'];
  /** shared / latents. */
  sharedFraction: Scalars['Float']['output'];
};

/** One dictionary's latents in every other. */
export type SharedMatrixRow = {
  __typename?: 'SharedMatrixRow';
  /** One per dictionary; null on the diagonal. */
  cells: Array<Maybe<SharedMatrixCell>>;
  /** The dictionary whose latents are counted. */
  dictionary: Dictionary;
  /** Latents counted: the denominator of the row. */
  latents: Scalars['Int']['output'];
  /** Mean over the other dictionaries, of the fractions both ways; null in a group of one. */
  meanSharedFraction?: Maybe<Scalars['Float']['output']>;
  /** Whether this dictionary stands apart from the rest; null with fewer than four. */
  outlier?: Maybe<Scalars['Boolean']['output']>;
  /** Shared fraction in each dictionary; 1 on the diagonal. */
  sharedFractions: Array<Scalars['Float']['output']>;
};

/** How much the seeds of a run share while tokens grow. */
export type SharedOverTokens = {
  __typename?: 'SharedOverTokens';
  /** The criterion. */
  criterion: Criterion;
  /** By tokens. */
  points: Array<SharedAtTokens>;
  /** How the points are made. */
  statement: Scalars['String']['output'];
};

/** A pair of latents that is shared. */
export type SharedPair = {
  __typename?: 'SharedPair';
  /** The latent of A. */
  a: Latent;
  /** Its partner in B: by decoder rows, except under ENCODER. */
  b: Latent;
  /** Cosine of the decoder rows of this pair, with its sign; null where a row is all zero. */
  decoderCosine?: Maybe<Scalars['Float']['output']>;
  /** Cosine of the encoder rows of this pair, with its sign; null where a row is all zero or absent. Under ACTIVATION_CORRELATION the correlation of activations, null where the matching names other partners. */
  encoderCosine?: Maybe<Scalars['Float']['output']>;
};

/** A page of shared pairs. */
export type SharedPairConnection = {
  __typename?: 'SharedPairConnection';
  /** The criterion. */
  criterion: Criterion;
  /** Rows with cursors. */
  edges: Array<SharedPairEdge>;
  /** Rows alone. */
  nodes: Array<SharedPair>;
  /** Where the page lies. */
  pageInfo: PageInfo;
  /** Rows in all pages. */
  totalCount: Scalars['Int']['output'];
};

/** A shared pair in a page. */
export type SharedPairEdge = {
  __typename?: 'SharedPairEdge';
  /** Cursor of this row. */
  cursor: Scalars['String']['output'];
  /** The pair. */
  node: SharedPair;
};

/** A number with what random pairings of the same rows or labels give. */
export type ShuffledNumber = {
  __typename?: 'ShuffledNumber';
  /** The least that `pValue` can be: 1 / (1 + random pairings). */
  leastPValue: Scalars['Float']['output'];
  /** (1 + random pairings that give at least as much) / (1 + random pairings). */
  pValue: Scalars['Float']['output'];
  /** Mean over random pairings. */
  shuffledMean: Scalars['Float']['output'];
  /** The number, at most 1. */
  value: Scalars['Float']['output'];
};

/** Which rows of a dictionary are compared. */
export type Side =
  /** Decoder rows: the directions that latents write. */
  | 'DECODER'
  /** Encoder rows: the directions that latents read. Under ACTIVATION_CORRELATION what encoders give in their place: activations on the same tokens. */
  | 'ENCODER';

/** Coverage both ways, on one side. */
export type SideCoverage = {
  __typename?: 'SideCoverage';
  /** Latents of A that B covers. */
  aByB: Coverage;
  /** Latents of B that A covers. */
  bByA: Coverage;
};

/** The matching of one side: the optimal one, or one that others published. Of the latter, what is not known is null. */
export type SideMatching = {
  __typename?: 'SideMatching';
  /** The same means without the dead; null where nobody has said who is alive. */
  alive?: Maybe<AliveSide>;
  /** Proof of optimality; null for a published matching, of which it is not known how far from the optimum it is. */
  certificate?: Maybe<Certificate>;
  /** Moment of the computation. */
  computedAt: Scalars['DateTime']['output'];
  /** How sure its pairs are; null for a published matching, and where an older version solved the side. */
  margins?: Maybe<MarginSummary>;
  /** Objective / pairs. For the measure ABSOLUTE_COSINE this is the PW-MCC. */
  meanMatchedCosine?: Maybe<Scalars['Float']['output']>;
  /** MMCS(A -> B) = mean over A of the largest cosine in B. Null for a published matching. */
  mmcsAB?: Maybe<Scalars['Float']['output']>;
  /** MMCS(B -> A). Null for a published matching. */
  mmcsBA?: Maybe<Scalars['Float']['output']>;
  /** What chance gives, by each kind of null that was computed. */
  nulls: Array<SideNull>;
  /** The maximised sum; for a published matching, the sum of its cosines. */
  objective?: Maybe<Scalars['Float']['output']>;
  /** Matched pairs: the smaller number of latents. */
  pairs: Scalars['Int']['output'];
  /** Who published it; null for a matching that was solved here. */
  publication?: Maybe<Publication>;
  /** Mean over matched latents of A of (largest cosine - matched cosine). Null for a published matching. */
  regret?: Maybe<Scalars['Float']['output']>;
  /** Decoder or encoder. */
  side: Side;
  /** How well partners stand in for latents of A; null until `substitutePartners` has computed it. */
  substitution?: Maybe<SideSubstitution>;
};

/** What chance gives for one side: means over draws of unrelated dictionaries with as many rows as the real ones have latents, dead ones included. */
export type SideNull = {
  __typename?: 'SideNull';
  /** Independent draws averaged. */
  draws: Scalars['Int']['output'];
  /** The greatest of each number over the draws; null for one draw, and where an older version computed the null. */
  greatest?: Maybe<SideNullNumbers>;
  /** How the unrelated dictionaries were made. */
  kind: NullKind;
  /** The least of each number over the draws; null for one draw, and where an older version computed the null. */
  least?: Maybe<SideNullNumbers>;
  /** Mean matched cosine of random dictionaries. */
  meanMatchedCosine: Scalars['Float']['output'];
  /** MMCS(A -> B) of random dictionaries. */
  mmcsAB: Scalars['Float']['output'];
  /** MMCS(B -> A) of random dictionaries. */
  mmcsBA: Scalars['Float']['output'];
  /** Regret of random dictionaries; null where A is the larger one and an older version computed the null. */
  regret?: Maybe<Scalars['Float']['output']>;
  /** Seed of the generator. */
  seed: Scalars['BigInt']['output'];
};

/** Numbers of one side by chance, each by itself: the least or the greatest over the draws of a null. */
export type SideNullNumbers = {
  __typename?: 'SideNullNumbers';
  /** Mean matched cosine. */
  meanMatchedCosine: Scalars['Float']['output'];
  /** MMCS(A -> B). */
  mmcsAB: Scalars['Float']['output'];
  /** MMCS(B -> A). */
  mmcsBA: Scalars['Float']['output'];
  /** Mean of (largest cosine - matched cosine) over matched latents of A; null where an older version computed the null. */
  regret?: Maybe<Scalars['Float']['output']>;
};

/** How well the partners of one side of a matching stand in for the latents of dictionary A, each alone. */
export type SideSubstitution = {
  __typename?: 'SideSubstitution';
  /** Sum over pairs of what the FVU of A rises by without the latent. */
  ablated: Scalars['Float']['output'];
  /** Mean of the curve: by it two ways of matching the same dictionaries can be compared. Null where a point has no value. */
  area?: Maybe<Scalars['Float']['output']>;
  /** Pairs by the logarithm, to base 10, of the fraction of tokens on which the latent of A fires; silent ones are in no bin. */
  byFrequency: Array<SubstitutionBin>;
  /** Pairs by their score (cosine, or correlation of activations); those below 0 are in the first bin. */
  byScore: Array<SubstitutionBin>;
  /** Quality of the best pairs by score, over coverage. */
  curve: Array<QualityPoint>;
  /** Pairs. */
  pairs: Scalars['Int']['output'];
  /** All that decides the activations: hashes of model, text and tokenizer, windows. */
  provenance: Scalars['JSON']['output'];
  /** 1 - substituted / ablated. Null where latents are worth nothing. */
  quality?: Maybe<Scalars['Float']['output']>;
  /** Quality of random latents of B that fire about as often, in the place of partners. */
  randomQuality?: Maybe<Scalars['Float']['output']>;
  /** The definition in words. */
  statement: Scalars['String']['output'];
  /** Sum over pairs of what the FVU of A rises by with the partner in the latent's place. */
  substituted: Scalars['Float']['output'];
  /** Name of the text, or of the folder of activations. */
  text: Scalars['String']['output'];
  /** Tokens looked at. */
  tokens: Scalars['BigInt']['output'];
};

/** CKA and RSA of unrelated dictionaries whose pairs were chosen as the real ones were: by the optimal matching of their decoder rows. */
export type SimilarityNull = {
  __typename?: 'SimilarityNull';
  /** Linear centred kernel alignment; null where the real rows or a draw's do not vary. */
  cka?: Maybe<NullComparison>;
  /** How the unrelated dictionaries were made. */
  kind: NullKind;
  /** Representational similarity analysis by ranks; null where the real cosines or a draw's do not vary. */
  rankRsa?: Maybe<NullComparison>;
  /** Representational similarity analysis; null where the real cosines or a draw's do not vary. */
  rsa?: Maybe<NullComparison>;
};

/** What a job of kind SIMILARITY did: `Matching.canonicalCorrelation` has a value. */
export type SimilarityResult = {
  __typename?: 'SimilarityResult';
  /** True if the SVCCA was stored before, and nothing was computed. */
  alreadyPresent: Scalars['Boolean']['output'];
  /** The matching; null if it has been deleted since. */
  matching?: Maybe<Matching>;
};

/** Why a record of a file was left out. */
export type SkipReason =
  /** It is not valid JSON in UTF-8. */
  | 'BROKEN'
  /** Statistics of the same latent came before. */
  | 'DUPLICATE'
  /** It is an explanation without text. */
  | 'EMPTY'
  /** It is valid JSON, but none of the records of its format, or with a field of the wrong kind. */
  | 'MALFORMED'
  /** It is a score of an explanation that is not stored. */
  | 'NO_EXPLANATION'
  /** It is of another source than the dictionary that was named, or than the first that was read into it. */
  | 'OTHER_SOURCE'
  /** It is longer than any real one. */
  | 'TOO_LONG'
  /** The dictionary has no latent of this index. */
  | 'UNKNOWN_LATENT'
  /** No dictionary has the portal id that it states, or it states none and no dictionary was named. */
  | 'UNKNOWN_SOURCE';

/** A record that was left out. */
export type SkippedExample = {
  __typename?: 'SkippedExample';
  /** The fault of this record. */
  detail: Scalars['String']['output'];
  /** File, below the path that was given. */
  file: Scalars['String']['output'];
  /** Line, from 1, where the file has lines. */
  line?: Maybe<Scalars['Int']['output']>;
};

/** Records of files that were left out for one reason. */
export type SkippedRecords = {
  __typename?: 'SkippedRecords';
  /** Number of records. */
  count: Scalars['Int']['output'];
  /** The first records left out for this reason, at most 5. */
  examples: Array<SkippedExample>;
  /** The reason. */
  reason: SkipReason;
  /** Sources that the records name, `<model>/<source>`, each once and at most 200; for UNKNOWN_SOURCE and OTHER_SOURCE. */
  sources: Array<Scalars['String']['output']>;
};

/** A file that an import read. */
export type SourceFile = {
  __typename?: 'SourceFile';
  /** Name below the source. */
  name: Scalars['String']['output'];
  /** sha256 of the file. */
  sha256: Scalars['String']['output'];
  /** Bytes. */
  size: Scalars['BigInt']['output'];
};

/**
 * Model + revision + hookpoint + width + what changes directions of activations before they enter. Dictionaries of different spaces are never compared.
 * Names that libraries give to the same place are one place.
 */
export type Space = Node & {
  __typename?: 'Space';
  /** Width of the activations, d. */
  dIn: Scalars['Int']['output'];
  /** The place in the model, for example `layers.6.mlp`. */
  hookpoint: Scalars['String']['output'];
  /** Global id. */
  id: Scalars['ID']['output'];
  /** The model. */
  model: Model;
  /** What is done to activations before they enter that changes directions, `layer_norm` for example; `none` if nothing is. Scaling is told by `Dictionary.normalisation`. */
  normalisation: Scalars['String']['output'];
  /** The run groups of this space. */
  runGroups: Array<RunGroup>;
};

/** A number that two subspaces have in common, with what chance gives. */
export type SpanNumber = {
  __typename?: 'SpanNumber';
  /** What subspaces of as many directions give that are turned at random against each other, expected. */
  rotated: Scalars['Float']['output'];
  /** What as many random latents of both dictionaries give, with as many directions; null where none were drawn. */
  subsets?: Maybe<DrawnNumbers>;
  /** The number, 0 to 1. */
  value: Scalars['Float']['output'];
};

/** The probability that a latent is found in one further dictionary of its run group, estimated from how many of the others have it. */
export type Stability = {
  __typename?: 'Stability';
  /** Upper end of the 95% interval. */
  high: Scalars['Float']['output'];
  /** Lower end of the 95% interval. */
  low: Scalars['Float']['output'];
  /** The definition in words and symbols. */
  statement: Scalars['String']['output'];
  /** The estimate, 0 to 1: drawn from the fraction of others that have it towards what other latents are like. */
  value: Scalars['Float']['output'];
};

/**
 * What to train. Seeds of one run see the same batches in the same order; only their initial weights differ. The same input again finds the run
 * that exists: one that was done is not repeated, one that failed or was cancelled resumes from its last checkpoint.
 */
export type StartTrainingInput = {
  /** What the batches are made from. */
  activations: TrainingActivationsInput;
  /** Architecture. OTHER cannot be trained. */
  architecture: Architecture;
  /** The auxiliary loss that revives dead latents. For TOPK and BATCH_TOPK. Null: none. */
  auxK?: InputMaybe<AuxKInput>;
  /** Tokens per optimiser step. */
  batchSize: Scalars['Int']['input'];
  /** Seed of the data order. */
  dataSeed: Scalars['BigInt']['input'];
  /** Tokens without firing after which a latent is dead. Null: ten million. */
  deadAfterTokens?: InputMaybe<Scalars['BigInt']['input']>;
  /** Last steps, over which the learning rate falls towards 0. Null: a fifth of all. */
  decaySteps?: InputMaybe<Scalars['Int']['input']>;
  /** n / d. Give this or `nLatents`. */
  expansionFactor?: InputMaybe<Scalars['Float']['input']>;
  /** What decoder rows begin with. Null: TIED. */
  initialRows?: InputMaybe<InitialRows>;
  /** Activations are multiplied by this before training; the dictionary is given in the units of the activations. Null: 1. */
  inputScale?: InputMaybe<Scalars['Float']['input']>;
  /** Active latents per token. For TOPK and BATCH_TOPK, which need it. */
  k?: InputMaybe<Scalars['Int']['input']>;
  /** Peak learning rate. Null: the paper's rule, 2e-4 / sqrt(n / 2^14). */
  learningRate?: InputMaybe<Scalars['Float']['input']>;
  /** Whether every pair of the run group is matched at the end. */
  match: Scalars['Boolean']['input'];
  /**
   * Token counts at which the seeds as they are then become dictionaries, in a run group `<run group>@<tokens>` that is matched, so that sharedness can
   * be watched while tokens grow. Each is rounded down to whole batches. At most 32.
   */
  matchAtCheckpoints: Array<Scalars['BigInt']['input']>;
  /** Number of latents, n. Give this or `expansionFactor`. */
  nLatents?: InputMaybe<Scalars['Int']['input']>;
  /** Whether what random vectors give is computed for these matchings, too. */
  nulls: Scalars['Boolean']['input'];
  /** Where it must be computed. Null: by any worker. */
  provider?: InputMaybe<ExecutionProvider>;
  /** Name of the run group that the seeds become. */
  runGroup: Scalars['String']['input'];
  /** Init seeds, ascending. All different, 1 to 64. */
  seeds: Array<Scalars['BigInt']['input']>;
  /** Weight of the sparsity term in the loss. For RELU_L1, GATED and JUMP_RELU. Give this or `targetL0`. */
  sparsityCoefficient?: InputMaybe<Scalars['Float']['input']>;
  /** Steps over which the sparsity coefficient rises from 0. For RELU_L1, GATED and JUMP_RELU. Null: none. */
  sparsityWarmupSteps?: InputMaybe<Scalars['Int']['input']>;
  /**
   * Active latents per token for which the sparsity coefficient is searched first, on dictionaries that are not kept; every seed then trains with the
   * coefficient that was reached. For RELU_L1, GATED and JUMP_RELU. Give this or `sparsityCoefficient`.
   */
  targetL0?: InputMaybe<Scalars['Float']['input']>;
  /** Tokens to train on, in whole batches. Rounded down to them; files are read again where they hold fewer. Null: every vector once. */
  tokens?: InputMaybe<Scalars['BigInt']['input']>;
  /** An external trainer that the operator has configured. Null: the built-in one. */
  trainer?: InputMaybe<Scalars['String']['input']>;
  /** Steps over which the learning rate rises from 0 to its peak. Null: a tenth of all, at most 1,000. */
  warmupSteps?: InputMaybe<Scalars['Int']['input']>;
  /**
   * Weight of the L2 penalty in the loss: the sum of all squares of encoder and decoder weights. Decoder rows keep unit length, so it acts on the
   * encoder. Null: none.
   */
  weightPenalty?: InputMaybe<Scalars['Float']['input']>;
};

/** Entry points for following long work. */
export type Subscription = {
  __typename?: 'Subscription';
  /** A job's state and progress: once at the start, then at every change, until it has ended. */
  jobUpdated: Job;
  /** One progress for all pairs of a run group: once at the start, then at every change, until no job is left. */
  matchingProgress: MatchingProgress;
};


/** Entry points for following long work. */
export type SubscriptionJobUpdatedArgs = {
  id: Scalars['ID']['input'];
};


/** Entry points for following long work. */
export type SubscriptionMatchingProgressArgs = {
  measure: Measure;
  runGroup: Scalars['ID']['input'];
};

/** Whose partners to substitute, and on which tokens. */
export type SubstitutePartnersInput = {
  /** One dictionary, by id, portal id or name. */
  a?: InputMaybe<Scalars['ID']['input']>;
  /** The other dictionary. */
  b?: InputMaybe<Scalars['ID']['input']>;
  /** Under which measure they are matched. */
  measure: Measure;
  /** Every pair of this run group, by id or name. Either this or `a` and `b`. */
  runGroup?: InputMaybe<Scalars['ID']['input']>;
  /** The tokens. */
  source: TokenSourceInput;
};

/** What a job of kind SUBSTITUTE did: `SideMatching.substitution` has a value. */
export type SubstituteResult = {
  __typename?: 'SubstituteResult';
  /** True if both sides had this of these very tokens before, and nothing was computed. */
  alreadyPresent: Scalars['Boolean']['output'];
  /** The matching; null if it has been deleted since. */
  matching?: Maybe<Matching>;
  /** Tokens looked at; null if nothing was computed. */
  tokens?: Maybe<Scalars['BigInt']['output']>;
};

/** Quality of some pairs. */
export type SubstitutionBin = {
  __typename?: 'SubstitutionBin';
  /** Lower edge. */
  from: Scalars['Float']['output'];
  /** Pairs in the bin. */
  pairs: Scalars['Int']['output'];
  /** Quality of the partners; null where the latents are worth nothing. */
  quality?: Maybe<Scalars['Float']['output']>;
  /** Quality of random latents that fire about as often; null where the latents are worth nothing. */
  randomQuality?: Maybe<Scalars['Float']['output']>;
  /** Upper edge. */
  to: Scalars['Float']['output'];
};

/** The same numbers for unrelated dictionaries with as many rows as the real ones have latents, dead ones included: means over draws. */
export type SummaryNull = {
  __typename?: 'SummaryNull';
  /** Agreement by chance. */
  agreement?: Maybe<Scalars['Float']['output']>;
  /** Independent draws averaged. */
  draws: Scalars['Int']['output'];
  /** The greatest of each number over the draws; null for one draw, and where an older version computed the null. */
  greatest?: Maybe<SummaryNullNumbers>;
  /** How the unrelated dictionaries were made. */
  kind: NullKind;
  /** The least of each number over the draws; null for one draw, and where an older version computed the null. */
  least?: Maybe<SummaryNullNumbers>;
  /** Mean matched decoder cosine by chance. */
  meanDecoderCosine: Scalars['Float']['output'];
  /** Mean matched encoder cosine by chance. */
  meanEncoderCosine?: Maybe<Scalars['Float']['output']>;
  /** Seed of the generator. */
  seed: Scalars['BigInt']['output'];
  /** Shared fraction by chance. */
  sharedFraction: Scalars['Float']['output'];
  /** Threshold at which it was evaluated: the asked one, rounded down to a multiple of 0.01, which can only overstate chance. */
  threshold: Scalars['Float']['output'];
};

/** Numbers under a criterion by chance, each by itself: the least or the greatest over the draws of a null. */
export type SummaryNullNumbers = {
  __typename?: 'SummaryNullNumbers';
  /** mean over latents of [pi_d(i) = pi_e(i)]; null without encoders. */
  agreement?: Maybe<Scalars['Float']['output']>;
  /** Mean matched cosine of decoder rows. */
  meanDecoderCosine: Scalars['Float']['output'];
  /** Mean matched cosine of encoder rows; null without encoders. */
  meanEncoderCosine?: Maybe<Scalars['Float']['output']>;
  /** Shared fraction. */
  sharedFraction: Scalars['Float']['output'];
};

/** A sweep by chance, over all latents, dead ones included. */
export type SweepNull = {
  __typename?: 'SweepNull';
  /** Independent draws averaged. */
  draws: Scalars['Int']['output'];
  /** How the unrelated dictionaries were made. */
  kind: NullKind;
  /** The curve, at the thresholds of the sweep; each was evaluated at the threshold rounded down to a multiple of 0.01, by `>=`. */
  points: Array<SweepNullPoint>;
  /** Seed of the generator. */
  seed: Scalars['BigInt']['output'];
};

/** One point of a sweep by chance. */
export type SweepNullPoint = {
  __typename?: 'SweepNullPoint';
  /** Greatest shared fraction of a draw; null for one draw, and where an older version computed the null. */
  greatest?: Maybe<Scalars['Float']['output']>;
  /** Least shared fraction of a draw; null for one draw, and where an older version computed the null. */
  least?: Maybe<Scalars['Float']['output']>;
  /** Shared fraction: mean over the draws. */
  sharedFraction: Scalars['Float']['output'];
  /** Threshold. */
  threshold: Scalars['Float']['output'];
};

/** One point of a sweep. */
export type SweepPoint = {
  __typename?: 'SweepPoint';
  /** Shared latents. */
  shared: Scalars['Int']['output'];
  /** Shared fraction. */
  sharedFraction: Scalars['Float']['output'];
  /** Threshold. */
  threshold: Scalars['Float']['output'];
};

/** A piece of a text. */
export type TextSegment = {
  __typename?: 'TextSegment';
  /** Whether it matched. */
  matched: Scalars['Boolean']['output'];
  /** The piece. */
  text: Scalars['String']['output'];
};

/** Shared fraction against the threshold. */
export type ThresholdSweep = {
  __typename?: 'ThresholdSweep';
  /** Whether dead latents were left out. */
  aliveOnly: Scalars['Boolean']['output'];
  /** What these numbers rest on. */
  basis: MatchingBasis;
  /** The definition. */
  definition: SharedDefinition;
  /** The same curve for unrelated dictionaries, by each kind of null that was computed. */
  nulls: Array<SweepNull>;
  /** Whose latents were counted. */
  of: MatchingEnd;
  /** The curve. */
  points: Array<SweepPoint>;
  /** Whether `>` was used. */
  strict: Scalars['Boolean']['output'];
};

/** A feature on one token. */
export type TokenFeature = {
  __typename?: 'TokenFeature';
  /** Its number among `EncodedText.features`, from 0. */
  feature: Scalars['Int']['output'];
  /** Its latents that fire here, by dictionary and index. */
  firings: Array<TokenFiring>;
  /** Whether it is a family. */
  kind: FeatureKind;
  /** Length of what it adds to a reconstruction: activation times length of the decoder row, the largest over its latents. */
  strength: Scalars['Float']['output'];
};

/** A latent that fires on a token. */
export type TokenFiring = {
  __typename?: 'TokenFiring';
  /** Its activation. */
  activation: Scalars['Float']['output'];
  /** Place of its dictionary, from 0. */
  dictionary: Scalars['Int']['output'];
  /** Index of the latent. */
  index: Scalars['Int']['output'];
};

/** How one dictionary rebuilds one token. */
export type TokenReconstruction = {
  __typename?: 'TokenReconstruction';
  /** Latents of it that fire. */
  active: Scalars['Int']['output'];
  /** Place of the dictionary, from 0. */
  dictionary: Scalars['Int']['output'];
  /** |x - xhat|^2 over the mean squared distance of these tokens from their mean; null where they do not vary. */
  fvu?: Maybe<Scalars['Float']['output']>;
};

/** Tokens with activations: those of a text (`modelPath` and `corpus`), or of a folder (`activations`). */
export type TokenSourceInput = {
  /** Folder of activation shards, as `reseed harvest` writes them, below one of the import roots: no model is run. */
  activations?: InputMaybe<Scalars['String']['input']>;
  /** Tokens that the model sees at once; by default what it takes, at most 512. */
  context?: InputMaybe<Scalars['Int']['input']>;
  /** Text file below one of the import roots: `.jsonl` with a field `text`, or plain text with documents between `<|endoftext|>` or blank lines. */
  corpus?: InputMaybe<Scalars['String']['input']>;
  /** What the model calls the hookpoint, if not what the space calls it. */
  hookpoint?: InputMaybe<Scalars['String']['input']>;
  /** Folder of the language model (model.onnx, tokenizer.json), below one of the server's import roots, absolute or relative to a root. */
  modelPath?: InputMaybe<Scalars['String']['input']>;
  /** Tokens to read at most (of a text, to the end of the last window); all by default. */
  tokens?: InputMaybe<Scalars['BigInt']['input']>;
};

/** A token and a number. */
export type TokenWeight = {
  __typename?: 'TokenWeight';
  /** The token. Show it as text, never as markup. */
  token: Scalars['String']['output'];
  /** Mean activation, or effect on the logit. */
  weight: Scalars['Float']['output'];
};

/** Tokens that belong to a latent. */
export type TopTokens = {
  __typename?: 'TopTokens';
  /** Tokens on which it fires, by mean activation where it does, strongest first, at most 20 unless its maker kept more: as its maker counted them, else from the first 100 contexts kept, TOP before QUANTILE. */
  byContext: Array<TokenWeight>;
  /** Where it was seen. */
  collection: ActivationCollection;
  /**
   * Tokens whose logit its decoder row raises most, strongest first; empty where no one computed them. In collections made here the effect is the
   * decoder row as stored times the model's unembedding, the final norm (its division and its weight) left out, the 10 greatest above zero;
   * `collection.details.logitEffects` says so, or why there are none.
   */
  promoted: Array<TokenWeight>;
  /** Tokens whose logit its decoder row lowers most, strongest first: the 10 least below zero; empty where no one computed them. */
  suppressed: Array<TokenWeight>;
};

/** What a job of kind TRAIN did. */
export type TrainResult = {
  __typename?: 'TrainResult';
  /** The run, with its seeds and dictionaries. */
  trainingRun?: Maybe<TrainingRun>;
};

/** A dictionary that a training run made. */
export type TrainedDictionary = {
  __typename?: 'TrainedDictionary';
  /** The dictionary. */
  dictionary: Dictionary;
  /** Quality on tokens that it was not trained on; null for external trainers. */
  heldOut?: Maybe<HeldOut>;
  /** Init seed. */
  initSeed: Scalars['Seed']['output'];
  /** Tokens of training. */
  tokens: Scalars['BigInt']['output'];
  /** The run that made it. */
  trainingRun: TrainingRun;
};

/**
 * What the batches of a training are made from. Give exactly one: `{ shards: { path: "activations" } }` for files of vectors, or
 * `{ model: { modelPath: "my-model", corpus: "text.txt", hookpoint: "layers.2.mlp" } }` to harvest them first.
 */
export type TrainingActivationsInput =
  /** A language model that reads a text. The job harvests the activations into the folder of the run first, and removes them when the run has succeeded. */
  { model: ModelActivationsInput; shards?: never; }
  |  /** Activation vectors in files. */
  { model?: never; shards: ShardActivationsInput; };

/** The seeds of a training run after some tokens, as dictionaries. */
export type TrainingCheckpoint = {
  __typename?: 'TrainingCheckpoint';
  /** Whether this is the end of the run. */
  final: Scalars['Boolean']['output'];
  /** Their run group. */
  runGroup: RunGroup;
  /** Each seed. */
  seeds: Array<TrainedDictionary>;
  /** Tokens of training. */
  tokens: Scalars['BigInt']['output'];
};

/** What a training run takes. */
export type TrainingEstimate = {
  __typename?: 'TrainingEstimate';
  /** Checkpoints on disk, at most, in MB. */
  diskMb: Scalars['Float']['output'];
  /** Memory of the trainer at its peak, in MB. */
  memoryMb: Scalars['Float']['output'];
};

/** A seed of a training run after some steps. Losses are of the step's own batch, before the step. */
export type TrainingPoint = {
  __typename?: 'TrainingPoint';
  /** Fraction of latents that have not fired for `deadAfterTokens` tokens. */
  deadFraction?: Maybe<Scalars['Float']['output']>;
  /** Fraction of variance unexplained: sum |x - xhat|^2 / sum |x - mean x|^2. */
  fvu?: Maybe<Scalars['Float']['output']>;
  /** Active latents per token. */
  l0?: Maybe<Scalars['Float']['output']>;
  /** Learning rate of the step. */
  learningRate?: Maybe<Scalars['Float']['output']>;
  /** The loss that is minimised. */
  loss?: Maybe<Scalars['Float']['output']>;
  /** Optimiser steps done. */
  step: Scalars['Int']['output'];
  /** Tokens seen. */
  tokens: Scalars['BigInt']['output'];
  /** Tokens per second of this seed. */
  tokensPerSecond?: Maybe<Scalars['Float']['output']>;
};

/** Several seeds that are trained on the same batches, or were. */
export type TrainingRun = Node & {
  __typename?: 'TrainingRun';
  /** The run groups made so far at `matchAtCheckpoints`, and the final one, by tokens. */
  checkpoints: Array<TrainingCheckpoint>;
  /** Moment of the first request. */
  createdAt: Scalars['DateTime']['output'];
  /** The device that trains it, or did; null until a worker has begun, and where the machine does not say it. */
  device?: Maybe<Scalars['String']['output']>;
  /**
   * How far apart the seeds are along training, and from where they began, by step: before the first step, and after 1/64, 1/32, 1/16, 1/8, 1/4, 1/2, 3/4
   * and all of the steps. Empty for external trainers and for runs of versions that did not measure it.
   */
  distances: Array<SeedDistance>;
  /** Memory and disk that it takes, estimated before it was queued. */
  estimate?: Maybe<TrainingEstimate>;
  /** Global id. */
  id: Scalars['ID']['output'];
  /** The latest job that works on it: where it stands. */
  job: Job;
  /** Name of the run group that it makes. */
  name: Scalars['String']['output'];
  /** Last lines that an external trainer wrote, oldest first. */
  output: Array<Scalars['String']['output']>;
  /** Where it is trained; null until a worker has begun, and for external trainers. */
  provider?: Maybe<ExecutionProvider>;
  /** What the search for `settings.targetL0` has reached; null until it has ended, and where none was asked for. */
  reachedSparsity?: Maybe<ReachedSparsity>;
  /** The step after which the latest attempt continued: 0 unless it resumed. Null until a worker has begun. */
  resumedAt?: Maybe<Scalars['Int']['output']>;
  /** The run group of the trained dictionaries; null until the end. */
  runGroup?: Maybe<RunGroup>;
  /** Seconds left, from the rate of the latest points. Null unless it runs. */
  secondsLeft?: Maybe<Scalars['Float']['output']>;
  /** Each seed, in order. */
  seeds: Array<TrainingSeed>;
  /** What was asked for, with every default filled in. */
  settings: TrainingSettings;
  /** How much the seeds share at each checkpoint and at the end. */
  sharedOverTokens: SharedOverTokens;
  /** The files that activations are read from, with sizes and sha256; empty until a worker has looked. */
  sources: Array<SourceFile>;
  /** The space. */
  space: Space;
  /** Versions of what trains it, for repeating it; null until a worker has begun. */
  versions?: Maybe<Scalars['JSON']['output']>;
};


/** Several seeds that are trained on the same batches, or were. */
export type TrainingRunSharedOverTokensArgs = {
  criterion?: InputMaybe<CriterionInput>;
  measure: Measure;
};

/** A page of training runs. */
export type TrainingRunConnection = {
  __typename?: 'TrainingRunConnection';
  /** Rows with cursors. */
  edges: Array<TrainingRunEdge>;
  /** Rows alone. */
  nodes: Array<TrainingRun>;
  /** Where the page lies. */
  pageInfo: PageInfo;
  /** Rows in all pages. */
  totalCount: Scalars['Int']['output'];
};

/** A training run in a page. */
export type TrainingRunEdge = {
  __typename?: 'TrainingRunEdge';
  /** Cursor of this row. */
  cursor: Scalars['String']['output'];
  /** The training run. */
  node: TrainingRun;
};

/** One seed of a training run. */
export type TrainingSeed = {
  __typename?: 'TrainingSeed';
  /**
   * The curve, by step. Steps 1 to the latest are cut into `maxPoints` equal parts, and the last recorded point of each part stands for it; nothing is
   * averaged, and the latest point is always the last.
   */
  curve: Array<TrainingPoint>;
  /** The trained dictionary; null until the end. */
  dictionary?: Maybe<Dictionary>;
  /** Quality on tokens that it was not trained on; null until the end, and for external trainers. */
  heldOut?: Maybe<HeldOut>;
  /** Init seed. */
  initSeed: Scalars['Seed']['output'];
  /** Where it is; null before its first point. */
  latest?: Maybe<TrainingPoint>;
  /** Seconds left at the rate of the latest point; null unless it is being trained. */
  secondsLeft?: Maybe<Scalars['Float']['output']>;
};


/** One seed of a training run. */
export type TrainingSeedCurveArgs = {
  maxPoints: Scalars['Int']['input'];
};

/** What a training run was asked to do. */
export type TrainingSettings = {
  __typename?: 'TrainingSettings';
  /** What the batches are made from: `kind` is SHARDS, `path` their folder. */
  activations: Scalars['JSON']['output'];
  /** Architecture. */
  architecture: Architecture;
  /** Tokens per optimiser step. */
  batchSize: Scalars['Int']['output'];
  /** Width, d. */
  dIn: Scalars['Int']['output'];
  /** Seed of the data order. */
  dataSeed: Scalars['BigInt']['output'];
  /** Tokens at the end of the activations that are kept out of training, to measure on. */
  heldOutTokens: Scalars['BigInt']['output'];
  /** What decoder rows begin with. */
  initialRows: InitialRows;
  /** Active latents per token. For TOPK and BATCH_TOPK, which need it. */
  k?: Maybe<Scalars['Int']['output']>;
  /** Peak learning rate. */
  learningRate: Scalars['Float']['output'];
  /** Whether every pair of the run group is matched at the end. */
  match: Scalars['Boolean']['output'];
  /**
   * Token counts at which the seeds as they are then become dictionaries, in a run group `<run group>@<tokens>` that is matched, so that sharedness can
   * be watched while tokens grow.
   */
  matchAtCheckpoints: Array<Scalars['BigInt']['output']>;
  /** Number of latents, n. */
  nLatents: Scalars['Int']['output'];
  /** Whether what random vectors give is computed for these matchings, too. */
  nulls: Scalars['Boolean']['output'];
  /** Every number that, with a seed and the batches, decides the weights: those above, warm-up and decay, AuxK, Adam's constants, and the rest. */
  plan: Scalars['JSON']['output'];
  /** Where it must be computed. Null: by any worker. */
  provider?: Maybe<ExecutionProvider>;
  /** Init seeds, ascending. */
  seeds: Array<Scalars['BigInt']['output']>;
  /** Weight of the sparsity term in the loss. For RELU_L1, GATED and JUMP_RELU. */
  sparsityCoefficient?: Maybe<Scalars['Float']['output']>;
  /** Optimiser steps. */
  steps: Scalars['Int']['output'];
  /**
   * Active latents per token for which the sparsity coefficient is searched first, on dictionaries that are not kept; every seed then trains with the
   * coefficient that was reached. For RELU_L1, GATED and JUMP_RELU.
   */
  targetL0?: Maybe<Scalars['Float']['output']>;
  /** Tokens to train on, in whole batches. */
  tokens: Scalars['BigInt']['output'];
  /** An external trainer that the operator has configured. Null: the built-in one. */
  trainer?: Maybe<Scalars['String']['output']>;
  /**
   * Weight of the L2 penalty in the loss: the sum of all squares of encoder and decoder weights. Decoder rows keep unit length, so it acts on the
   * encoder. Null: none.
   */
  weightPenalty?: Maybe<Scalars['Float']['output']>;
};

/** In what two latents are alike: in direction, in firing, or in both. */
export type TwinKind =
  /** Both matchings name the same partner, and both its cosine and its correlation reach the thresholds. */
  | 'BOTH'
  /** Partners by decoder rows whose cosine reaches its threshold, and whose correlation does not: twins in direction that fire apart. */
  | 'DIRECTION_ONLY'
  /** Partners by activation whose correlation reaches its threshold, and whose cosine does not: twins in function that write elsewhere. */
  | 'FIRING_ONLY';

/** How the union of dictionaries grows. A feature is a family, or a latent that is in none. */
export type UnionGrowth = {
  __typename?: 'UnionGrowth';
  /** Components of matches that contradict each other: a dictionary had two latents in them. They were cut before features were counted. */
  conflicts: Scalars['Int']['output'];
  /** Features in all dictionaries. */
  core: Scalars['Int']['output'];
  /** Features in exactly 1, 2, ... S dictionaries. */
  inExactly: Array<Scalars['Int']['output']>;
  /** Latents counted, of all dictionaries. */
  latents: Scalars['Int']['output'];
  /** The same for dictionaries that have nothing to do with each other, by each kind of null that every pair has; none where nulls were not computed. */
  nulls: Array<UnionNull>;
  /** t = 1 .. S. */
  points: Array<UnionPoint>;
  /** The definitions. */
  statement: Scalars['String']['output'];
  /** Features in any dictionary. */
  union: Scalars['Int']['output'];
  /** An estimate of the features that none of these dictionaries has. */
  unseen: UnseenFeatures;
};

/** The union by chance: random ties between as many latents, simulated with 2,048 per dictionary and a fixed seed. */
export type UnionNull = {
  __typename?: 'UnionNull';
  /** Features in all dictionaries. */
  core: Scalars['Float']['output'];
  /** Features in exactly 1, 2, ... S dictionaries. */
  inExactly: Array<Scalars['Float']['output']>;
  /** How the unrelated dictionaries were made. */
  kind: NullKind;
  /** How it follows from the nulls of the pairs. */
  statement: Scalars['String']['output'];
  /** Features in any dictionary. */
  union: Scalars['Float']['output'];
  /** The Chao2 estimate of unseen features for these random dictionaries. Null for fewer than two dictionaries. */
  unseen?: Maybe<Scalars['Float']['output']>;
};

/** The union of t dictionaries. */
export type UnionPoint = {
  __typename?: 'UnionPoint';
  /** t. */
  dictionaries: Scalars['Int']['output'];
  /** Features that the t-th dictionary adds, mean over all orders. */
  expectedNew: Scalars['Float']['output'];
  /** Features in t of the dictionaries, mean over all choices. */
  expectedUnion: Scalars['Float']['output'];
};

/** In how many dictionaries of a run group a latent is found. */
export type Universality = {
  __typename?: 'Universality';
  /** 1 (only here) up to the number of dictionaries compared. */
  count: Scalars['Int']['output'];
  /** The criterion. */
  criterion: Criterion;
  /** Dictionaries compared, its own included: those whose matching with it is complete. */
  dictionariesCompared: Scalars['Int']['output'];
  /** Dictionaries in the run group. */
  dictionariesInGroup: Scalars['Int']['output'];
  /** How probably it is found in a further seed; null with fewer than two others to compare, and for a latent that the criterion does not count. */
  stability?: Maybe<Stability>;
};

/**
 * The Chao2 estimate of the features that none of the dictionaries has, over alive latents whatever the criterion says. It assumes that every feature
 * is recognised wherever it is; where that plainly fails, or it is not known who is alive, there is a reason in place of the numbers.
 */
export type UnseenFeatures = {
  __typename?: 'UnseenFeatures';
  /** Upper end of Chao's 95% interval. Null where there is a reason. */
  high?: Maybe<Scalars['Float']['output']>;
  /** Lower end of Chao's 95% interval. Null where there is a reason. */
  low?: Maybe<Scalars['Float']['output']>;
  /** The same estimate for random dictionaries, by each kind of null that every pair has. */
  nulls: Array<UnseenNull>;
  /** Why there is no estimate; null where there is one. */
  reason?: Maybe<Scalars['String']['output']>;
  /** The definition and what it assumes. */
  statement: Scalars['String']['output'];
  /** The estimate. Null where there is a reason. */
  value?: Maybe<Scalars['Float']['output']>;
};

/** The Chao2 estimate for dictionaries that have nothing to do with each other. */
export type UnseenNull = {
  __typename?: 'UnseenNull';
  /** How the random vectors were drawn. */
  kind: NullKind;
  /** The estimate. */
  value: Scalars['Float']['output'];
};

/** What is better known of a dictionary than it is stored. A field that is left out stays as it is; null means not known. */
export type UpdateDictionaryInput = {
  /** Seed of the data order. */
  dataSeed?: InputMaybe<Scalars['Seed']['input']>;
  /** Training data. */
  dataset?: InputMaybe<Scalars['String']['input']>;
  /** The dictionary, by id, portal id or name. */
  dictionary: Scalars['ID']['input'];
  /** Seed of the initial weights. */
  initSeed?: InputMaybe<Scalars['Seed']['input']>;
  /** Coefficient of the L1 penalty. */
  l1Coefficient?: InputMaybe<Scalars['Float']['input']>;
  /** Name, of no other dictionary in its space. Without it, a name that was made of run group and seed follows them. Null is refused. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Portal id `<model>/<source>`, of no other dictionary. */
  portalId?: InputMaybe<Scalars['String']['input']>;
  /** Run group, by name; made where there is none of this name. Null is refused. */
  runGroup?: InputMaybe<Scalars['String']['input']>;
  /** Training tokens. */
  tokens?: InputMaybe<Scalars['BigInt']['input']>;
};

/** What `updateDictionary` did. */
export type UpdateDictionaryPayload = {
  __typename?: 'UpdateDictionaryPayload';
  /** What differs from before; empty where everything was stored already. `provenance.changes` keeps it. */
  changes: Array<FactChange>;
  /** The dictionary as it is now. */
  dictionary: Dictionary;
};

/** A row of a weight matrix. */
export type Vector = {
  __typename?: 'Vector';
  /** Little-endian float32 in base64, for BASE64_F32. */
  base64?: Maybe<Scalars['String']['output']>;
  /** Length. */
  dimensions: Scalars['Int']['output'];
  /** How it is written. */
  encoding: VectorEncoding;
  /** The numbers, for FLOATS. */
  floats?: Maybe<Array<Scalars['Float']['output']>>;
};

/** How a vector is written in an answer. */
export type VectorEncoding =
  /** Little-endian float32, base64: a fifth of the size. */
  | 'BASE64_F32'
  /** A list of numbers. */
  | 'FLOATS';

/** A worker that gave a sign of life within the last 30 seconds. */
export type Worker = {
  __typename?: 'Worker';
  /** The device of that provider; null until it has run a job, and where the machine does not say it. */
  device?: Maybe<Scalars['String']['output']>;
  /** The job that it runs. */
  job?: Maybe<Job>;
  /** Kinds of job that it takes. */
  kinds: Array<JobKind>;
  /** Memory of the device (of the machine, for CPU) in MB, as far as the machine says it. */
  memoryMb?: Maybe<Scalars['Int']['output']>;
  /** Machine and process. */
  name: Scalars['String']['output'];
  /** Where it trains; null if it takes no training. */
  provider?: Maybe<ExecutionProvider>;
  /** Moment of its last sign of life. */
  seenAt: Scalars['DateTime']['output'];
  /** Moment of its start. */
  startedAt: Scalars['DateTime']['output'];
  /** Tokens per second of the training that it runs or ran last, all seeds together, at the latest point of each; null before its first. */
  tokensPerSecond?: Maybe<Scalars['Float']['output']>;
  /** External trainers that it may start. */
  trainers: Array<Scalars['String']['output']>;
};

/** A checkpoint format that can be written. */
export type WrittenFormat =
  /** dictionary_learning: every architecture in the class that computes it, of raw activations. JumpReLU classes there read x itself, gated and TopK ones x minus the decoder's bias; what reads the other is refused. */
  | 'DICTIONARY_LEARNING'
  /** SAELens 6: every architecture; BatchTopK as JumpReLU with its threshold, as SAELens itself saves it. */
  | 'SAE_LENS'
  /** EleutherAI sparsify: TopK dictionaries of raw activations. */
  | 'SPARSIFY';



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;



/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  JobResult:
    | ( ContextsResultValue )
    | ( DeleteResult )
    | ( Omit<EmbedResult, 'dictionary'> & { dictionary?: Maybe<_RefType['Dictionary']> } )
    | ( EvaluateResult )
    | ( Omit<ExplainResult, 'dictionary'> & { dictionary?: Maybe<_RefType['Dictionary']> } )
    | ( Omit<ExplanationsResult, 'dictionary'> & { dictionary?: Maybe<_RefType['Dictionary']> } )
    | ( Omit<ExportExplanationsResult, 'dictionary'> & { dictionary?: Maybe<_RefType['Dictionary']> } )
    | ( Omit<ExportFeaturesResult, 'runGroup'> & { runGroup?: Maybe<_RefType['RunGroup']> } )
    | ( Omit<ExportResult, 'dictionary'> & { dictionary?: Maybe<_RefType['Dictionary']> } )
    | ( Omit<ImportMatchingResult, 'matching'> & { matching?: Maybe<_RefType['Matching']> } )
    | ( Omit<ImportResult, 'dictionary'> & { dictionary?: Maybe<_RefType['Dictionary']> } )
    | ( Omit<IndexResult, 'dictionary'> & { dictionary?: Maybe<_RefType['Dictionary']> } )
    | ( MatchActivationsResultValue )
    | ( Omit<MatchResult, 'matching'> & { matching?: Maybe<_RefType['Matching']> } )
    | ( Omit<NullBaselineResult, 'matching'> & { matching?: Maybe<_RefType['Matching']> } )
    | ( Omit<ScoreResult, 'dictionary'> & { dictionary?: Maybe<_RefType['Dictionary']> } )
    | ( Omit<SimilarityResult, 'matching'> & { matching?: Maybe<_RefType['Matching']> } )
    | ( Omit<SubstituteResult, 'matching'> & { matching?: Maybe<_RefType['Matching']> } )
    | ( Omit<TrainResult, 'trainingRun'> & { trainingRun?: Maybe<_RefType['TrainingRun']> } )
  ;
  JobSubject:
    | ( DictionaryRow )
    | ( MatchingRow )
    | ( RunGroupRow )
    | ( TrainingRunRow )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node:
    | ( DictionaryRow )
    | ( ExplanationRow )
    | ( JobRow )
    | ( LatentRow )
    | ( MatchingRow )
    | ( ModelRow )
    | ( RunGroupRow )
    | ( SpaceRow )
    | ( TrainingRunRow )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Access: ResolverTypeWrapper<AccessRecord>;
  ActivationCollection: ResolverTypeWrapper<CollectionRow>;
  ActivationHistogram: ResolverTypeWrapper<StatisticsRow>;
  AliveSide: ResolverTypeWrapper<AliveSide>;
  AliveSource: AliveSource;
  AliveStatement: ResolverTypeWrapper<AliveStatement>;
  Aliveness: ResolverTypeWrapper<AlivenessAnswer>;
  Architecture: Architecture;
  AuxKInput: AuxKInput;
  BaseAnalysis: ResolverTypeWrapper<MatchedBase>;
  BaseOrphan: ResolverTypeWrapper<BaseOrphanAnswer>;
  BaseOrphanConnection: ResolverTypeWrapper<Omit<BaseOrphanConnection, 'criterion' | 'edges' | 'nodes'> & { criterion: ResolversTypes['Criterion'], edges: Array<ResolversTypes['BaseOrphanEdge']>, nodes: Array<ResolversTypes['BaseOrphan']> }>;
  BaseOrphanEdge: ResolverTypeWrapper<Omit<BaseOrphanEdge, 'node'> & { node: ResolversTypes['BaseOrphan'] }>;
  BaseUniversality: ResolverTypeWrapper<BaseUniversalityAnswer>;
  BigInt: ResolverTypeWrapper<Scalars['BigInt']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  BorrowedExplanation: ResolverTypeWrapper<BorrowedExplanationAnswer>;
  BosRule: BosRule;
  Candidate: ResolverTypeWrapper<CandidateAnswer>;
  CanonicalCorrelation: ResolverTypeWrapper<Omit<CanonicalCorrelation, 'basis'> & { basis: ResolversTypes['MatchingBasis'] }>;
  CatalogueEntry: ResolverTypeWrapper<CatalogueEntry>;
  CatalogueEntryConnection: ResolverTypeWrapper<CatalogueEntryConnection>;
  CatalogueEntryEdge: ResolverTypeWrapper<CatalogueEntryEdge>;
  CatalogueFilter: CatalogueFilter;
  CentredCosines: ResolverTypeWrapper<CentredCosines>;
  Certificate: ResolverTypeWrapper<CertificateRecord>;
  ChangeSource: ChangeSource;
  ChatBudgetInput: ChatBudgetInput;
  ChatModel: ResolverTypeWrapper<ChatModel>;
  ChatSpending: ResolverTypeWrapper<ChatSpendingRow>;
  CheckpointFormat: ResolverTypeWrapper<CheckpointFormat>;
  CheckpointInspection: ResolverTypeWrapper<Omit<CheckpointInspection, 'checkpoint'> & { checkpoint?: Maybe<ResolversTypes['InspectedCheckpoint']> }>;
  CollectContextsInput: CollectContextsInput;
  CollectedContexts: ResolverTypeWrapper<CollectedContextsValue>;
  ContextKind: ContextKind;
  ContextSettingsInput: ContextSettingsInput;
  ContextsResult: ResolverTypeWrapper<ContextsResultValue>;
  ContrastInput: ContrastInput;
  ContrastedFeature: ResolverTypeWrapper<ContrastedFeatureAnswer>;
  ContrastedLatent: ResolverTypeWrapper<ContrastedLatentAnswer>;
  ContrastedTexts: ResolverTypeWrapper<ContrastedTextsValue>;
  CosineHistogram: ResolverTypeWrapper<Omit<CosineHistogram, 'certificate'> & { certificate?: Maybe<ResolversTypes['Certificate']> }>;
  CosineSource: CosineSource;
  Covariate: Covariate;
  CovariateBin: ResolverTypeWrapper<CovariateBin>;
  CovariateLevel: ResolverTypeWrapper<CovariateLevel>;
  Coverage: ResolverTypeWrapper<Coverage>;
  Criterion: ResolverTypeWrapper<CriterionRecord>;
  CriterionInput: CriterionInput;
  CycleBase: ResolverTypeWrapper<Omit<CycleBase, 'dictionary'> & { dictionary: ResolversTypes['Dictionary'] }>;
  CycleConsistency: ResolverTypeWrapper<GroupCycles>;
  CycleNull: ResolverTypeWrapper<Omit<CycleNull, 'allAgree' | 'decoder' | 'encoder' | 'firstAgrees'> & { allAgree?: Maybe<ResolversTypes['CycleSpread']>, decoder: ResolversTypes['CycleSpread'], encoder?: Maybe<ResolversTypes['CycleSpread']>, firstAgrees?: Maybe<ResolversTypes['CycleSpread']> }>;
  CycleSpread: ResolverTypeWrapper<CycleSpread>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Definition: ResolverTypeWrapper<Definition>;
  DeleteDictionaryPayload: ResolverTypeWrapper<Omit<DeleteDictionaryPayload, 'job'> & { job: ResolversTypes['Job'] }>;
  DeleteResult: ResolverTypeWrapper<DeleteResult>;
  DensityHistogram: ResolverTypeWrapper<DensityHistogram>;
  Dictionary: ResolverTypeWrapper<DictionaryRow>;
  DictionaryChange: ResolverTypeWrapper<DictionaryChangeRow>;
  DictionaryConnection: ResolverTypeWrapper<Omit<DictionaryConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['DictionaryEdge']>, nodes: Array<ResolversTypes['Dictionary']> }>;
  DictionaryEdge: ResolverTypeWrapper<Omit<DictionaryEdge, 'node'> & { node: ResolversTypes['Dictionary'] }>;
  DictionaryFilter: DictionaryFilter;
  DisagreementKind: DisagreementKind;
  DrawnNumbers: ResolverTypeWrapper<DrawnNumbers>;
  EmbedResult: ResolverTypeWrapper<Omit<EmbedResult, 'dictionary'> & { dictionary?: Maybe<ResolversTypes['Dictionary']> }>;
  Embedder: ResolverTypeWrapper<Embedder>;
  EncodeInput: EncodeInput;
  EncodedDictionary: ResolverTypeWrapper<Omit<EncodedDictionary, 'dictionary'> & { dictionary: ResolversTypes['Dictionary'] }>;
  EncodedFeature: ResolverTypeWrapper<EncodedFeatureAnswer>;
  EncodedText: ResolverTypeWrapper<EncodedTextValue>;
  EncodedToken: ResolverTypeWrapper<EncodedTokenValue>;
  EvaluateDictionariesInput: EvaluateDictionariesInput;
  EvaluateResult: ResolverTypeWrapper<EvaluateResult>;
  Evaluation: ResolverTypeWrapper<EvaluationRow>;
  ExecutionProvider: ExecutionProvider;
  ExplainLatentsInput: ExplainLatentsInput;
  ExplainResult: ResolverTypeWrapper<Omit<ExplainResult, 'dictionary'> & { dictionary?: Maybe<ResolversTypes['Dictionary']> }>;
  Explainer: Explainer;
  Explanation: ResolverTypeWrapper<ExplanationRow>;
  ExplanationAgreement: ResolverTypeWrapper<ExplanationAgreementAnswer>;
  ExplanationCoverage: ResolverTypeWrapper<ExplanationCoverage>;
  ExplanationFilter: ExplanationFilter;
  ExplanationFormat: ExplanationFormat;
  ExplanationHit: ResolverTypeWrapper<ExplanationHitValue>;
  ExplanationHitConnection: ResolverTypeWrapper<Omit<ExplanationHitConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['ExplanationHitEdge']>, nodes: Array<ResolversTypes['ExplanationHit']> }>;
  ExplanationHitEdge: ResolverTypeWrapper<Omit<ExplanationHitEdge, 'node'> & { node: ResolversTypes['ExplanationHit'] }>;
  ExplanationScore: ResolverTypeWrapper<ScoreRow>;
  ExplanationTools: ResolverTypeWrapper<ExplanationTools>;
  ExplanationsResult: ResolverTypeWrapper<Omit<ExplanationsResult, 'dictionary'> & { dictionary?: Maybe<ResolversTypes['Dictionary']> }>;
  ExportCheckpointInput: ExportCheckpointInput;
  ExportExplanationsInput: ExportExplanationsInput;
  ExportExplanationsResult: ResolverTypeWrapper<Omit<ExportExplanationsResult, 'dictionary'> & { dictionary?: Maybe<ResolversTypes['Dictionary']> }>;
  ExportFeaturesInput: ExportFeaturesInput;
  ExportFeaturesResult: ResolverTypeWrapper<Omit<ExportFeaturesResult, 'runGroup'> & { runGroup?: Maybe<ResolversTypes['RunGroup']> }>;
  ExportResult: ResolverTypeWrapper<Omit<ExportResult, 'dictionary'> & { dictionary?: Maybe<ResolversTypes['Dictionary']> }>;
  ExternalTrainer: ResolverTypeWrapper<ExternalTrainer>;
  FactChange: ResolverTypeWrapper<FactChange>;
  FeatureKind: FeatureKind;
  FeaturePart: FeaturePart;
  FiringLatent: ResolverTypeWrapper<FiringLatentAnswer>;
  FiringPair: ResolverTypeWrapper<FiringPairAnswer>;
  FiringPairConnection: ResolverTypeWrapper<Omit<FiringPairConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['FiringPairEdge']>, nodes: Array<ResolversTypes['FiringPair']> }>;
  FiringPairEdge: ResolverTypeWrapper<Omit<FiringPairEdge, 'node'> & { node: ResolversTypes['FiringPair'] }>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  FractionsNull: ResolverTypeWrapper<FractionsNull>;
  GroupAnalysis: ResolverTypeWrapper<MatchedGroup>;
  GroupOrphanSpans: ResolverTypeWrapper<GroupOrphanSpans>;
  GroupUniversality: ResolverTypeWrapper<GroupUniversalityAnswer>;
  Guess: ResolverTypeWrapper<Guess>;
  HeldOut: ResolverTypeWrapper<HeldOutRecord>;
  Hookpoint: ResolverTypeWrapper<Hookpoint>;
  HookpointBasis: HookpointBasis;
  HookpointConnection: ResolverTypeWrapper<HookpointConnection>;
  HookpointEdge: ResolverTypeWrapper<HookpointEdge>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  ImportDictionaryInput: ImportDictionaryInput;
  ImportExplanationsInput: ImportExplanationsInput;
  ImportMatchingInput: ImportMatchingInput;
  ImportMatchingResult: ResolverTypeWrapper<Omit<ImportMatchingResult, 'matching'> & { matching?: Maybe<ResolversTypes['Matching']> }>;
  ImportResult: ResolverTypeWrapper<Omit<ImportResult, 'dictionary'> & { dictionary?: Maybe<ResolversTypes['Dictionary']> }>;
  IndexResult: ResolverTypeWrapper<Omit<IndexResult, 'dictionary'> & { dictionary?: Maybe<ResolversTypes['Dictionary']> }>;
  InitialDistance: ResolverTypeWrapper<InitialDistanceRecord>;
  InitialQuantile: ResolverTypeWrapper<InitialQuantile>;
  InitialRows: InitialRows;
  InspectedCheckpoint: ResolverTypeWrapper<Omit<InspectedCheckpoint, 'matching'> & { matching: ResolversTypes['MatchingEstimate'] }>;
  InspectedFile: ResolverTypeWrapper<InspectedFile>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  Job: ResolverTypeWrapper<JobRow>;
  JobConnection: ResolverTypeWrapper<Omit<JobConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['JobEdge']>, nodes: Array<ResolversTypes['Job']> }>;
  JobEdge: ResolverTypeWrapper<Omit<JobEdge, 'node'> & { node: ResolversTypes['Job'] }>;
  JobFailure: ResolverTypeWrapper<JobRow>;
  JobFilter: JobFilter;
  JobKind: JobKind;
  JobProgress: ResolverTypeWrapper<JobRow>;
  JobResult: ResolverTypeWrapper<JobResultValue>;
  JobState: JobState;
  JobSubject: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['JobSubject']>;
  JobWait: ResolverTypeWrapper<JobWait>;
  LabelDisagreement: ResolverTypeWrapper<LabelDisagreementAnswer>;
  LabelDisagreementConnection: ResolverTypeWrapper<Omit<LabelDisagreementConnection, 'criterion' | 'edges' | 'nodes'> & { criterion: ResolversTypes['Criterion'], edges: Array<ResolversTypes['LabelDisagreementEdge']>, nodes: Array<ResolversTypes['LabelDisagreement']> }>;
  LabelDisagreementEdge: ResolverTypeWrapper<Omit<LabelDisagreementEdge, 'node'> & { node: ResolversTypes['LabelDisagreement'] }>;
  LabelSimilarity: ResolverTypeWrapper<LabelSimilarity>;
  Latent: ResolverTypeWrapper<LatentRow>;
  LatentAliveness: ResolverTypeWrapper<LatentAlivenessAnswer>;
  LatentConnection: ResolverTypeWrapper<Omit<LatentConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['LatentEdge']>, nodes: Array<ResolversTypes['Latent']> }>;
  LatentContext: ResolverTypeWrapper<ContextRow>;
  LatentContextConnection: ResolverTypeWrapper<Omit<LatentContextConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['LatentContextEdge']>, nodes: Array<ResolversTypes['LatentContext']> }>;
  LatentContextEdge: ResolverTypeWrapper<Omit<LatentContextEdge, 'node'> & { node: ResolversTypes['LatentContext'] }>;
  LatentEdge: ResolverTypeWrapper<Omit<LatentEdge, 'node'> & { node: ResolversTypes['Latent'] }>;
  LatentFamily: ResolverTypeWrapper<LatentFamilyAnswer>;
  LatentFamilyConnection: ResolverTypeWrapper<Omit<LatentFamilyConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['LatentFamilyEdge']>, nodes: Array<ResolversTypes['LatentFamily']> }>;
  LatentFamilyEdge: ResolverTypeWrapper<Omit<LatentFamilyEdge, 'node'> & { node: ResolversTypes['LatentFamily'] }>;
  LatentFilter: LatentFilter;
  LatentOrder: LatentOrder;
  LatentPartner: ResolverTypeWrapper<LatentPartnerAnswer>;
  MarginSummary: ResolverTypeWrapper<MarginSummary>;
  MatchActivationsInput: MatchActivationsInput;
  MatchActivationsResult: ResolverTypeWrapper<MatchActivationsResultValue>;
  MatchResult: ResolverTypeWrapper<Omit<MatchResult, 'matching'> & { matching?: Maybe<ResolversTypes['Matching']> }>;
  MatchedFiring: ResolverTypeWrapper<MatchedFiringAnswer>;
  Matching: ResolverTypeWrapper<MatchingRow>;
  MatchingBasis: ResolverTypeWrapper<MatchingRow>;
  MatchingConnection: ResolverTypeWrapper<Omit<MatchingConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['MatchingEdge']>, nodes: Array<ResolversTypes['Matching']> }>;
  MatchingCoverage: ResolverTypeWrapper<Omit<MatchingCoverage, 'basis'> & { basis: ResolversTypes['MatchingBasis'] }>;
  MatchingEdge: ResolverTypeWrapper<Omit<MatchingEdge, 'node'> & { node: ResolversTypes['Matching'] }>;
  MatchingEnd: MatchingEnd;
  MatchingEstimate: ResolverTypeWrapper<MatchingEstimateRecord>;
  MatchingExport: ResolverTypeWrapper<MatchingExportValue>;
  MatchingFileFormat: MatchingFileFormat;
  MatchingFilter: MatchingFilter;
  MatchingProgress: ResolverTypeWrapper<MatchingProgressRow>;
  MatchingSummary: ResolverTypeWrapper<MatchingSummaryAnswer>;
  Measure: Measure;
  Merge: ResolverTypeWrapper<MergeAnswer>;
  MissingNull: ResolverTypeWrapper<MissingNull>;
  MissingPair: ResolverTypeWrapper<MissingPairAnswer>;
  Model: ResolverTypeWrapper<ModelRow>;
  ModelActivationsInput: ModelActivationsInput;
  ModelEvaluation: ResolverTypeWrapper<ModelEvaluation>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  NearestAnswer: ResolverTypeWrapper<Omit<NearestAnswer, 'groups'> & { groups: Array<ResolversTypes['NearestGroup']> }>;
  NearestFrom: NearestFrom;
  NearestGroup: ResolverTypeWrapper<Omit<NearestGroup, 'dictionary' | 'hits'> & { dictionary: ResolversTypes['Dictionary'], hits: Array<ResolversTypes['NearestHit']> }>;
  NearestHit: ResolverTypeWrapper<NearestHitValue>;
  NearestIndex: ResolverTypeWrapper<NearestIndex>;
  NearestMethod: NearestMethod;
  NeighbourSimilarity: ResolverTypeWrapper<NeighbourSimilarity>;
  NoFit: NoFit;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  NullBaselineResult: ResolverTypeWrapper<Omit<NullBaselineResult, 'matching'> & { matching?: Maybe<ResolversTypes['Matching']> }>;
  NullComparison: ResolverTypeWrapper<NullComparison>;
  NullKind: NullKind;
  OnlyInBaseCurve: ResolverTypeWrapper<OnlyInBase>;
  OnlyInBasePoint: ResolverTypeWrapper<OnlyInBasePoint>;
  Orientation: Orientation;
  Orphan: ResolverTypeWrapper<OrphanAnswer>;
  OrphanConnection: ResolverTypeWrapper<Omit<OrphanConnection, 'criterion' | 'edges' | 'nodes'> & { criterion: ResolversTypes['Criterion'], edges: Array<ResolversTypes['OrphanEdge']>, nodes: Array<ResolversTypes['Orphan']> }>;
  OrphanEdge: ResolverTypeWrapper<Omit<OrphanEdge, 'node'> & { node: ResolversTypes['Orphan'] }>;
  OrphanEnd: ResolverTypeWrapper<OrphanEnd>;
  OrphanSpans: ResolverTypeWrapper<Omit<OrphanSpans, 'criterion'> & { criterion: ResolversTypes['Criterion'] }>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PairMargin: ResolverTypeWrapper<PairMargin>;
  PairSubstitution: ResolverTypeWrapper<PairSubstitution>;
  PairedMeans: ResolverTypeWrapper<PairedMeans>;
  PartnerLink: ResolverTypeWrapper<PartnerLinkAnswer>;
  PowerLaw: ResolverTypeWrapper<PowerLaw>;
  Provenance: ResolverTypeWrapper<DictionaryRow>;
  Publication: ResolverTypeWrapper<SideRow>;
  QualityPoint: ResolverTypeWrapper<QualityPoint>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ReachedSparsity: ResolverTypeWrapper<ReachedSparsityRecord>;
  Recoding: ResolverTypeWrapper<Omit<Recoding, 'atoms' | 'mergedInto' | 'other'> & { atoms: Array<ResolversTypes['RecodingAtom']>, mergedInto?: Maybe<ResolversTypes['Merge']>, other: ResolversTypes['Dictionary'] }>;
  RecodingAtom: ResolverTypeWrapper<RecodingAtomAnswer>;
  RecodingVerdict: RecodingVerdict;
  Refusal: ResolverTypeWrapper<Refusal>;
  RepresentationSimilarity: ResolverTypeWrapper<Omit<RepresentationSimilarity, 'basis'> & { basis: ResolversTypes['MatchingBasis'] }>;
  RequestMatchingInput: RequestMatchingInput;
  RequestMatchingPayload: ResolverTypeWrapper<Omit<RequestMatchingPayload, 'jobs' | 'matchings'> & { jobs: Array<ResolversTypes['Job']>, matchings: Array<ResolversTypes['Matching']> }>;
  RequestSimilarityInput: RequestSimilarityInput;
  Role: Role;
  RunGroup: ResolverTypeWrapper<RunGroupRow>;
  SameSeedPair: ResolverTypeWrapper<Omit<SameSeedPair, 'a' | 'b'> & { a: ResolversTypes['Dictionary'], b: ResolversTypes['Dictionary'] }>;
  SameWeights: SameWeights;
  ScoreExplanationsInput: ScoreExplanationsInput;
  ScoreInterval: ResolverTypeWrapper<ScoreInterval>;
  ScoreResult: ResolverTypeWrapper<Omit<ScoreResult, 'dictionary'> & { dictionary?: Maybe<ResolversTypes['Dictionary']> }>;
  Scorer: Scorer;
  SearchMode: SearchMode;
  SearchRound: ResolverTypeWrapper<SearchRound>;
  Seed: ResolverTypeWrapper<Scalars['Seed']['output']>;
  SeedDistance: ResolverTypeWrapper<TrainingDistanceRow>;
  SeedInterval: ResolverTypeWrapper<SeedInterval>;
  SeedMean: ResolverTypeWrapper<SeedMean>;
  SetNearestIndexInput: SetNearestIndexInput;
  ShardActivationsInput: ShardActivationsInput;
  SharedAtTokens: ResolverTypeWrapper<SharedAtTokensAnswer>;
  SharedByCovariate: ResolverTypeWrapper<Omit<SharedByCovariate, 'criterion'> & { criterion: ResolversTypes['Criterion'] }>;
  SharedDefinition: SharedDefinition;
  SharedMatrix: ResolverTypeWrapper<SharingMatrix>;
  SharedMatrixCell: ResolverTypeWrapper<SharingCell>;
  SharedMatrixRow: ResolverTypeWrapper<Omit<SharedMatrixRow, 'cells' | 'dictionary'> & { cells: Array<Maybe<ResolversTypes['SharedMatrixCell']>>, dictionary: ResolversTypes['Dictionary'] }>;
  SharedOverTokens: ResolverTypeWrapper<Omit<SharedOverTokens, 'criterion' | 'points'> & { criterion: ResolversTypes['Criterion'], points: Array<ResolversTypes['SharedAtTokens']> }>;
  SharedPair: ResolverTypeWrapper<LatentPair>;
  SharedPairConnection: ResolverTypeWrapper<Omit<SharedPairConnection, 'criterion' | 'edges' | 'nodes'> & { criterion: ResolversTypes['Criterion'], edges: Array<ResolversTypes['SharedPairEdge']>, nodes: Array<ResolversTypes['SharedPair']> }>;
  SharedPairEdge: ResolverTypeWrapper<Omit<SharedPairEdge, 'node'> & { node: ResolversTypes['SharedPair'] }>;
  ShuffledNumber: ResolverTypeWrapper<ShuffledNumber>;
  Side: Side;
  SideCoverage: ResolverTypeWrapper<SideCoverage>;
  SideMatching: ResolverTypeWrapper<SideRow>;
  SideNull: ResolverTypeWrapper<SideNull>;
  SideNullNumbers: ResolverTypeWrapper<SideNullNumbers>;
  SideSubstitution: ResolverTypeWrapper<SideSubstitutionAnswer>;
  SimilarityNull: ResolverTypeWrapper<SimilarityNull>;
  SimilarityResult: ResolverTypeWrapper<Omit<SimilarityResult, 'matching'> & { matching?: Maybe<ResolversTypes['Matching']> }>;
  SkipReason: SkipReason;
  SkippedExample: ResolverTypeWrapper<SkippedExample>;
  SkippedRecords: ResolverTypeWrapper<SkippedRecords>;
  SourceFile: ResolverTypeWrapper<SourceFile>;
  Space: ResolverTypeWrapper<SpaceRow>;
  SpanNumber: ResolverTypeWrapper<SpanNumber>;
  Stability: ResolverTypeWrapper<Stability>;
  StartTrainingInput: StartTrainingInput;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  SubstitutePartnersInput: SubstitutePartnersInput;
  SubstituteResult: ResolverTypeWrapper<Omit<SubstituteResult, 'matching'> & { matching?: Maybe<ResolversTypes['Matching']> }>;
  SubstitutionBin: ResolverTypeWrapper<SubstitutionBin>;
  SummaryNull: ResolverTypeWrapper<SummaryNull>;
  SummaryNullNumbers: ResolverTypeWrapper<SummaryNullNumbers>;
  SweepNull: ResolverTypeWrapper<SweepNull>;
  SweepNullPoint: ResolverTypeWrapper<SweepNullPoint>;
  SweepPoint: ResolverTypeWrapper<SweepPoint>;
  TextSegment: ResolverTypeWrapper<TextSegment>;
  ThresholdSweep: ResolverTypeWrapper<ThresholdSweepAnswer>;
  TokenFeature: ResolverTypeWrapper<TokenFeature>;
  TokenFiring: ResolverTypeWrapper<TokenFiring>;
  TokenReconstruction: ResolverTypeWrapper<TokenReconstruction>;
  TokenSourceInput: TokenSourceInput;
  TokenWeight: ResolverTypeWrapper<TokenWeight>;
  TopTokens: ResolverTypeWrapper<StatisticsRow>;
  TrainResult: ResolverTypeWrapper<Omit<TrainResult, 'trainingRun'> & { trainingRun?: Maybe<ResolversTypes['TrainingRun']> }>;
  TrainedDictionary: ResolverTypeWrapper<TrainingDictionaryRow>;
  TrainingActivationsInput: TrainingActivationsInput;
  TrainingCheckpoint: ResolverTypeWrapper<TrainingCheckpointValue>;
  TrainingEstimate: ResolverTypeWrapper<TrainingEstimate>;
  TrainingPoint: ResolverTypeWrapper<TrainingPointRow>;
  TrainingRun: ResolverTypeWrapper<TrainingRunRow>;
  TrainingRunConnection: ResolverTypeWrapper<Omit<TrainingRunConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['TrainingRunEdge']>, nodes: Array<ResolversTypes['TrainingRun']> }>;
  TrainingRunEdge: ResolverTypeWrapper<Omit<TrainingRunEdge, 'node'> & { node: ResolversTypes['TrainingRun'] }>;
  TrainingSeed: ResolverTypeWrapper<TrainingSeedValue>;
  TrainingSettings: ResolverTypeWrapper<FlatTrainingSettings>;
  TwinKind: TwinKind;
  UnionGrowth: ResolverTypeWrapper<CoreAndUnion>;
  UnionNull: ResolverTypeWrapper<UnionNull>;
  UnionPoint: ResolverTypeWrapper<UnionPoint>;
  Universality: ResolverTypeWrapper<UniversalityAnswer>;
  UnseenFeatures: ResolverTypeWrapper<UnseenFeaturesAnswer>;
  UnseenNull: ResolverTypeWrapper<UnseenNull>;
  UpdateDictionaryInput: UpdateDictionaryInput;
  UpdateDictionaryPayload: ResolverTypeWrapper<UpdateDictionaryPayloadValue>;
  Vector: ResolverTypeWrapper<VectorValue>;
  VectorEncoding: VectorEncoding;
  Worker: ResolverTypeWrapper<WorkerRow>;
  WrittenFormat: WrittenFormat;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Access: AccessRecord;
  ActivationCollection: CollectionRow;
  ActivationHistogram: StatisticsRow;
  AliveSide: AliveSide;
  AliveStatement: AliveStatement;
  Aliveness: AlivenessAnswer;
  AuxKInput: AuxKInput;
  BaseAnalysis: MatchedBase;
  BaseOrphan: BaseOrphanAnswer;
  BaseOrphanConnection: Omit<BaseOrphanConnection, 'criterion' | 'edges' | 'nodes'> & { criterion: ResolversParentTypes['Criterion'], edges: Array<ResolversParentTypes['BaseOrphanEdge']>, nodes: Array<ResolversParentTypes['BaseOrphan']> };
  BaseOrphanEdge: Omit<BaseOrphanEdge, 'node'> & { node: ResolversParentTypes['BaseOrphan'] };
  BaseUniversality: BaseUniversalityAnswer;
  BigInt: Scalars['BigInt']['output'];
  Boolean: Scalars['Boolean']['output'];
  BorrowedExplanation: BorrowedExplanationAnswer;
  Candidate: CandidateAnswer;
  CanonicalCorrelation: Omit<CanonicalCorrelation, 'basis'> & { basis: ResolversParentTypes['MatchingBasis'] };
  CatalogueEntry: CatalogueEntry;
  CatalogueEntryConnection: CatalogueEntryConnection;
  CatalogueEntryEdge: CatalogueEntryEdge;
  CatalogueFilter: CatalogueFilter;
  CentredCosines: CentredCosines;
  Certificate: CertificateRecord;
  ChatBudgetInput: ChatBudgetInput;
  ChatModel: ChatModel;
  ChatSpending: ChatSpendingRow;
  CheckpointFormat: CheckpointFormat;
  CheckpointInspection: Omit<CheckpointInspection, 'checkpoint'> & { checkpoint?: Maybe<ResolversParentTypes['InspectedCheckpoint']> };
  CollectContextsInput: CollectContextsInput;
  CollectedContexts: CollectedContextsValue;
  ContextSettingsInput: ContextSettingsInput;
  ContextsResult: ContextsResultValue;
  ContrastInput: ContrastInput;
  ContrastedFeature: ContrastedFeatureAnswer;
  ContrastedLatent: ContrastedLatentAnswer;
  ContrastedTexts: ContrastedTextsValue;
  CosineHistogram: Omit<CosineHistogram, 'certificate'> & { certificate?: Maybe<ResolversParentTypes['Certificate']> };
  CovariateBin: CovariateBin;
  CovariateLevel: CovariateLevel;
  Coverage: Coverage;
  Criterion: CriterionRecord;
  CriterionInput: CriterionInput;
  CycleBase: Omit<CycleBase, 'dictionary'> & { dictionary: ResolversParentTypes['Dictionary'] };
  CycleConsistency: GroupCycles;
  CycleNull: Omit<CycleNull, 'allAgree' | 'decoder' | 'encoder' | 'firstAgrees'> & { allAgree?: Maybe<ResolversParentTypes['CycleSpread']>, decoder: ResolversParentTypes['CycleSpread'], encoder?: Maybe<ResolversParentTypes['CycleSpread']>, firstAgrees?: Maybe<ResolversParentTypes['CycleSpread']> };
  CycleSpread: CycleSpread;
  DateTime: Scalars['DateTime']['output'];
  Definition: Definition;
  DeleteDictionaryPayload: Omit<DeleteDictionaryPayload, 'job'> & { job: ResolversParentTypes['Job'] };
  DeleteResult: DeleteResult;
  DensityHistogram: DensityHistogram;
  Dictionary: DictionaryRow;
  DictionaryChange: DictionaryChangeRow;
  DictionaryConnection: Omit<DictionaryConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['DictionaryEdge']>, nodes: Array<ResolversParentTypes['Dictionary']> };
  DictionaryEdge: Omit<DictionaryEdge, 'node'> & { node: ResolversParentTypes['Dictionary'] };
  DictionaryFilter: DictionaryFilter;
  DrawnNumbers: DrawnNumbers;
  EmbedResult: Omit<EmbedResult, 'dictionary'> & { dictionary?: Maybe<ResolversParentTypes['Dictionary']> };
  Embedder: Embedder;
  EncodeInput: EncodeInput;
  EncodedDictionary: Omit<EncodedDictionary, 'dictionary'> & { dictionary: ResolversParentTypes['Dictionary'] };
  EncodedFeature: EncodedFeatureAnswer;
  EncodedText: EncodedTextValue;
  EncodedToken: EncodedTokenValue;
  EvaluateDictionariesInput: EvaluateDictionariesInput;
  EvaluateResult: EvaluateResult;
  Evaluation: EvaluationRow;
  ExplainLatentsInput: ExplainLatentsInput;
  ExplainResult: Omit<ExplainResult, 'dictionary'> & { dictionary?: Maybe<ResolversParentTypes['Dictionary']> };
  Explanation: ExplanationRow;
  ExplanationAgreement: ExplanationAgreementAnswer;
  ExplanationCoverage: ExplanationCoverage;
  ExplanationFilter: ExplanationFilter;
  ExplanationHit: ExplanationHitValue;
  ExplanationHitConnection: Omit<ExplanationHitConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['ExplanationHitEdge']>, nodes: Array<ResolversParentTypes['ExplanationHit']> };
  ExplanationHitEdge: Omit<ExplanationHitEdge, 'node'> & { node: ResolversParentTypes['ExplanationHit'] };
  ExplanationScore: ScoreRow;
  ExplanationTools: ExplanationTools;
  ExplanationsResult: Omit<ExplanationsResult, 'dictionary'> & { dictionary?: Maybe<ResolversParentTypes['Dictionary']> };
  ExportCheckpointInput: ExportCheckpointInput;
  ExportExplanationsInput: ExportExplanationsInput;
  ExportExplanationsResult: Omit<ExportExplanationsResult, 'dictionary'> & { dictionary?: Maybe<ResolversParentTypes['Dictionary']> };
  ExportFeaturesInput: ExportFeaturesInput;
  ExportFeaturesResult: Omit<ExportFeaturesResult, 'runGroup'> & { runGroup?: Maybe<ResolversParentTypes['RunGroup']> };
  ExportResult: Omit<ExportResult, 'dictionary'> & { dictionary?: Maybe<ResolversParentTypes['Dictionary']> };
  ExternalTrainer: ExternalTrainer;
  FactChange: FactChange;
  FiringLatent: FiringLatentAnswer;
  FiringPair: FiringPairAnswer;
  FiringPairConnection: Omit<FiringPairConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['FiringPairEdge']>, nodes: Array<ResolversParentTypes['FiringPair']> };
  FiringPairEdge: Omit<FiringPairEdge, 'node'> & { node: ResolversParentTypes['FiringPair'] };
  Float: Scalars['Float']['output'];
  FractionsNull: FractionsNull;
  GroupAnalysis: MatchedGroup;
  GroupOrphanSpans: GroupOrphanSpans;
  GroupUniversality: GroupUniversalityAnswer;
  Guess: Guess;
  HeldOut: HeldOutRecord;
  Hookpoint: Hookpoint;
  HookpointConnection: HookpointConnection;
  HookpointEdge: HookpointEdge;
  ID: Scalars['ID']['output'];
  ImportDictionaryInput: ImportDictionaryInput;
  ImportExplanationsInput: ImportExplanationsInput;
  ImportMatchingInput: ImportMatchingInput;
  ImportMatchingResult: Omit<ImportMatchingResult, 'matching'> & { matching?: Maybe<ResolversParentTypes['Matching']> };
  ImportResult: Omit<ImportResult, 'dictionary'> & { dictionary?: Maybe<ResolversParentTypes['Dictionary']> };
  IndexResult: Omit<IndexResult, 'dictionary'> & { dictionary?: Maybe<ResolversParentTypes['Dictionary']> };
  InitialDistance: InitialDistanceRecord;
  InitialQuantile: InitialQuantile;
  InspectedCheckpoint: Omit<InspectedCheckpoint, 'matching'> & { matching: ResolversParentTypes['MatchingEstimate'] };
  InspectedFile: InspectedFile;
  Int: Scalars['Int']['output'];
  JSON: Scalars['JSON']['output'];
  Job: JobRow;
  JobConnection: Omit<JobConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['JobEdge']>, nodes: Array<ResolversParentTypes['Job']> };
  JobEdge: Omit<JobEdge, 'node'> & { node: ResolversParentTypes['Job'] };
  JobFailure: JobRow;
  JobFilter: JobFilter;
  JobProgress: JobRow;
  JobResult: JobResultValue;
  JobSubject: ResolversUnionTypes<ResolversParentTypes>['JobSubject'];
  JobWait: JobWait;
  LabelDisagreement: LabelDisagreementAnswer;
  LabelDisagreementConnection: Omit<LabelDisagreementConnection, 'criterion' | 'edges' | 'nodes'> & { criterion: ResolversParentTypes['Criterion'], edges: Array<ResolversParentTypes['LabelDisagreementEdge']>, nodes: Array<ResolversParentTypes['LabelDisagreement']> };
  LabelDisagreementEdge: Omit<LabelDisagreementEdge, 'node'> & { node: ResolversParentTypes['LabelDisagreement'] };
  LabelSimilarity: LabelSimilarity;
  Latent: LatentRow;
  LatentAliveness: LatentAlivenessAnswer;
  LatentConnection: Omit<LatentConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['LatentEdge']>, nodes: Array<ResolversParentTypes['Latent']> };
  LatentContext: ContextRow;
  LatentContextConnection: Omit<LatentContextConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['LatentContextEdge']>, nodes: Array<ResolversParentTypes['LatentContext']> };
  LatentContextEdge: Omit<LatentContextEdge, 'node'> & { node: ResolversParentTypes['LatentContext'] };
  LatentEdge: Omit<LatentEdge, 'node'> & { node: ResolversParentTypes['Latent'] };
  LatentFamily: LatentFamilyAnswer;
  LatentFamilyConnection: Omit<LatentFamilyConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['LatentFamilyEdge']>, nodes: Array<ResolversParentTypes['LatentFamily']> };
  LatentFamilyEdge: Omit<LatentFamilyEdge, 'node'> & { node: ResolversParentTypes['LatentFamily'] };
  LatentFilter: LatentFilter;
  LatentPartner: LatentPartnerAnswer;
  MarginSummary: MarginSummary;
  MatchActivationsInput: MatchActivationsInput;
  MatchActivationsResult: MatchActivationsResultValue;
  MatchResult: Omit<MatchResult, 'matching'> & { matching?: Maybe<ResolversParentTypes['Matching']> };
  MatchedFiring: MatchedFiringAnswer;
  Matching: MatchingRow;
  MatchingBasis: MatchingRow;
  MatchingConnection: Omit<MatchingConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['MatchingEdge']>, nodes: Array<ResolversParentTypes['Matching']> };
  MatchingCoverage: Omit<MatchingCoverage, 'basis'> & { basis: ResolversParentTypes['MatchingBasis'] };
  MatchingEdge: Omit<MatchingEdge, 'node'> & { node: ResolversParentTypes['Matching'] };
  MatchingEstimate: MatchingEstimateRecord;
  MatchingExport: MatchingExportValue;
  MatchingFilter: MatchingFilter;
  MatchingProgress: MatchingProgressRow;
  MatchingSummary: MatchingSummaryAnswer;
  Merge: MergeAnswer;
  MissingNull: MissingNull;
  MissingPair: MissingPairAnswer;
  Model: ModelRow;
  ModelActivationsInput: ModelActivationsInput;
  ModelEvaluation: ModelEvaluation;
  Mutation: Record<PropertyKey, never>;
  NearestAnswer: Omit<NearestAnswer, 'groups'> & { groups: Array<ResolversParentTypes['NearestGroup']> };
  NearestFrom: NearestFrom;
  NearestGroup: Omit<NearestGroup, 'dictionary' | 'hits'> & { dictionary: ResolversParentTypes['Dictionary'], hits: Array<ResolversParentTypes['NearestHit']> };
  NearestHit: NearestHitValue;
  NearestIndex: NearestIndex;
  NeighbourSimilarity: NeighbourSimilarity;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  NullBaselineResult: Omit<NullBaselineResult, 'matching'> & { matching?: Maybe<ResolversParentTypes['Matching']> };
  NullComparison: NullComparison;
  OnlyInBaseCurve: OnlyInBase;
  OnlyInBasePoint: OnlyInBasePoint;
  Orphan: OrphanAnswer;
  OrphanConnection: Omit<OrphanConnection, 'criterion' | 'edges' | 'nodes'> & { criterion: ResolversParentTypes['Criterion'], edges: Array<ResolversParentTypes['OrphanEdge']>, nodes: Array<ResolversParentTypes['Orphan']> };
  OrphanEdge: Omit<OrphanEdge, 'node'> & { node: ResolversParentTypes['Orphan'] };
  OrphanEnd: OrphanEnd;
  OrphanSpans: Omit<OrphanSpans, 'criterion'> & { criterion: ResolversParentTypes['Criterion'] };
  PageInfo: PageInfo;
  PairMargin: PairMargin;
  PairSubstitution: PairSubstitution;
  PairedMeans: PairedMeans;
  PartnerLink: PartnerLinkAnswer;
  PowerLaw: PowerLaw;
  Provenance: DictionaryRow;
  Publication: SideRow;
  QualityPoint: QualityPoint;
  Query: Record<PropertyKey, never>;
  ReachedSparsity: ReachedSparsityRecord;
  Recoding: Omit<Recoding, 'atoms' | 'mergedInto' | 'other'> & { atoms: Array<ResolversParentTypes['RecodingAtom']>, mergedInto?: Maybe<ResolversParentTypes['Merge']>, other: ResolversParentTypes['Dictionary'] };
  RecodingAtom: RecodingAtomAnswer;
  Refusal: Refusal;
  RepresentationSimilarity: Omit<RepresentationSimilarity, 'basis'> & { basis: ResolversParentTypes['MatchingBasis'] };
  RequestMatchingInput: RequestMatchingInput;
  RequestMatchingPayload: Omit<RequestMatchingPayload, 'jobs' | 'matchings'> & { jobs: Array<ResolversParentTypes['Job']>, matchings: Array<ResolversParentTypes['Matching']> };
  RequestSimilarityInput: RequestSimilarityInput;
  RunGroup: RunGroupRow;
  SameSeedPair: Omit<SameSeedPair, 'a' | 'b'> & { a: ResolversParentTypes['Dictionary'], b: ResolversParentTypes['Dictionary'] };
  ScoreExplanationsInput: ScoreExplanationsInput;
  ScoreInterval: ScoreInterval;
  ScoreResult: Omit<ScoreResult, 'dictionary'> & { dictionary?: Maybe<ResolversParentTypes['Dictionary']> };
  SearchRound: SearchRound;
  Seed: Scalars['Seed']['output'];
  SeedDistance: TrainingDistanceRow;
  SeedInterval: SeedInterval;
  SeedMean: SeedMean;
  SetNearestIndexInput: SetNearestIndexInput;
  ShardActivationsInput: ShardActivationsInput;
  SharedAtTokens: SharedAtTokensAnswer;
  SharedByCovariate: Omit<SharedByCovariate, 'criterion'> & { criterion: ResolversParentTypes['Criterion'] };
  SharedMatrix: SharingMatrix;
  SharedMatrixCell: SharingCell;
  SharedMatrixRow: Omit<SharedMatrixRow, 'cells' | 'dictionary'> & { cells: Array<Maybe<ResolversParentTypes['SharedMatrixCell']>>, dictionary: ResolversParentTypes['Dictionary'] };
  SharedOverTokens: Omit<SharedOverTokens, 'criterion' | 'points'> & { criterion: ResolversParentTypes['Criterion'], points: Array<ResolversParentTypes['SharedAtTokens']> };
  SharedPair: LatentPair;
  SharedPairConnection: Omit<SharedPairConnection, 'criterion' | 'edges' | 'nodes'> & { criterion: ResolversParentTypes['Criterion'], edges: Array<ResolversParentTypes['SharedPairEdge']>, nodes: Array<ResolversParentTypes['SharedPair']> };
  SharedPairEdge: Omit<SharedPairEdge, 'node'> & { node: ResolversParentTypes['SharedPair'] };
  ShuffledNumber: ShuffledNumber;
  SideCoverage: SideCoverage;
  SideMatching: SideRow;
  SideNull: SideNull;
  SideNullNumbers: SideNullNumbers;
  SideSubstitution: SideSubstitutionAnswer;
  SimilarityNull: SimilarityNull;
  SimilarityResult: Omit<SimilarityResult, 'matching'> & { matching?: Maybe<ResolversParentTypes['Matching']> };
  SkippedExample: SkippedExample;
  SkippedRecords: SkippedRecords;
  SourceFile: SourceFile;
  Space: SpaceRow;
  SpanNumber: SpanNumber;
  Stability: Stability;
  StartTrainingInput: StartTrainingInput;
  String: Scalars['String']['output'];
  Subscription: Record<PropertyKey, never>;
  SubstitutePartnersInput: SubstitutePartnersInput;
  SubstituteResult: Omit<SubstituteResult, 'matching'> & { matching?: Maybe<ResolversParentTypes['Matching']> };
  SubstitutionBin: SubstitutionBin;
  SummaryNull: SummaryNull;
  SummaryNullNumbers: SummaryNullNumbers;
  SweepNull: SweepNull;
  SweepNullPoint: SweepNullPoint;
  SweepPoint: SweepPoint;
  TextSegment: TextSegment;
  ThresholdSweep: ThresholdSweepAnswer;
  TokenFeature: TokenFeature;
  TokenFiring: TokenFiring;
  TokenReconstruction: TokenReconstruction;
  TokenSourceInput: TokenSourceInput;
  TokenWeight: TokenWeight;
  TopTokens: StatisticsRow;
  TrainResult: Omit<TrainResult, 'trainingRun'> & { trainingRun?: Maybe<ResolversParentTypes['TrainingRun']> };
  TrainedDictionary: TrainingDictionaryRow;
  TrainingActivationsInput: TrainingActivationsInput;
  TrainingCheckpoint: TrainingCheckpointValue;
  TrainingEstimate: TrainingEstimate;
  TrainingPoint: TrainingPointRow;
  TrainingRun: TrainingRunRow;
  TrainingRunConnection: Omit<TrainingRunConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['TrainingRunEdge']>, nodes: Array<ResolversParentTypes['TrainingRun']> };
  TrainingRunEdge: Omit<TrainingRunEdge, 'node'> & { node: ResolversParentTypes['TrainingRun'] };
  TrainingSeed: TrainingSeedValue;
  TrainingSettings: FlatTrainingSettings;
  UnionGrowth: CoreAndUnion;
  UnionNull: UnionNull;
  UnionPoint: UnionPoint;
  Universality: UniversalityAnswer;
  UnseenFeatures: UnseenFeaturesAnswer;
  UnseenNull: UnseenNull;
  UpdateDictionaryInput: UpdateDictionaryInput;
  UpdateDictionaryPayload: UpdateDictionaryPayloadValue;
  Vector: VectorValue;
  Worker: WorkerRow;
};

export type CostDirectiveArgs = {
  weight: Scalars['String']['input'];
};

export type CostDirectiveResolver<Result, Parent, ContextType = GraphContext, Args = CostDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type ListSizeDirectiveArgs = {
  assumedSize?: Maybe<Scalars['Int']['input']>;
  requireOneSlicingArgument?: Maybe<Scalars['Boolean']['input']>;
  sizedFields?: Maybe<Array<Scalars['String']['input']>>;
  slicingArguments?: Maybe<Array<Scalars['String']['input']>>;
};

export type ListSizeDirectiveResolver<Result, Parent, ContextType = GraphContext, Args = ListSizeDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type NarrowedByDirectiveArgs = {
  arguments: Array<Scalars['String']['input']>;
  size: Scalars['Int']['input'];
};

export type NarrowedByDirectiveResolver<Result, Parent, ContextType = GraphContext, Args = NarrowedByDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type RoleDirectiveArgs = {
  needs: Role;
};

export type RoleDirectiveResolver<Result, Parent, ContextType = GraphContext, Args = RoleDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AccessResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Access'] = ResolversParentTypes['Access']> = {
  keyName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  role?: Resolver<ResolversTypes['Role'], ParentType, ContextType>;
};

export type ActivationCollectionResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ActivationCollection'] = ResolversParentTypes['ActivationCollection']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  dataset?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  details?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  hasTokenTexts?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  latents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tokens?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
  windowLength?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ActivationHistogramResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ActivationHistogram'] = ResolversParentTypes['ActivationHistogram']> = {
  collection?: Resolver<ResolversTypes['ActivationCollection'], ParentType, ContextType>;
  counts?: Resolver<Array<ResolversTypes['Float']>, ParentType, ContextType>;
  firingCount?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
  firingFrequency?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  maxActivation?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  values?: Resolver<Array<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type AliveSideResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['AliveSide'] = ResolversParentTypes['AliveSide']> = {
  latentsA?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  latentsB?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  leftOutA?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  leftOutB?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  meanMatchedCosine?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  mmcsAB?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  mmcsBA?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  pairs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  regret?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type AliveStatementResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['AliveStatement'] = ResolversParentTypes['AliveStatement']> = {
  alive?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  dataset?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  dead?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  deadRateUpperBound?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  source?: Resolver<ResolversTypes['AliveSource'], ParentType, ContextType>;
  tokens?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
};

export type AlivenessResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Aliveness'] = ResolversParentTypes['Aliveness']> = {
  alive?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  dead?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  dictionary?: Resolver<ResolversTypes['Dictionary'], ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  statements?: Resolver<Array<ResolversTypes['AliveStatement']>, ParentType, ContextType>;
  unknown?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  zeroRows?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type BaseAnalysisResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['BaseAnalysis'] = ResolversParentTypes['BaseAnalysis']> = {
  aliveness?: Resolver<Array<ResolversTypes['Aliveness']>, ParentType, ContextType>;
  criterion?: Resolver<ResolversTypes['Criterion'], ParentType, ContextType>;
  leftOut?: Resolver<Array<ResolversTypes['Dictionary']>, ParentType, ContextType>;
  matchings?: Resolver<Array<ResolversTypes['Matching']>, ParentType, ContextType>;
  measure?: Resolver<ResolversTypes['Measure'], ParentType, ContextType>;
  missing?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  onlyInBase?: Resolver<Maybe<ResolversTypes['OnlyInBaseCurve']>, ParentType, ContextType>;
  orphans?: Resolver<Maybe<ResolversTypes['BaseOrphanConnection']>, ParentType, ContextType, RequireFields<BaseAnalysisOrphansArgs, 'first'>>;
  others?: Resolver<Array<ResolversTypes['Dictionary']>, ParentType, ContextType>;
  sharedByFrequency?: Resolver<Maybe<ResolversTypes['SharedByCovariate']>, ParentType, ContextType, RequireFields<BaseAnalysisSharedByFrequencyArgs, 'bins' | 'inOthers'>>;
  sharedByScore?: Resolver<Maybe<ResolversTypes['SharedByCovariate']>, ParentType, ContextType, RequireFields<BaseAnalysisSharedByScoreArgs, 'bins' | 'inOthers'>>;
  universality?: Resolver<Maybe<ResolversTypes['BaseUniversality']>, ParentType, ContextType>;
};

export type BaseOrphanResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['BaseOrphan'] = ResolversParentTypes['BaseOrphan']> = {
  explanation?: Resolver<Maybe<ResolversTypes['Explanation']>, ParentType, ContextType>;
  latent?: Resolver<ResolversTypes['Latent'], ParentType, ContextType>;
  orphanIn?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  partners?: Resolver<Array<ResolversTypes['LatentPartner']>, ParentType, ContextType>;
  score?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  scorer?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type BaseOrphanConnectionResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['BaseOrphanConnection'] = ResolversParentTypes['BaseOrphanConnection']> = {
  criterion?: Resolver<ResolversTypes['Criterion'], ParentType, ContextType>;
  edges?: Resolver<Array<ResolversTypes['BaseOrphanEdge']>, ParentType, ContextType>;
  inAtLeast?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  minScore?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['BaseOrphan']>, ParentType, ContextType>;
  orphans?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  scorer?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unscored?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type BaseOrphanEdgeResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['BaseOrphanEdge'] = ResolversParentTypes['BaseOrphanEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['BaseOrphan'], ParentType, ContextType>;
};

export type BaseUniversalityResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['BaseUniversality'] = ResolversParentTypes['BaseUniversality']> = {
  counts?: Resolver<Array<ResolversTypes['Int']>, ParentType, ContextType>;
  dictionary?: Resolver<ResolversTypes['Dictionary'], ParentType, ContextType>;
  fractions?: Resolver<Array<ResolversTypes['Float']>, ParentType, ContextType>;
  latents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nulls?: Resolver<Array<ResolversTypes['FractionsNull']>, ParentType, ContextType>;
  stability?: Resolver<Maybe<Array<ResolversTypes['Stability']>>, ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface BigIntScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['BigInt'], any> {
  name: 'BigInt';
}

export type BorrowedExplanationResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['BorrowedExplanation'] = ResolversParentTypes['BorrowedExplanation']> = {
  candidates?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  criterion?: Resolver<ResolversTypes['Criterion'], ParentType, ContextType>;
  decoderCosine?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  dictionary?: Resolver<ResolversTypes['Dictionary'], ParentType, ContextType>;
  encoderCosine?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  explanation?: Resolver<ResolversTypes['Explanation'], ParentType, ContextType>;
  latent?: Resolver<ResolversTypes['Latent'], ParentType, ContextType>;
  matching?: Resolver<ResolversTypes['Matching'], ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CandidateResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Candidate'] = ResolversParentTypes['Candidate']> = {
  decoderCosine?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  encoderCosine?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  latent?: Resolver<ResolversTypes['Latent'], ParentType, ContextType>;
  matched?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type CanonicalCorrelationResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['CanonicalCorrelation'] = ResolversParentTypes['CanonicalCorrelation']> = {
  basis?: Resolver<ResolversTypes['MatchingBasis'], ParentType, ContextType>;
  componentsA?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  componentsB?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  computedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  correlation?: Resolver<Maybe<ResolversTypes['ShuffledNumber']>, ParentType, ContextType>;
  pairs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rotated?: Resolver<Maybe<ResolversTypes['NullComparison']>, ParentType, ContextType>;
  sampledFrom?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  shuffles?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  variance?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type CatalogueEntryResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['CatalogueEntry'] = ResolversParentTypes['CatalogueEntry']> = {
  id?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  l0?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  layer?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  model?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  place?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  portalId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  release?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  seed?: Resolver<Maybe<ResolversTypes['Seed']>, ParentType, ContextType>;
  seeds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  width?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CatalogueEntryConnectionResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['CatalogueEntryConnection'] = ResolversParentTypes['CatalogueEntryConnection']> = {
  edges?: Resolver<Array<ResolversTypes['CatalogueEntryEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['CatalogueEntry']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CatalogueEntryEdgeResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['CatalogueEntryEdge'] = ResolversParentTypes['CatalogueEntryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['CatalogueEntry'], ParentType, ContextType>;
};

export type CentredCosinesResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['CentredCosines'] = ResolversParentTypes['CentredCosines']> = {
  centred?: Resolver<ResolversTypes['PairedMeans'], ParentType, ContextType>;
  meanLength?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  plain?: Resolver<ResolversTypes['PairedMeans'], ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CertificateResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Certificate'] = ResolversParentTypes['Certificate']> = {
  dual?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  gap?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  optimal?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  pairsCovered?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  primal?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  roundingBound?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  rounds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rowRounding?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  solver?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tolerance?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type ChatModelResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ChatModel'] = ResolversParentTypes['ChatModel']> = {
  budgetCost?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  budgetTokens?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
  completionPrice?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  concurrency?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  host?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  model?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  promptPrice?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type ChatSpendingResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ChatSpending'] = ResolversParentTypes['ChatSpending']> = {
  budgetCost?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  budgetTokens?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
  completionTokens?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  cost?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  failed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  host?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  model?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  promptTokens?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  requests?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reservedTokens?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  unparsable?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CheckpointFormatResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['CheckpointFormat'] = ResolversParentTypes['CheckpointFormat']> = {
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CheckpointInspectionResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['CheckpointInspection'] = ResolversParentTypes['CheckpointInspection']> = {
  checkpoint?: Resolver<Maybe<ResolversTypes['InspectedCheckpoint']>, ParentType, ContextType>;
  refusals?: Resolver<Array<ResolversTypes['Refusal']>, ParentType, ContextType>;
  sourceUri?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CollectedContextsResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['CollectedContexts'] = ResolversParentTypes['CollectedContexts']> = {
  alreadyPresent?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  collection?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  dictionary?: Resolver<Maybe<ResolversTypes['Dictionary']>, ParentType, ContextType>;
  fvu?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  l0?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  tokens?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
};

export type ContextsResultResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ContextsResult'] = ResolversParentTypes['ContextsResult']> = {
  alreadyPresent?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  collected?: Resolver<Array<ResolversTypes['CollectedContexts']>, ParentType, ContextType>;
  resumedAt?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ContrastedFeatureResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ContrastedFeature'] = ResolversParentTypes['ContrastedFeature']> = {
  family?: Resolver<Maybe<ResolversTypes['LatentFamily']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['FeatureKind'], ParentType, ContextType>;
  latents?: Resolver<Array<ResolversTypes['ContrastedLatent']>, ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  significantIn?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ContrastedLatentResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ContrastedLatent'] = ResolversParentTypes['ContrastedLatent']> = {
  auroc?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  dictionary?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  high?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  latent?: Resolver<ResolversTypes['Latent'], ParentType, ContextType>;
  low?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  negativeTexts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  pValue?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  positiveTexts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ContrastedTextsResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ContrastedTexts'] = ResolversParentTypes['ContrastedTexts']> = {
  dictionaries?: Resolver<Array<ResolversTypes['Dictionary']>, ParentType, ContextType>;
  featureCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  features?: Resolver<Array<ResolversTypes['ContrastedFeature']>, ParentType, ContextType, RequireFields<ContrastedTextsFeaturesArgs, 'first' | 'from'>>;
  hookpoint?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  latentsTested?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  modelName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  negativeTexts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  positiveTexts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tokenCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CosineHistogramResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['CosineHistogram'] = ResolversParentTypes['CosineHistogram']> = {
  aliveOnly?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  certificate?: Resolver<Maybe<ResolversTypes['Certificate']>, ParentType, ContextType>;
  counts?: Resolver<Array<ResolversTypes['Int']>, ParentType, ContextType>;
  from?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  side?: Resolver<ResolversTypes['Side'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type CovariateBinResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['CovariateBin'] = ResolversParentTypes['CovariateBin']> = {
  cosineHigh?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  cosineLow?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  from?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  high?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  independent?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  latents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  low?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  meanCosine?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  meanFound?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  shared?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sharedFraction?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type CovariateLevelResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['CovariateLevel'] = ResolversParentTypes['CovariateLevel']> = {
  dictionaries?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  high?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  known?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  latents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  low?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  mean?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type CoverageResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Coverage'] = ResolversParentTypes['Coverage']> = {
  coverage?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  covered?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  latents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nearest?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nullCoverage?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  nullSplitFactor?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  splitFactor?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type CriterionResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Criterion'] = ResolversParentTypes['Criterion']> = {
  aliveOnly?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  definition?: Resolver<ResolversTypes['SharedDefinition'], ParentType, ContextType>;
  minFiringFrequency?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  strict?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  threshold?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type CycleBaseResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['CycleBase'] = ResolversParentTypes['CycleBase']> = {
  decoder?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  dictionary?: Resolver<ResolversTypes['Dictionary'], ParentType, ContextType>;
};

export type CycleConsistencyResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['CycleConsistency'] = ResolversParentTypes['CycleConsistency']> = {
  aliveOnly?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  allAgree?: Resolver<Maybe<ResolversTypes['CycleSpread']>, ParentType, ContextType>;
  bases?: Resolver<Array<ResolversTypes['CycleBase']>, ParentType, ContextType>;
  decoder?: Resolver<Maybe<ResolversTypes['CycleSpread']>, ParentType, ContextType>;
  encoder?: Resolver<Maybe<ResolversTypes['CycleSpread']>, ParentType, ContextType>;
  firstAgrees?: Resolver<Maybe<ResolversTypes['CycleSpread']>, ParentType, ContextType>;
  latents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nulls?: Resolver<Array<ResolversTypes['CycleNull']>, ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CycleNullResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['CycleNull'] = ResolversParentTypes['CycleNull']> = {
  allAgree?: Resolver<Maybe<ResolversTypes['CycleSpread']>, ParentType, ContextType>;
  decoder?: Resolver<ResolversTypes['CycleSpread'], ParentType, ContextType>;
  encoder?: Resolver<Maybe<ResolversTypes['CycleSpread']>, ParentType, ContextType>;
  firstAgrees?: Resolver<Maybe<ResolversTypes['CycleSpread']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['NullKind'], ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CycleSpreadResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['CycleSpread'] = ResolversParentTypes['CycleSpread']> = {
  interval?: Resolver<Maybe<ResolversTypes['SeedInterval']>, ParentType, ContextType>;
  max?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  mean?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  min?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  triples?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DefinitionResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Definition'] = ResolversParentTypes['Definition']> = {
  answeredBy?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  assumes?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  byChance?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  interval?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  silentOn?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DeleteDictionaryPayloadResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['DeleteDictionaryPayload'] = ResolversParentTypes['DeleteDictionaryPayload']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  job?: Resolver<ResolversTypes['Job'], ParentType, ContextType>;
};

export type DeleteResultResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['DeleteResult'] = ResolversParentTypes['DeleteResult']> = {
  dictionaryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DensityHistogramResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['DensityHistogram'] = ResolversParentTypes['DensityHistogram']> = {
  counts?: Resolver<Array<ResolversTypes['Int']>, ParentType, ContextType>;
  from?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type DictionaryResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Dictionary'] = ResolversParentTypes['Dictionary']> = {
  activationCollections?: Resolver<Array<ResolversTypes['ActivationCollection']>, ParentType, ContextType>;
  aliveness?: Resolver<ResolversTypes['Aliveness'], ParentType, ContextType>;
  analysis?: Resolver<ResolversTypes['BaseAnalysis'], ParentType, ContextType, RequireFields<DictionaryAnalysisArgs, 'measure'>>;
  architecture?: Resolver<ResolversTypes['Architecture'], ParentType, ContextType>;
  dIn?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  dataSeed?: Resolver<Maybe<ResolversTypes['Seed']>, ParentType, ContextType>;
  dataset?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  evaluations?: Resolver<Array<ResolversTypes['Evaluation']>, ParentType, ContextType>;
  explanationCoverage?: Resolver<ResolversTypes['ExplanationCoverage'], ParentType, ContextType>;
  hasWeights?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  initSeed?: Resolver<Maybe<ResolversTypes['Seed']>, ParentType, ContextType>;
  initialisation?: Resolver<Maybe<ResolversTypes['InitialDistance']>, ParentType, ContextType>;
  k?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  l1Coefficient?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  latent?: Resolver<Maybe<ResolversTypes['Latent']>, ParentType, ContextType, RequireFields<DictionaryLatentArgs, 'index'>>;
  latents?: Resolver<ResolversTypes['LatentConnection'], ParentType, ContextType, RequireFields<DictionaryLatentsArgs, 'first' | 'orderBy'>>;
  matchings?: Resolver<Array<ResolversTypes['Matching']>, ParentType, ContextType, RequireFields<DictionaryMatchingsArgs, 'measure'>>;
  nAlive?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  nDead?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  nLatents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  nearestIndexes?: Resolver<Array<ResolversTypes['NearestIndex']>, ParentType, ContextType>;
  normalisation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  portalId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  provenance?: Resolver<ResolversTypes['Provenance'], ParentType, ContextType>;
  runGroup?: Resolver<ResolversTypes['RunGroup'], ParentType, ContextType>;
  space?: Resolver<ResolversTypes['Space'], ParentType, ContextType>;
  tokens?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
  training?: Resolver<Maybe<ResolversTypes['TrainedDictionary']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DictionaryChangeResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['DictionaryChange'] = ResolversParentTypes['DictionaryChange']> = {
  after?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  before?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  changedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['ChangeSource'], ParentType, ContextType>;
};

export type DictionaryConnectionResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['DictionaryConnection'] = ResolversParentTypes['DictionaryConnection']> = {
  edges?: Resolver<Array<ResolversTypes['DictionaryEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Dictionary']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type DictionaryEdgeResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['DictionaryEdge'] = ResolversParentTypes['DictionaryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Dictionary'], ParentType, ContextType>;
};

export type DrawnNumbersResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['DrawnNumbers'] = ResolversParentTypes['DrawnNumbers']> = {
  draws?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  greatest?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  least?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  mean?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type EmbedResultResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['EmbedResult'] = ResolversParentTypes['EmbedResult']> = {
  dictionary?: Resolver<Maybe<ResolversTypes['Dictionary']>, ParentType, ContextType>;
  embedded?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  embedder?: Resolver<ResolversTypes['Embedder'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type EmbedderResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Embedder'] = ResolversParentTypes['Embedder']> = {
  dimensions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type EncodedDictionaryResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['EncodedDictionary'] = ResolversParentTypes['EncodedDictionary']> = {
  dictionary?: Resolver<ResolversTypes['Dictionary'], ParentType, ContextType>;
  fvu?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  l0?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type EncodedFeatureResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['EncodedFeature'] = ResolversParentTypes['EncodedFeature']> = {
  family?: Resolver<Maybe<ResolversTypes['LatentFamily']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['FeatureKind'], ParentType, ContextType>;
  latents?: Resolver<Array<ResolversTypes['FiringLatent']>, ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  strength?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  tokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type EncodedTextResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['EncodedText'] = ResolversParentTypes['EncodedText']> = {
  dictionaries?: Resolver<Array<ResolversTypes['EncodedDictionary']>, ParentType, ContextType>;
  featureCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  features?: Resolver<Array<ResolversTypes['EncodedFeature']>, ParentType, ContextType, RequireFields<EncodedTextFeaturesArgs, 'first' | 'from'>>;
  hookpoint?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  modelName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  modelSha256?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tokenCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  tokens?: Resolver<Array<ResolversTypes['EncodedToken']>, ParentType, ContextType, RequireFields<EncodedTextTokensArgs, 'first' | 'from'>>;
};

export type EncodedTokenResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['EncodedToken'] = ResolversParentTypes['EncodedToken']> = {
  featureCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  features?: Resolver<Array<ResolversTypes['TokenFeature']>, ParentType, ContextType, RequireFields<EncodedTokenFeaturesArgs, 'first'>>;
  id?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  position?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reconstructions?: Resolver<Array<ResolversTypes['TokenReconstruction']>, ParentType, ContextType>;
  text?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  window?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type EvaluateResultResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['EvaluateResult'] = ResolversParentTypes['EvaluateResult']> = {
  alreadyPresent?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  sourceKey?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tokens?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type EvaluationResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Evaluation'] = ResolversParentTypes['Evaluation']> = {
  cosine?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  dead?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  density?: Resolver<ResolversTypes['DensityHistogram'], ParentType, ContextType>;
  evaluatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  fvu?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  hookpoint?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  l0?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  l1?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  latents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  model?: Resolver<Maybe<ResolversTypes['ModelEvaluation']>, ParentType, ContextType>;
  mse?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  normRatio?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  provenance?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  relativeBias?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  sourceKey?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tokens?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
};

export type ExplainResultResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ExplainResult'] = ResolversParentTypes['ExplainResult']> = {
  alreadyPresent?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  dictionary?: Resolver<Maybe<ResolversTypes['Dictionary']>, ParentType, ContextType>;
  failed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  leftByBudget?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  present?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unparsable?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unsuitable?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  written?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ExplanationResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Explanation'] = ResolversParentTypes['Explanation']> = {
  author?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  explainerModel?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  latent?: Resolver<ResolversTypes['Latent'], ParentType, ContextType>;
  madeAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  method?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  promptVersion?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  score?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  scorer?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  scores?: Resolver<Array<ResolversTypes['ExplanationScore']>, ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sourceId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ExplanationAgreementResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ExplanationAgreement'] = ResolversParentTypes['ExplanationAgreement']> = {
  basis?: Resolver<ResolversTypes['MatchingBasis'], ParentType, ContextType>;
  criterion?: Resolver<ResolversTypes['Criterion'], ParentType, ContextType>;
  disagreements?: Resolver<ResolversTypes['LabelDisagreementConnection'], ParentType, ContextType, RequireFields<ExplanationAgreementDisagreementsArgs, 'first' | 'kind'>>;
  embedding?: Resolver<Maybe<ResolversTypes['LabelSimilarity']>, ParentType, ContextType>;
  explainedA?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  explainedB?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  labelled?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  pairs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sampledFrom?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  seed?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  shared?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  shuffles?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  text?: Resolver<Maybe<ResolversTypes['LabelSimilarity']>, ParentType, ContextType>;
};

export type ExplanationCoverageResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ExplanationCoverage'] = ResolversParentTypes['ExplanationCoverage']> = {
  explanations?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  latents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  scored?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ExplanationHitResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ExplanationHit'] = ResolversParentTypes['ExplanationHit']> = {
  explanation?: Resolver<ResolversTypes['Explanation'], ParentType, ContextType>;
  latent?: Resolver<ResolversTypes['Latent'], ParentType, ContextType>;
  score?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  similarity?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  snippet?: Resolver<Array<ResolversTypes['TextSegment']>, ParentType, ContextType>;
  textRank?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type ExplanationHitConnectionResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ExplanationHitConnection'] = ResolversParentTypes['ExplanationHitConnection']> = {
  definition?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  edges?: Resolver<Array<ResolversTypes['ExplanationHitEdge']>, ParentType, ContextType>;
  embedded?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  embedder?: Resolver<Maybe<ResolversTypes['Embedder']>, ParentType, ContextType>;
  explanations?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  mode?: Resolver<ResolversTypes['SearchMode'], ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['ExplanationHit']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  textQuery?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ExplanationHitEdgeResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ExplanationHitEdge'] = ResolversParentTypes['ExplanationHitEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ExplanationHit'], ParentType, ContextType>;
};

export type ExplanationScoreResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ExplanationScore'] = ResolversParentTypes['ExplanationScore']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  details?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  examples?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  failed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  interval?: Resolver<Maybe<ResolversTypes['ScoreInterval']>, ParentType, ContextType>;
  madeAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  scorer?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  scoringModel?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  unparsable?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type ExplanationToolsResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ExplanationTools'] = ResolversParentTypes['ExplanationTools']> = {
  chat?: Resolver<Maybe<ResolversTypes['ChatModel']>, ParentType, ContextType>;
  explainers?: Resolver<Array<ResolversTypes['Explainer']>, ParentType, ContextType>;
  scorers?: Resolver<Array<ResolversTypes['Scorer']>, ParentType, ContextType>;
};

export type ExplanationsResultResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ExplanationsResult'] = ResolversParentTypes['ExplanationsResult']> = {
  contexts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  dictionary?: Resolver<Maybe<ResolversTypes['Dictionary']>, ParentType, ContextType>;
  explanations?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  files?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  present?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  scores?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  skipped?: Resolver<Array<ResolversTypes['SkippedRecords']>, ParentType, ContextType>;
  statistics?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ExportExplanationsResultResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ExportExplanationsResult'] = ResolversParentTypes['ExportExplanationsResult']> = {
  contexts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  dictionary?: Resolver<Maybe<ResolversTypes['Dictionary']>, ParentType, ContextType>;
  explanations?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  folder?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  scores?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  scoresLeftOut?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  statistics?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ExportFeaturesResultResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ExportFeaturesResult'] = ResolversParentTypes['ExportFeaturesResult']> = {
  folder?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  runGroup?: Resolver<Maybe<ResolversTypes['RunGroup']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ExportResultResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ExportResult'] = ResolversParentTypes['ExportResult']> = {
  dictionary?: Resolver<Maybe<ResolversTypes['Dictionary']>, ParentType, ContextType>;
  folder?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ExternalTrainerResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ExternalTrainer'] = ResolversParentTypes['ExternalTrainer']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  oneSeedAtATime?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type FactChangeResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['FactChange'] = ResolversParentTypes['FactChange']> = {
  after?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  before?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type FiringLatentResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['FiringLatent'] = ResolversParentTypes['FiringLatent']> = {
  dictionary?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  latent?: Resolver<ResolversTypes['Latent'], ParentType, ContextType>;
  maxActivation?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  tokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type FiringPairResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['FiringPair'] = ResolversParentTypes['FiringPair']> = {
  a?: Resolver<ResolversTypes['Latent'], ParentType, ContextType>;
  aGivenB?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  b?: Resolver<ResolversTypes['Latent'], ParentType, ContextType>;
  bGivenA?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  correlation?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  cosine?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  firesA?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  firesB?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  jaccard?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type FiringPairConnectionResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['FiringPairConnection'] = ResolversParentTypes['FiringPairConnection']> = {
  edges?: Resolver<Array<ResolversTypes['FiringPairEdge']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['TwinKind'], ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['FiringPair']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type FiringPairEdgeResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['FiringPairEdge'] = ResolversParentTypes['FiringPairEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['FiringPair'], ParentType, ContextType>;
};

export type FractionsNullResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['FractionsNull'] = ResolversParentTypes['FractionsNull']> = {
  fractions?: Resolver<Array<ResolversTypes['Float']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['NullKind'], ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type GroupAnalysisResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['GroupAnalysis'] = ResolversParentTypes['GroupAnalysis']> = {
  aliveness?: Resolver<Array<ResolversTypes['Aliveness']>, ParentType, ContextType>;
  criterion?: Resolver<ResolversTypes['Criterion'], ParentType, ContextType>;
  cycleConsistency?: Resolver<Maybe<ResolversTypes['CycleConsistency']>, ParentType, ContextType, RequireFields<GroupAnalysisCycleConsistencyArgs, 'aliveOnly'>>;
  dictionaries?: Resolver<Array<ResolversTypes['Dictionary']>, ParentType, ContextType>;
  families?: Resolver<Maybe<ResolversTypes['LatentFamilyConnection']>, ParentType, ContextType, RequireFields<GroupAnalysisFamiliesArgs, 'first'>>;
  leftOut?: Resolver<Array<ResolversTypes['Dictionary']>, ParentType, ContextType>;
  matchings?: Resolver<Array<ResolversTypes['Matching']>, ParentType, ContextType>;
  measure?: Resolver<ResolversTypes['Measure'], ParentType, ContextType>;
  missing?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  missingPairs?: Resolver<Array<ResolversTypes['MissingPair']>, ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  onlyInBase?: Resolver<Maybe<ResolversTypes['OnlyInBaseCurve']>, ParentType, ContextType>;
  orphanSpans?: Resolver<Maybe<ResolversTypes['GroupOrphanSpans']>, ParentType, ContextType>;
  sharedByFrequency?: Resolver<Maybe<ResolversTypes['SharedByCovariate']>, ParentType, ContextType, RequireFields<GroupAnalysisSharedByFrequencyArgs, 'bins' | 'inOthers'>>;
  sharedByScore?: Resolver<Maybe<ResolversTypes['SharedByCovariate']>, ParentType, ContextType, RequireFields<GroupAnalysisSharedByScoreArgs, 'bins' | 'inOthers'>>;
  sharedMatrix?: Resolver<Maybe<ResolversTypes['SharedMatrix']>, ParentType, ContextType>;
  union?: Resolver<Maybe<ResolversTypes['UnionGrowth']>, ParentType, ContextType>;
  universality?: Resolver<Maybe<ResolversTypes['GroupUniversality']>, ParentType, ContextType>;
};

export type GroupOrphanSpansResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['GroupOrphanSpans'] = ResolversParentTypes['GroupOrphanSpans']> = {
  held?: Resolver<ResolversTypes['SeedMean'], ParentType, ContextType>;
  heldRotated?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  heldSubsets?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  meanSquaredCosine?: Resolver<ResolversTypes['SeedMean'], ParentType, ContextType>;
  pairs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rotated?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  subsets?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type GroupUniversalityResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['GroupUniversality'] = ResolversParentTypes['GroupUniversality']> = {
  bases?: Resolver<Array<ResolversTypes['BaseUniversality']>, ParentType, ContextType>;
  fractions?: Resolver<Array<ResolversTypes['Float']>, ParentType, ContextType>;
  meanFound?: Resolver<ResolversTypes['SeedMean'], ParentType, ContextType>;
  nulls?: Resolver<Array<ResolversTypes['FractionsNull']>, ParentType, ContextType>;
  stability?: Resolver<Maybe<Array<ResolversTypes['Stability']>>, ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type GuessResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Guess'] = ResolversParentTypes['Guess']> = {
  because?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type HeldOutResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['HeldOut'] = ResolversParentTypes['HeldOut']> = {
  deadFraction?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  fvu?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  l0?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  tokens?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
};

export type HookpointResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Hookpoint'] = ResolversParentTypes['Hookpoint']> = {
  basis?: Resolver<ResolversTypes['HookpointBasis'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tensor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  width?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type HookpointConnectionResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['HookpointConnection'] = ResolversParentTypes['HookpointConnection']> = {
  edges?: Resolver<Array<ResolversTypes['HookpointEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Hookpoint']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type HookpointEdgeResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['HookpointEdge'] = ResolversParentTypes['HookpointEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Hookpoint'], ParentType, ContextType>;
};

export type ImportMatchingResultResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ImportMatchingResult'] = ResolversParentTypes['ImportMatchingResult']> = {
  alreadyPresent?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  matching?: Resolver<Maybe<ResolversTypes['Matching']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ImportResultResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ImportResult'] = ResolversParentTypes['ImportResult']> = {
  alreadyPresent?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  changes?: Resolver<Array<ResolversTypes['FactChange']>, ParentType, ContextType>;
  dictionary?: Resolver<Maybe<ResolversTypes['Dictionary']>, ParentType, ContextType>;
  notes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type IndexResultResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['IndexResult'] = ResolversParentTypes['IndexResult']> = {
  dictionary?: Resolver<Maybe<ResolversTypes['Dictionary']>, ParentType, ContextType>;
  enabled?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  side?: Resolver<ResolversTypes['Side'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InitialDistanceResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['InitialDistance'] = ResolversParentTypes['InitialDistance']> = {
  latents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  meanDecoderCosine?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  quantiles?: Resolver<Array<ResolversTypes['InitialQuantile']>, ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type InitialQuantileResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['InitialQuantile'] = ResolversParentTypes['InitialQuantile']> = {
  cosine?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  fraction?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type InspectedCheckpointResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['InspectedCheckpoint'] = ResolversParentTypes['InspectedCheckpoint']> = {
  architecture?: Resolver<ResolversTypes['Architecture'], ParentType, ContextType>;
  cannotEncode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  dIn?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  dataSeed?: Resolver<Maybe<ResolversTypes['Seed']>, ParentType, ContextType>;
  dataset?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  files?: Resolver<Array<ResolversTypes['InspectedFile']>, ParentType, ContextType>;
  format?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  guesses?: Resolver<Array<ResolversTypes['Guess']>, ParentType, ContextType>;
  hasEncoder?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hookpoint?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  initSeed?: Resolver<Maybe<ResolversTypes['Seed']>, ParentType, ContextType>;
  k?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  l1Coefficient?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  matching?: Resolver<ResolversTypes['MatchingEstimate'], ParentType, ContextType>;
  model?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  nLatents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  normalisation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  portalId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  revision?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rowBytes?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  runGroup?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  tokens?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
};

export type InspectedFileResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['InspectedFile'] = ResolversParentTypes['InspectedFile']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  size?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type JobResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Job'] = ResolversParentTypes['Job']> = {
  attempt?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  failure?: Resolver<Maybe<ResolversTypes['JobFailure']>, ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['JobKind'], ParentType, ContextType>;
  progress?: Resolver<Maybe<ResolversTypes['JobProgress']>, ParentType, ContextType>;
  result?: Resolver<Maybe<ResolversTypes['JobResult']>, ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['JobState'], ParentType, ContextType>;
  subject?: Resolver<Maybe<ResolversTypes['JobSubject']>, ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  waitingFor?: Resolver<Maybe<ResolversTypes['JobWait']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type JobConnectionResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['JobConnection'] = ResolversParentTypes['JobConnection']> = {
  edges?: Resolver<Array<ResolversTypes['JobEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Job']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type JobEdgeResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['JobEdge'] = ResolversParentTypes['JobEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Job'], ParentType, ContextType>;
};

export type JobFailureResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['JobFailure'] = ResolversParentTypes['JobFailure']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  hint?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type JobProgressResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['JobProgress'] = ResolversParentTypes['JobProgress']> = {
  done?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  fraction?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  spending?: Resolver<Maybe<ResolversTypes['ChatSpending']>, ParentType, ContextType>;
  step?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type JobResultResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['JobResult'] = ResolversParentTypes['JobResult']> = {
  __resolveType: TypeResolveFn<'ContextsResult' | 'DeleteResult' | 'EmbedResult' | 'EvaluateResult' | 'ExplainResult' | 'ExplanationsResult' | 'ExportExplanationsResult' | 'ExportFeaturesResult' | 'ExportResult' | 'ImportMatchingResult' | 'ImportResult' | 'IndexResult' | 'MatchActivationsResult' | 'MatchResult' | 'NullBaselineResult' | 'ScoreResult' | 'SimilarityResult' | 'SubstituteResult' | 'TrainResult', ParentType, ContextType>;
};

export type JobSubjectResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['JobSubject'] = ResolversParentTypes['JobSubject']> = {
  __resolveType: TypeResolveFn<'Dictionary' | 'Matching' | 'RunGroup' | 'TrainingRun', ParentType, ContextType>;
};

export type JobWaitResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['JobWait'] = ResolversParentTypes['JobWait']> = {
  hint?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type LabelDisagreementResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['LabelDisagreement'] = ResolversParentTypes['LabelDisagreement']> = {
  a?: Resolver<ResolversTypes['Latent'], ParentType, ContextType>;
  b?: Resolver<ResolversTypes['Latent'], ParentType, ContextType>;
  decoderCosine?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  encoderCosine?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  textOverlap?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type LabelDisagreementConnectionResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['LabelDisagreementConnection'] = ResolversParentTypes['LabelDisagreementConnection']> = {
  cosine?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  criterion?: Resolver<ResolversTypes['Criterion'], ParentType, ContextType>;
  edges?: Resolver<Array<ResolversTypes['LabelDisagreementEdge']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['DisagreementKind'], ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['LabelDisagreement']>, ParentType, ContextType>;
  overlap?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type LabelDisagreementEdgeResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['LabelDisagreementEdge'] = ResolversParentTypes['LabelDisagreementEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['LabelDisagreement'], ParentType, ContextType>;
};

export type LabelSimilarityResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['LabelSimilarity'] = ResolversParentTypes['LabelSimilarity']> = {
  embedder?: Resolver<Maybe<ResolversTypes['Embedder']>, ParentType, ContextType>;
  matched?: Resolver<ResolversTypes['ShuffledNumber'], ParentType, ContextType>;
  neighbours?: Resolver<Maybe<ResolversTypes['NeighbourSimilarity']>, ParentType, ContextType>;
  pairs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type LatentResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Latent'] = ResolversParentTypes['Latent']> = {
  activationHistogram?: Resolver<Maybe<ResolversTypes['ActivationHistogram']>, ParentType, ContextType>;
  alive?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  aliveness?: Resolver<ResolversTypes['LatentAliveness'], ParentType, ContextType>;
  borrowedExplanation?: Resolver<Maybe<ResolversTypes['BorrowedExplanation']>, ParentType, ContextType, RequireFields<LatentBorrowedExplanationArgs, 'measure'>>;
  contexts?: Resolver<ResolversTypes['LatentContextConnection'], ParentType, ContextType, RequireFields<LatentContextsArgs, 'first' | 'kinds'>>;
  decoderNorm?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  dictionary?: Resolver<ResolversTypes['Dictionary'], ParentType, ContextType>;
  encoderBias?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  encoderNorm?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  explanation?: Resolver<Maybe<ResolversTypes['Explanation']>, ParentType, ContextType>;
  explanations?: Resolver<Array<ResolversTypes['Explanation']>, ParentType, ContextType, RequireFields<LatentExplanationsArgs, 'first'>>;
  firingFrequency?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  partners?: Resolver<Array<ResolversTypes['LatentPartner']>, ParentType, ContextType, RequireFields<LatentPartnersArgs, 'measure'>>;
  portalId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  threshold?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  topTokens?: Resolver<Maybe<ResolversTypes['TopTokens']>, ParentType, ContextType>;
  universality?: Resolver<ResolversTypes['Universality'], ParentType, ContextType, RequireFields<LatentUniversalityArgs, 'measure'>>;
  vector?: Resolver<Maybe<ResolversTypes['Vector']>, ParentType, ContextType, RequireFields<LatentVectorArgs, 'encoding' | 'side'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type LatentAlivenessResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['LatentAliveness'] = ResolversParentTypes['LatentAliveness']> = {
  alive?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  dataset?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  firingCount?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
  firingFrequency?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  rateUpperBound?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  source?: Resolver<Maybe<ResolversTypes['AliveSource']>, ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tokens?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
};

export type LatentConnectionResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['LatentConnection'] = ResolversParentTypes['LatentConnection']> = {
  edges?: Resolver<Array<ResolversTypes['LatentEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Latent']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type LatentContextResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['LatentContext'] = ResolversParentTypes['LatentContext']> = {
  activations?: Resolver<Array<ResolversTypes['Float']>, ParentType, ContextType>;
  collection?: Resolver<ResolversTypes['ActivationCollection'], ParentType, ContextType>;
  document?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ContextKind'], ParentType, ContextType>;
  maxActivation?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  neighbour?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  offset?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  ordinal?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  position?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  quantile?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  sourceText?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  tokens?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type LatentContextConnectionResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['LatentContextConnection'] = ResolversParentTypes['LatentContextConnection']> = {
  edges?: Resolver<Array<ResolversTypes['LatentContextEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['LatentContext']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type LatentContextEdgeResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['LatentContextEdge'] = ResolversParentTypes['LatentContextEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['LatentContext'], ParentType, ContextType>;
};

export type LatentEdgeResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['LatentEdge'] = ResolversParentTypes['LatentEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Latent'], ParentType, ContextType>;
};

export type LatentFamilyResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['LatentFamily'] = ResolversParentTypes['LatentFamily']> = {
  consistent?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  dictionaries?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  latents?: Resolver<Array<ResolversTypes['Latent']>, ParentType, ContextType, RequireFields<LatentFamilyLatentsArgs, 'first'>>;
  links?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  meanCosine?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  minCosine?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  size?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type LatentFamilyConnectionResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['LatentFamilyConnection'] = ResolversParentTypes['LatentFamilyConnection']> = {
  conflicts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  edges?: Resolver<Array<ResolversTypes['LatentFamilyEdge']>, ParentType, ContextType>;
  families?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['LatentFamily']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type LatentFamilyEdgeResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['LatentFamilyEdge'] = ResolversParentTypes['LatentFamilyEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['LatentFamily'], ParentType, ContextType>;
};

export type LatentPartnerResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['LatentPartner'] = ResolversParentTypes['LatentPartner']> = {
  agree?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  candidates?: Resolver<Array<ResolversTypes['Candidate']>, ParentType, ContextType, RequireFields<LatentPartnerCandidatesArgs, 'first' | 'side'>>;
  criterion?: Resolver<ResolversTypes['Criterion'], ParentType, ContextType>;
  decoder?: Resolver<Maybe<ResolversTypes['PartnerLink']>, ParentType, ContextType>;
  dictionary?: Resolver<ResolversTypes['Dictionary'], ParentType, ContextType>;
  encoder?: Resolver<Maybe<ResolversTypes['PartnerLink']>, ParentType, ContextType>;
  explanation?: Resolver<Maybe<ResolversTypes['Explanation']>, ParentType, ContextType>;
  latent?: Resolver<Maybe<ResolversTypes['Latent']>, ParentType, ContextType>;
  matching?: Resolver<Maybe<ResolversTypes['Matching']>, ParentType, ContextType>;
  shared?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
};

export type MarginSummaryResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['MarginSummary'] = ResolversParentTypes['MarginSummary']> = {
  lowerQuartile?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  median?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  pairs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  unsure?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  upperQuartile?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type MatchActivationsResultResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['MatchActivationsResult'] = ResolversParentTypes['MatchActivationsResult']> = {
  alreadyPresent?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  matchings?: Resolver<Array<Maybe<ResolversTypes['Matching']>>, ParentType, ContextType>;
  tokens?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MatchResultResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['MatchResult'] = ResolversParentTypes['MatchResult']> = {
  alreadyPresent?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  matching?: Resolver<Maybe<ResolversTypes['Matching']>, ParentType, ContextType>;
  side?: Resolver<ResolversTypes['Side'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MatchedFiringResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['MatchedFiring'] = ResolversParentTypes['MatchedFiring']> = {
  hookpoint?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  pairs?: Resolver<ResolversTypes['FiringPairConnection'], ParentType, ContextType, RequireFields<MatchedFiringPairsArgs, 'correlation' | 'cosine' | 'first' | 'kind'>>;
  provenance?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tokens?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
};

export type MatchingResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Matching'] = ResolversParentTypes['Matching']> = {
  a?: Resolver<ResolversTypes['Dictionary'], ParentType, ContextType>;
  b?: Resolver<ResolversTypes['Dictionary'], ParentType, ContextType>;
  canonicalCorrelation?: Resolver<Maybe<ResolversTypes['CanonicalCorrelation']>, ParentType, ContextType>;
  centredCosines?: Resolver<Maybe<ResolversTypes['CentredCosines']>, ParentType, ContextType>;
  complete?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  contradictions?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  cosineHistogram?: Resolver<Maybe<ResolversTypes['CosineHistogram']>, ParentType, ContextType, RequireFields<MatchingCosineHistogramArgs, 'aliveOnly' | 'bins' | 'side'>>;
  coverage?: Resolver<Maybe<ResolversTypes['MatchingCoverage']>, ParentType, ContextType, RequireFields<MatchingCoverageArgs, 'aliveOnly' | 'strict' | 'threshold'>>;
  decoder?: Resolver<Maybe<ResolversTypes['SideMatching']>, ParentType, ContextType>;
  encoder?: Resolver<Maybe<ResolversTypes['SideMatching']>, ParentType, ContextType>;
  explanationAgreement?: Resolver<Maybe<ResolversTypes['ExplanationAgreement']>, ParentType, ContextType, Partial<MatchingExplanationAgreementArgs>>;
  export?: Resolver<Maybe<ResolversTypes['MatchingExport']>, ParentType, ContextType, RequireFields<MatchingExportArgs, 'format'>>;
  firing?: Resolver<Maybe<ResolversTypes['MatchedFiring']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  jobs?: Resolver<Array<ResolversTypes['Job']>, ParentType, ContextType>;
  measure?: Resolver<ResolversTypes['Measure'], ParentType, ContextType>;
  orphanSpans?: Resolver<Maybe<ResolversTypes['OrphanSpans']>, ParentType, ContextType>;
  orphans?: Resolver<Maybe<ResolversTypes['OrphanConnection']>, ParentType, ContextType, RequireFields<MatchingOrphansArgs, 'first' | 'of'>>;
  sameInitSeed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  sharedByFrequency?: Resolver<Maybe<ResolversTypes['SharedByCovariate']>, ParentType, ContextType, RequireFields<MatchingSharedByFrequencyArgs, 'bins' | 'of'>>;
  sharedByScore?: Resolver<Maybe<ResolversTypes['SharedByCovariate']>, ParentType, ContextType, RequireFields<MatchingSharedByScoreArgs, 'bins' | 'of'>>;
  sharedPairs?: Resolver<Maybe<ResolversTypes['SharedPairConnection']>, ParentType, ContextType, RequireFields<MatchingSharedPairsArgs, 'first'>>;
  similarity?: Resolver<Maybe<ResolversTypes['RepresentationSimilarity']>, ParentType, ContextType>;
  summary?: Resolver<Maybe<ResolversTypes['MatchingSummary']>, ParentType, ContextType, RequireFields<MatchingSummaryArgs, 'of'>>;
  sweep?: Resolver<Maybe<ResolversTypes['ThresholdSweep']>, ParentType, ContextType, RequireFields<MatchingSweepArgs, 'aliveOnly' | 'definition' | 'of' | 'steps' | 'strict'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MatchingBasisResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['MatchingBasis'] = ResolversParentTypes['MatchingBasis']> = {
  aliveA?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  aliveB?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  alivenessA?: Resolver<ResolversTypes['Aliveness'], ParentType, ContextType>;
  alivenessB?: Resolver<ResolversTypes['Aliveness'], ParentType, ContextType>;
  contentA?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  contentB?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  decoderCertificate?: Resolver<Maybe<ResolversTypes['Certificate']>, ParentType, ContextType>;
  encoderCertificate?: Resolver<Maybe<ResolversTypes['Certificate']>, ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MatchingConnectionResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['MatchingConnection'] = ResolversParentTypes['MatchingConnection']> = {
  edges?: Resolver<Array<ResolversTypes['MatchingEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Matching']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MatchingCoverageResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['MatchingCoverage'] = ResolversParentTypes['MatchingCoverage']> = {
  aliveOnly?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  basis?: Resolver<ResolversTypes['MatchingBasis'], ParentType, ContextType>;
  decoder?: Resolver<ResolversTypes['SideCoverage'], ParentType, ContextType>;
  encoder?: Resolver<Maybe<ResolversTypes['SideCoverage']>, ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  strict?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  threshold?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type MatchingEdgeResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['MatchingEdge'] = ResolversParentTypes['MatchingEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Matching'], ParentType, ContextType>;
};

export type MatchingEstimateResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['MatchingEstimate'] = ResolversParentTypes['MatchingEstimate']> = {
  allowedMb?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  memoryMb?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  seconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type MatchingExportResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['MatchingExport'] = ResolversParentTypes['MatchingExport']> = {
  fileName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  format?: Resolver<ResolversTypes['MatchingFileFormat'], ParentType, ContextType>;
  formatName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  formatVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  header?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  href?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  matching?: Resolver<ResolversTypes['Matching'], ParentType, ContextType>;
  mediaType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MatchingProgressResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['MatchingProgress'] = ResolversParentTypes['MatchingProgress']> = {
  cancelled?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  done?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  failed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  fraction?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  queued?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  running?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MatchingSummaryResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['MatchingSummary'] = ResolversParentTypes['MatchingSummary']> = {
  agreement?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  basis?: Resolver<ResolversTypes['MatchingBasis'], ParentType, ContextType>;
  criterion?: Resolver<ResolversTypes['Criterion'], ParentType, ContextType>;
  dead?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  latents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  meanDecoderCosine?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  meanEncoderCosine?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  missingNulls?: Resolver<Array<ResolversTypes['MissingNull']>, ParentType, ContextType>;
  nulls?: Resolver<Array<ResolversTypes['SummaryNull']>, ParentType, ContextType>;
  of?: Resolver<ResolversTypes['MatchingEnd'], ParentType, ContextType>;
  orphans?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  shared?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sharedFraction?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type MergeResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Merge'] = ResolversParentTypes['Merge']> = {
  atoms?: Resolver<Array<ResolversTypes['RecodingAtom']>, ParentType, ContextType>;
  atomsNeeded?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  gain?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  latent?: Resolver<ResolversTypes['Latent'], ParentType, ContextType>;
  nullGain?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type MissingNullResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['MissingNull'] = ResolversParentTypes['MissingNull']> = {
  kind?: Resolver<ResolversTypes['NullKind'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MissingPairResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['MissingPair'] = ResolversParentTypes['MissingPair']> = {
  a?: Resolver<ResolversTypes['Dictionary'], ParentType, ContextType>;
  b?: Resolver<ResolversTypes['Dictionary'], ParentType, ContextType>;
};

export type ModelResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Model'] = ResolversParentTypes['Model']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  spaces?: Resolver<Array<ResolversTypes['Space']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ModelEvaluationResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ModelEvaluation'] = ResolversParentTypes['ModelEvaluation']> = {
  crossEntropy?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  crossEntropyReconstructed?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  crossEntropyZeros?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  kl?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  klScore?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  klZeros?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  lossRecovered?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  predicted?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  topAgreement?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  topAgreementZeros?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  cancelJob?: Resolver<ResolversTypes['Job'], ParentType, ContextType, RequireFields<MutationCancelJobArgs, 'id'>>;
  collectContexts?: Resolver<ResolversTypes['Job'], ParentType, ContextType, RequireFields<MutationCollectContextsArgs, 'input'>>;
  deleteDictionary?: Resolver<ResolversTypes['DeleteDictionaryPayload'], ParentType, ContextType, RequireFields<MutationDeleteDictionaryArgs, 'id'>>;
  embedExplanations?: Resolver<ResolversTypes['Job'], ParentType, ContextType, RequireFields<MutationEmbedExplanationsArgs, 'dictionary'>>;
  evaluateDictionaries?: Resolver<ResolversTypes['Job'], ParentType, ContextType, RequireFields<MutationEvaluateDictionariesArgs, 'input'>>;
  explainLatents?: Resolver<ResolversTypes['Job'], ParentType, ContextType, RequireFields<MutationExplainLatentsArgs, 'input'>>;
  exportCheckpoint?: Resolver<ResolversTypes['Job'], ParentType, ContextType, RequireFields<MutationExportCheckpointArgs, 'input'>>;
  exportExplanations?: Resolver<ResolversTypes['Job'], ParentType, ContextType, RequireFields<MutationExportExplanationsArgs, 'input'>>;
  exportFeatures?: Resolver<ResolversTypes['Job'], ParentType, ContextType, RequireFields<MutationExportFeaturesArgs, 'input'>>;
  importDictionary?: Resolver<ResolversTypes['Job'], ParentType, ContextType, RequireFields<MutationImportDictionaryArgs, 'input'>>;
  importExplanations?: Resolver<ResolversTypes['Job'], ParentType, ContextType, RequireFields<MutationImportExplanationsArgs, 'input'>>;
  importMatching?: Resolver<ResolversTypes['Job'], ParentType, ContextType, RequireFields<MutationImportMatchingArgs, 'input'>>;
  matchActivations?: Resolver<ResolversTypes['Job'], ParentType, ContextType, RequireFields<MutationMatchActivationsArgs, 'input'>>;
  requestMatching?: Resolver<ResolversTypes['RequestMatchingPayload'], ParentType, ContextType, RequireFields<MutationRequestMatchingArgs, 'input'>>;
  requestSimilarity?: Resolver<Array<ResolversTypes['Job']>, ParentType, ContextType, RequireFields<MutationRequestSimilarityArgs, 'input'>>;
  scoreExplanations?: Resolver<ResolversTypes['Job'], ParentType, ContextType, RequireFields<MutationScoreExplanationsArgs, 'input'>>;
  setNearestIndex?: Resolver<ResolversTypes['Job'], ParentType, ContextType, RequireFields<MutationSetNearestIndexArgs, 'input'>>;
  startTraining?: Resolver<ResolversTypes['Job'], ParentType, ContextType, RequireFields<MutationStartTrainingArgs, 'input'>>;
  substitutePartners?: Resolver<Array<ResolversTypes['Job']>, ParentType, ContextType, RequireFields<MutationSubstitutePartnersArgs, 'input'>>;
  updateDictionary?: Resolver<ResolversTypes['UpdateDictionaryPayload'], ParentType, ContextType, RequireFields<MutationUpdateDictionaryArgs, 'input'>>;
};

export type NearestAnswerResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['NearestAnswer'] = ResolversParentTypes['NearestAnswer']> = {
  definition?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  groups?: Resolver<Array<ResolversTypes['NearestGroup']>, ParentType, ContextType>;
  side?: Resolver<ResolversTypes['Side'], ParentType, ContextType>;
};

export type NearestGroupResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['NearestGroup'] = ResolversParentTypes['NearestGroup']> = {
  dictionary?: Resolver<ResolversTypes['Dictionary'], ParentType, ContextType>;
  exact?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hits?: Resolver<Array<ResolversTypes['NearestHit']>, ParentType, ContextType>;
  method?: Resolver<ResolversTypes['NearestMethod'], ParentType, ContextType>;
};

export type NearestHitResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['NearestHit'] = ResolversParentTypes['NearestHit']> = {
  decoderCosine?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  encoderCosine?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  latent?: Resolver<ResolversTypes['Latent'], ParentType, ContextType>;
  matchedPartner?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  rank?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type NearestIndexResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['NearestIndex'] = ResolversParentTypes['NearestIndex']> = {
  indexed?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  side?: Resolver<ResolversTypes['Side'], ParentType, ContextType>;
};

export type NeighbourSimilarityResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['NeighbourSimilarity'] = ResolversParentTypes['NeighbourSimilarity']> = {
  leastPValue?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  matched?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  pValue?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  pairs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unmatched?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type NodeResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Dictionary' | 'Explanation' | 'Job' | 'Latent' | 'Matching' | 'Model' | 'RunGroup' | 'Space' | 'TrainingRun', ParentType, ContextType>;
};

export type NullBaselineResultResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['NullBaselineResult'] = ResolversParentTypes['NullBaselineResult']> = {
  matching?: Resolver<Maybe<ResolversTypes['Matching']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type NullComparisonResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['NullComparison'] = ResolversParentTypes['NullComparison']> = {
  draws?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  greatest?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  least?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  leastPValue?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  mean?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  pValue?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type OnlyInBaseCurveResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['OnlyInBaseCurve'] = ResolversParentTypes['OnlyInBaseCurve']> = {
  fit?: Resolver<Maybe<ResolversTypes['PowerLaw']>, ParentType, ContextType>;
  fitStatement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  latents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  noFit?: Resolver<Maybe<ResolversTypes['NoFit']>, ParentType, ContextType>;
  nulls?: Resolver<Array<ResolversTypes['FractionsNull']>, ParentType, ContextType>;
  points?: Resolver<Array<ResolversTypes['OnlyInBasePoint']>, ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type OnlyInBasePointResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['OnlyInBasePoint'] = ResolversParentTypes['OnlyInBasePoint']> = {
  dictionaries?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  fraction?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  interval?: Resolver<Maybe<ResolversTypes['SeedInterval']>, ParentType, ContextType>;
  standardDeviation?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  subsets?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type OrphanResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Orphan'] = ResolversParentTypes['Orphan']> = {
  latent?: Resolver<ResolversTypes['Latent'], ParentType, ContextType>;
  partner?: Resolver<ResolversTypes['LatentPartner'], ParentType, ContextType>;
  recoding?: Resolver<ResolversTypes['Recoding'], ParentType, ContextType, RequireFields<OrphanRecodingArgs, 'atoms' | 'minAboveNull' | 'minRSquared'>>;
};

export type OrphanConnectionResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['OrphanConnection'] = ResolversParentTypes['OrphanConnection']> = {
  criterion?: Resolver<ResolversTypes['Criterion'], ParentType, ContextType>;
  edges?: Resolver<Array<ResolversTypes['OrphanEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Orphan']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type OrphanEdgeResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['OrphanEdge'] = ResolversParentTypes['OrphanEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Orphan'], ParentType, ContextType>;
};

export type OrphanEndResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['OrphanEnd'] = ResolversParentTypes['OrphanEnd']> = {
  directions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  effectiveRank?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  held?: Resolver<ResolversTypes['SpanNumber'], ParentType, ContextType>;
  heldQuartiles?: Resolver<Array<ResolversTypes['Float']>, ParentType, ContextType>;
  orphans?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type OrphanSpansResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['OrphanSpans'] = ResolversParentTypes['OrphanSpans']> = {
  a?: Resolver<ResolversTypes['OrphanEnd'], ParentType, ContextType>;
  b?: Resolver<ResolversTypes['OrphanEnd'], ParentType, ContextType>;
  computedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  cosines?: Resolver<Array<ResolversTypes['Float']>, ParentType, ContextType>;
  criterion?: Resolver<ResolversTypes['Criterion'], ParentType, ContextType>;
  meanSquaredCosine?: Resolver<ResolversTypes['SpanNumber'], ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PairMarginResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['PairMargin'] = ResolversParentTypes['PairMargin']> = {
  atLeast?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  atMost?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PairSubstitutionResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['PairSubstitution'] = ResolversParentTypes['PairSubstitution']> = {
  ablated?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  atLeast?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  atMost?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  random?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  substituted?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type PairedMeansResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['PairedMeans'] = ResolversParentTypes['PairedMeans']> = {
  all?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  matched?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type PartnerLinkResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['PartnerLink'] = ResolversParentTypes['PartnerLink']> = {
  cosine?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  latent?: Resolver<ResolversTypes['Latent'], ParentType, ContextType>;
  margin?: Resolver<Maybe<ResolversTypes['PairMargin']>, ParentType, ContextType>;
  substitution?: Resolver<Maybe<ResolversTypes['PairSubstitution']>, ParentType, ContextType>;
};

export type PowerLawResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['PowerLaw'] = ResolversParentTypes['PowerLaw']> = {
  a?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  b?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  c?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  cHigh?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  cLow?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  residual?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type ProvenanceResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Provenance'] = ResolversParentTypes['Provenance']> = {
  changes?: Resolver<Array<ResolversTypes['DictionaryChange']>, ParentType, ContextType>;
  config?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  contentSha256?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  decoderSha256?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  encoderSha256?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  files?: Resolver<Array<ResolversTypes['SourceFile']>, ParentType, ContextType>;
  format?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  guesses?: Resolver<Array<ResolversTypes['Guess']>, ParentType, ContextType>;
  importedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  sourceUri?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  statedSha256?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PublicationResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Publication'] = ResolversParentTypes['Publication']> = {
  by?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  cosines?: Resolver<ResolversTypes['CosineSource'], ParentType, ContextType>;
  files?: Resolver<Array<ResolversTypes['SourceFile']>, ParentType, ContextType>;
  format?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  statedCertificate?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type QualityPointResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['QualityPoint'] = ResolversParentTypes['QualityPoint']> = {
  coverage?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  quality?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  access?: Resolver<ResolversTypes['Access'], ParentType, ContextType>;
  catalogue?: Resolver<ResolversTypes['CatalogueEntryConnection'], ParentType, ContextType, RequireFields<QueryCatalogueArgs, 'first'>>;
  checkpointFormats?: Resolver<Array<ResolversTypes['CheckpointFormat']>, ParentType, ContextType>;
  contrast?: Resolver<ResolversTypes['ContrastedTexts'], ParentType, ContextType, RequireFields<QueryContrastArgs, 'input'>>;
  definitions?: Resolver<Array<ResolversTypes['Definition']>, ParentType, ContextType>;
  dictionaries?: Resolver<ResolversTypes['DictionaryConnection'], ParentType, ContextType, RequireFields<QueryDictionariesArgs, 'first'>>;
  dictionary?: Resolver<Maybe<ResolversTypes['Dictionary']>, ParentType, ContextType, RequireFields<QueryDictionaryArgs, 'id'>>;
  encode?: Resolver<ResolversTypes['EncodedText'], ParentType, ContextType, RequireFields<QueryEncodeArgs, 'input'>>;
  explanationTools?: Resolver<ResolversTypes['ExplanationTools'], ParentType, ContextType>;
  externalTrainers?: Resolver<Array<ResolversTypes['ExternalTrainer']>, ParentType, ContextType>;
  hookpoints?: Resolver<ResolversTypes['HookpointConnection'], ParentType, ContextType, RequireFields<QueryHookpointsArgs, 'basis' | 'first' | 'modelPath'>>;
  inspectCheckpoint?: Resolver<ResolversTypes['CheckpointInspection'], ParentType, ContextType, RequireFields<QueryInspectCheckpointArgs, 'input'>>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType, RequireFields<QueryJobArgs, 'id'>>;
  jobs?: Resolver<ResolversTypes['JobConnection'], ParentType, ContextType, RequireFields<QueryJobsArgs, 'first'>>;
  latent?: Resolver<Maybe<ResolversTypes['Latent']>, ParentType, ContextType, RequireFields<QueryLatentArgs, 'id'>>;
  matching?: Resolver<Maybe<ResolversTypes['Matching']>, ParentType, ContextType, RequireFields<QueryMatchingArgs, 'measure'>>;
  matchings?: Resolver<ResolversTypes['MatchingConnection'], ParentType, ContextType, RequireFields<QueryMatchingsArgs, 'first'>>;
  models?: Resolver<Array<ResolversTypes['Model']>, ParentType, ContextType>;
  nearestLatents?: Resolver<ResolversTypes['NearestAnswer'], ParentType, ContextType, RequireFields<QueryNearestLatentsArgs, 'first' | 'from' | 'method' | 'side'>>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
  nodes?: Resolver<Array<Maybe<ResolversTypes['Node']>>, ParentType, ContextType, RequireFields<QueryNodesArgs, 'ids'>>;
  runGroup?: Resolver<Maybe<ResolversTypes['RunGroup']>, ParentType, ContextType, RequireFields<QueryRunGroupArgs, 'id'>>;
  runGroups?: Resolver<Array<ResolversTypes['RunGroup']>, ParentType, ContextType, Partial<QueryRunGroupsArgs>>;
  searchExplanations?: Resolver<ResolversTypes['ExplanationHitConnection'], ParentType, ContextType, RequireFields<QuerySearchExplanationsArgs, 'first' | 'mode' | 'text'>>;
  trainingRun?: Resolver<Maybe<ResolversTypes['TrainingRun']>, ParentType, ContextType, RequireFields<QueryTrainingRunArgs, 'id'>>;
  trainingRuns?: Resolver<ResolversTypes['TrainingRunConnection'], ParentType, ContextType, RequireFields<QueryTrainingRunsArgs, 'first'>>;
  workers?: Resolver<Array<ResolversTypes['Worker']>, ParentType, ContextType>;
};

export type ReachedSparsityResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ReachedSparsity'] = ResolversParentTypes['ReachedSparsity']> = {
  coefficient?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  rounds?: Resolver<Array<ResolversTypes['SearchRound']>, ParentType, ContextType>;
};

export type RecodingResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Recoding'] = ResolversParentTypes['Recoding']> = {
  atoms?: Resolver<Array<ResolversTypes['RecodingAtom']>, ParentType, ContextType>;
  atomsNeeded?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  mergedInto?: Resolver<Maybe<ResolversTypes['Merge']>, ParentType, ContextType>;
  minAboveNull?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  minRSquared?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  other?: Resolver<ResolversTypes['Dictionary'], ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  verdict?: Resolver<Maybe<ResolversTypes['RecodingVerdict']>, ParentType, ContextType>;
};

export type RecodingAtomResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['RecodingAtom'] = ResolversParentTypes['RecodingAtom']> = {
  coefficient?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  latent?: Resolver<ResolversTypes['Latent'], ParentType, ContextType>;
  nullRSquared?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  rSquared?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type RefusalResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Refusal'] = ResolversParentTypes['Refusal']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  hint?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RepresentationSimilarityResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['RepresentationSimilarity'] = ResolversParentTypes['RepresentationSimilarity']> = {
  basis?: Resolver<ResolversTypes['MatchingBasis'], ParentType, ContextType>;
  cka?: Resolver<Maybe<ResolversTypes['ShuffledNumber']>, ParentType, ContextType>;
  nulls?: Resolver<Array<ResolversTypes['SimilarityNull']>, ParentType, ContextType>;
  pairs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rankRsa?: Resolver<Maybe<ResolversTypes['ShuffledNumber']>, ParentType, ContextType>;
  rsa?: Resolver<Maybe<ResolversTypes['ShuffledNumber']>, ParentType, ContextType>;
  sampledFrom?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  shuffles?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RequestMatchingPayloadResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['RequestMatchingPayload'] = ResolversParentTypes['RequestMatchingPayload']> = {
  jobs?: Resolver<Array<ResolversTypes['Job']>, ParentType, ContextType>;
  matchings?: Resolver<Array<ResolversTypes['Matching']>, ParentType, ContextType>;
};

export type RunGroupResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['RunGroup'] = ResolversParentTypes['RunGroup']> = {
  analysis?: Resolver<ResolversTypes['GroupAnalysis'], ParentType, ContextType, RequireFields<RunGroupAnalysisArgs, 'measure'>>;
  contradictions?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  dictionaries?: Resolver<Array<ResolversTypes['Dictionary']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  matchingProgress?: Resolver<ResolversTypes['MatchingProgress'], ParentType, ContextType, RequireFields<RunGroupMatchingProgressArgs, 'measure'>>;
  matchings?: Resolver<Array<ResolversTypes['Matching']>, ParentType, ContextType, RequireFields<RunGroupMatchingsArgs, 'measure'>>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  otherRevisions?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  sameSeedPairs?: Resolver<Array<ResolversTypes['SameSeedPair']>, ParentType, ContextType>;
  space?: Resolver<ResolversTypes['Space'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SameSeedPairResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SameSeedPair'] = ResolversParentTypes['SameSeedPair']> = {
  a?: Resolver<ResolversTypes['Dictionary'], ParentType, ContextType>;
  b?: Resolver<ResolversTypes['Dictionary'], ParentType, ContextType>;
  initSeed?: Resolver<ResolversTypes['Seed'], ParentType, ContextType>;
  warning?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ScoreIntervalResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ScoreInterval'] = ResolversParentTypes['ScoreInterval']> = {
  high?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  low?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ScoreResultResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ScoreResult'] = ResolversParentTypes['ScoreResult']> = {
  alreadyPresent?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  dictionary?: Resolver<Maybe<ResolversTypes['Dictionary']>, ParentType, ContextType>;
  failed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  leftByBudget?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  present?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unparsable?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unsuitable?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  written?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SearchRoundResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SearchRound'] = ResolversParentTypes['SearchRound']> = {
  coefficient?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  l0?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export interface SeedScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Seed'], any> {
  name: 'Seed';
}

export type SeedDistanceResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SeedDistance'] = ResolversParentTypes['SeedDistance']> = {
  compared?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  initialCosine?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  nearestCosine?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  sameIndexCosine?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  step?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  tokens?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
};

export type SeedIntervalResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SeedInterval'] = ResolversParentTypes['SeedInterval']> = {
  high?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  low?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  seeds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  standardError?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SeedMeanResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SeedMean'] = ResolversParentTypes['SeedMean']> = {
  interval?: Resolver<Maybe<ResolversTypes['SeedInterval']>, ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type SharedAtTokensResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SharedAtTokens'] = ResolversParentTypes['SharedAtTokens']> = {
  fvu?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  l0?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  matched?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  meanDecoderCosine?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  nullSharedFraction?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  pairs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  runGroup?: Resolver<ResolversTypes['RunGroup'], ParentType, ContextType>;
  sharedFraction?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  tokens?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
};

export type SharedByCovariateResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SharedByCovariate'] = ResolversParentTypes['SharedByCovariate']> = {
  bins?: Resolver<Array<ResolversTypes['CovariateBin']>, ParentType, ContextType>;
  covariate?: Resolver<ResolversTypes['Covariate'], ParentType, ContextType>;
  criterion?: Resolver<ResolversTypes['Criterion'], ParentType, ContextType>;
  explained?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  inOthers?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  known?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  latents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  levels?: Resolver<Array<ResolversTypes['CovariateLevel']>, ParentType, ContextType>;
  rankCorrelation?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  rankHigh?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  rankLow?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  reliability?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  scorer?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  unknown?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SharedMatrixResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SharedMatrix'] = ResolversParentTypes['SharedMatrix']> = {
  meanAgreement?: Resolver<Maybe<ResolversTypes['SeedMean']>, ParentType, ContextType>;
  meanSharedFraction?: Resolver<Maybe<ResolversTypes['SeedMean']>, ParentType, ContextType>;
  outlierStatement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rows?: Resolver<Array<ResolversTypes['SharedMatrixRow']>, ParentType, ContextType>;
};

export type SharedMatrixCellResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SharedMatrixCell'] = ResolversParentTypes['SharedMatrixCell']> = {
  agreement?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  dictionary?: Resolver<ResolversTypes['Dictionary'], ParentType, ContextType>;
  matching?: Resolver<ResolversTypes['Matching'], ParentType, ContextType>;
  meanDecoderCosine?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  meanEncoderCosine?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  nulls?: Resolver<Array<ResolversTypes['SummaryNull']>, ParentType, ContextType>;
  shared?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sharedFraction?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type SharedMatrixRowResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SharedMatrixRow'] = ResolversParentTypes['SharedMatrixRow']> = {
  cells?: Resolver<Array<Maybe<ResolversTypes['SharedMatrixCell']>>, ParentType, ContextType>;
  dictionary?: Resolver<ResolversTypes['Dictionary'], ParentType, ContextType>;
  latents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  meanSharedFraction?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  outlier?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  sharedFractions?: Resolver<Array<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type SharedOverTokensResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SharedOverTokens'] = ResolversParentTypes['SharedOverTokens']> = {
  criterion?: Resolver<ResolversTypes['Criterion'], ParentType, ContextType>;
  points?: Resolver<Array<ResolversTypes['SharedAtTokens']>, ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SharedPairResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SharedPair'] = ResolversParentTypes['SharedPair']> = {
  a?: Resolver<ResolversTypes['Latent'], ParentType, ContextType>;
  b?: Resolver<ResolversTypes['Latent'], ParentType, ContextType>;
  decoderCosine?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  encoderCosine?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type SharedPairConnectionResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SharedPairConnection'] = ResolversParentTypes['SharedPairConnection']> = {
  criterion?: Resolver<ResolversTypes['Criterion'], ParentType, ContextType>;
  edges?: Resolver<Array<ResolversTypes['SharedPairEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['SharedPair']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SharedPairEdgeResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SharedPairEdge'] = ResolversParentTypes['SharedPairEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['SharedPair'], ParentType, ContextType>;
};

export type ShuffledNumberResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ShuffledNumber'] = ResolversParentTypes['ShuffledNumber']> = {
  leastPValue?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  pValue?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  shuffledMean?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type SideCoverageResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SideCoverage'] = ResolversParentTypes['SideCoverage']> = {
  aByB?: Resolver<ResolversTypes['Coverage'], ParentType, ContextType>;
  bByA?: Resolver<ResolversTypes['Coverage'], ParentType, ContextType>;
};

export type SideMatchingResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SideMatching'] = ResolversParentTypes['SideMatching']> = {
  alive?: Resolver<Maybe<ResolversTypes['AliveSide']>, ParentType, ContextType>;
  certificate?: Resolver<Maybe<ResolversTypes['Certificate']>, ParentType, ContextType>;
  computedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  margins?: Resolver<Maybe<ResolversTypes['MarginSummary']>, ParentType, ContextType>;
  meanMatchedCosine?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  mmcsAB?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  mmcsBA?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  nulls?: Resolver<Array<ResolversTypes['SideNull']>, ParentType, ContextType>;
  objective?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  pairs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  publication?: Resolver<Maybe<ResolversTypes['Publication']>, ParentType, ContextType>;
  regret?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  side?: Resolver<ResolversTypes['Side'], ParentType, ContextType>;
  substitution?: Resolver<Maybe<ResolversTypes['SideSubstitution']>, ParentType, ContextType>;
};

export type SideNullResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SideNull'] = ResolversParentTypes['SideNull']> = {
  draws?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  greatest?: Resolver<Maybe<ResolversTypes['SideNullNumbers']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['NullKind'], ParentType, ContextType>;
  least?: Resolver<Maybe<ResolversTypes['SideNullNumbers']>, ParentType, ContextType>;
  meanMatchedCosine?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  mmcsAB?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  mmcsBA?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  regret?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  seed?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
};

export type SideNullNumbersResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SideNullNumbers'] = ResolversParentTypes['SideNullNumbers']> = {
  meanMatchedCosine?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  mmcsAB?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  mmcsBA?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  regret?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type SideSubstitutionResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SideSubstitution'] = ResolversParentTypes['SideSubstitution']> = {
  ablated?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  area?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  byFrequency?: Resolver<Array<ResolversTypes['SubstitutionBin']>, ParentType, ContextType>;
  byScore?: Resolver<Array<ResolversTypes['SubstitutionBin']>, ParentType, ContextType>;
  curve?: Resolver<Array<ResolversTypes['QualityPoint']>, ParentType, ContextType>;
  pairs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  provenance?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  quality?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  randomQuality?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  substituted?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tokens?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
};

export type SimilarityNullResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SimilarityNull'] = ResolversParentTypes['SimilarityNull']> = {
  cka?: Resolver<Maybe<ResolversTypes['NullComparison']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['NullKind'], ParentType, ContextType>;
  rankRsa?: Resolver<Maybe<ResolversTypes['NullComparison']>, ParentType, ContextType>;
  rsa?: Resolver<Maybe<ResolversTypes['NullComparison']>, ParentType, ContextType>;
};

export type SimilarityResultResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SimilarityResult'] = ResolversParentTypes['SimilarityResult']> = {
  alreadyPresent?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  matching?: Resolver<Maybe<ResolversTypes['Matching']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SkippedExampleResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SkippedExample'] = ResolversParentTypes['SkippedExample']> = {
  detail?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  file?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  line?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type SkippedRecordsResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SkippedRecords'] = ResolversParentTypes['SkippedRecords']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  examples?: Resolver<Array<ResolversTypes['SkippedExample']>, ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['SkipReason'], ParentType, ContextType>;
  sources?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SourceFileResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SourceFile'] = ResolversParentTypes['SourceFile']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  size?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
};

export type SpaceResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Space'] = ResolversParentTypes['Space']> = {
  dIn?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  hookpoint?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  model?: Resolver<ResolversTypes['Model'], ParentType, ContextType>;
  normalisation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  runGroups?: Resolver<Array<ResolversTypes['RunGroup']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SpanNumberResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SpanNumber'] = ResolversParentTypes['SpanNumber']> = {
  rotated?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  subsets?: Resolver<Maybe<ResolversTypes['DrawnNumbers']>, ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type StabilityResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Stability'] = ResolversParentTypes['Stability']> = {
  high?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  low?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  jobUpdated?: SubscriptionResolver<ResolversTypes['Job'], "jobUpdated", ParentType, ContextType, RequireFields<SubscriptionJobUpdatedArgs, 'id'>>;
  matchingProgress?: SubscriptionResolver<ResolversTypes['MatchingProgress'], "matchingProgress", ParentType, ContextType, RequireFields<SubscriptionMatchingProgressArgs, 'measure' | 'runGroup'>>;
};

export type SubstituteResultResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SubstituteResult'] = ResolversParentTypes['SubstituteResult']> = {
  alreadyPresent?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  matching?: Resolver<Maybe<ResolversTypes['Matching']>, ParentType, ContextType>;
  tokens?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SubstitutionBinResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SubstitutionBin'] = ResolversParentTypes['SubstitutionBin']> = {
  from?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  pairs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  quality?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  randomQuality?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type SummaryNullResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SummaryNull'] = ResolversParentTypes['SummaryNull']> = {
  agreement?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  draws?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  greatest?: Resolver<Maybe<ResolversTypes['SummaryNullNumbers']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['NullKind'], ParentType, ContextType>;
  least?: Resolver<Maybe<ResolversTypes['SummaryNullNumbers']>, ParentType, ContextType>;
  meanDecoderCosine?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  meanEncoderCosine?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  seed?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  sharedFraction?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  threshold?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type SummaryNullNumbersResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SummaryNullNumbers'] = ResolversParentTypes['SummaryNullNumbers']> = {
  agreement?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  meanDecoderCosine?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  meanEncoderCosine?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  sharedFraction?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type SweepNullResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SweepNull'] = ResolversParentTypes['SweepNull']> = {
  draws?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['NullKind'], ParentType, ContextType>;
  points?: Resolver<Array<ResolversTypes['SweepNullPoint']>, ParentType, ContextType>;
  seed?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
};

export type SweepNullPointResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SweepNullPoint'] = ResolversParentTypes['SweepNullPoint']> = {
  greatest?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  least?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  sharedFraction?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  threshold?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type SweepPointResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['SweepPoint'] = ResolversParentTypes['SweepPoint']> = {
  shared?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sharedFraction?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  threshold?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type TextSegmentResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['TextSegment'] = ResolversParentTypes['TextSegment']> = {
  matched?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ThresholdSweepResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['ThresholdSweep'] = ResolversParentTypes['ThresholdSweep']> = {
  aliveOnly?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  basis?: Resolver<ResolversTypes['MatchingBasis'], ParentType, ContextType>;
  definition?: Resolver<ResolversTypes['SharedDefinition'], ParentType, ContextType>;
  nulls?: Resolver<Array<ResolversTypes['SweepNull']>, ParentType, ContextType>;
  of?: Resolver<ResolversTypes['MatchingEnd'], ParentType, ContextType>;
  points?: Resolver<Array<ResolversTypes['SweepPoint']>, ParentType, ContextType>;
  strict?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type TokenFeatureResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['TokenFeature'] = ResolversParentTypes['TokenFeature']> = {
  feature?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  firings?: Resolver<Array<ResolversTypes['TokenFiring']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['FeatureKind'], ParentType, ContextType>;
  strength?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type TokenFiringResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['TokenFiring'] = ResolversParentTypes['TokenFiring']> = {
  activation?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  dictionary?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type TokenReconstructionResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['TokenReconstruction'] = ResolversParentTypes['TokenReconstruction']> = {
  active?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  dictionary?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  fvu?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type TokenWeightResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['TokenWeight'] = ResolversParentTypes['TokenWeight']> = {
  token?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  weight?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type TopTokensResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['TopTokens'] = ResolversParentTypes['TopTokens']> = {
  byContext?: Resolver<Array<ResolversTypes['TokenWeight']>, ParentType, ContextType>;
  collection?: Resolver<ResolversTypes['ActivationCollection'], ParentType, ContextType>;
  promoted?: Resolver<Array<ResolversTypes['TokenWeight']>, ParentType, ContextType>;
  suppressed?: Resolver<Array<ResolversTypes['TokenWeight']>, ParentType, ContextType>;
};

export type TrainResultResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['TrainResult'] = ResolversParentTypes['TrainResult']> = {
  trainingRun?: Resolver<Maybe<ResolversTypes['TrainingRun']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type TrainedDictionaryResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['TrainedDictionary'] = ResolversParentTypes['TrainedDictionary']> = {
  dictionary?: Resolver<ResolversTypes['Dictionary'], ParentType, ContextType>;
  heldOut?: Resolver<Maybe<ResolversTypes['HeldOut']>, ParentType, ContextType>;
  initSeed?: Resolver<ResolversTypes['Seed'], ParentType, ContextType>;
  tokens?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  trainingRun?: Resolver<ResolversTypes['TrainingRun'], ParentType, ContextType>;
};

export type TrainingCheckpointResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['TrainingCheckpoint'] = ResolversParentTypes['TrainingCheckpoint']> = {
  final?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  runGroup?: Resolver<ResolversTypes['RunGroup'], ParentType, ContextType>;
  seeds?: Resolver<Array<ResolversTypes['TrainedDictionary']>, ParentType, ContextType>;
  tokens?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
};

export type TrainingEstimateResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['TrainingEstimate'] = ResolversParentTypes['TrainingEstimate']> = {
  diskMb?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  memoryMb?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type TrainingPointResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['TrainingPoint'] = ResolversParentTypes['TrainingPoint']> = {
  deadFraction?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  fvu?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  l0?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  learningRate?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  loss?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  step?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  tokens?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  tokensPerSecond?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type TrainingRunResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['TrainingRun'] = ResolversParentTypes['TrainingRun']> = {
  checkpoints?: Resolver<Array<ResolversTypes['TrainingCheckpoint']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  device?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  distances?: Resolver<Array<ResolversTypes['SeedDistance']>, ParentType, ContextType>;
  estimate?: Resolver<Maybe<ResolversTypes['TrainingEstimate']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  job?: Resolver<ResolversTypes['Job'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  output?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  provider?: Resolver<Maybe<ResolversTypes['ExecutionProvider']>, ParentType, ContextType>;
  reachedSparsity?: Resolver<Maybe<ResolversTypes['ReachedSparsity']>, ParentType, ContextType>;
  resumedAt?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  runGroup?: Resolver<Maybe<ResolversTypes['RunGroup']>, ParentType, ContextType>;
  secondsLeft?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  seeds?: Resolver<Array<ResolversTypes['TrainingSeed']>, ParentType, ContextType>;
  settings?: Resolver<ResolversTypes['TrainingSettings'], ParentType, ContextType>;
  sharedOverTokens?: Resolver<ResolversTypes['SharedOverTokens'], ParentType, ContextType, RequireFields<TrainingRunSharedOverTokensArgs, 'measure'>>;
  sources?: Resolver<Array<ResolversTypes['SourceFile']>, ParentType, ContextType>;
  space?: Resolver<ResolversTypes['Space'], ParentType, ContextType>;
  versions?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type TrainingRunConnectionResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['TrainingRunConnection'] = ResolversParentTypes['TrainingRunConnection']> = {
  edges?: Resolver<Array<ResolversTypes['TrainingRunEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['TrainingRun']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type TrainingRunEdgeResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['TrainingRunEdge'] = ResolversParentTypes['TrainingRunEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['TrainingRun'], ParentType, ContextType>;
};

export type TrainingSeedResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['TrainingSeed'] = ResolversParentTypes['TrainingSeed']> = {
  curve?: Resolver<Array<ResolversTypes['TrainingPoint']>, ParentType, ContextType, RequireFields<TrainingSeedCurveArgs, 'maxPoints'>>;
  dictionary?: Resolver<Maybe<ResolversTypes['Dictionary']>, ParentType, ContextType>;
  heldOut?: Resolver<Maybe<ResolversTypes['HeldOut']>, ParentType, ContextType>;
  initSeed?: Resolver<ResolversTypes['Seed'], ParentType, ContextType>;
  latest?: Resolver<Maybe<ResolversTypes['TrainingPoint']>, ParentType, ContextType>;
  secondsLeft?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type TrainingSettingsResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['TrainingSettings'] = ResolversParentTypes['TrainingSettings']> = {
  activations?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  architecture?: Resolver<ResolversTypes['Architecture'], ParentType, ContextType>;
  batchSize?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  dIn?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  dataSeed?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  heldOutTokens?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  initialRows?: Resolver<ResolversTypes['InitialRows'], ParentType, ContextType>;
  k?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  learningRate?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  match?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  matchAtCheckpoints?: Resolver<Array<ResolversTypes['BigInt']>, ParentType, ContextType>;
  nLatents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nulls?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  plan?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  provider?: Resolver<Maybe<ResolversTypes['ExecutionProvider']>, ParentType, ContextType>;
  seeds?: Resolver<Array<ResolversTypes['BigInt']>, ParentType, ContextType>;
  sparsityCoefficient?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  steps?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  targetL0?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  tokens?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  trainer?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  weightPenalty?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type UnionGrowthResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['UnionGrowth'] = ResolversParentTypes['UnionGrowth']> = {
  conflicts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  core?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  inExactly?: Resolver<Array<ResolversTypes['Int']>, ParentType, ContextType>;
  latents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nulls?: Resolver<Array<ResolversTypes['UnionNull']>, ParentType, ContextType>;
  points?: Resolver<Array<ResolversTypes['UnionPoint']>, ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  union?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unseen?: Resolver<ResolversTypes['UnseenFeatures'], ParentType, ContextType>;
};

export type UnionNullResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['UnionNull'] = ResolversParentTypes['UnionNull']> = {
  core?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  inExactly?: Resolver<Array<ResolversTypes['Float']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['NullKind'], ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  union?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  unseen?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type UnionPointResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['UnionPoint'] = ResolversParentTypes['UnionPoint']> = {
  dictionaries?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  expectedNew?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  expectedUnion?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type UniversalityResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Universality'] = ResolversParentTypes['Universality']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  criterion?: Resolver<ResolversTypes['Criterion'], ParentType, ContextType>;
  dictionariesCompared?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  dictionariesInGroup?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  stability?: Resolver<Maybe<ResolversTypes['Stability']>, ParentType, ContextType>;
};

export type UnseenFeaturesResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['UnseenFeatures'] = ResolversParentTypes['UnseenFeatures']> = {
  high?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  low?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  nulls?: Resolver<Array<ResolversTypes['UnseenNull']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  statement?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type UnseenNullResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['UnseenNull'] = ResolversParentTypes['UnseenNull']> = {
  kind?: Resolver<ResolversTypes['NullKind'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type UpdateDictionaryPayloadResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['UpdateDictionaryPayload'] = ResolversParentTypes['UpdateDictionaryPayload']> = {
  changes?: Resolver<Array<ResolversTypes['FactChange']>, ParentType, ContextType>;
  dictionary?: Resolver<ResolversTypes['Dictionary'], ParentType, ContextType>;
};

export type VectorResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Vector'] = ResolversParentTypes['Vector']> = {
  base64?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  dimensions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  encoding?: Resolver<ResolversTypes['VectorEncoding'], ParentType, ContextType>;
  floats?: Resolver<Maybe<Array<ResolversTypes['Float']>>, ParentType, ContextType>;
};

export type WorkerResolvers<ContextType = GraphContext, ParentType extends ResolversParentTypes['Worker'] = ResolversParentTypes['Worker']> = {
  device?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['Job']>, ParentType, ContextType>;
  kinds?: Resolver<Array<ResolversTypes['JobKind']>, ParentType, ContextType>;
  memoryMb?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  provider?: Resolver<Maybe<ResolversTypes['ExecutionProvider']>, ParentType, ContextType>;
  seenAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  tokensPerSecond?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  trainers?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = GraphContext> = {
  Access?: AccessResolvers<ContextType>;
  ActivationCollection?: ActivationCollectionResolvers<ContextType>;
  ActivationHistogram?: ActivationHistogramResolvers<ContextType>;
  AliveSide?: AliveSideResolvers<ContextType>;
  AliveStatement?: AliveStatementResolvers<ContextType>;
  Aliveness?: AlivenessResolvers<ContextType>;
  BaseAnalysis?: BaseAnalysisResolvers<ContextType>;
  BaseOrphan?: BaseOrphanResolvers<ContextType>;
  BaseOrphanConnection?: BaseOrphanConnectionResolvers<ContextType>;
  BaseOrphanEdge?: BaseOrphanEdgeResolvers<ContextType>;
  BaseUniversality?: BaseUniversalityResolvers<ContextType>;
  BigInt?: GraphQLScalarType;
  BorrowedExplanation?: BorrowedExplanationResolvers<ContextType>;
  Candidate?: CandidateResolvers<ContextType>;
  CanonicalCorrelation?: CanonicalCorrelationResolvers<ContextType>;
  CatalogueEntry?: CatalogueEntryResolvers<ContextType>;
  CatalogueEntryConnection?: CatalogueEntryConnectionResolvers<ContextType>;
  CatalogueEntryEdge?: CatalogueEntryEdgeResolvers<ContextType>;
  CentredCosines?: CentredCosinesResolvers<ContextType>;
  Certificate?: CertificateResolvers<ContextType>;
  ChatModel?: ChatModelResolvers<ContextType>;
  ChatSpending?: ChatSpendingResolvers<ContextType>;
  CheckpointFormat?: CheckpointFormatResolvers<ContextType>;
  CheckpointInspection?: CheckpointInspectionResolvers<ContextType>;
  CollectedContexts?: CollectedContextsResolvers<ContextType>;
  ContextsResult?: ContextsResultResolvers<ContextType>;
  ContrastedFeature?: ContrastedFeatureResolvers<ContextType>;
  ContrastedLatent?: ContrastedLatentResolvers<ContextType>;
  ContrastedTexts?: ContrastedTextsResolvers<ContextType>;
  CosineHistogram?: CosineHistogramResolvers<ContextType>;
  CovariateBin?: CovariateBinResolvers<ContextType>;
  CovariateLevel?: CovariateLevelResolvers<ContextType>;
  Coverage?: CoverageResolvers<ContextType>;
  Criterion?: CriterionResolvers<ContextType>;
  CycleBase?: CycleBaseResolvers<ContextType>;
  CycleConsistency?: CycleConsistencyResolvers<ContextType>;
  CycleNull?: CycleNullResolvers<ContextType>;
  CycleSpread?: CycleSpreadResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  Definition?: DefinitionResolvers<ContextType>;
  DeleteDictionaryPayload?: DeleteDictionaryPayloadResolvers<ContextType>;
  DeleteResult?: DeleteResultResolvers<ContextType>;
  DensityHistogram?: DensityHistogramResolvers<ContextType>;
  Dictionary?: DictionaryResolvers<ContextType>;
  DictionaryChange?: DictionaryChangeResolvers<ContextType>;
  DictionaryConnection?: DictionaryConnectionResolvers<ContextType>;
  DictionaryEdge?: DictionaryEdgeResolvers<ContextType>;
  DrawnNumbers?: DrawnNumbersResolvers<ContextType>;
  EmbedResult?: EmbedResultResolvers<ContextType>;
  Embedder?: EmbedderResolvers<ContextType>;
  EncodedDictionary?: EncodedDictionaryResolvers<ContextType>;
  EncodedFeature?: EncodedFeatureResolvers<ContextType>;
  EncodedText?: EncodedTextResolvers<ContextType>;
  EncodedToken?: EncodedTokenResolvers<ContextType>;
  EvaluateResult?: EvaluateResultResolvers<ContextType>;
  Evaluation?: EvaluationResolvers<ContextType>;
  ExplainResult?: ExplainResultResolvers<ContextType>;
  Explanation?: ExplanationResolvers<ContextType>;
  ExplanationAgreement?: ExplanationAgreementResolvers<ContextType>;
  ExplanationCoverage?: ExplanationCoverageResolvers<ContextType>;
  ExplanationHit?: ExplanationHitResolvers<ContextType>;
  ExplanationHitConnection?: ExplanationHitConnectionResolvers<ContextType>;
  ExplanationHitEdge?: ExplanationHitEdgeResolvers<ContextType>;
  ExplanationScore?: ExplanationScoreResolvers<ContextType>;
  ExplanationTools?: ExplanationToolsResolvers<ContextType>;
  ExplanationsResult?: ExplanationsResultResolvers<ContextType>;
  ExportExplanationsResult?: ExportExplanationsResultResolvers<ContextType>;
  ExportFeaturesResult?: ExportFeaturesResultResolvers<ContextType>;
  ExportResult?: ExportResultResolvers<ContextType>;
  ExternalTrainer?: ExternalTrainerResolvers<ContextType>;
  FactChange?: FactChangeResolvers<ContextType>;
  FiringLatent?: FiringLatentResolvers<ContextType>;
  FiringPair?: FiringPairResolvers<ContextType>;
  FiringPairConnection?: FiringPairConnectionResolvers<ContextType>;
  FiringPairEdge?: FiringPairEdgeResolvers<ContextType>;
  FractionsNull?: FractionsNullResolvers<ContextType>;
  GroupAnalysis?: GroupAnalysisResolvers<ContextType>;
  GroupOrphanSpans?: GroupOrphanSpansResolvers<ContextType>;
  GroupUniversality?: GroupUniversalityResolvers<ContextType>;
  Guess?: GuessResolvers<ContextType>;
  HeldOut?: HeldOutResolvers<ContextType>;
  Hookpoint?: HookpointResolvers<ContextType>;
  HookpointConnection?: HookpointConnectionResolvers<ContextType>;
  HookpointEdge?: HookpointEdgeResolvers<ContextType>;
  ImportMatchingResult?: ImportMatchingResultResolvers<ContextType>;
  ImportResult?: ImportResultResolvers<ContextType>;
  IndexResult?: IndexResultResolvers<ContextType>;
  InitialDistance?: InitialDistanceResolvers<ContextType>;
  InitialQuantile?: InitialQuantileResolvers<ContextType>;
  InspectedCheckpoint?: InspectedCheckpointResolvers<ContextType>;
  InspectedFile?: InspectedFileResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  Job?: JobResolvers<ContextType>;
  JobConnection?: JobConnectionResolvers<ContextType>;
  JobEdge?: JobEdgeResolvers<ContextType>;
  JobFailure?: JobFailureResolvers<ContextType>;
  JobProgress?: JobProgressResolvers<ContextType>;
  JobResult?: JobResultResolvers<ContextType>;
  JobSubject?: JobSubjectResolvers<ContextType>;
  JobWait?: JobWaitResolvers<ContextType>;
  LabelDisagreement?: LabelDisagreementResolvers<ContextType>;
  LabelDisagreementConnection?: LabelDisagreementConnectionResolvers<ContextType>;
  LabelDisagreementEdge?: LabelDisagreementEdgeResolvers<ContextType>;
  LabelSimilarity?: LabelSimilarityResolvers<ContextType>;
  Latent?: LatentResolvers<ContextType>;
  LatentAliveness?: LatentAlivenessResolvers<ContextType>;
  LatentConnection?: LatentConnectionResolvers<ContextType>;
  LatentContext?: LatentContextResolvers<ContextType>;
  LatentContextConnection?: LatentContextConnectionResolvers<ContextType>;
  LatentContextEdge?: LatentContextEdgeResolvers<ContextType>;
  LatentEdge?: LatentEdgeResolvers<ContextType>;
  LatentFamily?: LatentFamilyResolvers<ContextType>;
  LatentFamilyConnection?: LatentFamilyConnectionResolvers<ContextType>;
  LatentFamilyEdge?: LatentFamilyEdgeResolvers<ContextType>;
  LatentPartner?: LatentPartnerResolvers<ContextType>;
  MarginSummary?: MarginSummaryResolvers<ContextType>;
  MatchActivationsResult?: MatchActivationsResultResolvers<ContextType>;
  MatchResult?: MatchResultResolvers<ContextType>;
  MatchedFiring?: MatchedFiringResolvers<ContextType>;
  Matching?: MatchingResolvers<ContextType>;
  MatchingBasis?: MatchingBasisResolvers<ContextType>;
  MatchingConnection?: MatchingConnectionResolvers<ContextType>;
  MatchingCoverage?: MatchingCoverageResolvers<ContextType>;
  MatchingEdge?: MatchingEdgeResolvers<ContextType>;
  MatchingEstimate?: MatchingEstimateResolvers<ContextType>;
  MatchingExport?: MatchingExportResolvers<ContextType>;
  MatchingProgress?: MatchingProgressResolvers<ContextType>;
  MatchingSummary?: MatchingSummaryResolvers<ContextType>;
  Merge?: MergeResolvers<ContextType>;
  MissingNull?: MissingNullResolvers<ContextType>;
  MissingPair?: MissingPairResolvers<ContextType>;
  Model?: ModelResolvers<ContextType>;
  ModelEvaluation?: ModelEvaluationResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  NearestAnswer?: NearestAnswerResolvers<ContextType>;
  NearestGroup?: NearestGroupResolvers<ContextType>;
  NearestHit?: NearestHitResolvers<ContextType>;
  NearestIndex?: NearestIndexResolvers<ContextType>;
  NeighbourSimilarity?: NeighbourSimilarityResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  NullBaselineResult?: NullBaselineResultResolvers<ContextType>;
  NullComparison?: NullComparisonResolvers<ContextType>;
  OnlyInBaseCurve?: OnlyInBaseCurveResolvers<ContextType>;
  OnlyInBasePoint?: OnlyInBasePointResolvers<ContextType>;
  Orphan?: OrphanResolvers<ContextType>;
  OrphanConnection?: OrphanConnectionResolvers<ContextType>;
  OrphanEdge?: OrphanEdgeResolvers<ContextType>;
  OrphanEnd?: OrphanEndResolvers<ContextType>;
  OrphanSpans?: OrphanSpansResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PairMargin?: PairMarginResolvers<ContextType>;
  PairSubstitution?: PairSubstitutionResolvers<ContextType>;
  PairedMeans?: PairedMeansResolvers<ContextType>;
  PartnerLink?: PartnerLinkResolvers<ContextType>;
  PowerLaw?: PowerLawResolvers<ContextType>;
  Provenance?: ProvenanceResolvers<ContextType>;
  Publication?: PublicationResolvers<ContextType>;
  QualityPoint?: QualityPointResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  ReachedSparsity?: ReachedSparsityResolvers<ContextType>;
  Recoding?: RecodingResolvers<ContextType>;
  RecodingAtom?: RecodingAtomResolvers<ContextType>;
  Refusal?: RefusalResolvers<ContextType>;
  RepresentationSimilarity?: RepresentationSimilarityResolvers<ContextType>;
  RequestMatchingPayload?: RequestMatchingPayloadResolvers<ContextType>;
  RunGroup?: RunGroupResolvers<ContextType>;
  SameSeedPair?: SameSeedPairResolvers<ContextType>;
  ScoreInterval?: ScoreIntervalResolvers<ContextType>;
  ScoreResult?: ScoreResultResolvers<ContextType>;
  SearchRound?: SearchRoundResolvers<ContextType>;
  Seed?: GraphQLScalarType;
  SeedDistance?: SeedDistanceResolvers<ContextType>;
  SeedInterval?: SeedIntervalResolvers<ContextType>;
  SeedMean?: SeedMeanResolvers<ContextType>;
  SharedAtTokens?: SharedAtTokensResolvers<ContextType>;
  SharedByCovariate?: SharedByCovariateResolvers<ContextType>;
  SharedMatrix?: SharedMatrixResolvers<ContextType>;
  SharedMatrixCell?: SharedMatrixCellResolvers<ContextType>;
  SharedMatrixRow?: SharedMatrixRowResolvers<ContextType>;
  SharedOverTokens?: SharedOverTokensResolvers<ContextType>;
  SharedPair?: SharedPairResolvers<ContextType>;
  SharedPairConnection?: SharedPairConnectionResolvers<ContextType>;
  SharedPairEdge?: SharedPairEdgeResolvers<ContextType>;
  ShuffledNumber?: ShuffledNumberResolvers<ContextType>;
  SideCoverage?: SideCoverageResolvers<ContextType>;
  SideMatching?: SideMatchingResolvers<ContextType>;
  SideNull?: SideNullResolvers<ContextType>;
  SideNullNumbers?: SideNullNumbersResolvers<ContextType>;
  SideSubstitution?: SideSubstitutionResolvers<ContextType>;
  SimilarityNull?: SimilarityNullResolvers<ContextType>;
  SimilarityResult?: SimilarityResultResolvers<ContextType>;
  SkippedExample?: SkippedExampleResolvers<ContextType>;
  SkippedRecords?: SkippedRecordsResolvers<ContextType>;
  SourceFile?: SourceFileResolvers<ContextType>;
  Space?: SpaceResolvers<ContextType>;
  SpanNumber?: SpanNumberResolvers<ContextType>;
  Stability?: StabilityResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  SubstituteResult?: SubstituteResultResolvers<ContextType>;
  SubstitutionBin?: SubstitutionBinResolvers<ContextType>;
  SummaryNull?: SummaryNullResolvers<ContextType>;
  SummaryNullNumbers?: SummaryNullNumbersResolvers<ContextType>;
  SweepNull?: SweepNullResolvers<ContextType>;
  SweepNullPoint?: SweepNullPointResolvers<ContextType>;
  SweepPoint?: SweepPointResolvers<ContextType>;
  TextSegment?: TextSegmentResolvers<ContextType>;
  ThresholdSweep?: ThresholdSweepResolvers<ContextType>;
  TokenFeature?: TokenFeatureResolvers<ContextType>;
  TokenFiring?: TokenFiringResolvers<ContextType>;
  TokenReconstruction?: TokenReconstructionResolvers<ContextType>;
  TokenWeight?: TokenWeightResolvers<ContextType>;
  TopTokens?: TopTokensResolvers<ContextType>;
  TrainResult?: TrainResultResolvers<ContextType>;
  TrainedDictionary?: TrainedDictionaryResolvers<ContextType>;
  TrainingCheckpoint?: TrainingCheckpointResolvers<ContextType>;
  TrainingEstimate?: TrainingEstimateResolvers<ContextType>;
  TrainingPoint?: TrainingPointResolvers<ContextType>;
  TrainingRun?: TrainingRunResolvers<ContextType>;
  TrainingRunConnection?: TrainingRunConnectionResolvers<ContextType>;
  TrainingRunEdge?: TrainingRunEdgeResolvers<ContextType>;
  TrainingSeed?: TrainingSeedResolvers<ContextType>;
  TrainingSettings?: TrainingSettingsResolvers<ContextType>;
  UnionGrowth?: UnionGrowthResolvers<ContextType>;
  UnionNull?: UnionNullResolvers<ContextType>;
  UnionPoint?: UnionPointResolvers<ContextType>;
  Universality?: UniversalityResolvers<ContextType>;
  UnseenFeatures?: UnseenFeaturesResolvers<ContextType>;
  UnseenNull?: UnseenNullResolvers<ContextType>;
  UpdateDictionaryPayload?: UpdateDictionaryPayloadResolvers<ContextType>;
  Vector?: VectorResolvers<ContextType>;
  Worker?: WorkerResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = GraphContext> = {
  cost?: CostDirectiveResolver<any, any, ContextType>;
  listSize?: ListSizeDirectiveResolver<any, any, ContextType>;
  narrowedBy?: NarrowedByDirectiveResolver<any, any, ContextType>;
  role?: RoleDirectiveResolver<any, any, ContextType>;
};
