/** ContextsResult. */
import type { ContextsResultResolvers } from '../generated/types.ts';

export const contextsResultResolvers: ContextsResultResolvers = {
  collected: ({ spaceId, collected }) => collected.map((one) => ({ ...one, spaceId })),
};
