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

/** The definitions. */
export const unionStatement =
  'A feature is a family or a latent alone; it is in a dictionary that has a latent of it. Expected union of t dictionaries over all subsets: S_t = sum over q of Q_q (1 - C(S - q, t) / C(S, t)), Q_q the features in exactly q of S dictionaries (sample-based rarefaction, Colwell, Mao and Chang 2004, Ecology 85:2717). unseen is Chao2 (Chao 1987, Biometrics 43:783), a lower bound if dictionaries are exchangeable: (S - 1)/S x Q_1^2 / (2 Q_2), or (S - 1)/S x Q_1 (Q_1 - 1) / 2 where Q_2 = 0.';

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

/** Features that S exchangeable samples have missed, at least: see {@link unionStatement}. Null for fewer than two samples. */
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
