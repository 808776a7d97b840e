/**
 * Blocks of rows -> the tile of their dot products, written in place.
 *
 * In: X [m, d], Y [n, d]. Out: tile [m, n] = X Y^T in float32. The summation order is the runtime's own; `rounding-bound.ts`
 * covers any.
 */
import { buildOnnxModel } from '../onnx/onnx-model.ts';
import { type ExecutionProvider, openOnnxSession } from '../onnx/onnx-session.ts';

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
