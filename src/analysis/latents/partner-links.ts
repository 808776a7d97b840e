/** What a matching names at the other end of one latent: the partner of either side, and the nearest candidates. */
import type { MarginKey } from '../../../db/stores/matching-margins.ts';
import type { LatentKey } from '../../../db/stores/latents.ts';
import type { MatchedLatentRow } from '../../../db/stores/matchings.ts';
import type { Side } from '../../../loaders/checkpoints/checkpoint.ts';
import { CANDIDATES_KEPT } from '../../compute/side-matching.ts';
import { endOf } from '../pair/complete-pair.ts';
import { checkRange } from '../check-range.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import { assertAliveKnown } from '../pair/alive-latents.ts';
import { type KnownCosines, readKnown } from '../pair/latent-pair-cosine.ts';
import { findMatchedRow, type LatentPartner } from './latent-sharing.ts';

export interface PartnerLink {
  latent: LatentKey;
  /** Of the measure: absolute under ABSOLUTE_COSINE, a correlation for activations. */
  cosine: number | null;
  /** Where its margin is found. */
  pair: MarginKey;
}

export interface Candidate extends KnownCosines {
  from: LatentKey;
  latent: LatentKey;
  matched: boolean;
}

/** The optimal partner by the rows of one side; null without one, and while that side is not solved. */
export async function findLink(
  context: AnalysisContext,
  partner: LatentPartner,
  side: Side,
): Promise<PartnerLink | null> {
  const row = await findMatchedRow(context, partner, side);
  if (row === null || row.partner === null) return null;
  const { latent, matching } = partner;
  if (matching === null) return null;
  const { spaceId, id: matchingId } = matching;
  const indexA = endOf(matching, latent.dictionaryId) === 'A' ? latent.index : row.partner;
  return { latent: latentThere(partner, row.partner), cosine: row.cosine, pair: { spaceId, matchingId, side, indexA } };
}

/** Whether both sides name the same partner; null while one is not solved. */
export async function doSidesAgree(context: AnalysisContext, partner: LatentPartner): Promise<boolean | null> {
  const [decoder, encoder] = await Promise.all([
    findMatchedRow(context, partner, 'DECODER'),
    findMatchedRow(context, partner, 'ENCODER'),
  ]);
  if (decoder === null || encoder === null) return null;
  return decoder.partner !== null && decoder.partner === encoder.partner;
}

/** The nearest by the rows of one side, of the living alone where the criterion says so. Throws `BAD_INPUT` (`first`). */
export async function listCandidates(
  context: AnalysisContext,
  partner: LatentPartner,
  { side, first }: { side: Side; first: number },
): Promise<Candidate[]> {
  checkRange('first', first, { min: 1, max: CANDIDATES_KEPT });
  const row = await findMatchedRow(context, partner, side);
  if (row === null || row.candidates.length === 0) return [];
  const { criterion, other } = partner;
  assertAliveKnown([other], criterion);
  const alive = criterion.aliveOnly ? await context.pairs.loadAlive(other, criterion) : null;
  return Array.from(row.candidates.keys())
    .filter((slot) => alive === null || alive[row.candidates[slot]] === 1)
    .slice(0, first)
    .map((slot) => buildCandidate(partner, { row, slot, side }));
}

function buildCandidate(
  partner: LatentPartner,
  { row, slot, side }: { row: MatchedLatentRow; slot: number; side: Side },
): Candidate {
  const index = row.candidates[slot];
  const known = (of: Side) =>
    readKnown(partner.matching?.measure, { side: of, score: of === side ? row.candidateCosines[slot] : undefined });
  return {
    from: partner.latent,
    latent: latentThere(partner, index),
    decoderCosine: known('DECODER'),
    encoderCosine: known('ENCODER'),
    matched: row.partner === index,
  };
}

function latentThere({ other }: LatentPartner, index: number): LatentKey {
  return { spaceId: other.spaceId, dictionaryId: other.id, index };
}
