/**
 * What the directives of the contract say of a field: `@cost`, `@listSize` and `@narrowedBy` -> its weight and the sizes of its lists, for given
 * arguments. https://ibm.github.io/graphql-specs/cost-spec.html, with the additions that schema.graphql describes.
 */
import {
  type FieldDefinitionNode,
  type GraphQLField,
  type GraphQLSchema,
  getDirectiveValues,
  getNullableType,
  isListType,
  isObjectType,
} from 'graphql';

export type Arguments = Readonly<Record<string, unknown>>;
/** Slicing arguments of fields further up, by `<field>.<argument>`. */
export type Above = Readonly<Record<string, number>>;

export interface FieldCost {
  /** Look-ups of the field itself. */
  weight: number;
  /** Items of the list that it gives; 1 if it gives none. */
  size: number;
  /** Items of lists inside the object that it gives, by field. */
  sizes: Readonly<Record<string, number>>;
}

/** The directives of one field. */
export interface CostRule {
  /** `<number>` or `<number> * <argument>`; null without `@cost`. */
  weight: string | null;
  /** Null without `@listSize`. */
  list: { assumedSize: number | null; slicingArguments: readonly string[]; sizedFields: readonly string[] } | null;
  narrowedBy: { arguments: readonly string[]; size: number } | null;
  givesList: boolean;
}

/** Fields of the schema itself have no directives: they are properties in memory. */
const INTROSPECTION_WEIGHT = 0.1;
const introspectionSizes: Readonly<Record<string, number>> = {
  '__Schema.types': 100,
  '__Type.fields': 8,
  '__Type.enumValues': 5,
  '__Type.interfaces': 1,
  '__Type.possibleTypes': 2,
  '__Field.args': 1,
};
/** Of the lists of the schema itself that are not above. */
const INTROSPECTION_SIZE = 10;

/** What every field of one schema costs. */
export class FieldCosts {
  readonly rules: ReadonlyMap<string, CostRule>;
  /** The arguments that lists further down are sized by. */
  readonly #reaching: ReadonlySet<string>;

  constructor(schema: GraphQLSchema) {
    const rules = new Map<string, CostRule>();
    for (const type of Object.values(schema.getTypeMap()))
      if (isObjectType(type) && !type.name.startsWith('__'))
        for (const field of Object.values(type.getFields()))
          if (field.astNode) rules.set(`${type.name}.${field.name}`, readRule(schema, field, field.astNode));
    this.rules = rules;
    const slicing = [...rules.values()].flatMap(({ list }) => list?.slicingArguments ?? []);
    this.#reaching = new Set(slicing.filter((name) => name.includes('.')));
  }

  /** The cost of `field` of the type `parent`. */
  of(
    field: GraphQLField<unknown, unknown>,
    { parent, args, above }: { parent: string; args: Arguments; above: Above },
  ): FieldCost {
    const coordinate = `${parent}.${field.name}`;
    const rule = this.rules.get(coordinate);
    if (rule === undefined) {
      const isList = isListType(getNullableType(field.type));
      const size = isList ? (introspectionSizes[coordinate] ?? INTROSPECTION_SIZE) : 1;
      return { weight: parent.startsWith('__') ? INTROSPECTION_WEIGHT : 1, size, sizes: {} };
    }
    const size = sizeOf(rule, { args, above });
    return {
      weight: rule.weight === null ? 1 : weigh(rule.weight, { args, assumed: size }),
      size: rule.givesList ? size : 1,
      sizes: Object.fromEntries((rule.list?.sizedFields ?? []).map((name) => [name, size])),
    };
  }

  /** The arguments of `field` that lists further down are sized by. */
  reaching(field: GraphQLField<unknown, unknown>, args: Arguments): Above {
    const found = Object.entries(args).map(([name, value]) => [`${field.name}.${name}`, countOf(value)] as const);
    return Object.fromEntries(found.filter(([name, count]) => count !== null && this.#reaching.has(name))) as Above;
  }
}

function readRule(schema: GraphQLSchema, field: GraphQLField<unknown, unknown>, node: FieldDefinitionNode): CostRule {
  const valuesOf = (name: string) => {
    const directive = schema.getDirective(name);
    if (!directive) throw new TypeError(`no directive @${name} in schema.graphql`);
    return getDirectiveValues(directive, node) as Record<string, never> | undefined;
  };
  const list = valuesOf('listSize');
  const { assumedSize = null, slicingArguments = [], sizedFields = [] } = list ?? {};
  return {
    weight: valuesOf('cost')?.weight ?? null,
    list: list ? { assumedSize, slicingArguments, sizedFields } : null,
    narrowedBy: (valuesOf('narrowedBy') as CostRule['narrowedBy'] | undefined) ?? null,
    givesList: isListType(getNullableType(field.type)),
  };
}

function sizeOf({ list, narrowedBy }: CostRule, { args, above }: { args: Arguments; above: Above }): number {
  if (list === null) return 1;
  const given = list.slicingArguments.map((name) => above[name] ?? countOf(args[name])).filter((n) => n !== null);
  const size = given.length > 0 ? Math.max(1, ...given) : (list.assumedSize ?? 1);
  const isNarrowed = narrowedBy?.arguments.every((path) => isGiven(args, path)) ?? false;
  return narrowedBy !== null && isNarrowed ? Math.min(size, narrowedBy.size) : size;
}

function weigh(weight: string, { args, assumed }: { args: Arguments; assumed: number }): number {
  const [factor, argument] = weight.split(' * ');
  return Number(factor) * (argument === undefined ? 1 : Math.max(1, countOf(args[argument]) ?? assumed));
}

/** A number, or the length of a list. */
function countOf(value: unknown): number | null {
  if (Array.isArray(value)) return value.length;
  return typeof value === 'number' ? value : null;
}

function isGiven(args: Arguments, path: string): boolean {
  const value = path.split('.').reduce<unknown>((from, name) => (from as Arguments | null | undefined)?.[name], args);
  return value !== null && value !== undefined;
}
