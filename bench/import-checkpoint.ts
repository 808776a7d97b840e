/** The import job as a worker runs it, in this process. */
import pino from 'pino';
import type { Database } from '../db/connect/connect.ts';
import { createJob, findJobs } from '../db/stores/job-runs.ts';
import { runJob } from '../src/jobs/worker/run-job.ts';
import { measure } from './timing.ts';

/** Imports `folder` as a dictionary of a space of its own; milliseconds from the claim to the end. */
export async function importCheckpoint(
  db: Database,
  { folder, nth }: { folder: string; nth: number },
): Promise<number> {
  const payload = { path: folder, model: 'synthetic', hookpoint: 'bench', runGroup: `run ${nth}`, revision: `${nth}` };
  const { job } = await createJob(db, { kind: 'IMPORT', key: `bench ${nth}`, title: 'bench', payload });
  const { ms } = await measure(() =>
    runJob(job.id, {
      db,
      settings: { importRoots: [folder], threads: 1, memoryMb: 8192 },
      stopping: new AbortController().signal,
      heartbeat: async () => {},
      log: pino({ level: 'silent' }),
    }),
  );
  const [ended] = await findJobs(db, [job.id]);
  if (ended?.state !== 'SUCCEEDED') throw new Error(`the import ended ${ended?.state}: ${ended?.errorMessage}`);
  return ms;
}
