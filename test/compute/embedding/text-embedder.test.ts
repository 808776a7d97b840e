import { appendFile, mkdtemp, rm, unlink, writeFile } from 'node:fs/promises';
import { mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { buildTextEmbedder, type TextEmbedder } from '../../../src/compute/embedding/text-embedder.ts';
import { TINY_DIMENSIONS, writeTinyEmbeddingModel } from './tiny-embedding-model.ts';

let root: string;
const open: TextEmbedder[] = [];
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-embedder-'));
});
afterEach(async () => {
  for (const embedder of open.splice(0)) await embedder.close();
});
afterAll(() => rm(root, { recursive: true }));

async function build(name: string, options: { seed?: number } = {}): Promise<TextEmbedder> {
  await writeTinyEmbeddingModel(path.join(root, name), options);
  const embedder = buildTextEmbedder({ folder: path.join(root, name), threads: 1 });
  open.push(embedder);
  return embedder;
}

const d = TINY_DIMENSIONS;
const dot = (v: Float32Array, i: number, j: number) =>
  v.subarray(i * d, (i + 1) * d).reduce((sum, x, z) => sum + x * v[j * d + z], 0);

test('texts become unit vectors, near where they mean the same, equal where they are asked again', async () => {
  const embedder = await build('tiny');
  expect(await embedder.identify()).toEqual({
    name: 'tiny',
    version: expect.stringMatching(/^[0-9a-f]{64}$/),
    dimensions: d,
  });
  const vectors = await embedder.embed(['names of rivers', 'the lake', 'verbs of running', 'something unheard of']);
  expect(vectors).toHaveLength(4 * d);
  for (const i of [0, 1, 2, 3]) expect(dot(vectors, i, i)).toBeCloseTo(1, 5);
  expect(dot(vectors, 0, 1)).toBeGreaterThan(0.8);
  expect(dot(vectors, 0, 1)).toBeGreaterThan(dot(vectors, 0, 2) + 0.3);
  expect((await embedder.embed(['', 'river'])).slice(0, d)).toEqual(new Float32Array(d));
  const [once, again] = await Promise.all([embedder.embed(['river']), embedder.embed(['river'])]);
  expect(again).toEqual(once);
});

test('the version follows the content of the files, and not where they are', async () => {
  const [a, b, c] = [await build('a/tiny'), await build('b/tiny'), await build('c/tiny', { seed: 2 })];
  const { version } = await a.identify();
  expect((await b.identify()).version).toBe(version);
  expect((await c.identify()).version).not.toBe(version);
  const edited = await build('d/tiny');
  await appendFile(path.join(root, 'd/tiny/tokenizer_config.json'), ' ');
  expect((await edited.identify()).version).not.toBe(version);
});

test('what is missing or not supported is named', async () => {
  const refused = async (name: string, part: string) => {
    const embedder = buildTextEmbedder({ folder: path.join(root, name), threads: 1 });
    open.push(embedder);
    await expect(embedder.identify()).rejects.toMatchObject({
      code: 'EMBEDDER_UNAVAILABLE',
      message: expect.stringContaining(part),
    });
  };
  await refused('nowhere', 'config.json');
  await writeTinyEmbeddingModel(path.join(root, 'graphless'));
  await unlink(path.join(root, 'graphless/onnx/model.onnx'));
  await refused('graphless', 'onnx/model.onnx');
  await writeTinyEmbeddingModel(path.join(root, 'pooled'));
  mkdirSync(path.join(root, 'pooled/1_Pooling'));
  await writeFile(path.join(root, 'pooled/1_Pooling/config.json'), JSON.stringify({ pooling_mode_max_tokens: true }));
  await refused('pooled', 'pools');
  await writeTinyEmbeddingModel(path.join(root, 'broken'));
  await writeFile(path.join(root, 'broken/onnx/model.onnx'), 'no model');
  await refused('broken', 'Cannot embed');
});

test('after it was closed it starts anew', async () => {
  const embedder = await build('closed');
  const before = await embedder.embed(['river']);
  await embedder.close();
  expect(await embedder.embed(['river'])).toEqual(before);
});

/** Processes that this one started and that run `script`; Linux says so. */
const findChildren = (of: number | string, script: string): number[] =>
  readFileSync(`/proc/${of}/task/${of}/children`, 'utf8')
    .split(' ')
    .filter((pid) => pid !== '' && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(script))
    .map(Number);

test.skipIf(process.platform !== 'linux')(
  'a process that crashes costs one question; the next one starts it again',
  async () => {
    const embedder = await build('crashing/tiny');
    const before = new Set(findChildren(process.pid, 'embedder-process'));
    const first = await embedder.embed(['river']);
    const [pid] = findChildren(process.pid, 'embedder-process').filter((one) => !before.has(one));
    process.kill(pid, 'SIGSEGV');
    // Its end may be known before the question is asked or while it is.
    const asked = await embedder.embed(['river']).catch((error: unknown) => error);
    if (asked instanceof Error) expect(asked).toMatchObject({ code: 'EMBEDDER_UNAVAILABLE' });
    expect(await embedder.embed(['river'])).toEqual(first);
  },
);
