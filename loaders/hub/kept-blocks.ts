/**
 * Bytes of one file of a hub that have arrived, on this machine: `<hash>.bytes`, with holes, and `<hash>.blocks`, a bit for each block that is whole.
 *
 * Files are named by what their bytes hash to, so that another commit, or another try, takes up what is there. A block is marked only when
 * its bytes are on the disk: a process that is killed loses the block it was writing.
 */
import { createHash } from 'node:crypto';
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { refuseWriteFaults } from '../files/write-faults.ts';
import type { HubFile } from './hub-tree.ts';

/** Small beside a header and its first tensors, large enough that a file of 100 GB has a map of 200 KB. */
export const BLOCK_BYTES = 64 * 1024;

/** Bytes hashed at a time. */
const HASH_BYTES = 4 * 1024 * 1024;

export class KeptBlocks {
  readonly #file: HubFile;
  readonly #bytes: FileHandle;
  readonly #map: FileHandle;
  readonly #bits: Uint8Array;
  readonly #paths: readonly string[];

  private constructor(file: HubFile, open: { bytes: FileHandle; map: FileHandle; bits: Uint8Array; paths: string[] }) {
    this.#file = file;
    this.#bytes = open.bytes;
    this.#map = open.map;
    this.#bits = open.bits;
    this.#paths = open.paths;
  }

  /** What is kept of `file` below `folder`. Throws `WRITE_REFUSED`. The caller closes it. */
  static async open(file: HubFile, folder: string): Promise<KeptBlocks> {
    const base = path.join(folder, `${file.hash.kind}-${file.hash.hex}`);
    const paths = [`${base}.bytes`, `${base}.blocks`];
    return refuseWriteFaults(base, async () => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const bytes = await openForUpdate(paths[0]);
      const map = await openForUpdate(paths[1]);
      const bits = new Uint8Array(Math.ceil(countBlocks(file.size) / 8));
      await map.read(bits, 0, bits.length, 0);
      return new KeptBlocks(file, { bytes, map, bits, paths });
    });
  }

  /** Runs of bytes of [from, to), on block borders, that have not arrived. */
  listMissing(from: number, to: number): [number, number][] {
    const runs: [number, number][] = [];
    for (let block = Math.floor(from / BLOCK_BYTES); block * BLOCK_BYTES < to; block++) {
      if (this.#has(block)) continue;
      const start = block * BLOCK_BYTES;
      const end = Math.min(this.#file.size, start + BLOCK_BYTES);
      const last = runs.at(-1);
      if (last !== undefined && last[1] === start) last[1] = end;
      else runs.push([start, end]);
    }
    return runs;
  }

  get isWhole(): boolean {
    return this.listMissing(0, this.#file.size).length === 0;
  }

  /** Keeps `bytes`, whole blocks from `offset` on. */
  async write(offset: number, bytes: Uint8Array): Promise<void> {
    await refuseWriteFaults(this.#paths[0], async () => {
      await this.#bytes.write(bytes, 0, bytes.length, offset);
      await this.#bytes.datasync();
      const first = offset / BLOCK_BYTES;
      const end = Math.ceil((offset + bytes.length) / BLOCK_BYTES);
      for (let block = first; block < end; block++) this.#bits[block >> 3] |= 1 << (block & 7);
      await this.#writeMap(first, end);
    });
  }

  /** Forgets the blocks of [from, to): what arrived with them is not believed. */
  async forget(from: number, to: number): Promise<void> {
    const [first, end] = [from / BLOCK_BYTES, Math.ceil(to / BLOCK_BYTES)];
    for (let block = first; block < end; block++) this.#bits[block >> 3] &= ~(1 << (block & 7));
    await this.#writeMap(first, end);
  }

  /** Bytes that have arrived. */
  async read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length; ) {
      const { bytesRead } = await this.#bytes.read(bytes, done, length - done, offset + done);
      if (bytesRead === 0) throw new RangeError(`Bytes ${offset + done} of ${this.#paths[0]} are marked and not there`);
      done += bytesRead;
    }
    return bytes;
  }

  /** sha256 of the whole file, hex; null where its bytes are not those that the hub names. */
  async hash(onBytes?: (bytes: number) => void): Promise<string | null> {
    const sha256 = createHash('sha256');
    const git = createHash('sha1').update(`blob ${this.#file.size}\0`);
    const { kind, hex } = this.#file.hash;
    for (let offset = 0; offset < this.#file.size; offset += HASH_BYTES) {
      const bytes = await this.read(offset, Math.min(HASH_BYTES, this.#file.size - offset));
      sha256.update(bytes);
      if (kind === 'git-sha1') git.update(bytes);
      onBytes?.(bytes.length);
    }
    const found = sha256.digest('hex');
    return (kind === 'sha256' ? found : git.digest('hex')) === hex ? found : null;
  }

  async close(): Promise<void> {
    await this.#bytes.close();
    await this.#map.close();
  }

  /** Forgets everything; also after `close`. */
  async remove(): Promise<void> {
    this.#bits.fill(0);
    for (const name of this.#paths) await rm(name, { force: true });
  }

  async #writeMap(first: number, end: number): Promise<void> {
    const [from, to] = [first >> 3, ((end - 1) >> 3) + 1];
    await this.#map.write(this.#bits, from, to - from, from);
  }

  #has(block: number): boolean {
    return (this.#bits[block >> 3] & (1 << (block & 7))) !== 0;
  }
}

function countBlocks(size: number): number {
  return Math.ceil(size / BLOCK_BYTES);
}

async function openForUpdate(name: string): Promise<FileHandle> {
  // Made if it is not there, and never cut where it is.
  await (await open(name, 'a', 0o600)).close();
  return open(name, 'r+');
}
