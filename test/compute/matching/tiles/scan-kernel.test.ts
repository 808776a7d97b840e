/** The compiled kernel is the source's, and each scan does what a plain loop does. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compileKernel, kernels } from '../../../../src/compute/matching/kernels/compile.ts';
import { buildRandomStream } from '../../../../src/compute/nulls/random-stream.ts';
import { type Block, type Lists, ScanKernel } from '../../../../src/compute/matching/tiles/scan-kernel.ts';

test.each(kernels)('%s.wasm is what its source compiles to', async (name) => {
  const file = new URL(`../../../../src/compute/matching/kernels/${name}.wasm`, import.meta.url);
  expect(Buffer.from(await compileKernel(name)).equals(readFileSync(file))).toBe(true);
});

/** Scores in steps of 1/8, so that many are equal; no -0. */
function drawScores(length: number, seed: number): Float32Array {
  const stream = buildRandomStream(seed);
  return Float32Array.from({ length }, () => Math.round(stream.nextNormal() * 8) / 8 || 0);
}

interface Entry {
  score: number;
  index: number;
}

/** The finished lists, and what each says it left out at most. */
function readLists(kernel: ScanKernel, lists: Lists): { held: Entry[]; lowest: number }[] {
  kernel.finish(lists);
  const read = Array.from(kernel.floats(lists.lowest), (lowest) => ({ held: [] as Entry[], lowest }));
  kernel.forEachEntry(lists, (name, index, score) => read[name].held.push({ score, index }));
  return read;
}

const descending = (scores: number[]) => scores.sort((x, y) => y - x);

/** A list holds the k best scores, each index once and with its own score, and knows the best that it lacks. */
function checkList(
  { held, lowest }: { held: Entry[]; lowest: number },
  expected: { scoreOf: (index: number) => number; all: number[]; floor: number; k: number },
): void {
  const { scoreOf, all, floor, k } = expected;
  expect(new Set(held.map(({ index }) => index)).size).toBe(held.length);
  for (const { score, index } of held) expect(score).toBe(scoreOf(index));
  const offered = descending(all.filter((score) => score > floor));
  expect(descending(held.map(({ score }) => score))).toEqual(offered.slice(0, k));
  if (offered.length > k) expect(lowest).toBe(offered[k - 1]);
  else expect(lowest).toBe(floor);
}

describe.each([false, true])('absolute scores: %s', (absolute) => {
  const measure = (score: number) => (absolute ? Math.abs(score) : score);

  // Widths around the 16 lanes of one step, tiles that begin inside the matrix, more and fewer entries than a list holds.
  test.each([
    { rows: 7, columns: 5, tileRows: 4, tileColumns: 3, k: 4 },
    { rows: 40, columns: 16, tileRows: 40, tileColumns: 16, k: 8 },
    { rows: 33, columns: 100, tileRows: 20, tileColumns: 47, k: 6 },
    { rows: 9, columns: 64, tileRows: 5, tileColumns: 33, k: 1 },
  ])('keepNearest on $rows x $columns', ({ rows, columns, tileRows, tileColumns, k }) => {
    const scores = drawScores(rows * columns, rows);
    const kernel = new ScanKernel();
    const tile = kernel.allocate(tileRows * tileColumns);
    const [rowScales, rowRaises] = [kernel.allocate(tileRows), kernel.allocate(tileRows)];
    const columnRaises = kernel.allocate(tileColumns);
    const rowLists = kernel.allocateLists({ n: rows, k: Math.min(k, columns) });
    const columnLists = kernel.allocateLists({ n: columns, k: Math.min(k, rows) });
    for (let firstRow = 0; firstRow < rows; firstRow += tileRows) {
      for (let firstColumn = 0; firstColumn < columns; firstColumn += tileColumns) {
        const m = Math.min(tileRows, rows - firstRow);
        const n = Math.min(tileColumns, columns - firstColumn);
        const values = kernel.floats(tile);
        for (let z = 0; z < m * n; z++)
          values[z] = scores[(firstRow + Math.floor(z / n)) * columns + firstColumn + (z % n)];
        kernel.floats(rowScales).fill(1);
        for (let r = 0; r < m; r += 2) {
          kernel.floats(rowScales)[r] = 4; // a power of two: the scores stay exact
          for (let c = 0; c < n; c++) values[r * n + c] /= 4;
        }
        kernel.floats(rowRaises).fill(0.5);
        kernel.floats(columnRaises).fill(0.25);
        kernel.keepNearest({
          scores: { tile, rowScales, rowRaises, columnRaises },
          m,
          n,
          absolute,
          firstRow,
          firstColumn,
          rows: rowLists,
          columns: columnLists,
        });
      }
    }
    const at = (i: number, j: number) => measure(scores[i * columns + j]) + 0.75;
    const floor = -4;
    for (const [i, list] of readLists(kernel, rowLists).entries()) {
      checkList(list, {
        scoreOf: (j) => at(i, j),
        all: Array.from({ length: columns }, (_, j) => at(i, j)),
        floor,
        k: rowLists.k,
      });
    }
    for (const [j, list] of readLists(kernel, columnLists).entries()) {
      checkList(list, {
        scoreOf: (i) => at(i, j),
        all: Array.from({ length: rows }, (_, i) => at(i, j)),
        floor,
        k: columnLists.k,
      });
    }
  });

  test.each([
    { m: 6, n: 50, either: false },
    { m: 21, n: 17, either: false },
    { m: 5, n: 35, either: true },
  ])('collect on $m x $n, either: $either', ({ m, n, either }) => {
    const entries = drawScores(m * n, n);
    const scales = Float32Array.from({ length: m }, (_, r) => 2 ** ((r % 3) - 1)); // products stay exact
    const [rowBarValues, columnBarValues] = [drawScores(m, 1), drawScores(n, 2)];
    const kernel = new ScanKernel();
    const put = (values: Float32Array): Block => {
      const block = kernel.allocate(values.length);
      kernel.floats(block).set(values);
      return block;
    };
    const [tile, rowScales] = [put(entries), put(scales)];
    const [rowRaiseValues, columnRaiseValues] = [drawScores(m, 5), drawScores(n, 6)];
    const [rowRaises, columnRaises] = [put(rowRaiseValues), put(columnRaiseValues)];
    const tileScores = { tile, rowScales, rowRaises, columnRaises };
    const [rowBars, columnBars] = [put(rowBarValues), put(columnBarValues)];
    const hits = { places: kernel.allocate(m * n), scores: kernel.allocate(m * n) };
    const found = kernel.collect({ scores: tileScores, m, n, absolute, either, rowBars, columnBars, hits });
    const expected: [number, number][] = [];
    for (let r = 0; r < m; r++)
      for (let c = 0; c < n; c++) {
        const score = measure(entries[r * n + c] * scales[r]) + rowRaiseValues[r] + columnRaiseValues[c];
        const [x, y] = [rowBarValues[r], columnBarValues[c]];
        if (score > (either ? Math.min(x, y) : x + y)) expected.push([r * n + c, score]);
      }
    expect(expected.length).toBeGreaterThan(0);
    expect(Array.from(found.places, (place, h) => [place, found.scores[h]])).toEqual(expected);
  });
});

test('two planes are added in place', () => {
  const kernel = new ScanKernel();
  const [m, n] = [5, 11];
  const values = drawScores(2 * m * n, 3);
  const tile = kernel.allocate(values.length);
  kernel.floats(tile).set(values);
  kernel.addPlanes({ tile, m, n, ratio: 0.25 });
  const expected = Array.from({ length: m * n }, (_, z) => {
    const [r, c] = [Math.floor(z / n), z % n];
    return values[2 * r * n + c] + 0.25 * values[(2 * r + 1) * n + c];
  });
  expect([...kernel.floats(tile, m * n)]).toEqual(expected);
});

test('released memory is used again, and growing keeps what is there', () => {
  const kernel = new ScanKernel();
  const kept = kernel.allocate(3);
  kernel.floats(kept).set([1, 2, 3]);
  const mark = kernel.mark();
  const first = kernel.allocate(1_000_000);
  kernel.release(mark);
  expect(kernel.allocate(2_000_000).pointer).toBe(first.pointer);
  expect([...kernel.floats(kept)]).toEqual([1, 2, 3]);
});
