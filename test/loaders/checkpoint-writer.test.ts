/** Checkpoints that are written, read back by our own importer. Other libraries load them in `bench/checkpoints.ts and bench/round-trips.ts`. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Architecture, plainEncoding } from '../../loaders/checkpoints/checkpoint.ts';
import {
  parseWrittenFormat,
  placeCheckpoint,
  writeCheckpoint,
  type WrittenFormat,
} from '../../loaders/checkpoints/checkpoint-writer.ts';
import type { FinishedDictionary } from '../../loaders/checkpoints/finished-dictionary.ts';
import { openCheckpoint } from '../../loaders/checkpoints/formats.ts';
import { openSourceFolder } from '../../loaders/files/source-folder.ts';
import { writeSparsifyRun } from '../../loaders/checkpoints/sparsify-writer.ts';
import { buildFinished, exampleIdentity, type FinishedExample } from './finished-example.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-write-'));
});
afterAll(() => rm(root, { recursive: true }));

async function expectWritten(
  dictionary: FinishedExample,
  { format, folder }: { format: WrittenFormat; folder: string },
) {
  const { facts, identity } = dictionary;
  const n = facts.nLatents;
  const checkpoint = await openCheckpoint(await openSourceFolder({ path: folder, roots: [root] }));
  try {
    expect(checkpoint.format).toBe(format);
    expect(checkpoint.facts).toEqual(facts);
    expect(checkpoint.identity).toEqual(identity);
    expect(checkpoint.guesses).toEqual([]);
    // Compared as bytes: toEqual takes seconds for the large ones.
    const bytes = (values: Float32Array) => Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    const decoder = await checkpoint.readRows('DECODER', { start: 0, count: n });
    const encoder = await checkpoint.readRows('ENCODER', { start: 0, count: n });
    expect(bytes(decoder).equals(bytes(dictionary.decoder))).toBe(true);
    expect(bytes(encoder).equals(bytes(dictionary.encoder))).toBe(true);
    const { encoderBias, threshold, firingFrequency } = await checkpoint.readScalars();
    expect(encoderBias).toEqual(dictionary.encoderBias);
    expect(threshold).toEqual(dictionary.threshold);
    expect(await checkpoint.readDecoderBias()).toEqual(dictionary.decoderBias);
    if (dictionary.firingFrequency === null) expect(firingFrequency).toBeNull();
    else dictionary.firingFrequency.forEach((frequency, i) => expect(firingFrequency?.[i]).toBeCloseTo(frequency, 6));
  } finally {
    await checkpoint.close();
  }
}

const expressible: [Architecture, WrittenFormat][] = [
  ['TOPK', 'sparsify'],
  ['TOPK', 'sae-lens'],
  ['BATCH_TOPK', 'sae-lens'],
  ['RELU_L1', 'sae-lens'],
  ['GATED', 'sae-lens'],
  ['JUMP_RELU', 'sae-lens'],
];

test.each(expressible)('%s as %s comes back bit by bit, and is who it was', async (architecture, format) => {
  const firingFrequency = format === 'sae-lens' ? Float32Array.from({ length: 12 }, (_, i) => i / 11) : null;
  const dictionary = buildFinished({ architecture, n: 12, d: 5 }, { firingFrequency });
  const folder = path.join(root, format, architecture, ...placeCheckpoint(exampleIdentity).components);
  let rows = 0;
  await writeCheckpoint(dictionary, { format, folder, onRows: (written) => void (rows += written) });
  expect(rows).toBe(2 * 12);
  await expectWritten(dictionary, { format, folder });
  expect(JSON.parse(await readFile(path.join(folder, 'provenance.json'), 'utf8'))).toEqual({ made: 'for a test' });
});

test('how it encodes survives: which bias is subtracted, and whether norms rank', async () => {
  const encoding = { ...plainEncoding, subtractsDecoderBias: false, ranksByDecoderNorm: true };
  const dictionary = buildFinished({ architecture: 'TOPK', n: 4, d: 2 }, { encoding });
  const folder = path.join(root, 'conventions');
  await writeCheckpoint(dictionary, { format: 'sae-lens', folder });
  const checkpoint = await openCheckpoint(await openSourceFolder({ path: folder, roots: [root] }));
  await checkpoint.close();
  expect(checkpoint.encoding).toEqual(encoding);
});

test.each(['sparsify', 'sae-lens', 'dictionary-learning'] as const)('several chunks of rows: %s', async (format) => {
  // 18 MB per side: two chunks.
  const dictionary = buildFinished({ architecture: 'TOPK', n: 70_001, d: 64 });
  const folder = path.join(root, 'large', format);
  await writeCheckpoint(dictionary, { format, folder });
  await expectWritten(dictionary, { format, folder });
});

describe('what a format cannot say is refused, and nothing is written', () => {
  const nothing: [string, WrittenFormat, FinishedDictionary][] = [
    ['batch top-k', 'sparsify', buildFinished({ architecture: 'BATCH_TOPK', n: 4, d: 2 })],
    ['ReLU', 'sparsify', buildFinished({ architecture: 'RELU_L1', n: 4, d: 2 })],
    ['gated', 'sparsify', buildFinished({ architecture: 'GATED', n: 4, d: 2 })],
    ['a jump', 'sparsify', buildFinished({ architecture: 'JUMP_RELU', n: 4, d: 2 })],
    ['no k', 'sparsify', buildFinished({ architecture: 'TOPK', n: 4, d: 2, k: null })],
    [
      'raw input',
      'sparsify',
      buildFinished(
        { architecture: 'TOPK', n: 4, d: 2 },
        { encoding: { ...plainEncoding, subtractsDecoderBias: false } },
      ),
    ],
    [
      'normalised input',
      'sparsify',
      buildFinished(
        { architecture: 'TOPK', n: 4, d: 2 },
        { identity: { ...exampleIdentity, normalisation: 'layer_norm' } },
      ),
    ],
    [
      'ranking by decoder norm',
      'sparsify',
      buildFinished({ architecture: 'TOPK', n: 4, d: 2 }, { encoding: { ...plainEncoding, ranksByDecoderNorm: true } }),
    ],
    [
      'thresholds on activations times decoder norms',
      'sae-lens',
      buildFinished(
        { architecture: 'JUMP_RELU', n: 4, d: 2 },
        { encoding: { ...plainEncoding, ranksByDecoderNorm: true } },
      ),
    ],
    [
      'scaled input',
      'sae-lens',
      buildFinished({ architecture: 'RELU_L1', n: 4, d: 2 }, { encoding: { ...plainEncoding, inputScale: 0.5 } }),
    ],
    [
      'codes that its weights do not decide',
      'sae-lens',
      buildFinished(
        { architecture: 'RELU_L1', n: 4, d: 2 },
        { encoding: { ...plainEncoding, unsupported: 'it depends on the tokens before' } },
      ),
    ],
    ['another', 'sae-lens', buildFinished({ architecture: 'OTHER', n: 4, d: 2 })],
    ['no k', 'sae-lens', buildFinished({ architecture: 'TOPK', n: 4, d: 2, k: null })],
    ['no magnitudes', 'sae-lens', buildFinished({ architecture: 'GATED', n: 4, d: 2 }, { gate: null })],
    ['no threshold', 'sae-lens', buildFinished({ architecture: 'JUMP_RELU', n: 4, d: 2 }, { threshold: null })],
    ['no bias', 'sae-lens', buildFinished({ architecture: 'TOPK', n: 4, d: 2 }, { encoderBias: null })],
    ['no decoder bias', 'sae-lens', buildFinished({ architecture: 'TOPK', n: 4, d: 2 }, { decoderBias: null })],
    [
      'an unknown normalisation',
      'sae-lens',
      buildFinished(
        { architecture: 'TOPK', n: 4, d: 2 },
        { identity: { ...exampleIdentity, normalisation: 'n-gram residual' } },
      ),
    ],
    [
      'a transcoder',
      'sae-lens',
      buildFinished({ architecture: 'TOPK', n: 4, d: 2 }, { identity: { ...exampleIdentity, hookpoint: 'a -> b' } }),
    ],
  ];
  test.each(nothing)('%s as %s', async (_, format, dictionary) => {
    const folder = path.join(root, 'refused');
    await expect(writeCheckpoint(dictionary, { format, folder })).rejects.toMatchObject({
      code: 'FORMAT_CANNOT_EXPRESS',
    });
    await expect(readdir(folder)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

test('the processing of the model that a normalisation carries survives', async () => {
  const identity = { ...exampleIdentity, normalisation: 'layer_norm + fold_ln' };
  const dictionary = buildFinished({ architecture: 'TOPK', n: 4, d: 2 }, { identity });
  const folder = path.join(root, 'processed');
  await writeCheckpoint(dictionary, { format: 'sae-lens', folder });
  await expectWritten(dictionary, { format: 'sae-lens', folder });
  await rm(path.join(folder, 'reseed.json'));
  const checkpoint = await openCheckpoint(await openSourceFolder({ path: folder, roots: [root] }));
  await checkpoint.close();
  expect(checkpoint.identity).toMatchObject({
    normalisation: 'layer_norm + fold_ln',
    initSeed: 3,
    model: identity.model,
  });
});

test('a write that stops in the middle leaves nothing', async () => {
  const inside = path.join(root, 'stopped');
  const dictionary = buildFinished({ architecture: 'TOPK', n: 8, d: 4 });
  const failing: FinishedDictionary = {
    ...dictionary,
    readRows: async (side, range) => {
      if (side === 'ENCODER') throw new Error('the source is gone');
      return dictionary.readRows(side, range);
    },
  };
  for (const format of ['sparsify', 'sae-lens', 'dictionary-learning'] as const) {
    await expect(writeCheckpoint(failing, { format, folder: path.join(inside, 'a') })).rejects.toThrow(
      'the source is gone',
    );
  }
  expect(await readdir(inside)).toEqual([]);
});

test('what is there stays, unless it is to be replaced', async () => {
  const folder = path.join(root, 'taken');
  await mkdir(folder);
  await writeFile(path.join(folder, 'other'), 'text');
  const dictionary = buildFinished({ architecture: 'TOPK', n: 8, d: 4 });
  await expect(writeCheckpoint(dictionary, { format: 'sparsify', folder })).rejects.toMatchObject({
    code: 'PLACE_TAKEN',
  });
  expect(await readdir(folder)).toEqual(['other']);
  await writeCheckpoint(dictionary, { format: 'sparsify', folder, replace: true });
  await expectWritten(dictionary, { format: 'sparsify', folder });
  expect((await readdir(root)).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('a place that the system refuses is said', async () => {
  const file = path.join(root, 'a-file');
  await writeFile(file, '');
  const dictionary = buildFinished({ architecture: 'TOPK', n: 8, d: 4 });
  await expect(
    writeCheckpoint(dictionary, { format: 'sparsify', folder: path.join(file, 'below') }),
  ).rejects.toMatchObject({
    code: 'WRITE_REFUSED',
  });
});

test('a sparsify run names its seeds, hookpoint and model, and an importer finds them without our sidecar', async () => {
  const run = path.join(root, 'run');
  for (const initSeed of [2, 1]) {
    const identity = { ...exampleIdentity, runGroup: 'run', initSeed };
    const { components } = placeCheckpoint(identity);
    const folder = path.join(root, ...components);
    await writeCheckpoint(buildFinished({ architecture: 'TOPK', n: 8, d: 4 }, { identity }), {
      format: 'sparsify',
      folder,
    });
    await writeSparsifyRun(run, identity);
  }
  expect(JSON.parse(await readFile(path.join(run, 'config.json'), 'utf8'))).toEqual({
    model: 'EleutherAI/pythia-160m',
    revision: 'main',
    dataset: 'some text',
    hookpoints: ['layers.6.mlp'],
    init_seeds: [1, 2],
    shuffle_seed: 0,
  });
  const folder = path.join(run, 'layers.6.mlp/seed2');
  await rm(path.join(folder, 'reseed.json'));
  const checkpoint = await openCheckpoint(await openSourceFolder({ path: folder, roots: [root] }));
  await checkpoint.close();
  expect(checkpoint.identity).toMatchObject({
    model: 'EleutherAI/pythia-160m',
    hookpoint: 'layers.6.mlp',
    runGroup: 'run',
    initSeed: 2,
    dataSeed: 0,
  });
});

test('odd names become one component each', () => {
  const place = (identity: Partial<typeof exampleIdentity>) =>
    placeCheckpoint({ ...exampleIdentity, ...identity }).components;
  expect(place({})).toEqual(['group_of_odd_names', 'layers.6.mlp', 'seed3']);
  expect(place({ runGroup: '../..', hookpoint: '/etc', initSeed: null })).toEqual(['__..', '_etc']);
  expect(place({ runGroup: '', hookpoint: '.' })).toEqual(['_', '_', 'seed3']);
});

test('only formats that exist', () => {
  expect(parseWrittenFormat('sae-lens')).toBe('sae-lens');
  expect(() => parseWrittenFormat('toString')).toThrow('no such format');
});
