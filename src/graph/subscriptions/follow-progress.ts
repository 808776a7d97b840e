/** The progress of a run group as a stream: now, then at every change, until no job is left that could change it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../../../db/connect/connect.ts';
import type { Key } from '../../../db/schema/key.ts';
import { type MatchingProgressRow, readMatchingProgress } from '../../../db/stores/read-matching-progress.ts';
import type { Measure } from '../../compute/side-matching.ts';

/** Asks the database every `pollMs` while somebody listens. */
export function followProgress(
  db: Database,
  { group, measure, pollMs }: { group: Key; measure: Measure; pollMs: number },
): AsyncGenerator<MatchingProgressRow, void, void> {
  const left = new AbortController();
  const rows = read(left.signal);
  // a generator that waits does not hear `return`: end the wait first
  const end = rows.return.bind(rows);
  rows.return = (value) => {
    left.abort();
    return end(value);
  };
  return rows;

  async function* read(signal: AbortSignal): AsyncGenerator<MatchingProgressRow, void, void> {
    for (let seen = ''; !signal.aborted; ) {
      const row = await readMatchingProgress(db, { group, measure });
      const state = JSON.stringify(row);
      if (state !== seen) yield row;
      seen = state;
      if (row.queued + row.running === 0) return;
      await delay(pollMs, undefined, { signal }).catch(() => {});
    }
  }
}
