/** Rows of weight matrices by latent and side. */
import DataLoader from 'dataloader';
import type { Session } from '../../../db/connect/connect.ts';
import { type LatentKey, readVectors } from '../../../db/stores/latents.ts';
import type { Side } from '../../../loaders/checkpoints/checkpoint.ts';
import { latentKeyText } from './key-text.ts';

/** A latent's row on one side. */
export type VectorKey = LatentKey & { side: Side };

/** One statement for all vectors of one level of an answer; null where a side is absent. */
export function buildVectorBatch(session: Session): DataLoader<VectorKey, Float32Array | null, string> {
  return new DataLoader((keys) => readVectors(session, [...keys]), {
    cacheKeyFn: (key) => `${key.side}:${latentKeyText(key)}`,
  });
}
