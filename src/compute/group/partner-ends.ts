/**
 * Both ends of a side from the partners of one: all that definitions by matched partners look at.
 */
import type { SideEnds } from '../statistics/pair-arrays.ts';
import type { MatchedEnd } from '../side-matching.ts';
import type { BothEnds } from './seed-group.ts';

/** Both ends of the bijection `a`, to a dictionary of `n` latents, without candidates. The arrays of `a` are shared. */
export function buildPartnerEnds(a: Pick<MatchedEnd, 'partner' | 'cosine'>, n: number): SideEnds {
  const partner = new Int32Array(n).fill(-1);
  const cosine = new Float64Array(n);
  for (let i = 0; i < a.partner.length; i++) {
    const j = a.partner[i];
    if (j < 0) continue;
    partner[j] = i;
    cosine[j] = a.cosine[i];
  }
  return { a: withoutCandidates(a), b: withoutCandidates({ partner, cosine }) };
}

/** The other way round: for each of `n` latents there who is here, -1 for none. New. */
function invertPartners(partner: Int32Array, n: number): Int32Array {
  const back = new Int32Array(n).fill(-1);
  for (let i = 0; i < partner.length; i++) if (partner[i] >= 0) back[partner[i]] = i;
  return back;
}

/** Both ends of the bijection `A`, to a dictionary of `n` latents; the second is worked out once somebody looks at it. */
export function buildBothPartners(A: Int32Array, n: number): BothEnds<Int32Array> {
  let back: Int32Array | null = null;
  return {
    A,
    get B() {
      return (back ??= invertPartners(A, n));
    },
  };
}

/** As {@link buildBothPartners}, with cosines. */
export function buildBothMatched(A: Matched, n: number): BothEnds<Matched> {
  let back: Matched | null = null;
  return {
    A,
    get B() {
      return (back ??= buildPartnerEnds(A, n).b);
    },
  };
}

type Matched = Pick<MatchedEnd, 'partner' | 'cosine'>;

/** An end with its nearest candidate alone. The arrays are shared. */
export function buildNearestEnd(end: MatchedEnd, nearest: Pick<MatchedEnd, 'partner' | 'cosine'>): MatchedEnd {
  return { ...end, candidates: nearest.partner, candidateCosines: nearest.cosine, candidatesPerLatent: 1 };
}

function withoutCandidates({ partner, cosine }: Pick<MatchedEnd, 'partner' | 'cosine'>): MatchedEnd {
  const [candidates, candidateCosines] = [new Int32Array(0), new Float64Array(0)];
  return { partner, cosine, candidates, candidateCosines, candidatesPerLatent: 0 };
}
