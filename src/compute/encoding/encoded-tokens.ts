/** Tokens with what fires on them in several dictionaries of one space: what encoding gives and analyses read. */
import type { SparseActivations } from './sparse-activations.ts';

/** One dictionary's part. */
export interface EncodedCodes {
  readonly n: number;
  readonly fired: SparseActivations;
  /** |x - xhat|^2. [count] */
  readonly errors: Float64Array;
  /** Length of what each latent adds to the reconstruction per unit of activation. [n] */
  readonly rowLengths: Float64Array;
}

/** All tokens, in the order of the text. */
export interface EncodedTokens {
  readonly count: number;
  /** Null where activations were given and no text. */
  readonly text: {
    readonly ids: Int32Array; // [count]
    readonly texts: readonly string[]; // [count]
    /** Number of the window in which the model saw each. [count] */
    readonly windows: Int32Array;
    /** Number of the document of each, from 0. [count] */
    readonly documents: Int32Array;
    /** What the model's files call it, and the sha256 of its model file. */
    readonly model: string;
    readonly modelSha256: string;
  } | null;
  readonly hookpoint: string;
  /** Mean of |x - mean x|^2 over the tokens. */
  readonly variance: number;
  /** In the order in which dictionaries were asked for. */
  readonly codes: readonly EncodedCodes[];
}
