/**
 * What files say of latents, one record at a time. Every loader of this folder is a function from one open file to an async iterable of these.
 */

/** Where in a file something stands: for people. */
export interface Place {
  /** Name below the folder that was given. */
  readonly file: string;
  /** From 1; null where the file has no lines. */
  readonly line: number | null;
}

/** Why something was skipped. */
export type SkipReason =
  /** The line or entry is not valid JSON. */
  | 'BROKEN'
  /** The line or entry is longer than any real one. */
  | 'TOO_LONG'
  /** It is valid JSON that is none of the records of the format, or one with a field of the wrong kind. */
  | 'MALFORMED'
  /** No dictionary has the portal id that it states. */
  | 'UNKNOWN_SOURCE'
  /** It states another source, or another hookpoint, than the dictionary that was named. */
  | 'OTHER_SOURCE'
  /** The dictionary has no latent of this index. */
  | 'UNKNOWN_LATENT'
  /** An explanation without text. */
  | 'EMPTY'
  /** The same thing occurs again in the same file. */
  | 'DUPLICATE'
  /** A score of an explanation that is not there. */
  | 'NO_EXPLANATION';

/** Something skipped. */
export interface SkippedRecord {
  readonly kind: 'SKIPPED';
  readonly place: Place;
  readonly reason: SkipReason;
  readonly detail: string;
  /** How many of the same; one if absent. */
  readonly count?: number;
  /** The source that it names, where that is the reason. */
  readonly source?: string;
}

/** Which latent is meant. */
export interface LatentName {
  /** `<model>/<source>` as the file states it; null where it states none. */
  readonly portalId: string | null;
  readonly index: number;
}

export interface ScoreRecord {
  readonly scorer: string;
  /** Higher is better; null where nothing could be judged. */
  readonly value: number | null;
  readonly scoringModel: string | null;
  /** Examples judged; null if unknown. */
  readonly examples: number | null;
  /** Replies that never came. */
  readonly failed: number;
  /** Replies that could not be read. */
  readonly unparsable: number;
  /** Numbers that belong to the value. */
  readonly details: Record<string, unknown> | null;
  /** What was judged; anything that JSON can hold. */
  readonly samples: unknown;
  readonly source: string;
  readonly sourceId: string | null;
  readonly madeAt: Date | null;
}

export interface ExplanationRecord extends LatentName {
  readonly kind: 'EXPLANATION';
  readonly place: Place;
  readonly text: string;
  readonly method: string;
  readonly explainerModel: string | null;
  readonly promptVersion: string | null;
  readonly author: string | null;
  readonly source: string;
  readonly sourceId: string | null;
  readonly details: Record<string, unknown> | null;
  readonly madeAt: Date | null;
  readonly scores: readonly ScoreRecord[];
  /** A vector of the text that came with it; who made it is named by the loader. */
  readonly embedding: { embedder: { name: string; version: string; dimensions: number }; vector: Float32Array } | null;
}

/** One text with the activation of the latent on each token. */
export interface ContextRecord {
  readonly tokens: string[];
  readonly tokenIds: number[] | null;
  readonly activations: number[];
  readonly position: number;
  readonly maxActivation: number;
  readonly contextKind: 'TOP' | 'QUANTILE' | 'NON_ACTIVATING' | 'NEIGHBOUR';
  readonly quantile: number | null;
  readonly document: number | null;
  readonly offset: number | null;
  readonly neighbour: number | null;
  readonly sourceText: string | null;
  /** Whether the order in the file is one to keep; if not, contexts are ordered by strength. */
  readonly keepsOrder: boolean;
}

/** What is said of a latent as a whole; null where nothing is. */
export interface StatisticsRecord {
  readonly firingCount: number | null;
  readonly firingFrequency: number | null;
  readonly maxActivation: number | null;
  readonly histogramValues: number[] | null;
  readonly histogramCounts: number[] | null;
  readonly topTokens: string[] | null;
  readonly topTokenValues: number[] | null;
  readonly promotedTokens: string[] | null;
  readonly promotedValues: number[] | null;
  readonly suppressedTokens: string[] | null;
  readonly suppressedValues: number[] | null;
  readonly logitHistogramValues: number[] | null;
  readonly logitHistogramCounts: number[] | null;
}

export interface ActivationRecord extends LatentName {
  readonly kind: 'ACTIVATIONS';
  readonly place: Place;
  readonly statistics: StatisticsRecord | null;
  /** In the order of the file. */
  readonly contexts: readonly ContextRecord[];
}

/** Facts about the corpus behind the activations, said once for all latents of a source. */
export interface CorpusRecord {
  readonly kind: 'CORPUS';
  readonly portalId: string | null;
  readonly dataset: string | null;
  readonly tokens: number | null;
  readonly contextLength: number | null;
  readonly hasTokenTexts: boolean;
}

export type LatentRecord = ExplanationRecord | ActivationRecord | CorpusRecord | SkippedRecord;
