/** Whether the server can answer: it can if its database does. */
import type { Database } from '../../../db/connect/connect.ts';
import { findModels } from '../../../db/stores/catalogue.ts';

/** What a monitor is told. */
export interface Health {
  status: 'ok' | 'unavailable';
  database: Database['kind'];
}

/** A database that takes longer than this over the smallest question is of no use at the moment. */
const PATIENCE_MS = 5_000;

/** Asks the database something small. */
export async function readHealth(db: Database): Promise<Health> {
  const { promise: patience, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('no answer')), PATIENCE_MS);
  try {
    await Promise.race([findModels(db, [0]), patience]);
    return { status: 'ok', database: db.kind };
  } catch {
    return { status: 'unavailable', database: db.kind };
  } finally {
    clearTimeout(timer);
  }
}
