/**
 * Qwen Scope: files `layerN.sae.pt`, several to a folder, in repositories named `SAE-Res-<model>-W<width>K-L0_<k>`.
 *
 * `W_enc` [n, d] rows and `W_dec` [d, n] columns (SAELens's names, the other way round), `b_enc`, `b_dec`: TopK that reads x itself. k, model and
 * layer are only in names.
 */
import { type CheckpointFormat, plainEncoding } from './checkpoint.ts';
import { findInPath } from './folder-names.ts';
import type { Statement } from './identity.ts';
import { openPublished } from './published-layout.ts';

const FILE = /^layer(\d+)\.sae\.pt$/;
const REPOSITORY = /SAE-Res-(.+)-W(\d+)K-L0_(\d+)/;

export const qwenScope: CheckpointFormat = {
  name: 'qwen-scope',
  description: 'Qwen Scope: layerN.sae.pt with W_enc [n, d] and W_dec [d, n].',

  recognises({ name, tensors }, folder) {
    const encoder = tensors?.get('W_enc');
    const decoder = tensors?.get('W_dec');
    if (!encoder || !decoder || encoder.length !== 2 || decoder.length !== 2) return FILE.test(name) ? 'NAME' : 'NO';
    const [n, d] = encoder;
    const isOurs = decoder[0] === d && decoder[1] === n && tensors?.get('b_enc')?.[0] === n;
    // A square matrix says nothing: then the names decide.
    return isOurs && (n !== d || FILE.test(name) || findInPath(folder, REPOSITORY) !== null) ? 'CONTENT' : 'NO';
  },

  open(folder, options) {
    const repository = findInPath(folder, REPOSITORY);
    const [, layer] = FILE.exec(options.weights) ?? [];
    return openPublished(folder, options, ({ tensors }) => ({
      format: 'qwen-scope',
      architecture: 'TOPK',
      k: findK(repository?.match, tensors.get('b_enc')?.entry.shape[0] ?? 0),
      decoder: { name: 'W_dec', orientation: 'WIDTH_BY_LATENTS' },
      encoder: { name: 'W_enc', orientation: 'LATENTS_BY_WIDTH' },
      encoderBias: 'b_enc',
      decoderBias: 'b_dec',
      encoding: { ...plainEncoding, subtractsDecoderBias: false },
      statements: [
        ...(layer === undefined ? [] : [nameLayer(layer, options.weights)]),
        ...(repository === null ? [] : [nameRepository(repository.match)]),
      ],
      config: null,
    }));
  },
};

/** k by the repository's name; unknown where it says more than there are latents. */
function findK(match: RegExpMatchArray | undefined, nLatents: number): number | null {
  const k = Number(match?.[3]);
  return k >= 1 && k <= nLatents ? k : null;
}

function nameLayer(layer: string, file: string): Statement {
  return {
    values: { hookpoint: `blocks.${layer}.hook_resid_post` },
    because: { hookpoint: `the file "${file}" of Qwen Scope` },
  };
}

function nameRepository([name, model]: RegExpMatchArray): Statement {
  return {
    values: { model: `Qwen/${model}`, runGroup: name },
    because: { model: `the folder "${name}" of Qwen Scope`, runGroup: `the folder "${name}"` },
  };
}
