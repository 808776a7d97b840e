import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BulkColumn, copyVectorField, encodeRows, readTuples, toHostOrder } from '../../db/connect/binary-copy.ts';
import { openTestDatabase, type TestDatabase } from './test-database.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
  await opened.db.query(
    `create table every_type (i2 int2, i4 int4, i8 int8, f4 float4, f8 float8, b bool, t text, ia int4[], fa float8[], v vector)`,
  );
});
afterAll(() => opened?.close());

const nullable = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const d = 5;
const record = fc.record({
  i2: nullable(fc.integer({ min: -32_768, max: 32_767 })),
  i4: nullable(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
  i8: nullable(fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER })),
  f4: nullable(fc.float({ noNaN: true, noDefaultInfinity: true })),
  f8: nullable(fc.double()),
  b: nullable(fc.boolean()),
  t: nullable(fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', '').toWellFormed())),
  ia: nullable(fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { maxLength: 6 })),
  fa: nullable(fc.array(fc.double({ noNaN: true }), { maxLength: 6 })),
  v: fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: d, maxLength: d }),
});

test('the server reads every type as it was meant', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(record, { maxLength: 20 }), async (rows) => {
      await opened.db.query('truncate every_type');
      const columns: BulkColumn[] = [
        { type: 'int2', at: (row) => rows[row].i2 },
        { type: 'int4', at: (row) => rows[row].i4 },
        { type: 'int8', at: (row) => rows[row].i8 },
        { type: 'float4', at: (row) => rows[row].f4 },
        { type: 'float8', at: (row) => rows[row].f8 },
        { type: 'bool', at: (row) => rows[row].b },
        { type: 'text', at: (row) => rows[row].t },
        { type: 'int4[]', at: (row) => rows[row].ia },
        { type: 'float8[]', at: (row) => rows[row].fa },
        { type: 'vector', values: Float32Array.from(rows.flatMap((row) => row.v)), d },
      ];
      await opened.db.copyIn('every_type', encodeRows(columns, rows.length));
      const found = await opened.db.query<Record<string, never>>(
        'select i2, i4, i8, f4::float8 as f4, f8, b, t, ia, fa, v::float4[]::float8[] as v from every_type order by ctid',
      );
      const plain = (value: unknown): unknown =>
        Object.is(value, -0) ? 0 : Array.isArray(value) ? value.map(plain) : value;
      expect(
        found.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]))),
      ).toEqual(
        rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]))),
      );
    }),
    { numRuns: 30, seed: 3 },
  );
});

test('what the server writes is read, however the bytes are cut', async () => {
  const select = `select i, array[i, -i], array[i / 3.0::float8, 1e300], ('[' || i || ',0.5,-2]')::vector, nullif(i, 3)
    from generate_series(0, 9) i order by i`;
  const chunks: Uint8Array[] = [];
  for await (const chunk of opened.db.copyOut(select)) chunks.push(chunk);
  const whole = Buffer.concat(chunks);
  for (const size of [1, 7, 64, whole.length]) {
    const vectors = new Float32Array(30);
    const into = new Uint8Array(vectors.buffer);
    const lengths: number[] = [];
    async function* cut() {
      for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size);
    }
    const rows = await readTuples(cut(), {
      columns: 5,
      onTuple(tuple, row) {
        copyVectorField(tuple, { field: 3, d: 3, into, offset: 12 * row });
        lengths.push(tuple.lengths[4]);
      },
    });
    toHostOrder(into);
    expect(rows).toBe(10);
    expect(Array.from(vectors)).toEqual(Array.from({ length: 10 }, (_, i) => [i, 0.5, -2]).flat());
    expect(lengths).toEqual([4, 4, 4, -1, 4, 4, 4, 4, 4, 4]);
  }
});

test('numbers that do not fit are refused', () => {
  const encode = (column: BulkColumn) => [...encodeRows([column], 1)];
  expect(() => encode({ type: 'int2', at: () => 32_768 })).toThrow(RangeError);
  expect(() => encode({ type: 'int4', at: () => 0.5 })).toThrow(RangeError);
  expect(() => encode({ type: 'int8', at: () => 2 ** 53 })).toThrow(RangeError);
  expect(() => encode({ type: 'int4[]', at: () => [2 ** 31] })).toThrow(RangeError);
  expect(() => encode({ type: 'vector', values: new Float32Array(3), d: 2 })).toThrow(RangeError);
});

test.each([
  ['nothing', []],
  ['no header', [Buffer.from('this is something else altogether')]],
  ['no trailer', [[...encodeRows([{ type: 'int4', at: () => 1 }], 2)][0].subarray(0, -2)]],
  ['bytes behind the trailer', [...encodeRows([{ type: 'int4', at: () => 1 }], 2), Buffer.from('more')]],
  [
    'another number of fields',
    [
      ...encodeRows(
        [
          { type: 'int4', at: () => 1 },
          { type: 'int4', at: () => 1 },
        ],
        2,
      ),
    ],
  ],
])('a COPY with %s is refused', async (_, chunks) => {
  async function* source() {
    yield* chunks;
  }
  await expect(readTuples(source(), { columns: 1, onTuple: () => {} })).rejects.toThrow(RangeError);
});

test('vectors of another length are refused', async () => {
  const read = (select: string, onTuple: Parameters<typeof readTuples>[1]['onTuple']) =>
    readTuples(opened.db.copyOut(select), { columns: 1, onTuple });
  await expect(
    read(`select '[1,2,3]'::vector`, (tuple) =>
      copyVectorField(tuple, { field: 0, d: 2, into: new Uint8Array(8), offset: 0 }),
    ),
  ).rejects.toThrow(RangeError);
});
