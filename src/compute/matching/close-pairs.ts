/**
 * The pairs whose scores come near to the prices: what a matching could be changed to at little cost.
 *
 * In: prices that no pair exceeds, and the nearest lists of both ends. Out: every pair of all with u_i + v_j - c_ij at most `reach`, its exact
 * slack, by row. Pairs in the lists are read from them; the rest are multiplied where the lists' bounds leave it open.
 */
import type { Engine } from './engine.ts';
import type { NearestLists } from './nearest-lists.ts';
import { PairList } from './pair-list.ts';
import { SCORES_PER_TURN } from './pair-score.ts';
import { arithmeticBound, PricingRegion, scanRegion } from './pricing-region.ts';
import type { Prices } from './stored-pairs.ts';

/** Every close pair once, with its slack as weight, none below 0; and how far up they are complete. */
export interface ClosePairs {
  readonly pairs: PairList;
  /** Every pair with less slack than this is among them. */
  readonly reach: number;
}

/** A reach that leaves out no pair that could matter: an exchange of two pairs of unit rows never costs more. */
export const ALL_PAIRS = 4;

/** Pairs kept per row of the smaller dictionary: beyond, the reach is halved. Searches for margins seldom look further. */
const PAIRS_PER_ROW = 32;
/** Pairs kept in any case: all those of dictionaries of some hundred latents. */
const PAIRS_KEPT = 2 ** 18;

/** Close pairs up to `reach`, or less where they are too many. */
export async function findClosePairs(
  engine: Engine,
  of: Prices & { rows: NearestLists; columns: NearestLists; reach: number },
): Promise<ClosePairs> {
  const { a, tiles, turns, score } = engine;
  const { u, v, rows, columns } = of;
  const { errorBound, repeatBound } = tiles;
  const most = Math.max(PAIRS_KEPT, PAIRS_PER_ROW * a.n);
  let { reach } = of;
  let pairs = new PairList();
  let scored = 0;
  const offer = async (i: number, j: number) => {
    if (++scored % SCORES_PER_TURN === 0) await turns.yield();
    const slack = u[i] + v[j] - score(i, j);
    if (slack > reach) return;
    pairs.push(i, j, Math.max(0, slack));
    if (pairs.length <= most) return;
    reach /= 2;
    const kept = new PairList();
    for (let e = 0; e < pairs.length; e++)
      if (pairs.weights[e] <= reach) kept.push(pairs.rows[e], pairs.columns[e], pairs.weights[e]);
    pairs = kept;
  };
  const near = (i: number, j: number, rough: number) => u[i] + v[j] - rough - errorBound <= reach;
  for (let i = 0; i < rows.n; i++)
    for (let z = i * rows.k; z < (i + 1) * rows.k; z++)
      if (near(i, rows.indexes[z], rows.scores[z])) await offer(i, rows.indexes[z]);
  for (let j = 0; j < columns.n; j++) {
    for (let z = j * columns.k; z < (j + 1) * columns.k; z++) {
      const i = columns.indexes[z];
      if (columns.scores[z] <= rows.bound[i] && near(i, j, columns.scores[z])) await offer(i, j); // what is above is in the row's list
    }
  }
  const input = { u, v, margin: reach, rowBound: rows.bound, columnBound: columns.bound, earlier: null };
  const slack = errorBound + arithmeticBound(input);
  const region = new PricingRegion(input, slack);
  await scanRegion(engine, {
    region,
    prices: { u, v },
    below: () => slack + reach,
    async visit({ rows: names, columns: block, found }) {
      for (let h = 0; h < found.places.length; h++) {
        const i = names[Math.floor(found.places[h] / block.length)];
        const j = block[found.places[h] % block.length];
        const rough = found.scores[h];
        if (rough > rows.bound[i] + repeatBound || rough > columns.bound[j] + repeatBound) continue; // it is in a list
        if (near(i, j, rough)) await offer(i, j);
      }
    },
    onColumns: (done) => turns.report({ step: 'margins', done, total: region.columns.length }),
  });
  return { pairs, reach: reach < ALL_PAIRS ? reach : Number.POSITIVE_INFINITY };
}
