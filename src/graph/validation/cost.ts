/**
 * What an operation may cost, before it runs, in look-ups: sizes of lists are multiplied, pages by their `first` as the variables say. The
 * directives of schema.graphql give weights and sizes. It is an estimate from above for pages and a guess for lists without one, and keeps one
 * question from holding the server.
 */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getArgumentValues,
  getNamedType,
  getVariableValues,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql';
import { ReseedError } from '../../errors.ts';
import { MAX_COST } from '../limits.ts';
import { type Above, FieldCosts } from './field-cost.ts';

/** What is asked. */
export interface AskedOperation {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Record<string, unknown> | null | undefined;
}

/** An upper estimate, and the field that has the greatest part in it. */
export interface OperationCost {
  total: number;
  costliest: CostlyField;
}

interface CostlyField {
  /** Names of fields from the root, joined by dots. */
  path: string;
  /** Of the field itself, wherever the path leads, without what is selected inside it. */
  cost: number;
}

/** Throws `QUERY_TOO_COSTLY` above {@link MAX_COST}. Variables that do not fit their types are left to execution to report. */
export function checkCost(asked: AskedOperation): void {
  const cost = operationCost(asked);
  if (cost === null || cost.total <= MAX_COST) return;
  const { total, costliest } = cost;
  const times = (total / MAX_COST).toFixed(1);
  const share = Math.max(1, Math.round((100 * costliest.cost) / total));
  throw new ReseedError(
    'QUERY_TOO_COSTLY',
    `Cannot answer this operation: it may cost ${times} times what one answer may (${Math.round(total)} of ${MAX_COST}); ${costliest.path} costs most, ${share}% of it`,
    {
      hint: `Leave out ${costliest.path}, or ask for fewer rows above it (\`first\`, or a filter), in several requests.`,
    },
  );
}

/** The cost, or null if the variables do not fit. */
export function operationCost({ schema, document, operation, variables }: AskedOperation): OperationCost | null {
  const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {}, { maxErrors: 1 });
  if (coerced.errors) return null;
  const root = schema.getRootType(operation.operation);
  if (!root) return null;
  const estimate = new Estimate({ schema, document, variables: coerced.coerced });
  return estimate.selectionSet(operation.selectionSet, { type: root, sizes: {}, above: {} });
}

/** Where a selection stands: the sizes that the field above it gives its lists, and the slicing arguments further up. */
interface Place {
  type: GraphQLCompositeType;
  sizes: Readonly<Record<string, number>>;
  above: Above;
}

/** A fragment costs the same wherever the same sizes hold, so it is computed once for each. */
class Estimate {
  readonly #schema: GraphQLSchema;
  readonly #costs: FieldCosts;
  readonly #variables: Record<string, unknown>;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #known = new Map<string, OperationCost>();

  constructor(of: { schema: GraphQLSchema; document: DocumentNode; variables: Record<string, unknown> }) {
    this.#schema = of.schema;
    this.#costs = costsOf(of.schema);
    this.#variables = of.variables;
    for (const definition of of.document.definitions)
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(definition.name.value, definition);
  }

  selectionSet({ selections }: SelectionSetNode, place: Place): OperationCost {
    let total = 0;
    let costliest: CostlyField = { path: '', cost: 0 };
    for (const selection of selections) {
      const part = this.#selection(selection, place);
      total += part.total;
      if (part.costliest.cost > costliest.cost) costliest = part.costliest;
    }
    return { total, costliest };
  }

  #selection(selection: SelectionNode, place: Place): OperationCost {
    if (selection.kind === Kind.FIELD) return this.#field(selection, place);
    if (selection.kind === Kind.FRAGMENT_SPREAD) return this.#fragment(selection.name.value, place);
    const { typeCondition, selectionSet } = selection;
    return this.#narrowed(selectionSet, { condition: typeCondition?.name.value ?? place.type.name, place });
  }

  #fragment(name: string, place: Place): OperationCost {
    const fragment = this.#fragments.get(name);
    if (fragment === undefined) return nothing;
    const key = JSON.stringify([name, place.sizes, place.above]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    // one that spreads itself is refused by another rule
    this.#known.set(key, nothing);
    const cost = this.#narrowed(fragment.selectionSet, { condition: fragment.typeCondition.name.value, place });
    this.#known.set(key, cost);
    return cost;
  }

  #narrowed(set: SelectionSetNode, { condition, place }: { condition: string; place: Place }): OperationCost {
    const type = this.#schema.getType(condition);
    return isCompositeType(type) ? this.selectionSet(set, { ...place, type }) : nothing;
  }

  #field(node: FieldNode, { type: parent, sizes, above }: Place): OperationCost {
    const field = fieldOf(parent, node.name.value);
    if (field === undefined) return nothing;
    const args = getArgumentValues(field, node, this.#variables);
    const own = this.#costs.of(field, { parent: parent.name, args, above });
    const type = getNamedType(field.type);
    const inside =
      node.selectionSet && isCompositeType(type)
        ? this.selectionSet(node.selectionSet, {
            type,
            sizes: own.sizes,
            above: { ...above, ...this.#costs.reaching(field, args) },
          })
        : nothing;
    const times = sizes[field.name] ?? own.size;
    const deeper = times * inside.costliest.cost;
    return {
      total: own.weight + times * inside.total,
      costliest:
        deeper > own.weight
          ? { path: `${field.name}.${inside.costliest.path}`, cost: deeper }
          : { path: field.name, cost: own.weight },
    };
  }
}

const known = new WeakMap<GraphQLSchema, FieldCosts>();

/** Read once per schema. */
function costsOf(schema: GraphQLSchema): FieldCosts {
  const costs = known.get(schema) ?? new FieldCosts(schema);
  known.set(schema, costs);
  return costs;
}

const nothing: OperationCost = { total: 0, costliest: { path: '', cost: 0 } };

function fieldOf(parent: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | undefined {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}
