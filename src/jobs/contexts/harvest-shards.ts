/** A harvest -> a folder of activation shards; one that was stopped continues after its whole shards. */
import type { ActivationManifest } from '../../../loaders/activations/activation-manifest.ts';
import { startActivationWriter } from '../../../loaders/activations/shard-writer.ts';
import type { WritableDtype } from '../../../loaders/containers/float-encoding.ts';
import type { OpenHarvest } from './open-harvest.ts';

/**
 * Writes up to `tokens` tokens (null: all of the text). `onTokens` is told how many are there, whole shards of an earlier run first. Stopped by
 * the signal, it leaves whole shards only, and the same call continues. Throws `PLACE_TAKEN`, `WRITE_REFUSED` and what the harvest throws.
 */
export async function harvestShards(
  harvest: OpenHarvest,
  to: {
    folder: string;
    dtype: WritableDtype;
    tokens: number | null;
    threads: number;
    shardTokens?: number;
    signal?: AbortSignal;
    onTokens?: (tokens: number) => void;
  },
): Promise<ActivationManifest> {
  const { folder, dtype, tokens, threads, shardTokens, signal, onTokens } = to;
  const writer = await startActivationWriter({
    folder,
    space: harvest.space,
    dtype,
    provenance: { ...harvest.provenance, ...(tokens !== null && { askedTokens: tokens }) },
    shardTokens,
  });
  let written = writer.tokens;
  onTokens?.(written);
  for await (const { activations, ids } of harvest.start({ tokens, skipTokens: written, threads, signal })) {
    await writer.append(activations);
    written += ids.length;
    onTokens?.(written);
  }
  return writer.finish();
}
