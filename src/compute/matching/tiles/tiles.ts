/** Tiles of rough scores of two dictionaries, one set of columns at a time, from whatever product computes them. */
import type { Coding } from './byte-codes.ts';
import type { TileScores } from './scan-kernel.ts';

/**
 * What tiles are computed in. FLOAT32: the rows as they are. The others multiply bytes, which is cheaper though their scores are coarse:
 * INT8 by codes of 8 bits; INT7 by codes of 7 bits for the rows, on processors whose sums of larger ones saturate; INT15 by a second
 * plane of bytes for the rows, which costs two products and halves the error.
 */
export type Precision = 'FLOAT32' | BytePrecision;
export type BytePrecision = 'INT7' | 'INT8' | 'INT15';

/** How the rows are coded. Columns have 8 bits and one plane in all of them. */
export const ROW_CODINGS: Record<BytePrecision, Coding> = {
  INT7: { bits: 7, planes: 1 },
  INT8: { bits: 8, planes: 1 },
  INT15: { bits: 8, planes: 2 },
};

/** The two ends of a tile: names of rows and columns, ascending runs where that is possible (they need no copy). */
export interface Tiles {
  /** A pair's exact score is at most its rough score plus this. */
  readonly errorBound: number;
  /** Bound on |tile entry - exact score|. */
  readonly entryBound: number;
  /** What rough scores exceed exact ones by, usually: they are raised by what their rows' coding may have lost. */
  readonly usualRaise: number;
  /** Bound on how far two rough scores of one pair, from different tiles, are apart. */
  readonly repeatBound: number;
  /** Most rows and columns of a tile. */
  readonly tileRows: number;
  readonly tileColumns: number;
  /** The rough scores of the last tile. */
  readonly scores: TileScores;
  /** Makes `names` the columns of the tiles to come. */
  setColumns(names: Int32Array): void;
  /** Computes the tile of the rows `names` and the columns set. Blocks its thread. */
  multiply(names: Int32Array): Promise<void>;
  close(): Promise<void>;
}

/** Whether `names` are consecutive. */
export function isRun(names: Int32Array): boolean {
  for (let q = 1; q < names.length; q++) if (names[q] !== names[0] + q) return false;
  return true;
}

/** first, first + 1, ... below `end`, `length` at most. */
export function buildRun(first: number, { length, end }: { length: number; end: number }): Int32Array {
  return Int32Array.from({ length: Math.min(length, end - first) }, (_, q) => first + q);
}
