/**
 * Representation similarity: do matched latents lie to each other as their partners do?
 *
 * In: m paired unit rows. Out: linear CKA (Kornblith et al., 2019) and RSA (Kriegeskorte et al., 2008), each compared with what shuffled pairings
 * give. Neither changes when one dictionary is rotated, so both find likeness that cosines between dictionaries cannot see.
 *
 * Both are the dot product of two [m, m] matrices of length 1: row-and-column-centred dot products for CKA, cosines of different rows less
 * their mean for RSA (Pearson). A shuffle of the pairing permutes rows and columns of one matrix, so it costs m^2 / 2 and no product anew.
 */
import { Turns } from '../turns.ts';
import { buildRandomStream } from '../nulls/random-stream.ts';
import type { UnitRows } from '../unit-rows.ts';
import { averageRanks } from './ranks.ts';
import { shuffle } from './shuffle.ts';

/** A number with what shuffled pairings give. */
export interface ShuffledNumber {
  readonly value: number;
  /** Mean over shuffles. */
  readonly shuffledMean: number;
  /** (1 + shuffles that give at least `value`) / (1 + shuffles). */
  readonly pValue: number;
  /** 1 / (1 + shuffles). */
  readonly leastPValue: number;
}

export interface PairingSimilarity {
  /** Null where one side does not vary: fewer than two pairs, or all rows equal. */
  readonly cka: ShuffledNumber | null;
  /** Null where one side's cosines are all equal, as with fewer than three pairs. */
  readonly rsa: ShuffledNumber | null;
  /** RSA by ranks: Spearman in place of Pearson. */
  readonly rankRsa: ShuffledNumber | null;
}

/** Shuffles between two turns of the event loop: some ten milliseconds at 256 pairs. */
const SHUFFLES_PER_TURN = 32;
/** What is left of a centred matrix by rounding: its squared length per entry is below this. */
const FLAT = 1e-20;
/** A shuffle that gives the same number in another order of summation is not below it. */
const SUMMATION = 1e-12;

/** Similarity of rows i of `a` and i of `b`, both [m, d]. O(m^2 (d + shuffles)). Rejects with the signal's reason once it is aborted. */
export async function pairingSimilarity(
  { a, b }: { a: UnitRows; b: UnitRows },
  { shuffles, seed, signal }: { shuffles: number; seed: number; signal?: AbortSignal },
): Promise<PairingSimilarity> {
  if (a.n !== b.n) throw new RangeError(`expected as many rows at both ends, got ${a.n} and ${b.n}`);
  const turns = new Turns({ signal });
  const products = [dotProducts(a), dotProducts(b)];
  await turns.yield();
  const orders = { n: a.n, shuffles, seed, turns };
  const cka = await compare(
    products.map((matrix) => toUnitLength(centred(matrix, a.n))),
    orders,
  );
  const rsa = await compare(
    products.map((matrix) => toUnitLength(offDiagonal(matrix, a.n))),
    orders,
  );
  // where cosines differ by rounding alone, so would their ranks
  const ranked = rsa === null ? [null, null] : products.map((matrix) => offDiagonal(rankPairs(matrix, a.n), a.n));
  const rankRsa = await compare(
    ranked.map((matrix) => matrix && toUnitLength(matrix)),
    orders,
  );
  return { cka, rsa, rankRsa };
}

async function compare(
  [one, other]: (Float64Array | null)[],
  { n, shuffles, seed, turns }: { n: number; shuffles: number; seed: number; turns: Turns },
): Promise<ShuffledNumber | null> {
  if (one === null || other === null) return null;
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const value = permutedProduct(one, other, order);
  const stream = buildRandomStream(seed);
  let total = 0;
  let atLeast = 0;
  for (let s = 0; s < shuffles; s++) {
    if (s % SHUFFLES_PER_TURN === 0) await turns.yield();
    shuffle(order, stream);
    const shuffled = permutedProduct(one, other, order);
    total += shuffled;
    if (shuffled >= value - SUMMATION) atLeast++;
  }
  const floor = 1 / (1 + shuffles);
  return {
    value,
    shuffledMean: shuffles > 0 ? total / shuffles : 0,
    pValue: (1 + atLeast) * floor,
    leastPValue: floor,
  };
}

/** sum_ij one(i, j) other(order(i), order(j)) of symmetric matrices. */
function permutedProduct(one: Float64Array, other: Float64Array, order: Int32Array): number {
  const n = order.length;
  let diagonal = 0;
  let upper = 0;
  for (let i = 0; i < n; i++) {
    const own = one.subarray(i * n, (i + 1) * n);
    const row = other.subarray(order[i] * n, (order[i] + 1) * n);
    diagonal += own[i] * row[order[i]];
    let sum = 0;
    for (let j = i + 1; j < n; j++) sum += own[j] * row[order[j]];
    upper += sum;
  }
  return diagonal + 2 * upper;
}

/** [n, n], float64 over float32 rows. */
function dotProducts({ n, d, values }: UnitRows): Float64Array {
  const rows = Float64Array.from(values);
  const products = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let z = 0; z < d; z++) sum += rows[i * d + z] * rows[j * d + z];
      products[i * n + j] = sum;
      products[j * n + i] = sum;
    }
  }
  return products;
}

/** Dot products of rows less their mean row: H G H with H = 1 - 1/n. */
function centred(products: Float64Array, n: number): Float64Array {
  const means = new Float64Array(n);
  let mean = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) means[i] += products[i * n + j] / n;
    mean += means[i] / n;
  }
  return products.map((product, at) => product - means[Math.floor(at / n)] - means[at % n] + mean);
}

/** Entries off the diagonal less their mean; the diagonal is 0. */
function offDiagonal(products: Float64Array, n: number): Float64Array {
  const isDiagonal = (at: number) => at % (n + 1) === 0;
  let mean = 0;
  for (let at = 0; at < n * n; at++) if (!isDiagonal(at)) mean += products[at] / (n * (n - 1));
  return products.map((product, at) => (isDiagonal(at) ? 0 : product - mean));
}

/** Each entry off the diagonal by its rank among the pairs. */
function rankPairs(products: Float64Array, n: number): Float64Array {
  const upper = new Float64Array((n * (n - 1)) / 2);
  for (let i = 0, at = 0; i < n; i++) for (let j = i + 1; j < n; j++) upper[at++] = products[i * n + j];
  const ranks = averageRanks(upper);
  const ranked = new Float64Array(n * n);
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) ranked[i * n + j] = ranked[j * n + i] = ranks[at++];
  }
  return ranked;
}

/** `matrix` over its Frobenius norm; null if it is zero up to rounding. */
function toUnitLength(matrix: Float64Array): Float64Array | null {
  const square = matrix.reduce((sum, value) => sum + value * value, 0);
  return square > FLAT * matrix.length ? matrix.map((value) => value / Math.sqrt(square)) : null;
}
