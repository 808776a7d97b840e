/** Every way to ask wrongly gives a stable code and a hint, and nothing of the server. */
import { GraphQLError } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ReseedError } from '../../src/errors.ts';
import { buildContext } from '../../src/graph/context.ts';
import { formatGlobalId, parseGlobalId } from '../../src/graph/global-id.ts';
import { ErrorPresenter } from '../../src/graph/http/error-presenter.ts';
import { type Log, presentError } from '../../src/graph/http/present-error.ts';
import { dictionaryId, type Edge, latentId, matchingId, N, openExampleEdge } from './example-edge.ts';

let edge: Edge;
beforeAll(async () => {
  edge = await openExampleEdge();
});
afterAll(() => edge.close());

const dictionary = (field: string) => `query ($id: ID!) { dictionary(id: $id) { ${field} } }`;
const matching = (field: string) => `query ($id: ID!) { matching(id: $id) { ${field} } }`;

test.each([
  ['BAD_INPUT', '{ dictionaries(first: 0) { totalCount } }'],
  ['BAD_INPUT', '{ dictionaries(first: 101) { totalCount } }'],
  ['BAD_INPUT', '{ dictionaries(first: -1) { totalCount } }'],
  ['BAD_INPUT', '{ jobs(first: 101) { totalCount } }'],
  ['BAD_INPUT', '{ matching { id } }'],
  ['BAD_ID', '{ latent(id: "no-index") { id } }'],
  ['BAD_ID', '{ latent(id: "") { id } }'],
  ['BAD_INPUT', '{ dictionaries(filter: { model: "a\\u0000b" }) { totalCount } }'],
  ['BAD_ID', '{ dictionary(id: "nonsense") { id } }'],
  ['BAD_ID', '{ job(id: "") { id } }'],
  ['BAD_ID', '{ nodes(ids: ["x"]) { id } }'],
  ['BAD_CURSOR', '{ jobs(after: "x") { totalCount } }'],
  ['GRAPHQL_PARSE_FAILED', '{ dictionaries('],
  ['GRAPHQL_VALIDATION_FAILED', '{ nothing }'],
  ['GRAPHQL_VALIDATION_FAILED', '{ nearestLatents(from: { latent: "a", vector: [1] }) { side } }'],
  ['GRAPHQL_VALIDATION_FAILED', '{ dictionaries(filter: { initSeed: 1.5 }) { totalCount } }'],
  ['GRAPHQL_VALIDATION_FAILED', '{ dictionaries(filter: { initSeed: 18446744073709551616 }) { totalCount } }'],
])('%s: %s', async (code, query) => {
  const { errors } = await edge.ask(query);
  expect(errors[0].extensions.code).toBe(code);
  if (!code.startsWith('GRAPHQL')) expect(errors[0].extensions.hint).toBeTruthy();
});

test('half a surrogate pair is not text', async () => {
  const query = 'query ($filter: DictionaryFilter) { dictionaries(filter: $filter) { totalCount } }';
  expect(await edge.code(query, { filter: { model: '\ud800' } })).toBe('BAD_INPUT');
  expect(await edge.code(query, { filter: { model: '\ud83d\ude00' } })).toBeUndefined();
});

test('limits and criteria of a dictionary and a matching', async () => {
  const [a, b] = [{ id: dictionaryId(edge.seeds[0]) }, { id: matchingId(edge.matchings[0]) }];
  expect(await edge.code(dictionary('latents(first: 501) { totalCount }'), a)).toBe('BAD_INPUT');
  expect(
    await edge.code(
      dictionary('latents(filter: { criterion: { threshold: 1.5 }, minUniversality: 1 }) { totalCount }'),
      a,
    ),
  ).toBe('BAD_INPUT');
  expect(
    await edge.code(dictionary(`latents(filter: { sharedWith: "${dictionaryId(edge.foreign)}" }) { totalCount }`), a),
  ).toBe('SPACE_MISMATCH');
  expect(await edge.code(dictionary(`latents(filter: { orphanIn: "${a.id}" }) { totalCount }`), a)).toBe('NOT_MATCHED');
  expect(
    await edge.code(dictionary(`latents(filter: { sharedWith: "${dictionaryId(edge.wide)}" }) { totalCount }`), {
      id: dictionaryId(edge.seeds[1]),
    }),
  ).toBe('NOT_MATCHED');
  expect(await edge.code(dictionary(`latents(filter: { sharedWith: "${b.id}" }) { totalCount }`), a)).toBe('BAD_ID');
  expect(await edge.code(matching('sweep(steps: 0) { of }'), b)).toBe('BAD_INPUT');
  expect(await edge.code(matching('sweep(steps: 1001) { of }'), b)).toBe('BAD_INPUT');
  expect(await edge.code(matching('cosineHistogram(bins: 501) { to }'), b)).toBe('BAD_INPUT');
  expect(await edge.code(matching('summary(criterion: { threshold: -0.1 }) { shared }'), b)).toBe('BAD_INPUT');
  expect(await edge.code(matching('orphans(first: 0) { totalCount }'), b)).toBe('BAD_INPUT');
  // without encoders the default definition has no value
  expect(await edge.code(matching('summary { shared }'), { id: matchingId(edge.matchings[4]) })).toBe('BAD_INPUT');
  expect(
    await edge.code('query ($id: ID!) { latent(id: $id) { partners { candidates(first: 5) { matched } } } }', {
      id: latentId(edge.seeds[0], 0),
    }),
  ).toBe('BAD_INPUT');
});

test('what is not there is null, and an id of another kind is refused', async () => {
  const { spaceId, id } = edge.seeds[0];
  const none = formatGlobalId({ kind: 'Dictionary', spaceId, id: id + 1_000_000 });
  expect(await edge.data(dictionary('id'), { id: none })).toEqual({ dictionary: null });
  expect(
    await edge.data(dictionary(`latent(index: ${N}) { id } before: latent(index: -1) { id }`), {
      id: dictionaryId(edge.seeds[0]),
    }),
  ).toEqual({
    dictionary: { latent: null, before: null },
  });
  expect(await edge.code(dictionary('id'), { id: matchingId(edge.matchings[0]) })).toBe('BAD_ID');
  expect(await edge.code('query ($id: ID!) { latent(id: $id) { id } }', { id: none })).toBe('BAD_ID');
});

test('ids are exactly those that were given out', () => {
  const id = latentId(edge.seeds[0], 7);
  expect(parseGlobalId(id)).toMatchObject({ kind: 'Latent', index: 7 });
  const forged = [
    'Latent:1:2',
    'Latent:1:2:-3',
    'Latent:1:2:3:4',
    'Latent:01:2:3',
    'Latent:1:2:99999999999',
    'Model:1:2',
    'Job:1',
    'Nothing:1',
    'Space:9007199254740993',
  ];
  for (const text of forged)
    expect(() => parseGlobalId(Buffer.from(text).toString('base64url'))).toThrow('Cannot use the id');
  for (const text of [`${id}=`, ` ${id}`, 'x'.repeat(10_000)])
    expect(() => parseGlobalId(text)).toThrow('Cannot use the id');
});

test('depth, aliases, directives and tokens are limited', async () => {
  const deep = `{ models { spaces { runGroups { ${'space { runGroups { '.repeat(8)} name ${'} }'.repeat(8)} } } } }`;
  const spread = `{ models { spaces { ...A } } } fragment A on Space { runGroups { space { runGroups { space { runGroups { space { ...B } } } } } } }
    fragment B on Space { runGroups { space { runGroups { space { runGroups { space { runGroups { space { id } } } } } } } } }`;
  const aliased = `{ ${Array.from({ length: 61 }, (_, i) => `a${i}: models { id }`).join(' ')} }`;
  for (const query of [deep, spread, aliased]) {
    const { errors } = await edge.ask(query);
    expect(errors[0]).toMatchObject({ extensions: { code: 'QUERY_TOO_COSTLY', hint: expect.any(String) } });
  }
  expect(await edge.code(`{ models { id ${'@include(if: true) '.repeat(6)} } }`)).toBe('GRAPHQL_VALIDATION_FAILED');
  expect(await edge.code(`{ models { ${'id '.repeat(3_100)} } }`)).toBe('GRAPHQL_PARSE_FAILED');
  const cyclic =
    '{ models { ...A } } fragment A on Model { spaces { model { ...B } } } fragment B on Model { spaces { model { ...A } } }';
  expect(await edge.code(cyclic)).toBe('GRAPHQL_VALIDATION_FAILED');
});

test('cost sees the values of variables and multiplies nested pages', async () => {
  const query = `query ($first: Int!) { dictionaries(first: $first) { nodes { latents(first: $first) { nodes { partners { decoder { latent { partners { shared } } } } } } } } }`;
  expect(await edge.code(query, { first: 100 })).toBe('QUERY_TOO_COSTLY');
  expect(await edge.code(query, { first: 3 })).toBeUndefined();
  const doubling = Array.from(
    { length: 20 },
    (_, i) =>
      `fragment F${i} on Space { x: runGroups { space { ...F${i + 1} } } y: runGroups { space { ...F${i + 1} } } }`,
  );
  expect(await edge.code(`{ models { spaces { ...F0 } } } ${doubling.join(' ')} fragment F20 on Space { id }`)).toBe(
    'QUERY_TOO_COSTLY',
  );
  // a full page of latents with all their partners is no more than one answer may hold, as are the most dictionaries searched at once
  const id = dictionaryId(edge.seeds[0]);
  expect(
    await edge.code(
      dictionary(
        'latents(first: 500) { nodes { index partners { dictionary { name } decoder { latent { index } cosine } encoder { latent { index } cosine } shared } universality { count } } }',
      ),
      { id },
    ),
  ).toBeUndefined();
  expect(
    await edge.code(dictionary('latents(first: 200) { nodes { vector(encoding: FLOATS) { floats } } }'), { id }),
  ).toBeUndefined();
  const many = `query ($in: [ID!]) { nearestLatents(from: { latent: "example/source/1" }, dictionaries: $in) { groups { dictionary { name } hits { rank latent { index } decoderCosine encoderCosine matchedPartner } } } }`;
  expect(await edge.code(many, { in: Array.from({ length: 32 }, () => id) })).toBeUndefined();
  const search = Array.from(
    { length: 50 },
    (_, i) => `a${i}: nearestLatents(from: { latent: "example/source/1" }) { side }`,
  );
  expect(await edge.code(`{ ${search.join(' ')} }`)).toBe('QUERY_TOO_COSTLY');
});

test('a request that has been given up does not begin its resolvers', async () => {
  const controller = new AbortController();
  controller.abort(new ReseedError('TIMED_OUT', 'Cannot finish this answer: too slow', { hint: 'Ask for less.' }));
  const contextValue = buildContext(edge.resources, controller.signal);
  const { body } = await edge.apollo.executeOperation({ query: '{ models { id } }' }, { contextValue });
  expect(body).toMatchObject({ singleResult: { errors: [{ extensions: { code: 'TIMED_OUT' } }] } });
});

test('an unexpected error becomes one sentence; the log has the rest under its reference', async () => {
  const before = edge.logged.length;
  // a database that has lost a table
  await edge.db.query('alter table hookpoints rename to hidden');
  const { errors, data } = await edge.ask('{ models { spaces { id } } }');
  await edge.db.query('alter table hidden rename to hookpoints');
  expect(data).toBeNull();
  expect(errors).toHaveLength(1);
  expect(JSON.stringify(errors)).not.toMatch(/hookpoints|select|\/src\/|node_modules/i);
  const { code, reference } = errors[0].extensions;
  expect(code).toBe('INTERNAL_SERVER_ERROR');
  expect(edge.logged.slice(before)).toEqual([expect.objectContaining({ reference, err: expect.any(Error) })]);
});

test('what GraphQL says of a request stays, what a resolver leaks does not', () => {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const formatted = { message: 'x', extensions: { code: 'GRAPHQL_VALIDATION_FAILED', stacktrace: ['at /srv/x'] } };
  expect(presentError({ formatted, error: new GraphQLError('no such field') }, log)).toEqual({
    message: 'no such field',
    extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
  });
  const leak = new GraphQLError('x', { originalError: new Error('password=1') });
  expect(JSON.stringify(presentError({ formatted, error: leak }, log))).not.toContain('password');
});

test('an outage of the database is logged once, and its end', () => {
  const lines: string[] = [];
  const note = (_: unknown, line: string) => lines.push(line);
  const errors = new ErrorPresenter({ debug() {}, info() {}, warn: note, error: note } as unknown as Log);
  const formatted = { message: 'raw' };
  const outages = [
    Object.assign(new Error('x'), { code: '57P01' }),
    Object.assign(new Error('x'), { code: '08006' }),
    new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED' })]),
    new Error('Connection terminated unexpectedly'),
  ];
  for (const outage of outages)
    expect(errors.present(formatted, outage)).toMatchObject({ extensions: { code: 'DATABASE_UNREACHABLE' } });
  errors.answered();
  errors.answered();
  expect(errors.present(formatted, Object.assign(new Error('x'), { code: '22P02' }))).toMatchObject({
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  });
  expect(lines).toEqual(['the database does not answer', 'the database answers again', 'an answer failed']);
});
