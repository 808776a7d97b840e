/**
 * Opens the database: the embedded one (PGlite in a thread of its own, behind a lock on its folder) or a PostgreSQL server.
 *
 * Both speak PostgreSQL's wire protocol to node-postgres, so everything above this file is written once. The embedded engine has one
 * session: statements of several clients take turns, and a transaction holds the session until it ends. Keep transactions short and
 * use only SET LOCAL.
 */
import type { MessagePort } from 'node:worker_threads';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import type * as schema from './schema.ts';

/** Where a database is, in a form that another thread can be given. A port may be used by one thread only. */
export type DatabaseAddress = { kind: 'POSTGRES'; url: string } | { kind: 'EMBEDDED'; port: MessagePort };

/** Anything that runs statements: a database or a transaction of it. */
export interface Session {
  readonly orm: NodePgDatabase<typeof schema>;
  /** One statement with parameters; rows as objects. For SQL that drizzle cannot say. */
  query<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Sends rows in COPY's binary form (header, tuples, trailer) to `COPY <target> FROM STDIN`. */
  copyIn(target: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void>;
  /** The bytes of `COPY (<select>) TO STDOUT (FORMAT binary)`. */
  copyOut(select: string): AsyncIterable<Uint8Array>;
}

export interface Database extends Session {
  readonly kind: 'EMBEDDED' | 'POSTGRES';
  /** Largest number of bytes that one copyIn may carry. */
  readonly copyChunkBytes: number;
  readonly pool: pg.Pool;
  /** Runs `work` in one transaction; rolls back if it throws. */
  transaction<T>(work: (tx: Session) => Promise<T>): Promise<T>;
  /** An address with which another thread can open the same database. */
  address(): DatabaseAddress;
  close(): Promise<void>;
}

/** Opens the database in `config`: locks (embedded), connects, checks versions, migrates. See `errors.ts` for DATABASE_*. */
export declare function openDatabase(config: { databaseUrl: string | null; dataDir: string }): Promise<Database>;

/** Opens a database that another thread of this process has opened and migrated. */
export declare function openDatabaseAt(address: DatabaseAddress): Promise<Database>;
