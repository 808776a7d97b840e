/**
 * One pass over the pairs that are not stored and might exceed the dual prices.
 *
 * In: prices, and what is known of the pairs outside the lists: score <= min(row bound, column bound), and perhaps an earlier
 * pass. Out: the pairs that exceed the prices or nearly do, and a bound on all the others: a proof for every pair that the pass
 * did not have to look at, too.
 */
import { type CloseTile, DENSE_SHARE, visitClosely } from './close-tiles.ts';
import type { Engine } from './engine.ts';
import { ExcessLists } from './excess-lists.ts';
import { PairList } from './pair-list.ts';
import { type PricingInput, type PricingProof, PricingRegion } from './pricing-region.ts';

/** Pairs kept per row and per column in one pass. */
const foundPerLine = 16;
/** Exact scores between two turns of the event loop. */
const scoresPerTurn = 8192;
/** What it costs to offer a pair to the lists of its row and column, in multiplications. */
const offerCost = 16;

export interface PricingPass {
  /** Every pair found, some twice. */
  readonly found: PairList;
  /** Whether their scores are exact, or rough. */
  readonly isExact: boolean;
  readonly proof: PricingProof;
  /**
   * Rows and columns with more violating pairs than are kept, as far as the tiles can tell: only pairs of the two are not proven.
   */
  readonly crowdedRows: number[];
  readonly crowdedColumns: number[];
  readonly pairsPriced: number;
}

/** Bound on what float32 prices and sums add to the rounding of a tile: four roundings of numbers of this size. */
function arithmeticBound({ u, v, margin }: PricingInput): number {
  let largest = 0;
  for (const x of u) largest = Math.max(largest, Math.abs(x));
  let largestColumn = 0;
  for (const x of v) largestColumn = Math.max(largestColumn, Math.abs(x));
  return 8 * 2 ** -24 * (largest + largestColumn + margin + 1);
}

/**
 * Prices every pair outside the lists that could exceed `u` and `v`. Every pair whose exact score exceeds them is found, or lies
 * between a crowded row and a crowded column.
 */
export async function priceUnstored(engine: Engine, input: PricingInput): Promise<PricingPass> {
  const { a, b, kernel, tiles, turns, absolute, hits, rowBars, columnBars, score } = engine;
  const { u, v, margin, rowBound, columnBound } = input;
  const { tileRows, tileColumns, errorBound, repeatBound } = tiles;
  const exact = engine.precision !== 'FLOAT32';
  const slack = errorBound + arithmeticBound(input);
  const region = new PricingRegion(input, slack);
  const rows = new ExcessLists({ n: a.n, k: foundPerLine, floor: -margin });
  const columns = new ExcessLists({ n: b.n, k: foundPerLine, floor: -margin });
  let hidden = exact ? 0 : errorBound; // what an offered excess may be too low by
  let isExact = exact;
  const offer = (i: number, j: number, excess: number) => {
    if (excess + hidden <= -margin) return;
    rows.offer(i, j, excess);
    columns.offer(j, i, excess);
  };
  const priceClosely = async ({ rows: names, columns: block, scores, bound }: CloseTile) => {
    hidden = Math.max(hidden, bound);
    isExact = false;
    for (let r = 0, z = 0; r < names.length; r++) {
      for (let c = 0; c < block.length; c++, z++) offer(names[r], block[c], scores[z] - u[names[r]] - v[block[c]]);
      await turns.spend(offerCost * block.length);
    }
  };
  let pairsPriced = 0;
  let scored = 0;
  const total = Math.max(1, region.columns.length);
  await turns.report({ step: 'certificate', done: 0, total });
  for (let first = 0; first < region.columns.length; first += tileColumns) {
    const block = region.columns.subarray(first, first + tileColumns);
    const open = region.rowsAgainst(block);
    if (open.length > 0) tiles.setColumns(block);
    const n = block.length;
    for (let at = 0; at < open.length; at += tileRows) {
      const names = open.subarray(at, at + tileRows);
      const m = names.length;
      await tiles.multiply(names);
      kernel.floats(rowBars).set(Float32Array.from(names, (i) => u[i] - slack - margin));
      kernel.floats(columnBars).set(Float32Array.from(block, (j) => v[j]));
      const found = kernel.collect({ scores: tiles.scores, m, n, absolute, either: false, rowBars, columnBars, hits });
      if (exact && found.places.length > DENSE_SHARE * m * n) {
        await visitClosely(engine, { rows: names, columns: block, visit: priceClosely });
      } else {
        for (let h = 0; h < found.places.length; h++) {
          const i = names[Math.floor(found.places[h] / n)];
          const j = block[found.places[h] % n];
          const rough = found.scores[h];
          if (rough > rowBound[i] + repeatBound || rough > columnBound[j] + repeatBound) continue; // it is in a list
          if (exact && ++scored % scoresPerTurn === 0) await turns.yield();
          offer(i, j, (exact ? score(i, j) : rough) - u[i] - v[j]);
        }
      }
      pairsPriced += m * n;
      await turns.yield();
    }
    await turns.report({ step: 'certificate', done: first + n, total });
  }

  const readRest = ({ rest }: ExcessLists) => rest.map((x) => (x > -margin ? x + hidden : x));
  const [rowRest, columnRest] = [readRest(rows), readRest(columns)];
  const crowded = (rest: Float64Array) =>
    Array.from(rest.keys()).filter((i) => rest[i] > (isExact ? engine.violation : 0));
  const found = new PairList();
  rows.forEach((i, j, excess) => found.push(i, j, excess + u[i] + v[j]));
  columns.forEach((j, i, excess) => found.push(i, j, excess + u[i] + v[j]));
  return {
    found,
    isExact,
    proof: { u: u.slice(), v: v.slice(), rowRest, columnRest },
    crowdedRows: crowded(rowRest),
    crowdedColumns: crowded(columnRest),
    pairsPriced,
  };
}
