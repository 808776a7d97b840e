/**
 * How the union of S dictionaries grows, what all of them have, and how much no one has seen yet.
 *
 * In: how many features (families, and latents alone) are in exactly 1 .. S dictionaries: incidences Q_1 .. Q_S. Out: expected numbers over
 * random orders of the dictionaries, in closed form, and an estimate of the features that none of them has.
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
  return { union, core: inExactly[size - 1] ?? 0, points, inExactly: [...inExactly] };
}

/** An estimate with its 95% interval. */
export interface UnseenEstimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** 97.5% quantile of the normal distribution. */
const NORMAL_QUANTILE = 1.959963984540054;

/**
 * Features that S samples have missed: Chao2 (Chao 1987, Biometrics 43:783), with the interval of its section 4, in which the logarithm of the
 * estimate is normal. Expected from below where chances differ. Every feature must be recognised wherever it is: one that is not counts as seen
 * once in several places. Null for fewer than two samples.
 */
export function estimateUnseen(inExactly: readonly number[]): UnseenEstimate | null {
  const size = inExactly.length;
  if (size < 2) return null;
  const [once, twice] = inExactly;
  const part = (size - 1) / size;
  const value = part * (twice > 0 ? once ** 2 / (2 * twice) : (once * (once - 1)) / 2);
  if (value <= 0) return { value: 0, low: 0, high: 0 };
  const variance =
    twice > 0 ? varianceOf(once / twice, { twice, part }) : varianceWithoutPairs(inExactly, { part, value });
  const spread = Math.exp(NORMAL_QUANTILE * Math.sqrt(Math.log(1 + variance / value ** 2)));
  return { value, low: value / spread, high: value * spread };
}

function varianceOf(ratio: number, { twice, part }: { twice: number; part: number }): number {
  return twice * ((part / 2) * ratio ** 2 + part ** 2 * ratio ** 3 + (part ** 2 / 4) * ratio ** 4);
}

/** Where no feature is in exactly two samples. */
function varianceWithoutPairs(inExactly: readonly number[], { part, value }: { part: number; value: number }): number {
  const [once] = inExactly;
  const all = inExactly.reduce((total, count) => total + count, 0) + value;
  const variance =
    (part * once * (once - 1)) / 2 + (part ** 2 * once * (2 * once - 1) ** 2) / 4 - (part ** 2 * once ** 4) / (4 * all);
  return Math.max(0, variance);
}

/** C(size - q, t) / C(size, t): none of the q dictionaries that have a feature is among t. */
function missesAll({ size, q, t }: { size: number; q: number; t: number }): number {
  let probability = 1;
  for (let step = 0; step < t; step++) probability *= Math.max(0, size - q - step) / (size - step);
  return probability;
}
