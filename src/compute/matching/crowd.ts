/**
 * The pairs of crowded rows and crowded columns, priced exactly: where masses of pairs are as good as tight, float32 cannot tell
 * and lists overflow.
 *
 * Identical rows have equal scores, so a group of them needs one evaluation against a group of columns.
 */
import type { Engine } from './engine.ts';
import { groupIdenticalRows } from './identical-rows.ts';
import { type Prices, VIOLATION } from './stored-pairs.ts';

/** Group pairs between two turns of the event loop. */
const scoresPerTurn = 8192;

/**
 * Groups of columns taken per group of rows, those that exceed the prices by most: with all of them the solver's graph would
 * become dense.
 */
const groupsKept = 16;

/**
 * Calls `violate` with pairs that exceed the prices and returns their number; 0 proves that no pair of `rows` and `columns` does.
 * As many evaluations as there are pairs of different rows and columns, so a dictionary of tens of thousands of rows that are all
 * alike but not identical takes long.
 */
export async function priceCrowd(
  engine: Engine,
  crowd: Prices & {
    rows: readonly number[];
    columns: readonly number[];
    violate: (row: number, column: number, score: number) => void;
  },
): Promise<number> {
  const { u, v, violate } = crowd;
  const rowGroups = groupIdenticalRows(
    engine.a,
    [...crowd.rows].sort((x, y) => u[x] - u[y] || x - y),
  );
  const columnGroups = groupIdenticalRows(
    engine.b,
    [...crowd.columns].sort((x, y) => v[x] - v[y] || x - y),
  );
  let scored = 0;
  let violations = 0;
  for (const rows of rowGroups) {
    const open: { columns: number[]; score: number; excess: number }[] = [];
    for (const columns of columnGroups) {
      if (++scored % scoresPerTurn === 0) await engine.pace.breathe();
      const score = engine.score(rows[0], columns[0]);
      const excess = score - u[rows[0]] - v[columns[0]]; // of the cheapest of both
      if (excess > VIOLATION) open.push({ columns, score, excess });
    }
    open.sort((x, y) => y.excess - x.excess);
    for (const { columns, score } of open.slice(0, groupsKept)) {
      const check = (i: number, j: number) => {
        if (score - u[i] - v[j] <= VIOLATION) return;
        violations++;
        violate(i, j, score);
      };
      // The k-th cheapest row with the k-th cheapest column, and each with the cheapest of the other end: enough to level the
      // prices of a group.
      for (let k = 0; k < Math.max(rows.length, columns.length); k++) {
        check(rows[k % rows.length], columns[k % columns.length]);
        if (k > 0 && k < rows.length) check(rows[k], columns[0]);
        if (k > 0 && k < columns.length) check(rows[0], columns[k]);
      }
    }
  }
  return violations;
}
