/** pg-boss's view of a session: `send(..., {db: bossSession(tx)})` enqueues in the transaction of the row. */
import type { Db } from 'pg-boss';
import type { Session } from '../../../db/connect/connect.ts';

/** `session` as pg-boss asks it. */
export function bossSession(session: Session): Db {
  return { executeSql: async (text, values) => ({ rows: await session.query(text, values) }) };
}
