/**
 * The pairs of tied rows and tied columns, priced precisely: where masses of pairs are as good as tight, as between copies of a row,
 * tiles cannot tell which exceed the prices, and lists overflow.
 *
 * Identical rows have equal scores, so one of each group stands for all; near copies are told apart by their differences.
 */
import { visitPrecisely } from './tiles/precise-tiles.ts';
import type { Engine } from './engine.ts';
import { ExcessLists } from './excess-lists.ts';
import { groupIdenticalRows } from './tiles/row-groups.ts';
import { PairList } from './pair-list.ts';
import { SCORES_PER_TURN } from './pair-score.ts';
import type { Prices } from './stored-pairs.ts';
import type { UnitRows } from '../unit-rows.ts';

/**
 * Groups of columns taken per group of rows, and of rows per group of columns, those that exceed the prices by most: with all of
 * them the solver's graph would become dense.
 */
const GROUPS_KEPT = 16;
/** What it costs at most to look at a pair, its evaluation apart, in multiplications. */
const OFFER_COST = 16;

/** One line for each group of identical rows: the cheapest, with the group in order of price. */
async function groupByPrice(
  { turns }: Engine,
  { rows, names, price }: { rows: UnitRows; names: readonly number[]; price: Float64Array },
): Promise<Map<number, number[]>> {
  const byPrice = [...names].sort((x, y) => price[x] - price[y] || x - y);
  return new Map((await groupIdenticalRows(rows, byPrice, turns)).map((group) => [group[0], group]));
}

/**
 * Calls `violate` with pairs that exceed the prices and returns their number; 0 proves that no pair of `rows` and `columns` does.
 */
export async function priceTies(
  engine: Engine,
  ties: Prices & {
    rows: readonly number[];
    columns: readonly number[];
    violate: (row: number, column: number, score: number) => void;
  },
): Promise<number> {
  const { u, v, violate } = ties;
  const { score, violation } = engine;
  const rowGroups = await groupByPrice(engine, { rows: engine.a, names: ties.rows, price: u });
  const columnGroups = await groupByPrice(engine, { rows: engine.b, names: ties.columns, price: v });
  const rows = new ExcessLists({ n: engine.a.n, k: GROUPS_KEPT, floor: 0 });
  const columns = new ExcessLists({ n: engine.b.n, k: GROUPS_KEPT, floor: 0 });
  let scored = 0;
  await visitPrecisely(engine, {
    rows: Int32Array.from(rowGroups.keys()),
    columns: Int32Array.from(columnGroups.keys()),
    async visit(tile) {
      const n = tile.columns.length;
      for (const [r, i] of tile.rows.entries()) {
        for (let c = 0; c < n; c++) {
          const j = tile.columns[c];
          let excess = tile.scores[r * n + c] - u[i] - v[j];
          if (excess <= violation - tile.bound) continue;
          if (excess <= violation + tile.bound) {
            if (++scored % SCORES_PER_TURN === 0) await engine.turns.yield();
            excess = score(i, j) - u[i] - v[j];
            if (excess <= violation) continue;
          }
          rows.offer(i, j, excess);
          columns.offer(j, i, excess);
        }
        await engine.turns.spend(OFFER_COST * n);
      }
    },
  });

  let violations = 0;
  const take = async (i: number, j: number) => {
    await engine.turns.spend(engine.a.d);
    const exact = score(i, j);
    const check = (row: number, column: number) => {
      if (exact - u[row] - v[column] <= violation) return;
      violations++;
      violate(row, column, exact);
    };
    const [alike, alikeColumns] = [rowGroups.get(i) ?? [], columnGroups.get(j) ?? []];
    // The k-th cheapest row with the k-th cheapest column, and each with the cheapest of the other end: enough to level the prices
    // of a group.
    for (let k = 0; k < Math.max(alike.length, alikeColumns.length); k++) {
      check(alike[k % alike.length], alikeColumns[k % alikeColumns.length]);
      if (k > 0 && k < alike.length) check(alike[k], alikeColumns[0]);
      if (k > 0 && k < alikeColumns.length) check(alike[0], alikeColumns[k]);
    }
  };
  const held = new PairList();
  rows.forEach((i, j, excess) => held.push(i, j, excess));
  columns.forEach((j, i, excess) => held.push(i, j, excess));
  for (let e = 0; e < held.length; e++) await take(held.rows[e], held.columns[e]);
  return violations;
}
