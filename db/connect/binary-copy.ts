/**
 * Typed arrays <-> PostgreSQL's binary COPY format (documentation of COPY, "Binary Format"): header, tuples of length-prefixed big-endian fields,
 * trailer. The same bytes work on every server.
 */

/** One column of the rows to write. `row` counts from 0; null is SQL's null. */
export type BulkColumn =
  | { type: 'int2' | 'int4' | 'int8' | 'float4' | 'float8'; at: (row: number) => number | null }
  | { type: 'bool'; at: (row: number) => boolean | null }
  | { type: 'text'; at: (row: number) => string | null }
  | { type: 'int4[]'; at: (row: number) => ArrayLike<number> | null }
  | { type: 'float4[]'; at: (row: number) => ArrayLike<number> | null }
  | { type: 'float8[]'; at: (row: number) => ArrayLike<number> | null }
  | { type: 'bytea'; at: (row: number) => Uint8Array }
  | { type: 'text[]'; at: (row: number) => readonly string[] | null }
  /** `values` is [count, d], row-major; read only. */
  | { type: 'vector'; values: Float32Array; d: number };

/** Bytes gathered before they are handed on: large enough that a chunk costs nothing, small compared with a COPY. */
const CHUNK_BYTES = 1024 * 1024;

const HEADER = new Uint8Array([0x50, 0x47, 0x43, 0x4f, 0x50, 0x59, 0x0a, 0xff, 0x0d, 0x0a, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
const OIDS = { 'int4[]': 23, 'text[]': 25, 'float4[]': 700, 'float8[]': 701 } as const;
const RANGES = {
  int2: [-32_768, 32_767],
  int4: [-(2 ** 31), 2 ** 31 - 1],
  int8: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
} as const;

class Tuples {
  bytes = new Uint8Array(CHUNK_BYTES + 65_536);
  #view = new DataView(this.bytes.buffer);
  length = 0;

  /** Makes room for `size` more bytes. */
  reserve(size: number): void {
    if (this.length + size <= this.bytes.length) return;
    const grown = new Uint8Array(2 * (this.length + size));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
    this.#view = new DataView(grown.buffer);
  }

  /** What was written, as bytes of the caller's. */
  take(): Uint8Array {
    const taken = this.bytes.slice(0, this.length);
    this.length = 0;
    return taken;
  }

  int2(value: number): void {
    this.#view.setInt16(this.length, value);
    this.length += 2;
  }
  int4(value: number): void {
    this.#view.setInt32(this.length, value);
    this.length += 4;
  }
  int8(value: number): void {
    this.#view.setInt32(this.length, Math.floor(value / 2 ** 32));
    this.#view.setUint32(this.length + 4, value >>> 0);
    this.length += 8;
  }
  float4(value: number): void {
    this.#view.setFloat32(this.length, value);
    this.length += 4;
  }
  float8(value: number): void {
    this.#view.setFloat64(this.length, value);
    this.length += 8;
  }
  raw(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }
}

type FieldWriter = (out: Tuples, row: number) => void;

/** Rows 0 to `count` - 1 of `columns` as one COPY, in chunks. Throws `RangeError` for integers that do not fit. */
export function* encodeRows(columns: readonly BulkColumn[], count: number): Generator<Uint8Array> {
  const writers = columns.map((column) => buildWriter(column, count));
  const out = new Tuples();
  out.raw(HEADER);
  for (let row = 0; row < count; row++) {
    out.reserve(2 + 16 * columns.length);
    out.int2(columns.length);
    for (const write of writers) write(out, row);
    if (out.length >= CHUNK_BYTES) yield out.take();
  }
  out.reserve(2);
  out.int2(-1);
  yield out.take();
}

function buildWriter(column: BulkColumn, count: number): FieldWriter {
  if (column.type === 'vector') return buildVectorWriter(column, count);
  if (column.type === 'bytea') return bytesWriter(column.at);
  if (column.type === 'text') return textWriter(column.at);
  if (column.type === 'text[]') return textArrayWriter(column.at);
  if (column.type === 'int4[]' || column.type === 'float4[]' || column.type === 'float8[]')
    return arrayWriter(column.type, column.at);
  if (column.type === 'bool') {
    return (out, row) => {
      const value = column.at(row);
      out.int4(value === null ? -1 : 1);
      if (value !== null) out.bytes[out.length++] = value ? 1 : 0;
    };
  }
  const { type, at } = column;
  const width = { int2: 2, int4: 4, int8: 8, float4: 4, float8: 8 }[type];
  const range = type === 'float4' || type === 'float8' ? null : RANGES[type];
  return (out, row) => {
    const value = at(row);
    out.int4(value === null ? -1 : width);
    if (value === null) return;
    if (range !== null) checkInteger(value, range);
    out[type](value);
  };
}

function checkInteger(value: number, [min, max]: readonly [number, number]): void {
  if (!Number.isInteger(value) || value < min || value > max)
    throw new RangeError(`${value} is no integer between ${min} and ${max}`);
}

/** All rows are turned to big-endian at once, which the runtime does with vector instructions. */
function buildVectorWriter({ values, d }: { values: Float32Array; d: number }, count: number): FieldWriter {
  if (values.length !== count * d) throw new RangeError(`expected ${count * d} values, got ${values.length}`);
  const swapped = Buffer.from(new Float32Array(values).buffer).swap32();
  const width = 4 * d;
  return (out, row) => {
    out.reserve(8 + width);
    out.int4(4 + width);
    out.int2(d);
    out.int2(0);
    out.raw(swapped.subarray(row * width, (row + 1) * width));
  };
}

function textWriter(at: (row: number) => string | null): FieldWriter {
  return (out, row) => {
    const value = at(row);
    const bytes = value === null ? null : Buffer.from(value);
    out.reserve(4 + (bytes?.length ?? 0));
    out.int4(bytes?.length ?? -1);
    if (bytes !== null) out.raw(bytes);
  };
}

function bytesWriter(at: (row: number) => Uint8Array): FieldWriter {
  return (out, row) => {
    const bytes = at(row);
    out.reserve(4 + bytes.length);
    out.int4(bytes.length);
    out.raw(bytes);
  };
}

function arrayWriter(
  type: 'int4[]' | 'float4[]' | 'float8[]',
  at: (row: number) => ArrayLike<number> | null,
): FieldWriter {
  const item = ({ 'int4[]': 'int4', 'float4[]': 'float4', 'float8[]': 'float8' } as const)[type];
  const width = item === 'float8' ? 8 : 4;
  return (out, row) => {
    const values = at(row);
    if (values === null) return out.int4(-1);
    arrayHeader(out, { type, length: values.length, bytes: values.length * (4 + width) });
    for (let i = 0; i < values.length; i++) {
      if (item === 'int4') checkInteger(values[i], RANGES.int4);
      out.int4(width);
      out[item](values[i]);
    }
  };
}

function textArrayWriter(at: (row: number) => readonly string[] | null): FieldWriter {
  return (out, row) => {
    const values = at(row);
    if (values === null) return out.int4(-1);
    const items = values.map((value) => Buffer.from(value));
    const bytes = items.reduce((sum, item) => sum + 4 + item.length, 0);
    arrayHeader(out, { type: 'text[]', length: items.length, bytes });
    for (const item of items) {
      out.int4(item.length);
      out.raw(item);
    }
  };
}

/** Makes room for the whole array and writes all that stands before its items; an empty one has no dimension. */
function arrayHeader(out: Tuples, array: { type: keyof typeof OIDS; length: number; bytes: number }): void {
  const size = 12 + (array.length === 0 ? 0 : 8) + array.bytes;
  out.reserve(4 + size);
  out.int4(size);
  out.int4(array.length === 0 ? 0 : 1);
  out.int4(0);
  out.int4(OIDS[array.type]);
  if (array.length === 0) return;
  out.int4(array.length);
  out.int4(1);
}

/** One tuple of a COPY that is being read. Valid only during the call that gets it. */
export interface Tuple {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Where each field's bytes begin in `bytes`. */
  readonly offsets: Int32Array;
  /** How many there are; -1 for null. */
  readonly lengths: Int32Array;
}

/** Reads a whole COPY, calling `onTuple` for each row, and returns the number of rows. Throws `RangeError` if the bytes are not such a COPY. */
export async function readTuples(
  chunks: AsyncIterable<Uint8Array>,
  options: { columns: number; onTuple: (tuple: Tuple, row: number) => void },
): Promise<number> {
  const { columns, onTuple } = options;
  const offsets = new Int32Array(columns);
  const lengths = new Int32Array(columns);
  let rest: Uint8Array = new Uint8Array(0);
  let headerRead = false;
  let ended = false;
  let row = 0;
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = 0;
    if (!headerRead) {
      if (bytes.length < HEADER.length) {
        rest = bytes.slice();
        continue;
      }
      if (HEADER.some((byte, i) => bytes[i] !== byte)) throw new RangeError('this is no binary COPY');
      at = HEADER.length;
      headerRead = true;
    }
    while (!ended && bytes.length - at >= 2) {
      const fields = view.getInt16(at);
      if (fields === -1) {
        ended = true;
        at += 2;
        break;
      }
      if (fields !== columns) throw new RangeError(`expected ${columns} fields, got ${fields}`);
      const end = findFields(view, { at: at + 2, offsets, lengths });
      if (end < 0) break;
      onTuple({ bytes, view, offsets, lengths }, row++);
      at = end;
    }
    rest = bytes.slice(at);
  }
  if (!ended || rest.length > 0) throw new RangeError('the COPY ended early');
  return row;
}

/** Locates the fields of the tuple at `at`; the offset behind it, or -1 if its end has not come yet. */
function findFields(view: DataView, where: { at: number; offsets: Int32Array; lengths: Int32Array }): number {
  const { offsets, lengths } = where;
  let at = where.at;
  for (let i = 0; i < offsets.length; i++) {
    if (view.byteLength - at < 4) return -1;
    const length = view.getInt32(at);
    if (length < -1) throw new RangeError(`field of ${length} bytes`);
    offsets[i] = at + 4;
    lengths[i] = length;
    at += 4 + Math.max(length, 0);
  }
  return at <= view.byteLength ? at : -1;
}

/** Copies a vector field of `d` numbers to `into` at `offset`, still big-endian: call {@link toHostOrder} on `into` at the end. */
export function copyVectorField(
  { bytes, view, offsets, lengths }: Tuple,
  to: { field: number; d: number; into: Uint8Array; offset: number },
): void {
  const at = offsets[to.field];
  if (lengths[to.field] !== 4 + 4 * to.d || view.getInt16(at) !== to.d)
    throw new RangeError(`expected a vector of ${to.d} numbers`);
  to.into.set(bytes.subarray(at + 4, at + 4 + 4 * to.d), to.offset);
}

/** Turns big-endian 4-byte numbers into this machine's, in place. */
export function toHostOrder(bytes: Uint8Array<ArrayBuffer>): void {
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).swap32();
}
