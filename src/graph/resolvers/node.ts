/** Node: any object by its global id. The kind is in the id. */
import type { GraphContext } from '../context.ts';
import type { NodeResolvers, ResolversTypes } from '../generated/types.ts';
import { type GlobalId, parseGlobalId } from '../global-id.ts';

type NodeValue = Awaited<ResolversTypes['Node']>;

/** Values of these types look alike in part, so the kind of each object is remembered when it is found. */
const kinds = new WeakMap<object, GlobalId['kind']>();

export const nodeResolvers: NodeResolvers = { __resolveType: recallKind };

/** `value`, whose kind {@link recallKind} then knows. */
export function rememberKind<Value extends object | null>(value: Value, kind: GlobalId['kind']): Value {
  if (value !== null) kinds.set(value, kind);
  return value;
}

/** The kind of a value that was remembered. */
export function recallKind(value: object): GlobalId['kind'] {
  const kind = kinds.get(value);
  if (kind === undefined) throw new TypeError('a value whose kind was not remembered');
  return kind;
}

/** The object that a global id names, or null. Throws `BAD_ID`. */
export async function findNode(context: GraphContext, id: string): Promise<NodeValue | null> {
  const target = parseGlobalId(id);
  return rememberKind(await loadNode(context, target), target.kind);
}

function loadNode({ batches }: GraphContext, target: ReturnType<typeof parseGlobalId>): Promise<NodeValue | null> {
  switch (target.kind) {
    case 'Model':
      return batches.models.load(target.id);
    case 'Space':
      return batches.spaces.load(target.id);
    case 'RunGroup':
      return batches.runGroups.load(target);
    case 'Dictionary':
      return batches.dictionaries.load(target);
    case 'Latent':
      return batches.latents.load(target);
    case 'Explanation':
      return batches.explanations.load(target);
    case 'Matching':
      return batches.matchings.load(target);
    case 'TrainingRun':
      return batches.trainingRuns.load(target);
    case 'Job':
      return batches.jobs.load(target.id);
  }
}
