/**
 * The WebAssembly scan kernel with the memory that it shares with the tile product.
 *
 * In: sizes. Out: blocks of that memory, addressed by `Block`, and the two scans of kernels/scan.as.ts over them.
 */
import { readFileSync } from 'node:fs';
import { instantiateKernel, PAGE_BYTES, type WasmMemory } from '../kernels/instantiate.ts';

/** A piece of the kernel's memory: `length` four-byte elements from byte `pointer` on. */
export interface Block {
  readonly pointer: number;
  readonly length: number;
}

/**
 * For each of `n` rows (or columns) the k best scores offered, with the index of the other end. While entries are offered a list
 * may hold up to 2 k; after `finish` it holds at most k, in no order, and `lowest` is a bound on every score that was offered and
 * is not held.
 */
export interface Lists {
  readonly k: number;
  readonly n: number;
  readonly scores: Block; // [n, 2 k]
  readonly indexes: Block; // [n, 2 k]
  readonly counts: Block; // [n]
  readonly lowest: Block; // [n]
}

interface Exports {
  finish(...pointersAndSizes: number[]): void;
  keepNearest(...pointersAndSizes: number[]): void;
  collect(...pointersAndSizes: number[]): number;
  addPlanes(...pointersAndSizes: number[]): void;
}

const ALIGNMENT = 64; // a cache line
const NO_SCORE = -4; // below every cosine

const bytes = readFileSync(new URL('../kernels/scan.wasm', import.meta.url));

/** Bytes of the lists of `n` rows. */
export function listBytes(shape: { n: number; k: number }): number {
  return shape.n * (2 * shape.k * 8 + 8);
}

/**
 * The kernel and its memory. Views returned by `floats` and `integers` are void after the next allocation: take them anew each
 * time.
 */
export class ScanKernel {
  readonly #memory: WasmMemory;
  readonly #exports: Exports;
  #top = PAGE_BYTES; // the first page is left to the module

  constructor() {
    const { memory, exports } = instantiateKernel(bytes, { pages: 1 });
    this.#memory = memory;
    this.#exports = exports as Exports;
  }

  /** A new block of `length` four-byte elements, contents undefined. */
  allocate(length: number): Block {
    const pointer = this.#top;
    this.#top = Math.ceil((pointer + length * 4) / ALIGNMENT) * ALIGNMENT;
    const missing = this.#top - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE_BYTES));
    return { pointer, length };
  }

  /** Empty lists. */
  allocateLists(shape: { n: number; k: number }): Lists {
    const { n, k } = shape;
    const [scores, indexes] = [this.allocate(n * 2 * k), this.allocate(n * 2 * k)];
    const lists = { k, n, scores, indexes, counts: this.allocate(n), lowest: this.allocate(n) };
    this.integers(lists.counts).fill(0);
    this.floats(lists.lowest).fill(NO_SCORE);
    return lists;
  }

  /** Leaves the k best in every list. To be called once, after all scans and before the lists are read. */
  finish({ scores, indexes, counts, lowest, n, k }: Lists): void {
    this.#exports.finish(scores.pointer, indexes.pointer, counts.pointer, lowest.pointer, n, k);
  }

  /** Calls back with every entry held, list by list. */
  forEachEntry(lists: Lists, visit: (name: number, index: number, score: number) => void): void {
    const [scores, indexes] = [this.floats(lists.scores), this.integers(lists.indexes)];
    const counts = this.integers(lists.counts);
    for (let name = 0; name < lists.n; name++) {
      const start = name * 2 * lists.k;
      for (let z = start; z < start + counts[name]; z++) visit(name, indexes[z], scores[z]);
    }
  }

  /** Everything allocated since `mark()` returned `mark` is free again. */
  release(mark: number): void {
    this.#top = mark;
  }

  mark(): number {
    return this.#top;
  }

  floats(block: Block, length: number = block.length): Float32Array<ArrayBuffer> {
    return new Float32Array(this.#memory.buffer, block.pointer, length);
  }

  integers(block: Block, length: number = block.length): Int32Array<ArrayBuffer> {
    return new Int32Array(this.#memory.buffer, block.pointer, length);
  }

  /** Offers the scores of tile [m, n], whose first row and column are `firstRow` and `firstColumn`, to the lists of all rows and columns. */
  keepNearest(scan: {
    scores: TileScores;
    m: number;
    n: number;
    absolute: boolean;
    firstRow: number;
    firstColumn: number;
    rows: Lists;
    columns: Lists;
  }): void {
    const { firstRow, firstColumn } = scan;
    this.#exports.keepNearest(
      scan.scores.tile.pointer,
      scan.m,
      scan.n,
      scan.scores.rowScales.pointer,
      scan.scores.rowRaises.pointer,
      scan.scores.columnRaises.pointer,
      absoluteMask(scan.absolute),
      firstRow,
      firstColumn,
      ...listPointers(scan.rows, firstRow),
      ...listPointers(scan.columns, firstColumn),
    );
  }

  /** Turns tile [m, 2, n] into [m, n]: the first row of each two plus `ratio` times the second. */
  addPlanes(scan: { tile: Block; m: number; n: number; ratio: number }): void {
    this.#exports.addPlanes(scan.tile.pointer, scan.m, scan.n, scan.ratio);
  }

  /**
   * The entries of tile [m, n] whose score exceeds the sum of the bars of its row and column, or the lower of the two where
   * `either`: their places (row * n + column) and scores. Void after the next call.
   */
  collect(scan: {
    scores: TileScores;
    m: number;
    n: number;
    absolute: boolean;
    either: boolean;
    rowBars: Block;
    columnBars: Block;
    hits: Hits;
  }): { places: Int32Array; scores: Float32Array } {
    const { m, n, hits } = scan;
    if (m * n > hits.places.length)
      throw new RangeError(`a tile of ${m} x ${n} may have more hits than there is room for`);
    const found = this.#exports.collect(
      scan.scores.tile.pointer,
      m,
      n,
      scan.scores.rowScales.pointer,
      scan.scores.rowRaises.pointer,
      scan.scores.columnRaises.pointer,
      absoluteMask(scan.absolute),
      Number(scan.either),
      scan.rowBars.pointer,
      scan.columnBars.pointer,
      hits.places.pointer,
      hits.scores.pointer,
    );
    return { places: this.integers(hits.places, found), scores: this.floats(hits.scores, found) };
  }
}

/**
 * Scores of a tile: entry times its row's scale, absolute if the measure is, plus what its row and its column raise it by.
 */
export interface TileScores {
  readonly tile: Block; // [m, n]
  readonly rowScales: Block; // [m]
  readonly rowRaises: Block; // [m]
  readonly columnRaises: Block; // [n]
}

/** Room for what `collect` finds: as many entries as a tile has. */
export interface Hits {
  readonly places: Block;
  readonly scores: Block;
}

/** The bits of a score that count. */
function absoluteMask(absolute: boolean): number {
  return absolute ? 0x7fffffff : -1;
}

/** The kernel's arguments for the lists from list `first` on. */
function listPointers({ scores, indexes, counts, lowest, k }: Lists, first: number): number[] {
  const entries = first * 2 * k * 4;
  return [
    scores.pointer + entries,
    indexes.pointer + entries,
    counts.pointer + first * 4,
    lowest.pointer + first * 4,
    k,
  ];
}
