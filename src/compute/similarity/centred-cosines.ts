/**
 * Cosines of matched rows before and after the mean that all rows have in common is removed.
 *
 * In: unit rows of two dictionaries and pairs of them. Out: the mean cosine over the pairs, and over all pairs of a latent here and one there, which
 * is what a random pairing gives: plain, and of the rows less m, the mean of both dictionaries' mean rows. Where rows share a direction every cosine is
 * raised by it, and centred ones are not.
 */
import type { Turns } from '../turns.ts';
import type { UnitRows } from '../unit-rows.ts';

/** Means of cosines. */
export interface PairedMeans {
  /** Over the pairs; null without pairs. */
  readonly matched: number | null;
  /** Over all pairs of the two dictionaries. */
  readonly all: number;
}

export interface CentredCosines {
  readonly plain: PairedMeans;
  readonly centred: PairedMeans;
  /** |m|: 0 where rows have no direction in common, 1 where they are all one. */
  readonly meanLength: number;
}

/** `partner[i]`: the row of B that row i of A is paired with, -1 for none. O((n_A + n_B) d), in turns. */
export async function centredCosines(
  { a, b, partner }: { a: UnitRows; b: UnitRows; partner: Int32Array },
  turns: Turns,
): Promise<CentredCosines> {
  const zero = new Float64Array(a.d);
  const plain = { a: await centre(a, zero, turns), b: await centre(b, zero, turns) };
  const mean = plain.a.mean.map((x, z) => (x + plain.b.mean[z]) / 2);
  const centred = { a: await centre(a, mean, turns), b: await centre(b, mean, turns) };
  const compare = async (by: { a: Centred; b: Centred }): Promise<PairedMeans> => ({
    matched: await meanOverPairs({ a, b, partner }, by, turns),
    // the mean over all pairs of dot products is the dot product of the means
    all: by.a.mean.reduce((total, value, z) => total + value * by.b.mean[z], 0),
  });
  return { plain: await compare(plain), centred: await compare(centred), meanLength: Math.hypot(...mean) };
}

/** Rows less one and the same row. */
interface Centred {
  readonly less: Float64Array; // [d]
  /** Of each row less that one. [n] */
  readonly lengths: Float64Array;
  /** Mean of the rows, each less that one and scaled to unit length, zeros as they are. [d] */
  readonly mean: Float64Array;
}

async function centre({ n, d, values }: UnitRows, less: Float64Array, turns: Turns): Promise<Centred> {
  const [lengths, mean] = [new Float64Array(n), new Float64Array(d)];
  for (let i = 0; i < n; i++) {
    let square = 0;
    for (let z = 0; z < d; z++) square += (values[i * d + z] - less[z]) ** 2;
    lengths[i] = Math.sqrt(square);
    if (square > 0) for (let z = 0; z < d; z++) mean[z] += (values[i * d + z] - less[z]) / (lengths[i] * n);
    await turns.spend(2 * d);
  }
  return { less, lengths, mean };
}

/** Mean cosine of the pairs; null without a pair. */
async function meanOverPairs(
  { a, b, partner }: { a: UnitRows; b: UnitRows; partner: Int32Array },
  by: { a: Centred; b: Centred },
  turns: Turns,
): Promise<number | null> {
  const { d } = a;
  let [sum, pairs] = [0, 0];
  for (const [i, j] of partner.entries()) {
    if (j < 0) continue;
    pairs++;
    let product = 0;
    for (let z = 0; z < d; z++) product += (a.values[i * d + z] - by.a.less[z]) * (b.values[j * d + z] - by.b.less[z]);
    const lengths = by.a.lengths[i] * by.b.lengths[j];
    if (lengths > 0) sum += product / lengths;
    await turns.spend(d);
  }
  return pairs > 0 ? sum / pairs : null;
}
