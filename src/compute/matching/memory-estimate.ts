/**
 * How much memory a matching takes, known before anything is allocated.
 */
import { ReseedError } from '../../errors.ts';
import { NEAREST_KEPT } from './nearest-lists.ts';
import { listBytes } from './tiles/scan-kernel.ts';
import { TILE_COLUMNS, TILE_ROWS } from './tiles/tile-product.ts';
import type { Precision } from './tiles/tiles.ts';

const MEGABYTE = 2 ** 20;
/** Node itself with the product's runtime and its packed copies of a tile's rows. */
const RUNTIME_BYTES = 200 * MEGABYTE;
/** A stored pair: two indexes, a weight and a flag, in arrays that grow by half and are held twice while they do. */
const BYTES_PER_STORED_PAIR = 17 * 2.5;
/** Rows' graph, prices, mates, search arrays and candidates, per row. */
const BYTES_PER_ROW = 2000;

/** Bytes of the codes, per coordinate, of the smaller and the larger dictionary. */
const CODE_BYTES: Record<Precision, (nRows: number, nColumns: number) => number> = {
  FLOAT32: () => 0,
  INT7: (nRows, nColumns) => nRows + nColumns,
  INT8: (nRows, nColumns) => nRows + nColumns,
  INT15: (nRows, nColumns) => 2 * nRows + nColumns,
};

/** Sizes of two dictionaries. */
interface MatchingSize {
  nA: number;
  nB: number;
  d: number;
}

/** Megabytes that matching `nA` x `nB` latents of width `d` takes at its peak, the two dictionaries' rows included. */
export function estimateMatchingMb(shape: MatchingSize & { precision: Precision }): number {
  const { nA, nB, d, precision } = shape;
  const rows = ((nA + nB) * 4 + CODE_BYTES[precision](Math.min(nA, nB), Math.max(nA, nB))) * d;
  // A tile, what is found in it, and the rows and columns that are gathered for it.
  const tile = TILE_ROWS * TILE_COLUMNS * 12 + (TILE_ROWS + TILE_COLUMNS) * d * 4;
  const stored = nA * Math.min(NEAREST_KEPT, nB) + nB * Math.min(NEAREST_KEPT, nA);
  // The kernel's lists have twice their length, their copies do not.
  const lists =
    1.5 * (listBytes({ n: nA, k: Math.min(NEAREST_KEPT, nB) }) + listBytes({ n: nB, k: Math.min(NEAREST_KEPT, nA) }));
  return Math.ceil(
    (RUNTIME_BYTES + rows + tile + lists + stored * BYTES_PER_STORED_PAIR + (nA + nB) * BYTES_PER_ROW) / MEGABYTE,
  );
}

/** Throws `TOO_LARGE_TO_MATCH` where the estimate for any of the `precisions` exceeds `memoryMb`. */
export function checkMatchingMemory(
  shape: MatchingSize,
  { precisions, memoryMb }: { precisions: readonly Precision[]; memoryMb: number },
): void {
  const needed = Math.max(...precisions.map((precision) => estimateMatchingMb({ ...shape, precision })));
  if (needed <= memoryMb) return;
  throw new ReseedError(
    'TOO_LARGE_TO_MATCH',
    `Cannot match ${shape.nA} with ${shape.nB} latents of width ${shape.d}: it needs about ${needed} MB; expected at most ${memoryMb} MB`,
    { hint: `Set RESEED_MEMORY_MB to ${needed} or more on a machine that has it.` },
  );
}
