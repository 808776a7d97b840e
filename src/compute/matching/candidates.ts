/**
 * Nearest lists with rough scores -> the few nearest with exact scores, in exact order, of every row and every column.
 *
 * A pair whose rough score and error bound together are below the c-th best exact score cannot be among the c best. Lines whose lists do not
 * reach that far down are looked at once more, against all of the other end, now that their c-th best score is known to be at
 * least so much.
 */
import { DENSE_SHARE, visitClosely } from './close-tiles.ts';
import type { Engine } from './engine.ts';
import { groupIdenticalRows } from './identical-rows.ts';
import type { NearestLists } from './nearest-lists.ts';
import { Podiums } from './podiums.ts';
import { CANDIDATES_KEPT } from '../side-matching.ts';
import type { UnitRows } from '../unit-rows.ts';

/** The c nearest of each row, best first, ties by lower index. */
export interface Candidates {
  readonly candidates: Int32Array; // [n, c]
  readonly candidateCosines: Float64Array; // [n, c]
  readonly candidatesPerLatent: number;
}

/** Exact scores between two turns of the event loop. */
const scoresPerTurn = 8192;
/** What float32 bars and their comparison may lose. */
const barRounding = 2 ** -21;

/** One end while its candidates are found. */
interface Line {
  readonly lists: NearestLists;
  readonly podiums: Podiums;
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
  const podiums = new Podiums({ n, c: Math.min(CANDIDATES_KEPT, end.others) });
  const roughly = new Podiums({ n: 1, c: podiums.c });
  const undecided: number[] = [];
  for (let i = 0; i < n; i++) {
    await engine.turns.spend((podiums.c + k) * end.rows.d);
    roughly.scores.fill(Number.NEGATIVE_INFINITY);
    for (let z = i * k; z < (i + 1) * k; z++) roughly.offer(0, lists.scores[z], lists.indexes[z]);
    for (const index of roughly.indexes) podiums.offer(i, score(i, index), index);
    for (let z = i * k; z < (i + 1) * k; z++)
      if (lists.scores[z] + slack >= podiums.bar(i)) podiums.offer(i, score(i, lists.indexes[z]), lists.indexes[z]);
    if (lists.bound[i] + slack >= podiums.bar(i)) undecided.push(i);
  }
  const groups = await groupIdenticalRows(end.rows, undecided, engine.turns);
  return { lists, podiums, open: new Map(groups.map((group) => [group[0], group])) };
}

/** Offers what may belong to the podiums of open lines, of pairs that rough scores do not tell apart. */
async function lookClosely(
  engine: Engine,
  part: { rows: Int32Array; columns: Int32Array; openRows: Line; openColumns: Line },
): Promise<void> {
  const { openRows, openColumns } = part;
  let scored = 0;
  await visitClosely(engine, {
    rows: part.rows,
    columns: part.columns,
    async visit({ rows, columns, scores, bound }) {
      const readBar = (line: Line, name: number) =>
        line.open.has(name) ? line.podiums.bar(name) - bound : Number.POSITIVE_INFINITY;
      const columnBars = Float64Array.from(columns, (j) => readBar(openColumns, j));
      for (const [r, i] of rows.entries()) {
        let rowBar = readBar(openRows, i);
        for (const [c, j] of columns.entries()) {
          const rough = scores[r * columns.length + c];
          if (rough < rowBar && rough < columnBars[c]) continue;
          if (++scored % scoresPerTurn === 0) await engine.turns.yield();
          const exact = engine.score(i, j);
          if (rowBar < Number.POSITIVE_INFINITY) openRows.podiums.offer(i, exact, j);
          if (columnBars[c] < Number.POSITIVE_INFINITY) openColumns.podiums.offer(j, exact, i);
          rowBar = readBar(openRows, i);
          columnBars[c] = readBar(openColumns, j);
        }
        await engine.turns.spend(columns.length);
      }
    },
  });
}

/** Offers to the open lines of both ends whatever their lists left out and may belong to their podiums. */
async function lookAgain(engine: Engine, { rows, columns }: { rows: Line; columns: Line }): Promise<void> {
  const { a, b, kernel, tiles, hits, rowBars, columnBars, absolute, score, turns } = engine;
  const { errorBound, repeatBound, tileRows, tileColumns } = tiles;
  const allRows = Int32Array.from({ length: a.n }, (_, i) => i);
  const openRows = Int32Array.from(rows.open.keys());
  const openColumns = Int32Array.from(columns.open.keys());
  const otherColumns = Int32Array.from({ length: b.n }, (_, j) => j).filter((j) => !columns.open.has(j));
  const readBar = (line: Line, name: number) =>
    line.open.has(name) ? line.podiums.bar(name) - errorBound - barRounding : Number.POSITIVE_INFINITY;
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
          if (++scored % scoresPerTurn === 0) await turns.yield();
          const exact = score(i, j);
          if (byRow) rows.podiums.offer(i, exact, j);
          if (byColumn) columns.podiums.offer(j, exact, i);
        }
        await turns.yield();
      }
      done += n;
      await turns.report({ step: 'candidates', done, total });
    }
  }
  for (const part of dense) await lookClosely(engine, { ...part, openRows: rows, openColumns: columns });
  for (const { open, podiums } of [rows, columns])
    for (const [first, alike] of open) for (const i of alike) podiums.copy(first, i);
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
  if (rows.open.size + columns.open.size > 0) await lookAgain(engine, { rows, columns });
  const toCandidates = ({ podiums }: Line): Candidates => ({
    candidates: podiums.indexes,
    candidateCosines: podiums.scores,
    candidatesPerLatent: podiums.c,
  });
  return { rows: toCandidates(rows), columns: toCandidates(columns) };
}
