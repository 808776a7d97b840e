/**
 * Opens the database: the embedded one (PGlite in a thread of its own, behind a lock on its folder and a socket of this user's) or a PostgreSQL server.
 *
 * Both speak PostgreSQL's wire protocol to node-postgres, so everything above this file is written once. The embedded engine has one
 * session: statements of several clients take turns, and a transaction holds the session until it ends. Keep transactions short, use only
 * SET LOCAL, name no prepared statement, and inside `transaction` use only the session that it hands over.
 */
import pg from 'pg';
import { type EmbeddedServer, startEmbeddedServer } from '../embedded/embedded-server.ts';
import { LocalSocket } from '../embedded/local-socket.ts';
import { migrate } from './migrate.ts';
import { buildPoolDatabase, poolTypes } from './pool-database.ts';
import { buildServerPool, checkServer } from './postgres-pool.ts';
import type { Database, DatabaseAddress } from './session.ts';

export type { Database, DatabaseAddress, Session } from './session.ts';

/** Clients of one thread or process that wait for the one session at the same time. */
const EMBEDDED_POOL_SIZE = 8;

/** Opens the database in `config`: locks (embedded), connects, checks versions, migrates. See `errors.ts` for DATABASE_*. */
export async function openDatabase(config: { databaseUrl: string | null; dataDir: string }): Promise<Database> {
  if (config.databaseUrl !== null) {
    const db = buildServerDatabase(config.databaseUrl);
    return prepare(db, () => checkServer(db.pool, config.databaseUrl as string));
  }
  return openEmbeddedDatabase(await startEmbeddedServer({ dataDir: config.dataDir }));
}

/** Opens the database of a server that runs in a thread of this process, and owns it. */
export function openEmbeddedDatabase(server: EmbeddedServer): Promise<Database> {
  const db = buildConnectedDatabase(server.socket, () => server.close());
  return prepare(db, () => db.query<never>('CREATE EXTENSION IF NOT EXISTS vector'));
}

/** Opens a database that another thread or process has opened and migrated. */
export function openDatabaseAt(address: DatabaseAddress): Database {
  return address.kind === 'POSTGRES'
    ? buildServerDatabase(address.url)
    : buildConnectedDatabase(address.socket, async () => {});
}

async function prepare(db: Database, check: () => Promise<readonly string[]>): Promise<Database> {
  try {
    const notices = await check();
    await migrate(db);
    return { ...db, notices };
  } catch (error) {
    await db.close();
    throw error;
  }
}

function buildServerDatabase(url: string): Database {
  return buildPoolDatabase({
    pool: buildServerPool(url),
    kind: 'POSTGRES',
    address: () => ({ kind: 'POSTGRES', url }),
    onClose: async () => {},
  });
}

function buildConnectedDatabase(socket: string, onClose: () => Promise<void>): Database {
  const pool = new pg.Pool({
    stream: () => new LocalSocket(socket),
    // Stated, so that PG* variables of the environment are not taken for this database's.
    host: 'localhost',
    port: 5432,
    user: 'postgres',
    database: 'postgres',
    password: '',
    ssl: false,
    types: poolTypes,
    max: EMBEDDED_POOL_SIZE,
  });
  return buildPoolDatabase({
    pool,
    kind: 'EMBEDDED',
    address: () => ({ kind: 'EMBEDDED', socket }),
    onClose,
  });
}
