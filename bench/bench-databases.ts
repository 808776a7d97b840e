/**
 * The databases that are measured: the embedded one in a folder of its own and, with RESEED_TEST_DATABASE_URL, a database of its own on
 * that PostgreSQL server. Both are removed when they are closed.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { type Database, openDatabase } from '../db/connect/connect.ts';

export interface BenchDatabase {
  /** `PGlite` or `PostgreSQL`, with the version. */
  readonly name: string;
  readonly db: Database;
  close(): Promise<void>;
}

/** Runs `work` on every database in turn; each is empty. */
export async function onEveryDatabase(work: (database: BenchDatabase) => Promise<void>): Promise<void> {
  const url = process.env.RESEED_TEST_DATABASE_URL;
  for (const open of [openEmbedded, ...(url ? [() => openOnServer(url)] : [])]) {
    const database = await open();
    try {
      await work(database);
    } finally {
      await database.close();
    }
  }
}

async function openEmbedded(): Promise<BenchDatabase> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'reseed-bench-'));
  const db = await openDatabase({ databaseUrl: null, dataDir });
  return {
    name: `PGlite (${await versionOf(db)})`,
    db,
    async close() {
      await db.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function openOnServer(url: string): Promise<BenchDatabase> {
  const name = `reseed_bench_${randomUUID().replaceAll('-', '')}`;
  await administer(url, `create database ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  const db = await openDatabase({ databaseUrl: own.href, dataDir: '' });
  return {
    name: `PostgreSQL (${await versionOf(db)})`,
    db,
    async close() {
      await db.close();
      await administer(url, `drop database ${name} with (force)`);
    },
  };
}

async function versionOf(db: Database): Promise<string> {
  const [row] = await db.query<{ server: string; vector: string }>(
    `select current_setting('server_version') as server,
            (select extversion from pg_extension where extname = 'vector') as vector`,
  );
  return `${row.server.split(' ')[0]}, pgvector ${row.vector}`;
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
