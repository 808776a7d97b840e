/**
 * A zip file -> where its entries lie, for containers that store tensors in one (NumPy's npz, PyTorch's zip files). No entry is read.
 *
 * Only entries that are stored as they are can be read by byte ranges: compressed ones are listed, and refused by who needs them.
 */
import yauzl from 'yauzl';
import { isReseedError, ReseedError } from '../../src/errors.ts';
import type { ByteSource } from '../files/byte-source.ts';
import { clip } from '../files/clip.ts';

/** A checkpoint with a tensor per latent and layer has below 10,000. */
const MAX_ENTRIES = 20_000;

export interface ZipEntry {
  readonly name: string;
  /** Whether the bytes in the file are those of the entry: not compressed, not encrypted. */
  readonly isStored: boolean;
  /** First byte, from the beginning of the file. */
  readonly offset: number;
  readonly bytes: number;
}

/** Whether `head`, the first bytes of a file, begin a zip file. */
export function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && head[2] === 0x03 && head[3] === 0x04;
}

/** Every entry by name. Throws `ZIP_BAD`, and what reading `source` throws. */
export async function readZipEntries(source: ByteSource): Promise<ReadonlyMap<string, ZipEntry>> {
  const entries = new Map<string, ZipEntry>();
  try {
    const options = { autoClose: false, lazyEntries: true, validateEntrySizes: true };
    const zip = await yauzl.fromRandomAccessReaderPromise(new SourceReader(source), source.size, options);
    if (zip.entryCount > MAX_ENTRIES)
      throw badZip(source, `it has ${zip.entryCount} entries; expected at most ${MAX_ENTRIES}`);
    for await (const entry of zip.eachEntry()) {
      const { fileName: name, compressedSize: bytes } = entry;
      if (name.endsWith('/')) continue;
      if (entries.size >= MAX_ENTRIES) throw badZip(source, `it has more than ${MAX_ENTRIES} entries; expected fewer`);
      if (entries.has(name)) throw badZip(source, `it holds "${clip(name)}" twice; expected every name once`);
      const { fileDataStart: offset } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
      if (offset + bytes > source.size)
        throw badZip(source, `"${clip(name)}" ends beyond the file; expected it inside`);
      entries.set(name, { name, isStored: entry.compressionMethod === 0 && !entry.isEncrypted(), offset, bytes });
    }
  } catch (error) {
    if (isReseedError(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw badZip(source, `it is not a whole zip file (${clip(reason)}); expected one`);
  }
  return entries;
}

/** The refusal of a zip file. */
export function badZip(source: ByteSource, fault: string): ReseedError {
  return new ReseedError('ZIP_BAD', `Cannot read "${clip(source.name)}": ${fault}`, {
    hint: 'Copy or download the file again; where it was compressed on the way, unpack it first.',
  });
}

/** Reads of the zip library -> reads of the source. */
class SourceReader extends yauzl.RandomAccessReader {
  readonly #source: ByteSource;

  constructor(source: ByteSource) {
    super();
    this.#source = source;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    done: (error: Error | null) => void,
  ): void {
    this.#source.read(position, length).then(
      (bytes) => {
        buffer.set(bytes, offset);
        done(null);
      },
      (error: Error) => done(error),
    );
  }

  override close(done: (error: Error | null) => void): void {
    done(null); // whoever opened the source closes it
  }
}
