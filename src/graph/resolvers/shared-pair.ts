/** SharedPair. */
import type { SharedPairResolvers } from '../generated/types.ts';
import { findCosine } from '../../analysis/pair/latent-pair-cosine.ts';
import { getLatent } from '../../analysis/stored-rows.ts';

export const sharedPairResolvers: SharedPairResolvers = {
  a: ({ a }, _args, context) => getLatent(context, a),
  b: ({ b }, _args, context) => getLatent(context, b),
  decoderCosine: (pair, _args, context) => findCosine(context, pair, 'DECODER'),
  encoderCosine: (pair, _args, context) => findCosine(context, pair, 'ENCODER'),
};
