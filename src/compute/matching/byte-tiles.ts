/**
 * Tiles by a product of bytes: a third of the float32 product's time or less, and an error of about a hundredth that
 * `byte-codes.ts` bounds for each row. Rough scores are raised by the bounds of their two rows, so that hardly any exact score is
 * above its rough one.
 *
 * The integer sums are exact (255 * 127 * d < 2^31 for d up to 66,000), so tiles do not depend on threads or on who computes
 * them.
 */
import { buildOnnxModel } from '../onnx/onnx-model.ts';
import { openOnnxSession } from '../onnx/onnx-session.ts';
import { type ByteCodes, codeRows, PLANE_RATIO } from './byte-codes.ts';
import { gamma } from './rounding-bound.ts';
import type { ScanKernel } from './scan-kernel.ts';
import { isRun, type Tiles } from './tiles.ts';
import type { UnitRows } from '../unit-rows.ts';

/** The columns' codes are packed anew for each tile, so a tile has more rows of codes than columns. */
const codedRows = 2000;
const tileColumns = 1000;
const zeroPoint = 128;
const topCode = 127;
/**
 * Roundings between the integer sums and the rough score: to float32, two scales, their product, the sum of two planes, and the
 * raises with their sums.
 */
const scalingError = 16 * 2 ** -24;
/** Coordinates copied at a time while columns are transposed: their cache lines stay at hand. */
const stripe = 64;

/**
 * What a pair's exact score can exceed that of the coded pair by: for each row, for each column, and for any pair. Half an ulp of
 * float32 is part of the last.
 */
export function computeRaises(
  a: ByteCodes,
  b: ByteCodes,
): { rows: Float32Array; columns: Float32Array; anyPair: number } {
  const rows = Float32Array.from(a.residuals, (residual) => residual * b.length);
  const columns = Float32Array.from(b.residuals, (residual) => residual * a.codedLength);
  const scaling = scalingError * (a.codedLength * b.codedLength + 1);
  return { rows, columns, anyPair: (scaling + gamma(a.d, 2 ** -53) * a.length * b.length) * (1 + 2 ** -40) };
}

function buildModel(d: number): Uint8Array {
  return buildOnnxModel({
    nodes: [
      {
        operator: 'MatMulIntegerToFloat',
        domain: 'com.microsoft',
        inputs: ['x', 'y', 'xScale', 'yScale', 'xZero'],
        outputs: ['tile'],
      },
    ],
    inputs: [
      { name: 'x', type: 'uint8', shape: ['m', d] },
      { name: 'y', type: 'int8', shape: [d, 'n'] },
      { name: 'yScale', type: 'float32', shape: ['n'] },
    ],
    outputs: [{ name: 'tile', type: 'float32', shape: ['m', 'n'] }],
    constants: [
      { name: 'xScale', type: 'float32', shape: [1], bytes: new Uint8Array(Float32Array.of(1).buffer) },
      { name: 'xZero', type: 'uint8', shape: [1], bytes: Uint8Array.of(zeroPoint) },
    ],
  });
}

/** Rows, columns and terms of the product that is tried out before any is relied upon: more than vector registers hold. */
const tried = { m: 37, n: 50, d: 300 };

/**
 * Whether this processor's sums of bytes are exact. Without the instructions that were made for them they saturate: 255 * 127 +
 * 255 * 127 does not fit into 16 bits.
 */
async function isExactHere(threads: number): Promise<boolean> {
  const { m, n, d } = tried;
  const session = await openOnnxSession(buildModel(d), { threads });
  const tile = new Float32Array(m * n);
  // Odd columns are the negatives of even ones; all codes are the largest.
  await session.run(
    {
      x: { values: new Uint8Array(m * d).fill(zeroPoint + topCode), shape: [m, d] },
      y: { values: Int8Array.from({ length: d * n }, (_, z) => (z % 2 === 0 ? topCode : -topCode)), shape: [d, n] },
      yScale: { values: new Float32Array(n).fill(1), shape: [n] },
    },
    { tile: { values: tile, shape: [m, n] } },
  );
  await session.close();
  const sum = topCode * topCode * d;
  return tile.every((entry, z) => entry === (z % 2 === 0 ? sum : -sum));
}

/**
 * Tiles of `a` x `b` in the memory of `kernel`; takes (a.n + b.n) * d bytes beside it. Must be closed. Null where the processor's
 * sums of bytes are not exact.
 */
export async function openByteTiles(
  rows: { a: UnitRows; b: UnitRows },
  options: { kernel: ScanKernel; threads: number; planes: 1 | 2; yieldTurn: () => Promise<void> },
): Promise<Tiles | null> {
  const { kernel, threads, planes, yieldTurn } = options;
  if (!(await isExactHere(threads))) return null;
  const { d } = rows.a;
  const a = await codeRows(rows.a, { planes, offset: true, yieldTurn });
  const b = await codeRows(rows.b, { planes: 1, offset: false, yieldTurn });
  const session = await openOnnxSession(buildModel(d), { threads });
  const tileRows = codedRows / planes;
  const [m, n] = [Math.min(tileRows, a.n), Math.min(tileColumns, b.n)];
  const width = planes * d; // of a row's codes
  const tile = kernel.allocate(planes * m * n);
  const [rowScales, rowRaises, columnRaises] = [kernel.allocate(m), kernel.allocate(m), kernel.allocate(n)];
  const raises = computeRaises(a, b);
  const largest = (values: Float32Array) => values.reduce((most, x) => Math.max(most, x), 0);
  const mean = (values: Float32Array) => values.reduce((sum, x) => sum + x, 0) / values.length;
  const rowBuffer = new Uint8Array(m * width);
  const transposed = new Int8Array(d * n);
  const columnScales = new Float32Array(n);
  let columns = 0;
  return {
    errorBound: raises.anyPair,
    entryBound: raises.anyPair + largest(raises.rows) + largest(raises.columns),
    usualRaise: mean(raises.rows) + mean(raises.columns),
    repeatBound: 0,
    tileRows,
    tileColumns,
    scores: { tile, rowScales, rowRaises, columnRaises },
    setColumns(names) {
      columns = names.length;
      const raised = kernel.floats(columnRaises);
      for (let q = 0; q < columns; q++) {
        columnScales[q] = b.scales[names[q]];
        raised[q] = raises.columns[names[q]];
      }
      for (let first = 0; first < d; first += stripe)
        for (let q = 0; q < columns; q++) {
          const row = names[q] * d;
          for (let z = first; z < Math.min(d, first + stripe); z++) transposed[z * columns + q] = b.codes[row + z];
        }
    },
    async multiply(names) {
      const run = isRun(names);
      const [scales, raised] = [kernel.floats(rowScales), kernel.floats(rowRaises)];
      for (let q = 0; q < names.length; q++) {
        scales[q] = a.scales[names[q]];
        raised[q] = raises.rows[names[q]];
        if (!run) rowBuffer.set(a.codes.subarray(names[q] * width, (names[q] + 1) * width), q * width);
      }
      const codes = run
        ? a.codes.subarray(names[0] * width, (names[0] + names.length) * width)
        : rowBuffer.subarray(0, names.length * width);
      const coded = names.length * planes;
      await session.run(
        {
          x: { values: codes, shape: [coded, d] },
          y: { values: transposed.subarray(0, d * columns), shape: [d, columns] },
          yScale: { values: columnScales.subarray(0, columns), shape: [columns] },
        },
        { tile: { values: kernel.floats(tile, coded * columns), shape: [coded, columns] } },
      );
      if (planes === 2) kernel.addPlanes({ tile, m: names.length, n: columns, ratio: 1 / PLANE_RATIO });
    },
    close: () => session.close(),
  };
}
