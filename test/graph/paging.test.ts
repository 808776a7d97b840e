/** Pages put together are the whole list: nobody twice, nobody missing, and both edges say so. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatCursor, parseCursor } from '../../src/graph/paging/cursor.ts';
import { runningJob } from '../db/example-rows.ts';
import { dictionaryId, type Edge, matchingId, openExampleEdge } from './example-edge.ts';

let edge: Edge;
beforeAll(async () => {
  edge = await openExampleEdge();
  for (let i = 0; i < 6; i++) await runningJob(edge.db);
});
afterAll(() => edge.close());

interface Connection {
  edges: { cursor: string; node: object }[];
  nodes: object[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  totalCount: number;
}

const PAGE = 'totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
const LATENTS = `${PAGE} edges { cursor node { index } } nodes { index }`;

const lists: Record<string, { query: string; id?: () => string; find: (data: never) => Connection }> = {
  dictionaries: {
    query: `query ($first: Int!, $after: String) { list: dictionaries(first: $first, after: $after) { ${PAGE} edges { cursor node { id } } nodes { id } } }`,
    find: ({ list }: { list: Connection }) => list,
  },
  matchings: {
    query: `query ($first: Int!, $after: String) { list: matchings(first: $first, after: $after) { ${PAGE} edges { cursor node { id } } nodes { id } } }`,
    find: ({ list }: { list: Connection }) => list,
  },
  jobs: {
    query: `query ($first: Int!, $after: String) { list: jobs(first: $first, after: $after) { ${PAGE} edges { cursor node { id } } nodes { id } } }`,
    find: ({ list }: { list: Connection }) => list,
  },
  ...Object.fromEntries(
    ['INDEX', 'FIRING_FREQUENCY', 'UNIVERSALITY', 'COSINE'].map((order) => [
      `latents by ${order}`,
      {
        query: `query ($id: ID!, $first: Int!, $after: String) { dictionary(id: $id) { list: latents(orderBy: ${order}, first: $first, after: $after) { ${LATENTS} } } }`,
        id: () => dictionaryId(edge.seeds[0]),
        find: ({ dictionary }: { dictionary: { list: Connection } }) => dictionary.list,
      },
    ]),
  ),
  'shared pairs': {
    query: `query ($id: ID!, $first: Int!, $after: String) { matching(id: $id) { list: sharedPairs(criterion: { threshold: 0.3 }, first: $first, after: $after) { ${PAGE} edges { cursor node { a { index } b { index } } } nodes { a { index } b { index } } } } }`,
    id: () => matchingId(edge.matchings[0]),
    find: ({ matching }: { matching: { list: Connection } }) => matching.list,
  },
  orphans: {
    query: `query ($id: ID!, $first: Int!, $after: String) { matching(id: $id) { list: orphans(of: B, criterion: { threshold: 0.95 }, first: $first, after: $after) { ${PAGE} edges { cursor node { latent { index } } } nodes { latent { index } } } } }`,
    id: () => matchingId(edge.matchings[0]),
    find: ({ matching }: { matching: { list: Connection } }) => matching.list,
  },
};

test.each(Object.keys(lists))('%s', async (name) => {
  const { query, id, find } = lists[name];
  const read = async (first: number, after: string | null) =>
    find((await edge.data(query, { first, after, ...(id && { id: id() }) })) as never);
  const whole = await read(100, null);
  expect(whole.totalCount).toBeGreaterThan(4);
  expect(whole.nodes).toHaveLength(whole.totalCount);
  expect(whole.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false });
  for (const first of [1, 2, whole.totalCount - 1, whole.totalCount]) {
    const rows: object[] = [];
    let after: string | null = null;
    for (let more = true; more; ) {
      const page: Connection = await read(first, after);
      expect(page.totalCount).toBe(whole.totalCount);
      expect(page.edges.map((one) => one.node)).toEqual(page.nodes);
      expect(page.pageInfo).toEqual({
        hasPreviousPage: rows.length > 0,
        hasNextPage: rows.length + page.nodes.length < whole.totalCount,
        startCursor: page.edges[0].cursor,
        endCursor: page.edges.at(-1)?.cursor,
      });
      rows.push(...page.nodes);
      after = page.pageInfo.endCursor;
      more = page.pageInfo.hasNextPage;
    }
    expect(rows).toEqual(whole.nodes);
  }
  const beyond = await read(5, whole.pageInfo.endCursor);
  expect(beyond).toMatchObject({
    nodes: [],
    pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null },
  });
});

test('a page continues from its place even where the row of the cursor has left the list', async () => {
  const read = (filter: object, after: string | null) =>
    edge.data(
      `query ($id: ID!, $filter: LatentFilter, $after: String) { dictionary(id: $id) { latents(filter: $filter, orderBy: FIRING_FREQUENCY, first: 3, after: $after) { nodes { index } pageInfo { endCursor } } } }`,
      { id: dictionaryId(edge.seeds[0]), filter, after },
    );
  const { dictionary: before } = await read({}, null);
  expect(before.latents.nodes).toEqual([{ index: 23 }, { index: 22 }, { index: 21 }]);
  const { dictionary: after } = await read({ maxFiringFrequency: 0.8 }, before.latents.pageInfo.endCursor);
  expect(after.latents.nodes).toEqual([{ index: 18 }, { index: 17 }, { index: 16 }]);
});

test('a cursor is good for its own list only', async () => {
  const first = await edge.data('{ dictionaries(first: 1) { pageInfo { endCursor } } }');
  const cursor = first.dictionaries.pageInfo.endCursor;
  const after = (text: string) =>
    edge.code('query ($after: String) { dictionaries(after: $after) { totalCount } }', { after: text });
  expect(await after(cursor)).toBeUndefined();
  expect(await edge.code('query ($after: String) { matchings(after: $after) { totalCount } }', { after: cursor })).toBe(
    'BAD_CURSOR',
  );
  for (const text of [
    '',
    'x',
    `${cursor}=`,
    `${cursor} `,
    Buffer.from('["dictionaries"]').toString('base64url'),
    'A'.repeat(2_000),
  ]) {
    expect(await after(text)).toBe('BAD_CURSOR');
  }
  const asked = (threshold: number, text: string | null) =>
    edge.ask(
      'query ($id: ID!, $t: Float!, $after: String) { matching(id: $id) { sharedPairs(criterion: { threshold: $t }, first: 1, after: $after) { pageInfo { endCursor } } } }',
      {
        id: matchingId(edge.matchings[0]),
        t: threshold,
        after: text,
      },
    );
  const { endCursor } = (await asked(0.3, null)).data.matching.sharedPairs.pageInfo;
  expect((await asked(0.3, endCursor)).errors).toEqual([]);
  expect((await asked(0.4, endCursor)).errors[0].extensions.code).toBe('BAD_CURSOR');
});

test('cursors round-trip and hold what was put in', () => {
  const cursor = formatCursor('list', [0.1, null, 'x']);
  expect(parseCursor(cursor, { list: 'list', shape: ['number', 'number?', 'string'] as const })).toEqual([
    0.1,
    null,
    'x',
  ]);
  expect(() => parseCursor(cursor, { list: 'list', shape: ['number', 'number', 'string'] as const })).toThrow('cursor');
  expect(parseCursor(undefined, { list: 'list', shape: [] })).toBeNull();
});

test.each([
  ['whole', 1.5],
  ['whole', -1],
  ['whole', 2 ** 53],
  ['whole', null],
  ['number', '1'],
  ['uuid', 'a'],
  ['uuid', 1],
  ['string', 1],
] as const)('a part that is to be %s is not %s', (type, part) => {
  expect(() => parseCursor(formatCursor('list', [part]), { list: 'list', shape: [type] })).toThrow('cursor');
});
