/** What questions may cost: every field that reads arrays says so in the contract, estimates follow the arguments, and a refusal names the field. */
import { AsyncLocalStorage } from 'node:async_hooks';
import {
  defaultFieldResolver,
  type GraphQLObjectType,
  getNamedType,
  getNullableType,
  graphql,
  isLeafType,
  isListType,
  isObjectType,
  isRequiredArgument,
  parse,
} from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildContext } from '../../src/graph/context.ts';
import { buildExecutableSchema } from '../../src/graph/executable-schema.ts';
import { MAX_COST } from '../../src/graph/limits.ts';
import { operationCost } from '../../src/graph/validation/cost.ts';
import { FieldCosts } from '../../src/graph/validation/field-cost.ts';
import { publishExampleRun } from '../db/example-training.ts';
import { explainExamples } from './example-explanations.ts';
import { dictionaryId, type Edge, latentId, matchingId, openExampleEdge } from './example-edge.ts';

const schema = buildExecutableSchema();
const objects = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !type.name.startsWith('__'));
const { rules } = new FieldCosts(schema);
const fields = (objects as GraphQLObjectType[]).flatMap((type) =>
  Object.values(type.getFields()).map((field) => ({ type, field, rule: rules.get(`${type.name}.${field.name}`) })),
);

let edge: Edge;
beforeAll(async () => {
  edge = await openExampleEdge();
  await explainExamples(edge.db, edge.seeds);
  await publishExampleRun(edge.db, { name: 'example', dictionaries: edge.seeds });
});
afterAll(() => edge.close());

test('every list and every connection has a size, by arguments and fields that exist', () => {
  const unsized: string[] = [];
  const wrong: string[] = [];
  for (const { type, field, rule } of fields) {
    const place = `${type.name}.${field.name}`;
    const givesList = isListType(getNullableType(field.type));
    const givesPage = getNamedType(field.type).name.endsWith('Connection');
    const isSized = fields.some(
      (one) => getNamedType(one.field.type) === type && one.rule?.list?.sizedFields.includes(field.name),
    );
    if ((givesList || givesPage) && !rule?.list && !isSized) unsized.push(place);
    const { list, weight, narrowedBy } = rule ?? {};
    const names = new Set(field.args.map(({ name }) => name));
    const isArgument = (name: string) =>
      names.has(name) || fields.some((one) => one.field.args.some((arg) => `${one.field.name}.${arg.name}` === name));
    const target = getNamedType(field.type);
    const inside = isObjectType(target) ? target.getFields() : {};
    const asked = [...(list?.slicingArguments ?? []), ...(weight?.split(' * ').slice(1) ?? [])];
    const listed = list?.sizedFields.every((name) => name in inside && isListType(getNullableType(inside[name].type)));
    const narrowing = narrowedBy?.arguments.every((path) => names.has(path.split('.')[0]));
    const hasSize = !list || list.assumedSize !== null || list.slicingArguments.length > 0;
    if (!asked.every(isArgument) || listed === false || narrowing === false || !hasSize) wrong.push(place);
    if (list && !givesList && list.sizedFields.length === 0) wrong.push(place);
    if (weight && !(Number(weight.split(' * ')[0]) > 1)) wrong.push(place);
  }
  expect(fields.length).toBeGreaterThan(600);
  expect([unsized, wrong]).toEqual([[], []]);
});

/** Paths to objects whose fields may go through whole arrays; `@` marks where their fields go. */
const paths: Record<string, () => string> = {
  Dictionary: () => `dictionary(id: "${dictionaryId(edge.seeds[0])}") { @ }`,
  Latent: () => `latent(id: "${latentId(edge.seeds[0], 1)}") { @ }`,
  LatentPartner: () => `latent(id: "${latentId(edge.seeds[0], 1)}") { partners { @ } }`,
  Candidate: () => `latent(id: "${latentId(edge.seeds[0], 1)}") { partners { candidates { @ } } }`,
  RunGroup: () => 'runGroup(id: "example") { @ }',
  GroupAnalysis: () => 'runGroup(id: "example") { analysis { @ } }',
  GroupUniversality: () => 'runGroup(id: "example") { analysis { universality { @ } } }',
  OnlyInBaseCurve: () => 'runGroup(id: "example") { analysis { onlyInBase { @ } } }',
  UnionGrowth: () => 'runGroup(id: "example") { analysis { union { @ } } }',
  SharedMatrixCell: () => 'runGroup(id: "example") { analysis { sharedMatrix { rows { cells { @ } } } } }',
  LatentFamily: () => 'runGroup(id: "example") { analysis { families { nodes { @ } } } }',
  BaseAnalysis: () => `dictionary(id: "${dictionaryId(edge.seeds[0])}") { analysis { @ } }`,
  BaseUniversality: () => `dictionary(id: "${dictionaryId(edge.seeds[0])}") { analysis { universality { @ } } }`,
  BaseOrphan: () => `dictionary(id: "${dictionaryId(edge.seeds[0])}") { analysis { orphans { nodes { @ } } } }`,
  Matching: () => `matching(id: "${matchingId(edge.matchings[0])}") { @ }`,
  SideMatching: () => `matching(id: "${matchingId(edge.matchings[0])}") { decoder { @ } }`,
  MatchingSummary: () => `matching(id: "${matchingId(edge.matchings[0])}") { summary { @ } }`,
  ThresholdSweep: () => `matching(id: "${matchingId(edge.matchings[0])}") { sweep { @ } }`,
  SharedPair: () =>
    `matching(id: "${matchingId(edge.matchings[0])}") { sharedPairs(criterion: { threshold: 0 }) { nodes { @ } } }`,
  Orphan: () =>
    `matching(id: "${matchingId(edge.matchings[0])}") { orphans(criterion: { threshold: 1 }, first: 2) { nodes { @ } } }`,
  Recoding: () =>
    `matching(id: "${matchingId(edge.matchings[0])}") { orphans(criterion: { threshold: 1 }, first: 1) { nodes { recoding { @ } } } }`,
  ExplanationAgreement: () =>
    `matching(id: "${matchingId(edge.matchings[0])}") { explanationAgreement(criterion: { threshold: 0 }) { @ } }`,
  MatchingExport: () => `matching(id: "${matchingId(edge.matchings[0])}") { export { @ } }`,
  MatchingBasis: () => `matching(id: "${matchingId(edge.matchings[0])}") { summary { basis { @ } } }`,
  TrainingRun: () => 'trainingRuns { nodes { @ } }',
  SharedAtTokens: () => 'trainingRuns { nodes { sharedOverTokens { points { @ } } } }',
  NearestHit: () => 'nearestLatents(from: { latent: "example/source/1" }) { groups { hits { @ } } }',
  ExplanationHit: () =>
    'searchExplanations(text: "numbers OR words", filter: { latent: { minUniversality: 1 } }) { nodes { @ } }',
};

/** All fields, one level deep, with what they must be given. */
function fieldsOf(type: GraphQLObjectType): string {
  return Object.values(type.getFields())
    .map((field) => {
      const given = field.args
        .filter(isRequiredArgument)
        .map(({ name }) => `${name}: ${name === 'encoding' ? 'FLOATS' : 0}`);
      const call = `${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''}`;
      return isLeafType(getNamedType(field.type)) ? call : `${call} { __typename }`;
    })
    .join(' ');
}

test('every field that goes through whole arrays has a cost', async () => {
  const resolving = new AsyncLocalStorage<string>();
  const reading = new Set<string>();
  const watched = buildExecutableSchema();
  for (const type of Object.values(watched.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const resolve = field.resolve ?? defaultFieldResolver;
      field.resolve = (...args) => resolving.run(`${type.name}.${field.name}`, () => resolve(...args));
    }
  }
  const watch = <Cache extends object>(cache: Cache): Cache =>
    new Proxy(cache, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          reading.add(resolving.getStore() ?? 'nobody');
          return value.apply(target, args);
        };
      },
    });
  const { pairs, sharing, rows, labels } = edge.resources;
  const resources = {
    ...edge.resources,
    pairs: watch(pairs),
    sharing: watch(sharing),
    rows: watch(rows),
    labels: watch(labels),
  };
  for (const [name, path] of Object.entries(paths)) {
    const source = `{ ${path().replace('@', fieldsOf(watched.getType(name) as GraphQLObjectType))} }`;
    const contextValue = buildContext(resources, new AbortController().signal);
    const { data } = await graphql({ schema: watched, source, contextValue });
    expect(data, source).not.toBeNull();
  }
  expect(reading.size).toBeGreaterThan(25);
  expect([...reading].filter((place) => rules.get(place)?.weight == null).sort()).toEqual([]);
});

function costOf(query: string, variables: Record<string, unknown> = {}) {
  const document = parse(query);
  const operation = document.definitions.find((one) => one.kind === 'OperationDefinition');
  const cost = operation && operationCost({ schema, document, operation, variables });
  if (!cost) throw new TypeError('expected a cost');
  return cost;
}

test('a list costs as much as its arguments can give', () => {
  const cost = (query: string, variables?: Record<string, unknown>) => costOf(query, variables).total;
  const page = (args: string) => `{ dictionaries${args} { nodes { matchings { id } } } }`;
  // itself, the connection's field, and per dictionary its matchings with ten ids
  expect(cost(page('(first: 7)'))).toBe(1 + 1 + 7 * 11);
  expect(cost(page(''))).toBe(1 + 1 + 50 * 11);
  expect(cost(page('(filter: { runGroup: "a", initSeed: 1 })'))).toBe(1 + 1 + 2 * 11);
  expect(cost(page('(filter: { runGroup: "a" })'))).toBe(cost(page('')));
  expect(cost('{ runGroups(name: "a") { id } }')).toBe(1 + 2);
  expect(cost('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: ['a', 'b', 'c'] })).toBe(1 + 3);
  const search =
    'query ($in: [ID!], $n: Int) { nearestLatents(from: { latent: "a/1" }, dictionaries: $in, first: $n) { ...G } }';
  const inside = 'fragment G on NearestAnswer { groups { hits { rank } } }';
  expect(cost(`${search} ${inside}`, { in: ['a', 'b'], n: 3 })).toBe(1500 * 2 + 1 + 2 * (1 + 3));
  expect(cost(`${search} ${inside}`, { n: 4 })).toBe(1500 * 10 + 1 + 10 * (1 + 4));
  const sweep = (steps: number) => `sweep(steps: ${steps}) { ...P }`;
  const both = `{ matching(id: "a") { x: ${sweep(3)} y: ${sweep(100)} } } fragment P on ThresholdSweep { points { shared } }`;
  expect(cost(both)).toBe(1 + 2 * 50 + (1 + 3) + (1 + 100));
  expect(cost('{ matching(id: "a") { orphans(first: 2) { nodes { recoding(atoms: 3) { verdict } } } } }')).toBe(
    1 + 100 + 1 + 2 * (1100 * 3 + 1),
  );
});

test('a refusal names the field that costs most', async () => {
  const query = `{ dictionaries { nodes { name latents(first: 500) { nodes { index ...Meant } } } } } fragment Meant on Latent { universality { count } }`;
  const { total, costliest } = costOf(query);
  expect(costliest).toEqual({ path: 'dictionaries.nodes.latents.nodes.universality', cost: 50 * 500 * 20 });
  expect(total).toBeGreaterThan(MAX_COST);
  const { errors } = await edge.ask(query);
  expect(errors[0].extensions.code).toBe('QUERY_TOO_COSTLY');
  expect(errors[0].message).toContain('dictionaries.nodes.latents.nodes.universality costs most');
  expect(errors[0].extensions.hint).toContain('dictionaries.nodes.latents.nodes.universality');
});
