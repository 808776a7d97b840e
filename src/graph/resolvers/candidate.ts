/** Candidate. */
import type { CandidateResolvers } from '../generated/types.ts';
import { findCosine } from '../../analysis/pair/latent-pair-cosine.ts';
import { getLatent } from '../../analysis/stored-rows.ts';

export const candidateResolvers: CandidateResolvers = {
  latent: ({ latent }, _args, context) => getLatent(context, latent),
  decoderCosine: ({ from, latent, ...known }, _args, context) =>
    findCosine(context, { ...known, a: from, b: latent }, 'DECODER'),
  encoderCosine: ({ from, latent, ...known }, _args, context) =>
    findCosine(context, { ...known, a: from, b: latent }, 'ENCODER'),
};
