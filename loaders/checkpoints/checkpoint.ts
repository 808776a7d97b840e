/**
 * What every checkpoint format becomes: facts, an identity, and rows.
 *
 * A format adds one file that exports a {@link CheckpointFormat} and one line in the registry (`formats.ts`).
 */
import type { SourceFolder } from '../files/byte-source.ts';
import type { Seed } from './seed.ts';
import type { WeightsFile } from '../containers/tensor-set.ts';

export type Architecture = 'TOPK' | 'BATCH_TOPK' | 'RELU_L1' | 'GATED' | 'JUMP_RELU' | 'OTHER';
export type Side = 'DECODER' | 'ENCODER';
export type Orientation = 'LATENTS_BY_WIDTH' | 'WIDTH_BY_LATENTS';

/** A fact that no file stated, with what it was inferred from. */
export interface Guess {
  field: string;
  value: string;
  because: string;
}

/** Who this dictionary is. Null: stated nowhere and not inferred. */
export interface Identity {
  model: string | null;
  revision: string | null;
  hookpoint: string | null;
  /** `none`, or the format's name for what is done to activations before they enter. */
  normalisation: string;
  runGroup: string | null;
  initSeed: Seed | null;
  dataSeed: Seed | null;
  dataset: string | null;
  tokens: number | null;
  portalId: string | null;
}

/** What the files say about the shape and kind of the dictionary. */
export interface CheckpointFacts {
  architecture: Architecture;
  nLatents: number;
  dIn: number;
  k: number | null;
  l1Coefficient: number | null;
  hasEncoder: boolean;
}

/** What an importer may insist on. */
export interface CheckpointOptions {
  /** Needed only where n = d and the format leaves the orientation open. It wins over the format's own; the shape must agree. */
  decoderOrientation?: Orientation;
  /** Of dictionaries whose latents have several decoder rows (cross-layer transcoders, crosscoders): which of the decoders, from 0 in the file's order. */
  decoderPart?: number | undefined;
  /** What is known better than the files: wins over them and is not a guess. Fields that are absent or null are looked for. */
  identity?: Partial<Identity>;
}

/** What, apart from the weights, decides the codes that an encoder gives. */
export interface EncodingConventions {
  /** Whether the encoder reads x - b_dec (most do) and not x. */
  readonly subtractsDecoderBias: boolean;
  /** Whether pre-activations are multiplied by the norms of decoder rows before the largest are kept, or before they meet the threshold. */
  readonly ranksByDecoderNorm: boolean;
  /** Inputs are multiplied by it first; 1 for nothing. */
  readonly inputScale: number;
  /** What inputs are scaled by in a way of the format's own, by its name, or `none`. A scalar changes no direction: it parts no spaces. */
  readonly scalarNormalisation: string;
  /** Why codes cannot be computed from the weights that are kept, or null. */
  readonly unsupported: string | null;
}

/** f = act(E (x - b_dec) + b_enc), nothing scaled: what most formats do. */
export const plainEncoding: EncodingConventions = Object.freeze({
  subtractsDecoderBias: true,
  ranksByDecoderNorm: false,
  inputScale: 1,
  scalarNormalisation: 'none',
  unsupported: null,
});

/** Values of one number per latent that a format may have. Each is [n] or null. */
export interface LatentScalars {
  encoderBias: Float32Array | null;
  threshold: Float32Array | null;
  /** Fraction of tokens on which the latent fires, 0 to 1. */
  firingFrequency: Float32Array | null;
  /** GATED: f = gate * ReLU(exp(magnitudeLogScale) * (E x) + magnitudeBias). Both or none. */
  magnitudeBias: Float32Array | null;
  magnitudeLogScale: Float32Array | null;
}

/** The rows of a skip connection. */
export interface SkipRows {
  readonly n: number;
  readonly d: number;
  read(range: { start: number; count: number }): Promise<Float32Array>; // [count, d]
}

/** An open checkpoint: header and shapes are checked, no weight has been read. */
export interface Checkpoint {
  readonly format: string;
  readonly facts: CheckpointFacts;
  readonly encoding: EncodingConventions;
  readonly identity: Identity;
  readonly guesses: readonly Guess[];
  /** Configuration next to the weights, for provenance. */
  readonly config: Record<string, unknown> | null;
  /** Files that decide rows and facts: weights first, then index, configuration and frequencies. */
  readonly files: readonly { name: string; size: number }[];
  /** Names in the files of the tensors that hold the rows, for messages. */
  readonly tensorNames: { readonly DECODER: string; readonly ENCODER: string | null };
  /** The bytes in files that hold the rows; `bring` brings them near where the files are far, which is cheaper than reading them first piece by piece. */
  readonly rowBytes?: { readonly total: number; bring(): Promise<void> };
  /** Rows [start, start + count) of one side as float32 [count, d], whatever dtype and orientation is on disk. Not checked for NaN. */
  readRows(side: Side, range: { start: number; count: number }): Promise<Float32Array>;
  readScalars(): Promise<LatentScalars>;
  /** Decoder bias [d], or null. */
  readDecoderBias(): Promise<Float32Array | null>;
  /** Of a transcoder with a skip connection: the matrix from input to output, by rows of the output [n, d]; else null. */
  readonly skip: SkipRows | null;
  /** sha256 of every file in `files`, hex, in order. Reads them whole, in pieces. */
  hashFiles(onBytes?: (bytes: number) => void): Promise<string[]>;
  close(): Promise<void>;
}

/** How sure a format is that weights are its own: by the tensors in them and the configuration, by the file's name, or not at all. */
export type Recognition = 'CONTENT' | 'NAME' | 'NO';

/** One file format. */
export interface CheckpointFormat {
  readonly name: string;
  /** One sentence: what it looks like on disk. */
  readonly description: string;
  /** Whether the weights in `file`, a file of `folder`, are of this format. Does not throw for foreign or damaged files. */
  recognises(file: WeightsFile, folder: SourceFolder): Recognition | Promise<Recognition>;
  /** Opens the dictionary in the file `weights` of `folder`. Throws what is wrong with it, and `FORMAT_UNSUPPORTED`. */
  open(folder: SourceFolder, options: CheckpointOptions & { weights: string }): Promise<Checkpoint>;
}
