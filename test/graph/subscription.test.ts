/** `jobUpdated` over a real socket: at the start, at every change, until the job has ended. */
import { createClient, type Client } from 'graphql-ws';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { createJob, claimJob, finishJob, type JobRow, reportProgress } from '../../db/stores/job-runs.ts';
import { formatGlobalId } from '../../src/graph/global-id.ts';
import { MAX_SUBSCRIPTIONS_PER_SOCKET } from '../../src/graph/limits.ts';
import { type GraphServer, startGraphServer } from '../../src/graph/http/server.ts';
import { runningJob } from '../db/example-rows.ts';
import { type Edge, openExampleEdge } from './example-edge.ts';

let edge: Edge;
let server: GraphServer;
const clients: Client[] = [];
beforeAll(async () => {
  edge = await openExampleEdge();
  server = await startGraphServer({ ...edge.options, host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
});
afterAll(async () => {
  await server.close();
  await edge.close();
});

function openClient(): Client {
  const client = createClient({ url: server.url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
  clients.push(client);
  return client;
}

const FOLLOW =
  'subscription ($id: ID!) { jobUpdated(id: $id) { state title progress { done } result { ... on ImportResult { dictionary { initSeed } } } failure { code } } }';
const jobId = (job: JobRow) => formatGlobalId({ kind: 'Job', id: job.id });

test('from queued to done, with what it made', async () => {
  const { job } = await edge.db.transaction((tx) =>
    createJob(tx, { kind: 'IMPORT', key: 'follow', title: 'a job', payload: { path: 'run' } }),
  );
  const events = openClient().iterate({ query: FOLLOW, variables: { id: jobId(job) } });
  const next = async () => (await events.next()).value?.data?.jobUpdated;
  expect(await next()).toEqual({ state: 'QUEUED', title: 'a job', progress: null, result: null, failure: null });
  await claimJob(edge.db, job.id);
  expect(await next()).toMatchObject({ state: 'RUNNING' });
  await reportProgress(edge.db, { id: job.id, attempt: 1, done: 5, total: 10, unit: 'rows', step: 'loading' });
  expect(await next()).toMatchObject({ state: 'RUNNING', progress: { done: 5 } });
  const { spaceId, id } = edge.seeds[1];
  await finishJob(edge.db, { id: job.id, attempt: 1, outcome: { state: 'SUCCEEDED', dictionary: { spaceId, id } } });
  expect(await next()).toMatchObject({ state: 'SUCCEEDED', result: { dictionary: { initSeed: '2' } } });
  expect(await events.next()).toMatchObject({ done: true });
});

test('a job that has ended is told once', async () => {
  const job = await runningJob(edge.db);
  await finishJob(edge.db, {
    id: job.id,
    attempt: 1,
    outcome: { state: 'FAILED', code: 'FORMAT_UNKNOWN', message: 'no', hint: null },
  });
  const events: unknown[] = [];
  for await (const event of openClient().iterate({ query: FOLLOW, variables: { id: jobId(job) } }))
    events.push(event.data?.jobUpdated);
  expect(events).toEqual([expect.objectContaining({ state: 'FAILED', failure: { code: 'FORMAT_UNKNOWN' } })]);
});

test('two who follow one job are both told', async () => {
  const job = await runningJob(edge.db);
  const [one, two] = [openClient(), openClient()].map((client) =>
    client.iterate({ query: FOLLOW, variables: { id: jobId(job) } }),
  );
  await Promise.all([one.next(), two.next()]);
  await finishJob(edge.db, { id: job.id, attempt: 1, outcome: { state: 'CANCELLED' } });
  for (const events of [one, two]) {
    expect((await events.next()).value).toMatchObject({ data: { jobUpdated: { state: 'CANCELLED' } } });
    expect((await events.next()).done).toBe(true);
  }
});

test('whoever stops listening is forgotten, and nothing is polled for nobody', async () => {
  const { jobFeed } = edge.resources;
  const job = await runningJob(edge.db);
  const rows = jobFeed.follow(job);
  expect((await rows.next()).value).toMatchObject({ state: 'RUNNING' });
  expect(jobFeed.size).toBe(1);
  const waiting = rows.next();
  await rows.return();
  expect(await waiting).toMatchObject({ done: true });
  expect(jobFeed.size).toBe(0);
});

test('the same limits as over HTTP, and nothing but subscriptions', async () => {
  const refused = async (query: string, variables?: Record<string, unknown>) => {
    const result = await openClient()
      .iterate({ query, variables })
      .next()
      .then(
        (event) => event.value?.errors,
        (errors: unknown) => errors,
      );
    return (result as { extensions: { code: string } }[])[0].extensions.code;
  };
  const none = formatGlobalId({ kind: 'Job', id: '00000000-0000-4000-8000-000000000000' });
  expect(await refused(FOLLOW, { id: none })).toBe('NOT_FOUND');
  expect(await refused(FOLLOW, { id: 'nonsense' })).toBe('BAD_ID');
  expect(await refused('{ models { id } }')).toBe('BAD_REQUEST');
  expect(await refused('mutation { cancelJob(id: "x") { id } }')).toBe('BAD_REQUEST');
  expect(await refused('subscription {')).toBe('BAD_REQUEST');
  expect(await refused('subscription { jobUpdated(id: "x") { nothing } }')).toBe('BAD_REQUEST');
  const wide = `subscription { jobUpdated(id: "${none}") { subject { ... on Dictionary { latents(first: 500) { nodes { partners { decoder { latent { partners { candidates { latent { partners { shared } } } } } } } } } } } } }`;
  expect(await refused(wide)).toBe('QUERY_TOO_COSTLY');
});

test('one socket follows so many jobs and no more', async () => {
  const job = await runningJob(edge.db);
  const client = openClient();
  const follow = () => client.iterate({ query: FOLLOW, variables: { id: jobId(job) } });
  const open = await Promise.all(Array.from({ length: MAX_SUBSCRIPTIONS_PER_SOCKET }, () => follow().next()));
  expect(open.every((event) => event.value?.data?.jobUpdated)).toBe(true);
  await expect(follow().next()).rejects.toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
});

test('a client that breaks off in the middle of an upgrade harms nobody', async () => {
  for (const path of ['/graphql', '/other']) {
    const socket = connect(server.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
    socket.resetAndDestroy();
    await once(socket, 'close');
  }
  expect((await fetch(new URL('/health', server.url))).status).toBe(200);
});

test('a socket that a page of another site opens is refused', async () => {
  const open = (headers: Record<string, string>, path = '/graphql') =>
    new Promise((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, 'graphql-transport-ws', { headers });
      socket.once('open', () => (socket.close(), resolve('open')));
      socket.once('unexpected-response', (_request, response) => resolve(response.statusCode));
      socket.once('error', () => {});
    });
  expect(await open({})).toBe('open');
  expect(await open({ origin: `http://127.0.0.1:${server.port}` })).toBe('open');
  expect(await open({ origin: 'https://elsewhere.example' })).toBe(403);
  expect(await open({ host: 'rebound.example' })).toBe(403);
  expect(await open({}, '/other')).toBe(404);
});

test('closing the server ends the subscriptions', async () => {
  const other = await startGraphServer({ ...edge.options, host: '127.0.0.1', port: 0 });
  const job = await runningJob(edge.db);
  const client = createClient({ url: other.url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
  const events = client.iterate({ query: FOLLOW, variables: { id: jobId(job) } });
  await events.next();
  const end = events.next().then(
    (event) => event.done ?? false,
    () => true,
  );
  await other.close();
  expect(await end).toBe(true);
});

test('one progress for all pairs of a run group: now, at a change, and to its end', async () => {
  const [seed] = edge.seeds;
  const [matching] = edge.matchings;
  const variables = { id: formatGlobalId({ kind: 'RunGroup', spaceId: seed.spaceId, id: seed.runGroupId }) };
  const query = `subscription ($id: ID!) { matchingProgress(runGroup: $id, measure: COSINE) { total done queued running failed cancelled fraction } }`;
  const whole = { total: 6, done: 6, queued: 0, running: 0, failed: 0, cancelled: 0, fraction: 1 };
  // a side is taken away and asked for again
  await edge.db.query('delete from matching_sides where space_id = $1 and matching_id = $2 and side = 1', [
    matching.spaceId,
    matching.id,
  ]);
  const { job } = await createJob(edge.db, {
    kind: 'MATCH',
    key: 'progress',
    title: 'a side',
    payload: { side: 'ENCODER' },
    spaceId: matching.spaceId,
    matchingId: matching.id,
  });
  const events = openClient().iterate({ query, variables });
  const next = async () => (await events.next()).value?.data?.matchingProgress;
  expect(await next()).toEqual({ ...whole, done: 5, queued: 1, fraction: 5 / 6 });
  await claimJob(edge.db, job.id);
  expect(await next()).toEqual({ ...whole, done: 5, running: 1, fraction: 5 / 6 });
  await reportProgress(edge.db, { id: job.id, attempt: 1, done: 1, total: 2, unit: 'parts', step: 'x' });
  expect(await next()).toEqual({ ...whole, done: 5, running: 1, fraction: 5.5 / 6 });
  await finishJob(edge.db, { id: job.id, attempt: 1, outcome: { state: 'CANCELLED' } });
  expect(await next()).toEqual({ ...whole, done: 5, cancelled: 1, fraction: 5 / 6 });
  expect((await events.next()).done).toBe(true);
});
