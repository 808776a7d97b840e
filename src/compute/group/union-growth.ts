/**
 * How the union of S dictionaries grows, what all of them have, and how much no one has seen yet.
 *
 * In: how many features (families, and latents alone) are in exactly 1 .. S dictionaries: incidences Q_1 .. Q_S. Out: expected numbers over
 * random orders of the dictionaries, in closed form, and a lower bound on the features that more seeds would add.
 */

export interface UnionPoint {
  /** t: dictionaries joined. */
  readonly dictionaries: number;
  /** Features in t random dictionaries, expected. */
  readonly expectedUnion: number;
  /** What the t-th of them adds, expected. */
  readonly expectedNew: number;
}

export interface UnionGrowth {
  /** Features in any dictionary. */
  readonly union: number;
  /** Features in all dictionaries. */
  readonly core: number;
  /** t = 1 .. S. */
  readonly points: UnionPoint[];
  /** Features in exactly 1 .. S dictionaries. [S] */
  readonly inExactly: number[];
  /** Estimated features in none of these dictionaries; null for fewer than two. */
  readonly unseen: number | null;
}

/** The growth curve and the estimate, from Q_1 .. Q_S. O(S^2). */
export function unionGrowth(inExactly: readonly number[]): UnionGrowth {
  const size = inExactly.length;
  const union = inExactly.reduce((total, count) => total + count, 0);
  const expected = (t: number) =>
    inExactly.reduce((total, count, q) => total + count * (1 - missesAll({ size, q: q + 1, t })), 0);
  const points = inExactly.map((_, k): UnionPoint => {
    const t = k + 1;
    const expectedUnion = expected(t);
    return { dictionaries: t, expectedUnion, expectedNew: expectedUnion - (k > 0 ? expected(k) : 0) };
  });
  return { union, core: inExactly[size - 1] ?? 0, points, inExactly: [...inExactly], unseen: chao2(inExactly) };
}

/** Features that S exchangeable samples have missed, at least (Chao 1987). Null for fewer than two samples. */
export function chao2(inExactly: readonly number[]): number | null {
  const size = inExactly.length;
  if (size < 2) return null;
  const [once, twice] = inExactly;
  return ((size - 1) / size) * (twice > 0 ? once ** 2 / (2 * twice) : (once * (once - 1)) / 2);
}

/** C(size - q, t) / C(size, t): none of the q dictionaries that have a feature is among t. */
function missesAll({ size, q, t }: { size: number; q: number; t: number }): number {
  let probability = 1;
  for (let step = 0; step < t; step++) probability *= Math.max(0, size - q - step) / (size - step);
  return probability;
}
