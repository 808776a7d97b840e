/** Published matchings into the database: files of our own, pickles of others, next to weights and without them. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../db/connect/connect.ts';
import { listDictionaries } from '../../db/stores/dictionaries.ts';
import { claimJob, createJob, type JobRow } from '../../db/stores/job-runs.ts';
import { findSides, listMatchings } from '../../db/stores/matchings.ts';
import { exportMatching, planExport } from '../../src/cli/export/matching-files.ts';
import { findMatchings } from '../../src/cli/import-matching/find-matchings.ts';
import { buildAsk } from '../../src/graph/ask.ts';
import { buildContext, buildResources } from '../../src/graph/context.ts';
import { formatGlobalId } from '../../src/graph/global-id.ts';
import { importMatching } from '../../src/jobs/matching/import-matching.ts';
import type { RequestOf } from '../../src/jobs/queue/job-queue.ts';
import type { TaskContext } from '../../src/jobs/worker/task.ts';
import { stateAlive } from '../db/example-rows.ts';
import { write } from '../loaders/write-pickle.ts';
import { type JobFixture, silent, startJobFixture } from './job-fixture.ts';
import { writeSparsifyCheckpoint } from './sparsify-checkpoint.ts';
import { buildTokenEncoder } from '../../src/jobs/encoding/encode-tokens.ts';

const N = 24;
let root: string;
/** Has the weights and solves. */
let origin: JobFixture;
/** Is given files. */
let other: JobFixture;

const published = path.resolve(import.meta.dirname, '../../../shared/data/paper-matchings');
const optionsOf = ({ db, queue }: JobFixture) => ({
  db,
  queue,
  formats: [],
  log: silent,
  listHookpoints: async () => [],
  encodeTokens: buildTokenEncoder({ db, importRoots: [], threads: 1 }),
});

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-published-'));
  await writeFile(path.join(root, 'reseed.json'), JSON.stringify({ model: 'tiny', hookpoint: 'layers.0' }));
  const roots = existsSync(published) ? [root, published] : [root];
  origin = await startJobFixture({ importRoots: roots });
  other = await startJobFixture({ importRoots: roots });
  for (const seed of [1, 2, 3]) {
    await writeSparsifyCheckpoint(path.join(root, `run/seed${seed}`), { n: N, d: 8, seed: seed * 7 });
    await succeed(origin, origin.queue.enqueue('IMPORT', { path: `run/seed${seed}` }));
  }
  const { rows } = await listDictionaries(origin.db, { filter: {}, first: 10, after: null });
  for (const row of rows) await stateAlive(origin.db, row);
  const pairs = rows.flatMap((a, i) => rows.slice(i + 1).map((b) => ({ a, b })));
  const { jobs } = await origin.queue.enqueueMatchings({ pairs, measures: ['COSINE'], nulls: false });
  for (const job of jobs) await succeed(origin, Promise.resolve(job));
  const group = formatGlobalId({ kind: 'RunGroup', spaceId: rows[0].spaceId, id: rows[0].runGroupId });
  for (const format of ['json', 'csv'] as const) {
    const options = optionsOf(origin);
    const context = buildContext(buildResources(options), new AbortController().signal);
    const folder = path.join(root, 'exports');
    for (const one of await planExport(buildAsk(options), { groups: [group], measure: 'COSINE', format, folder })) {
      await exportMatching(context, { ...one, format });
    }
  }
}, 300_000);
afterAll(async () => {
  await origin.close();
  await other.close();
  await rm(root, { recursive: true });
});

async function succeed(fixture: JobFixture, asked: Promise<JobRow>): Promise<JobRow> {
  return fixture.succeeded((await asked).id);
}

async function failure(fixture: JobFixture, asked: Promise<JobRow>) {
  const { state, errorCode, errorMessage, errorHint } = await fixture.ended((await asked).id);
  expect(state).toBe('FAILED');
  expect(errorHint?.length).toBeGreaterThan(10);
  return { code: errorCode, message: errorMessage };
}

/** Rows of every table that an import writes. */
async function countRows(db: Database): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of [
    'dictionaries',
    'latents',
    'matchings',
    'matching_sides',
    'matching_latents',
    'matching_blocks',
  ]) {
    const [{ count }] = await db.query<{ count: number }>(`select count(*)::int as count from ${table}`);
    counts[table] = count;
  }
  return counts;
}

/** Numbers of a run group that need partners and cosines, but no rows. */
async function answers(fixture: JobFixture, runGroup: string): Promise<unknown> {
  const query = `query ($name: String) { runGroups(name: $name) {
    dictionaries { name architecture nLatents nAlive nDead initSeed }
    matchings { measure complete
      decoder { pairs objective meanMatchedCosine }
      summary { shared orphans latents dead sharedFraction agreement meanDecoderCosine meanEncoderCosine }
      both: summary(criterion: { definition: BOTH, aliveOnly: true }) { shared meanDecoderCosine }
      sweep(steps: 20) { points { threshold shared } }
      cosineHistogram(bins: 10) { counts }
      sharedPairs(criterion: { threshold: 0.2 }) { nodes { a { index } b { index } decoderCosine } }
      orphans { nodes { latent { index alive } partner { decoder { latent { index } cosine } encoder { cosine } agree shared } } } }
    analysis { missing
      sharedMatrix { rows { sharedFractions cells { shared meanDecoderCosine } } }
      universality { fractions } onlyInBase { points { fraction } } union { union core unseen { value low high } }
      cycleConsistency { decoder { mean } allAgree { mean } }
      families { totalCount nodes { size meanCosine minCosine latents { index } } } } } }`;
  type Side = { objective: number; meanMatchedCosine: number };
  type Matching = { decoder: Side; orphans: { nodes: { latent: { index: number } }[] } };
  type Answer = { runGroups: { matchings: Matching[] }[] };
  const answer = await buildAsk(optionsOf(fixture))<Answer>({ query, variables: { name: runGroup } });
  // their order rests on nearest latents, which an export does not hold
  for (const { matchings } of answer.runGroups) {
    for (const { orphans } of matchings) orphans.nodes.sort((x, y) => x.latent.index - y.latent.index);
    // summed in another order
    for (const { decoder } of matchings) decoder.objective = Number(decoder.objective.toFixed(11));
    for (const { decoder } of matchings) decoder.meanMatchedCosine = Number(decoder.meanMatchedCosine.toFixed(11));
  }
  return answer;
}

const exported = (a: number, b: number, format: string) =>
  path.join(root, `exports/run.seed${a}-seed${b}.cosine.${format}`);

test('an export, imported elsewhere, gives equal answers without the weights', async () => {
  const paths = [exported(1, 2, 'json'), exported(1, 3, 'csv'), exported(2, 3, 'json')];
  for (const file of paths)
    await succeed(other, other.queue.enqueue('IMPORT_MATCHING', { path: file, publishedBy: 'us' }));
  expect(await answers(other, 'run')).toEqual(await answers(origin, 'run'));
  const { rows } = await listDictionaries(other.db, { filter: {}, first: 10, after: null });
  const { rows: here } = await listDictionaries(origin.db, { filter: {}, first: 10, after: null });
  expect(rows.map((row) => [row.hasWeights, row.contentSha256, row.statedSha256])).toEqual(
    here.map((row) => [false, null, row.contentSha256]),
  );
  const { rows: matchings } = await listMatchings(other.db, { filter: {}, first: 10, after: null });
  for (const [decoder, encoder] of await findSides(other.db, matchings)) {
    for (const { certificate, publication } of [decoder, encoder]) {
      expect(certificate).toBeNull();
      expect(publication).toMatchObject({
        by: 'us',
        format: 'reseed-matching',
        cosines: 'STATED',
        statedCertificate: { optimal: true },
      });
    }
  }
});

test('the same again changes nothing, and another matching of the same pair is refused', async () => {
  const before = await countRows(other.db);
  for (const file of [exported(1, 2, 'json'), exported(1, 2, 'csv')]) {
    expect(await succeed(other, other.queue.enqueue('IMPORT_MATCHING', { path: file }))).toMatchObject({
      alreadyPresent: true,
    });
  }
  const changed = JSON.parse(await readFile(exported(1, 2, 'json'), 'utf8'));
  const [first, second] = changed.latents;
  for (const field of ['decoderPartner', 'decoderCosine', 'decoderPartnerAlive'])
    [first[field], second[field]] = [second[field], first[field]];
  await writeFile(path.join(root, 'changed.json'), JSON.stringify(changed));
  const refused = await failure(other, other.queue.enqueue('IMPORT_MATCHING', { path: 'changed.json' }));
  expect(refused).toMatchObject({ code: 'MATCHING_EXISTS', message: expect.stringContaining('2 of 24 latents') });
  expect(await countRows(other.db)).toEqual(before);
});

test('next to weights it is held against what was solved here, and never replaces it', async () => {
  const before = await countRows(origin.db);
  expect(await succeed(origin, origin.queue.enqueue('IMPORT_MATCHING', { path: exported(1, 2, 'csv') }))).toMatchObject(
    {
      alreadyPresent: true,
    },
  );
  // the file of another program that swapped two pairs, with the cosines that their rows then have not
  expect(await failure(origin, origin.queue.enqueue('IMPORT_MATCHING', { path: 'changed.json' }))).toMatchObject({
    code: 'MATCHING_FILE_BAD',
  });
  const swapped = write.assignment(
    0,
    Array.from({ length: N }, (_, i) => i),
  );
  await writeFile(path.join(root, 'indices_decoder_run-seed1-seed2.pkl'), swapped);
  const stated = { publishedBy: 'x', model: 'tiny', hookpoint: 'layers.{layer}', dIn: 8 };
  const pickle = { ...stated, path: 'indices_decoder_run-seed1-seed2.pkl' };
  const refused = await failure(origin, origin.queue.enqueue('IMPORT_MATCHING', pickle));
  expect(refused).toMatchObject({
    code: 'MATCHING_EXISTS',
    message: expect.stringMatching(/solved here, with a proof.* less$/),
  });
  expect(await countRows(origin.db)).toEqual(before);
});

test('next to weights that nobody matched, cosines are computed from the rows, and a solution takes its place', async () => {
  for (const seed of [4, 5]) {
    await writeSparsifyCheckpoint(path.join(root, `fresh/seed${seed}`), { n: N, d: 8, seed: seed * 7 });
    await succeed(origin, origin.queue.enqueue('IMPORT', { path: `fresh/seed${seed}` }));
  }
  const columns = Array.from({ length: N }, (_, i) => (5 * i + 3) % N);
  for (const side of ['decoder', 'encoder'])
    await writeFile(path.join(root, `${side}.pkl`), write.assignment(0, columns));
  const request = {
    path: 'decoder.pkl',
    encoderPath: 'encoder.pkl',
    publishedBy: 'x',
    model: 'tiny',
    hookpoint: 'layers.0',
    dIn: 8,
    runGroup: 'fresh',
    initSeedA: 5,
    initSeedB: 4,
  };
  const job = await succeed(origin, origin.queue.enqueue('IMPORT_MATCHING', request));
  type Answer = {
    runGroups: {
      dictionaries: unknown[];
      matchings: {
        a: { initSeed: string };
        decoder: { objective: number; certificate: unknown; publication: { cosines: string } | null };
        sharedPairs: { nodes: { a: { index: number }; b: { index: number }; decoderCosine: number }[] };
      }[];
    }[];
  };
  const ask = () =>
    buildAsk(optionsOf(origin))<Answer>({
      query: `{ runGroups(name: "fresh") { dictionaries { name } matchings { a { initSeed } decoder { objective certificate { gap } publication { cosines } }
        sharedPairs(criterion: { definition: DECODER, threshold: 0 }) { nodes { a { index } b { index } decoderCosine } } } } }`,
    });
  const [
    {
      dictionaries,
      matchings: [matching],
    },
  ] = (await ask()).runGroups;
  expect(dictionaries).toHaveLength(2);
  expect(matching.decoder).toMatchObject({ certificate: null, publication: { cosines: 'COMPUTED' } });
  // rows of the file are seed 5, which is B here
  expect(matching.a.initSeed).toBe('4');
  expect(matching.sharedPairs.nodes.length).toBeGreaterThan(3);
  for (const { a, b, decoderCosine } of matching.sharedPairs.nodes) {
    expect(columns[b.index]).toBe(a.index);
    const [{ cosine }] = await origin.db.query<{ cosine: number }>(
      `select 1 - (x.vector <=> y.vector) as cosine from latent_vectors x, latent_vectors y
       where x.dictionary_id = (select a from matchings where id = $1) and y.dictionary_id = (select b from matchings where id = $1)
         and x.side = 0 and y.side = 0 and x.index = $2 and y.index = $3`,
      [job.matchingId, a.index, b.index],
    );
    expect(decoderCosine).toBeCloseTo(cosine, 5);
  }
  const { rows } = await listDictionaries(origin.db, { filter: { runGroupName: 'fresh' }, first: 5, after: null });
  const { jobs } = await origin.queue.enqueueMatchings({
    pairs: [{ a: rows[0], b: rows[1] }],
    measures: ['COSINE'],
    nulls: false,
  });
  expect(jobs).toHaveLength(2);
  for (const one of jobs) await succeed(origin, Promise.resolve(one));
  const [
    {
      matchings: [solved],
    },
  ] = (await ask()).runGroups;
  expect(solved.decoder.publication).toBeNull();
  expect(solved.decoder.certificate).not.toBeNull();
  expect(solved.decoder.objective).toBeGreaterThan(matching.decoder.objective);
});

test('what is missing or does not fit is refused with what to give, and nothing is written', async () => {
  const before = await countRows(other.db);
  await writeFile(path.join(root, 'plain.pkl'), write.assignment(3, [1, 0, 2]));
  await writeFile(path.join(root, 'four.pkl'), write.assignment(3, [1, 0, 2, 3]));
  await writeFile(
    path.join(root, 'evil.pkl'),
    write.pickle(write.global('os', 'system'), write.text('true'), write.u8(0x85), write.u8(0x52)),
  );
  const stated = { publishedBy: 'x', model: 'm', hookpoint: 'h', dIn: 4 };
  const attempts: [string, RequestOf<'IMPORT_MATCHING'>][] = [
    ['IDENTITY_UNKNOWN', { path: 'plain.pkl' }],
    ['IDENTITY_UNKNOWN', { ...stated, path: 'plain.pkl', publishedBy: undefined }],
    ['IDENTITY_UNKNOWN', { ...stated, path: 'plain.pkl', dIn: undefined }],
    ['BAD_INPUT', { ...stated, path: 'exports' }],
    ['NOT_FOUND', { ...stated, path: 'plain.pkl', layer: '9' }],
    ['MATCHING_FILE_BAD', { ...stated, path: 'plain.pkl', encoderPath: 'four.pkl' }],
    ['PICKLE_REFUSED', { ...stated, path: 'evil.pkl' }],
    ['SPACE_MISMATCH', { ...stated, path: 'plain.pkl', model: 'tiny', hookpoint: 'layers.0', dIn: 9 }],
    ['SAME_DICTIONARY', { ...stated, path: 'plain.pkl', initSeedA: 1, initSeedB: 1 }],
    [
      'GROUP_MISMATCH',
      {
        ...stated,
        path: 'plain.pkl',
        model: 'tiny',
        hookpoint: 'layers.0',
        dIn: 8,
        runGroup: 'run',
        initSeedA: 1,
        initSeedB: 2,
      },
    ],
    [
      'GROUP_MISMATCH',
      {
        ...stated,
        path: 'plain.pkl',
        model: 'tiny',
        hookpoint: 'layers.0',
        dIn: 8,
        runGroup: 'run',
        initSeedA: 8,
        initSeedB: 9,
      },
    ],
  ];
  for (const [code, request] of attempts) {
    expect([request, (await failure(other, other.queue.enqueue('IMPORT_MATCHING', request))).code]).toEqual([
      request,
      code,
    ]);
  }
  await expect(other.queue.enqueue('IMPORT_MATCHING', { path: '/etc/passwd' })).rejects.toMatchObject({
    code: 'PATH_OUTSIDE_ROOTS',
  });
  await expect(other.queue.enqueue('IMPORT_MATCHING', { path: 'none.pkl' })).rejects.toMatchObject({
    code: 'SOURCE_NOT_FOUND',
  });
  await expect(other.queue.enqueue('IMPORT_MATCHING', { path: 'plain.pkl', dIn: 0 })).rejects.toMatchObject({
    code: 'BAD_INPUT',
  });
  expect(await countRows(other.db)).toEqual(before);
});

test('broken off at its last moment it leaves nothing', async () => {
  const before = await countRows(other.db);
  const payload = { path: path.join(root, 'plain.pkl'), publishedBy: 'x', model: 'lost', hookpoint: 'h', dIn: 4 };
  const { job } = await createJob(other.db, { kind: 'IMPORT_MATCHING', key: 'broken', title: 'x', payload });
  const claimed = await claimJob(other.db, job.id);
  if (claimed === null) throw new Error('the job cannot be claimed');
  const context: TaskContext = {
    db: other.db,
    job: claimed,
    settings: { importRoots: [root], threads: 1, memoryMb: 256 },
    signal: new AbortController().signal,
    progress: () => {},
    notice: () => {},
    enqueueMatching: () => Promise.resolve(),
    fenced: (work) => other.db.transaction(work),
  };
  const writeAll = await importMatching(context, payload);
  expect(await countRows(other.db)).toEqual(before);
  const broken = other.db.transaction(async (tx) => {
    await writeAll(tx);
    const [{ count }] = await tx.query<{ count: number }>(
      "select count(*)::int as count from dictionaries where name like 'plain/%'",
    );
    expect(count).toBe(2);
    throw new Error('killed');
  });
  await expect(broken).rejects.toThrow('killed');
  expect(await countRows(other.db)).toEqual(before);
});

test('several imports at once register each dictionary once', async () => {
  const four = ['p-seed1-seed2', 'p-seed1-seed3', 'p-seed2-seed3', 'p-seed3-seed4'];
  for (const name of four) await writeFile(path.join(root, `${name}.pkl`), write.assignment(0, [2, 0, 1]));
  const stated = { publishedBy: 'x', model: 'tiny', hookpoint: 'layers.0', dIn: 8 };
  const contexts = await Promise.all(
    four.map(async (name): Promise<[TaskContext, { path: string }]> => {
      const payload = { ...stated, path: path.join(root, `${name}.pkl`) };
      const { job } = await createJob(other.db, { kind: 'IMPORT_MATCHING', key: name, title: name, payload });
      const claimed = await claimJob(other.db, job.id);
      if (claimed === null) throw new Error('the job cannot be claimed');
      const context: TaskContext = {
        db: other.db,
        job: claimed,
        settings: { importRoots: [root], threads: 1, memoryMb: 256 },
        signal: new AbortController().signal,
        progress: () => {},
        notice: () => {},
        enqueueMatching: () => Promise.resolve(),
        fenced: (work) => other.db.transaction(work),
      };
      return [context, payload];
    }),
  );
  await Promise.all(contexts.map(async ([context, payload]) => context.fenced(await importMatching(context, payload))));
  const { rows } = await listDictionaries(other.db, { filter: { runGroupName: 'p' }, first: 10, after: null });
  expect(rows).toHaveLength(4);
  expect(new Set(rows.map((row) => row.initSeed))).toEqual(new Set([1, 2, 3, 4]));
});

test('the command line finds pairs of pickles and exports in folders', async () => {
  const folder = path.join(root, 'mixed');
  await mkdir(folder);
  const files = {
    'indices_decoder_r.pkl': write.assignments(
      [3, 4].map((layer) => [write.int(layer), write.array(write.int64s([0])), write.array(write.int64s([0]))]),
    ),
    'indices_encoder_r.pkl': write.assignment(3, [0]),
    'notes.json': '{}',
    'mine.json': await readFile(exported(1, 2, 'json')),
  };
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
  const [encoderPath, decoder] = ['indices_encoder_r.pkl', 'indices_decoder_r.pkl'].map((name) =>
    path.join(folder, name),
  );
  expect(await findMatchings([folder], {})).toEqual([
    { path: decoder, encoderPath, layer: '3' },
    { path: decoder, encoderPath, layer: '4' },
    { path: path.join(folder, 'mine.json') },
  ]);
  expect(await findMatchings([decoder], { encoder: encoderPath, layer: '3' })).toEqual([
    { path: decoder, encoderPath, layer: '3' },
  ]);
  await expect(findMatchings([encoderPath], {})).rejects.toMatchObject({ code: 'BAD_INPUT' });
  await expect(findMatchings([decoder], { encoder: encoderPath })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  await expect(findMatchings([path.join(root, 'run')], {})).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' });
});

describe.skipIf(!existsSync(published))("the paper's matchings of four seeds with 32,768 latents", () => {
  test("give the authors' agreement and cycle consistency", async () => {
    const expected = JSON.parse(readFileSync(path.join(published, 'expected.json'), 'utf8'));
    const pairs = [
      [3, 4],
      [3, 5],
      [3, 6],
      [4, 5],
      [4, 6],
      [5, 6],
    ];
    const file = (side: string, [a, b]: number[]) =>
      path.join(published, `indices_${side}_k32-sae-mlp-32k-seed${a}-seed${b}.pkl`);
    const stated = {
      publishedBy: 'Paulo and Belrose',
      model: 'EleutherAI/pythia-160m',
      hookpoint: 'layers.{layer}.mlp',
      dIn: 768,
    };
    for (const pair of pairs) {
      await succeed(
        other,
        other.queue.enqueue('IMPORT_MATCHING', {
          ...stated,
          path: file('decoder', pair),
          encoderPath: file('encoder', pair),
        }),
      );
    }
    type Mean = { mean: number };
    type Answer = {
      runGroups: {
        space: { hookpoint: string };
        dictionaries: { initSeed: string }[];
        analysis: {
          note: string;
          sharedMatrix: { rows: { sharedFractions: number[] }[] };
          cycleConsistency: Record<'decoder' | 'encoder' | 'firstAgrees' | 'allAgree', Mean>;
        };
      }[];
    };
    const {
      runGroups: [group],
    } = await buildAsk(optionsOf(other))<Answer>({
      query: `{ runGroups(name: "k32-sae-mlp-32k") { space { hookpoint } dictionaries { initSeed }
        analysis(criterion: { definition: AGREE }) { note sharedMatrix { rows { sharedFractions } }
          cycleConsistency { decoder { mean } encoder { mean } firstAgrees { mean } allAgree { mean } } } } }`,
    });
    expect(group.space.hookpoint).toBe('layers.6.mlp');
    expect(group.dictionaries.map(({ initSeed }) => initSeed)).toEqual(['3', '4', '5', '6']);
    const { sharedMatrix, cycleConsistency, note } = group.analysis;
    expect(note).toContain('published by Paulo and Belrose');
    for (const [a, b] of pairs)
      expect(sharedMatrix.rows[a - 3].sharedFractions[b - 3]).toBe(expected.agreement[`${a}-${b}`]);
    const triples = ['3-4-5', '3-4-6', '3-5-6', '4-5-6'];
    const plain = (side: string) =>
      triples.reduce((sum, triple) => sum + expected.cycle_consistency[`${side} ${triple}`], 0) / 4;
    expect(cycleConsistency.decoder.mean).toBeCloseTo(plain('decoder'), 12);
    expect(cycleConsistency.encoder.mean).toBeCloseTo(plain('encoder'), 12);
    expect(cycleConsistency.decoder.mean).toBeCloseTo(0.52, 1);
    // theirs is from one side of each triple, ours over its six orders
    expect(cycleConsistency.allAgree.mean).toBeCloseTo(
      plain('decoder, among latents whose partners agree in all three matchings'),
      2,
    );
  }, 300_000);
});
