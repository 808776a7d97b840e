/** What the passes over tiles share: the two dictionaries, their tiles, the kernel and room for what it finds. */
import { openByteTiles } from './tiles/byte-tiles.ts';
import { openFloatTiles } from './tiles/float-tiles.ts';
import type { ExecutionProvider } from '../onnx/onnx-session.ts';
import type { Turns } from '../turns.ts';
import { buildPairScore, type PairScore } from './pair-score.ts';
import { type Block, type Hits, ScanKernel } from './tiles/scan-kernel.ts';
import type { Measure } from '../side-matching.ts';
import { type Precision, ROW_CODINGS, type Tiles } from './tiles/tiles.ts';
import type { UnitRows } from '../unit-rows.ts';

export interface Engine {
  /** The rows of the assignment: the smaller dictionary. */
  readonly a: UnitRows;
  /** The columns. */
  readonly b: UnitRows;
  readonly absolute: boolean;
  /** Exact score of a pair. */
  readonly score: PairScore;
  readonly precision: Precision;
  readonly tiles: Tiles;
  readonly kernel: ScanKernel;
  readonly hits: Hits;
  readonly rowBars: Block; // [tiles.tileRows]
  readonly columnBars: Block; // [tiles.tileColumns]
  readonly threads: number;
  /** An excess over the prices that counts: below it, it may be rounding of float64 sums. */
  readonly violation: number;
  readonly turns: Turns;
}

/** Least excess that counts, and how it grows with the length of the sums: eight of their worst roundings. */
const LEAST_VIOLATION = 1e-12;
const VIOLATION_PER_TERM = 8 * 2 ** -53;

/** An engine over `a` and `b` (equal d). `close` frees the product. Refuses bytes that this processor does not add exactly. */
export async function openEngine(
  rows: { a: UnitRows; b: UnitRows },
  options: { measure: Measure; threads: number; precision: Precision; provider?: ExecutionProvider; turns: Turns },
): Promise<Engine & { close(): Promise<void> }> {
  const { measure, threads, precision, provider, turns } = options;
  const kernel = new ScanKernel();
  const yieldTurn = () => turns.yield();
  const tiles =
    precision === 'FLOAT32'
      ? await openFloatTiles(rows, { kernel, threads, provider })
      : await openByteTiles(rows, { kernel, threads, coding: ROW_CODINGS[precision], yieldTurn });
  return {
    ...rows,
    absolute: measure === 'ABSOLUTE_COSINE',
    score: buildPairScore(rows.a, rows.b, { measure }),
    precision,
    tiles,
    kernel,
    hits: { places: kernel.allocate(tiles.scores.tile.length), scores: kernel.allocate(tiles.scores.tile.length) },
    rowBars: kernel.allocate(tiles.tileRows),
    columnBars: kernel.allocate(tiles.tileColumns),
    threads,
    violation: Math.max(LEAST_VIOLATION, rows.a.d * VIOLATION_PER_TERM),
    turns,
    close: () => tiles.close(),
  };
}
