/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
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

/** What counts as shared. Every field has the paper's default. */
export type CriterionInput = {
  /**
   * Count only latents that are alive, and only partners that are. Latents of which nothing is known count; ALIVE_UNKNOWN where nobody has said of
   * any latent of a dictionary whether it fires.
   */
  aliveOnly?: boolean;
  /** The definition. */
  definition?: SharedDefinition;
  /**
   * Count only latents, and partners, that are alive and known to fire on at least this fraction of tokens, 0 to 1; `aliveOnly` follows.
   * ALIVE_UNKNOWN where no frequency of a dictionary is known.
   */
  minFiringFrequency?: number | null | undefined;
  /** Ask for `>` instead of `>=`. */
  strict?: boolean;
  /** Cosine threshold, 0 to 1. */
  threshold?: number;
};

/** What a job does, the most urgent first: short work is taken before long work. `JobResult` has a type for every kind. */
export type JobKind =
  /** Collects contexts: reads a text with the language model and keeps what latents fire on. */
  | 'CONTEXTS'
  /** Removes the rows of a deleted dictionary. */
  | 'DELETE'
  /** Makes vectors of explanations, for search by meaning. */
  | 'EMBED'
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
  /** Computes what random vectors give for one pair of dictionaries. */
  | 'NULL_BASELINE'
  /** Scores explanations on contexts that they were not made from. */
  | 'SCORE'
  /** Computes the SVCCA of one matched pair of dictionaries. */
  | 'SIMILARITY'
  /** Trains several seeds, and makes dictionaries of them. */
  | 'TRAIN';

/** Where a job stands. */
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

/** What a matching maximises. */
export type Measure =
  /** The summed absolute cosine, whose mean is the PW-MCC of arXiv 2505.20254. */
  | 'ABSOLUTE_COSINE'
  /** The summed signed cosine (the paper's). */
  | 'COSINE';

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
  | 'ROTATION';

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

export type DefinitionsQueryVariables = Exact<{ [key: string]: never; }>;


export type DefinitionsQuery = { definitions: Array<{ name: string, title: string, statement: string, assumes: string, byChance: string | null, interval: string | null, silentOn: string }> };

export type NamesQueryVariables = Exact<{ [key: string]: never; }>;


export type NamesQuery = { runGroups: Array<{ id: string, name: string, dictionaries: Array<{ id: string, name: string }> }> };

export type GroupQueryVariables = Exact<{
  id: string;
  criterion?: CriterionInput | null | undefined;
  measure: Measure;
}>;


export type GroupQuery = { runGroup: { id: string, name: string, space: { hookpoint: string, dIn: number, normalisation: string, model: { name: string, revision: string } }, dictionaries: Array<{ id: string, name: string, initSeed: number | null, dataSeed: number | null, architecture: Architecture, nLatents: number, nAlive: number | null, k: number | null, l1Coefficient: number | null, dataset: string | null, tokens: number | null, hasWeights: boolean }>, matchingProgress: { total: number, done: number, queued: number, running: number, failed: number }, sameSeedPairs: Array<{ initSeed: number, warning: string }>, analysis: { missing: number, note: string | null, criterion: { statement: string }, sharedMatrix: { outlierStatement: string, rows: Array<{ latents: number, meanSharedFraction: number | null, outlier: boolean | null, dictionary: { id: string, name: string, initSeed: number | null }, cells: Array<{ shared: number, sharedFraction: number, agreement: number | null, dictionary: { id: string, name: string, initSeed: number | null }, nulls: Array<{ kind: NullKind, sharedFraction: number, agreement: number | null, draws: number }> } | null> }> } | null, universality: { statement: string, fractions: Array<number>, nulls: Array<{ kind: NullKind, fractions: Array<number> }>, bases: Array<{ fractions: Array<number> }> } | null, onlyInBase: { statement: string, fitStatement: string, points: Array<{ dictionaries: number, fraction: number, standardDeviation: number | null }>, fit: { a: number, b: number, c: number, residual: number } | null, nulls: Array<{ kind: NullKind, fractions: Array<number> }> } | null, cycleConsistency: { statement: string, decoder: { mean: number, min: number, max: number, triples: number } | null, encoder: { mean: number, min: number, max: number, triples: number } | null, firstAgrees: { mean: number, min: number, max: number } | null, allAgree: { mean: number, min: number, max: number } | null, nulls: Array<{ kind: NullKind, decoder: { mean: number }, encoder: { mean: number } | null, firstAgrees: { mean: number } | null, allAgree: { mean: number } | null }> } | null, union: { statement: string, union: number, core: number, latents: number, unseen: number | null, points: Array<{ dictionaries: number, expectedUnion: number }>, nulls: Array<{ kind: NullKind, union: number, core: number }> } | null }, matchings: Array<{ id: string, complete: boolean, a: { name: string }, b: { name: string }, decoder: { certificate: { optimal: boolean, gap: number } | null } | null, encoder: { certificate: { optimal: boolean, gap: number } | null } | null }> } | null };

export type HomeQueryVariables = Exact<{ [key: string]: never; }>;


export type HomeQuery = { runGroups: Array<{ id: string, name: string, space: { hookpoint: string, dIn: number, model: { name: string } }, dictionaries: Array<{ id: string, name: string, initSeed: number | null, architecture: Architecture, nLatents: number, k: number | null, hasWeights: boolean, explanationCoverage: { latents: number } }>, matchingProgress: { total: number, done: number, fraction: number, failed: number } }> };

export type RunningJobsQueryVariables = Exact<{ [key: string]: never; }>;


export type RunningJobsQuery = { running: { totalCount: number, nodes: Array<{ id: string, kind: JobKind, state: JobState, title: string, progress: { fraction: number, step: string } | null, waitingFor: { reason: string, hint: string } | null }> }, queued: { totalCount: number, nodes: Array<{ id: string, kind: JobKind, state: JobState, title: string, progress: { fraction: number, step: string } | null, waitingFor: { reason: string, hint: string } | null }> } };

export type JobLineFragment = { id: string, kind: JobKind, state: JobState, title: string, progress: { fraction: number, step: string } | null, waitingFor: { reason: string, hint: string } | null };

export type GroupHeadlineQueryVariables = Exact<{
  id: string;
  criterion?: CriterionInput | null | undefined;
  measure: Measure;
}>;


export type GroupHeadlineQuery = { runGroup: { id: string, analysis: { missing: number, universality: { statement: string, fractions: Array<number>, nulls: Array<{ kind: NullKind, fractions: Array<number>, statement: string }>, bases: Array<{ fractions: Array<number> }> } | null } } | null };

export const JobLineFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobLine"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Job"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fraction"}},{"kind":"Field","name":{"kind":"Name","value":"step"}}]}},{"kind":"Field","name":{"kind":"Name","value":"waitingFor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}}]}}]}}]} as unknown as DocumentNode<JobLineFragment, unknown>;
export const DefinitionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Definitions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"definitions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"statement"}},{"kind":"Field","name":{"kind":"Name","value":"assumes"}},{"kind":"Field","name":{"kind":"Name","value":"byChance"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"silentOn"}}]}}]}}]} as unknown as DocumentNode<DefinitionsQuery, DefinitionsQueryVariables>;
export const NamesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Names"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"runGroups"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"dictionaries"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<NamesQuery, NamesQueryVariables>;
export const GroupDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Group"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"criterion"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"CriterionInput"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"measure"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Measure"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"runGroup"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"space"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hookpoint"}},{"kind":"Field","name":{"kind":"Name","value":"dIn"}},{"kind":"Field","name":{"kind":"Name","value":"normalisation"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"dictionaries"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"initSeed"}},{"kind":"Field","name":{"kind":"Name","value":"dataSeed"}},{"kind":"Field","name":{"kind":"Name","value":"architecture"}},{"kind":"Field","name":{"kind":"Name","value":"nLatents"}},{"kind":"Field","name":{"kind":"Name","value":"nAlive"}},{"kind":"Field","name":{"kind":"Name","value":"k"}},{"kind":"Field","name":{"kind":"Name","value":"l1Coefficient"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"}},{"kind":"Field","name":{"kind":"Name","value":"tokens"}},{"kind":"Field","name":{"kind":"Name","value":"hasWeights"}}]}},{"kind":"Field","name":{"kind":"Name","value":"matchingProgress"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"measure"},"value":{"kind":"Variable","name":{"kind":"Name","value":"measure"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"queued"}},{"kind":"Field","name":{"kind":"Name","value":"running"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}}]}},{"kind":"Field","name":{"kind":"Name","value":"sameSeedPairs"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"initSeed"}},{"kind":"Field","name":{"kind":"Name","value":"warning"}}]}},{"kind":"Field","name":{"kind":"Name","value":"analysis"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"criterion"},"value":{"kind":"Variable","name":{"kind":"Name","value":"criterion"}}},{"kind":"Argument","name":{"kind":"Name","value":"measure"},"value":{"kind":"Variable","name":{"kind":"Name","value":"measure"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"criterion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"statement"}}]}},{"kind":"Field","name":{"kind":"Name","value":"missing"}},{"kind":"Field","name":{"kind":"Name","value":"note"}},{"kind":"Field","name":{"kind":"Name","value":"sharedMatrix"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outlierStatement"}},{"kind":"Field","name":{"kind":"Name","value":"rows"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dictionary"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"initSeed"}}]}},{"kind":"Field","name":{"kind":"Name","value":"latents"}},{"kind":"Field","name":{"kind":"Name","value":"meanSharedFraction"}},{"kind":"Field","name":{"kind":"Name","value":"outlier"}},{"kind":"Field","name":{"kind":"Name","value":"cells"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dictionary"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"initSeed"}}]}},{"kind":"Field","name":{"kind":"Name","value":"shared"}},{"kind":"Field","name":{"kind":"Name","value":"sharedFraction"}},{"kind":"Field","name":{"kind":"Name","value":"agreement"}},{"kind":"Field","name":{"kind":"Name","value":"nulls"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"sharedFraction"}},{"kind":"Field","name":{"kind":"Name","value":"agreement"}},{"kind":"Field","name":{"kind":"Name","value":"draws"}}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"universality"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"statement"}},{"kind":"Field","name":{"kind":"Name","value":"fractions"}},{"kind":"Field","name":{"kind":"Name","value":"nulls"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"fractions"}}]}},{"kind":"Field","name":{"kind":"Name","value":"bases"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fractions"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"onlyInBase"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"statement"}},{"kind":"Field","name":{"kind":"Name","value":"points"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dictionaries"}},{"kind":"Field","name":{"kind":"Name","value":"fraction"}},{"kind":"Field","name":{"kind":"Name","value":"standardDeviation"}}]}},{"kind":"Field","name":{"kind":"Name","value":"fit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"a"}},{"kind":"Field","name":{"kind":"Name","value":"b"}},{"kind":"Field","name":{"kind":"Name","value":"c"}},{"kind":"Field","name":{"kind":"Name","value":"residual"}}]}},{"kind":"Field","name":{"kind":"Name","value":"fitStatement"}},{"kind":"Field","name":{"kind":"Name","value":"nulls"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"fractions"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"cycleConsistency"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"aliveOnly"},"value":{"kind":"BooleanValue","value":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"statement"}},{"kind":"Field","name":{"kind":"Name","value":"decoder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"mean"}},{"kind":"Field","name":{"kind":"Name","value":"min"}},{"kind":"Field","name":{"kind":"Name","value":"max"}},{"kind":"Field","name":{"kind":"Name","value":"triples"}}]}},{"kind":"Field","name":{"kind":"Name","value":"encoder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"mean"}},{"kind":"Field","name":{"kind":"Name","value":"min"}},{"kind":"Field","name":{"kind":"Name","value":"max"}},{"kind":"Field","name":{"kind":"Name","value":"triples"}}]}},{"kind":"Field","name":{"kind":"Name","value":"firstAgrees"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"mean"}},{"kind":"Field","name":{"kind":"Name","value":"min"}},{"kind":"Field","name":{"kind":"Name","value":"max"}}]}},{"kind":"Field","name":{"kind":"Name","value":"allAgree"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"mean"}},{"kind":"Field","name":{"kind":"Name","value":"min"}},{"kind":"Field","name":{"kind":"Name","value":"max"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nulls"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"decoder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"mean"}}]}},{"kind":"Field","name":{"kind":"Name","value":"encoder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"mean"}}]}},{"kind":"Field","name":{"kind":"Name","value":"firstAgrees"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"mean"}}]}},{"kind":"Field","name":{"kind":"Name","value":"allAgree"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"mean"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"union"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"statement"}},{"kind":"Field","name":{"kind":"Name","value":"union"}},{"kind":"Field","name":{"kind":"Name","value":"core"}},{"kind":"Field","name":{"kind":"Name","value":"latents"}},{"kind":"Field","name":{"kind":"Name","value":"unseen"}},{"kind":"Field","name":{"kind":"Name","value":"points"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dictionaries"}},{"kind":"Field","name":{"kind":"Name","value":"expectedUnion"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nulls"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"union"}},{"kind":"Field","name":{"kind":"Name","value":"core"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"matchings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"measure"},"value":{"kind":"Variable","name":{"kind":"Name","value":"measure"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"a"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"b"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"complete"}},{"kind":"Field","name":{"kind":"Name","value":"decoder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"certificate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"optimal"}},{"kind":"Field","name":{"kind":"Name","value":"gap"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"encoder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"certificate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"optimal"}},{"kind":"Field","name":{"kind":"Name","value":"gap"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<GroupQuery, GroupQueryVariables>;
export const HomeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Home"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"runGroups"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"space"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hookpoint"}},{"kind":"Field","name":{"kind":"Name","value":"dIn"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"dictionaries"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"initSeed"}},{"kind":"Field","name":{"kind":"Name","value":"architecture"}},{"kind":"Field","name":{"kind":"Name","value":"nLatents"}},{"kind":"Field","name":{"kind":"Name","value":"k"}},{"kind":"Field","name":{"kind":"Name","value":"hasWeights"}},{"kind":"Field","name":{"kind":"Name","value":"explanationCoverage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"latents"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"matchingProgress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"fraction"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}}]}}]}}]}}]} as unknown as DocumentNode<HomeQuery, HomeQueryVariables>;
export const RunningJobsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"RunningJobs"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"running"},"name":{"kind":"Name","value":"jobs"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"state"},"value":{"kind":"EnumValue","value":"RUNNING"}}]}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"10"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobLine"}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"queued"},"name":{"kind":"Name","value":"jobs"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"state"},"value":{"kind":"EnumValue","value":"QUEUED"}}]}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"JobLine"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"JobLine"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Job"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fraction"}},{"kind":"Field","name":{"kind":"Name","value":"step"}}]}},{"kind":"Field","name":{"kind":"Name","value":"waitingFor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}}]}}]}}]} as unknown as DocumentNode<RunningJobsQuery, RunningJobsQueryVariables>;
export const GroupHeadlineDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"GroupHeadline"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"criterion"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"CriterionInput"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"measure"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Measure"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"runGroup"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"analysis"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"criterion"},"value":{"kind":"Variable","name":{"kind":"Name","value":"criterion"}}},{"kind":"Argument","name":{"kind":"Name","value":"measure"},"value":{"kind":"Variable","name":{"kind":"Name","value":"measure"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"missing"}},{"kind":"Field","name":{"kind":"Name","value":"universality"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"statement"}},{"kind":"Field","name":{"kind":"Name","value":"fractions"}},{"kind":"Field","name":{"kind":"Name","value":"nulls"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"fractions"}},{"kind":"Field","name":{"kind":"Name","value":"statement"}}]}},{"kind":"Field","name":{"kind":"Name","value":"bases"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fractions"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<GroupHeadlineQuery, GroupHeadlineQueryVariables>;