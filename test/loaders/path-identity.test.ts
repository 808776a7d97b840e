/** What the names of folders say. */
import { describe, expect, it } from 'vitest';
import { inferFromPath } from '../../loaders/checkpoints/path-identity.ts';

describe('inferFromPath', () => {
  it.each<[string, object]>([
    ['run/layers.6.mlp/seed3', { hookpoint: 'layers.6.mlp', initSeed: 3, runGroup: 'run' }],
    ['run/seed3/layers.6.mlp', { hookpoint: 'layers.6.mlp', initSeed: 3, runGroup: 'run' }],
    ['lab/run/seed3/layers.6', { hookpoint: 'layers.6', initSeed: 3, runGroup: 'run' }],
    ['run/layers.6/width_16k/seed3', { hookpoint: 'layers.6', initSeed: 3, runGroup: 'run/width_16k' }],
    ['run/best/layers.6', { hookpoint: 'layers.6', runGroup: 'run/best' }],
    ['run_seed12/h.3.attn', { hookpoint: 'h.3.attn', initSeed: 12, runGroup: 'run' }],
    [
      'topk-seed-3-32k/blocks.8.hook_resid_pre',
      { hookpoint: 'blocks.8.hook_resid_pre', initSeed: 3, runGroup: 'topk-32k' },
    ],
    ['run/init_seed=4', { initSeed: 4, runGroup: 'run' }],
    ['run/SEED5', { initSeed: 5, runGroup: 'run' }],
    ['seed1-run/seed2', { initSeed: 2, runGroup: 'seed1-run' }],
    ['run/data_seed7/seed1', { initSeed: 1, dataSeed: 7, runGroup: 'run/data_seed7' }],
    ['run/dataseed7', { dataSeed: 7, runGroup: 'run/dataseed7' }],
    ['lab/run-data_seed7', { runGroup: 'run-data_seed7' }],
    ['checkpoints/x7f/50000', { runGroup: 'x7f/50000' }],
    ['run/gpt_neox.layers.3.mlp', { hookpoint: 'gpt_neox.layers.3.mlp', runGroup: 'run' }],
    ['run/v1.2/', { runGroup: 'v1.2' }],
    ['run/layers', { runGroup: 'layers' }],
    ['run/reseed3', { runGroup: 'reseed3' }],
    ['run/seeds', { runGroup: 'seeds' }],
    ['seed1/layers.2', { hookpoint: 'layers.2', initSeed: 1 }],
    ['seed1', { initSeed: 1 }],
    ['lab/sl_seed2/output', { initSeed: 2, runGroup: 'sl/output' }],
    ['repo/resid_post_layer_8/trainer_3', { runGroup: 'repo/resid_post_layer_8/trainer_3' }],
    ['scope/layer_20/width_16k/average_l0_71', { runGroup: 'scope/layer_20/width_16k/average_l0_71' }],
    [
      `cache/models--EleutherAI--sae-run/snapshots/${'0f'.repeat(20)}/layers.3.mlp`,
      { hookpoint: 'layers.3.mlp', runGroup: 'sae-run' },
    ],
    [`models--a--multi-berts/snapshots/${'0f'.repeat(20)}`, { runGroup: 'multi-berts' }],
    ['lab/multiberts-seed_3-sae', { model: 'google/multiberts-seed_3', runGroup: 'multiberts-seed_3-sae' }],
    ['lab/twin_seed_1', { initSeed: 1, runGroup: 'twin' }],
    ['lab/twin', { runGroup: 'twin' }],
    ['lab/d8192/seed0.safetensors', { initSeed: 0, runGroup: 'd8192' }],
    ['lab/run/layer12.sae.pt', { hookpoint: 'layers.12', runGroup: 'run' }],
    ['lab/run/topk_seed_4.pt', { initSeed: 4, runGroup: 'run/topk' }],
    ['lab/run/seed1/renamed.safetensors', { initSeed: 1, runGroup: 'run' }],
    [
      'run/layers.3/seed18446744073709551615',
      { hookpoint: 'layers.3', initSeed: '18446744073709551615', runGroup: 'run' },
    ],
    ['', {}],
  ])('%s', (folder, expected) => {
    const names = folder.split('/').filter(Boolean);
    const file = /\.(safetensors|npz|pt|pth)$/.test(names.at(-1) ?? '') ? (names.pop() ?? '') : 'sae.safetensors';
    const { values, because } = inferFromPath(names, file);
    expect(values).toEqual(expected);
    expect(Object.keys(because ?? {}).toSorted()).toEqual(Object.keys(expected).toSorted());
  });
});
