/** For commands that ask and change records and run no jobs: the database that the environment names, closed whatever happens. */
import { type Database, openDatabase } from '../../db/connect/connect.ts';
import { buildConfig } from '../config.ts';

/** Throws `BAD_CONFIG`, and what opening the database throws. */
export async function withDatabase<Result>(work: (db: Database) => Promise<Result>): Promise<Result> {
  const db = await openDatabase(buildConfig(process.env, process.cwd()));
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}
