/**
 * Tiles by a product of bytes: a third of the float32 product's time or less, and an error of some hundredths that
 * `byte-codes.ts` bounds for each row. Rough scores are raised by the bounds of their two rows, so that hardly any exact score is
 * above its rough one.
 *
 * The integer sums are exact (255 * 127 * d < 2^31 for d up to 66,000), so tiles do not depend on threads or on who computes
 * them.
 */
import { type ByteCodes, type Coding, codeRows, planeRatio } from './byte-codes.ts';
import { openByteProduct } from './tile-product.ts';
import { isExact } from './byte-support.ts';
import { gamma } from '../pair-score.ts';
import type { ScanKernel } from './scan-kernel.ts';
import { isRun, type Tiles } from './tiles.ts';
import type { UnitRows } from '../../unit-rows.ts';

/** The columns' codes are packed anew for each tile, so a tile has more rows of codes than columns. */
export const CODED_ROWS = 2000;
export const CODED_COLUMNS = 1000;
const COLUMN_CODING: Coding = { bits: 8, planes: 1 };
/**
 * Roundings between the integer sums and the rough score: to float32, two scales, their product, the sum of two planes, and the
 * raises with their sums.
 */
const SCALING_ERROR = 16 * 2 ** -24;
/** Coordinates copied at a time while columns are transposed: their cache lines stay at hand. */
const STRIPE = 64;

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
  const scaling = SCALING_ERROR * (a.codedLength * b.codedLength + 1);
  return { rows, columns, anyPair: (scaling + gamma(a.d, 2 ** -53) * a.length * b.length) * (1 + 2 ** -40) };
}

/**
 * Tiles of `a` x `b` in the memory of `kernel`, the rows coded as `coding` says; takes (a.n * planes + b.n) * d bytes in addition to it. Must be
 * closed. Refuses codes that this processor does not add exactly: the proof rests on exact sums.
 */
export async function openByteTiles(
  rows: { a: UnitRows; b: UnitRows },
  options: { kernel: ScanKernel; threads: number; coding: Coding; yieldTurn: () => Promise<void> },
): Promise<Tiles> {
  const { kernel, threads, coding, yieldTurn } = options;
  const { bits, planes } = coding;
  if (!(await isExact(bits))) throw new RangeError(`this processor does not add codes of ${bits} bits exactly`);
  const { d } = rows.a;
  const a = await codeRows(rows.a, { coding, offset: true, yieldTurn });
  const b = await codeRows(rows.b, { coding: COLUMN_CODING, offset: false, yieldTurn });
  const product = await openByteProduct({ d, bits, threads });
  const tileRows = CODED_ROWS / planes;
  const [m, n] = [Math.min(tileRows, a.n), Math.min(CODED_COLUMNS, b.n)];
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
    tileColumns: CODED_COLUMNS,
    scores: { tile, rowScales, rowRaises, columnRaises },
    setColumns(names) {
      columns = names.length;
      const raised = kernel.floats(columnRaises);
      for (let q = 0; q < columns; q++) {
        columnScales[q] = b.scales[names[q]];
        raised[q] = raises.columns[names[q]];
      }
      for (let first = 0; first < d; first += STRIPE)
        for (let q = 0; q < columns; q++) {
          const row = names[q] * d;
          for (let z = first; z < Math.min(d, first + STRIPE); z++) transposed[z * columns + q] = b.codes[row + z];
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
      await product.multiply({
        x: codes,
        y: transposed.subarray(0, d * columns),
        yScales: columnScales.subarray(0, columns),
        tile: kernel.floats(tile, names.length * planes * columns),
      });
      if (planes === 2) kernel.addPlanes({ tile, m: names.length, n: columns, ratio: 1 / planeRatio(bits) });
    },
    close: () => product.close(),
  };
}
