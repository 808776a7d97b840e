/** What the passes over tiles share: the two dictionaries, the product, the kernel and its one tile. */
import type { ExecutionProvider } from '../onnx/onnx-session.ts';
import type { Pace } from './pace.ts';
import type { PairScore } from './pair-score.ts';
import { computeRoundingBound } from './rounding-bound.ts';
import { type Block, ScanKernel } from './scan-kernel.ts';
import type { Measure } from '../side-matching.ts';
import { buildPairScore } from './pair-score.ts';
import { openTileProduct, TILE_COLUMNS, TILE_ROWS, type TileProduct } from './tile-product.ts';
import type { UnitRows } from '../unit-rows.ts';

export interface Engine {
  /** The rows of the assignment: the smaller dictionary. */
  readonly a: UnitRows;
  /** The columns. */
  readonly b: UnitRows;
  readonly absolute: boolean;
  /** Exact score of a pair. */
  readonly score: PairScore;
  /** Bound on |tile entry - exact score|. */
  readonly roundingBound: number;
  readonly product: TileProduct;
  readonly kernel: ScanKernel;
  readonly tile: Block; // [TILE_ROWS, TILE_COLUMNS]
  readonly rowBuffer: Float32Array; // [TILE_ROWS, d], for gathered rows
  readonly columnBuffer: Float32Array; // [TILE_COLUMNS, d]
  readonly pace: Pace;
}

/** An engine over `a` and `b` (equal d). `close` frees the product. */
export async function openEngine(
  rows: { a: UnitRows; b: UnitRows },
  options: { measure: Measure; threads: number; provider?: ExecutionProvider; pace: Pace },
): Promise<Engine & { close(): Promise<void> }> {
  const { a, b } = rows;
  const { d } = a;
  const product = await openTileProduct({ d, threads: options.threads, provider: options.provider });
  const kernel = new ScanKernel();
  return {
    a,
    b,
    absolute: options.measure === 'ABSOLUTE_COSINE',
    score: buildPairScore(a, b, options),
    roundingBound: computeRoundingBound(a, b),
    product,
    kernel,
    tile: kernel.allocate(TILE_ROWS * TILE_COLUMNS),
    rowBuffer: new Float32Array(Math.min(TILE_ROWS, a.n) * d),
    columnBuffer: new Float32Array(Math.min(TILE_COLUMNS, b.n) * d),
    pace: options.pace,
    close: () => product.close(),
  };
}
