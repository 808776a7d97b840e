/** Jobs by uuid. */
import DataLoader from 'dataloader';
import type { Session } from '../../../db/connect/connect.ts';
import { findJobs, type JobRow } from '../../../db/stores/job-runs.ts';

/** One statement for all jobs that one answer names. */
export function buildJobBatch(session: Session): DataLoader<string, JobRow | null> {
  return new DataLoader((ids) => findJobs(session, [...ids]));
}
