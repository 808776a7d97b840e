/**
 * One safetensors file -> where its tensors are. No tensor is read.
 *
 * Specification: github.com/huggingface/safetensors, "Format". Eight bytes of little-endian header length, a JSON header that begins with `{`
 * and may be padded with spaces, then the tensors, which cover the rest of the file without hole or overlap. Every size is checked against
 * the size of the file before anything of that size is allocated.
 */
import { ReseedError, type ErrorCode } from '../../src/errors.ts';
import type { ByteSource } from '../files/byte-source.ts';
import { DTYPE_BITS, type Dtype, isDtype } from './dtype.ts';
import type { TensorEntry } from './tensor-entry.ts';
import { clip } from '../files/clip.ts';
import { type JsonObject, type JsonValue, parseStrictJson } from '../files/strict-json.ts';

/** Limit of the reference implementation (`MAX_HEADER_SIZE`). */
const MAX_HEADER_BYTES = 100_000_000;
export const LENGTH_BYTES = 8;
const OPENING_BRACE = 0x7b;
const METADATA = '__metadata__';

export interface SafetensorsHeader {
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The checked header of `source`. Reads 8 bytes (unless they are given as `head`) and the header. Throws `SAFETENSORS_*`. */
export async function readSafetensorsHeader(
  source: ByteSource,
  head: Uint8Array<ArrayBuffer> | null = null,
): Promise<SafetensorsHeader> {
  const refuse = refusal(source.name);
  if (source.size < LENGTH_BYTES) {
    refuse(
      'SAFETENSORS_TRUNCATED',
      `the file has ${source.size} bytes; expected at least the 8 bytes of the header length`,
    );
  }
  const lengthBytes = head ?? (await source.read(0, LENGTH_BYTES));
  const declared = new DataView(lengthBytes.buffer, lengthBytes.byteOffset, LENGTH_BYTES).getBigUint64(0, true);
  if (declared > BigInt(MAX_HEADER_BYTES)) {
    refuse('SAFETENSORS_HEADER_TOO_LARGE', `the header claims ${declared} bytes; expected at most ${MAX_HEADER_BYTES}`);
  }
  const headerBytes = Number(declared);
  const dataStart = LENGTH_BYTES + headerBytes;
  if (dataStart > source.size) {
    refuse(
      'SAFETENSORS_TRUNCATED',
      `the header claims ${headerBytes} bytes; expected no more than the ${source.size - LENGTH_BYTES} that are there`,
    );
  }
  const header = headerBytes === 0 ? new Uint8Array(0) : await source.read(LENGTH_BYTES, headerBytes);
  if (header[0] !== OPENING_BRACE)
    refuse('SAFETENSORS_BAD_HEADER', 'the header does not begin with "{"; expected a JSON object');
  const value = parseHeader(header, refuse);
  const metadata = parseMetadata(value, refuse);
  const entries = Object.keys(value)
    .filter((name) => name !== METADATA)
    .map((name) => parseEntry({ name, value: value[name], dataStart }, refuse));
  checkCoverage(entries, { dataStart, size: source.size, refuse });
  return { tensors: new Map(entries.map((entry) => [entry.name, entry])), metadata };
}

type Refusal = (code: ErrorCode, detail: string) => never;

function refusal(file: string): Refusal {
  return (code, detail) => {
    throw new ReseedError(code, `Cannot read "${clip(file)}": ${detail}`, {
      hint:
        code === 'SAFETENSORS_TRUNCATED'
          ? 'Copy or download the file again: it is shorter than it says.'
          : 'Save the file again with the safetensors library: its header breaks the format.',
    });
  };
}

function parseHeader(bytes: Uint8Array, refuse: Refusal): JsonObject {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return refuse('SAFETENSORS_BAD_HEADER', 'the header is not UTF-8; expected JSON in UTF-8');
  }
  const value = parseStrictJson(text, (problem, detail) =>
    refuse(
      problem === 'DUPLICATE' ? 'SAFETENSORS_DUPLICATE_KEY' : 'SAFETENSORS_BAD_HEADER',
      `the header has ${detail}; expected strict JSON`,
    ),
  );
  if (!isObject(value)) throw new TypeError('A text that begins with "{" is an object');
  return value;
}

function parseMetadata(header: JsonObject, refuse: Refusal): Record<string, string> {
  const metadata = header[METADATA];
  if (metadata === undefined || metadata === null) return {};
  if (!isTexts(metadata)) {
    return refuse('SAFETENSORS_BAD_HEADER', `"${METADATA}" is not an object of strings; expected names and texts`);
  }
  return metadata;
}

function parseEntry(from: { name: string; value: JsonValue; dataStart: number }, refuse: Refusal): TensorEntry {
  const tensor = `tensor "${clip(from.name)}"`;
  if (!isObject(from.value))
    return refuse('SAFETENSORS_BAD_HEADER', `${tensor} is not an object; expected dtype, shape and data_offsets`);
  const { dtype, shape, data_offsets: offsets } = from.value;
  if (typeof dtype !== 'string' || !isDtype(dtype)) {
    return refuse(
      'SAFETENSORS_UNKNOWN_DTYPE',
      `${tensor} has dtype ${clip(JSON.stringify(dtype) ?? 'none')}; expected one of ${Object.keys(DTYPE_BITS).join(', ')}`,
    );
  }
  if (!isCounts(shape))
    return refuse('SAFETENSORS_BAD_HEADER', `${tensor} has no valid shape; expected whole numbers from 0`);
  if (!isCounts(offsets) || offsets.length !== 2) {
    return refuse('SAFETENSORS_BAD_OFFSETS', `${tensor} has no valid data_offsets; expected two whole numbers from 0`);
  }
  const [begin, end] = offsets;
  const bits = elementBits(shape, dtype);
  if (bits === null)
    return refuse(
      'SAFETENSORS_BAD_OFFSETS',
      `${tensor} of shape [${clip(shape.join(', '))}] is larger than any file; expected a size below 2^53 bits`,
    );
  if (bits % 8 !== 0 || end - begin !== bits / 8) {
    return refuse(
      'SAFETENSORS_BAD_OFFSETS',
      `${tensor} spans ${end - begin} bytes; expected ${bits / 8} for ${dtype} [${clip(shape.join(', '))}]`,
    );
  }
  return { name: from.name, dtype, shape, offset: from.dataStart + begin, bytes: end - begin };
}

/** Bits of a tensor, or null beyond 2^53. A dimension of 0 makes it 0 only if the others do not overflow first, as in the reference. */
function elementBits(shape: readonly number[], dtype: Dtype): number | null {
  let bits: number = DTYPE_BITS[dtype];
  for (const length of shape) {
    bits *= length;
    if (!Number.isSafeInteger(bits)) return null;
  }
  return bits;
}

/** Tensors in order of offset must begin where the one before ends, the first at the data and the last at the end of the file. */
function checkCoverage(entries: TensorEntry[], file: { dataStart: number; size: number; refuse: Refusal }): void {
  // Empty tensors first where offsets are equal: they lie between their neighbours.
  const inOrder = entries.toSorted((a, b) => a.offset - b.offset || a.bytes - b.bytes);
  let end = file.dataStart;
  for (const entry of inOrder) {
    if (entry.offset !== end) {
      file.refuse(
        'SAFETENSORS_BAD_OFFSETS',
        `tensor "${clip(entry.name)}" begins at byte ${entry.offset - file.dataStart} of the data; expected ${end - file.dataStart}, without hole or overlap`,
      );
    }
    end += entry.bytes;
  }
  if (end > file.size)
    file.refuse('SAFETENSORS_TRUNCATED', `the file has ${file.size} bytes; expected ${end} by its header`);
  if (end < file.size)
    file.refuse(
      'SAFETENSORS_BAD_OFFSETS',
      `the tensors end at byte ${end}; expected the end of the file, byte ${file.size}`,
    );
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: JsonValue): value is Record<string, string> {
  return isObject(value) && Object.values(value).every((text) => typeof text === 'string');
}

function isCounts(value: JsonValue | undefined): value is number[] {
  return (
    Array.isArray(value) &&
    value.every((n) => typeof n === 'number' && Number.isSafeInteger(n) && n >= 0 && !Object.is(n, -0))
  );
}
