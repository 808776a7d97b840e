/**
 * A pool of connections -> a {@link Database}. The same for both kinds: only how a connection is made differs.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { checkRows } from './row-check.ts';
import type { Database, DatabaseAddress, Session } from './session.ts';

/** One COPY of this size is small compared with the engine's memory and large compared with the cost of a statement. */
const COPY_CHUNK_BYTES = 16 * 1024 * 1024;

/** int8: ids and token counts are below 2^53, and a number that is not must not be rounded silently. */
function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 ${text} does not fit a number`);
  return value;
}

/** numeric holds whole numbers of up to 64 bits here (seeds): a number where it is exact, else digits. */
function parseNumeric(text: string): number | string {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}

/** The type `int8[]`, which `pg.types.builtins` does not name. */
const INT8_ARRAY = 1016;

/** Options of every pool: how values are read. */
export const poolTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    const parse = pg.types.getTypeParser(oid, format);
    if (format === 'binary') return parse;
    if (oid === pg.types.builtins.INT8) return parseInt8;
    if (oid === pg.types.builtins.NUMERIC) return parseNumeric;
    return oid === INT8_ARRAY
      ? (text: string) => (parse(text) as (string | null)[]).map((each) => each && parseInt8(each))
      : parse;
  }) as typeof pg.types.getTypeParser,
};

async function* readCopy(client: pg.ClientBase, select: string): AsyncGenerator<Uint8Array> {
  const stream = client.query(copyTo(`COPY (${select}) TO STDOUT (FORMAT binary)`));
  let ended = false;
  try {
    // The iterator would destroy the stream when the reader stops early, with the rest of the answer still to come.
    for await (const chunk of stream.iterator({ destroyOnReturn: false })) yield chunk;
    ended = true;
  } catch (error) {
    ended = true;
    throw error;
  } finally {
    if (!ended) {
      const drained = new Promise((resolve) => stream.once('close', resolve));
      stream.resume();
      await drained;
    }
  }
}

/** What runs single statements, over a client or a pool. */
function buildStatements(on: {
  query(text: string, values?: unknown[]): Promise<pg.QueryResult>;
}): Pick<Session, 'read' | 'run' | 'query'> {
  const ask = (text: string, values?: readonly unknown[]): Promise<pg.QueryResult> =>
    on.query(text, values as unknown[] | undefined);
  return {
    read: async (row, text, values) => checkRows(row, await ask(text, values)),
    run: async (text, values) => (await ask(text, values)).rowCount ?? 0,
    query: async (text, values) => (await ask(text, values)).rows,
  };
}

function buildSession(client: pg.ClientBase): Session {
  return {
    ...buildStatements(client),
    copyChunkBytes: COPY_CHUNK_BYTES,
    async copyIn(target, chunks) {
      await pipeline(Readable.from(chunks), client.query(copyFrom(`COPY ${target} FROM STDIN (FORMAT binary)`)));
    },
    copyOut: (select) => readCopy(client, select),
  };
}

/** A database over `pool`, which it owns from now on. */
export function buildPoolDatabase(options: {
  pool: pg.Pool;
  kind: Database['kind'];
  address: () => DatabaseAddress;
  /** What to close after the pool. */
  onClose: () => Promise<void>;
}): Database {
  const { pool, kind, address, onClose } = options;
  // An idle connection that is lost must not end the process; whoever asks next learns it from its own statement.
  pool.on('error', () => {});
  let closed: Promise<void> | null = null;

  async function withClient<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    let lost: Error | undefined;
    const onLost = (error: Error): void => {
      lost ??= error;
    };
    client.on('error', onLost);
    try {
      return await work(client);
    } catch (error) {
      // Why the connection was lost says more than that it was.
      throw lost ?? error;
    } finally {
      client.off('error', onLost);
      client.release(lost);
    }
  }

  return {
    kind,
    pool,
    notices: [],
    address,
    ...buildStatements(pool),
    copyChunkBytes: COPY_CHUNK_BYTES,
    copyIn: (target, chunks) => withClient((client) => buildSession(client).copyIn(target, chunks)),
    async *copyOut(select) {
      const client = await pool.connect();
      try {
        yield* readCopy(client, select);
      } finally {
        client.release();
      }
    },
    transaction: (work) =>
      withClient(async (client) => {
        await client.query('BEGIN');
        try {
          const result = await work(buildSession(client));
          const { command } = await client.query('COMMIT');
          // A statement failed and nobody said so: the server answers COMMIT with ROLLBACK.
          if (command !== 'COMMIT')
            throw new Error('the transaction was rolled back: one of its statements had failed');
          return result;
        } catch (error) {
          // The first error is the one to report; a connection that cannot roll back is lost and its server rolls back by itself.
          await client.query('ROLLBACK').catch(() => {});
          throw error;
        }
      }),
    close() {
      closed ??= pool.end().then(onClose);
      return closed;
    },
  };
}
