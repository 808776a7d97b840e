/** Follows jobs that Ctrl-C or SIGTERM cancels: nobody continues with them, or pays for them, behind the back of the one who stopped them. */
import { constants } from 'node:os';
import type { JobRow } from '../../../db/stores/job-runs.ts';
import type { App } from '../app.ts';
import { followJobs } from './job-bars.ts';

/**
 * Waits until every job has ended and returns their rows, in order of `ids`. The first signal cancels those that have not, and sets the exit
 * status that shells know for it; the second ends the process as it would without this.
 */
export async function followCancellable(
  { db, queue }: Pick<App, 'db' | 'queue'>,
  { ids, out }: { ids: readonly string[]; out: NodeJS.WriteStream },
): Promise<JobRow[]> {
  let cancelled: Promise<unknown> = Promise.resolve();
  const onSignal = (signal: 'SIGINT' | 'SIGTERM') => {
    stopListening();
    process.exitCode = 128 + constants.signals[signal];
    out.write('\nStopping.\n');
    cancelled = Promise.allSettled(ids.map((id) => queue.cancel(id)));
  };
  const stopListening = () => process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    return await followJobs(db, { ids, out });
  } finally {
    stopListening();
    await cancelled;
  }
}
