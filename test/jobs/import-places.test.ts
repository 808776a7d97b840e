/** Where dictionaries are placed: one space for one place, whatever it is called and however inputs are scaled; and two dictionaries of one folder. */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findRunGroups, listOtherRevisions } from '../../db/stores/catalogue.ts';
import { type DictionaryRow, findDictionaries } from '../../db/stores/dictionaries.ts';
import { ensureMatching } from '../../db/stores/matchings.ts';
import { removePlaceAlias, setPlaceAlias } from '../../db/stores/place-aliases.ts';
import { findCheckpointPaths } from '../../loaders/checkpoints/find-checkpoint-paths.ts';
import type { RequestOf } from '../../src/jobs/queue/job-queue.ts';
import { readResult } from '../../src/jobs/queue/read-job.ts';
import { encodeTensor, writeSafetensors } from '../loaders/write-safetensors.ts';
import { type JobFixture, startJobFixture } from './job-fixture.ts';
import { pseudoRandom, writeSparsifyCheckpoint } from './sparsify-checkpoint.ts';

const situations = path.join(import.meta.dirname, '../loaders/situations');
let root: string;
let fixture: JobFixture;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-places-'));
  for (const name of ['two-libraries-one-place', 'final-vs-intermediate'])
    await cp(path.join(situations, name), path.join(root, name), { recursive: true });
  fixture = await startJobFixture({ importRoots: [root] });
});
afterAll(async () => {
  await fixture.close();
  await rm(root, { recursive: true });
});

async function importRow(request: RequestOf<'IMPORT'>): Promise<DictionaryRow & { notes: string[] }> {
  const job = await fixture.succeeded((await fixture.queue.enqueue('IMPORT', request)).id);
  const [row] = await findDictionaries(fixture.db, [{ spaceId: job.spaceId ?? 0, id: job.dictionaryId ?? 0 }]);
  if (row === null) throw new Error('no dictionary');
  return { ...row, notes: readResult('IMPORT', job).notes };
}

/** A SAELens checkpoint of this hook. */
async function writeLens(
  name: string,
  metadata: object,
  { seed, file = 'sae_weights' }: { seed: number; file?: string },
) {
  const folder = path.join(root, name);
  await mkdir(folder, { recursive: true });
  await writeFile(
    path.join(folder, 'cfg.json'),
    JSON.stringify({ architecture: 'standard', d_in: 4, d_sae: 8, metadata }),
  );
  const tensors = {
    W_dec: encodeTensor('F32', [8, 4], [...pseudoRandom(32, seed)]),
    W_enc: encodeTensor('F32', [4, 8], [...pseudoRandom(32, seed + 1)]),
    b_enc: encodeTensor('F32', [8], [...pseudoRandom(8, seed + 2)]),
    b_dec: encodeTensor('F32', [4], [...pseudoRandom(4, seed + 3)]),
  };
  await writeFile(path.join(folder, `${file}.safetensors`), writeSafetensors(tensors));
}

test('one place under the names of two libraries is one space', async () => {
  const sparsify = await importRow({ path: 'two-libraries-one-place/two/sp_seed1/layers.3.mlp' });
  const lens = await importRow({ path: 'two-libraries-one-place/two/sl_seed2/output' });
  expect(lens.spaceId).toBe(sparsify.spaceId);
  expect(lens.guesses).toContainEqual({
    field: 'hookpoint',
    value: 'layers.3.mlp',
    because: '"blocks.3.hook_mlp_out" and "layers.3.mlp" are two names of one hookpoint',
  });
  expect(await ensureMatching(fixture.db, { a: sparsify, b: lens, measure: 'COSINE' })).toMatchObject({
    a: sparsify.id,
    b: lens.id,
  });
});

test('what only scales inputs parts no spaces, and is kept', async () => {
  const final = await importRow({ path: 'final-vs-intermediate/q/seed1/final' });
  const unfolded = await importRow({ path: 'final-vs-intermediate/q/seed2/1000000' });
  expect(unfolded.spaceId).toBe(final.spaceId);
  expect([final, unfolded].map(({ encoding }) => encoding?.scalarNormalisation)).toEqual([
    'none',
    'expected_average_only_in',
  ]);
});

test('other places are other spaces, and a refusal names the part, both values and the flag', async () => {
  await writeLens('hook/a', { model_name: 'gpt2', hook_name: 'blocks.3.hook_resid_post' }, { seed: 1 });
  await writeLens('hook/b', { model_name: 'gpt2-small', hook_name: 'blocks.4.hook_resid_pre' }, { seed: 2 });
  await writeLens('hook/c', { model_name: 'gpt2', hook_name: 'blocks.4.hook_resid_post' }, { seed: 3 });
  const [a, b, c] = [
    await importRow({ path: 'hook/a' }),
    await importRow({ path: 'hook/b' }),
    await importRow({ path: 'hook/c' }),
  ];
  expect(b.spaceId).toBe(a.spaceId);
  const refused = ensureMatching(fixture.db, { a, b: c, measure: 'COSINE' });
  await expect(refused).rejects.toMatchObject({
    code: 'SPACE_MISMATCH',
    message: expect.stringContaining(
      `the hookpoint is "blocks.3.hook_resid_post" for "${a.name}" and "blocks.4.hook_resid_post" for "${c.name}"`,
    ),
    hint: expect.stringContaining('--hookpoint'),
  });
});

test('an operator adds names, and takes them back', async () => {
  await writeLens('own/a', { model_name: 'gpt2', hook_name: 'my.hook.5' }, { seed: 11 });
  const alias = { kind: 'HOOKPOINT', name: 'my.hook.{layer}', means: 'blocks.{layer}.hook_resid_post' } as const;
  await setPlaceAlias(fixture.db, alias);
  await setPlaceAlias(fixture.db, { kind: 'MODEL', name: 'my-copy', means: 'openai-community/gpt2' });
  await writeLens('own/b', { model_name: 'my-copy', hook_name: 'transformer.h.5' }, { seed: 12 });
  const [a, b] = [await importRow({ path: 'own/a' }), await importRow({ path: 'own/b' })];
  expect(b.spaceId).toBe(a.spaceId);
  expect(await removePlaceAlias(fixture.db, alias)).toBe(true);
  expect(await removePlaceAlias(fixture.db, alias)).toBe(false);
  await writeLens('own/c', { model_name: 'gpt2', hook_name: 'blocks.5.hook_resid_post' }, { seed: 13 });
  expect((await importRow({ path: 'own/c' })).spaceId).not.toBe(a.spaceId);
});

test('the same name for another revision of the model is pointed out', async () => {
  await writeLens('revision/x', { model_name: 'gpt2', hook_name: 'blocks.9.hook_resid_post' }, { seed: 21 });
  const first = await importRow({ path: 'revision/x', revision: 'step1', runGroup: 'revised' });
  expect(first.notes).toEqual([]);
  const second = await importRow({ path: 'revision/x', revision: 'step2', runGroup: 'revised' });
  expect(second.notes).toEqual([
    'there is a run group "revised" at this hookpoint of other revisions of the model, too: step1',
  ]);
  const [group] = await findRunGroups(fixture.db, [{ spaceId: first.spaceId, id: first.runGroupId }]);
  expect(await listOtherRevisions(fixture.db, group === null ? [] : [group])).toEqual([['step2']]);
});

test('two seeds in one folder, told apart by their files, are two dictionaries, and a file is that file alone', async () => {
  const metadata = { model_name: 'gpt2', hook_name: 'blocks.11.hook_resid_post' };
  await writeLens('files/d8', metadata, { seed: 31, file: 'seed0' });
  await writeLens('files/d8', metadata, { seed: 32, file: 'seed1' });
  const found = await findCheckpointPaths({ path: 'files', roots: [root] });
  expect(found).toEqual(['files/d8/seed0.safetensors', 'files/d8/seed1.safetensors']);
  expect(await findCheckpointPaths({ path: found[1], roots: [root] })).toEqual([found[1]]);
  expect(await findCheckpointPaths({ path: 'files/d8/cfg.json', roots: [root] })).toEqual([]);
  const rows = [await importRow({ path: found[0] }), await importRow({ path: found[1] })];
  expect(rows.map(({ name, initSeed }) => [name, initSeed])).toEqual([
    ['d8/seed0', 0],
    ['d8/seed1', 1],
  ]);
  expect(rows[0].guesses).toContainEqual({ field: 'initSeed', value: '0', because: 'the file "seed0.safetensors"' });
  await writeSparsifyCheckpoint(path.join(root, 'alone/seed1'), { n: 8, d: 4, seed: 41 });
  await writeSparsifyCheckpoint(path.join(root, 'alone/seed2'), { n: 8, d: 4, seed: 42 });
  expect(await findCheckpointPaths({ path: 'alone/seed1/sae.safetensors', roots: [root] })).toEqual(['alone/seed1']);
});
