/**
 * SAELens before its version 2: one `.pt` that holds `{"cfg": {...}, "state_dict": {"W_enc", "W_dec", "b_enc", "b_dec"}}`.
 *
 * ReLU that reads x - b_dec. The configuration is read where it was saved as plain values; where it is an object of the library, the file is refused.
 */
import { type CheckpointFormat, plainEncoding } from './checkpoint.ts';
import type { Statement } from './identity.ts';
import { parseSeed } from './seed.ts';
import { openPublished } from './published-layout.ts';

const HOOK_IN_NAME = /_(blocks\.\d+\.[\w.]*?hook_\w+?)_\d+\.pt$/;

export const saeLensPt: CheckpointFormat = {
  name: 'sae-lens-pt',
  description: 'SAELens 1: one .pt with cfg and state_dict.',

  recognises({ name, tensors }) {
    if (tensors?.has('state_dict.W_enc') && tensors.has('state_dict.W_dec')) return 'CONTENT';
    return /^final_sparse_autoencoder_.+\.pt$/.test(name) ? 'NAME' : 'NO';
  },

  open(folder, options) {
    return openPublished(folder, options, ({ values }) => {
      const l1 = values.get('cfg.l1_coefficient');
      return {
        format: 'sae-lens-pt',
        architecture: 'RELU_L1',
        l1Coefficient: typeof l1 === 'number' ? l1 : null,
        decoder: { name: 'state_dict.W_dec', orientation: 'LATENTS_BY_WIDTH' },
        encoder: { name: 'state_dict.W_enc', orientation: 'WIDTH_BY_LATENTS' },
        encoderBias: 'state_dict.b_enc',
        decoderBias: 'state_dict.b_dec',
        encoding: plainEncoding,
        statements: listStatements(values, options.weights),
        config: Object.fromEntries(values),
      };
    });
  },
};

function listStatements(values: ReadonlyMap<string, string | number | boolean>, name: string): Statement[] {
  const text = (key: string) => (typeof values.get(key) === 'string' ? String(values.get(key)) : null);
  const whole = (key: string) => (Number.isSafeInteger(values.get(key)) ? Number(values.get(key)) : null);
  return [
    {
      values: {
        model: text('cfg.model_name'),
        hookpoint: text('cfg.hook_point') ?? text('cfg.hook_name'),
        initSeed: parseSeed(values.get('cfg.seed')),
        dataset: text('cfg.dataset_path'),
        tokens: whole('cfg.total_training_tokens'),
      },
    },
    {
      values: { hookpoint: name.match(HOOK_IN_NAME)?.[1], runGroup: name.replace(/\.pt$/, '') },
      because: { hookpoint: `the file "${name}"`, runGroup: `the file "${name}"` },
    },
  ];
}
