/** Model. */
import type { ModelResolvers } from '../generated/types.ts';
import { formatGlobalId } from '../global-id.ts';

export const modelResolvers: ModelResolvers = {
  id: ({ id }) => formatGlobalId({ kind: 'Model', id }),
  spaces: ({ id }, _args, { batches }) => batches.spacesOfModels.load(id),
};
