/** Worker processes that train are killed or paused; runs only where there is a PostgreSQL (RESEED_TEST_DATABASE_URL). */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listDictionaries } from '../../db/stores/dictionaries.ts';
import { findJobs, type JobRow } from '../../db/stores/job-runs.ts';
import { listTrainingCurves } from '../../db/stores/training-points.ts';
import { listTrainingRuns } from '../../db/stores/training-runs.ts';
import { testDatabaseUrl } from '../db/test-database.ts';
import { type JobFixture, startJobFixture } from './job-fixture.ts';
import { exampleRequest, writeExampleActivations } from './training-fixture.ts';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const STEPS = 12_000;
const request = exampleRequest({ name: 'long', seeds: [1, 2], tokens: 32 * STEPS, match: false });
const shortRequest = exampleRequest({ name: 'short', seeds: [7], match: false });

describe.skipIf(testDatabaseUrl === undefined)('worker processes that train', () => {
  let root: string;
  /** What the run makes when nobody disturbs it. */
  let undisturbed: (string | null)[];
  let trainingDir: string;
  let fixture: JobFixture;
  let children: ChildProcess[] = [];

  beforeAll(async () => {
    root = await writeExampleActivations();
    const alone = await startJobFixture({ importRoots: [root], trainingDir: path.join(root, 'undisturbed') });
    try {
      const job = await alone.succeeded((await alone.queue.enqueue('TRAIN', request)).id);
      expect(job).toMatchObject({ state: 'SUCCEEDED', attempt: 1 });
      undisturbed = (await listLong(alone)).map((row) => row.contentSha256);
      expect(new Set(undisturbed).size).toBe(2);
      expect(undisturbed).not.toContain(null);
    } finally {
      await alone.close();
    }
  });
  afterAll(() => rm(root, { recursive: true }));
  beforeEach(async () => {
    trainingDir = path.join(root, 'checkpoints');
    fixture = await startJobFixture({ importRoots: [root], trainingDir });
    await fixture.worker.stop();
  });
  afterEach(async () => {
    const running = children.filter((child) => child.exitCode === null && child.signalCode === null);
    await Promise.all(running.map(kill));
    children = [];
    await fixture.close();
    await rm(trainingDir, { recursive: true, force: true });
  });

  async function startTrainingWorker(): Promise<ChildProcess> {
    const address = fixture.db.address();
    if (address.kind !== 'POSTGRES') throw new Error('expected PostgreSQL');
    const places = { DATABASE_URL: address.url, RESEED_IMPORT_ROOTS: root, RESEED_TRAINING_DIR: trainingDir };
    const child = spawn(process.execPath, [main, 'work', '--queues', 'train'], {
      env: { ...process.env, ...places, RESEED_THREADS: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true, // a group of its own, with the process that works for it
    });
    children.push(child);
    await once(child.stdout as NodeJS.ReadableStream, 'data');
    return child;
  }

  async function kill(child: ChildProcess): Promise<void> {
    child.kill('SIGKILL');
    await once(child, 'close');
  }

  async function findJob(id: string): Promise<JobRow> {
    const [job] = await findJobs(fixture.db, [id]);
    if (!job) throw new Error('the job is gone');
    return job;
  }

  /** Waits until the first attempt has written checkpoints of every seed. */
  async function untilAdvanced(id: string): Promise<void> {
    await fixture.until(id, (job) => job.advancedAttempt === 1);
  }

  async function findRun() {
    const { rows } = await listTrainingRuns(fixture.db, { name: 'long', first: 1, after: null });
    return rows[0];
  }
  const listPoints = async () =>
    (await listTrainingCurves(fixture.db, [{ run: await findRun(), maxPoints: STEPS }]))[0];
  const hashes = async () => (await listLong(fixture)).map((row) => row.contentSha256);

  /** Each seed has every step that is kept, a third of all, once. */
  async function expectWholeCurve(): Promise<void> {
    const points = await listPoints();
    const kept = Array.from({ length: STEPS / 3 }, (_, i) => (i + 1) * 3);
    for (const seed of [1, 2])
      expect(points.filter((point) => point.seed === seed).map(({ step }) => step)).toEqual(kept);
  }

  test('killed in the middle: another worker continues and ends with the weights of an undisturbed run', async () => {
    const first = await startTrainingWorker();
    const { id } = await fixture.queue.enqueue('TRAIN', request);
    await untilAdvanced(id);
    await kill(first);
    expect(await findJob(id)).toMatchObject({ state: 'RUNNING', attempt: 1 });
    expect(await hashes()).toEqual([]);
    await startTrainingWorker();
    expect(await fixture.succeeded(id)).toMatchObject({ state: 'SUCCEEDED', attempt: 2 });
    expect((await findRun()).resumedAt).toBeGreaterThan(0);
    expect(await hashes()).toEqual(undisturbed);
    await expectWholeCurve();
    await expect.poll(() => readdir(trainingDir)).toEqual([]);
  });

  test('paused until another worker has finished the job: it wakes, overwrites nothing and continues to other work', async () => {
    const paused = await startTrainingWorker();
    const { id } = await fixture.queue.enqueue('TRAIN', request);
    await untilAdvanced(id);
    process.kill(-(paused.pid ?? 0), 'SIGSTOP');
    const other = await startTrainingWorker();
    expect(await fixture.succeeded(id)).toMatchObject({ state: 'SUCCEEDED', attempt: 2 });
    await expect.poll(() => readdir(trainingDir)).toEqual([]);
    await kill(other);
    const look = async () => ({
      job: await findJob(id),
      run: await findRun(),
      points: await listPoints(),
      dictionaries: await listLong(fixture),
    });
    const before = await look();
    expect(before.dictionaries.map((row) => row.contentSha256)).toEqual(undisturbed);

    process.kill(-(paused.pid ?? 0), 'SIGCONT');
    // The only worker there is takes this once it has let go of the other.
    const next = await fixture.queue.enqueue('TRAIN', shortRequest);
    expect(await fixture.succeeded(next.id)).toMatchObject({ state: 'SUCCEEDED', attempt: 1 });
    expect(await look()).toEqual(before);
    await expectWholeCurve();
    await expect.poll(() => readdir(trainingDir)).toEqual([]);
  });
});

async function listLong({ db }: JobFixture) {
  const { rows } = await listDictionaries(db, { filter: { runGroupName: 'long' }, first: 9, after: null });
  return rows.toSorted((a, b) => Number(a.initSeed) - Number(b.initSeed));
}
