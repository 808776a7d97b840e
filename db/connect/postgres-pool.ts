/**
 * A postgres:// URL -> a pool on a server that is new enough, with pgvector.
 */
import pg from 'pg';
import { ReseedError } from '../../src/errors.ts';
import { poolTypes } from './pool-database.ts';

/** Generated columns, `MERGE` and planner behaviour that the queries were checked with. */
const MIN_SERVER_MAJOR = 15;
/** The first with everything that the queries use (`binary_quantize`, `halfvec`, iterative scans). */
const MIN_PGVECTOR = [0, 8, 0];
/**
 * The first without known faults of HNSW indexes: CVE-2026-3172 in parallel builds (up to 0.8.1) and rows lost after vacuum (fixed in 0.8.3
 * and 0.8.4). Scans are not concerned, and `hnsw-index.ts` builds without parallel workers below it.
 */
const SOUND_PGVECTOR = [0, 8, 4];
/** A server that does not answer in this time is reported and not waited for. */
const CONNECT_TIMEOUT_MS = 15_000;
/** Connections per process. */
const POOL_SIZE = 10;

/** A pool on `url`; no connection is made yet. */
export function buildServerPool(url: string): pg.Pool {
  return new pg.Pool({
    connectionString: url,
    types: poolTypes,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'reseed',
    keepAlive: true,
  });
}

/** `url` without its password and its parameters, for messages. */
export function describeUrl(url: string): string {
  try {
    const { protocol, username, host, pathname } = new URL(url);
    return `${protocol}//${username === '' ? '' : `${username}@`}${host}${pathname}`;
  } catch {
    return 'DATABASE_URL';
  }
}

/**
 * Checks that the server answers, is new enough and has pgvector, which it creates. Returns what its operator should know. Throws
 * `DATABASE_UNREACHABLE`, `DATABASE_UNSUITABLE`.
 */
export async function checkServer(pool: pg.Pool, url: string): Promise<string[]> {
  const name = describeUrl(url);
  let version: number;
  try {
    version = Number((await pool.query('SHOW server_version_num')).rows[0].server_version_num);
  } catch (error) {
    throw new ReseedError('DATABASE_UNREACHABLE', `Cannot open the database "${name}": ${reasonOf(error)}`, {
      hint: 'Check host, port, user, password and database in DATABASE_URL, and that the server runs; unset it to use the embedded database.',
    });
  }
  const major = Math.floor(version / 10_000);
  if (major < MIN_SERVER_MAJOR) {
    throw new ReseedError(
      'DATABASE_UNSUITABLE',
      `Cannot use the database "${name}": it is PostgreSQL ${major}; expected ${MIN_SERVER_MAJOR} or newer`,
      {
        hint: `Upgrade the server to PostgreSQL ${MIN_SERVER_MAJOR} or newer, or unset DATABASE_URL to use the embedded database.`,
      },
    );
  }
  const vector = await createVector(pool, name);
  if (compareVersions(vector, SOUND_PGVECTOR) >= 0) return [];
  return [
    `The server has pgvector ${vector.join('.')}. Exact answers are right with it, but its HNSW indexes have known faults (CVE-2026-3172, rows lost after vacuum): upgrade to ${SOUND_PGVECTOR.join('.')} or newer before you switch one on.`,
  ];
}

/** Creates the extension and returns its version. */
async function createVector(pool: pg.Pool, name: string): Promise<number[]> {
  const wanted = MIN_PGVECTOR.join('.');
  try {
    await createExtension(pool);
  } catch (error) {
    const denied = (error as { code?: string }).code === '42501';
    throw new ReseedError(
      'DATABASE_UNSUITABLE',
      `Cannot use the database "${name}": pgvector ${denied ? 'may not be created by this user' : 'is not installed on the server'}; expected pgvector ${wanted} or newer`,
      {
        hint: denied
          ? 'Let an administrator of the server run `CREATE EXTENSION vector` in this database.'
          : 'Install pgvector on the server (its package, or the image pgvector/pgvector), or unset DATABASE_URL to use the embedded database.',
      },
    );
  }
  const rows = (await pool.query(`select extversion from pg_extension where extname = 'vector'`)).rows;
  const found = String(rows[0].extversion);
  const version = found.split('.').map(Number);
  if (compareVersions(version, MIN_PGVECTOR) < 0) {
    throw new ReseedError(
      'DATABASE_UNSUITABLE',
      `Cannot use the database "${name}": it has pgvector ${found}; expected ${wanted} or newer`,
      {
        hint: 'Install a newer pgvector on the server, then run `ALTER EXTENSION vector UPDATE` in this database.',
      },
    );
  }
  return version;
}

/** Two sessions that create it at once may collide in the catalogue; the second then finds it there. */
async function createExtension(pool: pg.Pool): Promise<void> {
  const create = (): Promise<unknown> => pool.query('CREATE EXTENSION IF NOT EXISTS vector');
  await create().catch((error: { code?: string }) => {
    if (error.code !== '23505' && error.code !== '42710') throw error;
    return create();
  });
}

function compareVersions(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < b.length; i++) if ((a[i] ?? 0) !== b[i]) return (a[i] ?? 0) - b[i];
  return 0;
}

/** What a driver's error says, without the URL that it may quote. */
function reasonOf(error: unknown): string {
  const { code, message, errors } = error as { code?: string; message?: string; errors?: { message: string }[] };
  if (code === 'ERR_INVALID_URL') return 'the URL is malformed; expected postgres://user:password@host:port/database';
  const text = message || errors?.[0]?.message || code || 'the connection failed';
  return `${text}; expected a server that answers`;
}
