/** Training over the API: asked for, followed by subscription, with curves, checkpoints and sharedness over tokens. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { createClient, type Client } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { findJobs } from '../../db/stores/job-runs.ts';
import { checkpointFormats } from '../../loaders/checkpoints/formats.ts';
import { isReseedError } from '../../src/errors.ts';
import { buildAsk } from '../../src/graph/ask.ts';
import { parseJobId } from '../../src/graph/global-id.ts';
import { type GraphServer, startGraphServer } from '../../src/graph/http/server.ts';
import { buildTokenEncoder } from '../../src/jobs/encoding/encode-tokens.ts';
import { type JobFixture, silent, startJobFixture } from '../jobs/job-fixture.ts';
import { writeExampleActivations } from '../jobs/training-fixture.ts';

let root: string;
let fixture: JobFixture;
let server: GraphServer;
let client: Client;

beforeAll(async () => {
  root = await writeExampleActivations();
  fixture = await startJobFixture({ importRoots: [root], trainingDir: path.join(root, 'checkpoints') });
  server = await startGraphServer({ ...parts(), host: '127.0.0.1', port: 0, jobPollMs: 20 });
  client = createClient({ url: server.url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
});
afterAll(async () => {
  await client.dispose();
  await server.close();
  await fixture.close();
  await rm(root, { recursive: true });
});

const parts = () => ({
  db: fixture.db,
  queue: fixture.queue,
  formats: checkpointFormats,
  log: silent,
  listHookpoints: () => Promise.resolve([]),
  encodeTokens: buildTokenEncoder({ db: fixture.db, importRoots: [], threads: 1 }),
});
// oxlint-disable-next-line typescript/no-explicit-any -- answers have the shape of their document
const ask = (query: string, variables?: Record<string, unknown>) => buildAsk(parts())<any>({ query, variables });

const START =
  'mutation ($input: StartTrainingInput!) { startTraining(input: $input) { id kind state subject { ... on TrainingRun { id } } } }';
const input = {
  runGroup: 'asked',
  activations: { shards: { path: 'activations' } },
  nLatents: 32,
  k: 2,
  seeds: [1, 2],
  batchSize: 32,
  tokens: 32 * 400,
  learningRate: 0.01,
  matchAtCheckpoints: [32 * 50],
};

test('from a request to sharedness over tokens, followed all the way', async () => {
  const { startTraining: job } = await ask(START, { input });
  expect(job).toMatchObject({ kind: 'TRAIN' });
  const events = client.iterate({
    query: `subscription ($id: ID!) { jobUpdated(id: $id) { state progress { fraction unit } subject { ... on TrainingRun {
      secondsLeft seeds { initSeed secondsLeft latest { step tokens fvu loss l0 deadFraction learningRate tokensPerSecond } } } }
      result { ... on TrainResult { trainingRun { id } } } } }`,
    variables: { id: job.id },
  });
  // oxlint-disable-next-line typescript/no-explicit-any -- as above
  const seen: any[] = [];
  for await (const event of events) {
    expect(event.errors).toBeUndefined();
    seen.push(event.data?.jobUpdated);
  }
  expect(seen.at(-1)).toMatchObject({
    state: 'SUCCEEDED',
    progress: { fraction: 1 },
    result: { trainingRun: { id: job.subject.id } },
  });
  expect(seen.at(-1).subject.seeds).toMatchObject([
    // the rate falls over the last fifth of the 400 steps
    { initSeed: '1', secondsLeft: null, latest: { step: 400, tokens: 12_800, learningRate: 0.01 / 80 } },
    { initSeed: '2', secondsLeft: null, latest: { step: 400, tokens: 12_800 } },
  ]);
  for (const value of Object.values(seen.at(-1).subject.seeds[0].latest)) expect(value).toEqual(expect.any(Number));

  await endMatchings();
  const { node: run } = await ask(
    `query ($id: ID!) { node(id: $id) { ... on TrainingRun {
      name resumedAt provider estimate { memoryMb } sources { sha256 } runGroup { name dictionaries { name } } job { id state }
      settings { architecture nLatents k steps tokens heldOutTokens learningRate plan activations }
      seeds { initSeed curve(maxPoints: 4) { step } dictionary { name nAlive initialisation { statement meanDecoderCosine latents quantiles { fraction cosine } } } heldOut { fvu l0 deadFraction tokens } }
      checkpoints { tokens final runGroup { name } seeds { initSeed dictionary { training { trainingRun { name } } initialisation { meanDecoderCosine } } } }
      sharedOverTokens(criterion: { threshold: 0.5 }) { criterion { threshold } points { tokens pairs matched sharedFraction nullSharedFraction meanDecoderCosine fvu l0 runGroup { name } } }
    } } }`,
    { id: job.subject.id },
  );
  expect(run).toMatchObject({
    name: 'asked',
    resumedAt: 0,
    provider: 'CPU',
    job: { id: job.id, state: 'SUCCEEDED' },
    runGroup: { name: 'asked', dictionaries: [{ name: 'asked/seed1' }, { name: 'asked/seed2' }] },
    settings: {
      architecture: 'TOPK',
      steps: 400,
      heldOutTokens: 200,
      activations: { kind: 'SHARDS', path: 'activations' },
    },
  });
  expect(run.seeds[0].curve).toEqual([{ step: 100 }, { step: 200 }, { step: 300 }, { step: 400 }]);
  expect(run.checkpoints).toMatchObject([
    { tokens: 1_600, final: false, runGroup: { name: 'asked@1600' } },
    { tokens: 12_800, final: true, runGroup: { name: 'asked' } },
  ]);
  expect(run.checkpoints[0].seeds[1]).toMatchObject({
    initSeed: '2',
    dictionary: { training: { trainingRun: { name: 'asked' } } },
  });
  const { initialisation } = run.seeds[0].dictionary;
  expect(initialisation).toMatchObject({ latents: 32, statement: expect.stringContaining('drawn again') });
  expect(initialisation.quantiles).toHaveLength(7);
  // early on a dictionary is nearer to where it began
  const early = run.checkpoints[0].seeds[0].dictionary.initialisation;
  expect(early.meanDecoderCosine).toBeGreaterThan(initialisation.meanDecoderCosine);
  const { points } = run.sharedOverTokens;
  expect(points).toMatchObject([
    { tokens: 1_600, pairs: 1, matched: 1 },
    { tokens: 12_800, pairs: 1, matched: 1 },
  ]);
  const summary = await ask(
    '{ runGroups(name: "asked") { matchings { summary(criterion: { threshold: 0.5 }) { sharedFraction nulls { kind sharedFraction } } } } }',
  );
  const [matching] = summary.runGroups[0].matchings;
  expect(points[1].sharedFraction).toBeCloseTo(matching.summary.sharedFraction, 12);
  expect(points[1].fvu).toBeCloseTo((run.seeds[0].heldOut.fvu + run.seeds[1].heldOut.fvu) / 2, 12);
});

async function endMatchings(): Promise<void> {
  const { jobs } = await ask('{ jobs { nodes { id } } }');
  for (const { id } of jobs.nodes) await fixture.ended(parseJobId(id));
}

test('the newest runs first, page by page', async () => {
  await ask(START, { input: { ...input, runGroup: 'second', seeds: [1], matchAtCheckpoints: [], tokens: 64 } });
  const names: string[] = [];
  for (let after: string | null = null; ; ) {
    const {
      trainingRuns: page,
    }: {
      trainingRuns: {
        nodes: { name: string }[];
        totalCount: number;
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
    } = await ask(
      'query ($after: String) { trainingRuns(first: 1, after: $after) { totalCount nodes { name } pageInfo { hasNextPage endCursor } } }',
      { after },
    );
    names.push(...page.nodes.map(({ name }) => name));
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  expect(names).toEqual(['second', 'asked']);
});

test('what cannot be trained is refused with a code and a hint', async () => {
  const refusal = (changes: object) => ask(START, { input: { ...input, ...changes } }).catch((error: unknown) => error);
  for (const [changes, code] of [
    [{ architecture: 'OTHER' }, 'BAD_INPUT'],
    [{ k: null }, 'BAD_INPUT'],
    [{ runGroup: 'large', nLatents: 2_000_000 }, 'TOO_LARGE_TO_TRAIN'],
    [{ trainer: 'nobody', matchAtCheckpoints: [] }, 'TRAINER_UNKNOWN'],
    [{ activations: { shards: { path: '../..' } } }, 'PATH_OUTSIDE_ROOTS'],
  ] as const) {
    const error = await refusal(changes);
    expect(error).toSatisfy((one) => isReseedError(one, code));
    expect((error as { hint: string }).hint).not.toBe('');
  }
});

test('a worker is listed with what it takes, and a job may wait for another provider', async () => {
  const { workers } = await ask('{ workers { name kinds provider trainers job { id } } externalTrainers { name } }');
  expect(workers).toMatchObject([{ provider: 'CPU', trainers: [], kinds: expect.arrayContaining(['TRAIN', 'MATCH']) }]);
  const { startTraining: job } = await ask(START, { input: { ...input, runGroup: 'on a GPU', provider: 'CUDA' } });
  expect((await findJobs(fixture.db, [parseJobId(job.id)]))[0]).toMatchObject({ requires: 'provider:cuda' });
  const { node } = await ask('query ($id: ID!) { node(id: $id) { ... on Job { waitingFor { reason hint } } } }', job);
  expect(node.waitingFor).toEqual({
    reason: 'no worker with provider:cuda',
    hint: expect.stringContaining('RESEED_EXECUTION_PROVIDER=cuda'),
  });
  const { cancelJob } = await ask('mutation ($id: ID!) { cancelJob(id: $id) { state } }', { id: job.id });
  expect(cancelJob).toEqual({ state: 'CANCELLED' });
});
