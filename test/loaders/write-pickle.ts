/** Bytes of pickles for tests, instruction by instruction. */

const u8 = (value: number) => Buffer.from([value]);
const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const u64 = (value: number | bigint) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};
const text = (value: string) => Buffer.concat([u8(0x8c), u8(Buffer.byteLength(value)), Buffer.from(value)]);
const int = (value: number) => Buffer.concat([u8(0x4a), u32(value >>> 0)]);
const bytes = (value: Uint8Array) => Buffer.concat([u8(0x42), u32(value.length), value]);
const int64s = (values: readonly (number | bigint)[]) =>
  Buffer.concat(values.map((value) => u64(BigInt.asUintN(64, BigInt(value)))));
const join = (...parts: Uint8Array[]) => Buffer.concat(parts);

/** A whole pickle of protocol 4 around `body`. */
const pickle = (...body: Uint8Array[]) => join(u8(0x80), u8(4), ...body, u8(0x2e));
const global = (module: string, name: string) => join(text(module), text(name), u8(0x93));

/** `numpy.dtype(type)` in byte order `order`. */
const dtype = (type: string, order: string) =>
  join(
    global('numpy', 'dtype'),
    text(type),
    Buffer.from([0x89, 0x88, 0x87, 0x52, 0x28]),
    int(3),
    text(order),
    Buffer.from([0x4e, 0x4e, 0x4e]),
    int(-1),
    int(-1),
    int(0),
    Buffer.from([0x74, 0x62]),
  );

/** A NumPy array as protocol 4 has it; every part can be made wrong. */
const array = (
  data: Uint8Array,
  { shape = [data.length / 8], type = 'i8', order = '<', contents = bytes(data) } = {},
) =>
  join(
    global('numpy.core.multiarray', '_reconstruct'),
    global('numpy', 'ndarray'),
    int(0),
    u8(0x85),
    Buffer.from([0x43, 1, 0x62, 0x87, 0x52, 0x28]),
    int(1),
    u8(0x28),
    ...shape.map(int),
    u8(0x74),
    dtype(type, order),
    u8(0x89),
    contents,
    Buffer.from([0x74, 0x62]),
  );

/** `[{layer: (rows, columns)}]` of given array pickles. */
const assignments = (layers: [key: Uint8Array, rows: Uint8Array, columns: Uint8Array][]) =>
  pickle(
    u8(0x5d),
    u8(0x7d),
    ...layers.flatMap(([key, rows, columns]) => [key, rows, columns, u8(0x86), u8(0x73)]),
    u8(0x61),
  );

/** `[{layer: (0 .. n - 1, columns)}]`. */
const assignment = (layer: number, columns: readonly number[]) =>
  assignments([[int(layer), array(int64s(columns.map((_, i) => i))), array(int64s(columns))]]);

export const write = { u8, u32, u64, text, int, bytes, int64s, join, pickle, global, array, assignments, assignment };
