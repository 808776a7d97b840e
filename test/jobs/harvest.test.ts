/** From a model folder and a text to shards on disk. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openActivationShards } from '../../loaders/activations/activation-shards.ts';
import { openSourceFolder } from '../../loaders/files/source-folder.ts';
import { harvestShards } from '../../src/jobs/contexts/harvest-shards.ts';
import { type HarvestSource, listModelHookpoints, openHarvest } from '../../src/jobs/contexts/open-harvest.ts';
import { computeTiny, D, writeTinyModel } from '../compute/harvest/tiny-model.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-harvest-'));
  await writeTinyModel(path.join(root, 'model'));
  await writeFile(
    path.join(root, 'text.txt'),
    Array.from({ length: 30 }, (_, i) => ['a cat sat', 'the mat', 'on and on and on'][i % 3]).join('\n\n'),
  );
});
afterAll(() => rm(root, { recursive: true }));

const source = (more: Partial<HarvestSource> = {}): HarvestSource => ({
  model: path.join(root, 'model'),
  corpus: path.join(root, 'text.txt'),
  roots: [root],
  hookpoint: 'layers.1',
  context: 8,
  ...more,
});

async function write(
  name: string,
  more: { tokens?: number; signal?: AbortSignal; onTokens?: (tokens: number) => void } = {},
) {
  const harvest = await openHarvest(source());
  try {
    return await harvestShards(harvest, {
      folder: path.join(root, name),
      dtype: 'F32',
      tokens: more.tokens ?? null,
      threads: 1,
      shardTokens: 16,
      ...more,
    });
  } finally {
    await harvest.close();
  }
}

test('shards hold the activations of the text, their space and how they were made', async () => {
  const manifest = await write('whole');
  expect(manifest).toMatchObject({
    tokens: 100,
    space: { model: 'test/tiny', revision: 'unspecified', hookpoint: 'layers.1', dIn: D, normalisation: 'none' },
    provenance: {
      tensor: '/model/layers.1/Add_1_output_0',
      context: 8,
      bos: 'WINDOW',
      keepBos: false,
      corpus: 'text.txt',
    },
  });
  const shards = await openActivationShards(await openSourceFolder({ path: path.join(root, 'whole'), roots: [root] }));
  const first = await shards.readTokens({ start: 0, count: 5 });
  await shards.close();
  const naive = [
    ...computeTiny([1, 2, 3, 4])['layers.1'].slice(1),
    ...computeTiny([1, 6, 7])['layers.1'].slice(1),
  ].flat();
  naive.forEach((value, i) => expect(first[i]).toBeCloseTo(value, 5));
});

test('a harvest that is stopped leaves whole shards, and continues to the same bytes', async () => {
  await write('straight', { tokens: 90 });
  const stopping = new AbortController();
  const stop = (tokens: number) => tokens >= 40 && stopping.abort(new Error('stopped'));
  await expect(write('resumed', { tokens: 90, signal: stopping.signal, onTokens: stop })).rejects.toThrow('stopped');
  const left = await readdir(path.join(root, 'resumed'));
  expect(left.filter((name) => name.endsWith('.safetensors')).length).toBeGreaterThanOrEqual(1);
  expect(left).not.toContain('activations.json');
  const told: number[] = [];
  await write('resumed', { tokens: 90, onTokens: (tokens) => told.push(tokens) });
  expect(told[0]).toBeGreaterThanOrEqual(16);
  expect(told.at(-1)).toBe(90);
  for (const name of await readdir(path.join(root, 'straight')))
    expect(await readFile(path.join(root, 'resumed', name))).toEqual(await readFile(path.join(root, 'straight', name)));
});

test('another text or another hookpoint does not go on there', async () => {
  const stopping = new AbortController();
  const stop = (tokens: number) => tokens >= 20 && stopping.abort(new Error('stopped'));
  await expect(write('begun', { signal: stopping.signal, onTokens: stop })).rejects.toThrow('stopped');
  await expect(write('begun', { tokens: 50 })).rejects.toMatchObject({ code: 'PLACE_TAKEN' });
});

test.each([
  [{ model: 'nowhere' }, 'SOURCE_NOT_FOUND'],
  [{ corpus: 'nowhere.txt' }, 'SOURCE_NOT_FOUND'],
  [{ corpus: 'model' }, 'BAD_INPUT'],
  [{ model: '../../etc' }, 'PATH_OUTSIDE_ROOTS'],
  [{ hookpoint: 'layers.9' }, 'HOOKPOINT_UNKNOWN'],
  [{ context: 17 }, 'BAD_INPUT'],
  [{ context: 1 }, 'BAD_INPUT'],
] as const)('%o is refused: %s', async (wrong, code) => {
  await expect(openHarvest(source(wrong))).rejects.toMatchObject({ code });
});

test('the list of hookpoints reads no weight', async () => {
  const found = await listModelHookpoints({ path: 'model', roots: [root] });
  expect(found.slice(0, 2)).toEqual([
    { name: 'layers.0', tensor: '/model/layers.0/Add_1_output_0', width: D, basis: 'SCOPE' },
    { name: 'layers.0.resid_mid', tensor: '/model/layers.0/Add_output_0', width: D, basis: 'SCOPE' },
  ]);
});
