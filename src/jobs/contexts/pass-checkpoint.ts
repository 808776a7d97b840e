/**
 * What a pass over a text has seen so far <-> a file, so that a job that is killed continues from there and ends with what it would have found.
 *
 * The file: one part per dictionary, each a value in V8's serialisation; a footer of JSON with the lengths and hashes of the parts; the footer's
 * length in 4 bytes, little-endian. It is replaced whole; one that is not whole is not read.
 */
import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import * as v from 'valibot';
import { writeFileAtomically } from '../../../loaders/files/atomic-file.ts';
import type { SavedCollector } from '../../compute/contexts/context-collector.ts';
import type { SavedCutter } from '../../compute/contexts/window-cutter.ts';
import type { SavedMeter } from '../../compute/encoding/reconstruction-meter.ts';

/** How far a pass is, and what each of its dictionaries has seen. */
export interface PassState {
  /** Tokens read, and bytes of text that they stand for. */
  tokens: number;
  bytes: number;
  cutter: SavedCutter;
  /** By dictionary, each by its id. */
  dictionaries: readonly SavedDictionary[];
}

interface SavedDictionary {
  id: number;
  collector: SavedCollector;
  meter: SavedMeter;
}

export interface PassCheckpoint {
  /** What these dictionaries have seen, in this order; null where there is none that can be read, or one of them is not in it. */
  read(ids: readonly number[]): Promise<PassState | null>;
  /** Replaces what is there. Memory: one dictionary's part. */
  write(state: PassState): Promise<void>;
  /** Removes it, and what writers that were killed have left of it. */
  remove(): Promise<void>;
}

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const footer = v.object({
  tokens: count,
  bytes: count,
  cutter: v.object({ number: count, document: v.pipe(v.number(), v.safeInteger(), v.minValue(-1)), inDocument: count }),
  parts: v.array(v.object({ id: count, length: count, sha256: v.string() })),
});

/** Bytes of a footer at most: a few numbers per dictionary. */
const MAX_FOOTER = 65_536;

/** The checkpoint named `key` in `folder`. `writer`: no two that write at once have the same. */
export function openPassCheckpoint(of: { folder: string; key: string; writer: string }): PassCheckpoint {
  const place = path.join(of.folder, `${of.key}.pass`);
  const partial = path.join(of.folder, `${of.key}.${of.writer}.part`);
  return {
    read: (ids) => readPass(place, ids),
    async write({ dictionaries, ...position }) {
      await mkdir(of.folder, { recursive: true, mode: 0o700 });
      await writeFileAtomically(place, formatPass(dictionaries, position), { part: partial, mode: 0o600 });
    },
    async remove() {
      const left = await readdir(of.folder).catch(() => []);
      for (const name of left.filter((one) => one.startsWith(`${of.key}.`)))
        await rm(path.join(of.folder, name), { force: true });
    },
  };
}

/** The dictionaries, one after the other, then what is where: only one is held in memory at a time. */
function* formatPass(
  dictionaries: PassState['dictionaries'],
  position: Omit<PassState, 'dictionaries'>,
): Generator<Uint8Array> {
  const parts: { id: number; length: number; sha256: string }[] = [];
  for (const one of dictionaries) {
    const part = serialize(one);
    parts.push({ id: one.id, length: part.length, sha256: sha256(part) });
    yield part;
  }
  const text = Buffer.from(JSON.stringify({ ...position, parts }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  yield Buffer.concat([text, length]);
}

async function readPass(place: string, ids: readonly number[]): Promise<PassState | null> {
  const file = await open(place).catch(() => null);
  if (file === null) return null;
  const read = async (position: number, length: number) => {
    const bytes = Buffer.alloc(length);
    const { bytesRead } = await file.read({ buffer: bytes, position, length });
    return bytes.subarray(0, bytesRead);
  };
  try {
    const { size } = await file.stat();
    const footerLength = size < 4 ? 0 : (await read(size - 4, 4)).readUInt32LE();
    if (footerLength > MAX_FOOTER || footerLength > size - 4) return null;
    const parsed = v.safeParse(footer, parseJson((await read(size - 4 - footerLength, footerLength)).toString()));
    if (!parsed.success) return null;
    const { parts, ...position } = parsed.output;
    if (parts.reduce((sum, { length }) => sum + length, footerLength + 4) !== size) return null;
    const saved = new Map<number, SavedDictionary>();
    let at = 0;
    for (const { id, length, sha256: expected } of parts) {
      const bytes = ids.includes(id) ? await read(at, length) : null;
      if (bytes !== null && sha256(bytes) !== expected) return null;
      if (bytes !== null) saved.set(id, deserialize(bytes) as SavedDictionary);
      at += length;
    }
    const dictionaries = ids.flatMap((id) => saved.get(id) ?? []);
    return dictionaries.length === ids.length ? { ...position, dictionaries } : null;
  } catch {
    // Unreadable, or written by a runtime with a later serialisation: the pass begins again.
    return null;
  } finally {
    await file.close();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
