/**
 * The migrations in `db/migrations` (written by drizzle-kit) -> a database that has them all. One transaction, under a lock.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ReseedError } from '../../src/errors.ts';
import type { Database } from './session.ts';

interface Migration {
  name: string;
  sha256: string;
  statements: string[];
}

/** Any number that no other user of advisory locks in this database is likely to take: "reseed" in ASCII. */
const LOCK = 0x726573656564;

const folder = new URL('../migrations/', import.meta.url);

/** Every migration that this version knows, in order. */
export function readMigrations(): Migration[] {
  const journal = JSON.parse(readFileSync(new URL('meta/_journal.json', folder), 'utf8')) as {
    entries: { tag: string }[];
  };
  return journal.entries.map(({ tag }) => {
    const text = readFileSync(new URL(`${tag}.sql`, folder), 'utf8');
    return {
      name: tag,
      sha256: createHash('sha256').update(text).digest('hex'),
      statements: text.split('--> statement-breakpoint'),
    };
  });
}

/** Applies what is missing. Throws `DATABASE_NEWER` if the database has migrations that this version does not know. */
export async function migrate(db: Database): Promise<void> {
  const known = readMigrations();
  await db.transaction(async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(${LOCK})`);
    await tx.query(
      `create table if not exists reseed_migrations (
         name text primary key, sha256 text not null, applied_at timestamptz not null default now())`,
    );
    const applied = await tx.query<{ name: string; sha256: string }>(
      'select name, sha256 from reseed_migrations order by name',
    );
    const unknown = applied.find(({ name, sha256 }) => !known.some((m) => m.name === name && m.sha256 === sha256));
    if (unknown !== undefined) {
      throw new ReseedError(
        'DATABASE_NEWER',
        `Cannot open the database: it has the migration "${unknown.name}", which this version does not know; expected one made by this or an older version`,
        { hint: 'Use the newer version of this program, or another database (RESEED_DATA_DIR or DATABASE_URL).' },
      );
    }
    for (const { name, sha256, statements } of known.slice(applied.length)) {
      for (const statement of statements) await tx.query(statement);
      await tx.query('insert into reseed_migrations (name, sha256) values ($1, $2)', [name, sha256]);
    }
  });
}
