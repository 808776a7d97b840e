/**
 * Collecting contexts with a real (tiny) model, explaining and scoring: by tokens, and with a chat model that answers, refuses, limits and costs.
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { findStatistics, listCollections, listContexts } from '../../db/stores/activations.ts';
import { findSpending } from '../../db/stores/chat-spending.ts';
import { type DictionaryRow, findDictionaries, listDictionaries } from '../../db/stores/dictionaries.ts';
import { listExplanationsOfLatents } from '../../db/stores/explanations.ts';
import { readRows } from '../../db/stores/latents.ts';
import { createJob, findJobs, type JobRow } from '../../db/stores/job-runs.ts';
import type { ChatSettings } from '../../src/jobs/chat/chat-settings.ts';
import { exportExplanations } from '../../src/jobs/explanations/explanation-export.ts';
import type { RequestOf } from '../../src/jobs/queue/job-queue.ts';
import { runJob } from '../../src/jobs/worker/run-job.ts';
import { buildTextEmbedder } from '../../src/compute/embedding/text-embedder.ts';
import { buildRandomStream } from '../../src/compute/nulls/random-stream.ts';
import {
  BOS,
  computeTiny,
  D,
  tinyTokenizer,
  writeTinyModel,
  writeTinyUnembedding,
} from '../compute/harvest/tiny-model.ts';
import { writeTinyEmbeddingModel } from '../compute/embedding/tiny-embedding-model.ts';
import { type ChatServer, type Script, type SeenRequest, startChatServer } from './chat/chat-server.ts';
import { type JobFixture, startJobFixture } from './job-fixture.ts';
import { pseudoRandom, writeSparsifyCheckpoint } from './sparsify-checkpoint.ts';

const N = 6;
const K = 2;
const KEY = 'sk-canary-9c56cc51b374c3ba';
const documents = exampleDocuments();

let root: string;
let server: ChatServer;
let answer: (request: SeenRequest, number: number) => Script;
let chat: ChatSettings;
let fixture: JobFixture;
let dictionaries: DictionaryRow[];
let collected: JobRow;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-explaining-'));
  await writeTinyModel(path.join(root, 'model'));
  await writeFile(path.join(root, 'text.txt'), documents.join('\n\n'));
  for (const seed of [1, 2]) {
    const folder = path.join(root, `run/seed${seed}/layers.1`);
    await writeSparsifyCheckpoint(folder, { n: N, d: D, seed: 100 * seed, k: K });
  }
  await writeFile(path.join(root, 'run/reseed.json'), JSON.stringify({ model: 'test/tiny', hookpoint: 'layers.1' }));
  server = await startChatServer((request, number) => answer(request, number));
  chat = {
    baseUrl: server.baseUrl,
    model: 'tiny-chat',
    key: KEY,
    concurrency: 2,
    timeoutMs: 10_000,
    attempts: 2,
    backoffMs: 1,
    prices: { prompt: 1, completion: 2 },
    budget: { tokens: 1_000_000, cost: null },
  };
  const embeddingModel = path.join(root, 'embedder');
  await writeTinyEmbeddingModel(embeddingModel);
  fixture = await startJobFixture({ importRoots: [root], chat, embeddingModel });
  for (const seed of [1, 2])
    await fixture.succeeded((await fixture.queue.enqueue('IMPORT', { path: `run/seed${seed}/layers.1` })).id);
  dictionaries = (await listDictionaries(fixture.db, { filter: {}, first: 10, after: null })).rows;
  collected = await collect();
});
beforeEach(() => {
  answer = () => ({ status: 500 });
});
afterAll(async () => {
  await fixture.close();
  await server.close();
  await rm(root, { recursive: true });
});

const request = (): RequestOf<'CONTEXTS'> => ({
  dictionaries,
  model: 'model',
  corpus: 'text.txt',
  context: 9,
  settings: { windowLength: 4, top: 4, quantiles: 2, perQuantile: 4, nonActivating: 4, neighbours: 2 },
});

async function collect(more: Partial<RequestOf<'CONTEXTS'>> = {}): Promise<JobRow> {
  return fixture.ended((await fixture.queue.enqueue('CONTEXTS', { ...request(), ...more })).id);
}

const keysOf = ({ spaceId, id }: DictionaryRow) =>
  Array.from({ length: N }, (_, index) => ({ spaceId, dictionaryId: id, index }));

/** Words by chance, so that windows differ. */
function exampleDocuments(): string[] {
  const random = buildRandomStream(3);
  const words = Object.keys(tinyTokenizer.model.vocab).slice(2);
  return Array.from({ length: 40 }, () =>
    Array.from({ length: 1 + (random.nextUint32() % 20) }, () => words[random.nextUint32() % words.length]).join(' '),
  );
}

/** What sparsify computes, by plain loops in float64: activations [N] of each token of the text, BOS left out. */
function naiveActivations(seed: number): { word: string; values: number[] }[] {
  const { vocab } = tinyTokenizer.model;
  const bias = { decoder: pseudoRandom(D, seed + 1), encoder: pseudoRandom(N, seed + 2) };
  const rows = pseudoRandom(N * D, seed + 3);
  return documents.flatMap((document) => {
    const words = document.split(' ');
    const windows = Array.from({ length: Math.ceil(words.length / 8) }, (_, w) => words.slice(8 * w, 8 * w + 8));
    return windows.flatMap((window) => {
      const stream = computeTiny([BOS, ...window.map((word) => vocab[word])])['layers.1'].slice(1);
      return stream.map((x, t) => {
        const all = Array.from({ length: N }, (_, i) =>
          x.reduce((sum, value, z) => sum + (value - bias.decoder[z]) * rows[i * D + z], bias.encoder[i]),
        );
        const kept = new Set(
          all
            .map((_, i) => i)
            .sort((a, b) => all[b] - all[a])
            .slice(0, K),
        );
        return { word: window[t], values: all.map((value, i) => (kept.has(i) && value > 0 ? value : 0)) };
      });
    });
  });
}

test('collects what plain loops over text, model and dictionary give', async () => {
  expect(collected).toMatchObject({ state: 'SUCCEEDED', errorMessage: null });
  const [[seen]] = await listCollections(fixture.db, dictionaries);
  expect(seen).toMatchObject({ dataset: 'text.txt', source: 'reseed', contextLength: 4, hasTokenTexts: true });
  expect(JSON.stringify(seen)).not.toContain(root);
  const { collected: made } = collected.result as { collected: { tokens: number; l0: number; fvu: number }[] };
  for (const [at, dictionary] of dictionaries.entries()) {
    const naive = naiveActivations(100 * Number(dictionary.initSeed));
    const statistics = await findStatistics(fixture.db, keysOf(dictionary));
    expect(made[at].tokens).toBe(naive.length);
    const active = naive.flatMap(({ values }) => values).filter((value) => value > 0).length;
    expect(made[at].l0).toBeCloseTo(active / naive.length, 10);
    expect(made[at].fvu).toBeGreaterThan(0);
    for (const [i, row] of statistics.entries()) {
      const values = naive.map((token) => token.values[i]).filter((value) => value > 0);
      expect(row?.firingCount).toBe(values.length);
      expect(row?.firingFrequency).toBeCloseTo(values.length / naive.length, 12);
      expect(row?.maxActivation).toBeCloseTo(Math.max(0, ...values), 4);
      for (const [t, token] of (row?.topTokens ?? []).entries()) {
        const own = naive.filter(({ word, values: all }) => ` ${word}` === token && all[i] > 0);
        const mean = own.reduce((sum, { values: all }) => sum + all[i], 0) / own.length;
        expect(row?.topTokenValues?.[t]).toBeCloseTo(mean, 4);
      }
    }
    const [first] = await listContexts(fixture.db, {
      keys: keysOf(dictionary).slice(0, 1),
      kinds: ['TOP', 'QUANTILE', 'NON_ACTIVATING', 'NEIGHBOUR'],
      first: 100,
      after: null,
      collectionId: null,
    });
    for (const { tokens, document, offset, activations } of first.rows) {
      const words = documents[document ?? -1].split(' ');
      expect(tokens).toEqual(words.slice(offset ?? 0, (offset ?? 0) + tokens.length).map((word) => ` ${word}`));
      expect(activations).toHaveLength(tokens.length);
    }
  }
});

test('collects without logit effects, and says why, where the unembedding is not there', async () => {
  const [[seen]] = await listCollections(fixture.db, dictionaries);
  expect(seen.details?.logitEffects).toEqual({ computed: false, reason: expect.stringContaining('missing.data') });
  const [row] = await findStatistics(fixture.db, keysOf(dictionaries[0]));
  expect(row).toMatchObject({ promotedTokens: null, suppressedTokens: null });
});

test('collects the tokens that decoder rows raise and lower, as a plain loop does', async () => {
  const folder = path.join(root, 'whole');
  const unembedding = await writeTinyUnembedding(folder);
  const { vocab } = tinyTokenizer.model;
  const job = await collect({ model: 'whole', tokens: 20, dictionaries: dictionaries.slice(0, 1) });
  expect(job).toMatchObject({ state: 'SUCCEEDED', errorMessage: null });
  const [dictionary] = dictionaries;
  const [made] = (job.result as { collected: { collection: number }[] }).collected;
  const { details } =
    (await listCollections(fixture.db, dictionaries)).flat().find(({ id }) => id === made.collection) ?? {};
  expect(details?.logitEffects).toMatchObject({ computed: true, unembedding: 'lm_head', vocabulary: 10, kept: 10 });
  const { spaceId, id: dictionaryId } = dictionary;
  const rows = await readRows(fixture.db, { spaceId, dictionaryId, side: 'DECODER', start: 0, count: N, d: D });
  const statistics = await findStatistics(fixture.db, keysOf(dictionary));
  for (const [i, row] of statistics.entries()) {
    const effects = Object.entries(vocab).map(([word, token]) => ({
      word,
      effect: Array.from({ length: D }, (_, z) => rows[i * D + z] * unembedding[z * 10 + token]).reduce(
        (a, b) => a + b,
      ),
    }));
    const raised = effects.filter(({ effect }) => effect > 0).sort((a, b) => b.effect - a.effect);
    const lowered = effects.filter(({ effect }) => effect < 0).sort((a, b) => a.effect - b.effect);
    expect(row?.promotedTokens?.map((text) => text.trim())).toEqual(raised.map(({ word }) => word));
    expect(row?.suppressedTokens?.map((text) => text.trim())).toEqual(lowered.map(({ word }) => word));
    for (const [t, { effect }] of raised.entries()) expect(row?.promotedValues?.[t]).toBeCloseTo(effect, 5);
    for (const [t, { effect }] of lowered.entries()) expect(row?.suppressedValues?.[t]).toBeCloseTo(effect, 5);
  }
});

test('does not collect the same again, and continues where some dictionaries have it', async () => {
  const again = await collect();
  expect(again).toMatchObject({ state: 'SUCCEEDED', alreadyPresent: true });
  expect((again.result as typeof collected & { collected: unknown[] }).collected).toHaveLength(2);
  const fewer = await collect({ tokens: 30, dictionaries: dictionaries.slice(0, 1) });
  expect(fewer).toMatchObject({ state: 'SUCCEEDED', alreadyPresent: null });
  const both = await collect({ tokens: 30 });
  const { collected: made } = both.result as { collected: { alreadyPresent: boolean; tokens: number | null }[] };
  expect(made.map(({ alreadyPresent }) => alreadyPresent)).toEqual([true, false]);
  expect(made[1].tokens).toBe(30);
  expect((await collect({ tokens: 31, hookpoint: 'layers.9' })).errorCode).toBe('HOOKPOINT_UNKNOWN');
  await expect(collect({ corpus: '../secret.txt' })).rejects.toMatchObject({ code: 'PATH_OUTSIDE_ROOTS' });
  await expect(collect({ settings: { windowLength: 0 } })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  // The contexts that the following tests read are those of the whole text.
  await fixture.db.query('delete from latent_contexts where collection_id > 2');
});

test('explains by tokens and scores the lists, once', async () => {
  const [dictionary] = dictionaries;
  const explain = async () =>
    fixture.ended((await fixture.queue.enqueue('EXPLAIN', { dictionary, explainer: 'TOKENS' })).id);
  const first = await explain();
  expect(first).toMatchObject({ state: 'SUCCEEDED', errorMessage: null, result: { present: 0 } });
  const { written } = first.result as { written: number };
  expect(written).toBeGreaterThan(2);
  expect((await explain()).result).toMatchObject({ written: 0, present: written });
  const score = async () =>
    fixture.ended((await fixture.queue.enqueue('SCORE', { dictionary, scorer: 'TOKEN_SET' })).id);
  const scored = await score();
  expect(scored.errorMessage).toBeNull();
  const report = scored.result as { written: number; unsuitable: number };
  expect(report.written + report.unsuitable).toBe(written);
  expect(report.written).toBeGreaterThan(2);
  expect((await score()).result).toMatchObject({ written: 0, present: report.written });
  const lists = await listExplanationsOfLatents(fixture.db, { keys: keysOf(dictionary), first: 5 });
  const rows = lists.flat();
  expect(rows).toHaveLength(written);
  for (const row of rows) {
    expect(row.text).toMatch(/^(Tokens|Many tokens, among them) "/);
    expect(row).toMatchObject({ method: 'tokens', source: 'reseed', promptVersion: 'tokens-1', explainerModel: null });
    if (row.score !== null) expect(row.scorer).toBe('token_set');
  }
});

test("own scores go into delphi's files with the texts that were judged, while these are the newest", async () => {
  const [dictionary] = dictionaries;
  const write = async (name: string) => {
    const folder = path.join(root, name);
    const about = {
      db: fixture.db,
      dictionary,
      hookpoint: 'layers.1',
      model: 'test/tiny',
      layout: 'DELPHI',
      replace: false,
    } as const;
    return { folder, counts: await exportExplanations({ ...about, folder }) };
  };
  const { folder, counts } = await write('delphi');
  expect(counts.scoresLeftOut).toBe(0);
  const scores = path.join(folder, 'run1/scores/token_set');
  const files = await readdir(scores);
  expect(files).toHaveLength(counts.scores);
  const read = naiveActivations(100).map(({ word }) => word);
  for (const file of files) {
    const examples = JSON.parse(await readFile(path.join(scores, file), 'utf8')) as {
      [field: string]: unknown;
      str_tokens: string[];
      activations: number[];
    }[];
    expect(new Set(examples.map(({ activating }) => activating))).toEqual(new Set([true, false]));
    for (const example of examples) {
      expect(Object.keys(example).toSorted()).toEqual(
        ['activating', 'activations', 'correct', 'distance', 'prediction', 'probability', 'str_tokens'].toSorted(),
      );
      expect(example.str_tokens).toHaveLength(example.activations.length);
      expect(example.activating).toBe(example.activations.some((value) => value > 0));
      expect(example.correct).toBe(example.prediction === example.activating);
      const words = example.str_tokens.map((token) => token.trim());
      expect(read.join(' ')).toContain(words.join(' '));
    }
  }
  // Other contexts in the same places are not taken for those that were judged.
  await fixture.db.query(
    `update latent_contexts set tokens = array_append(tokens, 'x'), activations = array_append(activations, 0::real)`,
  );
  expect((await write('later')).counts).toMatchObject({ scores: 0, scoresLeftOut: counts.scores });
  await fixture.db.query(
    `update latent_contexts set tokens = trim_array(tokens, 1), activations = trim_array(activations, 1)`,
  );
});

test('scores by nearness of embeddings, as embedding the same texts by hand does', async () => {
  const [dictionary] = dictionaries;
  const score = async () =>
    fixture.ended((await fixture.queue.enqueue('SCORE', { dictionary, scorer: 'EMBEDDING', examples: 3 })).id);
  const first = await score();
  expect(first.errorMessage).toBeNull();
  const { written } = first.result as { written: number };
  expect(written).toBeGreaterThan(2);
  expect((await score()).result).toMatchObject({ written: 0, present: written });
  const [stored] = await fixture.db.query<{
    index: number;
    text: string;
    value: number;
    model: string;
    details: object;
  }>(
    `select e.index, e.text, x.value, x.scoring_model as model, x.details from explanation_scores x
     join explanations e on e.index = x.index and e.id = x.explanation_id where x.scorer = 'embedding' order by e.index limit 1`,
  );
  const [page] = await listContexts(fixture.db, {
    keys: keysOf(dictionary).slice(stored.index, stored.index + 1),
    kinds: ['QUANTILE', 'NON_ACTIVATING', 'NEIGHBOUR'],
    first: 100,
    after: null,
    collectionId: null,
  });
  const held = page.rows.filter(({ kind, ordinal }) => kind === 'QUANTILE' && ordinal % 2 === 1);
  const active = held.length <= 3 ? held : [0.5, 1.5, 2.5].map((j) => held[Math.floor((j * held.length) / 3)]);
  const any = page.rows.filter(({ kind }) => kind === 'NON_ACTIVATING');
  const near = page.rows.filter(({ kind }) => kind === 'NEIGHBOUR');
  const silent = [any[0], near[0], any[1]].filter(Boolean);
  const embedder = buildTextEmbedder({ folder: path.join(root, 'embedder'), threads: 1 });
  const texts = [stored.text, ...[...active, ...silent].map(({ tokens }) => tokens.join(''))];
  const vectors = await embedder.embed(texts);
  const { name, dimensions: d } = await embedder.identify();
  await embedder.close();
  const cosine = (i: number) => vectors.slice(0, d).reduce((sum, x, z) => sum + x * vectors[(i + 1) * d + z], 0);
  const pairs = active.flatMap((_, p) => silent.map((_unused, q) => [cosine(p), cosine(active.length + q)]));
  const inOrder = pairs.reduce((sum, [p, q]) => sum + (p > q ? 1 : p === q ? 0.5 : 0), 0);
  expect(stored.value).toBeCloseTo(inOrder / pairs.length, 6);
  expect(stored).toMatchObject({ model: name, details: { aurocExamples: active.length + silent.length } });
});

/** Answers explanations and judgements as a willing model does. */
function willing({ body }: SeenRequest): string {
  const examples = /list of (\d+) numbers/.exec(body.messages[0].content)?.[1];
  if (examples === undefined) return `Words.\nEXPLANATION: latent number ${body.messages[1].content.length}`;
  return `[${Array.from({ length: Number(examples) }, (_, i) => i % 2).join(', ')}]`;
}

async function explainByModel(more: object = {}): Promise<JobRow> {
  const [, dictionary] = dictionaries;
  return fixture.ended((await fixture.queue.enqueue('EXPLAIN', { dictionary, explainer: 'LLM', ...more })).id);
}

test('asks a chat model, keeps what was answered, and asks only for the rest', async () => {
  const asked = server.seen.length;
  answer = (one, number) => (number % 2 === 0 ? willing(one) : { content: 'I would rather not.' });
  const first = await explainByModel();
  const report = first.result as { written: number; unparsable: number; failed: number };
  expect(first.state).toBe('SUCCEEDED');
  expect(report.written).toBeGreaterThan(0);
  expect(report.unparsable).toBeGreaterThan(0);
  const total = report.written + report.unparsable;
  expect(server.seen.length - asked).toBe(total);
  const [spending] = await findSpending(fixture.db, [first.id]);
  expect(spending).toMatchObject({
    model: 'tiny-chat',
    requests: total,
    promptTokens: 50 * total,
    completionTokens: 10 * total,
    reservedTokens: 0,
    unparsable: report.unparsable,
    budgetTokens: 1_000_000,
  });
  expect(spending?.cost).toBeCloseTo((50 + 2 * 10) * total * 1e-6, 12);
  answer = willing;
  const rest = await explainByModel();
  expect(rest.result).toMatchObject({ written: report.unparsable, present: report.written, unparsable: 0 });
  expect(server.seen.length - asked).toBe(total + report.unparsable);
});

test('scores by asking, counts what failed, and does not ask twice', async () => {
  const [, dictionary] = dictionaries;
  const score = async (more: object = {}) => {
    const job = await fixture.queue.enqueue('SCORE', {
      dictionary,
      scorer: 'DETECTION',
      examplesPerQuestion: 3,
      ...more,
    });
    return fixture.ended(job.id);
  };
  answer = (one, number) =>
    number % 5 === 4 ? { content: '[1, 2]' } : number % 7 === 6 ? { status: 400 } : willing(one);
  const first = await score();
  expect(first.errorMessage).toBeNull();
  const report = first.result as { written: number; unparsable: number; failed: number };
  expect(report.written).toBeGreaterThan(0);
  expect(report.unparsable).toBeGreaterThan(0);
  expect(report.failed).toBeGreaterThan(0);
  const rows = await fixture.db.query<{ value: number; examples: number; failed: number; unparsable: number }>(
    `select value, examples, failed, unparsable from explanation_scores where scorer = 'detection'`,
  );
  expect(rows).toHaveLength(report.written);
  expect(rows.reduce((sum, row) => sum + row.failed, 0)).toBe(report.failed);
  expect(rows.reduce((sum, row) => sum + row.unparsable, 0)).toBe(report.unparsable);
  const asked = server.seen.length;
  answer = willing;
  const again = await score();
  expect(again.result).toMatchObject({ present: rows.filter(({ value }) => value !== null).length });
  expect(server.seen.length - asked).toBeLessThan(6);
  expect((await score({ scorer: 'FUZZ' })).result).toMatchObject({ failed: 0, unparsable: 0 });
  const fuzz = server.seen.at(-1)?.body.messages[1].content ?? '';
  expect(fuzz).toContain('\u00ab');
});

test('stops at the budget and says what is left', async () => {
  answer = willing;
  const asked = server.seen.length;
  const job = await explainByModel({ examples: 2, budget: { tokens: 1_900 } });
  const report = job.result as { written: number; leftByBudget: number };
  expect(job.state).toBe('SUCCEEDED');
  expect(report.leftByBudget).toBeGreaterThan(0);
  const [spending] = await findSpending(fixture.db, [job.id]);
  expect((spending?.promptTokens ?? 0) + (spending?.completionTokens ?? 0)).toBeLessThanOrEqual(1_900);
  expect(server.seen.length - asked).toBe(report.written);
  expect((await explainByModel({ examples: 2, budget: { tokens: 0 } })).result).toMatchObject({ written: 0 });
  await expect(explainByModel({ budget: { tokens: -1 } })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  await expect(explainByModel({ latents: [N] })).rejects.toMatchObject({ code: 'BAD_INPUT' });
});

test('a refusal ends the job and keeps what came before; an attempt that died had spent what it had set aside', async () => {
  const examples = 3;
  answer = (one, number) => (number - asked < 2 ? willing(one) : { status: 401, raw: `bad key ${KEY}` });
  const asked = server.seen.length;
  const refused = await explainByModel({ examples });
  expect(refused).toMatchObject({ state: 'FAILED', errorCode: 'LLM_REFUSED' });
  answer = willing;
  const rest = await explainByModel({ examples });
  expect(rest.result).toMatchObject({ present: 2 });
  // As a process that was killed in the middle of a request leaves it: running, with a reservation.
  const [, dictionary] = dictionaries;
  const payload = {
    spaceId: dictionary.spaceId,
    dictionaryId: dictionary.id,
    explainer: 'LLM',
    latents: null,
    examples: 4,
    budget: { tokens: 5_000, cost: null },
  };
  const { job } = await createJob(fixture.db, { kind: 'EXPLAIN', key: 'killed', title: 'killed', payload });
  await fixture.db.query(
    `insert into chat_spending (job_id, model, host, requests, prompt_tokens, completion_tokens, reserved_tokens, reserved_cost, failed, unparsable)
     values ($1, 'tiny-chat', 'x', 1, 0, 0, 4900, 0.1, 0, 0)`,
    [job.id],
  );
  const before = server.seen.length;
  const lines: string[] = [];
  await runJob(job.id, {
    db: fixture.db,
    settings: { importRoots: [root], threads: 1, memoryMb: 2048, chat },
    stopping: new AbortController().signal,
    heartbeat: async () => {},
    log: pino({ level: 'debug' }, collectLines(lines)),
  });
  const [ended] = await findJobs(fixture.db, [job.id]);
  expect(ended).toMatchObject({ state: 'SUCCEEDED', result: { written: 0 } });
  expect(server.seen).toHaveLength(before);
  expect(lines.join('')).not.toContain(KEY);
});

test('the key is in no table and in no row of a job', async () => {
  const tables = await fixture.db.query<{ name: string }>(
    `select table_schema || '.' || table_name as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  expect(tables.length).toBeGreaterThan(10);
  for (const { name } of tables) {
    const [schema, table] = name.split('.');
    const [found] = await fixture.db.query<{ count: number }>(
      `select count(*)::int as count from "${schema}"."${table}" as t where t::text like '%${KEY}%'`,
    );
    expect([name, found.count]).toEqual([name, 0]);
  }
  expect(JSON.stringify(fixture.queue.tools)).not.toContain(KEY);
  expect(fixture.queue.tools.chat).toMatchObject({ model: 'tiny-chat', budgetTokens: 1_000_000 });
  expect(server.seen.every(({ authorization }) => authorization === `Bearer ${KEY}`)).toBe(true);
});

test('refuses a chat model that is not configured, and a dictionary without contexts', async () => {
  const bare = await startJobFixture({ importRoots: [root] });
  try {
    const imported = await bare.succeeded((await bare.queue.enqueue('IMPORT', { path: 'run/seed1/layers.1' })).id);
    const [dictionary] = await findDictionaries(bare.db, [
      { spaceId: imported.spaceId ?? 0, id: imported.dictionaryId ?? 0 },
    ]);
    if (dictionary === null) throw new TypeError('it was imported');
    await expect(bare.queue.enqueue('EXPLAIN', { dictionary, explainer: 'LLM' })).rejects.toMatchObject({
      code: 'LLM_NOT_CONFIGURED',
    });
    await expect(bare.queue.enqueue('SCORE', { dictionary, scorer: 'EMBEDDING' })).rejects.toMatchObject({
      code: 'NO_EMBEDDER',
    });
    const job = await bare.queue.enqueue('EXPLAIN', { dictionary, explainer: 'TOKENS' });
    expect((await bare.ended(job.id)).errorCode).toBe('NO_CONTEXTS');
  } finally {
    await bare.close();
  }
});

function collectLines(lines: string[]): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
}
