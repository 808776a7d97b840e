/** The score of two latents: as it is already known, or from their rows. */
import type { LatentKey } from '../../../db/stores/latents.ts';
import type { Side } from '../../../loaders/checkpoints/checkpoint.ts';
import type { Measure } from '../../compute/side-matching.ts';
import type { AnalysisContext } from '../analysis-context.ts';

/** Scores of two latents that are known already; `undefined` means: ask the rows, `null`: nobody knows. */
export interface KnownCosines {
  decoderCosine: number | null | undefined;
  encoderCosine: number | null | undefined;
}

/**
 * What the stored score of a pair says, if there is one. Under ABSOLUTE_COSINE it has lost its sign, and a 0 may be that of a zero row, which has no
 * cosine: the rows know. Correlations of activations are known where they are stored, and nowhere else.
 */
export function readKnown(
  measure: Measure | undefined,
  { side, score }: { side: Side; score: number | null | undefined },
): number | null | undefined {
  if (measure === 'ACTIVATION_CORRELATION' && side === 'ENCODER') return score ?? null;
  return measure === undefined || measure === 'ABSOLUTE_COSINE' ? undefined : score || undefined;
}

/** Two latents of one space. */
export interface LatentPair extends KnownCosines {
  a: LatentKey;
  b: LatentKey;
}

/** The signed cosine on one side, or what the measure has in its place; null where a row is absent or all zero. */
export async function findCosine({ batches }: AnalysisContext, pair: LatentPair, side: Side): Promise<number | null> {
  const known = side === 'DECODER' ? pair.decoderCosine : pair.encoderCosine;
  if (known !== undefined) return known;
  const { a, b } = pair;
  return batches.pairCosines.load({ spaceId: a.spaceId, a, b, side });
}
