/** Jobs that are followed in the terminal: until they have ended, or until somebody says stop. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimJob, createJob, finishJob } from '../../../db/stores/job-runs.ts';
import { followJobs } from '../../../src/cli/progress/job-bars.ts';
import { openTestDatabase, type TestDatabase } from '../../db/test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** A job that no worker takes. */
async function queueJob(key: string): Promise<string> {
  const { job } = await database.db.transaction((tx) =>
    createJob(tx, { kind: 'MATCH', key, title: `match ${key}`, payload: {} }),
  );
  return job.id;
}

const follow = (ids: string[], signal?: AbortSignal) =>
  followJobs(database.db, { ids, out: process.stdout, signal }).then((jobs) =>
    jobs.map(({ id, state }) => [id, state]),
  );

test('a stop ends the wait for jobs that go on', async () => {
  const id = await queueJob('a');
  const stop = new AbortController();
  const following = follow([id], stop.signal);
  stop.abort();
  expect(await following).toEqual([[id, 'QUEUED']]);
  expect(await follow([id], stop.signal)).toEqual([[id, 'QUEUED']]);
});

test('without one, jobs are followed to their end', async () => {
  const ids = [await queueJob('b'), await queueJob('c')];
  const following = follow(ids);
  for (const id of ids) {
    const job = await claimJob(database.db, id);
    await finishJob(database.db, { id, attempt: job?.attempt ?? 0, outcome: { state: 'CANCELLED' } });
  }
  expect(await following).toEqual(ids.map((id) => [id, 'CANCELLED']));
});
