/** A worker process that crashes, as native code does: it costs its job an attempt. The server, its database and everybody else live on. */
import { once } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { writeExampleActivations } from '../jobs/training-fixture.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';

/** Tokens of a run that outlasts whatever is done to it. */
const LONG = 32 * 400_000;
/** Tokens of one that continues to its end after two crashes. */
const SHORT = 32 * 12_000;

// Each starts several processes, one after the other.
vi.setConfig({ testTimeout: 600_000 });

let root: string;
let server: ServerProcess;

beforeAll(async () => {
  root = await writeExampleActivations();
});
afterEach(() => server.stop());
afterAll(() => rm(root, { recursive: true }));

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

test('a job continues after its process crashed, fails at the second crash, and continues when it is asked for again', async () => {
  server = await startServerProcess(root);
  const id = await server.startTraining({ runGroup: 'crashed', tokens: SHORT });
  const first = await server.until(id, ({ pid, state }) => state === 'RUNNING' && pid !== null);
  expect(first.pid).not.toBe(server.child.pid);
  await untilCheckpoints();
  process.kill(first.pid ?? 0, 'SIGSEGV');
  const second = await server.until(
    id,
    ({ attempt, pid, resumedAt }) => attempt === 2 && pid !== null && resumedAt !== 0,
  );
  expect(second).toMatchObject({ state: 'RUNNING', resumedAt: expect.any(Number) });
  expect(second.pid).not.toBe(first.pid);
  process.kill(second.pid ?? 0, 'SIGSEGV');
  const failed = await server.until(id, ({ state }) => state === 'FAILED');
  expect(failed).toMatchObject({
    attempt: 2,
    failure: { code: 'WORKER_CRASHED', message: expect.stringContaining('SIGSEGV') },
  });
  expect(failed.failure?.hint).toContain('continues from its checkpoint');
  expect(server.child.exitCode).toBeNull();
  expect(server.output()).toContain('a worker process crashed');

  const again = await server.startTraining({ runGroup: 'crashed', tokens: SHORT });
  expect(again).not.toBe(id);
  const done = await server.until(again, ({ state }) => state === 'SUCCEEDED');
  expect(done.resumedAt).toBeGreaterThan(0);
});

test('a process that the system kills says that memory may be the reason', async () => {
  server = await startServerProcess(root);
  const id = await server.startTraining({ runGroup: 'killed', tokens: LONG });
  for (const attempt of [1, 2]) {
    const seen = await server.until(id, (job) => job.attempt === attempt && job.pid !== null);
    process.kill(seen.pid ?? 0, 'SIGKILL');
  }
  const { failure } = await server.until(id, ({ state }) => state === 'FAILED');
  expect(failure).toMatchObject({ code: 'WORKER_CRASHED', hint: expect.stringContaining('memory') });
});

test('with the server its workers end; the next one serves, and the job that ran can be cancelled', async () => {
  server = await startServerProcess(root);
  const id = await server.startTraining({ runGroup: 'abandoned', tokens: LONG });
  const { pid } = await server.until(id, (job) => job.pid !== null);
  server.child.kill('SIGKILL');
  await once(server.child, 'close');
  await expect.poll(() => isAlive(pid ?? 0), { timeout: 60_000 }).toBe(false);

  server = await startServerProcess(root);
  expect((await server.look(id)).state).not.toBe('FAILED');
  await server.ask('mutation ($id: ID!) { cancelJob(id: $id) { state } }', { id });
  await server.until(id, ({ state }) => state === 'CANCELLED');
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
