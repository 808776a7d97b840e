/** LatentPartner. */
import type { MatchedLatentRow } from '../../../db/stores/matchings.ts';
import { findPartnerExplanation } from '../../analysis/labels/find-borrowed-explanation.ts';
import type { LatentPartnerResolvers } from '../generated/types.ts';
import { findMatchedRow, findShared } from '../../analysis/latents/latent-sharing.ts';
import { checkRange } from '../../analysis/check-range.ts';
import type { CandidateParent, LatentPartnerParent, PartnerLinkParent } from '../parents.ts';
import { CANDIDATES_KEPT } from '../../compute/side-matching.ts';

export const latentPartnerResolvers: LatentPartnerResolvers = {
  dictionary: ({ other }) => other,
  decoder: async (parent, _args, context) => buildLink(parent, await findMatchedRow(context, parent, 'DECODER')),
  encoder: async (parent, _args, context) => buildLink(parent, await findMatchedRow(context, parent, 'ENCODER')),
  agree: async (parent, _args, context) => {
    const [decoder, encoder] = await Promise.all([
      findMatchedRow(context, parent, 'DECODER'),
      findMatchedRow(context, parent, 'ENCODER'),
    ]);
    if (decoder === null || encoder === null) return null;
    return decoder.partner !== null && decoder.partner === encoder.partner;
  },
  shared: (parent, _args, context) => findShared(context, parent),
  explanation: (parent, _args, context) => findPartnerExplanation(context, parent),
  candidates: async (parent, { side, first }, context) => {
    checkRange('first', first, { min: 1, max: CANDIDATES_KEPT });
    const row = await findMatchedRow(context, parent, side);
    if (row === null || row.candidates.length === 0) return [];
    const alive = parent.criterion.aliveOnly ? await context.pairs.loadAlive(parent.other) : null;
    return Array.from(row.candidates.keys())
      .filter((slot) => alive === null || alive[row.candidates[slot]] === 1)
      .slice(0, first)
      .map((slot) => buildCandidate(parent, { row, slot, side }));
  },
};

function buildLink({ other }: LatentPartnerParent, row: MatchedLatentRow | null): PartnerLinkParent | null {
  if (row === null || row.partner === null) return null;
  return { latent: { spaceId: other.spaceId, dictionaryId: other.id, index: row.partner }, cosine: row.cosine };
}

function buildCandidate(
  { latent, other, matching }: LatentPartnerParent,
  { row, slot, side }: { row: MatchedLatentRow; slot: number; side: 'DECODER' | 'ENCODER' },
): CandidateParent {
  const index = row.candidates[slot];
  // what is stored for ABSOLUTE_COSINE has lost its sign
  const cosine = matching?.measure === 'COSINE' ? row.candidateCosines[slot] : undefined;
  return {
    from: latent,
    latent: { spaceId: other.spaceId, dictionaryId: other.id, index },
    decoderCosine: side === 'DECODER' ? cosine : undefined,
    encoderCosine: side === 'ENCODER' ? cosine : undefined,
    matched: row.partner === index,
  };
}
