/**
 * What a training reads: activations of one space in a seeded order, with some at the end kept out of training to measure on.
 *
 * In: where the activations are, below import roots. Out: facts at once, batches when asked. Nothing is held in memory beyond a pool.
 */
import type { TrainingSettings } from '../../../db/stores/training-settings.ts';
import type { SourceFileRow } from '../../../db/stores/training-runs.ts';
import type { ActivationSpace } from '../../../loaders/activations/activation-manifest.ts';
import { type ActivationShards, openActivationShards } from '../../../loaders/activations/activation-shards.ts';
import { openSourceFolder } from '../../../loaders/files/source-folder.ts';

/** Tokens kept out of training: enough that two measurements of FVU agree to about a hundredth, and never much of a small set. */
const HELD_OUT_TOKENS = 65_536;
const HELD_OUT_PART = 1 / 20;

/** What a request needs to know of activations. */
export interface ActivationFacts {
  readonly space: ActivationSpace;
  /** Tokens that may be trained on, and tokens behind them that may not. */
  readonly trainingTokens: number;
  readonly heldOutTokens: number;
  /** What tells these activations from others: sha256 of each file where it was described, else name and size. */
  readonly contents: readonly string[];
}

/** Open activations; the holder closes them. */
export interface ActivationInput extends ActivationFacts {
  /** Data set, for provenance; null if it is not known. */
  readonly dataset: string | null;
  /** Batches [batchSize, d] of the steps from `fromStep` on. */
  openBatches(request: {
    settings: Pick<TrainingSettings, 'plan' | 'dataSeed'>;
    fromStep: number;
    signal: AbortSignal;
  }): AsyncIterable<Float32Array>;
  /** The held-out tokens, as blocks [m, d]. */
  readHeldOut(): AsyncIterable<Float32Array>;
  /** Reads every file and returns its hash. Throws `SHARD_CHANGED` where it is not the one that was described. */
  hashFiles(onBytes: (bytes: number) => void): Promise<SourceFileRow[]>;
  /** Bytes that `hashFiles` reads. */
  readonly bytes: number;
  close(): Promise<void>;
}

/** Tokens of `tokens` that are kept out of training. */
export function countHeldOut(tokens: number): number {
  return Math.min(HELD_OUT_TOKENS, Math.floor(tokens * HELD_OUT_PART));
}

/** The fewest tokens of which `tokens` may be trained on. */
export function countNeeded(tokens: number): number {
  return tokens + Math.min(HELD_OUT_TOKENS, Math.floor((tokens * HELD_OUT_PART) / (1 - HELD_OUT_PART)));
}

/** Opens shards below one of the roots. Throws what the loaders throw: `SHARD_MISSING`, `PATH_OUTSIDE_ROOTS`, `SOURCE_NOT_FOUND` and others. */
export async function openActivationInput(
  source: Extract<TrainingSettings['activations'], { kind: 'SHARDS' }>,
  roots: readonly string[],
): Promise<ActivationInput> {
  const { kind: _, path, ...stated } = source;
  return buildShardInput(await openActivationShards(await openSourceFolder({ path, roots }), stated));
}

/** Rows of held-out tokens read at once. */
const BLOCK_ROWS = 4_096;

function buildShardInput(shards: ActivationShards): ActivationInput {
  const heldOutTokens = countHeldOut(shards.tokens);
  const trainingTokens = shards.tokens - heldOutTokens;
  const { corpus } = shards.provenance;
  return {
    space: shards.space,
    trainingTokens,
    heldOutTokens,
    contents: shards.files.map(({ sha256, bytes, name }) => sha256 ?? `${name} ${bytes}`),
    dataset: typeof corpus === 'string' ? corpus : null,
    bytes: shards.files.reduce((sum, file) => sum + file.bytes, 0),
    openBatches: ({ settings: { plan, dataSeed }, fromStep, signal }) =>
      shards.openBatches({
        seed: dataSeed,
        batchSize: plan.batchSize,
        fromStep,
        steps: plan.steps - fromStep,
        tokens: trainingTokens,
        signal,
      }),
    async *readHeldOut() {
      for (let start = trainingTokens; start < shards.tokens; start += BLOCK_ROWS)
        yield shards.readTokens({ start, count: Math.min(BLOCK_ROWS, shards.tokens - start) });
    },
    async hashFiles(onBytes) {
      const hashes = await shards.verify(onBytes);
      return shards.files.map(({ name, bytes }, i) => ({ name, size: bytes, sha256: hashes[i] }));
    },
    close: () => shards.close(),
  };
}
