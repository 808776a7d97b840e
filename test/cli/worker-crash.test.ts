/** A worker process that crashes, as native code does: it costs its job an attempt. The server, its database and everybody else live on. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { writeExampleActivations } from '../jobs/training-fixture.ts';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
/** Steps of a run that outlasts whatever is done to it. */
const LONG = 400_000;
/** Steps of one that goes on to its end after two crashes. */
const SHORT = 12_000;

let root: string;
let server: { child: ChildProcess; url: string; output: () => string } | null = null;

beforeAll(async () => {
  root = await writeExampleActivations();
});
afterEach(async () => {
  if (server !== null && server.child.exitCode === null && server.child.signalCode === null) {
    server.child.kill('SIGINT');
    await once(server.child, 'close');
  }
  server = null;
});
afterAll(() => rm(root, { recursive: true }));

async function startServer(): Promise<void> {
  const { DATABASE_URL: _, ...env } = process.env;
  const places = { RESEED_DATA_DIR: 'database', RESEED_TRAINING_DIR: 'checkpoints', RESEED_IMPORT_ROOTS: root };
  const child = spawn(process.execPath, [main, 'start', '--no-bundled'], {
    cwd: root,
    env: { ...env, ...places, RESEED_PORT: '0', RESEED_THREADS: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stderr.on('data', (bytes: Buffer) => (text += bytes.toString()));
  for await (const line of createInterface({ input: child.stdout })) {
    const [url] = /http:\S+/.exec(line) ?? [];
    if (url === undefined) continue;
    server = { child, url, output: () => text };
    return;
  }
  throw new Error(`the server did not start:\n${text}`);
}

// oxlint-disable-next-line typescript/no-explicit-any -- answers are looked at by expectations
async function ask(query: string, variables: Record<string, unknown> = {}): Promise<any> {
  const response = await fetch(server?.url ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: unknown; errors?: unknown };
  expect(errors).toBeUndefined();
  return data;
}

const START = 'mutation ($input: StartTrainingInput!) { startTraining(input: $input) { id } }';
const JOB = `query ($id: ID!) { node(id: $id) { ... on Job { state attempt failure { code message hint } trainingRun { resumedAt } } }
  workers { name job { id } } }`;

/** Asks for two seeds, and returns the job's id. */
async function startTraining(name: string, steps: number): Promise<string> {
  const input = {
    runGroup: name,
    activations: { shards: { path: 'activations' } },
    nLatents: 32,
    k: 2,
    seeds: [1, 2],
    batchSize: 32,
    tokens: 32 * steps,
    learningRate: 0.01,
    match: false,
  };
  return (await ask(START, { input })).startTraining.id;
}

interface Seen {
  state: string;
  attempt: number;
  failure: { code: string; message: string; hint: string } | null;
  resumedAt: number | null;
  /** The process that runs it. */
  pid: number | null;
}

async function look(id: string): Promise<Seen> {
  const { node, workers } = await ask(JOB, { id });
  const worker = workers.find(({ job }: { job: { id: string } | null }) => job?.id === id);
  const { trainingRun, ...job } = node;
  return { ...job, resumedAt: trainingRun.resumedAt, pid: worker ? Number(worker.name.split(' ').at(-1)) : null };
}

/** Looks until `isThere`; the test's own time limit is the bound. */
async function until(id: string, isThere: (seen: Seen) => boolean): Promise<Seen> {
  for (;;) {
    const seen = await look(id);
    if (isThere(seen)) return seen;
    if (seen.state === 'FAILED' || seen.state === 'SUCCEEDED')
      throw new Error(`${JSON.stringify(seen)}\n${server?.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Waits until both seeds have a whole checkpoint. */
async function untilCheckpoints(): Promise<void> {
  const isWritten = (files: string[], seed: number) =>
    files.some((file) => new RegExp(`seed-${seed}.step-\\d+.safetensors$`).test(file));
  for (;;) {
    const files = await readdir(path.join(root, 'checkpoints'), { recursive: true }).catch(() => []);
    if (isWritten(files, 1) && isWritten(files, 2)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('a job goes on after its process crashed, fails at the second crash, and goes on when it is asked for again', async () => {
  await startServer();
  const { pid: serverPid } = server?.child ?? {};
  const id = await startTraining('crashed', SHORT);
  const first = await until(id, ({ pid, state }) => state === 'RUNNING' && pid !== null);
  expect(first.pid).not.toBe(serverPid);
  await untilCheckpoints();
  process.kill(first.pid ?? 0, 'SIGSEGV');
  const second = await until(id, ({ attempt, pid, resumedAt }) => attempt === 2 && pid !== null && resumedAt !== 0);
  expect(second).toMatchObject({ state: 'RUNNING', resumedAt: expect.any(Number) });
  expect(second.pid).not.toBe(first.pid);
  process.kill(second.pid ?? 0, 'SIGSEGV');
  const failed = await until(id, ({ state }) => state === 'FAILED');
  expect(failed).toMatchObject({
    attempt: 2,
    failure: { code: 'WORKER_CRASHED', message: expect.stringContaining('SIGSEGV') },
  });
  expect(failed.failure?.hint).toContain('goes on from its checkpoint');
  expect(server?.child.exitCode).toBeNull();
  expect(server?.output()).toContain('a worker process crashed');

  const again = await startTraining('crashed', SHORT);
  expect(again).not.toBe(id);
  const done = await until(again, ({ state }) => state === 'SUCCEEDED');
  expect(done.resumedAt).toBeGreaterThan(0);
});

test('what a process of memory says before it dies is on the job', async () => {
  await startServer();
  const id = await startTraining('killed', LONG);
  for (const attempt of [1, 2]) {
    const seen = await until(id, (job) => job.attempt === attempt && job.pid !== null);
    process.kill(seen.pid ?? 0, 'SIGKILL');
  }
  const { failure } = await until(id, ({ state }) => state === 'FAILED');
  expect(failure).toMatchObject({ code: 'WORKER_CRASHED', hint: expect.stringContaining('memory') });
});

test('with the server its workers end; the next one serves, and the job that ran can be cancelled', async () => {
  await startServer();
  const id = await startTraining('abandoned', LONG);
  const { pid } = await until(id, (job) => job.pid !== null);
  server?.child.kill('SIGKILL');
  await once(server?.child as ChildProcess, 'close');
  await expect.poll(() => isAlive(pid ?? 0), { timeout: 60_000 }).toBe(false);

  await startServer();
  expect((await look(id)).state).not.toBe('FAILED');
  await ask('mutation ($id: ID!) { cancelJob(id: $id) { state } }', { id });
  await until(id, ({ state }) => state === 'CANCELLED');
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
