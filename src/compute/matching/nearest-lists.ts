/**
 * One pass over all tiles of the product: the K nearest columns of every row and the K nearest rows of every column, by rough
 * score.
 *
 * In: two dictionaries. Out: the lists, and for each row and column the bound that every pair outside the lists obeys.
 */
import type { Engine } from './engine.ts';
import type { Lists, ScanKernel } from './tiles/scan-kernel.ts';
import { buildRun } from './tiles/tiles.ts';

/**
 * Length of the lists. Longer lists make the solver's graph rarely too small and the region to be priced smaller, and cost memory
 * and insertions: 64 leaves 7-20% of all pairs to be priced on clustered data.
 */
export const NEAREST_KEPT = 64;

/** The lists of one end. Not sorted; copied out of the kernel, so they live on. */
export interface NearestLists {
  readonly k: number;
  readonly n: number;
  /** The other end's indexes. [n, k] */
  readonly indexes: Int32Array;
  /** Rough scores. [n, k] */
  readonly scores: Float32Array;
  /**
   * A pair of this row that is in neither end's lists has a rough score of at most this; -Infinity if the list holds all. [n]
   */
  readonly bound: Float32Array;
}

function copyLists(kernel: ScanKernel, lists: Lists, others: number): NearestLists {
  const { k, n } = lists;
  kernel.finish(lists);
  const found = { k, n, indexes: new Int32Array(n * k), scores: new Float32Array(n * k), bound: new Float32Array(n) };
  let at = 0;
  kernel.forEachEntry(lists, (_, index, score) => {
    found.indexes[at] = index;
    found.scores[at++] = score;
  });
  if (at !== n * k) throw new Error(`the lists hold ${at} of ${n * k} entries: scores are not finite`);
  if (k === others) found.bound.fill(Number.NEGATIVE_INFINITY);
  else found.bound.set(kernel.floats(lists.lowest));
  return found;
}

/**
 * The nearest lists of both ends. The kernel's memory above its present mark is used and released. Deterministic for any number
 * of threads.
 */
export async function findNearestLists(
  engine: Pick<Engine, 'a' | 'b' | 'absolute' | 'kernel' | 'tiles' | 'turns'> & {
    /** Length of the lists: {@link NEAREST_KEPT}, unless a test wants pricing to find what lists leave out. */
    kept?: number;
  },
): Promise<{ rows: NearestLists; columns: NearestLists }> {
  const { a, b, absolute, kernel, tiles, turns, kept = NEAREST_KEPT } = engine;
  const { scores, tileRows, tileColumns } = tiles;
  const mark = kernel.mark();
  const rows = kernel.allocateLists({ n: a.n, k: Math.min(kept, b.n) });
  const columns = kernel.allocateLists({ n: b.n, k: Math.min(kept, a.n) });

  const total = Math.ceil(a.n / tileRows) * Math.ceil(b.n / tileColumns);
  let done = 0;
  for (let firstColumn = 0; firstColumn < b.n; firstColumn += tileColumns) {
    const columnNames = buildRun(firstColumn, { length: tileColumns, end: b.n });
    tiles.setColumns(columnNames);
    for (let firstRow = 0; firstRow < a.n; firstRow += tileRows) {
      const rowNames = buildRun(firstRow, { length: tileRows, end: a.n });
      await tiles.multiply(rowNames);
      const [m, n] = [rowNames.length, columnNames.length];
      kernel.keepNearest({ scores, m, n, absolute, firstRow, firstColumn, rows, columns });
      await turns.report({ step: 'candidates', done: ++done, total });
    }
  }
  const rowLists = copyLists(kernel, rows, b.n);
  await turns.yield();
  const columnLists = copyLists(kernel, columns, a.n);
  kernel.release(mark);
  return { rows: rowLists, columns: columnLists };
}
