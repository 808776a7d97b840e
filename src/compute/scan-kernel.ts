/**
 * The WebAssembly scan kernel with the memory that it shares with the tile product.
 *
 * In: sizes. Out: blocks of that memory, addressed by `Block`, and the two scans of kernels/scan.as.ts over them.
 */
import { readFileSync } from 'node:fs';

/** A piece of the kernel's memory: `length` four-byte elements from byte `pointer` on. */
export interface Block {
  readonly pointer: number;
  readonly length: number;
}

/** For each of `n` rows (or columns) the k best scores seen with the index of the other end, as a min-heap each. */
export interface Lists {
  readonly k: number;
  readonly n: number;
  readonly scores: Block; // [n, k]
  readonly indexes: Block; // [n, k]
}

interface Exports {
  keepNearest(...pointersAndSizes: number[]): void;
  keepViolating(...pointersAndSizes: number[]): void;
}

const pageBytes = 65536;
const maximumPages = 65536; // 4 GiB, the limit of 32-bit addresses
const alignment = 64; // a cache line
const noScore = -4; // below every cosine
export const NO_INDEX = -1;

/** The part of the JavaScript interface that is used here; without the DOM library TypeScript knows it as a type only. */
interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
const { WebAssembly: wasm } = globalThis as unknown as {
  WebAssembly: {
    Memory: new (limits: { initial: number; maximum: number }) => WasmMemory;
    Module: new (bytes: Uint8Array) => object;
    Instance: new (module: object, imports: object) => { exports: unknown };
  };
};
const module = new wasm.Module(readFileSync(new URL('./kernels/scan.wasm', import.meta.url)));

/** Bytes of the lists of `n` rows. */
export function listBytes(shape: { n: number; k: number }): number {
  return shape.n * shape.k * 8;
}

/** The kernel and its memory. Views returned by `floats` and `integers` are void after the next allocation: take them anew each time. */
export class ScanKernel {
  readonly #memory = new wasm.Memory({ initial: 1, maximum: maximumPages });
  readonly #exports: Exports;
  #top = pageBytes; // the first page is left to the module

  constructor() {
    const instance = new wasm.Instance(module, { env: { memory: this.#memory } });
    this.#exports = instance.exports as Exports;
  }

  /** A new block of `length` four-byte elements, contents undefined. */
  allocate(length: number): Block {
    const pointer = this.#top;
    this.#top = Math.ceil((pointer + length * 4) / alignment) * alignment;
    const missing = this.#top - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / pageBytes));
    return { pointer, length };
  }

  /** Empty lists whose heaps hold `floor`: only what exceeds it enters. */
  allocateLists(shape: { n: number; k: number; floor?: number }): Lists {
    const { n, k, floor = noScore } = shape;
    const lists = { k, n, scores: this.allocate(n * k), indexes: this.allocate(n * k) };
    this.floats(lists.scores).fill(floor);
    this.integers(lists.indexes).fill(NO_INDEX);
    return lists;
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

  /** Enters tile [m, n], whose first row and column are `firstRow` and `firstColumn`, into the lists of all rows and columns. */
  keepNearest(scan: {
    tile: Block;
    m: number;
    n: number;
    absolute: boolean;
    firstRow: number;
    firstColumn: number;
    rows: Lists;
    rowLowest: Block; // [rows.n], the roots of rows' heaps
    columns: Lists;
    columnLowest: Block;
  }): void {
    const { rows, columns, firstRow, firstColumn } = scan;
    this.#exports.keepNearest(
      scan.tile.pointer,
      scan.m,
      scan.n,
      scan.absolute ? 0x7fffffff : -1,
      scan.rowLowest.pointer + firstRow * 4,
      rows.scores.pointer + firstRow * rows.k * 4,
      rows.indexes.pointer + firstRow * rows.k * 4,
      rows.k,
      firstRow,
      scan.columnLowest.pointer + firstColumn * 4,
      columns.scores.pointer + firstColumn * columns.k * 4,
      columns.indexes.pointer + firstColumn * columns.k * 4,
      columns.k,
      firstColumn,
    );
  }

  /** Enters the excess over the prices of the gathered tile [m, n] into the lists; `rows` and `columns` are indexed by name and of one k. */
  keepViolating(scan: {
    tile: Block;
    m: number;
    n: number;
    absolute: boolean;
    floor: number;
    rows: Lists;
    rowSide: GatheredSide;
    columns: Lists;
    columnSide: GatheredSide;
  }): void {
    const { rows, rowSide, columns, columnSide } = scan;
    this.#exports.keepViolating(
      scan.tile.pointer,
      scan.m,
      scan.n,
      scan.absolute ? 0x7fffffff : -1,
      scan.floor,
      rows.k,
      rowSide.names.pointer,
      rowSide.prices.pointer,
      rowSide.ceilings.pointer,
      rows.scores.pointer,
      rows.indexes.pointer,
      columnSide.names.pointer,
      columnSide.prices.pointer,
      columnSide.ceilings.pointer,
      columns.scores.pointer,
      columns.indexes.pointer,
    );
  }
}

/** What the kernel must know of the gathered rows (or columns) of a tile: who they are, their dual price, and the score above which a pair is stored already. */
export interface GatheredSide {
  readonly names: Block;
  readonly prices: Block;
  readonly ceilings: Block;
}
