/**
 * A migrated, empty database for one test file: the embedded one in memory, or, with RESEED_TEST_DATABASE_URL, a database of its own on that
 * PostgreSQL server, which stays if the file's tests fail.
 */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import pg from 'pg';
import { type Database, openDatabase, openEmbeddedDatabase } from '../../db/connect/connect.ts';
import { startEmbeddedServer } from '../../db/embedded/embedded-server.ts';
import { readMigrations } from '../../db/connect/migrate.ts';

/** Server that the tests run on; undefined for the embedded database. */
export const testDatabaseUrl: string | undefined = process.env.RESEED_TEST_DATABASE_URL || undefined;

export interface TestDatabase {
  db: Database;
  /** Closes and drops it. */
  close(): Promise<void>;
}

/** A database that no other test sees. */
export function openTestDatabase(): Promise<TestDatabase> {
  return testDatabaseUrl === undefined ? openInMemory() : openOnServer(testDatabaseUrl);
}

async function openInMemory(): Promise<TestDatabase> {
  const file = dumpFile();
  const dump = existsSync(file) ? readFileSync(file) : undefined;
  const server = await startEmbeddedServer({ dataDir: null, dump });
  const db = await openEmbeddedDatabase(server);
  if (dump === undefined) {
    // Every later test file starts from this one, which takes a second instead of five.
    const made = `${file}.${randomUUID()}`;
    writeFileSync(made, await server.dump());
    renameSync(made, file);
  }
  return { db, close: () => db.close() };
}

/** Where the dump of a migrated database is kept: named by all that goes into it. */
function dumpFile(): string {
  const hash = createHash('sha256');
  for (const { name, sha256 } of readMigrations()) hash.update(`${name} ${sha256}\n`);
  hash.update(readFileSync(new URL('../../node_modules/@electric-sql/pglite/package.json', import.meta.url)));
  hash.update(readFileSync(new URL('../../node_modules/@electric-sql/pglite-pgvector/package.json', import.meta.url)));
  const folder = new URL('../../node_modules/.cache/reseed/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  return new URL(`${hash.digest('hex').slice(0, 16)}.tar`, folder).pathname;
}

async function openOnServer(url: string): Promise<TestDatabase> {
  const name = `reseed_test_${randomUUID().replaceAll('-', '')}`;
  await administer(url, `create database ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  const db = await openDatabase({ databaseUrl: own.href, dataDir: '' });
  return {
    db,
    async close() {
      await db.close();
      await administer(url, `drop database ${name} with (force)`);
    },
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Every statement that any connection of this process is given while `work` runs, in order. */
export async function recordStatements<T>(work: () => Promise<T>): Promise<{ result: T; statements: string[] }> {
  const statements: string[] = [];
  const original = pg.Client.prototype.query;
  function recorded(this: pg.Client, ...args: unknown[]): unknown {
    const first = args[0] as string | { text?: string };
    statements.push(typeof first === 'string' ? first : (first.text ?? ''));
    return Reflect.apply(original, this, args);
  }
  pg.Client.prototype.query = recorded as typeof original;
  try {
    return { result: await work(), statements };
  } finally {
    pg.Client.prototype.query = original;
  }
}
