/**
 * What chance gives: the statistics of a matching for unrelated dictionaries of the same size, so that no number is read without them.
 *
 * In: sizes, unit rows where the kind of null looks at them, a seed, and the engine's matcher. Out: means and ranges over independent draws,
 * as JSON. No drawn latent is dead, but for ROTATION and INITIAL, which keep the dictionaries' own rows; a draw has as many rows as the
 * dictionary has latents, dead ones included.
 *
 * ISOTROPIC: uniform on the sphere. COVARIANCE_MATCHED: Gaussian with the mean and covariance of that dictionary's own non-zero unit rows on
 * that side, scaled to unit length. Both draw decoder and encoder rows independently. JOINT: both rows of a latent from one Gaussian over
 * their 2 d numbers. ROTATION: the dictionaries themselves, B turned by one random rotation on both sides. INITIAL: the rows that both began
 * training with.
 */
import { ReseedError } from '../../errors.ts';
import { groupCycleConsistency } from '../group/cycle-consistency.ts';
import type { MatchedPartners } from '../group/triple-consistency.ts';
import { MOST_COMPARED, samplePairs } from '../similarity/pair-sample.ts';
import { pairingSimilarity } from '../similarity/pairing-similarity.ts';
import { RANDOM_SEED } from '../random-seed.ts';
import type { Measure, SideMatching } from '../side-matching.ts';
import type { Side } from '../statistics/pair-arrays.ts';
import { pickRows, type UnitRows } from '../unit-rows.ts';
import { averageDraws, type DrawnMatching } from './average-draws.ts';
import { drawingCost, DRAWING_COST_LIMIT } from './drawing-cost.ts';
import { buildSampler, type DrawnSides, hasThird, type Sampling } from './null-samplers.ts';
import type { NullCycles, NullSimilarity, NullStatistics, RowNullKind } from './null-statistics.ts';

/** What to draw, how often, and how to match it. */
export interface NullRequest extends Sampling {
  readonly measure: Measure;
  /** Independent draws, at least 1. */
  readonly draws: number;
  readonly sides: readonly Side[];
  /** Whether a third dictionary is drawn, matched with the first two and looked at for cycle consistency. */
  readonly cycles?: boolean;
  /** The engine: an optimal matching under `measure`. */
  match(a: UnitRows, b: UnitRows): Promise<SideMatching>;
  /** After every matching: how many of how many. */
  onMatched?(progress: { done: number; total: number }): void;
}

const words: Record<RowNullKind, string> = {
  ISOTROPIC: 'an isotropic null',
  COVARIANCE_MATCHED: 'a covariance-matched null',
  JOINT: 'a joint null',
  ROTATION: 'a rotated null',
  INITIAL: 'the null of initial rows',
};

/**
 * Draws, matches and averages. Memory without the matcher's: the drawn rows of two dictionaries; for Gaussians also 3 d^2 float64 (12 d^2 for
 * JOINT) and, while they are estimated, the rows read. Throws `NULL_TOO_COSTLY` above {@link DRAWING_COST_LIMIT}; rejects with the signal's
 * reason when aborted.
 */
export async function computeNull(request: NullRequest): Promise<NullStatistics> {
  const { kind, measure } = request;
  const { drawn, ...rest } = await drawAndMatch(request);
  return { kind, ...headOf(request), ...averageDraws(drawn, measure), ...rest };
}

/**
 * The nulls JOINT and COVARIANCE_MATCHED from the same draws of the first, at least two, of both sides: what joint draws have on one side is
 * what that side has when it is drawn alone, so the decoders of one draw with the encoders of the next are drawn independently. Cycle
 * consistency where the partners of both sides agree is known of JOINT alone. Throws as {@link computeNull}.
 */
export async function computeJointNulls(request: Omit<NullRequest, 'kind'>): Promise<NullStatistics[]> {
  const joint = { ...request, kind: 'JOINT' } as const;
  if (request.draws < 2) throw new RangeError(`expected at least 2 draws, got ${request.draws}`);
  const { drawn, cycles, similarity } = await drawAndMatch(joint);
  const apart = drawn.map(({ decoder }, draw) => ({ decoder, encoder: drawn[(draw + 1) % drawn.length].encoder }));
  const head = headOf(joint);
  return [
    { kind: 'JOINT', ...head, ...averageDraws(drawn, request.measure), similarity, cycles },
    {
      kind: 'COVARIANCE_MATCHED',
      ...head,
      ...averageDraws(apart, request.measure),
      similarity,
      cycles: cycles && { ...cycles, firstAgrees: null, allAgree: null },
    },
  ];
}

function headOf({ measure, seed, draws, n, d }: NullRequest) {
  return { measure, seed, draws, n: [n[0], n[1]] as const, d };
}

async function drawAndMatch(
  request: NullRequest,
): Promise<{ drawn: DrawnMatching[]; similarity: NullSimilarity; cycles: NullCycles | null }> {
  const { kind, draws, n, d, sides } = request;
  if (!Number.isInteger(draws) || draws < 1) throw new RangeError(`expected at least 1 draw, got ${draws}`);
  if (!sides.includes('DECODER')) throw new RangeError('expected the decoder among the sides');
  const cost = drawingCost({ kind, n, d, draws, sides: sides.length });
  if (cost > DRAWING_COST_LIMIT) {
    throw new ReseedError(
      'NULL_TOO_COSTLY',
      `Cannot draw ${words[kind]} of ${n[0]} and ${n[1]} latents of width ${d}: it takes ${cost.toExponential(1)} multiplications; expected at most ${DRAWING_COST_LIMIT.toExponential(1)}`,
      { hint: 'Use the isotropic null, which has no such limit, or fewer draws.' },
    );
  }
  const sample = buildSampler(request);
  const withThird = request.cycles === true && hasThird(kind) && n[0] === n[1];
  const total = sides.length * (draws + (withThird ? 2 : 0));
  let done = 0;
  const match = async (a: DrawnSides, b: DrawnSides): Promise<DrawnMatching & { rows: [UnitRows, UnitRows] }> => {
    const bySide = async (side: Side) => {
      request.signal?.throwIfAborted();
      const rows: [UnitRows, UnitRows] = [await a(side), await b(side)];
      const matching = await request.match(...rows);
      request.onMatched?.({ done: ++done, total });
      return { rows, matching };
    };
    const { rows, matching: decoder } = await bySide('DECODER');
    return { rows, decoder, encoder: sides.includes('ENCODER') ? (await bySide('ENCODER')).matching : null };
  };
  const drawn: DrawnMatching[] = [];
  const similarity: NullSimilarity = { cka: [], rsa: [], rankRsa: [] };
  let cycles: NullCycles | null = null;
  for (let draw = 0; draw < draws; draw++) {
    const [a, b] = [sample(draw, 'A'), sample(draw, 'B')];
    const { rows, ...matched } = await match(a, b);
    drawn.push(matched);
    await compareRows(similarity, { rows, matched, signal: request.signal });
    if (draw > 0 || !withThird) continue;
    const third = sample(draw, 'THIRD');
    cycles = closeCycles({ ab: matched, ac: await match(a, third), bc: await match(b, third) });
  }
  return { drawn, similarity, cycles };
}

/** Adds CKA and RSA of a draw's matched decoder rows, over as many pairs as are compared in real dictionaries. */
async function compareRows(
  found: NullSimilarity,
  of: { rows: [UnitRows, UnitRows]; matched: DrawnMatching; signal?: AbortSignal },
): Promise<void> {
  const [a, b] = of.rows;
  const { partner } = of.matched.decoder.a;
  const sampled = samplePairs(
    { partner, aliveA: listNonZero(a), aliveB: listNonZero(b) },
    { most: MOST_COMPARED, seed: RANDOM_SEED },
  );
  const rows = { a: pickRows(a, sampled.a), b: pickRows(b, sampled.b) };
  const { cka, rsa, rankRsa } = await pairingSimilarity(rows, { shuffles: 0, seed: RANDOM_SEED, signal: of.signal });
  if (cka) found.cka.push(cka.value);
  if (rsa) found.rsa.push(rsa.value);
  if (rankRsa) found.rankRsa.push(rankRsa.value);
}

function listNonZero({ n, d, values }: UnitRows): Uint8Array {
  return Uint8Array.from({ length: n }, (_, i) => Number(values.subarray(i * d, (i + 1) * d).some((x) => x !== 0)));
}

function closeCycles({ ab, ac, bc }: Record<'ab' | 'ac' | 'bc', DrawnMatching>): NullCycles | null {
  const partners = ({ decoder, encoder }: DrawnMatching, end: 'a' | 'b'): MatchedPartners => ({
    decoder: decoder[end].partner,
    encoder: encoder && encoder[end].partner,
  });
  const found = groupCycleConsistency([
    [null, partners(ab, 'a'), partners(ac, 'a')],
    [partners(ab, 'b'), null, partners(bc, 'a')],
    [partners(ac, 'b'), partners(bc, 'b'), null],
  ]);
  if (!found?.decoder) return null;
  const { decoder, encoder, firstAgrees, allAgree } = found;
  return {
    decoder: decoder.mean,
    encoder: encoder && encoder.mean,
    firstAgrees: firstAgrees && firstAgrees.mean,
    allAgree: allAgree && allAgree.mean,
  };
}
