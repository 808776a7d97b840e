/**
 * Connor Kissane and Rob Krzyzanowski's attention dictionaries: `<name>.pt` with `<name>_cfg.json`.
 *
 * SAELens's tensors, both its way round (`W_enc` [d, n], `W_dec` [n, d]): ReLU that reads x - b_dec, in the space of hook_z with its heads laid one after the other.
 */
import * as v from 'valibot';
import { parseConfig, readJsonObject, provenanceField } from '../files/json-file.ts';
import { type CheckpointFormat, plainEncoding } from './checkpoint.ts';
import { seedField } from './seed.ts';
import { openPublished } from './published-layout.ts';

const configSchema = v.object({
  act_name: v.nullish(v.string()),
  seed: provenanceField(seedField),
  l1_coeff: provenanceField(v.pipe(v.number(), v.minValue(0))),
});

export const connorRob: CheckpointFormat = {
  name: 'connor-rob',
  description: 'Attention dictionaries of Kissane and Krzyzanowski: <name>.pt with <name>_cfg.json.',

  async recognises({ name, tensors }, folder) {
    const isOurs = tensors?.has('W_enc') && tensors.has('W_dec') && name.endsWith('.pt');
    return isOurs && (await folder.has(nameConfig(name))) ? 'CONTENT' : 'NO';
  },

  async open(folder, options) {
    const file = nameConfig(options.weights);
    const config = await readJsonObject(folder, file);
    const { act_name: hookpoint, seed, l1_coeff: l1Coefficient } = parseConfig(configSchema, config, file);
    const name = options.weights.replace(/\.pt$/, '');
    return openPublished(folder, options, () => ({
      format: 'connor-rob',
      architecture: 'RELU_L1',
      l1Coefficient,
      decoder: { name: 'W_dec', orientation: 'LATENTS_BY_WIDTH' },
      encoder: { name: 'W_enc', orientation: 'WIDTH_BY_LATENTS' },
      encoderBias: 'b_enc',
      decoderBias: 'b_dec',
      encoding: plainEncoding,
      statements: [
        {
          values: { model: name.startsWith('gpt2-small') ? 'gpt2' : null, hookpoint, initSeed: seed, runGroup: name },
          because: { model: `the file "${options.weights}"`, runGroup: `the file "${options.weights}"` },
        },
      ],
      config,
      otherFiles: [file],
    }));
  },
};

function nameConfig(weights: string): string {
  return `${weights.replace(/\.pt$/, '')}_cfg.json`;
}
