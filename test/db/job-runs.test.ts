import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  assertCurrent,
  claimJob,
  createJob,
  findJobs,
  finishJob,
  type JobRow,
  listJobs,
  listJobsOfMatchings,
  reportProgress,
  requestCancel,
} from '../../db/stores/job-runs.ts';
import { runningJob } from './example-rows.ts';
import { openTestDatabase, recordStatements, type TestDatabase } from './test-database.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened?.close());

const create = (key: string, kind = 'MATCH', more: { spaceId?: number; matchingId?: number } = {}) =>
  opened.db.transaction((tx) => createJob(tx, { kind, key, title: `do ${key}`, payload: { key }, ...more }));
const progress = (job: JobRow, attempt = job.attempt) =>
  reportProgress(opened.db, { id: job.id, attempt, done: 1, total: 3, unit: 'rows', step: 'loading' });
const current = (job: JobRow, attempt = job.attempt) =>
  opened.db.transaction((tx) => assertCurrent(tx, { id: job.id, attempt }));

test('work that is asked for at once by many is one job until it ends', async () => {
  const key = randomUUID();
  const asked = await Promise.all(Array.from({ length: 12 }, () => create(key)));
  expect(new Set(asked.map(({ job }) => job.id)).size).toBe(1);
  expect(asked.filter(({ created }) => created)).toHaveLength(1);
  expect(asked[0].job).toMatchObject({
    kind: 'MATCH',
    state: 'QUEUED',
    key,
    title: `do ${key}`,
    payload: { key },
    attempt: 0,
    progressDone: null,
    startedAt: null,
  });
  const claimed = await claimJob(opened.db, asked[0].job.id);
  expect(claimed).toMatchObject({ state: 'RUNNING', attempt: 1, startedAt: expect.any(Date) });
  expect((await create(key)).created).toBe(false);
  expect(await finishJob(opened.db, { id: asked[0].job.id, attempt: 1, outcome: { state: 'SUCCEEDED' } })).toBe(true);
  expect((await create(key)).created).toBe(true);
});

test('a job reports how far it is and how it ended', async () => {
  const job = await runningJob(opened.db);
  expect(await progress(job)).toBe('GO_ON');
  expect((await findJobs(opened.db, [job.id]))[0]).toMatchObject({
    progressDone: 1,
    progressTotal: 3,
    progressUnit: 'rows',
    progressStep: 'loading',
  });
  const outcome = { state: 'SUCCEEDED' as const, dictionary: { spaceId: 4, id: 5 }, alreadyPresent: true };
  expect(await finishJob(opened.db, { id: job.id, attempt: job.attempt, outcome })).toBe(true);
  expect((await findJobs(opened.db, [job.id]))[0]).toMatchObject({
    state: 'SUCCEEDED',
    spaceId: 4,
    dictionaryId: 5,
    alreadyPresent: true,
    finishedAt: expect.any(Date),
  });
  expect(await finishJob(opened.db, { id: job.id, attempt: job.attempt, outcome: { state: 'CANCELLED' } })).toBe(false);
  expect(await claimJob(opened.db, job.id)).toBeNull();
});

test('a job that failed says why', async () => {
  const job = await runningJob(opened.db);
  await finishJob(opened.db, {
    id: job.id,
    attempt: 1,
    outcome: { state: 'FAILED', code: 'TENSOR_NOT_FINITE', message: 'NaN at \0', hint: 'Mend it.' },
  });
  expect((await findJobs(opened.db, [job.id]))[0]).toMatchObject({
    state: 'FAILED',
    errorCode: 'TENSOR_NOT_FINITE',
    errorMessage: 'NaN at \ufffd',
    errorHint: 'Mend it.',
  });
});

test('a worker that lost the job can write nothing', async () => {
  const job = await runningJob(opened.db);
  await progress(job);
  const next = await claimJob(opened.db, job.id);
  expect(next).toMatchObject({ attempt: 2, progressDone: null });
  expect(await progress(job)).toBe('SUPERSEDED');
  expect(await finishJob(opened.db, { id: job.id, attempt: 1, outcome: { state: 'SUCCEEDED' } })).toBe(false);
  await expect(current(job)).rejects.toMatchObject({ code: 'JOB_SUPERSEDED' });
  await expect(current({ ...job, id: randomUUID() })).rejects.toMatchObject({ code: 'JOB_SUPERSEDED' });
  await current(job, 2);
  expect(await progress(job, 2)).toBe('GO_ON');
});

test('nobody takes a job over while its results are being written', async () => {
  const job = await runningJob(opened.db);
  const claims: Promise<JobRow | null>[] = [];
  let over = false;
  await opened.db.transaction(async (tx) => {
    await assertCurrent(tx, job);
    claims.push(
      claimJob(opened.db, job.id).then((claimed) => {
        expect(over).toBe(true);
        return claimed;
      }),
    );
    await tx.query('select 1');
    await finishJob(tx, { id: job.id, attempt: 1, outcome: { state: 'SUCCEEDED' } });
    over = true;
  });
  expect(await Promise.all(claims)).toEqual([null]);
});

test('cancelling: at once while queued, by the worker while running, never after the end', async () => {
  const queued = (await create(randomUUID())).job;
  expect(await requestCancel(opened.db, queued.id)).toMatchObject({ state: 'CANCELLED', finishedAt: expect.any(Date) });
  expect(await claimJob(opened.db, queued.id)).toBeNull();

  const running = await runningJob(opened.db);
  expect(await requestCancel(opened.db, running.id)).toMatchObject({ state: 'RUNNING', cancelRequested: true });
  expect(await progress(running)).toBe('CANCEL');
  await expect(current(running)).rejects.toMatchObject({ code: 'JOB_CANCELLED' });
  expect(await finishJob(opened.db, { id: running.id, attempt: 1, outcome: { state: 'CANCELLED' } })).toBe(true);
  expect(await progress(running)).toBe('CANCEL');
  await expect(current(running)).rejects.toMatchObject({ code: 'JOB_CANCELLED' });

  const done = await runningJob(opened.db);
  await finishJob(opened.db, { id: done.id, attempt: 1, outcome: { state: 'SUCCEEDED' } });
  expect(await requestCancel(opened.db, done.id)).toMatchObject({ state: 'SUCCEEDED', cancelRequested: false });

  const dead = await runningJob(opened.db);
  await requestCancel(opened.db, dead.id);
  expect(await claimJob(opened.db, dead.id)).toBeNull();
  expect((await findJobs(opened.db, [dead.id]))[0]).toMatchObject({ state: 'CANCELLED', attempt: 1 });
  expect(await requestCancel(opened.db, 'no uuid')).toBeNull();
  expect(await requestCancel(opened.db, randomUUID())).toBeNull();
});

test('finders and lists', async () => {
  const jobs: JobRow[] = [];
  for (let i = 0; i < 5; i++)
    jobs.push((await create(`listed ${i}`, 'NULL_BASELINE', { spaceId: 1, matchingId: 70 + (i % 2) })).job);
  const newest = jobs.toReversed();
  const { result, statements } = await recordStatements(async () => [
    await findJobs(opened.db, [jobs[1].id, 'no uuid', randomUUID(), jobs[0].id.toUpperCase()]),
    await listJobsOfMatchings(opened.db, [
      { spaceId: 1, id: 71 },
      { spaceId: 1, id: 72 },
      { spaceId: 1, id: 70 },
    ]),
  ]);
  expect(statements).toHaveLength(2);
  expect(result).toEqual([
    [jobs[1], null, null, jobs[0]],
    [[jobs[3], jobs[1]], [], [jobs[4], jobs[2], jobs[0]]],
  ]);
  const filter = { kind: 'NULL_BASELINE' as const, state: 'QUEUED' as const };
  const seen: JobRow[] = [];
  for (let after: string | null = null; ; ) {
    const page = await listJobs(opened.db, { filter, first: 2, after });
    expect(page.total).toBe(5);
    seen.push(...page.rows);
    if (!page.hasNext) break;
    after = page.rows[page.rows.length - 1].id;
  }
  expect(seen).toEqual(newest);
  expect((await listJobs(opened.db, { filter: { ...filter, state: 'FAILED' }, first: 2, after: null })).rows).toEqual(
    [],
  );
});
