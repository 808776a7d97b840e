/** Stored dictionaries as checkpoints: what is exported and imported again is the same content. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DictionaryRow, findDictionaries } from '../../db/stores/dictionaries.ts';
import type { JobRow } from '../../db/stores/job-runs.ts';
import { writeCheckpoint, type WrittenFormat } from '../../loaders/checkpoints/checkpoint-writer.ts';
import { buildFinished, exampleIdentity } from '../loaders/finished-example.ts';
import { bundledRoot, type JobFixture, startJobFixture } from './job-fixture.ts';

let root: string;
let fixture: JobFixture;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-export-'));
  await Promise.all(['in', 'out'].map((name) => mkdir(path.join(root, name))));
  fixture = await startJobFixture({
    importRoots: [path.join(root, 'in'), path.join(root, 'out'), bundledRoot],
    exportRoot: path.join(root, 'out'),
  });
});
afterAll(async () => {
  await fixture.close();
  await rm(root, { recursive: true });
});

async function importFrom(at: string): Promise<{ job: JobRow; dictionary: DictionaryRow }> {
  const job = await fixture.succeeded((await fixture.queue.enqueue('IMPORT', { path: at })).id);
  expect(job).toMatchObject({ state: 'SUCCEEDED' });
  const [dictionary] = await findDictionaries(fixture.db, [{ spaceId: job.spaceId ?? 0, id: job.dictionaryId ?? 0 }]);
  if (!dictionary) throw new Error('the import made no dictionary');
  return { job, dictionary };
}

async function exportTo(
  dictionary: DictionaryRow,
  format: WrittenFormat,
  folder: string | null = null,
): Promise<JobRow> {
  const { id } = await fixture.queue.enqueue('EXPORT', { dictionary, format, folder });
  return fixture.ended(id);
}

test.each([
  ['mlp_topk_k4_N512/seed1/layers.2.mlp', 'sparsify', 'sparsify/mlp_topk_k4_N512/layers.2.mlp/seed1'],
  ['mlp_topk_k4_N512/seed1/layers.2.mlp', 'sae-lens', 'sae-lens/mlp_topk_k4_N512/layers.2.mlp/seed1'],
  ['mlp_relu_L4_N1024/seed2/layers.2.mlp', 'sae-lens', 'sae-lens/mlp_relu_L4_N1024/layers.2.mlp/seed2'],
  [
    'mlp_topk_k4_N512/seed1/layers.2.mlp',
    'dictionary-learning',
    'dictionary-learning/mlp_topk_k4_N512/layers.2.mlp/seed1',
  ],
  [
    'mlp_relu_L4_N1024/seed2/layers.2.mlp',
    'dictionary-learning',
    'dictionary-learning/mlp_relu_L4_N1024/layers.2.mlp/seed2',
  ],
] as const)('%s as %s is found again by its content', async (source, format, place) => {
  const { dictionary } = await importFrom(path.join(bundledRoot, source));
  const job = await exportTo(dictionary, format);
  expect(job).toMatchObject({ state: 'SUCCEEDED', dictionaryId: dictionary.id, progressStep: 'done' });
  const again = await importFrom(path.join(root, 'out', place));
  expect(again.job.alreadyPresent).toBe(true);
  expect(again.dictionary.id).toBe(dictionary.id);
  expect((await exportTo(dictionary, format)).state).toBe('SUCCEEDED'); // the same once more
});

test.each(['BATCH_TOPK', 'JUMP_RELU'] as const)('%s keeps its thresholds and frequencies', async (architecture) => {
  const identity = { ...exampleIdentity, runGroup: architecture, portalId: null };
  // Weights of its own: those of another architecture would be a correction of it.
  const n = architecture === 'JUMP_RELU' ? 13 : 12;
  const firingFrequency = Float32Array.from({ length: n }, (_, i) => (i + 1) / 64);
  const finished = buildFinished({ architecture, n, d: 5 }, { identity, firingFrequency });
  await writeCheckpoint(finished, { format: 'sae-lens', folder: path.join(root, 'in', architecture) });
  const { dictionary } = await importFrom(path.join(root, 'in', architecture));
  expect((await exportTo(dictionary, 'sae-lens', `again/${architecture}`)).state).toBe('SUCCEEDED');
  expect((await importFrom(path.join(root, 'out/again', architecture))).job.alreadyPresent).toBe(true);
  const files = [
    'cfg.json',
    'provenance.json',
    'reseed.json',
    'runner_cfg.json',
    'sae_weights.safetensors',
    'sparsity.safetensors',
  ];
  expect((await readdir(path.join(root, 'out/again', architecture))).toSorted()).toEqual(files);
  expect(await readFile(path.join(root, 'out/again', architecture, 'sae_weights.safetensors'))).toEqual(
    await readFile(path.join(root, 'in', architecture, 'sae_weights.safetensors')),
  );
});

test('what cannot be expressed, and a place that is taken, end the job with the reason', async () => {
  const { dictionary } = await importFrom(path.join(bundledRoot, 'mlp_relu_L4_N1024/seed2/layers.2.mlp'));
  expect(await exportTo(dictionary, 'sparsify')).toMatchObject({ state: 'FAILED', errorCode: 'FORMAT_CANNOT_EXPRESS' });
  await mkdir(path.join(root, 'out/taken'));
  await writeFile(path.join(root, 'out/taken/notes.txt'), 'mine');
  expect(await exportTo(dictionary, 'sae-lens', 'taken')).toMatchObject({ state: 'FAILED', errorCode: 'PLACE_TAKEN' });
  expect(await readdir(path.join(root, 'out/taken'))).toEqual(['notes.txt']);
});

test.each(['../out', '/etc', 'a//b', 'a/../../b', '.hidden', 'a\\b', '', 'é'])(
  'the folder "%s" is refused',
  async (folder) => {
    const { dictionary } = await importFrom(path.join(bundledRoot, 'mlp_relu_L4_N1024/seed2/layers.2.mlp'));
    await expect(fixture.queue.enqueue('EXPORT', { dictionary, format: 'sae-lens', folder })).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
  },
);
