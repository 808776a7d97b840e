/**
 * What every store is handed: something that runs statements and moves rows in bulk, in or outside a transaction.
 */
import type pg from 'pg';
import type { RowShape } from '../schema/row.ts';

/** Where a database is, in a form that another thread or process of this machine and user can be given. */
export type DatabaseAddress = { kind: 'POSTGRES'; url: string } | { kind: 'EMBEDDED'; socket: string };

/** Anything that runs statements: a database or a transaction of it. */
export interface Session {
  /** Largest number of bytes that one copyIn may carry. */
  readonly copyChunkBytes: number;
  /** The rows of one statement, which are what `row` says: its names, types and nulls. int8 comes back as a number. */
  read<Row>(row: RowShape<Row>, text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Runs one statement whose rows nobody reads, and returns how many it found or wrote. */
  run(text: string, values?: readonly unknown[]): Promise<number>;
  /** As `read`, without a word on what rows are and so without a check: for the queue's own statements and for tests. */
  query<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Sends rows in COPY's binary form (header, tuples, trailer) to `COPY <target> FROM STDIN`. */
  copyIn(target: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void>;
  /** The bytes of `COPY (<select>) TO STDOUT (FORMAT binary)`. */
  copyOut(select: string): AsyncIterable<Uint8Array>;
}

export interface Database extends Session {
  readonly kind: 'EMBEDDED' | 'POSTGRES';
  readonly pool: pg.Pool;
  /** What the operator should know about this database; empty if nothing. */
  readonly notices: readonly string[];
  /** Runs `work` in one transaction; rolls back if it throws. */
  transaction<T>(work: (tx: Session) => Promise<T>): Promise<T>;
  /** An address with which another thread or process can open the same database. */
  address(): DatabaseAddress;
  close(): Promise<void>;
}

/** Runs `work` in the transaction that `s` is, or in one of its own if `s` is a database. */
export function inTransaction<T>(s: Session, work: (tx: Session) => Promise<T>): Promise<T> {
  return 'transaction' in s ? (s as Database).transaction(work) : work(s);
}
