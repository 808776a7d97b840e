/**
 * Nearest lists with rough scores -> the few nearest with exact scores, in exact order, of every row and every column.
 *
 * A pair whose rough score and error bound together are below the c-th best exact score cannot be among the c best. Lines whose lists do not
 * reach that far down are looked at once more, against all of the other end, now that their c-th best score is known to be at
 * least so much.
 */
import { CANDIDATES_KEPT } from '../side-matching.ts';
import type { UnitRows } from '../unit-rows.ts';
import type { Engine } from './engine.ts';
import type { NearestLists } from './nearest-lists.ts';
import { SCORES_PER_TURN } from './pair-score.ts';
import { DENSE_SHARE, visitPrecisely } from './tiles/precise-tiles.ts';
import { groupIdenticalRows } from './tiles/row-groups.ts';
import { TopK } from './top-k.ts';

/** The c nearest of each row, best first, ties by lower index. */
export interface Candidates {
  readonly candidates: Int32Array; // [n, c]
  readonly candidateCosines: Float64Array; // [n, c]
  readonly candidatesPerLatent: number;
}

/** What float32 bars and their comparison may lose. */
const BAR_ROUNDING = 2 ** -21;

/** One end while its candidates are found. */
interface Line {
  readonly lists: NearestLists;
  readonly best: TopK;
  /** Lines whose candidates are not yet proven, one for each group of identical rows, and who else is like them. */
  readonly open: Map<number, number[]>;
}

async function readLists(
  engine: Engine,
  end: { lists: NearestLists; rows: UnitRows; others: number; score: (line: number, other: number) => number },
): Promise<Line> {
  const { lists, score } = end;
  const { n, k } = lists;
  const slack = engine.tiles.errorBound;
  const best = new TopK({ n, c: Math.min(CANDIDATES_KEPT, end.others) });
  const roughly = new TopK({ n: 1, c: best.c });
  const undecided: number[] = [];
  for (let i = 0; i < n; i++) {
    await engine.turns.spend((best.c + k) * end.rows.d);
    roughly.scores.fill(Number.NEGATIVE_INFINITY);
    for (let z = i * k; z < (i + 1) * k; z++) roughly.offer(0, lists.scores[z], lists.indexes[z]);
    for (const index of roughly.indexes) best.offer(i, score(i, index), index);
    for (let z = i * k; z < (i + 1) * k; z++)
      if (lists.scores[z] + slack >= best.bar(i)) best.offer(i, score(i, lists.indexes[z]), lists.indexes[z]);
    if (lists.bound[i] + slack >= best.bar(i)) undecided.push(i);
  }
  const groups = await groupIdenticalRows(end.rows, undecided, engine.turns);
  return { lists, best, open: new Map(groups.map((group) => [group[0], group])) };
}

/** Offers to open lines what may be among their c best, of pairs that rough scores do not tell apart. */
async function lookPrecisely(
  engine: Engine,
  part: { rows: Int32Array; columns: Int32Array; openRows: Line; openColumns: Line },
): Promise<void> {
  const { openRows, openColumns } = part;
  let scored = 0;
  await visitPrecisely(engine, {
    rows: part.rows,
    columns: part.columns,
    async visit({ rows, columns, scores, bound }) {
      const readBar = (line: Line, name: number) =>
        line.open.has(name) ? line.best.bar(name) - bound : Number.POSITIVE_INFINITY;
      const columnBars = Float64Array.from(columns, (j) => readBar(openColumns, j));
      for (const [r, i] of rows.entries()) {
        let rowBar = readBar(openRows, i);
        for (const [c, j] of columns.entries()) {
          const rough = scores[r * columns.length + c];
          if (rough < rowBar && rough < columnBars[c]) continue;
          if (++scored % SCORES_PER_TURN === 0) await engine.turns.yield();
          const exact = engine.score(i, j);
          if (rowBar < Number.POSITIVE_INFINITY) openRows.best.offer(i, exact, j);
          if (columnBars[c] < Number.POSITIVE_INFINITY) openColumns.best.offer(j, exact, i);
          rowBar = readBar(openRows, i);
          columnBars[c] = readBar(openColumns, j);
        }
        await engine.turns.spend(columns.length);
      }
    },
  });
}

/** Offers to the open lines of both ends whatever their lists left out and may be among their c best. */
async function scanAgain(engine: Engine, { rows, columns }: { rows: Line; columns: Line }): Promise<void> {
  const { a, b, kernel, tiles, hits, rowBars, columnBars, absolute, score, turns } = engine;
  const { errorBound, repeatBound, tileRows, tileColumns } = tiles;
  const allRows = Int32Array.from({ length: a.n }, (_, i) => i);
  const openRows = Int32Array.from(rows.open.keys());
  const openColumns = Int32Array.from(columns.open.keys());
  const otherColumns = Int32Array.from({ length: b.n }, (_, j) => j).filter((j) => !columns.open.has(j));
  const readBar = (line: Line, name: number) =>
    line.open.has(name) ? line.best.bar(name) - errorBound - BAR_ROUNDING : Number.POSITIVE_INFINITY;
  const parts = [
    { names: openColumns, against: allRows },
    { names: otherColumns, against: openRows },
  ].filter(({ names, against }) => names.length > 0 && against.length > 0);
  const total = parts.reduce((sum, { names }) => sum + names.length, 0);
  const dense: { rows: Int32Array; columns: Int32Array }[] = [];
  let done = 0;
  let scored = 0;
  for (const { names, against } of parts) {
    for (let first = 0; first < names.length; first += tileColumns) {
      const block = names.subarray(first, first + tileColumns);
      const n = block.length;
      tiles.setColumns(block);
      for (let at = 0; at < against.length; at += tileRows) {
        const facing = against.subarray(at, at + tileRows);
        const m = facing.length;
        await tiles.multiply(facing);
        kernel.floats(rowBars).set(Float32Array.from(facing, (i) => readBar(rows, i)));
        kernel.floats(columnBars).set(Float32Array.from(block, (j) => readBar(columns, j)));
        const found = kernel.collect({ scores: tiles.scores, m, n, absolute, either: true, rowBars, columnBars, hits });
        if (found.places.length > DENSE_SHARE * m * n) {
          dense.push({ rows: facing.slice(), columns: block });
          await turns.yield();
          continue;
        }
        for (let h = 0; h < found.places.length; h++) {
          const i = facing[Math.floor(found.places[h] / n)];
          const j = block[found.places[h] % n];
          const rough = found.scores[h];
          const isWanted = (line: Line, name: number) =>
            rough > readBar(line, name) && rough <= line.lists.bound[name] + repeatBound;
          const [byRow, byColumn] = [isWanted(rows, i), isWanted(columns, j)];
          if (!byRow && !byColumn) continue;
          if (++scored % SCORES_PER_TURN === 0) await turns.yield();
          const exact = score(i, j);
          if (byRow) rows.best.offer(i, exact, j);
          if (byColumn) columns.best.offer(j, exact, i);
        }
        await turns.yield();
      }
      done += n;
      await turns.report({ step: 'candidates', done, total });
    }
  }
  for (const part of dense) await lookPrecisely(engine, { ...part, openRows: rows, openColumns: columns });
  for (const { open, best } of [rows, columns])
    for (const [first, alike] of open) for (const i of alike) best.copy(first, i);
}

/** The c = min(CANDIDATES_KEPT, n of the other end) nearest of each row and of each column, exactly. */
export async function pickCandidates(
  engine: Engine,
  lists: { rows: NearestLists; columns: NearestLists },
): Promise<{ rows: Candidates; columns: Candidates }> {
  const { a, b, score } = engine;
  const rows = await readLists(engine, { lists: lists.rows, rows: a, others: b.n, score });
  const byColumn = (j: number, i: number) => score(i, j);
  const columns = await readLists(engine, { lists: lists.columns, rows: b, others: a.n, score: byColumn });
  if (rows.open.size + columns.open.size > 0) await scanAgain(engine, { rows, columns });
  const toCandidates = ({ best }: Line): Candidates => ({
    candidates: best.indexes,
    candidateCosines: best.scores,
    candidatesPerLatent: best.c,
  });
  return { rows: toCandidates(rows), columns: toCandidates(columns) };
}
