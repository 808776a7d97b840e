/** Planted dictionaries through the job and the API: the same function in other directions, the same directions with other gating. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DictionaryRow } from '../../db/stores/dictionaries.ts';
import { startActivationWriter } from '../../loaders/activations/shard-writer.ts';
import { type Ask, buildAsk } from '../../src/graph/ask.ts';
import { parseJobId } from '../../src/graph/global-id.ts';
import { listModelHookpoints } from '../../src/jobs/contexts/open-harvest.ts';
import { buildTokenEncoder } from '../../src/jobs/encoding/encode-tokens.ts';
import { readResult } from '../../src/jobs/queue/read-job.ts';
import { D as TINY_D, writeTinyModel } from '../compute/harvest/tiny-model.ts';
import { gaussianRows, publishExample, seededRandom } from '../db/example-rows.ts';
import { bundledRoot, type JobFixture, silent, startJobFixture } from './job-fixture.ts';

const [n, d, tokens] = [12, 16, 600];
/** Row i of the basis at place i of `order`. */
const basis = (order: (i: number) => number) =>
  Float32Array.from({ length: n * d }, (_, z) => Number(order(Math.floor(z / d)) === z % d));
const straight = basis((i) => i);
const turned = basis((i) => n - 1 - i);
const gatedElsewhere = basis((i) => (n - 1 - i + 5) % n);

let root: string;
let fixture: JobFixture;
let ask: Ask;
let dictionaries: DictionaryRow[];
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-firing-'));
  fixture = await startJobFixture({ importRoots: [root, bundledRoot] });
  const { db, queue } = fixture;
  const planted = [
    { decoder: straight, encoder: straight },
    { decoder: gaussianRows({ n, d, seed: 50 }), encoder: turned },
    { decoder: turned, encoder: gatedElsewhere },
  ];
  dictionaries = [];
  for (const [seed, rows] of planted.entries()) dictionaries.push(await publishExample(db, { n, d, seed, ...rows }));
  const random = seededRandom(3);
  const x = new Float32Array(tokens * d).fill(0.5); // the decoder bias of examples
  for (let t = 0; t < tokens; t++) for (let i = 0; i < n; i++) if (random() < 0.15) x[t * d + i] += 3 + 2 * random();
  const space = { model: 'example/model', revision: 'main', hookpoint: 'layers.0.mlp', dIn: d, normalisation: 'none' };
  const writer = await startActivationWriter({
    folder: path.join(root, 'activations'),
    space: { ...space, normalisation: 'none' },
    dtype: 'F32',
    provenance: { corpus: 'planted' },
    shardTokens: 256,
  });
  await writer.append(x);
  await writer.finish();
  const importRoots = [root];
  ask = buildAsk({
    db,
    queue,
    formats: [],
    log: silent,
    listHookpoints: (at: string) => listModelHookpoints({ path: at, roots: importRoots }),
    encodeTokens: buildTokenEncoder({ db, importRoots, threads: 1 }),
    embedder: null,
    jobPollMs: 10,
  });
});
afterAll(async () => {
  await fixture.close();
  await rm(root, { recursive: true });
});

const PAIRS = `query ($a: ID!, $b: ID!, $kind: TwinKind!) { matching(a: $a, b: $b, measure: ACTIVATION_CORRELATION) {
  id complete measure
  decoder { certificate { rowRounding } } encoder { meanMatchedCosine certificate { optimal pairsCovered } nulls { kind meanMatchedCosine } }
  direction: summary(criterion: { definition: DECODER }) { sharedFraction missingNulls { kind } }
  function: summary(criterion: { definition: ENCODER }) { sharedFraction nulls { kind sharedFraction } }
  both: summary { sharedFraction agreement criterion { definition } }
  cosineHistogram(side: ENCODER, bins: 2) { from counts }
  coverage { encoder { aByB { coverage nullCoverage } } }
  sharedPairs(criterion: { definition: DECODER }) { nodes { decoderCosine encoderCosine } }
  firing { tokens text pairs(kind: $kind) { totalCount statement nodes {
    a { index } b { index } cosine correlation jaccard aGivenB bGivenA firesA firesB } } }
} }`;

// oxlint-disable-next-line typescript/no-explicit-any -- answers have the shape of their document
const askPair = async (a: number, b: number, kind: string): Promise<any> => {
  const variables = { a: dictionaries[a].name, b: dictionaries[b].name, kind };
  return (await ask<{ matching: unknown }>({ query: PAIRS, variables })).matching;
};

test('all pairs are matched by what fires together, and each measure finds what was planted', async () => {
  const input = { runGroup: 'example', source: { activations: 'activations' } };
  const MATCH = 'mutation ($input: MatchActivationsInput!) { matchActivations(input: $input) { id title } }';
  const { matchActivations } = await ask<{ matchActivations: { id: string; title: string } }>({
    query: MATCH,
    variables: { input },
  });
  expect(matchActivations.title).toBe('match 3 dictionaries by activation on activations');
  const done = readResult('MATCH_ACTIVATIONS', await fixture.succeeded(parseJobId(matchActivations.id)));
  expect(done).toEqual({ matchingIds: [expect.any(Number), expect.any(Number), expect.any(Number)], tokens });

  const sameFunction = await askPair(0, 1, 'FIRING_ONLY');
  expect(sameFunction.decoder.certificate.rowRounding).toBeGreaterThan(0);
  expect(sameFunction).toMatchObject({
    complete: true,
    measure: 'ACTIVATION_CORRELATION',
    encoder: { certificate: { optimal: true, pairsCovered: n * n }, nulls: [{ kind: 'SHIFTED_TEXT' }] },
    direction: { missingNulls: [] },
    function: { sharedFraction: 1, nulls: [{ kind: 'SHIFTED_TEXT', sharedFraction: 0 }] },
    both: { sharedFraction: 0 },
    cosineHistogram: { from: -1, counts: [0, n] },
    coverage: { encoder: { aByB: { coverage: 1, nullCoverage: null } } },
    firing: { tokens, text: 'activations', pairs: { totalCount: n } },
  });
  expect(sameFunction.direction.sharedFraction).toBeLessThan(0.1); // one of twelve by chance, in 16 dimensions
  expect(sameFunction.encoder.meanMatchedCosine).toBeGreaterThan(0.98);
  expect(sameFunction.encoder.nulls[0].meanMatchedCosine).toBeLessThan(0.3);
  for (const { a, b, cosine, correlation, jaccard, aGivenB, bGivenA } of sameFunction.firing.pairs.nodes) {
    expect(b.index).toBe(n - 1 - a.index);
    expect(cosine).toBeLessThan(0.7);
    expect(correlation).toBeGreaterThan(0.98);
    expect([jaccard, aGivenB, bGivenA]).toEqual([1, 1, 1]);
  }

  const sameDirection = await askPair(0, 2, 'DIRECTION_ONLY');
  expect(sameDirection).toMatchObject({
    direction: { sharedFraction: 1 },
    both: { sharedFraction: 0, agreement: 0, criterion: { definition: 'BOTH_AGREE' } },
    firing: { pairs: { totalCount: n, statement: expect.stringContaining(`on ${tokens} tokens`) } },
  });
  // Of the partners by direction the matching knows no correlation: theirs is among what fires.
  expect(sameDirection.sharedPairs.nodes[0]).toEqual({ decoderCosine: 1, encoderCosine: null });
  for (const { a, b, cosine, correlation, firesA } of sameDirection.firing.pairs.nodes) {
    expect(b.index).toBe(n - 1 - a.index);
    expect(cosine).toBe(1);
    expect(Math.abs(correlation)).toBeLessThan(0.3);
    expect(firesA).toBeGreaterThan(20);
  }
  expect((await askPair(0, 2, 'BOTH')).firing.pairs).toMatchObject({ totalCount: 0, nodes: [] });
});

test('figures of a run group are there under the measure: every latent of function is in all seeds', async () => {
  const query = `{ runGroups(name: "example") { analysis(measure: ACTIVATION_CORRELATION, criterion: { definition: ENCODER }) {
    missing universality { fractions nulls { kind } } families { totalCount } } } }`;
  const { runGroups } = await ask<{ runGroups: unknown[] }>({ query });
  expect(runGroups).toMatchObject([
    {
      analysis: {
        missing: 0,
        universality: { fractions: [0, 0, 1], nulls: [{ kind: 'SHIFTED_TEXT' }] },
        families: { totalCount: n },
      },
    },
  ]);
});

test('the same tokens again are not computed again; other tokens take their place', async () => {
  const before = await askPair(0, 1, 'BOTH');
  const again = await fixture.queue.enqueue('MATCH_ACTIVATIONS', { dictionaries, activations: 'activations' });
  expect(await fixture.succeeded(again.id)).toMatchObject({ alreadyPresent: true });
  const fewer = { dictionaries, activations: 'activations', tokens: 300, nulls: false };
  const job = await fixture.queue.enqueue('MATCH_ACTIVATIONS', fewer);
  expect(readResult('MATCH_ACTIVATIONS', await fixture.succeeded(job.id))).toMatchObject({ tokens: 300 });
  const after = await askPair(0, 1, 'BOTH');
  expect(after).toMatchObject({ id: before.id, firing: { tokens: 300 } });
});

test('partners stand in for latents where direction and firing are the same, and hardly where one is not', async () => {
  const { db, queue, succeeded } = fixture;
  const twin = await publishExample(db, { n, d, seed: 8, decoder: turned, encoder: turned, group: 'twins' });
  const asked = { dictionaries: [dictionaries[0], twin], activations: 'activations' };
  await succeeded((await queue.enqueue('MATCH_ACTIVATIONS', asked)).id);
  const SUBSTITUTE = `mutation ($input: SubstitutePartnersInput!) { substitutePartners(input: $input) { id title } }`;
  const QUALITY = `query ($a: ID!, $b: ID!) { matching(a: $a, b: $b, measure: ACTIVATION_CORRELATION) {
    encoder { substitution { tokens pairs quality randomQuality area curve { coverage quality } byScore { pairs } byFrequency { pairs } } }
    decoder { substitution { quality } } }
    latent(id: "example/0/3") { partners(measure: ACTIVATION_CORRELATION) { dictionary { name }
      encoder { substitution { ablated substituted atLeast atMost random } } } } }`;
  // oxlint-disable-next-line typescript/no-explicit-any -- answers have the shape of their document
  const measure = async (b: DictionaryRow): Promise<any> => {
    const pair = { a: dictionaries[0].name, b: b.name };
    const input = { ...pair, measure: 'ACTIVATION_CORRELATION', source: { activations: 'activations' } };
    type Requested = { substitutePartners: { id: string; title: string }[] };
    const { substitutePartners } = await ask<Requested>({ query: SUBSTITUTE, variables: { input } });
    for (const { id } of substitutePartners) await succeeded(parseJobId(id));
    return ask({ query: QUALITY, variables: pair });
  };
  const same = (await measure(twin)).matching;
  expect(same.encoder.substitution).toMatchObject({ tokens, pairs: n, byScore: expect.any(Array) });
  expect(same.encoder.substitution.quality).toBeGreaterThan(0.95);
  expect(same.decoder.substitution.quality).toBeGreaterThan(0.95);
  expect(same.encoder.substitution.area).toBeGreaterThan(0.95);
  expect(same.encoder.substitution.randomQuality).toBeLessThan(0.2);
  for (const bins of ['byScore', 'byFrequency'])
    expect(same.encoder.substitution[bins].reduce((sum: number, bin: { pairs: number }) => sum + bin.pairs, 0)).toBe(n);

  const { matching, latent } = await measure(dictionaries[1]);
  expect(matching.encoder.substitution.quality).toBeLessThan(0.6); // the same firing along other directions
  const link = latent.partners.find(
    ({ dictionary }: { dictionary: { name: string } }) => dictionary.name === dictionaries[1].name,
  ).encoder.substitution;
  expect(link.ablated).toBeGreaterThan(0);
  expect(link.substituted).toBeGreaterThanOrEqual(link.atLeast);
  expect(link.substituted).toBeLessThanOrEqual(link.atMost);
});

test('a text is read by the model; sizes may differ', async () => {
  await writeTinyModel(path.join(root, 'model'));
  await writeFile(
    path.join(root, 'text.txt'),
    'the cat sat on the mat\n\na cat slept\n\nthe cat and a mat and the cat',
  );
  const at = { d: TINY_D, model: 'test/tiny', hookpoint: 'layers.1', group: 'tiny' };
  const [small, large] = [
    await publishExample(fixture.db, { ...at, n: 6, seed: 20 }),
    await publishExample(fixture.db, { ...at, n: 9, seed: 21 }),
  ];
  const request = { dictionaries: [large, small], model: 'model', corpus: 'text.txt' };
  const job = await fixture.queue.enqueue('MATCH_ACTIVATIONS', request);
  const done = readResult('MATCH_ACTIVATIONS', await fixture.succeeded(job.id));
  expect(done).toMatchObject({ matchingIds: [expect.any(Number)], tokens: 17 });
});

test('what cannot be matched by activation is refused, and says why', async () => {
  const enqueue = (request: object) =>
    fixture.queue.enqueue('MATCH_ACTIVATIONS', { dictionaries, ...request }).catch((error: unknown) => error);
  expect(await enqueue({})).toMatchObject({ code: 'BAD_INPUT' });
  expect(await enqueue({ activations: 'activations', model: 'model' })).toMatchObject({ code: 'BAD_INPUT' });
  expect(await enqueue({ activations: 'nothing' })).toMatchObject({ code: 'SOURCE_NOT_FOUND' });
  expect(await enqueue({ activations: 'activations', dictionaries: [dictionaries[0]] })).toMatchObject({
    code: 'BAD_INPUT',
  });
  const bare = await publishExample(fixture.db, { n, d, seed: 9, encoder: null, group: 'bare' });
  expect(await enqueue({ activations: 'activations', dictionaries: [dictionaries[0], bare] })).toMatchObject({
    code: 'CANNOT_ENCODE',
  });
  const [a, b] = dictionaries;
  const measures = ['ACTIVATION_CORRELATION' as const];
  await expect(fixture.queue.enqueueMatchings({ pairs: [{ a, b }], measures, nulls: false })).rejects.toMatchObject({
    code: 'BAD_INPUT',
    hint: expect.stringContaining('matchActivations'),
  });
});
