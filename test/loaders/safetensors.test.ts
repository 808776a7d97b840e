/** The container: what is accepted, what is refused and with which code, and that nothing is allocated or read before it is checked. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSafetensorsHeader } from '../../loaders/containers/safetensors.ts';
import { isReseedError } from '../../src/errors.ts';
import { MemorySource } from './memory-folder.ts';
import { encodeTensor, joinSafetensors, writeSafetensors } from './write-safetensors.ts';

const entry = (dtype: string, shape: unknown, offsets: unknown) => ({ dtype, shape, data_offsets: offsets });
const file = (header: unknown, dataBytes = 0) =>
  joinSafetensors(typeof header === 'string' ? header : JSON.stringify(header), [new Uint8Array(dataBytes)]);
const read = (bytes: Uint8Array) => readSafetensorsHeader(new MemorySource('test.safetensors', bytes));

describe('a well-formed file', () => {
  it('gives tensors in any order, scalars, empty tensors and metadata', async () => {
    const header = await read(
      file(
        {
          b: entry('F32', [2, 1], [8, 16]),
          __metadata__: { format: 'pt' },
          empty: entry('I64', [3, 0], [8, 8]),
          a: entry('BF16', [4], [0, 8]),
          scalar: entry('F64', [], [16, 24]),
        },
        24,
      ),
    );
    expect(header.metadata).toEqual({ format: 'pt' });
    const begin = (header.tensors.get('a')?.offset ?? 0) - 0;
    expect(
      [...header.tensors.values()].map((tensor) => [
        tensor.name,
        tensor.dtype,
        tensor.shape,
        tensor.offset - begin,
        tensor.bytes,
      ]),
    ).toEqual([
      ['b', 'F32', [2, 1], 8, 8],
      ['empty', 'I64', [3, 0], 8, 0],
      ['a', 'BF16', [4], 0, 8],
      ['scalar', 'F64', [], 16, 8],
    ]);
  });

  it('may be empty, and may have no padding', async () => {
    expect((await read(file('{}'))).tensors.size).toBe(0);
    expect((await read(joinSafetensors(new TextEncoder().encode('{}'), []))).tensors.size).toBe(0);
  });

  it('may name a tensor __proto__, which is a name like any other', async () => {
    const header = await read(file('{"__proto__":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}', 1));
    expect([...header.tensors.keys()]).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>).dtype).toBeUndefined();
    await expect(
      read(file('{"a":{"__proto__":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}}', 1)),
    ).rejects.toMatchObject({ code: 'SAFETENSORS_UNKNOWN_DTYPE' });
  });

  it('may hold elements of less than a byte, if they fill bytes', async () => {
    expect((await read(file({ a: entry('F4', [4], [0, 2]) }, 2))).tensors.get('a')?.bytes).toBe(2);
    await expect(read(file({ a: entry('F4', [3], [0, 2]) }, 2))).rejects.toMatchObject({
      code: 'SAFETENSORS_BAD_OFFSETS',
    });
  });
});

const good = writeSafetensors({ a: encodeTensor('F32', [2], [1, 2]), b: encodeTensor('F32', [1], [3]) });
const text = (header: string) => file(header, 4);
const one = (fields: string) => text(`{"a":{${fields}}}`);

describe('a file that breaks the rules is refused', () => {
  it.each<[string, string, Uint8Array]>([
    ['an empty file', 'SAFETENSORS_TRUNCATED', new Uint8Array(0)],
    ['a file of 7 bytes', 'SAFETENSORS_TRUNCATED', new Uint8Array(7)],
    ['a header longer than the file', 'SAFETENSORS_TRUNCATED', joinSafetensors('{}', [], 99n)],
    ['a file cut inside its header', 'SAFETENSORS_TRUNCATED', good.subarray(0, 40)],
    ['a file cut inside its tensors', 'SAFETENSORS_TRUNCATED', good.subarray(0, good.length - 1)],
    ['a header beyond the limit', 'SAFETENSORS_HEADER_TOO_LARGE', joinSafetensors('{}', [], 100_000_001n)],
    ['a header length beyond 2^53', 'SAFETENSORS_HEADER_TOO_LARGE', joinSafetensors('{}', [], 2n ** 64n - 1n)],
    ['no header', 'SAFETENSORS_BAD_HEADER', joinSafetensors('{}', [], 0n)],
    ['a header that begins with a space', 'SAFETENSORS_BAD_HEADER', text(' {}')],
    ['a header that is an array', 'SAFETENSORS_BAD_HEADER', text('[]')],
    ['a byte order mark', 'SAFETENSORS_BAD_HEADER', text('\uFEFF{}')],
    ['text after the header', 'SAFETENSORS_BAD_HEADER', text('{}{}')],
    ['half an object', 'SAFETENSORS_BAD_HEADER', text('{"a":')],
    ['a comma at the end', 'SAFETENSORS_BAD_HEADER', text('{"__metadata__":{},}')],
    ['single quotes', 'SAFETENSORS_BAD_HEADER', text("{'a':1}")],
    ['NaN', 'SAFETENSORS_BAD_HEADER', text('{"a":NaN}')],
    [
      'bytes that are not UTF-8',
      'SAFETENSORS_BAD_HEADER',
      joinSafetensors(new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), []),
    ],
    ['half a surrogate pair', 'SAFETENSORS_BAD_HEADER', text('{"\\ud800":1}')],
    ['nesting without end', 'SAFETENSORS_BAD_HEADER', text(`{"a":${'['.repeat(100_000)}`)],
    ['metadata that is not text', 'SAFETENSORS_BAD_HEADER', file({ __metadata__: { a: 1 } })],
    ['metadata that is no object', 'SAFETENSORS_BAD_HEADER', file({ __metadata__: ['a'] })],
    ['a tensor that is no object', 'SAFETENSORS_BAD_HEADER', text('{"a":1}')],
    [
      'a tensor named twice',
      'SAFETENSORS_DUPLICATE_KEY',
      text(
        '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}',
      ),
    ],
    ['a tensor named twice, once by escapes', 'SAFETENSORS_DUPLICATE_KEY', text('{"a":1,"\\u0061":1}')],
    ['__proto__ named twice', 'SAFETENSORS_DUPLICATE_KEY', text('{"__proto__":1,"__proto__":1}')],
    ['metadata twice', 'SAFETENSORS_DUPLICATE_KEY', text('{"__metadata__":{},"__metadata__":{}}')],
    [
      'a shape stated twice',
      'SAFETENSORS_DUPLICATE_KEY',
      one('"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]'),
    ],
    ['an unknown dtype', 'SAFETENSORS_UNKNOWN_DTYPE', one('"dtype":"F31","shape":[1],"data_offsets":[0,4]')],
    [
      'a dtype that is a property of objects',
      'SAFETENSORS_UNKNOWN_DTYPE',
      one('"dtype":"constructor","shape":[1],"data_offsets":[0,4]'),
    ],
    ['a dtype in lower case', 'SAFETENSORS_UNKNOWN_DTYPE', one('"dtype":"f32","shape":[1],"data_offsets":[0,4]')],
    ['no dtype', 'SAFETENSORS_UNKNOWN_DTYPE', one('"shape":[1],"data_offsets":[0,4]')],
    ['no shape', 'SAFETENSORS_BAD_HEADER', one('"dtype":"F32","data_offsets":[0,4]')],
    ['a negative dimension', 'SAFETENSORS_BAD_HEADER', one('"dtype":"F32","shape":[-1],"data_offsets":[0,4]')],
    ['half a dimension', 'SAFETENSORS_BAD_HEADER', one('"dtype":"F32","shape":[1.5],"data_offsets":[0,4]')],
    [
      'a dimension beyond 2^53',
      'SAFETENSORS_BAD_HEADER',
      one('"dtype":"F32","shape":[9007199254740993],"data_offsets":[0,4]'),
    ],
    ['a dimension as text', 'SAFETENSORS_BAD_HEADER', one('"dtype":"F32","shape":["1"],"data_offsets":[0,4]')],
    [
      'a product beyond 2^53',
      'SAFETENSORS_BAD_OFFSETS',
      one('"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]'),
    ],
    [
      'a product beyond 2^53 and then nothing',
      'SAFETENSORS_BAD_OFFSETS',
      one('"dtype":"F32","shape":[4294967296,4294967296,0],"data_offsets":[0,4]'),
    ],
    ['no offsets', 'SAFETENSORS_BAD_OFFSETS', one('"dtype":"F32","shape":[1]')],
    ['one offset', 'SAFETENSORS_BAD_OFFSETS', one('"dtype":"F32","shape":[1],"data_offsets":[0]')],
    ['three offsets', 'SAFETENSORS_BAD_OFFSETS', one('"dtype":"F32","shape":[1],"data_offsets":[0,4,8]')],
    ['a negative offset', 'SAFETENSORS_BAD_OFFSETS', one('"dtype":"F32","shape":[1],"data_offsets":[-4,0]')],
    ['an end before the beginning', 'SAFETENSORS_BAD_OFFSETS', one('"dtype":"F32","shape":[1],"data_offsets":[4,0]')],
    [
      'fewer bytes than the shape needs',
      'SAFETENSORS_BAD_OFFSETS',
      one('"dtype":"F32","shape":[2],"data_offsets":[0,4]'),
    ],
    [
      'more bytes than the shape needs',
      'SAFETENSORS_BAD_OFFSETS',
      one('"dtype":"F16","shape":[1],"data_offsets":[0,4]'),
    ],
    ['a hole before the first tensor', 'SAFETENSORS_BAD_OFFSETS', file({ a: entry('F32', [1], [4, 8]) }, 8)],
    [
      'a hole between tensors',
      'SAFETENSORS_BAD_OFFSETS',
      file({ a: entry('F32', [1], [0, 4]), b: entry('F32', [1], [8, 12]) }, 12),
    ],
    ['bytes after the last tensor', 'SAFETENSORS_BAD_OFFSETS', file({ a: entry('F32', [1], [0, 4]) }, 5)],
    ['bytes without any tensor', 'SAFETENSORS_BAD_OFFSETS', file('{}', 1)],
    [
      'overlapping tensors',
      'SAFETENSORS_BAD_OFFSETS',
      file({ a: entry('F32', [2], [0, 8]), b: entry('F32', [1], [4, 8]) }, 8),
    ],
    [
      'two tensors in one place',
      'SAFETENSORS_BAD_OFFSETS',
      file({ a: entry('F32', [1], [0, 4]), b: entry('F32', [1], [0, 4]) }, 4),
    ],
    [
      'an empty tensor inside another',
      'SAFETENSORS_BAD_OFFSETS',
      file({ a: entry('F32', [2], [0, 8]), b: entry('F32', [0], [4, 4]) }, 8),
    ],
    ['offsets beyond the file', 'SAFETENSORS_TRUNCATED', file({ a: entry('F32', [1_000_000], [0, 4_000_000]) }, 4)],
  ])('%s: %s', async (_, code, bytes) => {
    const error = await read(bytes).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'ReseedError', code });
    expect(String(error)).toMatch(/^ReseedError: Cannot read "test.safetensors": .+; expected .+/);
    expect(String(error).length).toBeLessThan(400);
  });

  it('before anything is read that the file does not have', async () => {
    const source = new MemorySource('big', joinSafetensors('{}', [], 99_999_999n));
    await expect(readSafetensorsHeader(source)).rejects.toMatchObject({ code: 'SAFETENSORS_TRUNCATED' });
    expect(source.reads).toEqual([8]);
  });
});

/** Refused with a code of the container, or read with tensors that cover the data exactly; anything else fails the test. */
const lawful = (bytes: Uint8Array) =>
  read(bytes).then(
    (header) => {
      // What is accepted covers the data exactly.
      const sum = [...header.tensors.values()].reduce((total, tensor) => total + tensor.bytes, 0);
      const begin = 8 + Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
      expect(begin + sum).toBe(bytes.length);
    },
    (error: unknown) => {
      if (!isReseedError(error)) throw error;
      expect(error.code).toMatch(/^SAFETENSORS_/);
    },
  );

describe('any bytes', () => {
  it('with one byte changed are refused or read, never worse', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.nat(255), async (at, byte) => {
        const changed = good.slice();
        changed[at] = byte;
        await lawful(changed);
      }),
      { seed: 11, numRuns: 3_000 },
    );
  });

  it('as a header are refused or read, never worse', async () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.maxSafeInteger(),
      fc.constantFrom('F32', 'BF16', 'U8', [0, 4], [4, 8], [1], [2, 2], [0]),
    );
    const tensor = fc.record({ dtype: value, shape: value, data_offsets: value }, { requiredKeys: [] });
    const header = fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom('__metadata__', '__proto__', 'a')),
      fc.oneof(tensor, value),
      { maxKeys: 4 },
    );
    await fc.assert(
      fc.asyncProperty(header, fc.nat(16), (object, data) => lawful(file(JSON.stringify(object), data))),
      { seed: 13, numRuns: 2_000 },
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 64 }), (bytes) => lawful(joinSafetensors(bytes, []))),
      { seed: 17, numRuns: 1_000 },
    );
  });

  it('that the format allows are read as they were written', async () => {
    const tensors = fc.dictionary(
      fc
        .string({ unit: 'grapheme', minLength: 1 })
        .filter((name) => name !== '__metadata__' && name.isWellFormed() && !name.includes('\0')),
      fc.tuple(
        fc.constantFrom('F32' as const, 'F16' as const, 'BF16' as const, 'F64' as const),
        fc.array(fc.nat(4), { maxLength: 3 }),
      ),
      { maxKeys: 6 },
    );
    await fc.assert(
      fc.asyncProperty(tensors, async (shapes) => {
        const written = Object.fromEntries(
          Object.entries(shapes).map(([name, [dtype, shape]]) => [
            name,
            encodeTensor(
              dtype,
              shape,
              Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 1),
            ),
          ]),
        );
        const header = await read(writeSafetensors(written));
        expect(
          [...header.tensors.values()].map(({ name, dtype, shape, bytes }) => ({ name, dtype, shape, bytes })),
        ).toEqual(
          Object.entries(written).map(([name, { dtype, shape, bytes }]) => ({
            name,
            dtype,
            shape,
            bytes: bytes.length,
          })),
        );
      }),
      { seed: 19, numRuns: 300 },
    );
  });
});
