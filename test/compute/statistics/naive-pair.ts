/** Slow and plain: pairs from dense cosine matrices, and what the definitions say about them, written from the definitions. */
import type { Criterion } from '../../../src/compute/statistics/criterion.ts';
import { buildPairArrays, type MatchingEnd, type PairArrays } from '../../../src/compute/statistics/pair-arrays.ts';
import { CANDIDATES_KEPT, type MatchedEnd, type Measure } from '../../../src/compute/side-matching.ts';

/** C[i][j], and the bijection (from the smaller end) as partner of each i, -1 for none. */
export interface DenseSide {
  cosines: number[][];
  partner: number[];
}

export interface DensePair {
  measure: Measure;
  decoder: DenseSide;
  encoder: DenseSide | null;
  aliveA: number[];
  aliveB: number[];
}

/** The same pair seen from B. */
export function turnAround(pair: DensePair): DensePair {
  const turn = ({ cosines, partner }: DenseSide): DenseSide => ({
    cosines: pair.aliveB.map((_, j) => pair.aliveA.map((_, i) => cosines[i][j])),
    partner: pair.aliveB.map((_, j) => partner.indexOf(j)),
  });
  const { measure, decoder, encoder, aliveA, aliveB } = pair;
  return { measure, decoder: turn(decoder), encoder: encoder && turn(encoder), aliveA: aliveB, aliveB: aliveA };
}

/** The dense pair as the arrays that the engine makes. */
export function denseToArrays(pair: DensePair): PairArrays {
  const turned = turnAround(pair);
  const ends = (side: 'decoder' | 'encoder') => {
    const [a, b] = [pair[side], turned[side]];
    return a && b && { a: matchedEnd(a), b: matchedEnd(b) };
  };
  const decoder = ends('decoder');
  if (decoder === null) throw new TypeError('a pair has decoders');
  return buildPairArrays({
    measure: pair.measure,
    decoder,
    encoder: ends('encoder'),
    aliveA: Uint8Array.from(pair.aliveA),
    aliveB: Uint8Array.from(pair.aliveB),
  });
}

export function matchedEnd({ cosines, partner }: DenseSide): MatchedEnd {
  const nearest = cosines.map(rankNearest);
  return {
    partner: Int32Array.from(partner),
    cosine: Float64Array.from(partner, (j, i) => (j < 0 ? 0 : cosines[i][j])),
    candidates: Int32Array.from(nearest.flat()),
    candidateCosines: Float64Array.from(nearest.flatMap((row, i) => row.map((j) => cosines[i][j]))),
    candidatesPerLatent: nearest[0]?.length ?? 0,
  };
}

/** Whether latent `i` of A is shared with B, word by word from the definitions. */
export function naiveShared(pair: DensePair, i: number, criterion: Criterion): boolean {
  return naivePartner(pair, i, criterion) !== null;
}

/** The partner by which it is shared, or null. */
export function naivePartner(pair: DensePair, i: number, criterion: Criterion): number | null {
  const { definition, threshold, strict, aliveOnly } = criterion;
  const { decoder, encoder } = pair;
  const passes = (cosine: number) => (strict ? cosine > threshold : cosine >= threshold);
  const counts = (j: number) => !aliveOnly || pair.aliveB[j] === 1;
  if (aliveOnly && pair.aliveA[i] === 0) return null;
  const nearest = (side: DenseSide) => rankNearest(side.cosines[i]).find(counts);
  const matched = (side: DenseSide) => {
    const j = side.partner[i];
    return j !== -1 && counts(j) && passes(side.cosines[i][j]);
  };
  const enc = () => {
    if (encoder === null) throw new TypeError('no encoder');
    return encoder;
  };
  const partner = decoder.partner[i];
  switch (definition) {
    case 'DECODER':
      return matched(decoder) ? partner : null;
    case 'ENCODER':
      return matched(enc()) ? enc().partner[i] : null;
    case 'BOTH':
      return matched(decoder) && matched(enc()) ? partner : null;
    case 'BOTH_AGREE':
      return matched(decoder) && matched(enc()) && partner === enc().partner[i] ? partner : null;
    case 'AGREE':
      return partner !== -1 && partner === enc().partner[i] && counts(partner) ? partner : null;
    case 'MAX_COSINE': {
      const [j, k] = [nearest(decoder), nearest(enc())];
      if (j === undefined || k === undefined) return null;
      return passes(decoder.cosines[i][j]) && passes(enc().cosines[i][k]) ? j : null;
    }
    case 'MUTUAL_NN': {
      const j = nearest(decoder);
      if (j === undefined || !passes(decoder.cosines[i][j])) return null;
      const back = rankNearest(pair.aliveA.map((_, k) => decoder.cosines[k][j])).find(
        (k) => !aliveOnly || pair.aliveA[k] === 1,
      );
      return back === i ? j : null;
    }
  }
}

/** The nearest that are kept, best first, ties by lower index. */
function rankNearest(row: number[]): number[] {
  return row
    .map((_, j) => j)
    .sort((j, k) => row[k] - row[j] || j - k)
    .slice(0, CANDIDATES_KEPT);
}

/** Both ends, each with the dense pair seen from it. */
export function bothEnds(pair: DensePair): { end: MatchingEnd; seen: DensePair }[] {
  return [
    { end: 'A', seen: pair },
    { end: 'B', seen: turnAround(pair) },
  ];
}
