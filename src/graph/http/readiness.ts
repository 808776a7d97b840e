/** Whether the server can answer now: it can if its database does. That the process lives is another question, which `/health` answers. */
import type { Database } from '../../../db/connect/connect.ts';
import { findModels } from '../../../db/stores/catalogue.ts';

/** What a monitor is told. */
export interface Readiness {
  status: 'ready' | 'unavailable' | 'ending';
  database?: Database['kind'];
}

/** Of a server that has been told to end. */
export const ENDING: Readiness = { status: 'ending' };

/** A database that takes longer than this over the smallest question is of no use at the moment. */
const PATIENCE_MS = 5_000;

/** Asks the database something small. */
export async function readReadiness(db: Database): Promise<Readiness> {
  const { promise: patience, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('no answer')), PATIENCE_MS);
  try {
    await Promise.race([findModels(db, [0]), patience]);
    return { status: 'ready', database: db.kind };
  } catch {
    return { status: 'unavailable', database: db.kind };
  } finally {
    clearTimeout(timer);
  }
}
