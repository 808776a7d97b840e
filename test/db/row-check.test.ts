import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../db/connect/connect.ts';
import { findEach } from '../../db/connect/keyed-rows.ts';
import { matchings } from '../../db/schema/matching-tables.ts';
import { KEY } from '../../db/schema/key.ts';
import { column, columns, computed, optional, required, rowOf } from '../../db/schema/row.ts';
import { openTestDatabase } from './test-database.ts';

interface Pair {
  a: number;
  contentA: string | null;
}

const PAIR = rowOf<Pair>(columns(matchings, 't', ['a', 'contentA']));

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
let db: Database;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ db, close } = await openTestDatabase());
});
afterAll(() => close());

/** One row, as a table `t` of matchings. */
const ONE = "(select 1::bigint as a, 'x' as content_a) t";

test('the SELECT list that a row declares gives such rows', async () => {
  expect(PAIR.list).toBe('t."a" as "a", t."content_a" as "contentA"');
  expect(await db.read(PAIR, `select ${PAIR.list} from ${ONE}`)).toEqual([{ a: 1, contentA: 'x' }]);
});

test.each([
  ['a wrong alias', 't.a, t.content_a as "contentX"'],
  ['no alias', 't.a, t.content_a'],
  ['a column too many', 't.a, t.content_a as "contentA", t.content_a as more'],
  ['a column twice', 't.a, t.a, t.content_a as "contentA"'],
  ['a column too few', 't.a'],
])('%s is refused, in a database and in a transaction, with rows and without', async (_, list) => {
  for (const from of [ONE, `${ONE} where false`]) {
    await expect(db.read(PAIR, `select ${list} from ${from}`)).rejects.toThrow(
      /a statement gives rows of .*; expected \(a, contentA\)/,
    );
    await expect(db.transaction((tx) => tx.read(PAIR, `select ${list} from ${from}`))).rejects.toThrow(TypeError);
  }
});

test.each([
  ['null where none may be', 'null::bigint as a, t.content_a as "contentA"', 'null for "a"'],
  ['text for a number', `t.content_a as a, t.content_a as "contentA"`, '"x" for "a"'],
  ['a number for text', 't.a, t.a as "contentA"', '1 for "contentA"'],
  ['a fraction for a whole number', '0.5::float8 as a, t.content_a as "contentA"', '0.5 for "a"'],
])('%s is refused', async (_, list, said) => {
  await expect(db.read(PAIR, `select ${list} from ${ONE}`)).rejects.toThrow(said);
});

test('rows found by keys are checked, and come back to the places of their keys', async () => {
  const keys = [3, 1, 2].map((id) => ({ spaceId: 7, id }));
  const found = (list: { id: string; name: string }) =>
    findEach(db, keys, {
      by: KEY,
      row: rowOf<{ id: number; name: string }>({ id: computed(list.id, 'bigint'), name: computed(list.name, 'text') }),
      from: "join (values (7, 1, 'one'), (7, 3, 'three')) as n (space_id, id, name) on n.space_id = k.space_id and n.id = k.id",
    });
  expect(await found({ id: 'n.id', name: 'n.name' })).toEqual([{ id: 3, name: 'three' }, { id: 1, name: 'one' }, null]);
  await expect(found({ id: 'n.name', name: 'n.name' })).rejects.toThrow('"three" for "id"');
});

test('what outer joins and conditions change about nulls is declared', async () => {
  const nothing = `${ONE} where false`;
  const shape = rowOf<{ a: number | null }>({ a: optional(column(matchings.a, 't')) });
  expect(
    await db.read(shape, `select ${shape.list} from (select 1) one left join (select * from ${nothing}) t on true`),
  ).toEqual([{ a: null }]);
  const known = rowOf<{ contentA: string }>({ contentA: required(column(matchings.contentA, 't')) });
  await expect(db.read(known, `select null as "contentA" from ${ONE}`)).rejects.toThrow('null for "contentA"');
});

test('the compiler holds a row against its columns', () => {
  // @ts-expect-error a column that may be null needs a field that may be null
  rowOf<{ contentA: string }>({ contentA: column(matchings.contentA, 't') });
  // @ts-expect-error a number is no text
  rowOf<{ a: string }>({ a: column(matchings.a, 't') });
  // @ts-expect-error a field without a column
  rowOf<{ a: number; b: number }>({ a: column(matchings.a, 't') });
  // @ts-expect-error a name that the table does not have
  expect(() => columns(matchings, 't', ['contentX'])).toThrow(TypeError);
});

test('nothing is looked at without RESEED_CHECK_ROWS', async () => {
  const script = `
    import { checkRows } from ${JSON.stringify(new URL('../../db/connect/row-check.ts', import.meta.url).href)};
    import { computed, rowOf } from ${JSON.stringify(new URL('../../db/schema/row.ts', import.meta.url).href)};
    const rows = checkRows(rowOf({ a: computed('a', 'integer') }), { fields: [{ name: 'b' }], rows: [{ b: 'x' }] });
    console.log(JSON.stringify(rows));`;
  const ask = (value: string) =>
    run(process.execPath, ['--input-type=module', '--eval', script], {
      env: { ...process.env, RESEED_CHECK_ROWS: value },
    });
  expect((await ask('')).stdout).toBe('[{"b":"x"}]\n');
  await expect(ask('1')).rejects.toThrow('a statement gives rows of (b); expected (a)');
});

test('a store that reads rows without declaring them is refused by the linter', async () => {
  const place = await mkdtemp(path.join(tmpdir(), 'reseed-stores-'));
  try {
    const { options: _typeAware, ...config } = JSON.parse(await readFile(path.join(root, '.oxlintrc.json'), 'utf8'));
    await writeFile(path.join(place, '.oxlintrc.json'), JSON.stringify(config));
    await mkdir(path.join(place, 'db/stores'), { recursive: true });
    for (const name of ['query', 'run', 'read'])
      await writeFile(
        path.join(place, `db/stores/${name}.ts`),
        ['s', 'tx'].map((on) => `export const of_${on} = (${on}) => ${on}.${name}('select 1');\n`).join(''),
      );
    const oxlint = path.join(root, 'node_modules/.bin/oxlint');
    const { stdout } = await run(oxlint, ['--format', 'json', 'db'], { cwd: place }).catch((error) => error);
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; filename: string }[] };
    expect(diagnostics.map(({ code, filename }) => [code, filename])).toEqual([
      ['eslint(no-restricted-properties)', 'db/stores/query.ts'],
      ['eslint(no-restricted-properties)', 'db/stores/query.ts'],
    ]);
  } finally {
    await rm(place, { recursive: true });
  }
});
