/** Folders of bytes in memory, for tests, with a count of the bytes that a loader touched. */
import type { ByteSource, SourceFolder } from '../../loaders/files/byte-source.ts';
import { notFound } from '../../loaders/files/import-roots.ts';
import { resolveName } from '../../loaders/files/source-folder.ts';

export class MemorySource implements ByteSource {
  readonly name: string;
  readonly size: number;
  readonly #bytes: Uint8Array;
  /** Length of every read, in order. */
  readonly reads: number[] = [];
  closed = 0;

  constructor(name: string, bytes: Uint8Array) {
    this.name = name;
    this.size = bytes.length;
    this.#bytes = bytes;
  }

  get touched(): number {
    return this.reads.reduce((sum, length) => sum + length, 0);
  }

  async read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    if (offset < 0 || length < 0 || offset + length > this.size) throw new RangeError(`outside ${this.name}`);
    this.reads.push(length);
    return new Uint8Array(this.#bytes.subarray(offset, offset + length));
  }

  async close(): Promise<void> {
    this.closed++;
  }
}

export type MemoryFile = Uint8Array | string | object;

/** A folder at `path` ("run/seed1") of a tree whose keys are paths from the root. Strings and objects become text and JSON. */
export class MemoryFolder implements SourceFolder {
  readonly pathComponents: readonly string[];
  readonly fileNames: readonly string[];
  readonly preferredFile: string | null = null;
  readonly #tree: ReadonlyMap<string, Uint8Array>;
  /** Every source that was opened, in order. */
  readonly opened: MemorySource[] = [];

  constructor(path: string, tree: Record<string, MemoryFile>) {
    this.pathComponents = path.split('/').filter(Boolean);
    this.#tree = new Map(Object.entries(tree).map(([name, file]) => [name, toBytes(file)]));
    const prefix = this.pathComponents.length === 0 ? '' : `${path}/`;
    this.fileNames = [...this.#tree.keys()]
      .filter((name) => name.startsWith(prefix) && !name.slice(prefix.length).includes('/'))
      .map((name) => name.slice(prefix.length))
      .toSorted();
  }

  async open(name: string): Promise<ByteSource> {
    const bytes = this.#find(name);
    if (bytes === undefined) throw notFound(name, 'there is no such file or folder');
    const source = new MemorySource(name, bytes);
    this.opened.push(source);
    return source;
  }

  async has(name: string): Promise<boolean> {
    return this.#find(name) !== undefined;
  }

  /** Bytes read from files of this name, over all openings. */
  touched(name: string): number {
    return this.opened.filter((source) => source.name === name).reduce((sum, source) => sum + source.touched, 0);
  }

  #find(name: string): Uint8Array | undefined {
    const components = resolveName(this.pathComponents, name);
    return components === null ? undefined : this.#tree.get(components.join('/'));
  }
}

function toBytes(file: MemoryFile): Uint8Array {
  if (file instanceof Uint8Array) return file;
  return new TextEncoder().encode(typeof file === 'string' ? file : JSON.stringify(file));
}
