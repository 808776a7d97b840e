/**
 * Goodfire: one `.pt` or `.pth` named `<model>-SAE-l<layer>`.
 *
 * `decoder_linear.weight` [d, n] columns, `encoder_linear.weight` [n, d] and their biases; the dictionary of DeepSeek-R1-Distill has `encoder.*` and `decoder.*` for them. ReLU
 * that reads x itself. The published dictionaries were trained on the residual stream behind the layer.
 */
import { type CheckpointFormat, plainEncoding } from './checkpoint.ts';
import type { Statement } from './identity.ts';
import { openPublished } from './published-layout.ts';

const FILE = /^(.+)-SAE-l(\d+)\.pth?$/;
/** Who published each model. */
const OWNERS: readonly [RegExp, string][] = [
  [/^DeepSeek-/, 'deepseek-ai'],
  [/^Llama-/, 'meta-llama'],
];

export const goodfire: CheckpointFormat = {
  name: 'goodfire',
  description: 'Goodfire: <model>-SAE-l<layer>.pt with encoder_linear or, of DeepSeek-R1, encoder and decoder.',

  recognises({ name, tensors }) {
    if (tensors?.has('decoder_linear.weight') && tensors.has('encoder_linear.weight')) return 'CONTENT';
    const isNamed = FILE.test(name);
    return isNamed && tensors?.has('decoder.weight') && tensors.has('encoder.weight')
      ? 'CONTENT'
      : isNamed
        ? 'NAME'
        : 'NO';
  },

  open(folder, options) {
    return openPublished(folder, options, ({ tensors }) => {
      const suffix = tensors.has('decoder_linear.weight') ? '_linear' : '';
      return {
        format: 'goodfire',
        architecture: 'RELU_L1',
        decoder: { name: `decoder${suffix}.weight`, orientation: 'WIDTH_BY_LATENTS' },
        encoder: { name: `encoder${suffix}.weight`, orientation: 'LATENTS_BY_WIDTH' },
        encoderBias: `encoder${suffix}.bias`,
        decoderBias: `decoder${suffix}.bias`,
        encoding: { ...plainEncoding, subtractsDecoderBias: false },
        statements: stateFile(options.weights),
        config: null,
      };
    });
  },
};

function stateFile(name: string): Statement[] {
  const [, model, layer] = FILE.exec(name) ?? [];
  if (model === undefined) return [];
  const owner = OWNERS.find(([pattern]) => pattern.test(model))?.[1];
  return [
    {
      values: {
        model: owner === undefined ? model : `${owner}/${model}`,
        hookpoint: `blocks.${layer}.hook_resid_post`,
        runGroup: `${model}-SAE-l${layer}`,
      },
      because: { model: `the file "${name}"`, hookpoint: `the file "${name}"`, runGroup: `the file "${name}"` },
    },
  ];
}
