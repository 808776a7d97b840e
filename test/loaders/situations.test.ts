/** Files as they come from real situations: what is read of them, and what is not taken for granted. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../loaders/checkpoints/checkpoint.ts';
import { openCheckpoint } from '../../loaders/checkpoints/formats.ts';
import { openSourceFolder } from '../../loaders/files/source-folder.ts';
import { openEncoder } from '../../src/compute/encoding/encoder.ts';
import { buildEncodingWeights } from '../../src/jobs/contexts/encoding-weights.ts';

const root = path.join(import.meta.dirname, 'situations');
const expected = JSON.parse(readFileSync(path.join(root, 'expected.json'), 'utf8')) as {
  inputs: number[][];
  seeds: Record<string, { decoder: number[][]; codes: [number, number, number][] }>;
};

async function open(name: string): Promise<Checkpoint> {
  return openCheckpoint(await openSourceFolder({ path: path.join(root, name), roots: [root] }));
}

describe('seeds in two bases of whitened activations', () => {
  const all = { start: 0, count: 48 };

  it.each(['run_seed1', 'run_seed2'])(
    '%s is unwhitened as SAELens folds it: the same rows, the same codes',
    async (seed) => {
      const checkpoint = await open(`whitening-seeds/w/${seed}/blocks.8`);
      const rows = await checkpoint.readRows('DECODER', all);
      expect([...rows]).toEqual(expected.seeds[seed].decoder.flat().map((value) => expect.closeTo(value, 5)));
      const { encoder } = buildEncodingWeights({
        architecture: 'RELU_L1',
        k: null,
        n: 48,
        d: 16,
        conventions: checkpoint.encoding,
        normalisation: 'none',
        decoderRows: rows,
        encoderRows: await checkpoint.readRows('ENCODER', all),
        decoderBias: await checkpoint.readDecoderBias(),
        ...(await checkpoint.readScalars()),
      });
      const session = await openEncoder(encoder, { threads: 1 });
      const fired = await session.encode(Float32Array.from(expected.inputs.flat()));
      const codes = expected.inputs.flatMap((_, t) =>
        Array.from(fired.indices.slice(fired.offsets[t], fired.offsets[t + 1]), (latent, j) => [
          t,
          latent,
          fired.values[fired.offsets[t] + j],
        ]),
      );
      await session.close();
      await checkpoint.close();
      const near = (value: number) => expect.closeTo(value, 3);
      expect(codes).toEqual(expected.seeds[seed].codes.map(([t, latent, value]) => [t, latent, near(value)]));
    },
  );

  it('are the same dictionary', async () => {
    const [a, b] = await Promise.all(
      ['run_seed1', 'run_seed2'].map((seed) => open(`whitening-seeds/w/${seed}/blocks.8`)),
    );
    const [rowsA, rowsB] = await Promise.all([a, b].map((one) => one.readRows('DECODER', all)));
    const norm = (rows: Float32Array, i: number) => Math.hypot(...rows.subarray(16 * i, 16 * i + 16));
    for (let i = 0; i < 48; i++) {
      let dot = 0;
      for (let z = 16 * i; z < 16 * i + 16; z++) dot += rowsA[z] * rowsB[z];
      expect(dot / norm(rowsA, i) / norm(rowsB, i)).toBeCloseTo(1, 5);
    }
    expect([a, b].map(({ identity }) => identity.normalisation)).toEqual(['none', 'none']);
    await Promise.all([a.close(), b.close()]);
  });
});

it.each([
  ['intermediate-tokens/ckpt/abc123/200000', { tokens: 200_000 }],
  ['intermediate-tokens/ckpt/abc123/400000', { tokens: 400_000 }],
  // The seed in the folder is the model's.
  [
    'model-seed-in-folder/hf/sae-pythia-160m-seed3-32k/layers.3.mlp',
    { initSeed: null, model: 'EleutherAI/pythia-160m-seed3' },
  ],
  [
    'model-seed-in-folder/hf/sae-pythia-160m-seed4-32k/layers.3.mlp',
    { initSeed: null, model: 'EleutherAI/pythia-160m-seed4' },
  ],
  // What Python wrote and JSON has not.
  ['nan-in-cfg/cfg_nan/s', { model: 'gpt2-small' }],
  ['nan-in-cfg/cfg_inf/s', { model: 'gpt2-small' }],
  ['big-seed/bigseed/layers.3.mlp', { initSeed: '1152921504606846977', model: 'EleutherAI/pythia-160m' }],
])('%s', async (name, identity) => {
  const checkpoint = await open(name);
  expect(checkpoint.identity).toMatchObject(identity);
  await checkpoint.close();
});
