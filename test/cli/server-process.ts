/** A server as a process of its own, asked over HTTP, with the training jobs that it runs. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

export interface ServerProcess {
  readonly child: ChildProcess;
  /** What it wrote to stderr so far. */
  output(): string;
  // oxlint-disable-next-line typescript/no-explicit-any -- answers are looked at by expectations
  ask(query: string, variables?: Record<string, unknown>): Promise<any>;
  /** Starts a training of the example activations in the folder of the server; returns the job's id. */
  startTraining(changes: Record<string, unknown>): Promise<string>;
  look(jobId: string): Promise<SeenJob>;
  /** Looks until `isThere`; the test's own time limit is the bound. */
  until(jobId: string, isThere: (seen: SeenJob) => boolean): Promise<SeenJob>;
  /** Interrupts it, if it is still there. */
  stop(): Promise<void>;
}

export interface SeenJob {
  state: string;
  attempt: number;
  failure: { code: string; message: string; hint: string } | null;
  resumedAt: number | null;
  /** The process that runs it. */
  pid: number | null;
}

const START = 'mutation ($input: StartTrainingInput!) { startTraining(input: $input) { id } }';
const LOOK = `query ($id: ID!) { node(id: $id) { ... on Job { state attempt failure { code message hint } subject { ... on TrainingRun { resumedAt } } } }
  workers { name job { id } } }`;

/** Starts `reseed start --no-bundled` in `root`, whose `activations` are those of `training-fixture.ts`, and waits until it serves. */
export async function startServerProcess(root: string, settings: Record<string, string> = {}): Promise<ServerProcess> {
  const { DATABASE_URL: _, ...env } = process.env;
  const places = { RESEED_DATA_DIR: 'database', RESEED_TRAINING_DIR: 'checkpoints', RESEED_IMPORT_ROOTS: root };
  const child = spawn(process.execPath, [main, 'start', '--no-bundled'], {
    cwd: root,
    env: { ...env, ...places, RESEED_PORT: '0', RESEED_THREADS: '1', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stderr.on('data', (bytes: Buffer) => (text += bytes.toString()));
  for await (const line of createInterface({ input: child.stdout })) {
    const [url] = /http:\S+/.exec(line) ?? [];
    if (url !== undefined) return buildServer({ child, url, output: () => text });
  }
  throw new Error(`the server did not start:\n${text}`);
}

function buildServer({
  child,
  url,
  output,
}: {
  child: ChildProcess;
  url: string;
  output: () => string;
}): ServerProcess {
  const server: ServerProcess = {
    child,
    output,
    async ask(query, variables = {}) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = (await response.json()) as { data: unknown; errors?: unknown };
      expect(errors).toBeUndefined();
      return data;
    },
    async startTraining(changes) {
      const input = {
        activations: { shards: { path: 'activations' } },
        nLatents: 32,
        k: 2,
        seeds: [1, 2],
        batchSize: 32,
        learningRate: 0.01,
        match: false,
        ...changes,
      };
      return (await server.ask(START, { input })).startTraining.id;
    },
    async look(id) {
      const { node, workers } = await server.ask(LOOK, { id });
      const worker = workers.find(({ job }: { job: { id: string } | null }) => job?.id === id);
      const { subject, ...job } = node;
      return { ...job, resumedAt: subject.resumedAt, pid: worker ? Number(worker.name.split(' ').at(-1)) : null };
    },
    async until(id, isThere) {
      for (;;) {
        const seen = await server.look(id);
        if (isThere(seen)) return seen;
        if (['FAILED', 'SUCCEEDED', 'CANCELLED'].includes(seen.state))
          throw new Error(`${JSON.stringify(seen)}\n${output()}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGINT');
      await once(child, 'close');
    },
  };
  return server;
}
