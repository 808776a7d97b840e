/**
 * Training and matching on WebGPU as people ask for them: by mutation, and by `reseed work` on PostgreSQL. Several seeds, a cancel, a kill, and
 * a device that is not there. In software under `.ci/vulkan`; left out, and said so, where no device was chosen or none computes.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { listDictionaries } from '../../db/stores/dictionaries.ts';
import { findJobs } from '../../db/stores/job-runs.ts';
import { longRunMissing as missing } from '../compute/software-vulkan.ts';
import { testDatabaseUrl } from '../db/test-database.ts';
import { startJobFixture } from '../jobs/job-fixture.ts';
import { exampleRequest, writeExampleActivations } from '../jobs/training-fixture.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
/** Some seconds of a device in software. */
const STEPS = 40;
/** A device in software shares its processor with whoever else is there. */
const PATIENCE_MS = 600_000;
vi.setConfig({ testTimeout: PATIENCE_MS, hookTimeout: PATIENCE_MS });
const onGpu = { RESEED_EXECUTION_PROVIDER: 'webgpu' };

let root: string;
beforeAll(async () => {
  root = await writeExampleActivations();
});
afterAll(() => rm(root, { recursive: true }));

describe.skipIf(missing !== null)(`a server on WebGPU ${missing ?? ''}`, () => {
  let server: ServerProcess;
  beforeAll(async () => {
    server = await startServerProcess(root, onGpu);
  });
  afterAll(() => server.stop());
  const train = (name: string, changes: Record<string, unknown> = {}) =>
    server.startTraining({ runGroup: name, provider: 'WEBGPU', tokens: 32 * STEPS, ...changes });
  const listHashes = async (id: string): Promise<string[]> => {
    const { node } = await server.ask(
      `query ($id: ID!) { node(id: $id) { ... on Job { subject { ... on TrainingRun {
        seeds { dictionary { provenance { contentSha256 } } } } } } } }`,
      { id },
    );
    return node.subject.seeds.map(
      ({ dictionary }: { dictionary: { provenance: { contentSha256: string } } }) =>
        dictionary.provenance.contentSha256,
    );
  };

  test('two seeds, and three that are matched on it', async () => {
    const two = await train('two');
    await server.until(two, ({ state }) => state === 'SUCCEEDED');
    // Another k: what has the content of a dictionary of `two` would be that dictionary.
    const three = await train('three', { seeds: [1, 2, 3], k: 3, match: true, nulls: false });
    await server.until(three, ({ state }) => state === 'SUCCEEDED');
    const { node, workers } = await server.ask(
      `query ($id: ID!) { node(id: $id) { ... on Job { subject { ... on TrainingRun { provider device runGroup { dictionaries { initSeed } } } } } }
        workers { kinds provider device tokensPerSecond } }`,
      { id: three },
    );
    expect(node.subject).toMatchObject({ provider: 'WEBGPU', runGroup: { dictionaries: [{}, {}, {}] } });
    const trainer = workers.find(({ kinds }: { kinds: string[] }) => kinds.includes('TRAIN'));
    expect(trainer).toMatchObject({ provider: 'WEBGPU', device: node.subject.device });
    expect(trainer.tokensPerSecond).toBeGreaterThan(0);
    await expect.poll(() => countMatched(server), { timeout: PATIENCE_MS, interval: 200 }).toBe(3);
  });

  test('killed in the middle, it ends with the weights of a run that was left alone', async () => {
    const id = await train('killed', { seeds: [1, 2], tokens: 32 * STEPS * 3 });
    const seen = await server.until(id, ({ pid, resumedAt }) => pid !== null && resumedAt !== null);
    await expect
      .poll(async () => (await latestSteps(server, id)).filter((step) => step >= STEPS).length, {
        timeout: PATIENCE_MS,
      })
      .toBe(2);
    process.kill(seen.pid ?? 0, 'SIGSEGV');
    const done = await server.until(id, ({ state }) => state === 'SUCCEEDED');
    expect(done).toMatchObject({ attempt: 2 });
    expect(done.resumedAt).toBeGreaterThan(0);
    const alone = await train('alone', { seeds: [1, 2], tokens: 32 * STEPS * 3 });
    await server.until(alone, ({ state }) => state === 'SUCCEEDED');
    expect(await listHashes(id)).toHaveLength(2);
    expect(await listHashes(id)).toEqual(await listHashes(alone));
  });

  // Arrays of 3.4 GiB, for which a card may have room.
  test.skipIf(process.env['RESEED_TEST_PROVIDER'] === 'webgpu')(
    'beyond the memory of the device it fails with a code; the next run trains in the same process',
    async () => {
      const said = server.output().length;
      const id = await train('beyond', { nLatents: 2 ** 18, batchSize: 3500, tokens: 3500, auxK: null });
      const failed = await server.until(id, ({ state }) => state === 'FAILED');
      expect(failed).toMatchObject({ attempt: 1, failure: { code: 'DEVICE_OUT_OF_MEMORY' } });
      const next = await train('after', { k: 4 });
      expect(await server.until(next, ({ state }) => state === 'SUCCEEDED')).toMatchObject({ attempt: 1 });
      expect(server.output().slice(said)).not.toContain('a worker process crashed');
    },
  );

  test('cancelled in the middle, it ends', async () => {
    const id = await train('cancelled', { tokens: 32 * 100_000 });
    await expect.poll(async () => (await latestSteps(server, id)).length, { timeout: PATIENCE_MS }).toBe(2);
    await server.ask('mutation ($id: ID!) { cancelJob(id: $id) { state } }', { id });
    await server.until(id, ({ state }) => state === 'CANCELLED');
  });
});

async function latestSteps(server: ServerProcess, id: string): Promise<number[]> {
  const { node } = await server.ask(
    'query ($id: ID!) { node(id: $id) { ... on Job { subject { ... on TrainingRun { seeds { latest { step } } } } } } }',
    { id },
  );
  return node.subject.seeds.flatMap(({ latest }: { latest: { step: number } | null }) => latest?.step ?? []);
}

/** Pairs of the run group `three` whose two sides are proven optimal. */
async function countMatched(server: ServerProcess): Promise<number> {
  const { runGroups } = await server.ask(
    '{ runGroups(name: "three") { matchings { decoder { ...side } encoder { ...side } } } } fragment side on SideMatching { certificate { optimal } }',
  );
  type Side = { certificate: { optimal: boolean } } | null;
  const matchings: { decoder: Side; encoder: Side }[] = runGroups[0].matchings;
  return matchings.filter(({ decoder, encoder }) => decoder?.certificate.optimal && encoder?.certificate.optimal)
    .length;
}

describe.skipIf(missing !== null || testDatabaseUrl === undefined)(`reseed work on WebGPU ${missing ?? ''}`, () => {
  test('two and three seeds that only it can train; one outlives its process', async () => {
    const trainingDir = path.join(root, 'work');
    const fixture = await startJobFixture({ importRoots: [root], trainingDir });
    await fixture.worker.stop();
    const address = fixture.db.address();
    if (address.kind !== 'POSTGRES') throw new Error('expected PostgreSQL');
    const worker: ChildProcess = spawn(process.execPath, [main, 'work', '--queues', 'train'], {
      env: {
        ...process.env,
        ...onGpu,
        DATABASE_URL: address.url,
        RESEED_IMPORT_ROOTS: root,
        RESEED_TRAINING_DIR: trainingDir,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await once(worker.stdout as NodeJS.ReadableStream, 'data');
      for (const seeds of [
        [1, 2],
        [1, 2, 3],
      ]) {
        const asked = exampleRequest({
          name: `work ${seeds.length}`,
          seeds,
          k: seeds.length, // another k each: equal content would be one dictionary
          tokens: 32 * STEPS,
          match: false,
          provider: 'webgpu',
        });
        const job = await fixture.ended((await fixture.queue.enqueue('TRAIN', asked)).id);
        expect(job, `${job.errorMessage}`).toMatchObject({ state: 'SUCCEEDED', requires: 'provider:webgpu' });
        const { rows } = await listDictionaries(fixture.db, {
          filter: { runGroupName: asked.name },
          first: 9,
          after: null,
        });
        expect(rows).toHaveLength(seeds.length);
      }
      const asked = exampleRequest({
        name: 'work killed',
        seeds: [1, 2],
        tokens: 32 * STEPS * 3,
        match: false,
        provider: 'webgpu',
      });
      const { id } = await fixture.queue.enqueue('TRAIN', asked);
      await expect
        .poll(async () => (await findJobs(fixture.db, [id]))[0]?.advancedAttempt, { timeout: PATIENCE_MS })
        .toBe(1);
      const [{ name }] = await fixture.db.query<{ name: string }>('select name from workers where job_id = $1', [id]);
      process.kill(Number(name.split(' ').at(-1)), 'SIGSEGV');
      expect(await fixture.ended(id)).toMatchObject({ state: 'SUCCEEDED', attempt: 2, crashes: 1 });
    } finally {
      worker.kill('SIGINT');
      await once(worker, 'close');
      await fixture.close();
    }
  });
});

describe('a device that is not there', () => {
  const check = async (settings: Record<string, string>) => {
    const child = spawn(process.execPath, [main, 'work', '--check'], { env: { ...process.env, ...settings } });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (text += bytes.toString()));
    const [exitCode] = (await once(child, 'close')) as [number | null];
    return { exitCode, text };
  };

  test('the check says so and exits with 1; on the processor it passes', async () => {
    const gone = await check({ ...onGpu, VK_ICD_FILENAMES: '/nowhere/icd.json', VK_DRIVER_FILES: '/nowhere/icd.json' });
    expect(gone).toMatchObject({ exitCode: 1, text: expect.stringMatching(/PROVIDER_UNAVAILABLE|WORKER_CRASHED/) });
    const here = await check({ RESEED_EXECUTION_PROVIDER: 'cpu' });
    expect(here).toMatchObject({
      exitCode: 0,
      text: expect.stringMatching(/float32 +exact.*\ntraining +\d+ tokens\/s/),
    });
  });

  test('a server whose device is gone does not start, and says why', async () => {
    const start = startServerProcess(root, {
      ...onGpu,
      RESEED_DATA_DIR: 'elsewhere',
      VK_ICD_FILENAMES: '/nowhere/icd.json',
      VK_DRIVER_FILES: '/nowhere/icd.json',
    });
    await expect(start).rejects.toThrow(/PROVIDER_UNAVAILABLE|WORKER_CRASHED/);
  });
});
