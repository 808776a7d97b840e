/** Pairs that are alike in direction, in firing, or in both: matched partners of both sides in, the latents of A that have such a one out. */

export type TwinKind = 'BOTH' | 'DIRECTION_ONLY' | 'FIRING_ONLY';

/** What the latents of A have by direction and by firing. [n] each */
export interface TwinArrays {
  readonly byDirection: {
    readonly partner: Int32Array;
    readonly cosine: Float64Array;
    readonly correlation: ArrayLike<number>;
  };
  readonly byFiring: {
    readonly partner: Int32Array;
    readonly cosine: ArrayLike<number>;
    readonly correlation: Float64Array;
  };
}

/** Thresholds from which two latents are alike. */
export interface TwinRule {
  readonly kind: TwinKind;
  readonly cosine: number;
  readonly correlation: number;
}

/**
 * The latents of A of one kind, by how far the two likenesses lie apart, greatest first; for BOTH by the lesser of the two. Ties by index. `value`
 * is that number. O(n log n).
 */
export function findTwins(
  { byDirection, byFiring }: TwinArrays,
  { kind, cosine, correlation }: TwinRule,
): { index: Int32Array; value: Float64Array } {
  const pairs = kind === 'FIRING_ONLY' ? byFiring : byDirection;
  const n = pairs.partner.length;
  const value = new Float64Array(n).fill(Number.NaN);
  const index: number[] = [];
  for (let i = 0; i < n; i++) {
    if (pairs.partner[i] < 0) continue;
    const [alike, together] = [pairs.cosine[i], pairs.correlation[i]];
    const isOfKind =
      kind === 'BOTH'
        ? byFiring.partner[i] === byDirection.partner[i] && alike >= cosine && together >= correlation
        : alike >= cosine === (kind === 'DIRECTION_ONLY') && together >= correlation === (kind === 'FIRING_ONLY');
    if (!isOfKind || (kind !== 'BOTH' && alike < cosine && together < correlation)) continue;
    value[i] = kind === 'BOTH' ? Math.min(alike, together) : Math.abs(alike - together);
    index.push(i);
  }
  index.sort((x, y) => value[y] - value[x] || x - y);
  return { index: Int32Array.from(index), value };
}
