/**
 * What every checkpoint format becomes: facts, an identity, and rows.
 *
 * A format adds one file that exports a {@link CheckpointFormat} and one line in the registry (`index.ts`).
 */
import type { SourceFolder } from '../files/byte-source.ts';

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
  initSeed: number | null;
  dataSeed: number | null;
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
  /** What is known better than the files: wins over them and is not a guess. Fields that are absent or null are looked for. */
  identity?: Partial<Identity>;
}

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

/** An open checkpoint: header and shapes are checked, no weight has been read. */
export interface Checkpoint {
  readonly format: string;
  readonly facts: CheckpointFacts;
  readonly identity: Identity;
  readonly guesses: readonly Guess[];
  /** Configuration beside the weights, for provenance. */
  readonly config: Record<string, unknown> | null;
  /** Files that decide rows and facts: weights first, then index, configuration and frequencies. */
  readonly files: readonly { name: string; size: number }[];
  /** Names in the files of the tensors that hold the rows, for messages. */
  readonly tensorNames: { readonly DECODER: string; readonly ENCODER: string | null };
  /** Rows [start, start + count) of one side as float32 [count, d], whatever dtype and orientation is on disk. Not checked for NaN. */
  readRows(side: Side, range: { start: number; count: number }): Promise<Float32Array>;
  readScalars(): Promise<LatentScalars>;
  /** Decoder bias [d], or null. */
  readDecoderBias(): Promise<Float32Array | null>;
  /** sha256 of every file in `files`, hex, in order. Reads them whole, in pieces. */
  hashFiles(onBytes?: (bytes: number) => void): Promise<string[]>;
  close(): Promise<void>;
}

/** How sure a format is that a folder is its own: by the tensors in it, by the names of its files, or not at all. */
export type Recognition = 'CONTENT' | 'NAME' | 'NO';

/** One file format. */
export interface CheckpointFormat {
  readonly name: string;
  /** One sentence: what it looks like on disk. */
  readonly description: string;
  /** Whether this folder is of this format. Reads headers only; does not throw for foreign or damaged folders. */
  recognises(folder: SourceFolder): Promise<Recognition>;
  open(folder: SourceFolder, options: CheckpointOptions): Promise<Checkpoint>;
}
