/** Workers that hang or vanish: a hung process is ended, and a job that has outlived too many is given up. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimJob, findJobs } from '../../db/stores/job-runs.ts';
import { startBoss } from '../../src/jobs/queue/boss.ts';
import { recoverJobs } from '../../src/jobs/queue/recover-jobs.ts';
import { describeCrash } from '../../src/jobs/worker/crash.ts';
import { runJob } from '../../src/jobs/worker/run-job.ts';
import { startWorkerProcess } from '../../src/jobs/worker/start-worker-process.ts';
import { runningJob } from '../db/example-rows.ts';
import { openTestDatabase, type TestDatabase } from '../db/test-database.ts';
import { silent } from './job-fixture.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened?.close());

const find = async (id: string) => (await findJobs(opened.db, [id]))[0];

test('a process that is silent for longer than it may is ended', async () => {
  const boss = await startBoss(opened.db, { supervise: false, onError: () => {} });
  const started = startWorkerProcess(
    {
      id: randomUUID(),
      address: opened.db.address(),
      settings: { importRoots: [], threads: 1, memoryMb: 64 },
      kinds: ['IMPORT'],
      logLevel: 'silent',
    },
    { maxMissedPulses: 3 },
  );
  await started.ready;
  process.kill(started.pid ?? 0, 'SIGSTOP');
  const { crash, job } = await started.ended;
  await boss.stop({ graceful: false });
  expect(crash).toMatchObject({ signal: 'SIGKILL', endedFor: 'SILENCE' });
  expect(crash && describeCrash(crash)).toBe('it hung, and was ended');
  expect(job).toBeNull();
});

test('a job that five workers were lost with is given up by the sixth, and says so', async () => {
  const { id } = await runningJob(opened.db);
  for (let lost = 1; lost < 5; lost++) await claimJob(opened.db, id);
  expect(await find(id)).toMatchObject({ state: 'RUNNING', lostAttempts: 4 });
  let begun = 0;
  const end = await runJob(id, {
    db: opened.db,
    settings: { importRoots: [], threads: 1, memoryMb: 64 },
    stopping: new AbortController().signal,
    heartbeat: async () => {},
    onClaim: () => begun++,
    log: silent,
  });
  expect({ end, begun }).toEqual({ end: 'ENDED', begun: 0 });
  expect(await find(id)).toMatchObject({
    state: 'FAILED',
    errorCode: 'JOB_FAILED',
    errorMessage: expect.stringContaining('5 workers'),
    errorHint: expect.stringContaining('memory'),
  });
});

test('a job that a command ran by itself is ended once it has been silent for two minutes', async () => {
  const boss = await startBoss(opened.db, { supervise: false, onError: () => {} });
  const [recent, old] = [await runningJob(opened.db), await runningJob(opened.db)];
  await opened.db.query("update jobs set updated_at = now() - interval '121 seconds' where id = $1", [old.id]);
  await recoverJobs({ db: opened.db, boss });
  await boss.stop({ graceful: false });
  expect(await find(old.id)).toMatchObject({ state: 'FAILED', errorCode: 'JOB_FAILED' });
  // The embedded database has one process: when it opens, nothing can be running.
  expect(await find(recent.id)).toMatchObject({ state: opened.db.kind === 'EMBEDDED' ? 'FAILED' : 'RUNNING' });
});
