/** FiringPair. */
import { getLatent } from '../../analysis/stored-rows.ts';
import type { FiringPairResolvers } from '../generated/types.ts';

export const firingPairResolvers: FiringPairResolvers = {
  a: ({ a }, _args, context) => getLatent(context, a),
  b: ({ b }, _args, context) => getLatent(context, b),
};
