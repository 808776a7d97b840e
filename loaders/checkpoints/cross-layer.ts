/**
 * Cross-layer transcoders and crosscoders, whose latents have a decoder row for each of several layers or models: recognised, and refused by name.
 *
 * Layouts: `W_decs.i` (forks of sparsify), `W_enc_N` with `W_dec_N` (circuit-tracer). Those of Gemma Scope 2 and dictionary_learning are told by their own formats.
 */
import type { CheckpointFormat } from './checkpoint.ts';
import { unsupported } from './published-layout.ts';

export const crossLayer: CheckpointFormat = {
  name: 'cross-layer',
  description: 'Cross-layer transcoders (W_decs.0, or W_enc_N and W_dec_N): known, not imported.',

  recognises({ tensors }) {
    const names = [...(tensors?.keys() ?? [])];
    return names.some((name) => /^W_decs\.\d+$|^W_(?:enc|dec)_\d+$/.test(name)) ? 'CONTENT' : 'NO';
  },

  async open(_folder, options) {
    throw unsupported(
      options.weights,
      'it is a cross-layer transcoder: every latent has a decoder row for each layer; expected one',
      'Import dictionaries of one layer: autoencoders, or transcoders of one layer.',
    );
  },
};
