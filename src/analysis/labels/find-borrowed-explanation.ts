/**
 * What a latent without an explanation may be called by: the explanation of a partner in another dictionary of its run group.
 */
import type { ExplanationRow } from '../../../db/stores/explanations.ts';
import type { LatentKey } from '../../../db/stores/latents.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { MatchedLatentRow, MatchingRow } from '../../../db/stores/matchings.ts';
import { scorerRank } from '../../../db/stores/scorer-trust.ts';
import { byNeighbours, type Criterion } from '../../compute/statistics/criterion.ts';
import type { Measure } from '../../compute/side-matching.ts';
import type { Side } from '../../compute/statistics/pair-arrays.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import { definitions } from '../definitions/definitions.ts';
import { listPartners } from '../latents/latent-partners.ts';
import { type LatentPair, readKnown } from '../pair/latent-pair-cosine.ts';
import { findAccepted, findMatchedRow, type LatentPartner } from '../latents/latent-sharing.ts';

/** The explanation of `b` for `a`, which has none. */
export interface BorrowedExplanation extends LatentPair {
  explanation: ExplanationRow;
  dictionary: DictionaryRow;
  matching: MatchingRow;
  candidates: number;
  criterion: Criterion;
  statement: string;
}

interface Lender {
  explanation: ExplanationRow;
  borrowed: BorrowedExplanation;
  cosine: number;
}

/** The explanation to borrow; null if the latent has its own or no accepted partner has one. Throws as `findShared`. */
export async function findBorrowedExplanation(
  context: AnalysisContext,
  asked: { latent: LatentKey; criterion: Criterion; measure: Measure },
): Promise<BorrowedExplanation | null> {
  if ((await findBestExplanation(context, asked.latent)) !== null) return null;
  const partners = await listPartners(context, asked);
  const lenders = await Promise.all(partners.map((partner) => findLender(context, partner)));
  const found = lenders.filter((lender) => lender !== null);
  // a stable sort: what is equal stays in the order of init seeds
  const [first] = found.sort(compareLenders);
  return first ? { ...first.borrowed, candidates: found.length } : null;
}

/** The best explanation of a latent. */
export async function findBestExplanation(
  { batches }: AnalysisContext,
  { spaceId, dictionaryId, index }: LatentKey,
): Promise<ExplanationRow | null> {
  const [best] = await batches.explanationsOfLatents.load({ key: { spaceId, dictionaryId, index }, first: 1 });
  return best ?? null;
}

/** The partner that the definition names, accepted or not. */
export async function findNamedPartner(context: AnalysisContext, partner: LatentPartner): Promise<LatentKey | null> {
  const { other, criterion } = partner;
  const row = await findMatchedRow(context, partner, namingSide(criterion));
  const index = byNeighbours(criterion.definition) ? row?.candidates[0] : row?.partner;
  if (index === null || index === undefined || index < 0) return null;
  return { spaceId: other.spaceId, dictionaryId: other.id, index };
}

/** The best explanation of {@link findNamedPartner}. */
export async function findPartnerExplanation(
  context: AnalysisContext,
  partner: LatentPartner,
): Promise<ExplanationRow | null> {
  const key = await findNamedPartner(context, partner);
  return key && findBestExplanation(context, key);
}

async function findLender(context: AnalysisContext, partner: LatentPartner): Promise<Lender | null> {
  const { latent, other, matching, criterion } = partner;
  const index = await findAccepted(context, partner);
  if (matching === null || index === null || index < 0) return null;
  const key = { spaceId: other.spaceId, dictionaryId: other.id, index };
  const [explanation, decoder, encoder] = await Promise.all([
    findBestExplanation(context, key),
    findMatchedRow(context, partner, 'DECODER'),
    findMatchedRow(context, partner, 'ENCODER'),
  ]);
  if (explanation === null) return null;
  const known = (side: Side, row: MatchedLatentRow | null) =>
    readKnown(matching.measure, { side, score: row?.partner === index ? row.cosine : undefined });
  const naming = namingSide(criterion) === 'ENCODER' ? encoder : decoder;
  return {
    explanation,
    cosine: findCosineWith(naming, index) ?? Number.NEGATIVE_INFINITY,
    borrowed: {
      explanation,
      a: { spaceId: latent.spaceId, dictionaryId: latent.dictionaryId, index: latent.index },
      b: key,
      dictionary: other,
      matching,
      decoderCosine: known('DECODER', decoder),
      encoderCosine: known('ENCODER', encoder),
      candidates: 1,
      criterion,
      statement: `${definitions.borrowedExplanation.statement()} ${definitions.criterion.statement(criterion)}`,
    },
  };
}

function namingSide({ definition }: Criterion): 'DECODER' | 'ENCODER' {
  return definition === 'ENCODER' ? 'ENCODER' : 'DECODER';
}

function findCosineWith(row: MatchedLatentRow | null, index: number): number | null {
  if (row === null) return null;
  return row.partner === index ? row.cosine : (row.candidateCosines[row.candidates.indexOf(index)] ?? null);
}

function compareLenders(x: Lender, y: Lender): number {
  return (
    rankOf(x) - rankOf(y) ||
    descending(x.explanation.score ?? Number.NEGATIVE_INFINITY, y.explanation.score ?? Number.NEGATIVE_INFINITY) ||
    descending(x.cosine, y.cosine)
  );
}

function rankOf({ explanation: { score, scorer } }: Lender): number {
  return score === null || scorer === null ? Number.MAX_SAFE_INTEGER : scorerRank(scorer);
}

/** Also for infinities, whose difference is no number. */
function descending(x: number, y: number): number {
  if (x === y) return 0;
  return x > y ? -1 : 1;
}
