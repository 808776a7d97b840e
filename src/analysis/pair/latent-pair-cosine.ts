/** The cosine of two latents: as it is already known, or from their rows. */
import type { LatentKey } from '../../../db/stores/latents.ts';
import type { Side } from '../../../loaders/checkpoints/checkpoint.ts';
import type { AnalysisContext } from '../analysis-context.ts';

/** Cosines of two latents that are known already; `undefined` means: ask the rows. */
export interface KnownCosines {
  decoderCosine: number | undefined;
  encoderCosine: number | undefined;
}

/** Two latents of one space. */
export interface LatentPair extends KnownCosines {
  a: LatentKey;
  b: LatentKey;
}

/** The signed cosine on one side; null where a row is absent or all zero. */
export async function findCosine({ batches }: AnalysisContext, pair: LatentPair, side: Side): Promise<number | null> {
  const known = side === 'DECODER' ? pair.decoderCosine : pair.encoderCosine;
  // A stored 0 may be that of a zero row, which has no cosine: the rows know.
  if (known !== undefined && known !== 0) return known;
  const { a, b } = pair;
  return batches.pairCosines.load({ spaceId: a.spaceId, a, b, side });
}
