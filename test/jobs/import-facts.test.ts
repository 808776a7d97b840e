/** Imports of what is here already: with more facts, with other facts, with another configuration; and facts that somebody sets. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeFacts } from '../../db/stores/dictionary-facts.ts';
import { listChangesOfDictionaries } from '../../db/stores/dictionary-changes.ts';
import { type DictionaryRow, findDictionaries } from '../../db/stores/dictionaries.ts';
import { readDictionaryWeights } from '../../db/stores/dictionary-weights.ts';
import type { JobRow } from '../../db/stores/job-runs.ts';
import type { RequestOf } from '../../src/jobs/queue/job-queue.ts';
import { readResult } from '../../src/jobs/queue/read-job.ts';
import { encodeTensor, writeSafetensors } from '../loaders/write-safetensors.ts';
import { type JobFixture, startJobFixture } from './job-fixture.ts';
import { pseudoRandom, writeSparsifyCheckpoint } from './sparsify-checkpoint.ts';

let root: string;
let fixture: JobFixture;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-facts-'));
  await writeFile(path.join(root, 'reseed.json'), JSON.stringify({ model: 'tiny', hookpoint: 'layers.0' }));
  fixture = await startJobFixture({ importRoots: [root] });
});
afterAll(async () => {
  await fixture.close();
  await rm(root, { recursive: true });
});

async function importFrom(request: RequestOf<'IMPORT'>): Promise<JobRow> {
  const job = await fixture.queue.enqueue('IMPORT', request);
  return fixture.ended(job.id);
}

async function getRow({ spaceId, dictionaryId, errorMessage }: JobRow): Promise<DictionaryRow> {
  const [row] = await findDictionaries(fixture.db, [{ spaceId: spaceId ?? 0, id: dictionaryId ?? 0 }]);
  if (row === null) throw new Error(`no dictionary: ${errorMessage}`);
  return row;
}

async function trailOf(row: DictionaryRow) {
  const [changes] = await listChangesOfDictionaries(fixture.db, [row]);
  return changes.map(({ field, before, after, source }) => [field, before, after, source]);
}

test('facts that are given later fill what was unknown, and are refused where they contradict', async () => {
  await writeSparsifyCheckpoint(path.join(root, 'filled'), { n: 8, d: 4, seed: 1 });
  const first = await getRow(await importFrom({ path: 'filled' }));
  expect(first).toMatchObject({ initSeed: null, tokens: null, portalId: null, name: 'filled' });
  const seed = '18446744073709551615';
  const again = await importFrom({ path: 'filled', initSeed: seed, tokens: 1000, portalId: 'tiny/facts' });
  expect(again).toMatchObject({ state: 'SUCCEEDED', alreadyPresent: true, dictionaryId: first.id });
  expect(readResult('IMPORT', again).changes).toEqual([
    { field: 'initSeed', before: null, after: seed },
    { field: 'tokens', before: null, after: '1000' },
    { field: 'portalId', before: null, after: 'tiny/facts' },
    { field: 'name', before: 'filled', after: `filled/seed${seed}` },
  ]);
  const filled = await getRow(again);
  expect(filled).toMatchObject({ initSeed: seed, tokens: 1000, portalId: 'tiny/facts', name: `filled/seed${seed}` });
  const refused = await importFrom({ path: 'filled', initSeed: 7, tokens: 1000 });
  expect(refused).toMatchObject({ state: 'FAILED', errorCode: 'FACT_CONTRADICTS' });
  expect(refused.errorMessage).toContain(`initSeed is ${seed} there, and 7 was given`);
  expect(refused.errorMessage).not.toContain('tokens');
  expect(await getRow(again)).toEqual(filled);
  expect((await trailOf(filled)).map(([field, , , source]) => [field, source])).toEqual(
    ['initSeed', 'tokens', 'portalId', 'name'].map((field) => [field, 'REPEATED_IMPORT']),
  );
});

test('a guess gives way to what is stated, and files never overwrite what is known', async () => {
  await writeSparsifyCheckpoint(path.join(root, 'guessed/seed3'), { n: 8, d: 4, seed: 5 });
  const guessed = await getRow(await importFrom({ path: 'guessed/seed3' }));
  expect(guessed).toMatchObject({ initSeed: 3, name: 'guessed/seed3' });
  const stated = await getRow(await importFrom({ path: 'guessed/seed3', initSeed: 4 }));
  expect(stated).toMatchObject({ id: guessed.id, initSeed: 4, name: 'guessed/seed4' });
  expect(stated.guesses.map(({ field }) => field)).not.toContain('initSeed');
  await writeFile(path.join(root, 'guessed/seed3/reseed.json'), JSON.stringify({ initSeed: 9, dataset: 'pile' }));
  const job = await importFrom({ path: 'guessed/seed3' });
  expect(await getRow(job)).toMatchObject({ initSeed: 4, dataset: 'pile' });
  expect(readResult('IMPORT', job).notes).toEqual(['initSeed stays 4; the files say 9']);
});

test('the same weights with another configuration: named, updated on request, or another dictionary', async () => {
  const files = { n: 8, d: 4, seed: 11 };
  await writeSparsifyCheckpoint(path.join(root, 'same/a'), { ...files, k: 2 });
  const first = await getRow(await importFrom({ path: 'same/a', runGroup: 'same' }));
  await cp(path.join(root, 'same/a'), path.join(root, 'same/b'), { recursive: true });
  const config = JSON.parse(await readFile(path.join(root, 'same/b/cfg.json'), 'utf8')) as object;
  await writeFile(path.join(root, 'same/b/cfg.json'), JSON.stringify({ ...config, k: 3 }));
  // Another bias of the encoder, too.
  const tensors = {
    W_dec: encodeTensor('F32', [8, 4], [...pseudoRandom(32, 11)]),
    b_dec: encodeTensor('F32', [4], [...pseudoRandom(4, 12)]),
    'encoder.bias': encodeTensor(
      'F32',
      [8],
      Array.from({ length: 8 }, (_, i) => i / 8),
    ),
    'encoder.weight': encodeTensor('F32', [8, 4], [...pseudoRandom(32, 14)]),
  };
  await writeFile(path.join(root, 'same/b/sae.safetensors'), writeSafetensors(tensors));
  const refused = await importFrom({ path: 'same/b', runGroup: 'other' });
  expect(refused).toMatchObject({ state: 'FAILED', errorCode: 'CONFIGURATION_DIFFERS' });
  expect(refused.errorMessage).toMatch(
    /those of "same", .*: k is 2 there and 3 here; encoderBias is sha256 \w{12} there and sha256 \w{12} here$/,
  );
  const another = await getRow(await importFrom({ path: 'same/b', runGroup: 'other', sameWeights: 'ANOTHER' }));
  expect(another).toMatchObject({ k: 3, name: 'other' });
  expect(another.id).not.toBe(first.id);
  await fixture.db.transaction((tx) => tx.run('delete from dictionaries where id = $1', [another.id]));

  const updated = await importFrom({ path: 'same/b', sameWeights: 'UPDATE' });
  expect(readResult('IMPORT', updated).changes.map(({ field }) => field)).toEqual(['k', 'encoderBias']);
  const row = await getRow(updated);
  expect(row).toMatchObject({ id: first.id, k: 3, sourceUri: 'same/b', contentSha256: another.contentSha256 });
  const weights = await readDictionaryWeights(fixture.db, { ...row, n: 8 });
  expect([...(weights.encoderBias ?? [])]).toEqual(Array.from({ length: 8 }, (_, i) => i / 8));
  expect(await trailOf(row)).toMatchObject([
    ['k', '2', '3', 'NEW_CONFIGURATION'],
    ['encoderBias', expect.stringMatching(/^sha256/), expect.stringMatching(/^sha256/), 'NEW_CONFIGURATION'],
  ]);
  expect(await importFrom({ path: 'same/b' })).toMatchObject({ alreadyPresent: true, dictionaryId: first.id });
});

test('weights of a skip connection are part of the content', async () => {
  const write = async (name: string, skip: number) => {
    await writeSparsifyCheckpoint(path.join(root, name), { n: 8, d: 4, seed: 21 });
    const config = JSON.parse(await readFile(path.join(root, name, 'cfg.json'), 'utf8')) as object;
    await writeFile(
      path.join(root, name, 'cfg.json'),
      JSON.stringify({ ...config, transcode: true, skip_connection: true }),
    );
    const tensors = {
      W_dec: encodeTensor('F32', [8, 4], [...pseudoRandom(32, 21)]),
      b_dec: encodeTensor('F32', [4], [...pseudoRandom(4, 22)]),
      W_skip: encodeTensor(
        'F32',
        [4, 4],
        Array.from({ length: 16 }, (_, i) => i * skip),
      ),
      'encoder.bias': encodeTensor('F32', [8], [...pseudoRandom(8, 23)]),
      'encoder.weight': encodeTensor('F32', [8, 4], [...pseudoRandom(32, 24)]),
    };
    await writeFile(path.join(root, name, 'sae.safetensors'), writeSafetensors(tensors));
  };
  await write('skip/a', 1);
  await write('skip/b', 2);
  const first = await getRow(await importFrom({ path: 'skip/a', hookpoint: 'layers.1.mlp' }));
  const other = await importFrom({ path: 'skip/b', hookpoint: 'layers.1.mlp' });
  expect(first.skipSha256).toMatch(/^[0-9a-f]{64}$/);
  expect(other).toMatchObject({ state: 'FAILED', errorCode: 'CONFIGURATION_DIFFERS' });
  expect(other.errorMessage).toMatch(/: skip is sha256 \w{12} there and sha256 \w{12} here$/);
});

test('facts are set with a trail; names and portal ids stay unique', async () => {
  await writeSparsifyCheckpoint(path.join(root, 'set/seed1'), { n: 8, d: 4, seed: 31 });
  await writeSparsifyCheckpoint(path.join(root, 'set/seed2'), { n: 8, d: 4, seed: 32 });
  const [a, b] = [
    await getRow(await importFrom({ path: 'set/seed1', portalId: 'tiny/set' })),
    await getRow(await importFrom({ path: 'set/seed2' })),
  ];
  const set = (dictionary: DictionaryRow, facts: Parameters<typeof changeFacts>[1]['facts']) =>
    changeFacts(fixture.db, { dictionary, facts, source: 'REQUEST' });
  await expect(set(b, { portalId: 'tiny/set' })).rejects.toMatchObject({ code: 'PORTAL_ID_TAKEN' });
  await expect(set(b, { name: 'set/seed1', tokens: 5 })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  const [unchanged] = await findDictionaries(fixture.db, [b]);
  expect(unchanged).toEqual(b);
  // Another of the group has this name: the second one is told apart.
  expect(await set(b, { initSeed: 1 })).toEqual([
    { field: 'initSeed', before: '2', after: '1' },
    { field: 'name', before: 'set/seed2', after: 'set/seed1~2' },
  ]);
  expect(await set(b, { initSeed: 1 })).toEqual([]);
  expect(await set(a, { dataset: 'pile', portalId: null, runGroup: 'elsewhere' })).toEqual([
    { field: 'dataset', before: null, after: 'pile' },
    { field: 'portalId', before: 'tiny/set', after: null },
    { field: 'runGroup', before: 'set', after: 'elsewhere' },
    { field: 'name', before: 'set/seed1', after: 'elsewhere/seed1' },
  ]);
  expect(await trailOf(a)).toHaveLength(4);
});
