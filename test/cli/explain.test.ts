/** Collecting contexts, explaining and scoring as a person runs them: with a chat model that answers, and killed or stopped in the middle. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listCollections } from '../../db/stores/activations.ts';
import { listDictionaries } from '../../db/stores/dictionaries.ts';
import { findJobs } from '../../db/stores/job-runs.ts';
import { openApp } from '../../src/cli/app.ts';
import { buildRandomStream } from '../../src/compute/nulls/random-stream.ts';
import { buildConfig } from '../../src/config.ts';
import { D, tinyTokenizer, writeTinyModel } from '../compute/harvest/tiny-model.ts';
import { type ChatServer, type Script, startChatServer } from '../jobs/chat/chat-server.ts';
import { untilEnded, untilSucceeded } from '../jobs/wait-for-job.ts';
import { writeSparsifyCheckpoint } from '../jobs/sparsify-checkpoint.ts';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const N = 12;
let root: string;
let server: ChatServer;
/** Requests that are answered from now on; the next one is held for ever, and told. */
let answered = Number.POSITIVE_INFINITY;
let held: () => void = () => {};
const children: ChildProcess[] = [];

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-cli-explain-'));
  await writeTinyModel(path.join(root, 'model'));
  await writeFile(path.join(root, 'text.txt'), exampleText(200));
  for (const seed of [1, 2])
    await writeSparsifyCheckpoint(path.join(root, `run/seed${seed}/layers.1`), { n: N, d: D, seed, k: 3 });
  server = await startChatServer(({ body }) => {
    if (answered > 0) {
      answered--;
      return answerOf(body.messages[0].content);
    }
    held();
    return new Promise<Script>(() => {});
  });
  expect(await run('import', 'run/seed1', '--model', 'test/tiny')).toMatchObject({ code: 0 });
  const collected = await run('collect-contexts', 'run', ...CONTEXTS, '--tokens', '1000');
  expect(collected).toMatchObject({ code: 0, output: expect.stringMatching(/run\/seed1: 1000 tokens, L0 [123]\./) });
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await server.close();
  await rm(root, { recursive: true });
});

const CONTEXTS = '--model model --corpus text.txt --context 9 --window 4 --quantiles 2 --per-quantile 4'.split(' ');

/** Words by chance; a document of 20 per line, and an empty line after it. */
function exampleText(documents: number): string {
  const random = buildRandomStream(5);
  const words = Object.keys(tinyTokenizer.model.vocab).slice(2);
  const one = () => Array.from({ length: 20 }, () => words[random.nextUint32() % words.length]).join(' ');
  return Array.from({ length: documents }, one).join('\n\n');
}

function answerOf(system: string): string {
  const examples = /list of (\d+) numbers/.exec(system)?.[1];
  if (examples === undefined) return 'EXPLANATION: words of a story';
  return `[${Array.from({ length: Number(examples) }, (_, i) => i % 2).join(', ')}]`;
}

const environment = () => ({
  RESEED_DATA_DIR: path.join(root, 'data'),
  RESEED_TRAINING_DIR: path.join(root, 'checkpoints'),
  RESEED_LLM_URL: server.baseUrl,
  RESEED_LLM_MODEL: 'tiny-chat',
  RESEED_LLM_CONCURRENCY: '1',
});

function start(args: readonly string[], env: Record<string, string> = {}) {
  const { DATABASE_URL: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [main, ...args], {
    cwd: root,
    env: { ...inherited, ...environment(), ...env },
  });
  children.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (text += bytes.toString()));
  return { child, output: () => text };
}

async function run(...args: string[]): Promise<{ code: number | null; output: string }> {
  const { child, output } = start(args);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output: output() };
}

/** Runs `args`, answers so many questions, and signals the process while the next one waits for its answer. */
async function stopAfter(questions: number, of: { args: readonly string[]; signal: 'SIGKILL' | 'SIGINT' }) {
  answered = questions;
  const waiting = new Promise<void>((resolve) => (held = resolve));
  const { child, output } = start(of.args);
  const closed = once(child, 'close');
  await Promise.race([waiting, closed]);
  expect(child.exitCode, output()).toBeNull();
  child.kill(of.signal);
  await closed;
  answered = Number.POSITIVE_INFINITY;
  return { code: child.exitCode, output: output() };
}

/** Collects contexts, and interrupts the process when it has read something; `firstTokens`: what it had read when it first said so. */
async function stopWhileReading(args: readonly string[]) {
  const { child, output } = start(['collect-contexts', 'run', ...args], { RESEED_LOG: 'debug' });
  const closed = once(child, 'close');
  const read = () => /reading the text \((\d+) tokens\)/.exec(output());
  while (read() === null)
    await Promise.race([once(child.stderr, 'data'), closed.then(() => Promise.reject(new Error(output())))]);
  child.kill('SIGINT');
  await closed;
  return { code: child.exitCode, output: output(), firstTokens: Number(read()?.[1]) };
}

test('tokens explain and score without a model', async () => {
  const explained = await run('explain', 'run', '--latents', '0-3');
  expect(explained).toMatchObject({ code: 0, output: expect.stringMatching(/by tokens: [1-4] written\n/) });
  const scored = await run('score', 'run');
  expect(scored).toMatchObject({ code: 0, output: expect.stringMatching(/by token set: [1-4] written\n/) });
});

test('an explanation job that is killed asks nothing again that was answered, and pays for what was on the way', async () => {
  const args = ['explain', 'run', '--explainer', 'llm'];
  const before = server.seen.length;
  await stopAfter(3, { args, signal: 'SIGKILL' });
  expect(server.seen).toHaveLength(before + 4);
  const rest = await run(...args);
  const written = Number(/: (\d+) written, 3 there already; (\d+) requests/.exec(rest.output)?.[1]);
  expect(rest, rest.output).toMatchObject({ code: 0 });
  expect(written).toBeGreaterThan(2);
  expect(server.seen).toHaveLength(before + 4 + written);
  const requests = Number(/; (\d+) requests to tiny-chat/.exec(rest.output)?.[1]);
  expect(requests, 'of both attempts').toBe(4 + written);
  // 50 tokens each for those that were answered; for the lost one what was set aside, which is far more.
  const paid = Number(/, (\d+) tokens in/.exec(rest.output)?.[1]);
  expect(paid).toBeGreaterThan(50 * (3 + written) + 100);
});

test('Ctrl-C cancels, keeps what was judged, and the same command continues with the rest', async () => {
  const args = 'score run --scorer detection --method llm --examples-per-question 50'.split(' ');
  const before = server.seen.length;
  const stopped = await stopAfter(2, { args, signal: 'SIGINT' });
  expect(stopped).toMatchObject({ code: 130, output: expect.stringContaining('stopped; what was written is kept') });
  expect(stopped.output).toContain('; 3 requests to tiny-chat');
  const rest = await run(...args);
  expect(rest).toMatchObject({ code: 0, output: expect.stringMatching(/: [1-9]\d* written, 2 there already/) });
  const written = Number(/: (\d+) written/.exec(rest.output)?.[1]);
  expect(server.seen).toHaveLength(before + 3 + written);
  expect(rest.output).toContain(`; ${written} requests to tiny-chat`);
});

test('Ctrl-C in the middle of a text leaves no contexts of it, and the same command continues', async () => {
  await writeFile(path.join(root, 'long.txt'), exampleText(20_000).concat('\n\n').repeat(12));
  const args = CONTEXTS.map((arg) => (arg === 'text.txt' ? 'long.txt' : arg));
  const stopped = await stopWhileReading(args);
  expect(stopped).toMatchObject({ code: 130, output: expect.stringContaining('nothing is stored yet') });
  const again = await stopWhileReading(args);
  expect(again.firstTokens).toBeGreaterThan(stopped.firstTokens);
});

test('an import does not wait for a chat model that takes its time', async () => {
  answered = 0;
  const waiting = new Promise<void>((resolve) => (held = resolve));
  const env = { RESEED_WORKERS: '1', RESEED_TRAIN_WORKERS: '0', RESEED_IMPORT_ROOTS: root };
  const app = await openApp(buildConfig({ ...environment(), ...env }, root));
  const { db, queue } = app;
  try {
    const { rows } = await listDictionaries(db, { filter: {}, first: 9, after: null });
    const [dictionary] = rows;
    // of the text that was never read to its end there is nothing
    expect((await listCollections(db, rows)).flat().map(({ dataset }) => dataset)).toEqual(['text.txt']);
    expect(await db.query('select from activation_collections')).toHaveLength(1);
    const slow = await queue.enqueue('EXPLAIN', { dictionary, explainer: 'LLM', examples: 2 });
    await waiting;
    const { id } = await queue.enqueue('IMPORT', { path: 'run/seed2/layers.1', model: 'test/tiny' });
    expect(await untilSucceeded(db, id)).toMatchObject({ state: 'SUCCEEDED' });
    expect(await findJobs(db, [slow.id])).toMatchObject([{ state: 'RUNNING' }]);
    await queue.cancel(slow.id);
    expect(await untilEnded(db, slow.id)).toMatchObject({ state: 'CANCELLED' });
  } finally {
    await app.close();
  }
});

test('what cannot be used is refused with what to type', async () => {
  const refused = await run('explain', 'run', '--explainer', 'oracle');
  expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('one of tokens, llm') });
  const missing = await run('collect-contexts', 'run', '--model', 'nowhere', '--corpus', 'text.txt');
  expect(missing).toMatchObject({ code: 1, output: expect.stringContaining('SOURCE_NOT_FOUND') });
});
