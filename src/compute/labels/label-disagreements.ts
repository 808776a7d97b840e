/**
 * Matched latents whose rows and labels say different things.
 *
 * In: partners, their cosines and how alike the labels are. Out: the pairs that a rule picks, the greatest contradiction first.
 */

/** Rows alike and labels unlike, or rows unlike and labels alike. */
export type DisagreementKind = 'LIKE_ROWS' | 'LIKE_LABELS';

/** Where likeness begins and ends. */
export interface DisagreementRule {
  readonly kind: DisagreementKind;
  /** For LIKE_ROWS at least this cosine, for LIKE_LABELS at most. */
  readonly cosine: number;
  /** For LIKE_ROWS at most this overlap of labels, for LIKE_LABELS at least. */
  readonly overlap: number;
}

/** Pairs by the latent of A. */
export interface DisagreeingPairs {
  /** Latents of A, greatest gap first, ties by index. */
  readonly index: Int32Array;
  /** cosine - overlap, or overlap - cosine for LIKE_LABELS; NaN where not listed. [n] */
  readonly gap: Float64Array;
  /** NaN where not listed. [n] */
  readonly overlap: Float64Array;
}

/** The pairs of `partner` (-1: none) under `rule`. `overlap` gives NaN where a label is missing. O(n) overlaps. */
export function findDisagreements(
  pairs: { n: number; partner(i: number): number; cosine(i: number): number; overlap(i: number, j: number): number },
  rule: DisagreementRule,
): DisagreeingPairs {
  const { n } = pairs;
  const gap = new Float64Array(n).fill(Number.NaN);
  const overlaps = new Float64Array(n).fill(Number.NaN);
  const found: number[] = [];
  const likeRows = rule.kind === 'LIKE_ROWS';
  for (let i = 0; i < n; i++) {
    const j = pairs.partner(i);
    const cosine = j < 0 ? Number.NaN : pairs.cosine(i);
    // comparisons with NaN are false
    if (!(likeRows ? cosine >= rule.cosine : cosine <= rule.cosine)) continue;
    const overlap = pairs.overlap(i, j);
    if (!(likeRows ? overlap <= rule.overlap : overlap >= rule.overlap)) continue;
    gap[i] = likeRows ? cosine - overlap : overlap - cosine;
    overlaps[i] = overlap;
    found.push(i);
  }
  const index = Int32Array.from(found).sort((i, j) => gap[j] - gap[i] || i - j);
  return { index, gap, overlap: overlaps };
}
