/** The conditions of a `LatentFilter`: its criterion checked, its ids looked up. */
import { buildCriterion } from '../analysis/build-criterion.ts';
import type { LatentConditions } from '../analysis/latents/latent-list.ts';
import type { GraphContext } from './context.ts';
import type { LatentFilter } from './generated/types.ts';
import { getDictionary } from './references.ts';

/** No conditions for no filter. Throws `BAD_INPUT`, `BAD_ID`, `NOT_FOUND`, `AMBIGUOUS_NAME`. */
export async function readLatentConditions(
  context: GraphContext,
  filter: LatentFilter | null | undefined,
): Promise<LatentConditions> {
  const { criterion, sharedWith, orphanIn, ...numbers } = filter ?? {};
  const find = (id: string | null | undefined) => (id === null || id === undefined ? null : getDictionary(context, id));
  const asked = buildCriterion(criterion);
  return { ...numbers, criterion: asked, sharedWith: await find(sharedWith), orphanIn: await find(orphanIn) };
}
