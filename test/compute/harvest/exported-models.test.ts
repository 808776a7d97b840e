/**
 * Models as PyTorch's exporter writes them: the hookpoints that we name are the modules of the original.
 *
 * `golden/<family>/`: randomly initialised Hugging Face models (transformers, LlamaForCausalLM, GPTNeoXForCausalLM, GPT2LMHeadModel; 2 layers,
 * width 16, 50 tokens, seed 0) written by torch.onnx.export (torch 2.15, dynamo=False, opset 17, without caches), and in `reference.json` the
 * outputs of each layer and each MLP for [2, 7] ids, taken by forward hooks in PyTorch.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openLanguageModel } from '../../../loaders/onnx/language-model.ts';
import { getHookpoint, listHookpoints } from '../../../loaders/onnx/onnx-hookpoints.ts';
import { HOOK_OUTPUT, pruneToTensor } from '../../../loaders/onnx/onnx-prune.ts';
import { buildFeeds, padWindows } from '../../../src/compute/harvest/model-feeds.ts';
import { startModelThread } from '../../../src/compute/harvest/model-thread.ts';

const golden = path.join(import.meta.dirname, 'golden');

test.each([
  ['llama', ['layers.0.self_attn', 'layers.0.resid_mid', 'layers.1.mlp', 'layers.1']],
  ['neox', ['layers.0.attention', 'layers.1.mlp', 'layers.1']],
  ['gpt2', ['h.0.attn', 'h.0.resid_mid', 'h.1.mlp', 'h.1']],
])('%s: every layer and MLP equals PyTorch', async (family, some) => {
  const folder = path.join(golden, family);
  const reference: { ids: number[][]; acts: Record<string, number[][][]> } = JSON.parse(
    readFileSync(path.join(folder, 'reference.json'), 'utf8'),
  );
  const model = await openLanguageModel({ path: folder, roots: [folder] });
  try {
    const named = listHookpoints(model.graph).filter((one) => one.basis === 'SCOPE');
    expect(named.map((one) => one.name)).toEqual(expect.arrayContaining(some));
    expect(new Set(named.map((one) => one.width))).toEqual(new Set([16]));
    const windows = reference.ids.map((row) => ({ ids: Int32Array.from(row) }));
    for (const [hookpoint, rows] of Object.entries(reference.acts)) {
      const { tensor } = getHookpoint(model.graph, hookpoint);
      const { bytes, inputs } = await pruneToTensor(model.source, { graph: model.graph, tensor });
      const thread = await startModelThread({
        model: bytes,
        output: HOOK_OUTPUT,
        externalFolder: folder,
        threads: 1,
        provider: 'cpu',
      });
      const { values, shape } = await thread.run(buildFeeds(inputs, padWindows(windows)));
      await thread.stop();
      expect(shape).toEqual([2, 7, 16]);
      const worst = rows.flat(2).reduce((most, value, i) => Math.max(most, Math.abs(value - values[i])), 0);
      expect(worst).toBeLessThan(1e-6);
    }
  } finally {
    await model.close();
  }
});
