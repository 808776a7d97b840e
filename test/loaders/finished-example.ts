/** Small finished dictionaries of every architecture, with seeded weights. */
import { type Architecture, type Identity, plainEncoding } from '../../loaders/checkpoints/checkpoint.ts';
import type { FinishedDictionary } from '../../loaders/checkpoints/finished-dictionary.ts';
import { pseudoRandom } from '../jobs/sparsify-checkpoint.ts';

export const exampleIdentity: Identity = {
  model: 'EleutherAI/pythia-160m',
  revision: 'main',
  hookpoint: 'layers.6.mlp',
  normalisation: 'none',
  runGroup: 'group of/odd names',
  initSeed: 3,
  dataSeed: 0,
  dataset: 'some text',
  tokens: 5_000_000_000,
  portalId: 'pythia/6-mlp',
};

export interface FinishedExample extends FinishedDictionary {
  readonly decoder: Float32Array;
  readonly encoder: Float32Array;
}

/** `n` latents of width `d`; weights in [-1, 1], thresholds in [0, 0.5]. `edit` changes what is given. */
export function buildFinished(
  of: { architecture: Architecture; n: number; d: number; k?: number | null },
  edit: Partial<FinishedDictionary> = {},
): FinishedExample {
  const { architecture, n, d } = of;
  const decoder = pseudoRandom(n * d, 1);
  const encoder = pseudoRandom(n * d, 2);
  const keeps = architecture === 'TOPK' || architecture === 'BATCH_TOPK';
  const hasThreshold = architecture === 'JUMP_RELU' || architecture === 'BATCH_TOPK';
  return {
    name: 'group/seed3',
    facts: {
      architecture,
      nLatents: n,
      dIn: d,
      k: keeps ? (of.k === undefined ? 3 : of.k) : null,
      l1Coefficient: architecture === 'RELU_L1' ? 0.25 : null,
      hasEncoder: true,
    },
    identity: exampleIdentity,
    encoding: plainEncoding,
    readRows: async (side, { start, count }) =>
      (side === 'DECODER' ? decoder : encoder).slice(start * d, (start + count) * d),
    encoderBias: pseudoRandom(n, 3).map((value) => value / 4),
    decoderBias: pseudoRandom(d, 4),
    threshold: hasThreshold ? pseudoRandom(n, 5).map((value) => Math.abs(value) / 2) : null,
    gate: architecture === 'GATED' ? { bias: pseudoRandom(n, 6), logScale: pseudoRandom(n, 7) } : null,
    firingFrequency: null,
    provenance: { made: 'for a test' },
    ...edit,
    decoder,
    encoder,
  };
}
