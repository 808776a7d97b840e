/**
 * A file -> its bytes, decompressed if it is gzip, in chunks. What a small file may grow to is bounded, both absolutely and relative to its size, so
 * that a compression bomb ends the reading before it fills anything.
 */
import { pipeline } from 'node:stream';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ReseedError } from '../../src/errors.ts';
import type { ByteSource } from './byte-source.ts';
import { clip } from './clip.ts';

/** Bytes per read. */
const CHUNK_BYTES = 256 * 1024;

/** What a file of these formats may hold: a batch of a portal has tens of megabytes, one of a dashboard some hundreds. */
export const MAX_DECOMPRESSED_BYTES = 8 * 1024 ** 3;

/** JSON with long rows of zeros shrinks to a fiftieth; a bomb reaches a thousandth. */
const MAX_RATIO = 250;

/** Below this the ratio means nothing. */
const RATIO_FROM_BYTES = 16 * 1024 * 1024;

/** The bytes of `source`. Throws `FILE_BAD` for gzip that is broken, cut off or a bomb, and `SOURCE_CHANGED`. `maxBytes` is for tests. */
export async function* readBytes(
  source: ByteSource,
  limits: { maxBytes?: number } = {},
): AsyncGenerator<Uint8Array, void, void> {
  const maxBytes = limits.maxBytes ?? MAX_DECOMPRESSED_BYTES;
  const head = await source.read(0, Math.min(2, source.size));
  if (!(head[0] === 0x1f && head[1] === 0x8b)) {
    if (source.size > maxBytes) throw tooLarge(source, maxBytes);
    yield* readRaw(source);
    return;
  }
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  const raw = Readable.from(readRaw(source));
  // Faults of either end come out of the iteration below.
  pipeline(raw, gunzip, () => {});
  let total = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Uint8Array>) {
      total += chunk.length;
      if (total > maxBytes) throw tooLarge(source, maxBytes);
      if (total > RATIO_FROM_BYTES && total > MAX_RATIO * source.size) {
        throw badFile(
          source,
          `it decompresses to more than ${MAX_RATIO} times its size; expected JSON, which does not`,
        );
      }
      yield chunk;
    }
  } catch (error) {
    if (error instanceof ReseedError || !isZlibError(error)) throw error;
    throw badFile(source, `its compressed data are broken or cut off (${error.code})`);
  } finally {
    gunzip.destroy();
    raw.destroy();
  }
}

async function* readRaw(source: ByteSource): AsyncGenerator<Uint8Array, void, void> {
  for (let offset = 0; offset < source.size; offset += CHUNK_BYTES)
    yield await source.read(offset, Math.min(CHUNK_BYTES, source.size - offset));
}

function isZlibError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');
}

function tooLarge(source: ByteSource, maxBytes: number): ReseedError {
  return badFile(source, `it holds more than ${maxBytes} bytes; expected less: split it`);
}

/** The refusal of a whole file. */
export function badFile(source: { name: string }, fault: string): ReseedError {
  return new ReseedError('FILE_BAD', `Cannot read "${clip(source.name)}": ${fault}`, {
    hint: `Copy or download "${clip(source.name)}" again; nothing of it was kept.`,
  });
}
