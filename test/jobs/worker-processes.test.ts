/** Workers as processes of their own share one PostgreSQL; runs only where there is one (RESEED_TEST_DATABASE_URL). */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findDictionaries, listDictionaries } from '../../db/stores/dictionaries.ts';
import { type MatchingProgressRow } from '../../db/stores/read-matching-progress.ts';
import { findSides } from '../../db/stores/matchings.ts';
import { followProgress } from '../../src/graph/subscriptions/follow-progress.ts';
import { startWorker } from '../../src/jobs/worker/worker.ts';
import { testDatabaseUrl } from '../db/test-database.ts';
import { type JobFixture, silent, startJobFixture } from './job-fixture.ts';
import { writeSparsifyCheckpoint } from './sparsify-checkpoint.ts';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

describe.skipIf(testDatabaseUrl === undefined)('worker processes on PostgreSQL', () => {
  let root: string;
  let fixture: JobFixture;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'reseed-workers-'));
    await writeFile(path.join(root, 'reseed.json'), JSON.stringify({ model: 'tiny', hookpoint: 'layers.0' }));
    fixture = await startJobFixture({ importRoots: [root] });
  });
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await fixture.close();
    await rm(root, { recursive: true });
  });

  async function startWorkerProcess(): Promise<ChildProcess> {
    const address = fixture.db.address();
    if (address.kind !== 'POSTGRES') throw new Error('expected PostgreSQL');
    const child = spawn(process.execPath, [main, 'work', '--queues', 'match,null_baseline'], {
      env: { ...process.env, DATABASE_URL: address.url },
    });
    children.push(child);
    await once(child.stdout, 'data');
    return child;
  }

  test('a job whose worker is killed is run by another one, and done once', async () => {
    const rows = [];
    for (const seed of [1, 2]) {
      await writeSparsifyCheckpoint(path.join(root, `big/seed${seed}`), { n: 12_000, d: 32, seed: seed * 100 });
      const job = await fixture.succeeded((await fixture.queue.enqueue('IMPORT', { path: `big/seed${seed}` })).id);
      const [row] = await findDictionaries(fixture.db, [{ spaceId: job.spaceId ?? 0, id: job.dictionaryId ?? 0 }]);
      if (!row) throw new Error(`${job.errorCode}: ${job.errorMessage}`);
      rows.push(row);
    }
    await fixture.worker.stop();
    const first = await startWorkerProcess();
    const { matchings, jobs } = await fixture.queue.enqueueMatchings({
      pairs: [{ a: rows[0], b: rows[1] }],
      measures: ['COSINE'],
      nulls: false,
    });
    await fixture.until(jobs[0].id, ({ state }) => state === 'RUNNING');
    first.kill('SIGKILL');
    await once(first, 'close');
    expect(await findSides(fixture.db, matchings)).toEqual([[]]);
    await startWorkerProcess();
    const ended = await fixture.succeeded(jobs[0].id);
    expect(ended).toMatchObject({ state: 'SUCCEEDED', attempt: 2 });
    expect(await fixture.succeeded(jobs[1].id)).toMatchObject({ state: 'SUCCEEDED', attempt: 1 });
    const [sides] = await findSides(fixture.db, matchings);
    expect(sides.map((row) => row.side).sort()).toEqual(['DECODER', 'ENCODER']);
  });

  test('two worker processes share the pairs of a run group, under one progress', async () => {
    for (const seed of [1, 2, 3, 4]) {
      await writeSparsifyCheckpoint(path.join(root, `group/seed${seed}`), { n: 600, d: 16, seed: seed * 100 });
    }
    const worker = await startWorker({
      db: fixture.db,
      settings: { importRoots: [root], threads: 1, memoryMb: 1024 },
      log: silent,
      kinds: ['IMPORT'],
    });
    for (const seed of [1, 2, 3, 4]) {
      const job = await fixture.queue.enqueue('IMPORT', { path: `group/seed${seed}`, hookpoint: 'layers.1' });
      expect(await fixture.succeeded(job.id)).toMatchObject({ state: 'SUCCEEDED' });
    }
    await worker.stop();
    const { rows } = await listDictionaries(fixture.db, { filter: { runGroupName: 'group' }, first: 10, after: null });
    const group = { spaceId: rows[0].spaceId, id: rows[0].runGroupId };
    for (const child of children) child.kill('SIGKILL');
    await Promise.all([startWorkerProcess(), startWorkerProcess()]);
    const pairs = rows.flatMap((a, i) => rows.slice(i + 1).map((b) => ({ a, b })));
    const { jobs } = await fixture.queue.enqueueMatchings({ pairs, measures: ['COSINE'], nulls: false });
    expect(jobs).toHaveLength(12);
    let both = false;
    let last: MatchingProgressRow | null = null;
    for await (const row of followProgress(fixture.db, { group, measure: 'COSINE', pollMs: 5 })) {
      both ||= row.running === 2;
      expect(row.total).toBe(12);
      last = row;
    }
    expect(both).toBe(true);
    expect(last).toEqual({ total: 12, done: 12, queued: 0, running: 0, failed: 0, cancelled: 0, runningFraction: 0 });
    for (const job of jobs) expect(await fixture.succeeded(job.id)).toMatchObject({ state: 'SUCCEEDED', attempt: 1 });
  });
});
