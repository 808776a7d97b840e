/**
 * One pass over the pairs that are not stored and might exceed the dual prices.
 *
 * In: prices, and what is known of the pairs outside the lists: score <= min(row bound, column bound), and perhaps an earlier
 * pass. Out: the pairs that exceed the prices or nearly do, and a bound on all the others: a proof for every pair that the pass
 * did not have to look at, too. The region holds the pairs that neither the lists' bounds nor the pass before prove.
 */
import type { Engine } from './engine.ts';
import { ExcessLists } from './excess-lists.ts';
import { PairList } from './pair-list.ts';
import { SCORES_PER_TURN } from './pair-score.ts';
import { type PreciseTile, DENSE_SHARE, visitPrecisely } from './tiles/precise-tiles.ts';
import { arithmeticBound, type PricingInput, type PricingProof, PricingRegion, scanRegion } from './pricing-region.ts';

/** Pairs kept per row and per column in one pass. */
const FOUND_PER_LINE = 16;
/** What it costs to offer a pair to the lists of its row and column, in multiplications. */
const OFFER_COST = 16;

export interface PricingPass {
  /** Every pair found, some twice. */
  readonly found: PairList;
  /** Whether their scores are exact, or rough. */
  readonly isExact: boolean;
  readonly proof: PricingProof;
  /**
   * Rows and columns with more violating pairs than are kept, as far as the tiles can tell: only pairs of the two are not proven.
   */
  readonly tiedRows: number[];
  readonly tiedColumns: number[];
  readonly pairsPriced: number;
}

/**
 * Prices every pair outside the lists that could exceed `u` and `v`. Every pair whose exact score exceeds them is found, or lies
 * between a tied row and a tied column.
 */
export async function priceUnstored(engine: Engine, input: PricingInput): Promise<PricingPass> {
  const { a, b, tiles, turns, score } = engine;
  const { u, v, margin, rowBound, columnBound } = input;
  const { errorBound, repeatBound } = tiles;
  const exact = engine.precision !== 'FLOAT32';
  const slack = errorBound + arithmeticBound(input);
  const region = new PricingRegion(input, slack);
  const rows = new ExcessLists({ n: a.n, k: FOUND_PER_LINE, floor: -margin });
  const columns = new ExcessLists({ n: b.n, k: FOUND_PER_LINE, floor: -margin });
  let hidden = exact ? 0 : errorBound; // what an offered excess may be too low by
  let isExact = exact;
  const offer = (i: number, j: number, excess: number) => {
    if (excess + hidden <= -margin) return;
    rows.offer(i, j, excess);
    columns.offer(j, i, excess);
  };
  const pricePrecisely = async ({ rows: names, columns: block, scores, bound }: PreciseTile) => {
    hidden = Math.max(hidden, bound);
    isExact = false;
    for (let r = 0, z = 0; r < names.length; r++) {
      for (let c = 0; c < block.length; c++, z++) offer(names[r], block[c], scores[z] - u[names[r]] - v[block[c]]);
      await turns.spend(OFFER_COST * block.length);
    }
  };
  let pairsPriced = 0;
  let scored = 0;
  const total = Math.max(1, region.columns.length);
  await turns.report({ step: 'certificate', done: 0, total });
  await scanRegion(engine, {
    region,
    prices: input,
    below: () => slack + margin,
    async visit({ rows: names, columns: block, found }) {
      const n = block.length;
      if (exact && found.places.length > DENSE_SHARE * names.length * n) {
        await visitPrecisely(engine, { rows: names, columns: block, visit: pricePrecisely });
      } else {
        for (let h = 0; h < found.places.length; h++) {
          const i = names[Math.floor(found.places[h] / n)];
          const j = block[found.places[h] % n];
          const rough = found.scores[h];
          if (rough > rowBound[i] + repeatBound || rough > columnBound[j] + repeatBound) continue; // it is in a list
          if (exact && ++scored % SCORES_PER_TURN === 0) await turns.yield();
          offer(i, j, (exact ? score(i, j) : rough) - u[i] - v[j]);
        }
      }
      pairsPriced += names.length * n;
    },
    onColumns: (done) => turns.report({ step: 'certificate', done, total }),
  });

  const readRest = ({ rest }: ExcessLists) => rest.map((x) => (x > -margin ? x + hidden : x));
  const [rowRest, columnRest] = [readRest(rows), readRest(columns)];
  const tied = (rest: Float64Array) =>
    Array.from(rest.keys()).filter((i) => rest[i] > (isExact ? engine.violation : 0));
  const found = new PairList();
  rows.forEach((i, j, excess) => found.push(i, j, excess + u[i] + v[j]));
  columns.forEach((j, i, excess) => found.push(i, j, excess + u[i] + v[j]));
  return {
    found,
    isExact,
    proof: { u: u.slice(), v: v.slice(), rowRest, columnRest },
    tiedRows: tied(rowRest),
    tiedColumns: tied(columnRest),
    pairsPriced,
  };
}
