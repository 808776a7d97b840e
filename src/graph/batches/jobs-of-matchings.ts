/** The jobs that compute a matching, latest first, by the matching's key. */
import DataLoader from 'dataloader';
import type { Session } from '../../../db/connect/connect.ts';
import { type JobRow, listJobsOfMatchings } from '../../../db/stores/job-runs.ts';
import type { Key } from '../../../db/schema/key.ts';
import { keyText } from './key-text.ts';

/** One statement for all matchings. */
export function buildJobsOfMatchingsBatch(session: Session): DataLoader<Key, JobRow[], string> {
  return new DataLoader((keys) => listJobsOfMatchings(session, [...keys]), { cacheKeyFn: keyText });
}
