/** Checkpoints that are wrong: each refused with its code, a message that names the fault, and every file closed. */
import { describe, expect, it } from 'vitest';
import type { CheckpointOptions } from '../../loaders/checkpoints/checkpoint.ts';
import { openCheckpoint } from '../../loaders/checkpoints/formats.ts';
import { getMatrix } from '../../loaders/checkpoints/matrix-layout.ts';
import { openTensorSet } from '../../loaders/containers/tensor-set.ts';
import { MemoryFolder, type MemoryFile } from './memory-folder.ts';
import { encodeTensor, writeSafetensors, type WrittenTensor } from './write-safetensors.ts';

const n = 3;
const d = 2;
const zeros = (...shape: number[]) =>
  encodeTensor(
    'F32',
    shape,
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 0),
  );
const cfg = { activation: 'topk', num_latents: n, k: 1, d_in: d };
const lensCfg = {
  d_in: d,
  d_sae: n,
  architecture: 'standard',
  metadata: { model_name: 'm', hook_name: 'blocks.0.hook_resid_pre' },
};

function tensors(changes: Record<string, WrittenTensor | null> = {}): Record<string, WrittenTensor> {
  return without({
    W_dec: zeros(n, d),
    b_dec: zeros(d),
    'encoder.bias': zeros(n),
    'encoder.weight': zeros(n, d),
    ...changes,
  });
}

function lensTensors(changes: Record<string, WrittenTensor | null> = {}): Record<string, WrittenTensor> {
  return without({ W_dec: zeros(n, d), W_enc: zeros(d, n), b_dec: zeros(d), b_enc: zeros(n), ...changes });
}

function without(list: Record<string, WrittenTensor | null>): Record<string, WrittenTensor> {
  const kept: Record<string, WrittenTensor> = {};
  for (const [name, tensor] of Object.entries(list)) if (tensor !== null) kept[name] = tensor;
  return kept;
}

const sparsifyFiles = (files: Record<string, MemoryFile> = {}) => ({
  'cfg.json': cfg,
  'sae.safetensors': writeSafetensors(tensors()),
  ...files,
});
const lensFiles = (files: Record<string, MemoryFile> = {}) => ({
  'cfg.json': lensCfg,
  'sae_weights.safetensors': writeSafetensors(lensTensors()),
  ...files,
});
const withTensors = (changes: Record<string, WrittenTensor | null>) =>
  sparsifyFiles({ 'sae.safetensors': writeSafetensors(tensors(changes)) });
const withLensTensors = (changes: Record<string, WrittenTensor | null>, config: object = lensCfg) =>
  lensFiles({ 'cfg.json': config, 'sae_weights.safetensors': writeSafetensors(lensTensors(changes)) });

/** Opens what should be refused, and gives the refusal. */
async function refusal(
  files: Record<string, MemoryFile>,
  options: CheckpointOptions & { format?: string } = {},
  path = '',
): Promise<Error> {
  const folder = new MemoryFolder(path, files);
  const error = await openCheckpoint(folder, options).then(
    () => expect.fail('it was opened'),
    (caught: unknown) => caught,
  );
  expect(folder.opened.every((source) => source.closed === 1)).toBe(true);
  if (!(error instanceof Error)) expect.fail('it threw something else than an error');
  expect(error.message).toMatch(/^Cannot \w+ .+; expected /);
  return error;
}

describe('a checkpoint is refused', () => {
  it.each<[string, string, RegExp, Record<string, MemoryFile>]>([
    ['without anything in it', 'FORMAT_UNKNOWN', /holds no file of weights; expected one of .*sparsify/, {}],
    [
      'with unknown tensors only',
      'FORMAT_UNKNOWN',
      /no format/,
      { 'x.safetensors': writeSafetensors({ a: zeros(1) }) },
    ],
    [
      'with two unknown files',
      'FORMAT_UNKNOWN',
      /no format/,
      { 'x.safetensors': new Uint8Array(9), 'y.safetensors': new Uint8Array(9) },
    ],
    ['without a configuration', 'SOURCE_NOT_FOUND', /cfg\.json/, { 'sae.safetensors': writeSafetensors(tensors()) }],
    [
      'with a damaged header',
      'SAFETENSORS_TRUNCATED',
      /sae\.safetensors/,
      sparsifyFiles({ 'sae.safetensors': new Uint8Array(3) }),
    ],
    [
      'cut short',
      'SAFETENSORS_TRUNCATED',
      /sae_weights/,
      lensFiles({ 'sae_weights.safetensors': writeSafetensors(lensTensors()).slice(0, -1) }),
    ],
    ['with a configuration that is not JSON', 'CONFIG_BAD', /cfg\.json/, sparsifyFiles({ 'cfg.json': '{"d_in": 2,}' })],
    ['with a configuration that is a list', 'CONFIG_BAD', /not an object/, sparsifyFiles({ 'cfg.json': '[]' })],
    [
      'with a configuration that is not UTF-8',
      'CONFIG_BAD',
      /UTF-8/,
      sparsifyFiles({ 'cfg.json': Uint8Array.of(0x7b, 0xff, 0x7d) }),
    ],
    [
      'with a field stated twice',
      'CONFIG_BAD',
      /"d_in" occurs twice/,
      sparsifyFiles({ 'cfg.json': '{"d_in":2,"d_in":3,"num_latents":3}' }),
    ],
    [
      'with a configuration of 20 MB',
      'CONFIG_BAD',
      /at most/,
      sparsifyFiles({ 'cfg.json': new Uint8Array(20_000_000).fill(0x20) }),
    ],
    ['without a width', 'CONFIG_BAD', /"d_in"/, sparsifyFiles({ 'cfg.json': { num_latents: 3 } })],
    ['with a width of 0', 'CONFIG_BAD', /"d_in" is 0/, sparsifyFiles({ 'cfg.json': { ...cfg, d_in: 0 } })],
    ['with a width as text', 'CONFIG_BAD', /"d_in"/, sparsifyFiles({ 'cfg.json': { ...cfg, d_in: '2' } })],
    ['with half a latent', 'CONFIG_BAD', /"num_latents"/, sparsifyFiles({ 'cfg.json': { ...cfg, num_latents: 1.5 } })],
    [
      'without a number of latents',
      'CONFIG_BAD',
      /expansion_factor/,
      sparsifyFiles({ 'cfg.json': { d_in: 2, num_latents: 0 } }),
    ],
    ['without a number of latents, SAELens', 'CONFIG_BAD', /d_sae/, lensFiles({ 'cfg.json': { d_in: 2 } })],
    [
      'with too many dimensions',
      'DICTIONARY_TOO_LARGE',
      /16001/,
      sparsifyFiles({ 'cfg.json': { ...cfg, d_in: 16_001 } }),
    ],
    [
      'with too many latents',
      'DICTIONARY_TOO_LARGE',
      /16777217/,
      lensFiles({ 'cfg.json': { ...lensCfg, d_sae: 16_777_217 } }),
    ],
    [
      'with an expansion beyond all numbers',
      'DICTIONARY_TOO_LARGE',
      /at most/,
      sparsifyFiles({ 'cfg.json': { d_in: 9_000, expansion_factor: 9_007_199_254_740_991 } }),
    ],
    ['without a decoder', 'TENSOR_MISSING', /"W_dec"/, withTensors({ W_dec: null })],
    ['without an encoder', 'TENSOR_MISSING', /"encoder\.weight"/, withTensors({ 'encoder.weight': null })],
    ['without an encoder bias', 'TENSOR_MISSING', /"encoder\.bias"/, withTensors({ 'encoder.bias': null })],
    ['without a decoder bias', 'TENSOR_MISSING', /"b_dec"/, withLensTensors({ b_dec: null })],
    [
      'without the skip that it says it has',
      'TENSOR_MISSING',
      /"W_skip"/,
      sparsifyFiles({ 'cfg.json': { ...cfg, skip_connection: true } }),
    ],
    [
      'gated without a gate',
      'TENSOR_MISSING',
      /"b_gate"/,
      withLensTensors({ b_mag: zeros(n), r_mag: zeros(n) }, { ...lensCfg, architecture: 'gated' }),
    ],
    [
      'gated without magnitudes',
      'TENSOR_MISSING',
      /"b_mag"/,
      withLensTensors({ b_gate: zeros(n) }, { ...lensCfg, architecture: 'gated' }),
    ],
    [
      'jumprelu without a threshold',
      'TENSOR_MISSING',
      /"threshold"/,
      withLensTensors({}, { ...lensCfg, architecture: 'jumprelu' }),
    ],
    [
      'with more latents than its configuration says',
      'TENSOR_BAD_SHAPE',
      /\[4, 2\]; expected \[3, 2\]/,
      withTensors({ W_dec: zeros(4, d) }),
    ],
    [
      'with a decoder the other way round',
      'TENSOR_BAD_SHAPE',
      /\[2, 3\]; expected \[3, 2\]/,
      withTensors({ W_dec: zeros(d, n) }),
    ],
    [
      'with an encoder the other way round',
      'TENSOR_BAD_SHAPE',
      /\[3, 2\]; expected \[2, 3\]/,
      withLensTensors({ W_enc: zeros(n, d) }),
    ],
    ['with a decoder of three dimensions', 'TENSOR_BAD_SHAPE', /\[3, 2, 1\]/, withTensors({ W_dec: zeros(n, d, 1) })],
    ['with a bias of the wrong length', 'TENSOR_BAD_SHAPE', /"b_dec"/, withTensors({ b_dec: zeros(n) })],
    [
      'with a bias that is a matrix',
      'TENSOR_BAD_SHAPE',
      /"encoder\.bias"/,
      withTensors({ 'encoder.bias': zeros(n, 1) }),
    ],
    [
      'with whole numbers as weights',
      'SAFETENSORS_UNKNOWN_DTYPE',
      /I32/,
      withTensors({ W_dec: { ...zeros(n, d), dtype: 'I32' } }),
    ],
    [
      'with whole numbers as weights',
      'SAFETENSORS_UNKNOWN_DTYPE',
      /I8/,
      withTensors({ W_dec: { shape: [n, d], dtype: 'I8', bytes: new Uint8Array(n * d) } }),
    ],
    ['with a misspelt field in reseed.json', 'CONFIG_BAD', /"modle"/, sparsifyFiles({ 'reseed.json': { modle: 'm' } })],
    [
      'with a seed of the wrong type in reseed.json',
      'CONFIG_BAD',
      /"initSeed"/,
      sparsifyFiles({ 'reseed.json': { initSeed: 'one' } }),
    ],
  ])('%s: %s', async (_, code, message, files) => {
    const error = await refusal(files);
    expect(error).toMatchObject({ name: 'ReseedError', code });
    expect(error.message).toMatch(message);
  });

  it('as an unknown format, with the list of formats', async () => {
    expect(await refusal(sparsifyFiles(), { format: 'onnx' })).toMatchObject({
      code: 'FORMAT_UNKNOWN',
      message: expect.stringContaining('sae-lens, '),
    });
  });
});

describe('provenance that cannot be understood', () => {
  it.each<[string, Record<string, MemoryFile>]>([
    ['a negative seed', sparsifyFiles({ 'train_info.json': { seed: -1 } })],
    ['seeds that are no numbers', sparsifyFiles({ 'config.json': { init_seeds: ['a'], hookpoints: [] } })],
    ['a seed that is text', lensFiles({ 'runner_cfg.json': { seed: 'x' } })],
    ['NaN', sparsifyFiles({ 'train_info.json': '{"seed": NaN, "lambda": Infinity, "train_tokens": -Infinity}' })],
    ['a seed beyond 64 bits', sparsifyFiles({ 'train_info.json': '{"seed": 18446744073709551616}' })],
  ])('is unknown and ends no import: %s', async (_, files) => {
    const checkpoint = await openCheckpoint(new MemoryFolder('', files));
    expect(checkpoint.identity).toMatchObject({ initSeed: null, tokens: null });
    await checkpoint.close();
  });
});

const index = (changes: object = {}, map: Record<string, string> = {}) => ({
  'cfg.json': cfg,
  'a.safetensors': writeSafetensors({ W_dec: zeros(n, d), b_dec: zeros(d) }),
  'b.safetensors': writeSafetensors({ 'encoder.bias': zeros(n), 'encoder.weight': zeros(n, d) }),
  'model.safetensors.index.json': {
    metadata: { total_size: 4 * (2 * n * d + n + d) },
    weight_map: {
      W_dec: 'a.safetensors',
      b_dec: 'a.safetensors',
      'encoder.bias': 'b.safetensors',
      'encoder.weight': 'b.safetensors',
      ...map,
    },
    ...changes,
  },
});

describe('a sharded set', () => {
  it('is opened with and without a total size', async () => {
    for (const files of [index(), index({ metadata: {} }), index({ metadata: undefined })]) {
      const checkpoint = await openCheckpoint(new MemoryFolder('', files));
      expect(checkpoint.files.map((file) => file.name)).toEqual([
        'a.safetensors',
        'b.safetensors',
        'model.safetensors.index.json',
        'cfg.json',
      ]);
      await checkpoint.close();
    }
  });

  it.each<[string, RegExp, Record<string, MemoryFile>]>([
    ['another total size', /total_size is 1/, index({ metadata: { total_size: 1 } })],
    ['a file that is not there', /"c\.safetensors", which is not there/, index({}, { W_dec: 'c.safetensors' })],
    ['a tensor that is not in its file', /"W_dec" in "b\.safetensors"/, index({}, { W_dec: 'b.safetensors' })],
    ['a file above', /plain names/, { ...index({}, { W_dec: '../a.safetensors' }), '../a.safetensors': '' }],
    ['a file by an absolute path', /plain names/, index({}, { W_dec: '/etc/a.safetensors' })],
    ['a file below', /plain names/, index({}, { W_dec: 'x/a.safetensors' })],
    ['a file with a backslash', /plain names/, index({}, { W_dec: '..\\a.safetensors' })],
    ['a pickle', /plain names/, index({}, { W_dec: 'a.bin' })],
    ['no map', /weight_map/, index({ weight_map: 1 })],
    ['an empty map', /names 0 files/, index({ weight_map: {} })],
    ['files that are not names', /weight_map/, index({ weight_map: { W_dec: 1 } })],
    [
      'a name twice',
      /occurs twice/,
      {
        ...index(),
        'model.safetensors.index.json': '{"weight_map":{"W_dec":"a.safetensors","W_dec":"b.safetensors"}}',
      },
    ],
  ])('with %s is refused', async (_, message, files) => {
    const error = await refusal(files, { format: 'sparsify' });
    expect(error).toMatchObject({ code: 'SHARD_INDEX_BAD' });
    expect(error.message).toMatch(message);
  });
});

const open = async (shape: number[]) =>
  openTensorSet(
    new MemoryFolder('', { 'x.safetensors': writeSafetensors({ D: encodeTensor('F32', shape, [1, 2, 3, 4]) }) }),
    'x.safetensors',
  );
const firstRow = async (shape: number[], matrix: Parameters<typeof getMatrix>[1]) => [
  ...(await getMatrix(await open(shape), matrix).read({ start: 0, count: 1 })),
];
const square = { name: 'D', n: 2, d: 2 };

describe('the orientation of a matrix', () => {
  it('is ambiguous only where the format leaves it open, n = d and nothing is stated', async () => {
    await expect(firstRow([2, 2], { ...square, format: null })).rejects.toMatchObject({
      code: 'ORIENTATION_AMBIGUOUS',
      hint: expect.stringContaining('decoderOrientation'),
    });
    expect(await firstRow([2, 2], { ...square, format: null, asked: 'LATENTS_BY_WIDTH' })).toEqual([1, 2]);
    expect(await firstRow([2, 2], { ...square, format: null, asked: 'WIDTH_BY_LATENTS' })).toEqual([1, 3]);
    expect(await firstRow([2, 2], { ...square, format: 'WIDTH_BY_LATENTS' })).toEqual([1, 3]);
    expect(await firstRow([2, 2], { ...square, format: 'LATENTS_BY_WIDTH' })).toEqual([1, 2]);
  });

  it('follows from the shape where n and d differ', async () => {
    expect(await firstRow([4, 1], { name: 'D', n: 4, d: 1, format: null })).toEqual([1]);
    expect(await firstRow([2, 2], { ...square, format: 'LATENTS_BY_WIDTH', asked: 'WIDTH_BY_LATENTS' })).toEqual([
      1, 3,
    ]);
    await expect(
      firstRow([4, 1], { name: 'D', n: 4, d: 1, format: null, asked: 'WIDTH_BY_LATENTS' }),
    ).rejects.toMatchObject({ code: 'TENSOR_BAD_SHAPE' });
    await expect(firstRow([4, 1], { name: 'D', n: 2, d: 2, format: null })).rejects.toMatchObject({
      code: 'TENSOR_BAD_SHAPE',
    });
  });

  it('can be stated for a decoder that was saved the other way round', async () => {
    const checkpoint = await openCheckpoint(
      new MemoryFolder('', withTensors({ W_dec: encodeTensor('F32', [d, n], [1, 2, 3, 4, 5, 6]) })),
      { decoderOrientation: 'WIDTH_BY_LATENTS' },
    );
    expect([...(await checkpoint.readRows('DECODER', { start: 0, count: n }))]).toEqual([1, 4, 2, 5, 3, 6]);
    await checkpoint.close();
  });
});

const formatOf = async (files: Record<string, MemoryFile>) => {
  const checkpoint = await openCheckpoint(new MemoryFolder('', files));
  await checkpoint.close();
  return checkpoint.format;
};

describe('recognition', () => {
  it('goes by content where the name is that of the other format, or of none', async () => {
    expect(await formatOf({ 'cfg.json': lensCfg, 'sae.safetensors': writeSafetensors(lensTensors()) })).toBe(
      'sae-lens',
    );
    expect(await formatOf({ 'cfg.json': cfg, 'sae_weights.safetensors': writeSafetensors(tensors()) })).toBe(
      'sparsify',
    );
    expect(await formatOf({ 'cfg.json': cfg, 'renamed.safetensors': writeSafetensors(tensors()) })).toBe('sparsify');
    expect(
      await formatOf({
        'cfg.json': lensCfg,
        'renamed.safetensors': writeSafetensors(lensTensors()),
        'sparsity.safetensors': writeSafetensors({ sparsity: zeros(n) }),
      }),
    ).toBe('sae-lens');
  });

  it('opens nothing but the weights for it', async () => {
    const folder = new MemoryFolder('', { ...sparsifyFiles(), 'notes.txt': 'x'.repeat(100) });
    await (await openCheckpoint(folder)).close();
    expect([...new Set(folder.opened.map((source) => source.name))].toSorted()).toEqual([
      'cfg.json',
      'sae.safetensors',
    ]);
  });
});

it.each([
  ['of the wrong length', writeSafetensors({ sparsity: zeros(n + 1) }), /\[4\]/],
  ['under another name', writeSafetensors({ other: zeros(n) }), /no tensor "sparsity"/],
  ['in a file that is cut off', writeSafetensors({ sparsity: zeros(n) }).subarray(0, -4), /size|end|bytes|cut/i],
])('frequencies %s are noted, and unknown', async (_, bytes, because) => {
  const checkpoint = await openCheckpoint(new MemoryFolder('', lensFiles({ 'sparsity.safetensors': bytes })));
  expect((await checkpoint.readScalars()).firingFrequency).toBeNull();
  expect(checkpoint.guesses).toContainEqual({
    field: 'firingFrequency',
    value: 'unknown',
    because: expect.stringMatching(because),
  });
  await checkpoint.close();
});
