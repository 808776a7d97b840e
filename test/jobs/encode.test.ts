/** Encoding through the database: activations against the codes of publishers' own libraries, a text against plain loops. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findSpaces } from '../../db/stores/catalogue.ts';
import { type DictionaryRow, findDictionaries } from '../../db/stores/dictionaries.ts';
import { readRows } from '../../db/stores/latents.ts';
import type { EncodingInput } from '../../src/analysis/encoding/encoding-request.ts';
import { buildTokenEncoder } from '../../src/jobs/encoding/encode-tokens.ts';
import { buildEncoderProcess } from '../../src/jobs/encoding/encoder-process-owner.ts';
import { computeTiny, D, writeTinyModel } from '../compute/harvest/tiny-model.ts';
import { publishExample } from '../db/example-rows.ts';
import { type JobFixture, startJobFixture } from './job-fixture.ts';

const publishers = path.join(import.meta.dirname, '../loaders/publishers');
const signal = new AbortController().signal;
let root: string;
let fixture: JobFixture;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-encode-'));
  await writeTinyModel(path.join(root, 'models/test/tiny'));
  fixture = await startJobFixture({ importRoots: [publishers, root] });
});
afterAll(async () => {
  await fixture.close();
  await rm(root, { recursive: true });
});

async function encode(dictionary: DictionaryRow, input: EncodingInput) {
  const [space] = await findSpaces(fixture.db, [dictionary.spaceId]);
  if (!space) throw new Error('a dictionary has a space');
  const encoder = buildTokenEncoder({ db: fixture.db, importRoots: [publishers, root], threads: 1 });
  return encoder({ space, dictionaries: [dictionary], input }, signal);
}

/** [token, latent, activation] */
function listFired({ codes: [{ fired }], count }: Awaited<ReturnType<typeof encode>>): [number, number, number][] {
  const all: [number, number, number][] = [];
  for (let t = 0; t < count; t++)
    for (let at = fired.offsets[t]; at < fired.offsets[t + 1]; at++) all.push([t, fired.indices[at], fired.values[at]]);
  return all;
}

/** One per architecture and convention. */
const ENCODERS = [
  'dictionary_learning/AutoEncoder/resid_post_layer_8/trainer_0',
  'dictionary_learning/AutoEncoderNew/resid_post_layer_8/trainer_3',
  'dictionary_learning/AutoEncoderTopK/resid_post_layer_8/trainer_4',
  'dictionary_learning/BatchTopKSAE/resid_post_layer_8/trainer_5',
  'dictionary_learning/GatedAutoEncoder/resid_post_layer_8/trainer_1',
  'dictionary_learning/JumpReluAutoEncoder/resid_post_layer_8/trainer_2',
  'gemma_scope/gemma-scope-2b-pt-res/layer_20/width_16k/average_l0_71',
  'llama_scope/Llama3_1-8B-Base-L15R-8x/checkpoints',
  'connor_rob',
];

test("codes are those of the publisher's library, whatever the architecture", async () => {
  const expected = JSON.parse(await readFile(path.join(publishers, 'expected.json'), 'utf8'));
  const inputs: number[][] = expected.inputs;
  const seen = new Set<string>();
  for (const name of ENCODERS) {
    const job = await fixture.queue.enqueue('IMPORT', { path: name, model: 'published', hookpoint: name });
    const { spaceId, dictionaryId } = await fixture.succeeded(job.id);
    const [dictionary] = await findDictionaries(fixture.db, [{ spaceId: spaceId ?? 0, id: dictionaryId ?? 0 }]);
    if (!dictionary) throw new Error('an import leaves a dictionary');
    seen.add(dictionary.architecture);
    const encoded = await encode(dictionary, {
      activations: Float32Array.from(inputs.flat()),
      d: inputs[0].length,
    });
    const ours = listFired(encoded).map(([t, latent, value]) => [t, latent, expect.closeTo(value, 4)]);
    expect(expected.checkpoints[name].codes, name).toEqual(ours);
  }
  expect([...seen].sort()).toEqual(['BATCH_TOPK', 'GATED', 'JUMP_RELU', 'RELU_L1', 'TOPK']);
}, 120_000);

test('a text is read by the model of the space, and every token has its codes and its error', async () => {
  const n = 12;
  const k = 8;
  const dictionary = await publishExample(fixture.db, {
    n,
    d: D,
    seed: 1,
    model: 'test/tiny',
    hookpoint: 'layers.1',
    group: 'tiny',
  });
  const text = 'the cat sat on the mat';
  const encoded = await encode(dictionary, { documents: [text], model: null, hookpoint: null, context: null });
  expect(encoded.text).toMatchObject({ model: 'test/tiny', texts: text.split(' ').map((word) => ` ${word}`) });
  expect(encoded.hookpoint).toBe('layers.1');

  const { spaceId, id: dictionaryId } = dictionary;
  const rowsOf = (side: 'DECODER' | 'ENCODER') =>
    readRows(fixture.db, { spaceId, dictionaryId, side, start: 0, count: n, d: D });
  const [decoder, encoder] = [await rowsOf('DECODER'), await rowsOf('ENCODER')];
  const ids = [1, ...(encoded.text?.ids ?? [])];
  const x = computeTiny(ids)['layers.1'].slice(1); // BOS is left out
  const mean = Array.from({ length: D }, (_, z) => x.reduce((sum, row) => sum + row[z], 0) / x.length);
  const variance = x.flatMap((row) => row.map((value, z) => (value - mean[z]) ** 2)).reduce((a, b) => a + b) / x.length;
  expect(encoded.variance).toBeCloseTo(variance, 5);
  const fired = listFired(encoded);
  for (const [t, row] of x.entries()) {
    // sparsify: the decoder's bias, 0.5 in this dictionary, is subtracted before and added after.
    const z = Array.from({ length: n }, (_, i) =>
      row.reduce((sum, value, at) => sum + encoder[i * D + at] * (value - 0.5), -i / n),
    );
    const top = z
      .map((value, i) => [i, value])
      .filter(([, value]) => value > 0)
      .sort((a, b) => b[1] - a[1])
      .slice(0, k)
      .sort((a, b) => a[0] - b[0]);
    expect(fired.filter(([token]) => token === t).map(([, i, value]) => [i, value])).toEqual(
      top.map(([i, value]) => [i, expect.closeTo(value, 4)]),
    );
    const error = row
      .map((value, at) => value - 0.5 - top.reduce((sum, [i, f]) => sum + f * decoder[i * D + at], 0))
      .reduce((sum, value) => sum + value * value, 0);
    expect(encoded.codes[0].errors[t]).toBeCloseTo(error, 3);
  }
  expect(encoded.codes[0].rowLengths[3]).toBeCloseTo(Math.hypot(...decoder.subarray(3 * D, 4 * D)), 5);
});

test('a process of its own gives the same, and its refusals have their codes', async () => {
  const dictionary = await publishExample(fixture.db, {
    n: 12,
    d: D,
    seed: 3,
    model: 'test/tiny',
    hookpoint: 'layers.1',
    group: 'apart',
  });
  const [space] = await findSpaces(fixture.db, [dictionary.spaceId]);
  if (!space) throw new Error('a dictionary has a space');
  const input = { documents: ['the cat sat on the mat'], model: null, hookpoint: null, context: null };
  const { encodeTokens, close } = buildEncoderProcess({ db: fixture.db, importRoots: [publishers, root], threads: 1 });
  const apart = await encodeTokens({ space, dictionaries: [dictionary], input }, signal);
  const refused = encodeTokens(
    { space, dictionaries: [dictionary], input: { ...input, model: '../elsewhere' } },
    signal,
  );
  await expect(refused).rejects.toMatchObject({ code: 'PATH_OUTSIDE_ROOTS', hint: expect.any(String) });
  await close();
  expect(apart).toEqual(await encode(dictionary, input));
});

test('what is too much for an answer is refused, and so is what does not fit', async () => {
  const dictionary = await publishExample(fixture.db, { n: 4, d: D, seed: 2, model: 'absent/model', group: 'absent' });
  const text = (documents: string[], model: string | null = 'models/test/tiny', hookpoint = 'layers.1') =>
    encode(dictionary, { documents, model, hookpoint, context: null });
  await expect(text(['a '.repeat(5_000)])).rejects.toMatchObject({ code: 'TOO_LARGE_TO_ENCODE' });
  await expect(text([''])).rejects.toMatchObject({ code: 'BAD_INPUT' });
  await expect(text(['a cat'], null)).rejects.toMatchObject({
    code: 'SOURCE_NOT_FOUND',
    message: expect.stringContaining('models/absent/model'),
  });
  await expect(text(['a cat'], '../elsewhere')).rejects.toMatchObject({ code: 'PATH_OUTSIDE_ROOTS' });
  await expect(text(['a cat'], 'models/test/tiny', 'nowhere')).rejects.toMatchObject({ code: 'HOOKPOINT_UNKNOWN' });
  await expect(encode(dictionary, { activations: new Float32Array(10), d: 5 })).rejects.toMatchObject({
    code: 'SPACE_MISMATCH',
  });
});
