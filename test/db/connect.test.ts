import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../db/connect/connect.ts';
import { migrate, readMigrations } from '../../db/connect/migrate.ts';
import { describeUrl } from '../../db/connect/postgres-pool.ts';
import { openTestDatabase, type TestDatabase, testDatabaseUrl } from './test-database.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened?.close());

const open = (databaseUrl: string) => openDatabase({ databaseUrl, dataDir: '' });

test('a server that is not there is reported without the password', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await new Promise((resolve) => server.close(resolve));
  const error: Error & { code?: string; hint?: string } = await open(
    `postgres://someone:s3cret@127.0.0.1:${port}/data?x=s3cret`,
  ).catch((caught) => caught);
  expect(error.code).toBe('DATABASE_UNREACHABLE');
  expect(error.message).toContain(`"postgres://someone@127.0.0.1:${port}/data"`);
  expect(JSON.stringify([error.message, error.hint, error.stack, error.cause])).not.toContain('s3cret');
});

test('a malformed URL is reported without the password', async () => {
  const error: Error & { code?: string } = await open('postgres://someone:s3cret@:no-port/data').catch(
    (caught) => caught,
  );
  expect(error.code).toBe('DATABASE_UNREACHABLE');
  expect(JSON.stringify([error.message, error.stack, error.cause])).not.toContain('s3cret');
  expect(describeUrl('not a URL with s3cret')).toBe('DATABASE_URL');
});

test.runIf(testDatabaseUrl !== undefined)('a database that is not there is reported by name', async () => {
  const url = new URL(testDatabaseUrl ?? '');
  url.pathname = '/no_such_database';
  await expect(open(url.href)).rejects.toMatchObject({
    code: 'DATABASE_UNREACHABLE',
    message: expect.stringContaining('no_such_database'),
  });
});

test('migrating again changes nothing', async () => {
  const applied = () => opened.db.query('select name, sha256, applied_at from reseed_migrations order by name');
  const before = await applied();
  expect(before.map(({ name, sha256 }) => ({ name, sha256 }))).toEqual(
    readMigrations().map(({ name, sha256 }) => ({ name, sha256 })),
  );
  await Promise.all([migrate(opened.db), migrate(opened.db)]);
  expect(await applied()).toEqual(before);
});

test('a database of a newer version is refused and left alone', async () => {
  await opened.db.query(`insert into reseed_migrations (name, sha256) values ('9999_from-the-future', 'x')`);
  await expect(migrate(opened.db)).rejects.toMatchObject({
    code: 'DATABASE_NEWER',
    message: expect.stringContaining('9999_from-the-future'),
  });
  await opened.db.query(`delete from reseed_migrations where name = '9999_from-the-future'`);
});

test('migrations that are applied are never edited: the journal lists every file, in order', () => {
  const names = readMigrations().map(({ name }) => name);
  expect(names).toEqual([...names].sort());
  const journal = JSON.parse(readFileSync(new URL('../../db/migrations/meta/_journal.json', import.meta.url), 'utf8'));
  expect(journal.entries.map(({ tag }: { tag: string }) => tag)).toEqual(names);
});

test('schema.ts and the migrations say the same', () => {
  const root = new URL('../..', import.meta.url).pathname;
  const folder = mkdtempSync(path.join(tmpdir(), 'reseed-drift-'));
  try {
    // In a copy: were there a difference, a migration would be written.
    cpSync(path.join(root, 'db/migrations'), folder, { recursive: true });
    const out = path.relative(root, folder);
    const run = spawnSync(
      process.execPath,
      [
        'node_modules/drizzle-kit/bin.cjs',
        'generate',
        '--dialect=postgresql',
        '--schema=./db/schema/*-tables.ts',
        `--out=${out}`,
        '--name=drift',
      ],
      { cwd: root, encoding: 'utf8' },
    );
    expect(`${run.stdout}${run.stderr}`).toContain('No schema changes');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('vectors of up to 2,000 dimensions stay in their row, and wider ones leave their signs there', async () => {
  await opened.db.query(`insert into latent_vectors (space_id, dictionary_id, side, index, vector)
    select 1, 1, 0, d, array_fill(0.5, array[d])::vector from unnest(array[64, 2000, 2001, 4096, 16000]) d`);
  await opened.db.query(
    `insert into latent_vectors (space_id, dictionary_id, side, index, vector) select 1, 1, 0, 1, array_fill(0, array[4096])::vector`,
  );
  const rows = await opened.db.query(
    'select index, pg_column_size(vector) as stored, length(bits) as bits from latent_vectors order by index',
  );
  // A value in its row counts its own header, one outside does not: 8 bytes next to the numbers, or 4.
  expect(rows).toEqual([
    { index: 1, stored: 4 * 4096 + 4, bits: null },
    { index: 64, stored: 4 * 64 + 8, bits: null },
    { index: 2000, stored: 4 * 2000 + 8, bits: null },
    { index: 2001, stored: 4 * 2001 + 8, bits: 2001 },
    { index: 4096, stored: 4 * 4096 + 4, bits: 4096 },
    { index: 16000, stored: 4 * 16000 + 4, bits: 16000 },
  ]);
  const [{ toast }] = await opened.db.query(
    `select pg_relation_size(reltoastrelid) as toast from pg_class where oid = 'latent_vectors'::regclass`,
  );
  // Rows 4096 (twice) and 16000 are outside: 98,304 bytes in chunks of a page's quarter.
  expect(toast).toBeGreaterThan(96_000);
  expect(toast).toBeLessThan(160_000);
  await opened.db.query('delete from latent_vectors');
});
