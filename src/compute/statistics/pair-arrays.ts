/**
 * Two matched dictionaries as arrays: what every statistic of a pair is a function of.
 *
 * In: the solved sides and who is alive. Out: one record per end. Arrays are shared with the caller and never written to.
 */
import type { MatchedEnd, Measure } from '../side-matching.ts';

/** Which rows of a dictionary. */
export type Side = 'DECODER' | 'ENCODER';

/** One end of a matching: dictionary A or dictionary B. */
export type MatchingEnd = 'A' | 'B';

/** One dictionary of a pair, with what its latents have at the other end. */
export interface PairEnd {
  readonly n: number;
  readonly decoder: MatchedEnd; // [n]
  /** Null if either dictionary has no encoder. */
  readonly encoder: MatchedEnd | null; // [n]
  /** 1 alive, 0 dead. */
  readonly alive: Uint8Array; // [n]
}

export interface PairArrays {
  readonly measure: Measure;
  readonly a: PairEnd;
  readonly b: PairEnd;
}

/** Both ends of one side, as the engine returns them and the database keeps them. */
export interface SideEnds {
  readonly a: MatchedEnd;
  readonly b: MatchedEnd;
}

/** A pair from its solved sides and aliveness per end. Throws `RangeError` if lengths differ. */
export function buildPairArrays(parts: {
  measure: Measure;
  decoder: SideEnds;
  encoder: SideEnds | null;
  aliveA: Uint8Array;
  aliveB: Uint8Array;
}): PairArrays {
  const { measure, decoder, encoder, aliveA, aliveB } = parts;
  const buildEnd = (end: 'a' | 'b', alive: Uint8Array): PairEnd => {
    const n = alive.length;
    for (const matched of [decoder[end], encoder?.[end]]) {
      if (matched && (matched.partner.length !== n || matched.cosine.length !== n)) {
        throw new RangeError(`expected ${n} latents at end ${end}, got ${matched.partner.length}`);
      }
    }
    return { n, decoder: decoder[end], encoder: encoder?.[end] ?? null, alive };
  };
  return { measure, a: buildEnd('a', aliveA), b: buildEnd('b', aliveB) };
}

/** The end asked for, and the one across. */
export function viewFrom(pair: PairArrays, end: MatchingEnd): { own: PairEnd; other: PairEnd } {
  return end === 'A' ? { own: pair.a, other: pair.b } : { own: pair.b, other: pair.a };
}

/** A matching of the base dictionary, and at which end of it the base dictionary is. */
export interface BasePair {
  readonly pair: PairArrays;
  readonly end: MatchingEnd;
}
