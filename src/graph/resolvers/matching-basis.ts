/** MatchingBasis. */
import type { MatchingBasisResolvers } from '../generated/types.ts';
import { describeAliveness } from '../../analysis/latents/aliveness.ts';
import { getCompletePair } from '../../analysis/pair/complete-pair.ts';
import { describeBasis } from '../../analysis/pair/publication-note.ts';

export const matchingBasisResolvers: MatchingBasisResolvers = {
  statement: async (matching, _args, context) => describeBasis(await getCompletePair(context, matching)),
  aliveA: async (matching, _args, context) => (await getCompletePair(context, matching)).a.nAlive,
  aliveB: async (matching, _args, context) => (await getCompletePair(context, matching)).b.nAlive,
  alivenessA: async (matching, _args, context) => describeAliveness((await getCompletePair(context, matching)).a),
  alivenessB: async (matching, _args, context) => describeAliveness((await getCompletePair(context, matching)).b),
  decoderCertificate: async (matching, _args, context) =>
    (await getCompletePair(context, matching)).decoder.certificate,
  encoderCertificate: async (matching, _args, context) =>
    (await getCompletePair(context, matching)).encoder?.certificate ?? null,
};
