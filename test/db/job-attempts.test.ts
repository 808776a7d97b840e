/** How attempts end without ending their job: in order, by a crash, or without a word. Each is counted apart. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { giveBackJob, giveBackLostJob, recordCrash } from '../../db/stores/job-attempts.ts';
import {
  claimJob,
  findJobs,
  finishJob,
  type JobRow,
  listLiveKinds,
  recordAdvance,
  requestCancel,
} from '../../db/stores/job-runs.ts';
import { runningJob } from './example-rows.ts';
import { openTestDatabase, type TestDatabase } from './test-database.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened?.close());

const find = async ({ id }: JobRow) => (await findJobs(opened.db, [id]))[0];
const crash = (job: JobRow) =>
  recordCrash(opened.db, job, {
    maxCrashes: 2,
    failure: { code: 'WORKER_CRASHED', message: 'it crashed', hint: 'mend it' },
  });

test('a worker that stops gives its job back, as often as it likes', async () => {
  let job = await runningJob(opened.db);
  for (let attempt = 1; attempt <= 20; attempt++) {
    expect(await giveBackJob(opened.db, job)).toBe('QUEUED');
    expect(await giveBackJob(opened.db, job)).toBeNull();
    job = (await claimJob(opened.db, job.id)) as JobRow;
    expect(job).toMatchObject({ attempt: attempt + 1, lostAttempts: 0, crashes: 0 });
  }
  await requestCancel(opened.db, job.id);
  expect(await giveBackJob(opened.db, job)).toBe('CANCELLED');
  expect(await find(job)).toMatchObject({ finishedAt: expect.any(Date) });
});

test('workers that are gone without a word are counted until an attempt gets further', async () => {
  let job = await runningJob(opened.db);
  // taken from a worker that the queue holds for dead
  for (const lost of [1, 2]) {
    job = (await claimJob(opened.db, job.id)) as JobRow;
    expect(job).toMatchObject({ lostAttempts: lost, crashes: 0 });
  }
  // found when the database opens
  expect(await giveBackLostJob(opened.db, job)).toBe('QUEUED');
  job = (await claimJob(opened.db, job.id)) as JobRow;
  expect(job).toMatchObject({ lostAttempts: 3 });
  await opened.db.transaction((tx) => recordAdvance(tx, job));
  expect(await claimJob(opened.db, job.id)).toMatchObject({ lostAttempts: 1 });
});

test('the second crash fails the job; one of an attempt that has lost it counts and changes nothing else', async () => {
  const first = await runningJob(opened.db);
  expect(await crash(first)).toBe('QUEUED');
  const second = (await claimJob(opened.db, first.id)) as JobRow;
  expect(second).toMatchObject({ attempt: 2, crashes: 1, lostAttempts: 0 });
  expect(await crash(second)).toBe('FAILED');
  expect(await find(first)).toMatchObject({
    crashes: 2,
    errorCode: 'WORKER_CRASHED',
    errorMessage: 'it crashed',
    errorHint: 'mend it',
    finishedAt: expect.any(Date),
  });
  expect(await crash(second)).toBeNull();
  expect(await find(first)).toMatchObject({ crashes: 2, state: 'FAILED' });

  const hung = await runningJob(opened.db);
  const taken = (await claimJob(opened.db, hung.id)) as JobRow;
  expect(await crash(hung)).toBeNull();
  expect(await find(taken)).toMatchObject({ state: 'RUNNING', attempt: 2, crashes: 1, finishedAt: null });
  expect(await finishJob(opened.db, { ...taken, outcome: { state: 'SUCCEEDED' } })).toBe(true);
});

test('a job that was to be cancelled is cancelled by the crash', async () => {
  const job = await runningJob(opened.db);
  await requestCancel(opened.db, job.id);
  expect(await crash(job)).toBe('CANCELLED');
  expect(await find(job)).toMatchObject({ errorCode: null, finishedAt: expect.any(Date) });
});

test('kinds that wait or run', async () => {
  const job = await runningJob(opened.db);
  expect(await listLiveKinds(opened.db)).toContain(job.kind);
});
