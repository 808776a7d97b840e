/** Files of matchings over the API: what a query says of them, and their download. */
import { createServer, get, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureMatching } from '../../db/stores/matchings.ts';
import { followClient, sendChunks } from '../../src/graph/export/matching-download.ts';
import { formatGlobalId } from '../../src/graph/global-id.ts';
import { MAX_DOWNLOADS } from '../../src/graph/limits.ts';
import { type GraphServer, startGraphServer } from '../../src/graph/http/server.ts';
import { type Edge, matchingId, N, openExampleEdge } from './example-edge.ts';

let edge: Edge;
let server: GraphServer;
let origin: string;
beforeAll(async () => {
  edge = await openExampleEdge();
  server = await startGraphServer({ ...edge.options, host: '127.0.0.1', port: 0 });
  origin = new URL(server.url).origin;
});
afterAll(async () => {
  await server.close();
  await edge.close();
});

const query = `query ($matching: ID!, $format: MatchingFileFormat!) {
  matching(id: $matching) {
    export(format: $format) { matching { id } format formatName formatVersion header href fileName mediaType }
  }
}`;

test.each([
  ['JSON', 'json', 'application/json; charset=utf-8'],
  ['CSV', 'csv', 'text/csv; charset=utf-8; header=present'],
  ['PARQUET', 'parquet', 'application/vnd.apache.parquet'],
])('a matching is offered as %s and downloaded as said', async (format, extension, mediaType) => {
  const [matching] = edge.matchings;
  const id = matchingId(matching);
  const { export: offer } = (await edge.data(query, { matching: id, format })).matching;
  expect(offer).toMatchObject({
    matching: { id },
    format,
    formatName: 'reseed-matching',
    formatVersion: 1,
    href: `/export/${id}.${extension}`,
    fileName: `example_1.example_2.cosine.${extension}`,
    mediaType,
  });
  const head = await fetch(origin + offer.href, { method: 'HEAD' });
  const response = await fetch(origin + offer.href, { headers: { 'accept-encoding': 'gzip, br' } });
  const bytes = Buffer.from(await response.arrayBuffer());
  for (const { status, headers } of [head, response]) {
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe(mediaType);
    expect(headers.get('content-disposition')).toBe(`attachment; filename="${offer.fileName}"`);
    expect(headers.get('content-encoding')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  }
  expect(await head.text()).toBe('');
  if (format === 'JSON') {
    const file = JSON.parse(bytes.toString('utf8'));
    expect(file.header).toEqual(offer.header);
    expect(file.latents).toHaveLength(N);
  } else if (format === 'CSV') {
    const lines = bytes.toString('utf8').split('\n');
    const comments = lines.filter((line) => line.startsWith('# ')).map((line) => line.slice(2));
    expect(JSON.parse(comments.join('\n'))).toEqual(offer.header);
    expect(lines.filter((line) => line.startsWith('A,'))).toHaveLength(N);
  } else {
    const file = Uint8Array.from(bytes).buffer;
    const [{ key, value }] = parquetMetadata(file).key_value_metadata ?? [];
    expect([key, JSON.parse(value ?? '')]).toEqual(['reseed-matching', offer.header]);
    expect(await parquetReadObjects({ file })).toHaveLength(N);
  }
});

test('what cannot be downloaded is refused in JSON, with a code', async () => {
  const [seed] = edge.seeds;
  const { spaceId, id } = await ensureMatching(edge.db, { a: seed, b: edge.wide, measure: 'ABSOLUTE_COSINE' });
  const incomplete = formatGlobalId({ kind: 'Matching', spaceId, id });
  const gone = formatGlobalId({ kind: 'Matching', spaceId, id: 999_999 });
  const other = formatGlobalId({ kind: 'RunGroup', spaceId, id: seed.runGroupId });
  const good = matchingId(edge.matchings[0]);
  const refusals: [number, string, string][] = [
    [409, 'NOT_MATCHED', `${incomplete}.json`],
    [404, 'NOT_FOUND', `${gone}.csv`],
    [404, 'BAD_ID', `${other}.json`],
    [404, 'BAD_ID', 'x.json'],
    [404, 'BAD_REQUEST', `${good}.txt`],
    [404, 'BAD_REQUEST', good],
    [404, 'BAD_REQUEST', `..%2f${good}.json`],
  ];
  for (const [status, code, file] of refusals) {
    const response = await fetch(`${origin}/export/${file}`);
    expect([response.status, file]).toEqual([status, file]);
    expect(response.headers.get('content-disposition')).toBeNull();
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code, hint: expect.any(String) } }] });
  }
  const posted = await fetch(`${origin}/export/${good}.json`, { method: 'POST' });
  expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  expect(await edge.code(query, { matching: incomplete, format: 'JSON' })).toBe('NOT_MATCHED');
  expect(await edge.data(query, { matching: gone, format: 'JSON' })).toEqual({ matching: null });
});

test('a name of this machine that is not its own is refused, as for every request', async () => {
  const port = Number(new URL(origin).port);
  const status = await new Promise((resolve) => {
    const path = `/export/${matchingId(edge.matchings[0])}.json`;
    request({ port, path, host: '127.0.0.1', headers: { host: 'example.com' } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).end();
  });
  expect(status).toBe(403);
});

test('as many downloads as are allowed run at once, and their places are free afterwards', async () => {
  const href = `${origin}/export/${matchingId(edge.matchings[0])}.json`;
  const many = await Promise.all(Array.from({ length: 4 * MAX_DOWNLOADS }, () => fetch(href)));
  const statuses = new Set(many.map(({ status }) => status));
  for (const response of many) {
    if (response.status === 503) expect(response.headers.get('retry-after')).toBe('5');
    await response.arrayBuffer();
  }
  expect(statuses).toContain(200);
  expect([...statuses].filter((status) => status !== 200 && status !== 503)).toEqual([]);
  for (let i = 0; i < 2 * MAX_DOWNLOADS; i++) {
    const response = await fetch(href);
    expect(response.status).toBe(200);
    await response.arrayBuffer();
  }
});

test('the writing waits for a slow client and ends when the client leaves', async () => {
  let given = 0;
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  function* endless(): Generator<Uint8Array> {
    try {
      for (;;) {
        given++;
        yield new Uint8Array(100_000);
      }
    } finally {
      end();
    }
  }
  const app = express();
  const sent = Promise.withResolvers<void>();
  app.get('/', async (_request, response) => {
    await sendChunks(response, { chunks: endless(), signal: followClient(response) });
    sent.resolve();
  });
  const slow = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => slow.once('listening', resolve));
  const { port } = slow.address() as AddressInfo;
  const response = await new Promise<IncomingMessage>((resolve) => {
    get({ port, host: '127.0.0.1' }, resolve);
  });
  const first = await new Promise<Buffer>((resolve) => response.once('data', resolve));
  expect(first.length).toBeGreaterThan(0);
  response.pause();
  // a client that takes nothing: the chunks given settle at what the two sockets hold
  for (let turn = 0; turn < 2_000; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(given).toBeLessThan(500);
  response.destroy();
  await ended;
  await sent.promise;
  await new Promise((resolve) => slow.close(resolve));
});
