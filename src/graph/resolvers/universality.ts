/** Universality. */
import { readStability } from '../../analysis/latents/latent-stability.ts';
import type { UniversalityResolvers } from '../generated/types.ts';

export const universalityResolvers: UniversalityResolvers = {
  stability: ({ asked }, _args, context) => readStability(context, asked),
};
