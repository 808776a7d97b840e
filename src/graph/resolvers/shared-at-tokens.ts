/** SharedAtTokens. */
import type { SharedAtTokensResolvers } from '../generated/types.ts';
import { found } from '../../analysis/stored-rows.ts';

export const sharedAtTokensResolvers: SharedAtTokensResolvers = {
  runGroup: async ({ runGroupKey }, _args, { batches }) =>
    found(await batches.runGroups.load(runGroupKey), 'run group'),
};
