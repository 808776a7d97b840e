/** Workers as processes of their own share one PostgreSQL; runs only where there is one (RESEED_TEST_DATABASE_URL). */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findDictionaries } from '../../db/dictionaries.ts';
import { findJobs } from '../../db/job-runs.ts';
import { findSides } from '../../db/matchings.ts';
import { testDatabaseUrl } from '../db/test-database.ts';
import { type JobFixture, startJobFixture, untilEnded } from './job-fixture.ts';
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
      const job = await fixture.ended((await fixture.queue.enqueueImport({ path: `big/seed${seed}` })).id);
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
    for (;;) {
      const [job] = await findJobs(fixture.db, [jobs[0].id]);
      if (job?.state === 'RUNNING') break;
      if (job?.state !== 'QUEUED') throw new Error(`the job was ${job?.state} before its worker could be killed`);
    }
    first.kill('SIGKILL');
    await once(first, 'close');
    expect(await findSides(fixture.db, matchings)).toEqual([[]]);
    await startWorkerProcess();
    const ended = await untilEnded(fixture.db, jobs[0].id);
    expect(ended).toMatchObject({ state: 'SUCCEEDED', attempt: 2 });
    expect(await untilEnded(fixture.db, jobs[1].id)).toMatchObject({ state: 'SUCCEEDED', attempt: 1 });
    const [sides] = await findSides(fixture.db, matchings);
    expect(sides.map((row) => row.side).sort()).toEqual(['DECODER', 'ENCODER']);
  });
});
