import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findEmbedder } from '../../db/stores/embeddings.ts';
import { listExplanationsOfDictionary } from '../../db/stores/explanations.ts';
import { writeExplanations } from '../../db/stores/explanation-writer.ts';
import { buildTextEmbedder, type TextEmbedder } from '../../src/compute/embedding/text-embedder.ts';
import { runJob } from '../../src/jobs/worker/run-job.ts';
import { parseJobId } from '../../src/graph/global-id.ts';
import { findJobs } from '../../db/stores/job-runs.ts';
import { writeTinyEmbeddingModel } from '../compute/embedding/tiny-embedding-model.ts';
import { exampleExplanation, exampleScore } from '../db/example-explanations.ts';
import { readEmbeddings } from '../db/naive-embeddings.ts';
import { recordStatements } from '../db/test-database.ts';
import { silent } from '../jobs/job-fixture.ts';
import { dictionaryId, type Edge, openExampleEdge } from './example-edge.ts';

let edge: Edge;
let root: string;
let embedder: TextEmbedder;
const TEXTS = [
  'names of rivers',
  'the word river in <b>bold</b>',
  'verbs of running',
  'lakes and streams',
  'red and blue',
  'running water',
  'colours',
];
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-search-'));
  await writeTinyEmbeddingModel(root);
  embedder = buildTextEmbedder({ folder: root, threads: 1 });
  edge = await openExampleEdge({ embedder });
  for (const [d, dictionary] of edge.seeds.entries()) {
    await writeExplanations(edge.db, {
      dictionary,
      jobId: null,
      rows: TEXTS.map((text, i) =>
        exampleExplanation({
          index: (3 * i + d) % dictionary.nLatents,
          text,
          method: i % 2 === 0 ? 'even' : 'odd',
          scores: i < 4 ? [exampleScore({ value: 0.5 + i / 10 + d / 100 })] : [],
        }),
      ),
    });
  }
});
afterAll(async () => {
  await embedder.close();
  await edge.close();
  await rm(root, { recursive: true });
});

interface Found {
  totalCount: number;
  nodes: {
    score: number;
    textRank: number | null;
    similarity: number | null;
    explanation: { id: string; text: string };
    snippet: { text: string; matched: boolean }[];
    latent: { index: number };
  }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  textQuery: string | null;
  embedder: { name: string } | null;
  explanations: number;
  embedded: number | null;
}
const SEARCH = `query ($text: String!, $mode: SearchMode!, $filter: ExplanationFilter, $first: Int!, $after: String) {
  searchExplanations(text: $text, mode: $mode, filter: $filter, first: $first, after: $after) {
    totalCount textQuery embedder { name } explanations embedded pageInfo { hasNextPage endCursor }
    nodes { score textRank similarity snippet { text matched } latent { index } explanation { id text } }
  } }`;
const variables = (asked: object) => ({ mode: 'FULL_TEXT', filter: null, first: 50, after: null, ...asked });
const search = async (asked: object): Promise<Found> => (await edge.data(SEARCH, variables(asked))).searchExplanations;
const texts = ({ nodes }: Found) => new Set(nodes.map((hit) => hit.explanation.text));
const refused = (asked: object) => edge.code(SEARCH, variables(asked));

async function embedAll(): Promise<void> {
  for (const dictionary of edge.seeds) {
    const { embedExplanations } = await edge.data(
      'mutation ($id: ID!) { embedExplanations(dictionary: $id) { id kind } }',
      { id: dictionaryId(dictionary) },
    );
    const settings = { importRoots: [], threads: 1, memoryMb: 512, embeddingModel: root };
    await runJob(parseJobId(embedExplanations.id), {
      db: edge.db,
      settings,
      stopping: new AbortController().signal,
      heartbeat: async () => {},
      log: silent,
    });
    const [job] = await findJobs(edge.db, [parseJobId(embedExplanations.id)]);
    expect(job).toMatchObject({ state: 'SUCCEEDED', kind: 'EMBED' });
  }
}

test('before anything is embedded search by meaning finds nothing, and says why', async () => {
  const found = await search({ text: 'river', mode: 'SEMANTIC' });
  expect(found).toMatchObject({
    totalCount: 0,
    nodes: [],
    explanations: 21,
    embedded: 0,
    embedder: { name: path.basename(root) },
  });
});

test('words are found in any form, phrases as they stand, prefixes as they begin', async () => {
  expect(texts(await search({ text: 'river' }))).toEqual(new Set([TEXTS[0], TEXTS[1]]));
  expect(texts(await search({ text: 'runs' }))).toEqual(new Set([TEXTS[2], TEXTS[5]]));
  expect(texts(await search({ text: '"running water"' }))).toEqual(new Set([TEXTS[5]]));
  expect(texts(await search({ text: '"water running"' }))).toEqual(new Set());
  expect(texts(await search({ text: 'river -bold' }))).toEqual(new Set([TEXTS[0]]));
  expect(texts(await search({ text: 'lake or colour' }))).toEqual(new Set([TEXTS[3], TEXTS[6]]));
  expect(texts(await search({ text: 'col*' }))).toEqual(new Set([TEXTS[6]]));
  expect(texts(await search({ text: 'runni* wat*' }))).toEqual(new Set([TEXTS[5]]));
  expect(texts(await search({ text: 'colo* or lake' }))).toEqual(new Set([TEXTS[3], TEXTS[6]]));
  expect(texts(await search({ text: '"running water" OR lak* or colours -bold' }))).toEqual(
    new Set([TEXTS[3], TEXTS[5], TEXTS[6]]),
  );
  expect(texts(await search({ text: 'river -bol*' }))).toEqual(new Set([TEXTS[0]]));
  expect(texts(await search({ text: 'or river or' }))).toEqual(new Set([TEXTS[0], TEXTS[1]]));
  expect(texts(await search({ text: 'the' }))).toEqual(new Set([TEXTS[1]]));
  for (const text of ["'; drop table explanations; --", '!!! ((( & | river:*', 'a <-> b', '*', '\\', '"unclosed river'])
    expect(['object', 'BAD_INPUT']).toContain((await refused({ text })) ?? 'object');
  expect(await refused({ text: '...' })).toBe('BAD_INPUT');
  expect(await refused({ text: '' })).toBe('BAD_INPUT');
});

test('a snippet is pieces of text, with markup left as text', async () => {
  const { nodes } = await search({ text: 'river bold' });
  expect(nodes[0].snippet).toEqual([
    { text: 'the word ', matched: false },
    { text: 'river', matched: true },
    { text: ' in <b>', matched: false },
    { text: 'bold', matched: true },
    { text: '</b>', matched: false },
  ]);
  const prefixed = await search({ text: 'colo*' });
  expect(prefixed.nodes[0].snippet).toEqual([{ text: 'colours', matched: true }]);
});

test('search by meaning finds what shares no word, with vectors of the one embedder only', async () => {
  await embedAll();
  const found = await search({ text: 'stream', mode: 'SEMANTIC' });
  expect(found).toMatchObject({ totalCount: 21, explanations: 21, embedded: 21, textQuery: null });
  const best = found.nodes.slice(0, 3).map((hit) => hit.explanation.text);
  expect(new Set(best).size).toBe(1);
  expect([TEXTS[0], TEXTS[3]]).toContain(best[0]);
  expect(found.nodes.map((hit) => hit.score)).toEqual(found.nodes.map((hit) => hit.score).toSorted((a, b) => b - a));
  expect(found.nodes.at(-1)?.similarity).toBeLessThan(0.6);
  const rows = await listExplanationsOfDictionary(edge.db, { dictionary: edge.seeds[0], after: null, first: 3 });
  const embedderId = (await findEmbedder(edge.db, await embedder.identify())) ?? 0;
  const [first] = await readEmbeddings(edge.db, { keys: rows, embedderId });
  const direct = await embedder.embed([rows[0].text]);
  for (const [z, x] of direct.entries()) expect(first?.[z]).toBeCloseTo(x, 5);
  expect(await readEmbeddings(edge.db, { keys: rows, embedderId: embedderId + 1 })).toEqual([null, null, null]);
  const other = path.join(root, 'other');
  await writeTinyEmbeddingModel(other, { seed: 2 });
  const stranger = buildTextEmbedder({ folder: other, threads: 1 });
  try {
    const resources = { ...edge.resources, embedder: stranger };
    const { searchPage } = await import('../../src/graph/explanation-search.ts');
    const { buildContext } = await import('../../src/graph/context.ts');
    const page = await searchPage(buildContext(resources, new AbortController().signal), {
      text: 'stream',
      mode: 'SEMANTIC',
      first: 5,
    });
    expect(page).toMatchObject({ totalCount: 0, embedded: 0, explanations: 21 });
  } finally {
    await stranger.close();
  }
});

test('both fused: what is best in both comes first, and every score says whence it comes', async () => {
  const found = await search({ text: 'river', mode: 'HYBRID' });
  expect(found.totalCount).toBe(21);
  const { nodes } = found;
  expect(new Set(nodes.slice(0, 6).map((hit) => hit.explanation.text))).toEqual(new Set([TEXTS[0], TEXTS[1]]));
  const byText = (await search({ text: 'river' })).nodes.map((hit) => hit.explanation.id);
  const byMeaning = (await search({ text: 'river', mode: 'SEMANTIC' })).nodes.map((hit) => hit.explanation.id);
  const share = (list: string[], id: string) => (list.includes(id) ? 1 / (61 + list.indexOf(id)) : 0);
  for (const { explanation, score } of nodes)
    expect(score).toBeCloseTo(share(byText, explanation.id) + share(byMeaning, explanation.id), 12);
});

test.each(['FULL_TEXT', 'SEMANTIC', 'HYBRID'])(
  'pages of %s meet without gap or repeat, also while rows are added',
  async (mode) => {
    const whole = await search({ text: 'river or running or red', mode });
    const seen: string[] = [];
    let after: string | null = null;
    let pages = 0;
    for (;;) {
      const page: Found = await search({ text: 'river or running or red', mode, first: 4, after });
      seen.push(...page.nodes.map((hit) => hit.explanation.id));
      expect(page.totalCount).toBe(whole.totalCount);
      await writeExplanations(edge.db, {
        dictionary: edge.seeds[0],
        jobId: null,
        rows: [exampleExplanation({ index: 23, text: `river running red ${mode} ${pages}` })],
      });
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
      pages++;
    }
    expect(pages).toBeGreaterThan(1);
    expect(seen).toEqual(whole.nodes.map((hit) => hit.explanation.id));
    await edge.db.query(`delete from explanations where index = 23 and dictionary_id = $1`, [edge.seeds[0].id]);
  },
);

test('filters: dictionary, group, seed, method, score, and what is known of the latents', async () => {
  const [first, second] = edge.seeds;
  const count = async (filter: object) =>
    (await search({ text: 'river or running or red or lake or colour', filter })).totalCount;
  expect(await count({})).toBe(21);
  expect(await count({ dictionary: dictionaryId(first) })).toBe(7);
  expect(await count({ initSeed: 2 })).toBe(7);
  expect(await count({ runGroup: 'example' })).toBe(21);
  expect(await count({ runGroup: 'wide' })).toBe(0);
  expect(await count({ model: 'another/model' })).toBe(0);
  expect(await count({ hookpoint: 'layers.0.mlp', architecture: 'TOPK' })).toBe(21);
  expect(await count({ method: 'even' })).toBe(12);
  expect(await count({ scorer: 'detection' })).toBe(12);
  expect(await count({ minScore: 0.7 })).toBe(6);
  expect(await count({ maxScore: 0.55 })).toBe(3);
  expect(await count({ bestOnly: true })).toBe(21);
  const shared = await count({ dictionary: dictionaryId(first), latent: { sharedWith: dictionaryId(second) } });
  const orphans = await count({ dictionary: dictionaryId(first), latent: { orphanIn: dictionaryId(second) } });
  expect(shared + orphans).toBe(7);
  expect(Math.min(shared, orphans)).toBeGreaterThan(0);
  const found = await search({
    text: 'river or running or red or lake or colour',
    filter: { latent: { minUniversality: 2, alive: true } },
  });
  const all = await edge.data(
    `{ searchExplanations(text: "river or running or red or lake or colour", first: 50) { nodes { latent { id alive universality { count } } } } }`,
  );
  const expected = all.searchExplanations.nodes.filter(
    ({ latent }: { latent: { alive: boolean; universality: { count: number } } }) =>
      latent.alive && latent.universality.count >= 2,
  );
  expect(found.totalCount).toBe(expected.length);
  expect(expected.length).toBeGreaterThan(0);
  expect(expected.length).toBeLessThan(21);
});

test('hits with universality and labels of partners take as many statements for two as for twenty', async () => {
  const query = `query ($first: Int!) { searchExplanations(text: "river or running or red", first: $first) { nodes { explanation { text } latent { index universality { count } partners { decoder { latent { explanation { text } } } } } } } }`;
  await edge.data(query, { first: 20 });
  const few = await recordStatements(() => edge.data(query, { first: 2 }));
  const many = await recordStatements(() => edge.data(query, { first: 20 }));
  // a batch may be filled in one turn or in two
  expect(many.statements.length).toBeLessThanOrEqual(18);
  expect(few.statements.length).toBeLessThanOrEqual(18);
});

test('without a model search by meaning is refused with what to do, and full text continues', async () => {
  const bare = await openExampleEdge();
  try {
    const ask = (mode: string) => bare.ask(SEARCH, variables({ text: 'river', mode }));
    for (const mode of ['SEMANTIC', 'HYBRID'])
      expect((await ask(mode)).errors[0].extensions).toMatchObject({
        code: 'NO_EMBEDDER',
        hint: expect.stringContaining('RESEED_EMBEDDING_MODEL'),
      });
    expect((await ask('FULL_TEXT')).errors).toEqual([]);
    expect(
      await bare.code('mutation ($id: ID!) { embedExplanations(dictionary: $id) { id } }', {
        id: dictionaryId(bare.seeds[0]),
      }),
    ).toBe('NO_EMBEDDER');
  } finally {
    await bare.close();
  }
});
