/** Space. */
import type { SpaceResolvers } from '../generated/types.ts';
import { formatGlobalId } from '../global-id.ts';

export const spaceResolvers: SpaceResolvers = {
  id: ({ id }) => formatGlobalId({ kind: 'Space', id }),
  model: ({ modelId, modelName, modelRevision }) => ({ id: modelId, name: modelName, revision: modelRevision }),
  runGroups: ({ id }, _args, { batches }) => batches.runGroupsOfSpaces.load(id),
};
