/**
 * Blocks of rows -> the tile of their dot products, written in place: by a product of float32, or by one of bytes.
 *
 * Float32: X [m, d], Y [n, d] -> X Y^T [m, n]. The summation order is the runtime's own; `pair-score.ts` bounds the rounding of any.
 * Bytes: codes of rows X [m, d], unsigned around a zero point; codes of columns Y [d, n], signed, transposed; one scale per column
 * -> X Y [m, n] times the columns' scales. Its sums are exact: they are whole numbers below 2^31.
 */
import { buildOnnxModel } from '../../onnx/onnx-model.ts';
import { type ExecutionProvider, openOnnxSession } from '../../onnx/onnx-session.ts';

/**
 * Rows of a tile. With {@link TILE_COLUMNS} it takes 8 MB, which stays in a last-level cache, and a product large enough to run
 * at full speed.
 */
export const TILE_ROWS = 1000;
export const TILE_COLUMNS = 2000;

export interface TileProduct {
  /** Writes X Y^T [m, n] into `tile`, where X is [m, d] and Y is [n, d], row-major. */
  multiply(x: Float32Array, y: Float32Array, tile: Float32Array): Promise<void>;
  close(): Promise<void>;
}

/** A product of rows of width `d` on `threads` threads, or on another provider than the processor. Must be closed. */
export async function openTileProduct(options: {
  d: number;
  threads: number;
  provider?: ExecutionProvider;
}): Promise<TileProduct> {
  const { d, threads, provider } = options;
  const model = buildOnnxModel({
    nodes: [{ operator: 'Gemm', inputs: ['x', 'y'], outputs: ['tile'], attributes: { transB: 1 } }],
    inputs: [
      { name: 'x', type: 'float32', shape: ['m', d] },
      { name: 'y', type: 'float32', shape: ['n', d] },
    ],
    outputs: [{ name: 'tile', type: 'float32', shape: ['m', 'n'] }],
  });
  const session = await openOnnxSession(model, { threads, provider });
  return {
    async multiply(x, y, tile) {
      const m = x.length / d;
      const n = y.length / d;
      await session.run(
        { x: { values: x, shape: [m, d] }, y: { values: y, shape: [n, d] } },
        { tile: { values: tile, shape: [m, n] } },
      );
    },
    close: () => session.close(),
  };
}

/**
 * Bits of the rows' codes. AVX2 without VNNI adds two products in 16 bits, which saturate: 2 * 255 * 127 > 32,767. With 7 bits they
 * do not: 2 * 127 * 127 = 32,258. The columns' codes have 8 bits in both cases.
 */
export type CodeBits = 7 | 8;

/** The code of 0 on the unsigned side. */
export function zeroPoint(bits: CodeBits): number {
  return 2 ** (bits - 1);
}

/** The largest signed code; the smallest is its negative. */
export function topCode(bits: CodeBits): number {
  return 2 ** (bits - 1) - 1;
}

export interface ByteProduct {
  /** Writes the tile [m, n] of `x` [m, d] and `y` [d, n], whose columns have `yScales` [n]. Blocks its thread. */
  multiply(block: { x: Uint8Array; y: Int8Array; yScales: Float32Array; tile: Float32Array }): Promise<void>;
  close(): Promise<void>;
}

/** A product of codes of width `d` on `threads` threads. Its sums are exact only where `findExactBits` says so. Must be closed. */
export async function openByteProduct(options: { d: number; bits: CodeBits; threads: number }): Promise<ByteProduct> {
  const { d, bits, threads } = options;
  const model = buildOnnxModel({
    nodes: [
      {
        operator: 'MatMulIntegerToFloat',
        domain: 'com.microsoft',
        inputs: ['x', 'y', 'xScale', 'yScales', 'xZero'],
        outputs: ['tile'],
      },
    ],
    inputs: [
      { name: 'x', type: 'uint8', shape: ['m', d] },
      { name: 'y', type: 'int8', shape: [d, 'n'] },
      { name: 'yScales', type: 'float32', shape: ['n'] },
    ],
    outputs: [{ name: 'tile', type: 'float32', shape: ['m', 'n'] }],
    constants: [
      { name: 'xScale', type: 'float32', shape: [1], bytes: new Uint8Array(Float32Array.of(1).buffer) },
      { name: 'xZero', type: 'uint8', shape: [1], bytes: Uint8Array.of(zeroPoint(bits)) },
    ],
  });
  const session = await openOnnxSession(model, { threads });
  return {
    async multiply({ x, y, yScales, tile }) {
      const [m, n] = [x.length / d, y.length / d];
      await session.run(
        {
          x: { values: x, shape: [m, d] },
          y: { values: y, shape: [d, n] },
          yScales: { values: yScales, shape: [n] },
        },
        { tile: { values: tile, shape: [m, n] } },
      );
    },
    close: () => session.close(),
  };
}
