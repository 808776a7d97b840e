/**
 * Do the latents that do not come back span what those of the other dictionary span? (arXiv 2606.12138)
 *
 * In: unit rows of A's orphans and of B's. Out: how many directions each set really has, the principal angles between these directions, and how much
 * of each orphan lies in the other's. With X the rows of a set, l_k the eigenvalues of X^T X and p_k = l_k / sum of them, the effective rank is
 * exp(-sum p_k log p_k) (Roy and Vetterli 2007), and the span is that of the first so many eigenvectors U, rounded up. The cosines of the principal
 * angles are the singular values of U_A U_B^T; |U_B x|^2 is the part of a unit row x that lies in B's span.
 *
 * Compared with the sets turned at random against each other, in closed form: the mean squared cosine is then max(r_A, r_B) / d, and the part held
 * r_B / d. And with random latents of A and of B, as many as there are orphans and with as many directions.
 */
import { openTileProduct, type TileProduct } from '../matching/tiles/tile-product.ts';
import { buildRandomStream, type RandomStream } from '../nulls/random-stream.ts';
import { pickRows, type UnitRows } from '../unit-rows.ts';
import { Turns, type TurnsOptions } from '../turns.ts';
import { checkCorrelatedWidth } from './correlated-width.ts';
import { type CrossProduct, openCrossProduct } from './cross-product.ts';
import { shuffle } from './shuffle.ts';
import { openSpectra, type Spectra } from './spectra.ts';

/** The part of each row of a set that lies in the other's span. */
export interface HeldPart {
  readonly mean: number;
  readonly quartiles: readonly [number, number, number];
}

/** Two spans. JSON-able. */
export interface SpanOverlap {
  /** Cosines of the principal angles, largest first. [min(directions)] */
  readonly cosines: number[];
  /** Mean of their squares. */
  readonly meanSquaredCosine: number;
  /** Of A's rows in B's span. */
  readonly ofA: HeldPart;
  readonly ofB: HeldPart;
}

export interface OrphanSpans extends SpanOverlap {
  readonly orphans: readonly [number, number];
  readonly effectiveRank: readonly [number, number];
  /** Directions of each span. */
  readonly directions: readonly [number, number];
  /** The same numbers for each draw of random latents. */
  readonly subsets: readonly { meanSquaredCosine: number; ofA: number; ofB: number }[];
}

export interface OrphanSpansOptions extends TurnsOptions {
  readonly draws: number;
  readonly seed: number;
  readonly threads: number;
}

/** One end: its rows, who of them are orphans, and who random latents are drawn from. */
export interface SpannedEnd {
  readonly rows: UnitRows;
  readonly orphans: readonly number[];
  readonly among: readonly number[];
}

/** Rows of one product with the directions. */
const ROWS_PER_PRODUCT = 4096;

/**
 * The spans of the orphans of two dictionaries; null where one has none. O(n d^2 + d^3) for the orphans and for each draw. Throws
 * `SIMILARITY_TOO_COSTLY`; rejects with the signal's reason.
 */
export async function orphanSpans(
  { a, b }: { a: SpannedEnd; b: SpannedEnd },
  options: OrphanSpansOptions,
): Promise<OrphanSpans | null> {
  const { d } = a.rows;
  if (b.rows.d !== d) throw new RangeError(`expected rows of width ${d}, got ${b.rows.d}`);
  if (a.orphans.length === 0 || b.orphans.length === 0) return null;
  checkCorrelatedWidth(d);
  const turns = new Turns(options);
  const cross = await openCrossProduct({ threads: options.threads, turns });
  const spectra = openSpectra(options.signal);
  const product = await openTileProduct({ d, threads: options.threads });
  const parts = { multiply: cross.multiply, spectra, product, turns };
  const report = (done: number) => turns.report({ step: 'spans of orphans', done, total: 1 + options.draws });
  try {
    await report(0);
    const [rowsA, rowsB] = [pickRows(a.rows, a.orphans), pickRows(b.rows, b.orphans)];
    const [x, y] = [await findSpan(rowsA, parts, null), await findSpan(rowsB, parts, null)];
    const overlap = await compare({ rowsA, rowsB, x, y }, parts);
    const subsets: OrphanSpans['subsets'][number][] = [];
    for (let draw = 0; draw < options.draws; draw++) {
      await report(1 + draw);
      const stream = buildRandomStream(options.seed, [draw]);
      const drawn = { rowsA: drawRows(a, stream), rowsB: drawRows(b, stream) };
      const spans = { x: await findSpan(drawn.rowsA, parts, x.count), y: await findSpan(drawn.rowsB, parts, y.count) };
      const { meanSquaredCosine, ofA, ofB } = await compare({ ...drawn, ...spans }, parts);
      subsets.push({ meanSquaredCosine, ofA: ofA.mean, ofB: ofB.mean });
    }
    return {
      ...overlap,
      orphans: [a.orphans.length, b.orphans.length],
      effectiveRank: [x.effectiveRank, y.effectiveRank],
      directions: [x.count, y.count],
      subsets,
    };
  } finally {
    await Promise.all([cross.close(), spectra.close(), product.close()]);
  }
}

interface Parts {
  multiply: CrossProduct;
  spectra: Spectra;
  product: TileProduct;
  turns: Turns;
}

interface Span {
  effectiveRank: number;
  /** Orthonormal rows. [count, d] */
  directions: Float32Array;
  count: number;
}

/** The first `count` directions; as many as the effective rank, rounded up, if null. */
async function findSpan({ n, d, values }: UnitRows, { multiply, spectra }: Parts, count: number | null): Promise<Span> {
  const block = { values, columns: d };
  const gram = await multiply({ x: block, y: block, pairs: n });
  // the two halves of a float32 product may differ in the last place
  for (let y = 0; y < d; y++) {
    for (let z = 0; z < y; z++) gram[y * d + z] = gram[z * d + y] = (gram[y * d + z] + gram[z * d + y]) / 2;
  }
  const spectrum = await spectra.find({ kind: 'SYMMETRIC_EIGEN', values: gram, rows: d, columns: d });
  const effectiveRank = measureRank(spectrum.values);
  const kept = count ?? Math.min(d, Math.ceil(effectiveRank));
  return { effectiveRank, count: kept, directions: Float32Array.from(spectrum.vectors.subarray(0, kept * d)) };
}

/** exp of the entropy of the eigenvalues; at least 1. */
export function measureRank(eigenvalues: ArrayLike<number>): number {
  const positive = Array.from(eigenvalues).filter((value) => value > 0);
  const total = positive.reduce((sum, value) => sum + value, 0);
  const entropy = positive.reduce((sum, value) => sum - (value / total) * Math.log(value / total), 0);
  return Math.max(1, Math.exp(entropy));
}

async function compare(
  { rowsA, rowsB, x, y }: { rowsA: UnitRows; rowsB: UnitRows; x: Span; y: Span },
  parts: Parts,
): Promise<SpanOverlap> {
  const { d } = rowsA;
  const products = new Float32Array(x.count * y.count);
  await parts.product.multiply(x.directions, y.directions, products);
  const spectrum = await parts.spectra.find({
    kind: 'SINGULAR_VALUES',
    values: Float64Array.from(products),
    rows: x.count,
    columns: y.count,
  });
  const cosines = Array.from(spectrum.values, (value) => Math.min(1, value));
  return {
    cosines,
    meanSquaredCosine: cosines.reduce((sum, cosine) => sum + cosine ** 2, 0) / cosines.length,
    ofA: await measureHeld({ rows: rowsA, span: y, d }, parts),
    ofB: await measureHeld({ rows: rowsB, span: x, d }, parts),
  };
}

async function measureHeld(
  { rows, span, d }: { rows: UnitRows; span: Span; d: number },
  { product, turns }: Parts,
): Promise<HeldPart> {
  const held = new Float64Array(rows.n);
  for (let from = 0; from < rows.n; from += ROWS_PER_PRODUCT) {
    await turns.yield();
    const to = Math.min(rows.n, from + ROWS_PER_PRODUCT);
    const tile = new Float32Array((to - from) * span.count);
    await product.multiply(rows.values.subarray(from * d, to * d), span.directions, tile);
    for (let at = 0; at < tile.length; at++) held[from + Math.floor(at / span.count)] += tile[at] ** 2;
  }
  const mean = held.reduce((sum, part) => sum + part, 0) / held.length;
  held.sort();
  const quantile = (q: number) => {
    const at = q * (held.length - 1);
    const low = Math.floor(at);
    return held[low] + (at - low) * (held[Math.min(low + 1, held.length - 1)] - held[low]);
  };
  return { mean, quartiles: [quantile(0.25), quantile(0.5), quantile(0.75)] };
}

/** As many random latents as there are orphans. */
function drawRows({ rows, orphans, among }: SpannedEnd, stream: RandomStream): UnitRows {
  const order = Int32Array.from(among);
  shuffle(order, stream);
  return pickRows(rows, Array.from(order.subarray(0, orphans.length)));
}
