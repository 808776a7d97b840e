/** Checkpoints of more than one decoder, of two widths, and of old releases: what of them is imported, next to their raw bytes. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../loaders/checkpoints/formats.ts';
import { readAll } from '../../loaders/containers/tensor-rows.ts';
import { closeAll, openTensorSet } from '../../loaders/containers/tensor-set.ts';
import { writeTorchFile } from '../../loaders/containers/torch-writer.ts';
import { openSourceFolder } from '../../loaders/files/source-folder.ts';
import { MemoryFolder } from './memory-folder.ts';
import { encodeTensor, writeSafetensors } from './write-safetensors.ts';

const root = path.join(import.meta.dirname, 'publishers');
const all = { start: 0, count: 48 };

async function openPart(place: string, decoderPart?: number) {
  return openCheckpoint(await openSourceFolder({ path: path.join(root, place), roots: [root] }), {
    ...(decoderPart !== undefined && { decoderPart }),
  });
}

/** All elements of one tensor of a file. */
async function readTensor(place: string, name: string): Promise<Float32Array> {
  const folder = await openSourceFolder({ path: path.join(root, path.dirname(place)), roots: [root] });
  const set = await openTensorSet(folder, path.basename(place));
  const tensor = set.tensors.get(name);
  if (tensor === undefined) throw new Error(`no tensor ${name}`);
  const values = await readAll(tensor, 'F32');
  await closeAll(set.sources);
  return values;
}

const clt = 'gemma_scope_2/gemma-scope-2-4b-pt/clt/width_262k_l0_medium';
const crosscoder = 'gemma_scope_2/gemma-scope-2-4b-pt/crosscoder/layer_9_17_22_29_width_65k_l0_medium';
const twoModels = 'crosscoder_hf/gemma-2-2b-L13-k100';
const fork = 'clt_training/layers.3.mlp';
const circuit = 'mntss/clt-gemma-2-2b-2.5M/W_dec_9.safetensors';

/** Where row i of decoder `part` begins in the tensor, for 48 latents of width 16. */
const latentsFirst = (i: number, part: number) => (i * 3 + part) * 16;
const modelsFirst = (i: number, part: number) => (part * 48 + i) * 16;
const alone = (i: number) => i * 16;

describe('one decoder of several', () => {
  it.each<[string, string, string, (i: number, part: number) => number, string | null, boolean]>([
    [
      clt,
      `${clt}/params_layer_9.safetensors`,
      'w_dec',
      latentsFirst,
      'blocks.9.hook_mlp_in -> blocks.2.hook_mlp_out',
      true,
    ],
    [
      crosscoder,
      `${crosscoder}/params.safetensors`,
      'w_dec',
      latentsFirst,
      'crosscoder of 3 layers -> blocks.22.hook_resid_post',
      false,
    ],
    [circuit, circuit, 'W_dec_9', latentsFirst, 'blocks.9.hook_resid_mid -> blocks.11.hook_mlp_out', false],
    [fork, `${fork}/sae.safetensors`, 'W_decs.2', alone, 'layers.3.mlp.input -> decoder 2', true],
  ])('%s', async (place, file, tensor, at, hookpoint, hasEncoder) => {
    const checkpoint = await openPart(place, 2);
    const raw = await readTensor(file, tensor);
    const rows = await checkpoint.readRows('DECODER', all);
    for (let i = 0; i < 48; i++)
      expect([...rows.subarray(i * 16, (i + 1) * 16)]).toEqual([...raw.subarray(at(i, 2), at(i, 2) + 16)]);
    const some = await checkpoint.readRows('DECODER', { start: 17, count: 9 });
    expect([...some]).toEqual([...rows.subarray(17 * 16, 26 * 16)]);
    expect(checkpoint.identity.hookpoint).toBe(hookpoint);
    expect(checkpoint.facts.hasEncoder).toBe(hasEncoder);
    expect(checkpoint.encoding.unsupported === null).toBe(hasEncoder);
    await checkpoint.close();
  });

  it('of one of two models', async () => {
    const checkpoint = await openPart(twoModels, 1);
    const [raw, bias] = [
      await readTensor(`${twoModels}/model.safetensors`, 'decoder.weight'),
      await readTensor(`${twoModels}/model.safetensors`, 'decoder.bias'),
    ];
    const rows = await checkpoint.readRows('DECODER', all);
    for (let i = 0; i < 48; i++)
      expect([...rows.subarray(i * 16, (i + 1) * 16)]).toEqual([
        ...raw.subarray(modelsFirst(i, 1), modelsFirst(i, 1) + 16),
      ]);
    expect([...((await checkpoint.readDecoderBias()) ?? [])]).toEqual([...bias.subarray(16, 32)]);
    expect(checkpoint.encoding.unsupported).toContain('2 models');
    await checkpoint.close();
  });

  it.each([
    [clt, 3],
    [crosscoder, 3],
    [circuit, 3],
    [twoModels, 2],
  ])('%s has no decoder %i', async (place, index) => {
    await expect(openPart(place, index)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining(`it has ${index}; expected 0 to ${index - 1}`),
    });
  });

  it('a fork has none that is not in it', async () => {
    await expect(openPart(fork, 3)).rejects.toMatchObject({ code: 'TENSOR_MISSING' });
  });

  it('refusals say how many there are, and how one is named', async () => {
    for (const [place, count] of [
      [clt, 3],
      [fork, 3],
      [twoModels, 2],
    ] as const)
      await expect(openPart(place)).rejects.toMatchObject({
        code: 'FORMAT_UNSUPPORTED',
        hint: expect.stringContaining(`0 to ${count - 1}, with decoderPart`),
      });
  });
});

describe('a transcoder between places of two widths', () => {
  const numbers = (count: number, from: number) => Array.from({ length: count }, (_, i) => from + i / 7);
  const decoder = numbers(5 * 6, 1);

  it.each([
    [
      'SAELens',
      'sae_weights.safetensors',
      {
        W_dec: encodeTensor('F32', [5, 6], decoder),
        W_enc: encodeTensor('F32', [4, 5], numbers(20, 2)),
        W_skip: encodeTensor('F32', [6, 4], numbers(24, 3)),
        b_enc: encodeTensor('F32', [5], numbers(5, 4)),
        b_dec: encodeTensor('F32', [6], numbers(6, 5)),
      },
      {
        architecture: 'skip_transcoder',
        d_in: 4,
        d_out: 6,
        d_sae: 5,
        metadata: { hook_name: 'a', hook_name_out: 'b' },
      },
    ],
    [
      'circuit-tracer',
      'layer_3.safetensors',
      {
        W_dec: encodeTensor('F32', [5, 6], decoder),
        W_enc: encodeTensor('F32', [5, 4], numbers(20, 2)),
        b_enc: encodeTensor('F32', [5], numbers(5, 4)),
        b_dec: encodeTensor('F32', [6], numbers(6, 5)),
      },
      null,
    ],
    [
      'Gemma Scope 2',
      'params.safetensors',
      {
        w_dec: encodeTensor('F32', [5, 6], decoder),
        w_enc: encodeTensor('F32', [4, 5], numbers(20, 2)),
        affine_skip_connection: encodeTensor('F32', [4, 6], numbers(24, 3)),
        b_enc: encodeTensor('F32', [5], numbers(5, 4)),
        b_dec: encodeTensor('F32', [6], numbers(6, 5)),
        threshold: encodeTensor('F32', [5], numbers(5, 6)),
      },
      null,
    ],
  ])('of %s is its decoder, in the space of the output', async (_, file, tensors, config) => {
    const folder = new MemoryFolder('run/x', {
      [`run/x/${file}`]: writeSafetensors(tensors),
      ...(config !== null && { 'run/x/cfg.json': new TextEncoder().encode(JSON.stringify(config)) }),
    });
    const checkpoint = await openCheckpoint(folder);
    expect(checkpoint.facts).toMatchObject({ nLatents: 5, dIn: 6, hasEncoder: false });
    expect([...(await checkpoint.readRows('DECODER', { start: 0, count: 5 }))]).toEqual(decoder.map(Math.fround));
    const because = 'its encoder reads 4 dimensions and its decoder writes 6: only the decoder is kept';
    expect(checkpoint.encoding.unsupported).toBe(because);
    expect(checkpoint.guesses).toContainEqual({ field: 'encoder', value: 'left out', because });
    if (checkpoint.skip !== null) expect([checkpoint.skip.n, checkpoint.skip.d]).toEqual([6, 4]);
    await checkpoint.close();
  });
});

describe('the first versions of sparsify', () => {
  const decoder = Float32Array.from({ length: 12 }, (_, i) => i / 3); // 4 latents of width 3
  const encoder = decoder.map((value) => -value);

  it.each([
    ['decoder.weight', 'sae.pt'],
    ['W_dec', 'sae.pt'],
  ])('%s in %s, of the embedding', async (name, file) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'reseed-old-'));
    try {
      const isLinear = name === 'decoder.weight';
      await writeTorchFile(path.join(folder, file), {
        archive: 'sae',
        tensors: [
          { name, dtype: 'F32', shape: isLinear ? [3, 4] : [4, 3], isColumnMajor: isLinear, elements: () => [decoder] },
          { name: 'encoder.weight', dtype: 'F32', shape: [4, 3], elements: () => [encoder] },
          { name: 'encoder.bias', dtype: 'F32', shape: [4], elements: () => [Float32Array.of(1, 2, 3, 4)] },
          { name: 'b_dec', dtype: 'F32', shape: [3], elements: () => [Float32Array.of(5, 6, 7)] },
        ],
      });
      const weights = await readFile(path.join(folder, file));
      const config = JSON.stringify({ expansion_factor: 32, normalize_decoder: true, num_latents: 4, k: 2, d_in: 3 });
      const place = 'sae-llama-3-8b-32x/embed_tokens';
      const checkpoint = await openCheckpoint(
        new MemoryFolder(place, {
          [`${place}/${file}`]: weights,
          [`${place}/cfg.json`]: new TextEncoder().encode(config),
        }),
      );
      expect(checkpoint.format).toBe('sparsify');
      expect(checkpoint.identity).toMatchObject({ hookpoint: 'embed_tokens', runGroup: 'sae-llama-3-8b-32x' });
      expect(await checkpoint.readRows('DECODER', { start: 0, count: 4 })).toEqual(decoder);
      expect(await checkpoint.readRows('ENCODER', { start: 0, count: 4 })).toEqual(encoder);
      await checkpoint.close();
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
