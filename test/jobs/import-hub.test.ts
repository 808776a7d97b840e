/** IMPORT from a hub: what is stored, what is kept in between, and who may. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findDictionaries } from '../../db/stores/dictionaries.ts';
import { readRows } from '../../db/stores/latents.ts';
import { openCheckpoint } from '../../loaders/checkpoints/formats.ts';
import { openSourceFolder } from '../../loaders/files/source-folder.ts';
import { buildConfig } from '../../src/config.ts';
import { buildBossQueue } from '../../src/jobs/queue/boss-queue.ts';
import { COMMIT, type HubServer, readTree, startHubServer, TOKEN } from '../loaders/hub-server.ts';
import { bundledRoot, type JobFixture, startJobFixture } from './job-fixture.ts';

const run = 'mlp_topk_k4_N512/seed1/layers.2.mlp';
let kept: string;
let server: HubServer;
let fixture: JobFixture;

beforeAll(async () => {
  kept = await mkdtemp(path.join(tmpdir(), 'reseed-hub-'));
  server = await startHubServer({ 'me/seeds': await readTree(path.join(bundledRoot, 'mlp_topk_k4_N512')) });
  fixture = await startJobFixture({ importRoots: [bundledRoot], hub: server.settings(path.join(kept, 'blocks')) });
});
afterAll(async () => {
  await fixture.close();
  await server.close();
  await rm(kept, { recursive: true });
});

const given = { model: 'tiny', hookpoint: 'layers.2.mlp' };
const place = 'hf:me/seeds/seed1/layers.2.mlp';

test('the rows are those of the files, provenance names the commit, and nothing is kept once they are stored', async () => {
  const job = await fixture.queue.enqueue('IMPORT', { path: place, ...given });
  const ended = await fixture.succeeded(job.id);
  const key = { spaceId: ended.spaceId ?? 0, id: ended.dictionaryId ?? 0 };
  const [row] = await findDictionaries(fixture.db, [key]);
  expect(row).toMatchObject({ sourceUri: `hf:me/seeds@${COMMIT}/seed1/layers.2.mlp`, initSeed: 1, nLatents: 512 });
  const near = await openCheckpoint(await openSourceFolder({ path: run, roots: [bundledRoot] }));
  const stored = { spaceId: key.spaceId, dictionaryId: key.id, side: 'DECODER', start: 0, count: 512, d: 64 } as const;
  expect(await readRows(fixture.db, stored)).toEqual(await near.readRows('DECODER', { start: 0, count: 512 }));
  expect(row?.files.map(({ sha256 }) => sha256)).toEqual(await near.hashFiles());
  await near.close();
  expect(await readdir(path.join(kept, 'blocks'))).toEqual([]);

  const again = await fixture.queue.enqueue('IMPORT', { path: place, ...given });
  expect(await fixture.ended(again.id)).toMatchObject({ state: 'SUCCEEDED', alreadyPresent: true });
});

test('a broken import continues with what has arrived', async () => {
  let broken = 0;
  server.sent = 0;
  server.misbehave = (request, response, file) => {
    if (file === null || file.length < 100_000 || request.headers.range === 'bytes=0-65535') return false;
    broken++;
    response.destroy();
    return true;
  };
  const failing = await fixture.queue.enqueue('IMPORT', { path: 'hf:me/seeds/seed2/layers.2.mlp', ...given });
  expect(await fixture.ended(failing.id)).toMatchObject({ state: 'FAILED', errorCode: 'HUB_UNAVAILABLE' });
  expect(broken).toBe(4);
  expect(server.sent).toBeGreaterThan(65_536);
  server.misbehave = null;
  server.requests.length = 0;
  const next = await fixture.queue.enqueue('IMPORT', { path: 'hf:me/seeds/seed2/layers.2.mlp', ...given });
  expect(await fixture.ended(next.id)).toMatchObject({ state: 'SUCCEEDED' });
  const ranges = server.requests.filter(({ at }) => at === 'store').map(({ range }) => range);
  expect(ranges[0]).toMatch(/^bytes=65536-/);
});

test('where the operator has not allowed it, a server brings nothing', async () => {
  expect(buildConfig({}, kept)).toMatchObject({ apiUsesHub: false, hub: { endpoint: 'https://huggingface.co' } });
  expect(buildConfig({ RESEED_HUB: 'api' }, kept).apiUsesHub).toBe(true);
  expect(buildConfig({ RESEED_HUB: 'off' }, kept)).toMatchObject({ apiUsesHub: false, hub: null });
  const { db } = fixture;
  const queue = buildBossQueue({ db, boss: {} as PgBoss, importRoots: [bundledRoot], onEnqueued() {} });
  await expect(queue.enqueue('IMPORT', { path: place, ...given })).rejects.toMatchObject({ code: 'HUB_OFF' });
});

test('the command brings every checkpoint of a repository, without being asked for more than its name', async () => {
  const { DATABASE_URL: _, ...inherited } = process.env;
  const here = { ...inherited, HF_ENDPOINT: server.endpoint, HF_TOKEN: TOKEN, RESEED_HUB_HOSTS: server.store };
  const args = [
    path.resolve('src/cli/main.ts'),
    'import',
    'hf:me/seeds',
    '--model',
    'tiny',
    '--hookpoint',
    'layers.2.mlp',
  ];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: kept, env: here });
  expect(stdout).toContain(`import hf:me/seeds@${COMMIT}/seed1/layers.2.mlp`);
  expect(stdout.match(/done/g)).toHaveLength(3);
}, 60_000);
