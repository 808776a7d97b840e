/** What takes an id takes a name, too: which row a text means, and what is said where it means none or several. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatGlobalId } from '../../src/graph/global-id.ts';
import { publishExample } from '../db/example-rows.ts';
import { dictionaryId, type Edge, latentId, matchingId, openExampleEdge } from './example-edge.ts';

let edge: Edge;
beforeAll(async () => {
  edge = await openExampleEdge();
});
afterAll(() => edge.close());

const runGroupId = ({ spaceId, runGroupId: id }: { spaceId: number; runGroupId: number }) =>
  formatGlobalId({ kind: 'RunGroup', spaceId, id });

test('a dictionary by id, portal id and name; ids go before portal ids, and these before names', async () => {
  const [first, second] = edge.seeds;
  const find = async (id: string) =>
    (await edge.data('query ($id: ID!) { dictionary(id: $id) { id } }', { id })).dictionary;
  expect(await find(dictionaryId(second))).toEqual({ id: dictionaryId(second) });
  expect(await find('example/2')).toEqual({ id: dictionaryId(second) });
  expect(await find('example/source')).toEqual({ id: dictionaryId(first) });
  expect(await find('example/9')).toBeNull();
  const named = await publishExample(edge.db, { n: 4, d: 4, seed: 77, group: 'taken', portalId: 'example/2' });
  expect(await find('example/2')).toEqual({ id: dictionaryId(named) });
});

test('a run group by id and name', async () => {
  const query = 'query ($id: ID!) { runGroup(id: $id) { id dictionaries { name } } }';
  const { runGroup } = await edge.data(query, { id: 'wide' });
  expect(runGroup).toEqual({ id: runGroupId(edge.wide), dictionaries: [{ name: 'example/4' }] });
  expect(await edge.data(query, { id: runGroup.id })).toEqual({ runGroup });
  expect(await edge.code(query, { id: 'nobody' })).toBe('BAD_ID');
  expect(await edge.code(query, { id: dictionaryId(edge.wide) })).toBe('BAD_ID');
});

test('a latent by id, and by every name of its dictionary', async () => {
  const [first] = edge.seeds;
  const find = async (id: string) => (await edge.data('query ($id: ID!) { latent(id: $id) { id } }', { id })).latent;
  const wide = { id: latentId(edge.wide, 29) };
  for (const dictionary of [dictionaryId(edge.wide), 'example/4']) expect(await find(`${dictionary}/29`)).toEqual(wide);
  expect(await find(latentId(edge.wide, 29))).toEqual(wide);
  expect(await find('example/source/5')).toEqual({ id: latentId(first, 5) });
  expect(await find('example/4/30')).toBeNull();
  expect(await find('example/4/9999999999')).toBeNull();
  expect(await find('example/9/0')).toBeNull();
  expect(await edge.code('{ latent(id: "example/4") { id } }')).toBe('BAD_ID');
});

test('a name that several have is refused with all of them, and how to say which', async () => {
  const { seeds } = edge;
  // Unique within a space; another space may have it again.
  const bare = await publishExample(edge.db, { n: 5, d: 4, seed: 1, group: 'elsewhere', model: 'third/model' });
  const { errors } = await edge.ask('{ dictionary(id: "example/1") { id } }');
  expect(errors[0]).toMatchObject({
    message: 'Cannot tell which one "example/1" is: 2 dictionaries have this name',
    extensions: { code: 'AMBIGUOUS_NAME' },
  });
  for (const one of [dictionaryId(seeds[0]), dictionaryId(bare)]) expect(errors[0].extensions.hint).toContain(one);
  expect(errors[0].extensions.hint).toContain('portal id example/source');
  expect(await edge.code('{ latent(id: "example/1/0") { id } }')).toBe('AMBIGUOUS_NAME');
  for (const candidate of errors[0].extensions.hint?.match(/[\w-]{16,}/g) ?? []) {
    const { dictionary } = await edge.data('query ($id: ID!) { dictionary(id: $id) { name } }', { id: candidate });
    expect(dictionary).toEqual({ name: 'example/1' });
  }
});

test('a run group of several spaces is ambiguous as a thing, and all of them as a condition', async () => {
  const other = await publishExample(edge.db, { n: 5, d: 4, seed: 91, group: 'wide', model: 'another/model' });
  const { errors } = await edge.ask('{ runGroup(id: "wide") { id } }');
  expect(errors[0].extensions.code).toBe('AMBIGUOUS_NAME');
  for (const one of [edge.wide, other]) expect(errors[0].extensions.hint).toContain(runGroupId(one));
  expect(errors[0].extensions.hint).toContain('another/model');
  const listed = async (runGroup: string) => {
    const query = 'query ($filter: DictionaryFilter) { dictionaries(filter: $filter) { nodes { id } } }';
    return (await edge.data(query, { filter: { runGroup } })).dictionaries.nodes;
  };
  expect(await listed('wide')).toEqual([{ id: dictionaryId(edge.wide) }, { id: dictionaryId(other) }]);
  expect(await listed(runGroupId(other))).toEqual([{ id: dictionaryId(other) }]);
  expect(await listed('nobody')).toEqual([]);
});

test('everything that takes an id takes a name', async () => {
  const first = 'example/source';
  const { byEnds, byBack, none, matchings, nearestLatents, dictionary } = await edge.data(
    `query ($first: ID!) {
      byEnds: matching(a: $first, b: "example/3") { id }
      byBack: matching(a: "example/3", b: $first) { id }
      none: matching(a: $first, b: "example/3", measure: ABSOLUTE_COSINE) { id }
      matchings(filter: { runGroup: "example", dictionary: $first }) { nodes { id } }
      nearestLatents(from: { latent: "example/3/2" }, dictionaries: [$first, "example/source"], first: 1) { groups { dictionary { initSeed } } }
      dictionary(id: $first) { latents(filter: { sharedWith: "example/3" }) { totalCount } }
    }`,
    { first },
  );
  expect(byEnds).toEqual({ id: matchingId(edge.matchings[1]) });
  expect(byBack).toEqual(byEnds);
  expect(none).toBeNull();
  expect(matchings.nodes).toEqual([edge.matchings[0], edge.matchings[1]].map((one) => ({ id: matchingId(one) })));
  expect(nearestLatents.groups).toEqual([{ dictionary: { initSeed: '1' } }]);
  expect(dictionary.latents.totalCount).toBeGreaterThan(0);
  const request = 'mutation ($input: RequestMatchingInput!) { requestMatching(input: $input) { matchings { id } } }';
  expect(
    (await edge.data(request, { input: { runGroup: 'example', nulls: false } })).requestMatching.matchings,
  ).toHaveLength(3);
  expect(
    (await edge.data(request, { input: { a: first, b: 'example/3', nulls: false } })).requestMatching.matchings,
  ).toEqual([byEnds]);
  expect(await edge.code(request, { input: { a: first, b: 'example/9' } })).toBe('NOT_FOUND');
  expect(await edge.code('mutation { deleteDictionary(id: "example/9") { id } }')).toBe('NOT_FOUND');
});
