/** RecodingAtom. */
import type { RecodingAtomResolvers } from '../generated/types.ts';
import { getLatent } from '../../analysis/stored-rows.ts';

export const recodingAtomResolvers: RecodingAtomResolvers = {
  latent: ({ latent }, _args, context) => getLatent(context, latent),
};
