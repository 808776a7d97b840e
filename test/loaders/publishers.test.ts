/** Publishers' layouts, against what their own libraries make of the same files (publishers/write_expected.py). */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../loaders/checkpoints/checkpoint.ts';
import { findCheckpointPaths } from '../../loaders/checkpoints/find-checkpoint-paths.ts';
import { nameInFolder, openCheckpoint } from '../../loaders/checkpoints/formats.ts';
import { openSourceFolder } from '../../loaders/files/source-folder.ts';
import { openEncoder } from '../../src/compute/encoding/encoder.ts';
import type { EncoderKind } from '../../src/compute/encoding/encoder-weights.ts';
import type { InputNormalisation } from '../../src/compute/encoding/input-normalisation.ts';
import { buildEncodingWeights } from '../../src/jobs/contexts/encoding-weights.ts';

const root = path.join(import.meta.dirname, 'publishers');

interface Expected {
  library: string;
  decoder: string;
  encoder: string | null;
  /** [token, latent, activation] of all that fires. */
  codes: [number, number, number][] | null;
}
const expected = JSON.parse(readFileSync(path.join(root, 'expected.json'), 'utf8')) as {
  inputs: number[][];
  checkpoints: Record<string, Expected>;
};

/** Refused, with what the refusal says it is. */
const REFUSED: Record<string, RegExp> = {
  'crosscoder_hf/gemma-2-2b-L13-k100': /crosscoder over 2 models/,
  'gemma_scope_2/gemma-scope-2-4b-pt/clt/width_262k_l0_medium': /Gemma Scope 2's cross-layer transcoder/,
  'gemma_scope_2/gemma-scope-2-4b-pt/crosscoder/layer_9_17_22_29_width_65k_l0_medium': /Gemma Scope 2's crosscoder/,
  'clt_training/layers.3.mlp': /cross-layer transcoder/,
  'mntss/clt-gemma-2-2b-2.5M/W_dec_9.safetensors': /cross-layer transcoder/,
  'mntss/clt-gemma-2-2b-2.5M/W_enc_9.safetensors': /cross-layer transcoder/,
};

/** Read here, and by no library that runs next to us: who they are. */
const UNPROVEN: Record<string, { format: string; hookpoint: string | null }> = {
  'dl_hub/sae': { format: 'dictionary-learning', hookpoint: null },
  saelens_v1_pt: { format: 'sae-lens-pt', hookpoint: 'blocks.2.hook_resid_pre' },
  'temporal/gemma-2-2B/layer_12/temporal': { format: 'temporal', hookpoint: 'blocks.12.hook_resid_post' },
};

/** [model, hookpoint, run group, init seed] of some of each publisher. */
const IDENTITIES: Record<string, [string | null, string, string, number | null]> = {
  'gemma_scope/gemma-scope-2b-pt-res/layer_20/width_16k/average_l0_71': [
    'google/gemma-2-2b',
    'blocks.20.hook_resid_post',
    'gemma-scope-2b-pt-res/layer_20/width_16k/average_l0_71',
    null,
  ],
  'gemma_scope_2/gemma-scope-2-4b-pt/resid_post/layer_9_width_16k_l0_medium': [
    'google/gemma-3-4b-pt',
    'blocks.9.hook_resid_post',
    'gemma-scope-2-4b-pt/resid_post/layer_9_width_16k_l0_medium',
    0,
  ],
  'gemma_scope_2/gemma-scope-2-4b-pt/attn_out/layer_9_width_16k_l0_medium': [
    'google/gemma-3-4b-pt',
    'blocks.9.attn.hook_z',
    'gemma-scope-2-4b-pt/attn_out/layer_9_width_16k_l0_medium',
    0,
  ],
  'dictionary_learning/GatedAutoEncoder/resid_post_layer_8/trainer_1': [
    'EleutherAI/pythia-70m-deduped',
    'blocks.8.hook_resid_post',
    'GatedAutoEncoder/resid_post_layer_8/trainer_1',
    1,
  ],
  'qwen_scope/SAE-Res-Qwen3-1.7B-Base-W32K-L0_5/layer12.sae.pt': [
    'Qwen/Qwen3-1.7B-Base',
    'blocks.12.hook_resid_post',
    'SAE-Res-Qwen3-1.7B-Base-W32K-L0_5',
    null,
  ],
  'llama_scope/Llama3_1-8B-Base-L15R-8x/checkpoints': [
    'meta-llama/Llama-3.1-8B',
    'blocks.15.hook_resid_post',
    'Llama3_1-8B-Base-L15R-8x',
    null,
  ],
  connor_rob: ['gpt2', 'blocks.5.attn.hook_z', 'gpt2-small_L5_Hcat_z', 49],
  e2e_sae: [null, 'blocks.6.hook_resid_pre', 'e2e_sae', 0],
  'mwhanna/qwen3-4b-transcoders/layer_1.safetensors': [
    'Qwen/Qwen3-4B',
    'blocks.1.mlp.hook_in -> blocks.1.hook_mlp_out',
    'qwen3-4b-transcoders',
    null,
  ],
};

async function open(name: string): Promise<Checkpoint> {
  return openCheckpoint(await openSourceFolder({ path: path.join(root, name), roots: [root] }));
}

describe("publishers' layouts", () => {
  it('are all found, and each is proven, refused, or known to be neither', async () => {
    const found = await findCheckpointPaths({ path: root, roots: [root] });
    const known = [expected.checkpoints, REFUSED, UNPROVEN].flatMap((one) => Object.keys(one));
    expect(found.map((one) => path.relative(root, one)).toSorted()).toEqual(known.toSorted());
  });

  it.each(Object.entries(expected.checkpoints))(
    '%s has the rows and codes of its library',
    async (name, { decoder, encoder, codes }) => {
      const checkpoint = await open(name);
      try {
        const { facts, encoding, identity } = checkpoint;
        const all = { start: 0, count: facts.nLatents };
        const decoderRows = await checkpoint.readRows('DECODER', all);
        const encoderRows = await checkpoint.readRows('ENCODER', all);
        expect([digest(decoderRows), digest(encoderRows)]).toEqual([decoder, encoder]);
        if (encoding.unsupported !== null) return;
        const weights = buildEncodingWeights({
          architecture: facts.architecture as EncoderKind,
          k: facts.k,
          n: facts.nLatents,
          d: facts.dIn,
          conventions: encoding,
          normalisation: identity.normalisation as InputNormalisation,
          decoderRows,
          encoderRows,
          decoderBias: await checkpoint.readDecoderBias(),
          ...(await checkpoint.readScalars()),
        });
        const session = await openEncoder(weights.encoder, { threads: 1 });
        const fired = await session.encode(Float32Array.from(expected.inputs.flat()));
        const ours = expected.inputs.flatMap((_, t) =>
          Array.from({ length: fired.offsets[t + 1] - fired.offsets[t] }, (_value, j) => {
            const at = fired.offsets[t] + j;
            return [t, fired.indices[at], expect.closeTo(fired.values[at], 4)];
          }),
        );
        await session.close();
        expect(codes).toEqual(ours);
      } finally {
        await checkpoint.close();
      }
    },
  );

  it.each(Object.entries(REFUSED))('%s is refused by name', async (name, message) => {
    const error = await open(name).then(
      () => expect.fail('it was opened'),
      (caught: unknown) => caught,
    );
    expect(error).toMatchObject({ code: 'FORMAT_UNSUPPORTED', message: expect.stringMatching(message) });
  });

  it.each(Object.entries(UNPROVEN))('%s is read', async (name, { format, hookpoint }) => {
    const checkpoint = await open(name);
    expect(checkpoint.format).toBe(format);
    expect(checkpoint.identity.hookpoint).toBe(hookpoint);
    expect((await checkpoint.readRows('DECODER', { start: 0, count: 48 })).every(Number.isFinite)).toBe(true);
    await checkpoint.close();
  });

  it.each(Object.entries(IDENTITIES))('%s says who it is', async (name, [model, hookpoint, runGroup, initSeed]) => {
    const checkpoint = await open(name);
    expect(checkpoint.identity).toMatchObject({ model, hookpoint, runGroup, initSeed });
    await checkpoint.close();
  });

  it('several in one folder are told apart by file, and a folder of several is not one', async () => {
    const folder = await openSourceFolder({
      path: path.join(root, 'qwen_scope/SAE-Res-Qwen3-1.7B-Base-W32K-L0_5'),
      roots: [root],
    });
    await expect(openCheckpoint(folder)).rejects.toMatchObject({
      code: 'CHECKPOINT_AMBIGUOUS',
      message: expect.stringContaining('layer12.sae.pt, layer13.sae.pt'),
    });
  });
});

function digest(rows: Float32Array): string {
  return createHash('sha256')
    .update(new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength))
    .digest('hex');
}

it.each([
  // One of several: the file is part of its name. The only one: the folder is enough, whatever else lies in it.
  ['qwen_scope/SAE-Res-Qwen3-1.7B-Base-W32K-L0_5/layer12.sae.pt', 'layer12.sae.pt'],
  ['dictionary_learning/AutoEncoder/resid_post_layer_8/trainer_0/ae.pt', null],
])('%s is named in its folder by %s', async (name, inFolder) => {
  expect(await nameInFolder(await openSourceFolder({ path: path.join(root, name), roots: [root] }))).toBe(inFolder);
});
