/** MatchingBasis. */
import type { MatchingBasisResolvers } from '../generated/types.ts';
import { getCompletePair } from '../complete-pair.ts';

export const matchingBasisResolvers: MatchingBasisResolvers = {
  aliveA: async (matching, _args, context) => (await getCompletePair(context, matching)).a.nAlive,
  aliveB: async (matching, _args, context) => (await getCompletePair(context, matching)).b.nAlive,
  decoderCertificate: async (matching, _args, context) =>
    (await getCompletePair(context, matching)).decoder.certificate,
  encoderCertificate: async (matching, _args, context) =>
    (await getCompletePair(context, matching)).encoder?.certificate ?? null,
};
