/**
 * The batches of one request. Each gathers the keys that one level of an answer asks for and reads them in one statement, so that the
 * number of statements depends on the shape of a question and not on the number of rows.
 */
import DataLoader from 'dataloader';
import type { Session } from '../../../db/connect/session.ts';
import { accessPaths, type Neighbours } from './access-paths.ts';

/** A DataLoader for every entry of the table, over its keys and rows. */
export type Batches = { [Name in keyof typeof accessPaths]: Batch<(typeof accessPaths)[Name]> };

type Batch<Path> = Path extends { load: (s: Session, keys: infer Keys, others: Neighbours) => Promise<(infer Row)[]> }
  ? Keys extends readonly (infer Key)[]
    ? DataLoader<Key, Row, string>
    : never
  : never;

/** What an entry is, whatever its keys and rows are. */
interface AccessPath {
  key: (key: never) => string;
  load: (s: Session, keys: never, others: Neighbours) => Promise<unknown[]>;
}

/** Fresh, empty batches over `session`. They remember what they read: use them for one request. */
export function buildBatches(session: Session): Batches {
  const batches: Record<string, DataLoader<never, unknown, string>> = {};
  const others = batches as unknown as Neighbours;
  for (const [name, { key, load }] of Object.entries<AccessPath>(accessPaths)) {
    batches[name] = new DataLoader((keys) => load(session, keys as never, others), { cacheKeyFn: key });
  }
  return batches as unknown as Batches;
}
