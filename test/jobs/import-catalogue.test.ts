/** Published dictionaries by the names of a catalogue: listed, inspected and imported from a hub, by API and command, with what the catalogue knows of them. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findDictionaries } from '../../db/stores/dictionaries.ts';
import { buildAsk } from '../../src/graph/ask.ts';
import { findNamedCheckpoints } from '../../src/cli/named/named-checkpoints.ts';
import { listNamedPlaces } from '../../src/cli/named/named-places.ts';
import { listCatalogueFacts } from '../../src/jobs/catalogues/catalogue-facts.ts';
import { buildTokenEncoder } from '../../src/jobs/encoding/encode-tokens.ts';
import { COMMIT, type HubServer, readTree, startHubServer, TOKEN } from '../loaders/hub-server.ts';
import { bundledRoot, type JobFixture, silent, startJobFixture } from './job-fixture.ts';

const set = 'gemma-scope-2-270m-pt';
const base = 'layer_5_width_262k_l0_medium';
let root: string;
let server: HubServer;
let fixture: JobFixture;
let catalogue: string;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-catalogue-'));
  catalogue = path.join(root, 'pretrained_saes.yaml');
  await writeFile(
    catalogue,
    `seeds:
  config_overrides:
    dataset_path: some/text
  model: tiny
  repo_id: me/seeds
  saes:
  - {id: one, path: seed1/layers.2.mlp, neuronpedia: tiny/2-one, l0: 4}
  - {id: two, path: seed2/layers.2.mlp, neuronpedia: tiny/2-two}
`,
  );
  // A real one of another size in the place of one twin, and one that differs from it in a number in that of the other.
  const scope = await readTree(path.resolve('test/loaders/publishers/gemma_scope_2/gemma-scope-2-4b-pt'));
  const params = scope['resid_post/layer_9_width_16k_l0_medium/params.safetensors'];
  const twin = Buffer.from(params);
  twin.writeFloatLE(0.5, twin.length - 4);
  server = await startHubServer({
    'me/seeds': await readTree(path.join(bundledRoot, 'mlp_topk_k4_N512')),
    [`google/${set}`]: {
      [`resid_post/${base}/params.safetensors`]: params,
      [`resid_post/${base}_seed_1/params.safetensors`]: twin,
    },
  });
  fixture = await startJobFixture({ importRoots: [root], hub: server.settings(path.join(root, 'blocks')) });
});
afterAll(async () => {
  await fixture.close();
  await server.close();
  await rm(root, { recursive: true });
});

test('the API imports a dictionary of a public set by its name', async () => {
  for (const [id, facts] of [
    [base, { initSeed: 0, portalId: 'gemma-3-270m/5-gemmascope-2-res-262k' }],
    [`${base}_seed_1`, { initSeed: 1, portalId: null }],
  ] as const) {
    const path_ = `multi-seed:${set}/${id}`;
    expect(await fixture.queue.inspectImport({ path: path_ })).toMatchObject({
      sourceUri: `hf:google/${set}@${COMMIT}/resid_post/${id}`,
      checkpoint: facts,
      refusals: [],
    });
    const job = await fixture.succeeded((await fixture.queue.enqueue('IMPORT', { path: path_ })).id);
    const [row] = await findDictionaries(fixture.db, [{ spaceId: job.spaceId ?? 0, id: job.dictionaryId ?? 0 }]);
    expect(row).toMatchObject({ sourceUri: `hf:google/${set}@${COMMIT}/resid_post/${id}`, ...facts });
  }
  await expect(fixture.queue.enqueue('IMPORT', { path: `multi-seed:${set}` })).rejects.toMatchObject({
    code: 'BAD_INPUT',
    hint: expect.stringContaining(`multi-seed:${set}/${base}`),
  });
  await expect(fixture.queue.enqueue('IMPORT', { path: 'multi-seed:none' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

test('the API lists a catalogue in pages', async () => {
  const { db, queue } = fixture;
  const encodeTokens = buildTokenEncoder({ db, importRoots: [], threads: 1 });
  const ask = buildAsk({ db, queue, formats: [], log: silent, listHookpoints: async () => [], encodeTokens });
  const query = `query ($path: String, $filter: CatalogueFilter, $first: Int!, $after: String) { catalogue(path: $path, filter: $filter, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } nodes { release id place model layer width seed seeds portalId l0 } } }`;
  interface Page {
    catalogue: { totalCount: number; pageInfo: { hasNextPage: boolean; endCursor: string }; nodes: object[] };
  }
  const { catalogue: shipped } = await ask<Page>({
    query,
    variables: { filter: { model: '270m', layer: 5 }, first: 3 },
  });
  expect(shipped).toMatchObject({ totalCount: 4, pageInfo: { hasNextPage: true } });
  expect(shipped.nodes[1]).toEqual({
    release: set,
    id: `${base}_seed_1`,
    place: `hf:google/${set}/resid_post/${base}_seed_1`,
    model: 'google/gemma-3-270m',
    layer: 5,
    width: '262k',
    seed: '1',
    seeds: 2,
    portalId: null,
    l0: 55,
  });
  const after = shipped.pageInfo.endCursor;
  const rest = await ask<Page>({ query, variables: { filter: { model: '270m', layer: 5 }, first: 3, after } });
  expect(rest.catalogue).toMatchObject({ pageInfo: { hasNextPage: false } });
  expect(rest.catalogue.nodes).toHaveLength(1);
  const named = await ask<Page>({
    query,
    variables: { path: 'pretrained_saes.yaml', filter: { hasSeeds: true }, first: 10 },
  });
  expect(named.catalogue.nodes).toMatchObject([
    { release: 'seeds', id: 'one', seed: '1', seeds: 2, portalId: 'tiny/2-one', l0: 4 },
    { release: 'seeds', id: 'two', seed: '2', seeds: 2, portalId: 'tiny/2-two', l0: null },
  ]);
  await expect(queue.listCatalogue({ path: '../x.yaml', filter: {} })).rejects.toMatchObject({
    code: 'PATH_OUTSIDE_ROOTS',
  });
});

test('commands list a catalogue, and import a release with its portal ids', async () => {
  const { DATABASE_URL: _, ...inherited } = process.env;
  const env = { ...inherited, HF_ENDPOINT: server.endpoint, HF_TOKEN: TOKEN, RESEED_HUB_HOSTS: server.store };
  const run = async (...args: string[]) =>
    (await promisify(execFile)(process.execPath, [path.resolve('src/cli/main.ts'), ...args], { cwd: root, env }))
      .stdout;
  expect(await run('catalogue', catalogue, '--with-seeds')).toMatch(/seeds\/two .* tiny\/2-two\n2 of 2 dictionaries/);
  const printed = await run('import', 'seeds', '--from-catalogue', catalogue, '--hookpoint', 'layers.2.mlp');
  expect(printed).toContain(`import hf:me/seeds@${COMMIT}/seed2/layers.2.mlp`);
  expect(printed.match(/done/g)).toHaveLength(2);
}, 60_000);

test('a set is every dictionary of it that is there, and a name that is in no catalogue is refused', async () => {
  const hub = server.settings(path.join(root, 'named'));
  const places = await listNamedPlaces([`multi-seed:${set}/${base}`, `multi-seed:${set}/${base}_seed_1`], undefined);
  const { found, empty } = await findNamedCheckpoints(places, hub);
  expect(empty).toEqual([]);
  expect(found.map((one) => [one.path, one.entry?.seed])).toEqual([
    [`hf:google/${set}@${COMMIT}/resid_post/${base}`, null],
    [`hf:google/${set}@${COMMIT}/resid_post/${base}_seed_1`, '1'],
  ]);
  expect(await listNamedPlaces([`multi-seed:${set}`], undefined)).toHaveLength(8);
  expect(await listNamedPlaces(['seeds'], catalogue)).toHaveLength(2);
  expect(await listNamedPlaces(['seeds/two'], catalogue)).toMatchObject([{ folder: 'hf:me/seeds/seed2/layers.2.mlp' }]);
  await expect(listNamedPlaces(['seeds/three'], catalogue)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('what files state is not overruled by the catalogue', () => {
  const entry = {
    release: 'r',
    id: 'i',
    place: 'hf:a/b',
    layer: null,
    width: null,
    seed: null,
    seeds: 1,
    portalId: 'm/1-x',
    l0: null,
    model: 'their-model',
    stated: { dataset: 'text', hookpoint: 'h', normalisation: 'constant_norm_rescale', centresWeights: true },
  };
  const nothing = { model: null, revision: null, hookpoint: null, normalisation: 'none', runGroup: null };
  const unknown = { ...nothing, initSeed: null, dataSeed: null, dataset: null, tokens: null, portalId: null };
  expect(listCatalogueFacts(entry, unknown)).toEqual({
    portalId: 'm/1-x',
    model: 'their-model',
    hookpoint: 'h',
    dataset: 'text',
    normalisation: 'constant_norm_rescale + center_writing_weights',
  });
  const known = { ...unknown, model: 'm', hookpoint: 'k', dataset: 's', normalisation: 'layer_norm + fold_ln' };
  expect(listCatalogueFacts(entry, known)).toEqual({
    portalId: 'm/1-x',
    normalisation: 'layer_norm + center_writing_weights + fold_ln',
  });
  expect(listCatalogueFacts({ ...entry, stated: {} }, known)).toEqual({ portalId: 'm/1-x' });
});
