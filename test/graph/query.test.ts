/** What the queries answer, with values that are known from the rows. */
import { readFileSync } from 'node:fs';
import { isObjectType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findJobs } from '../../db/stores/job-runs.ts';
import { readVectors } from '../../db/stores/latents.ts';
import { loadEnd } from '../../db/stores/matchings.ts';
import { boundCosineRounding } from '../../src/compute/matching/pair-score.ts';
import { buildExecutableSchema } from '../../src/graph/executable-schema.ts';
import { formatGlobalId } from '../../src/graph/global-id.ts';
import { runningJob } from '../db/example-rows.ts';
import { D, dictionaryId, type Edge, latentId, matchingId, N, openExampleEdge } from './example-edge.ts';

let edge: Edge;
beforeAll(async () => {
  edge = await openExampleEdge();
});
afterAll(() => edge.close());

test('models, spaces, run groups and their dictionaries, ordered by seed', async () => {
  const { models } = await edge.data(`{ models { id name revision spaces {
    id hookpoint dIn normalisation model { id name }
    runGroups { id name space { id } dictionaries { initSeed } sameSeedPairs { initSeed } matchings { a { initSeed } b { initSeed } } }
  } } }`);
  expect(models.map((model: { name: string }) => model.name).toSorted()).toEqual(['another/model', 'example/model']);
  const [space] = models.find((model: { name: string }) => model.name === 'example/model').spaces;
  expect(space).toMatchObject({
    hookpoint: 'layers.0.mlp',
    dIn: D,
    normalisation: 'none',
    model: { name: 'example/model' },
  });
  const groups = Object.fromEntries(space.runGroups.map((group: { name: string }) => [group.name, group]));
  expect(Object.keys(groups).toSorted()).toEqual(['bare', 'example', 'wide']);
  expect(groups.example.dictionaries.map((one: { initSeed: string }) => one.initSeed)).toEqual(['1', '2', '3']);
  expect(groups.example.sameSeedPairs).toEqual([]);
  expect(groups.example.matchings.map((one: { a: object; b: object }) => [one.a, one.b])).toEqual([
    [{ initSeed: '1' }, { initSeed: '2' }],
    [{ initSeed: '1' }, { initSeed: '3' }],
    [{ initSeed: '2' }, { initSeed: '3' }],
  ]);
  expect(groups.wide.matchings).toEqual([]);
});

test('a dictionary by id and by portal id, with its provenance', async () => {
  const fields = `name architecture nLatents dIn k l1Coefficient initSeed dataSeed dataset tokens nAlive nDead portalId nearestIndexes { side }
    runGroup { name } space { dIn } provenance { format sourceUri contentSha256 decoderSha256 encoderSha256 files { name size sha256 } guesses { field value because } config importedAt }`;
  const { byId, byPortalId } = await edge.data(
    `query ($id: ID!) { byId: dictionary(id: $id) { ${fields} } byPortalId: dictionary(id: "example/source") { ${fields} } }`,
    { id: dictionaryId(edge.seeds[0]) },
  );
  expect(byPortalId).toEqual(byId);
  const { contentSha256, createdAt } = edge.seeds[0];
  expect(byId).toMatchObject({
    architecture: 'TOPK',
    nLatents: N,
    dIn: D,
    k: 8,
    initSeed: '1',
    tokens: 1_000_000_000_000,
    nDead: 1,
    runGroup: { name: 'example' },
    provenance: {
      contentSha256,
      importedAt: createdAt.toISOString(),
      config: { k: 8, nested: { list: [1, 2.5, null] } },
    },
  });
  expect(byId.provenance.files[0].size).toBe(2 ** 33);
});

test('dictionaries by every filter', async () => {
  const names = async (filter: object) => {
    const { dictionaries } = await edge.data(
      'query ($filter: DictionaryFilter) { dictionaries(filter: $filter) { totalCount nodes { id } edges { node { id } } } }',
      { filter },
    );
    expect(dictionaries.edges.map((one: { node: object }) => one.node)).toEqual(dictionaries.nodes);
    expect(dictionaries.totalCount).toBe(dictionaries.nodes.length);
    return dictionaries.nodes.map((one: { id: string }) => one.id);
  };
  const [first, second, third] = edge.seeds.map(dictionaryId);
  const { spaceId, runGroupId } = edge.seeds[0];
  expect(await names({ runGroup: 'example' })).toEqual([first, second, third]);
  expect(await names({ runGroup: formatGlobalId({ kind: 'RunGroup', spaceId, id: runGroupId }) })).toEqual([
    first,
    second,
    third,
  ]);
  expect(await names({ initSeed: 2 })).toEqual([second]);
  expect(await names({ initSeed: '2' })).toEqual([second]);
  expect(await names({ model: 'another/model' })).toEqual([dictionaryId(edge.foreign)]);
  expect(await names({ model: 'nobody/nothing' })).toEqual([]);
  expect(await names({ architecture: 'GATED' })).toEqual([]);
  expect(await names({ hookpoint: 'layers.0.mlp', runGroup: null })).toHaveLength(6);
});

test('a latent by id, and by id or portal id of its dictionary and its index', async () => {
  const { byId, byPortal, at, in_, beyond, none } = await edge.data(
    `query ($id: ID!, $dictionary: ID!, $at: ID!) {
      byId: latent(id: $id) { ...F }
      byPortal: latent(id: "example/source/5") { ...F }
      at: latent(id: $at) { ...F }
      in_: dictionary(id: $dictionary) { latent(index: 5) { ...F } }
      beyond: latent(id: "example/source/${N}") { ...F }
      none: latent(id: "example/nothing/5") { ...F }
    }
    fragment F on Latent { id index portalId alive decoderNorm encoderNorm encoderBias threshold firingFrequency dictionary { id }
      floats: vector(encoding: FLOATS) { dimensions encoding floats base64 }
      base64: vector(side: ENCODER, encoding: BASE64_F32) { dimensions floats base64 } }`,
    {
      id: latentId(edge.seeds[0], 5),
      dictionary: dictionaryId(edge.seeds[0]),
      at: `${dictionaryId(edge.seeds[0])}/5`,
    },
  );
  expect(byPortal).toEqual(byId);
  expect(at).toEqual(byId);
  expect(in_.latent).toEqual(byId);
  expect([beyond, none]).toEqual([null, null]);
  const { spaceId, id } = edge.seeds[0];
  const [decoder, encoder] = await readVectors(edge.db, [
    { spaceId, dictionaryId: id, index: 5, side: 'DECODER' },
    { spaceId, dictionaryId: id, index: 5, side: 'ENCODER' },
  ]);
  expect(byId.floats).toEqual({ dimensions: D, encoding: 'FLOATS', floats: Array.from(decoder ?? []), base64: null });
  const bytes = Buffer.from(byId.base64.base64, 'base64');
  expect(Array.from({ length: D }, (_, z) => bytes.readFloatLE(z * 4))).toEqual(Array.from(encoder ?? []));
  expect(byId).toMatchObject({ index: 5, portalId: 'example/source/5', threshold: null });
  expect(byId.decoderNorm).toBeCloseTo(Math.hypot(...(decoder ?? [])), 6);
  expect(byId.firingFrequency).toBeCloseTo(5 / N, 6);
});

test('an encoder row is null where there is no encoder', async () => {
  const { latent } = await edge.data(
    'query ($id: ID!) { latent(id: $id) { encoderNorm vector(side: ENCODER, encoding: FLOATS) { dimensions } } }',
    {
      id: latentId(edge.bare, 0),
    },
  );
  expect(latent).toEqual({ encoderNorm: null, vector: null });
});

test('node and nodes give every kind of object, in order, and null for what is not there', async () => {
  const job = await runningJob(edge.db);
  const { spaceId, id, runGroupId } = edge.seeds[0];
  const { models } = await edge.data('{ models { id spaces { id } } }');
  const ids = [
    models[0].id,
    models[0].spaces[0].id,
    formatGlobalId({ kind: 'RunGroup', spaceId, id: runGroupId }),
    dictionaryId(edge.seeds[0]),
    latentId(edge.seeds[0], 3),
    matchingId(edge.matchings[0]),
    formatGlobalId({ kind: 'Job', id: job.id }),
    formatGlobalId({ kind: 'Dictionary', spaceId, id: id + 1_000_000 }),
  ];
  const kinds = ['Model', 'Space', 'RunGroup', 'Dictionary', 'Latent', 'Matching', 'Job'];
  const { nodes } = await edge.data('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', { ids });
  expect(nodes).toEqual([...kinds.map((kind, i) => ({ __typename: kind, id: ids[i] })), null]);
  const { node } = await edge.data('query ($id: ID!) { node(id: $id) { ... on Latent { index } } }', { id: ids[4] });
  expect(node).toEqual({ index: 3 });
});

test('the sides of a matching are what the engine stored', async () => {
  const { matching } = await edge.data(
    `query ($id: ID!) { matching(id: $id) { measure complete sameInitSeed a { initSeed } b { initSeed }
      decoder { ...S } encoder { ...S } } }
     fragment S on SideMatching { side pairs objective meanMatchedCosine mmcsAB mmcsBA regret computedAt
       certificate { optimal primal dual gap tolerance roundingBound pairsCovered rounds solver } nulls { kind meanMatchedCosine mmcsAB mmcsBA regret draws seed } }`,
    { id: matchingId(edge.matchings[0]) },
  );
  expect(matching).toMatchObject({
    measure: 'COSINE',
    complete: true,
    sameInitSeed: false,
    a: { initSeed: '1' },
    b: { initSeed: '2' },
  });
  for (const side of ['decoder', 'encoder'] as const) {
    const { partner, cosine } = await loadEnd(edge.db, {
      matching: edge.matchings[0],
      side: side === 'decoder' ? 'DECODER' : 'ENCODER',
      end: 'A',
      n: N,
    });
    expect(partner.every((index) => index >= 0)).toBe(true);
    const sum = cosine.reduce((total, value) => total + value, 0);
    expect(matching[side]).toMatchObject({
      side: side.toUpperCase(),
      pairs: N,
      certificate: { optimal: true, pairsCovered: N * N },
    });
    // a cosine that rounding cannot tell from 1 is 1, and the sum is that of the dot products
    const rounding = boundCosineRounding(D);
    expect(Math.abs(matching[side].objective - sum)).toBeLessThan(N * rounding);
    expect(Math.abs(matching[side].meanMatchedCosine - sum / N)).toBeLessThan(rounding);
    const [chance, ...others] = matching[side].nulls;
    expect(others).toEqual([]);
    expect(chance).toMatchObject({ kind: 'ISOTROPIC', draws: 2 });
    expect(chance.mmcsBA).toBeGreaterThanOrEqual(chance.meanMatchedCosine);
    expect(chance.regret).toBeCloseTo(chance.mmcsAB - chance.meanMatchedCosine, 12);
    expect(matching[side].mmcsAB).toBeGreaterThanOrEqual(matching[side].meanMatchedCosine);
  }
});

test('a matching names the kinds of null that it lacks, and why', async () => {
  const query =
    'query ($id: ID!) { matching(id: $id) { summary(criterion: { definition: DECODER }) { missingNulls { kind reason } } } }';
  const ask = async (at: number) =>
    (await edge.data(query, { id: matchingId(edge.matchings[at]) })).matching.summary.missingNulls;
  const computed = expect.stringContaining('Not computed yet');
  expect(await ask(0)).toEqual([
    { kind: 'COVARIANCE_MATCHED', reason: computed },
    { kind: 'JOINT', reason: computed },
    { kind: 'ROTATION', reason: computed },
    { kind: 'INITIAL', reason: expect.stringContaining('the rows that a dictionary began with are not known') },
  ]);
  const bare = await ask(4);
  expect(bare[1]).toEqual({ kind: 'JOINT', reason: 'Cannot be drawn: a dictionary has no encoder rows.' });
});

test('a matching with a dictionary without encoder has no encoder side and is complete', async () => {
  const { matching } = await edge.data(
    `query ($id: ID!) { matching(id: $id) { complete encoder { pairs } sameInitSeed
      summary(criterion: { definition: DECODER }) { agreement meanEncoderCosine basis { encoderCertificate { gap } } } } }`,
    { id: matchingId(edge.matchings[4]) },
  );
  expect(matching).toEqual({
    complete: true,
    encoder: null,
    sameInitSeed: true,
    summary: { agreement: null, meanEncoderCosine: null, basis: { encoderCertificate: null } },
  });
});

test('matchings by every filter', async () => {
  const ids = async (filter: object) => {
    const { matchings } = await edge.data(
      'query ($filter: MatchingFilter) { matchings(filter: $filter) { totalCount edges { cursor } nodes { id } } }',
      { filter },
    );
    expect(matchings.totalCount).toBe(matchings.nodes.length);
    return matchings.nodes.map((one: { id: string }) => one.id);
  };
  const all = edge.matchings.map(matchingId);
  const { spaceId, runGroupId } = edge.seeds[0];
  expect(await ids({})).toEqual(all);
  expect(await ids({ dictionary: dictionaryId(edge.seeds[1]) })).toEqual([all[0], all[2]]);
  expect(await ids({ runGroup: formatGlobalId({ kind: 'RunGroup', spaceId, id: runGroupId }) })).toEqual(
    all.slice(0, 3),
  );
  expect(await ids({ measure: 'ABSOLUTE_COSINE' })).toEqual([]);
  const { dictionary } = await edge.data('query ($id: ID!) { dictionary(id: $id) { matchings { id } } }', {
    id: dictionaryId(edge.seeds[0]),
  });
  expect(dictionary.matchings.map((one: { id: string }) => one.id)).toEqual([all[0], all[1], all[3], all[4]]);
});

test('every definition is answered in the words of the page, and by fields that there are', async () => {
  const { definitions } = await edge.data(
    '{ definitions { name title answeredBy statement assumes byChance interval silentOn } }',
  );
  const page = readFileSync(new URL('../../docs/definitions.md', import.meta.url), 'utf8');
  const schema = buildExecutableSchema();
  for (const { title, statement, assumes, interval, silentOn, answeredBy } of definitions) {
    expect(page).toContain(`## ${title}\n`);
    expect(page).toContain(`> ${statement}\n`);
    expect(page).toContain(`**Assumes:** ${assumes}`);
    expect(page).toContain(`**Interval:** ${interval ?? 'none is given.'}`);
    expect(page).toContain(`**It does not say:** ${silentOn}`);
    for (const place of answeredBy) {
      const [name, field] = place.split('.');
      const type = schema.getType(name);
      expect([place, isObjectType(type) && field in type.getFields()]).toEqual([place, true]);
    }
  }
  expect(definitions.length).toBe(page.match(/^## /gm)?.length);
  expect(definitions.map(({ name }: { name: string }) => name)).toContain('universality');
});

test('the formats are those of the registry', async () => {
  const { checkpointFormats } = await edge.data('{ checkpointFormats { name description } }');
  expect(checkpointFormats).toEqual(edge.options.formats);
});

test('a job tells its state and progress', async () => {
  const row = await runningJob(edge.db);
  const { job } = await edge.data(
    `query ($id: ID!) { job(id: $id) { id kind state title attempt createdAt startedAt finishedAt
      progress { done total fraction unit step } failure { code } subject { __typename } result { __typename } } }`,
    { id: formatGlobalId({ kind: 'Job', id: row.id }) },
  );
  expect(job).toMatchObject({
    kind: 'IMPORT',
    state: 'RUNNING',
    attempt: 1,
    progress: null,
    failure: null,
    subject: null,
    result: null,
    finishedAt: null,
  });
  const { jobs } = await edge.data(
    '{ jobs(filter: { state: RUNNING, kind: IMPORT }, first: 1) { totalCount nodes { id } } }',
  );
  expect(jobs.nodes).toEqual([{ id: formatGlobalId({ kind: 'Job', id: row.id }) }]);
  expect((await findJobs(edge.db, [row.id]))[0]?.state).toBe('RUNNING');
});
