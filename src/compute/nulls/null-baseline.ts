/**
 * What chance gives: the statistics of a matching for random dictionaries of the same size, so that no number is read without them.
 *
 * In: sizes (and, for the covariance-matched null, unit rows), a seed, and the engine's matcher. Out: averages over independent draws, as
 * JSON. Decoder and encoder rows are drawn independently, no drawn latent is dead, and a draw has as many rows as the dictionary has
 * latents, dead ones included.
 *
 * ISOTROPIC: uniform on the sphere. COVARIANCE_MATCHED: Gaussian with the mean and covariance of that dictionary's own non-zero unit
 * rows on that side, scaled to unit length.
 */
import { ReseedError } from '../../errors.ts';
import { needsEncoder, type SharedDefinition, sharedDefinitions } from '../statistics/criterion.ts';
import { drawIsotropicRows, drawRows, estimateGaussian, type Gaussian, gaussianCost } from './gaussian-rows.ts';
import { CURVE_STEPS, type NullKind, type NullStatistics, type SideNullStatistics } from './null-statistics.ts';
import { buildPairArrays, type MatchingEnd, type Side, type SideEnds } from '../statistics/pair-arrays.ts';
import { buildRandomStream } from './random-stream.ts';
import type { Measure, SideMatching } from '../side-matching.ts';
import { sideStatistics, thresholdSweep } from '../statistics/statistics.ts';
import type { UnitRows } from '../unit-rows.ts';

/**
 * Most multiplications that a covariance-matched null may need: about eight minutes on one core. At 32,768 latents of width 768 one
 * draw of two sides needs a third of it; at width 4,096 the limit lies near 3,400 latents.
 */
export const COVARIANCE_COST_LIMIT = 2 ** 38;

/** What to draw, how often, and how to match it. */
export interface NullRequest {
  readonly kind: NullKind;
  readonly measure: Measure;
  /** 0 to 2^53 - 1. The same seed gives the same rows on every machine. */
  readonly seed: number;
  /** Independent draws to average, at least 1. */
  readonly draws: number;
  /** Latents of A and of B. */
  readonly n: readonly [number, number];
  readonly d: number;
  readonly sides: readonly Side[];
  /** Unit rows of a dictionary; read once per end and side, and only for COVARIANCE_MATCHED. */
  readUnitRows(which: { end: MatchingEnd; side: Side }): Promise<UnitRows>;
  /** The engine: an optimal matching under `measure`. */
  match(a: UnitRows, b: UnitRows): Promise<SideMatching>;
  readonly signal?: AbortSignal;
  /** After every matching: how many of how many. */
  onMatched?(progress: { done: number; total: number }): void;
}

/** Multiplications that a covariance-matched null of this request needs in addition to its matchings. */
export function nullCost(request: Pick<NullRequest, 'kind' | 'n' | 'd' | 'draws' | 'sides'>): number {
  if (request.kind === 'ISOTROPIC') return 0;
  const { d, draws } = request;
  return (
    request.sides.length * (gaussianCost({ n: request.n[0], d, draws }) + gaussianCost({ n: request.n[1], d, draws }))
  );
}

/**
 * Draws, matches and averages. Memory in addition to the matcher's: the drawn rows of two dictionaries on one side, for COVARIANCE_MATCHED also
 * 3 d^2 float64 and, while they are estimated, the rows read. Throws `NULL_TOO_COSTLY` above {@link COVARIANCE_COST_LIMIT}; rejects with
 * the signal's reason when aborted.
 */
export async function computeNull(request: NullRequest): Promise<NullStatistics> {
  const { kind, measure, seed, draws, n, d, sides } = request;
  if (!Number.isInteger(draws) || draws < 1) throw new RangeError(`expected at least 1 draw, got ${draws}`);
  if (!sides.includes('DECODER')) throw new RangeError('expected the decoder among the sides');
  if (nullCost(request) > COVARIANCE_COST_LIMIT) {
    throw new ReseedError(
      'NULL_TOO_COSTLY',
      `Cannot draw a covariance-matched null of ${n[0]} and ${n[1]} latents of width ${d}: it takes ${nullCost(request).toExponential(1)} multiplications; expected at most ${COVARIANCE_COST_LIMIT.toExponential(1)}`,
      { hint: 'Use the isotropic null, which has no such limit, or fewer draws.' },
    );
  }
  let done = 0;
  const matchSide = async (side: Side): Promise<SideMatching[]> => {
    const sampler = [await buildSampler(request, 'A', side), await buildSampler(request, 'B', side)];
    const matchings: SideMatching[] = [];
    for (let draw = 0; draw < draws; draw++) {
      request.signal?.throwIfAborted();
      matchings.push(await request.match(await sampler[0](draw), await sampler[1](draw)));
      request.onMatched?.({ done: ++done, total: draws * sides.length });
    }
    return matchings;
  };
  const decoder = await matchSide('DECODER');
  const encoder = sides.includes('ENCODER') ? await matchSide('ENCODER') : null;
  const drawn = decoder.map((matching, draw) => ({ decoder: matching, encoder: encoder?.[draw] ?? null }));
  const curvesOf = (end: MatchingEnd) => buildCurves(drawn, { end, measure });
  return {
    kind,
    measure,
    seed,
    draws,
    n: [n[0], n[1]],
    d,
    decoder: averageSide(decoder),
    encoder: encoder && averageSide(encoder),
    curves: { A: curvesOf('A'), B: curvesOf('B') },
  };
}

/** The random rows of one end and side, draw by draw. A draw's numbers do not depend on how many draws there are. */
async function buildSampler(
  request: NullRequest,
  end: MatchingEnd,
  side: Side,
): Promise<(draw: number) => Promise<UnitRows>> {
  const { kind, seed, d, signal } = request;
  const n = request.n[end === 'A' ? 0 : 1];
  const streamOf = (draw: number) => buildRandomStream(seed, [draw, end === 'A' ? 0 : 1, side === 'DECODER' ? 0 : 1]);
  if (kind === 'ISOTROPIC') return (draw) => drawIsotropicRows({ n, d }, { stream: streamOf(draw), signal });
  const gaussian: Gaussian = await estimateGaussian(await request.readUnitRows({ end, side }), signal);
  return (draw) => drawRows(gaussian, { n, stream: streamOf(draw), signal });
}

function averageSide(matchings: readonly SideMatching[]): SideNullStatistics {
  const all = matchings.map(sideStatistics);
  const mean = (field: 'meanMatchedCosine' | 'mmcsAB' | 'mmcsBA') =>
    all.reduce((total, one) => total + one[field], 0) / all.length;
  return { meanMatchedCosine: mean('meanMatchedCosine'), mmcsAB: mean('mmcsAB'), mmcsBA: mean('mmcsBA') };
}

function buildCurves(
  drawn: readonly { decoder: SideEnds; encoder: SideEnds | null }[],
  { end, measure }: { end: MatchingEnd; measure: Measure },
): NullStatistics['curves'][MatchingEnd] {
  const curves: { [Definition in SharedDefinition]?: number[] } = {};
  for (const { decoder, encoder } of drawn) {
    const alive = (ends: { partner: Int32Array }) => new Uint8Array(ends.partner.length).fill(1);
    const pair = buildPairArrays({ measure, decoder, encoder, aliveA: alive(decoder.a), aliveB: alive(decoder.b) });
    for (const definition of sharedDefinitions) {
      if (encoder === null && needsEncoder(definition)) continue;
      const points = thresholdSweep(pair, { end, definition, strict: false, aliveOnly: false, steps: CURVE_STEPS });
      const curve = (curves[definition] ??= new Array<number>(CURVE_STEPS + 1).fill(0));
      points.forEach((point, k) => (curve[k] += point.sharedFraction / drawn.length));
    }
  }
  return curves;
}
