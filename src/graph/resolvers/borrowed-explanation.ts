/** BorrowedExplanation. */
import type { BorrowedExplanationResolvers } from '../generated/types.ts';
import { findCosine } from '../../analysis/pair/latent-pair-cosine.ts';
import { getLatent } from '../../analysis/stored-rows.ts';

export const borrowedExplanationResolvers: BorrowedExplanationResolvers = {
  latent: ({ b }, _args, context) => getLatent(context, b),
  decoderCosine: (borrowed, _args, context) => findCosine(context, borrowed, 'DECODER'),
  encoderCosine: (borrowed, _args, context) => findCosine(context, borrowed, 'ENCODER'),
};
