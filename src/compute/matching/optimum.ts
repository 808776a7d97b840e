/**
 * Nearest lists -> an optimal assignment of all rows over ALL pairs, and prices that prove it.
 *
 * Solve on few pairs; price the stored ones; price the rest where the lists' bounds leave it open; add what exceeds the prices,
 * repair, repeat. Each round adds a pair that the graph lacked, so it ends; it ends when no pair of all exceeds the prices.
 */
import { Assignment } from './assignment.ts';
import { priceCrowd } from './crowd.ts';
import type { Engine } from './engine.ts';
import type { NearestLists } from './nearest-lists.ts';
import { priceUnstored } from './pricing.ts';
import type { PricingProof } from './pricing-region.ts';
import { StoredPairs } from './stored-pairs.ts';
import { linkSurplus } from './surplus-links.ts';

/** Pairs this near to the prices are stored in the first pass: later passes look only where prices moved by more. */
const firstMargin = 0.02;
/**
 * Less where each such pair is evaluated exactly, in standard deviations of random rows' cosines: they lie closer together in wider
 * rows.
 */
const firstMarginOfBytes = 0.2;
/** Each later pass has this part of the margin before it: it looks at little, and what it leaves is as good as proven. */
const marginRatio = 0.1;
/** Sweeps of levelling slack before the first pass; more change little. */
const centreSweeps = 8;
/** Share of rows whose list bound lies below the price at which a row gives up in the first solve. */
const floorQuantile = 0.05;

export interface Optimum {
  readonly u: Float64Array;
  readonly v: Float64Array;
  readonly rowMate: Int32Array;
  readonly columnMate: Int32Array;
  /** Pricing passes over all pairs. */
  readonly rounds: number;
  /** Tile entries computed for pricing, over all rounds. */
  readonly pairsPriced: number;
}

/** A profit that some pair outside the lists will surely offer: -Infinity if the lists hold all pairs. */
function pickFloor(rows: NearestLists, columns: NearestLists): number {
  const quantile = (bound: Float32Array) => bound.slice().sort()[Math.floor(bound.length * floorQuantile)];
  return Math.min(quantile(rows.bound), quantile(columns.bound));
}

/** Indexes of the unmatched. */
function unmatched(mate: Int32Array): number[] {
  const free: number[] = [];
  for (let i = 0; i < mate.length; i++) if (mate[i] < 0) free.push(i);
  return free;
}

/** An optimum over all pairs of `engine.a` and `engine.b`; no pair exceeds the prices by more than the engine's `violation`. */
export async function findOptimum(
  engine: Engine,
  lists: { rows: NearestLists; columns: NearestLists },
): Promise<Optimum> {
  const { a, b, score, turns } = engine;
  const stored = new StoredPairs({
    score,
    slack: engine.tiles.errorBound,
    raise: engine.tiles.usualRaise,
    violation: engine.violation,
    turns,
  });
  const assignment = new Assignment({ nRows: a.n, nColumns: b.n, tightness: engine.violation / 2, turns });
  const { u, v, rowMate, columnMate } = assignment;

  await turns.report({ step: 'assignment', done: 0, total: 1 });
  const floor = pickFloor(lists.rows, lists.columns);
  await stored.addLists(lists.rows, lists.columns);
  await stored.takeLikely(lists.rows, lists.columns, floor);
  assignment.setGraph(stored.core);
  await assignment.start(floor - engine.tiles.usualRaise);
  const surplus = { rows: unmatched(rowMate), columns: unmatched(columnMate) };
  const link = (i: number, j: number) => stored.addToCore(i, j, score(i, j));
  if (surplus.rows.length > 0) await linkSurplus(engine, { ...surplus, link });
  const settle = async () => {
    do {
      assignment.setGraph(stored.core);
      await assignment.solve();
    } while ((await stored.takeViolating(assignment)) > 0);
  };
  await settle();

  let earlier: PricingProof | null = null;
  let pairsPriced = 0;
  let margin =
    engine.precision === 'FLOAT32' ? firstMargin : Math.min(firstMargin, firstMarginOfBytes / Math.sqrt(a.d));
  await stored.centre(assignment, { sweeps: centreSweeps, lowest: a.n < b.n ? 0 : Number.NEGATIVE_INFINITY });
  for (let rounds = 1; ; rounds++) {
    const bounds = { rowBound: lists.rows.bound, columnBound: lists.columns.bound };
    const pass = await priceUnstored(engine, { u, v, ...bounds, margin, earlier });
    pairsPriced += pass.pairsPriced;
    const { rows, columns, weights, length } = pass.found;
    for (let e = 0; e < length; e++)
      stored.add({ row: rows[e], column: columns[e], score: weights[e], exact: pass.isExact });
    let violations = await stored.takeViolating(assignment);
    if (violations === 0) {
      const crowd = { u, v, rows: pass.crowdedRows, columns: pass.crowdedColumns };
      const violate = (i: number, j: number, exact: number) => stored.addToCore(i, j, exact);
      violations = await priceCrowd(engine, { ...crowd, violate });
    }
    if (violations === 0) return { u, v, rowMate, columnMate, rounds, pairsPriced };
    earlier = pass.proof;
    margin *= marginRatio;
    await turns.report({ step: 'assignment', done: rounds, total: rounds + 1 });
    await settle();
  }
}
