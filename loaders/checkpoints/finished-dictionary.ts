/** What a checkpoint writer is given: a dictionary whose weights are final, wherever they come from. */
import type { CheckpointFacts, EncodingConventions, Identity, Side } from './checkpoint.ts';

/** The magnitude path of a gated dictionary: f = gate * ReLU(exp(logScale) * (E x) + bias). Both [n]. */
export interface GateMagnitudes {
  readonly bias: Float32Array;
  readonly logScale: Float32Array;
}

export interface FinishedDictionary {
  /** For messages, for example `run/seed3`. */
  readonly name: string;
  readonly facts: CheckpointFacts;
  readonly identity: Identity;
  readonly encoding: EncodingConventions;
  /** Rows [start, start + count) of one side as float32 [count, d]. Asked for in ascending order. */
  readRows(side: Side, range: { start: number; count: number }): Promise<Float32Array>;
  /** [n]; of the gate, for GATED. Null: the dictionary has none, or it is not known. */
  readonly encoderBias: Float32Array | null;
  /** [d] */
  readonly decoderBias: Float32Array | null;
  /** [n]: below it a latent is zero. JUMP_RELU has one per latent, BATCH_TOPK the same for all. */
  readonly threshold: Float32Array | null;
  /** GATED only; null where it was not kept. */
  readonly gate: GateMagnitudes | null;
  /** [n], 0 to 1. */
  readonly firingFrequency: Float32Array | null;
  /** Any JSON; written next to the weights as `provenance.json`. */
  readonly provenance: Record<string, unknown>;
}

/** One file format to write. */
export interface CheckpointWriter {
  /** Throws `FORMAT_CANNOT_EXPRESS` unless a checkpoint of this format computes what the dictionary does. */
  check(dictionary: FinishedDictionary): void;
  /** Writes the format's files into the empty `folder`. `onRows` is told of every row written, of either side. */
  write(dictionary: FinishedDictionary, to: { folder: string; onRows: (rows: number) => void }): Promise<void>;
}
