/** The edge over real HTTP: what GraphQL over HTTP asks for, and everything that is refused before GraphQL. */
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import express from 'express';
import { serverAudits } from 'graphql-http';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabaseAt } from '../../db/connect/connect.ts';
import type { Log } from '../../src/graph/http/present-error.ts';
import { type GraphServer, startGraphServer } from '../../src/graph/http/server.ts';
import { buildWebFiles } from '../../src/graph/http/web-files.ts';
import { type Answer, type Edge, matchingId, openExampleEdge } from './example-edge.ts';

let edge: Edge;
let server: GraphServer;
beforeAll(async () => {
  edge = await openExampleEdge();
  server = await startGraphServer({ ...edge.options, host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await server.close();
  await edge.close();
});

const JSON_TYPE = { 'content-type': 'application/json' };
const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = JSON_TYPE) =>
  fetch(server.url, { method: 'POST', headers, body });
const read = async (response: Response): Promise<Answer> => (await response.json()) as Answer;
const ask = async (query: string, variables?: object) => read(await post(JSON.stringify({ query, variables })));

test.each(serverAudits({ url: 'http://placeholder', fetchFn: () => {} }).map(({ id, name }) => [id, name]))(
  'audit %s: %s',
  async (id) => {
    const audit = serverAudits({ url: server.url, fetchFn: fetch }).find((one) => one.id === id);
    const result = await audit?.fn();
    expect(result?.status, 'reason' in (result ?? {}) ? JSON.stringify(result) : '').not.toBe('error');
  },
);

test('a query is answered', async () => {
  expect(await ask('{ models { name } }')).toEqual({
    data: { models: [{ name: 'another/model' }, { name: 'example/model' }] },
  });
});

test('the whole schema can be read, as editors do', async () => {
  const { data, errors } = await ask(
    getIntrospectionQuery({
      descriptions: true,
      inputValueDeprecation: true,
      schemaDescription: true,
      specifiedByUrl: true,
      oneOf: true,
    }),
  );
  expect(errors).toBeUndefined();
  expect(data.__schema.types.length).toBeGreaterThan(60);
});

test('GraphQL refuses with 400 and a code, before anything runs', async () => {
  for (const query of [
    '{',
    '{ nothing }',
    `{ ${Array.from({ length: 61 }, (_, i) => `a${i}: models { id }`).join(' ')} }`,
  ]) {
    const response = await post(JSON.stringify({ query }));
    expect(response.status).toBe(400);
    expect((await read(response)).errors[0].extensions.code).toBeTruthy();
  }
  const costly = await post(
    JSON.stringify({
      query: '{ dictionaries(first: 100) { nodes { latents(first: 500) { nodes { partners { shared } } } } } }',
    }),
  );
  expect(costly.status).toBe(400);
  expect(await costly.json()).toMatchObject({
    errors: [{ extensions: { code: 'QUERY_TOO_COSTLY', hint: expect.any(String) } }],
  });
});

test('what is not a request is refused in JSON, without a trace of the server', async () => {
  const refusals: [number, Promise<Response>][] = [
    [400, post('{"query": ')],
    [400, post('[]')],
    [400, post('"{ models { id } }"')],
    [400, post(JSON.stringify([{ query: '{ models { id } }' }]))],
    [400, post(Uint8Array.from([...Buffer.from('{"query":"{ models { id } } #'), 0xff, 0xfe, ...Buffer.from('"}')]))],
    [415, post('{}', { 'content-type': 'text/plain' })],
    [415, post('query=%7Bmodels%7Bid%7D%7D', { 'content-type': 'application/x-www-form-urlencoded' })],
    [415, post('{}', { 'content-type': 'application/json; charset=utf-7' })],
    [415, post('{}', { 'content-type': 'application/json; charset=utf-16' })],
    [415, post('{}', { ...JSON_TYPE, 'content-encoding': 'gzip' })],
    [413, post(JSON.stringify({ query: `# ${'x'.repeat(1_100_000)}` }))],
    [405, fetch(`${server.url}?query={models{id}}`, { headers: { accept: 'application/json' } })],
    [405, fetch(server.url, { method: 'DELETE' })],
    [405, fetch(server.url, { method: 'PUT', headers: JSON_TYPE, body: '{}' })],
    [404, fetch(new URL('/nothing', server.url))],
    [404, fetch(new URL('/assets/..%2f..%2fpackage.json', server.url))],
    [404, fetch(new URL('/assets/package.json', server.url))],
  ];
  for (const [status, pending] of refusals) {
    const response = await pending;
    const text = await response.text();
    expect([response.status, response.headers.get('content-type')?.split(';')[0]], text).toEqual([
      status,
      'application/json',
    ]);
    expect(JSON.parse(text).errors[0]).toMatchObject({
      message: expect.any(String),
      extensions: { code: expect.any(String) },
    });
    expect(text).not.toMatch(/node_modules|\.ts|\.js|SyntaxError|Unexpected/);
    expect(response.headers.get('x-powered-by')).toBeNull();
  }
});

test('on a loopback address, requests for another name are refused', async () => {
  const status = (host: string) =>
    new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port: server.port, path: '/health', headers: { host } }, (response) =>
        resolve(response.resume().statusCode),
      )
        .on('error', reject)
        .end();
    });
  expect(await status('rebound.example')).toBe(403);
  expect(await status(`rebound.example:${server.port}`)).toBe(403);
  expect(await status(`localhost:${server.port}`)).toBe(200);
  expect(await status('[::1]:4000')).toBe(200);
});

test('health says that the process lives, ready that its database answers and which it is', async () => {
  expect(await (await fetch(new URL('/health', server.url))).json()).toEqual({ status: 'ok' });
  const ready = await fetch(new URL('/ready', server.url));
  expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready', database: edge.db.kind }]);
});

test('a client mistake is never an internal error', async () => {
  const codeOf = async (body: string) => {
    const response = await post(body);
    const { errors } = await read(response);
    return [response.status, errors[0].extensions.code];
  };
  for (const depth of [2_400, 20_000]) {
    const nested = `{ nodes(ids: ${'['.repeat(depth)}${']'.repeat(depth)}) { id } }`;
    const [status, code] = await codeOf(JSON.stringify({ query: nested }));
    expect([status, code]).toEqual([400, expect.not.stringMatching(/INTERNAL/)]);
  }
  const follow = JSON.stringify({ query: 'subscription { jobUpdated(id: "x") { id } }' });
  expect(await codeOf(follow)).toEqual([400, 'BAD_REQUEST']);
  const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
  const bad = JSON.stringify({ query, variables: { ids: Array.from({ length: 30 }, () => ({})) } });
  expect(await codeOf(bad)).toEqual([400, 'BAD_USER_INPUT']);
});

/** Sends the head of a POST and half of its body; the returned function sends the rest and gives what comes back. */
async function beginPost(port: number): Promise<() => Promise<string>> {
  const body = JSON.stringify({ query: '{ models { name } }' });
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.setEncoding('utf8');
  let answer = '';
  socket.on('data', (text) => (answer += String(text)));
  socket.on('error', () => {});
  const head = `POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`;
  await new Promise((resolve) => socket.write(head + body.slice(0, 9), resolve));
  return async () => {
    const closed = once(socket, 'close');
    socket.write(body.slice(9));
    await closed;
    return answer;
  };
}

test('a server that ends finishes what it has begun and takes nothing new', async () => {
  const ending = await startGraphServer({ ...edge.options, host: '127.0.0.1', port: 0 });
  const begun = await Promise.all(Array.from({ length: 50 }, () => beginPost(ending.port)));
  const agent = new Agent({ keepAlive: true });
  const get = (address: string) =>
    new Promise<[number | undefined, string]>((resolve, reject) => {
      const options = { host: '127.0.0.1', port: ending.port, path: address, agent };
      request(options, (response) => {
        text(response).then((body) => resolve([response.statusCode, body]), reject);
      })
        .on('error', reject)
        .end();
    });
  // What was sent before it has been read when this is answered.
  expect((await get('/ready'))[0]).toBe(200);
  const closed = ending.close();
  expect(await get('/ready')).toEqual([503, JSON.stringify({ status: 'ending' })]);
  expect(await get('/graphql')).toEqual([503, expect.stringContaining('SHUTTING_DOWN')]);
  for (const finish of begun) expect(await finish()).toContain('example/model');
  await closed;
  agent.destroy();
});

test('what does not end is cut', async () => {
  const ending = await startGraphServer({ ...edge.options, host: '127.0.0.1', port: 0, drainMs: 20 });
  const finish = await beginPost(ending.port);
  expect((await fetch(new URL('/ready', ending.url))).status).toBe(200);
  await ending.close();
  expect(await finish()).toBe('');
});

test('a database that does not answer is said with 503 and when to ask again, and logged once', async () => {
  const lines: string[] = [];
  const note = (_: unknown, line: string) => lines.push(line);
  const log = { debug: () => {}, info: () => {}, warn: note, error: note } as unknown as Log;
  const db = openDatabaseAt({ kind: 'POSTGRES', url: 'postgres://nobody@127.0.0.1:1/none' });
  const cutOff = await startGraphServer({ ...edge.options, db, log, host: '127.0.0.1', port: 0 });
  const body = JSON.stringify({ query: '{ models { name } }' });
  for (let i = 0; i < 3; i++) {
    const response = await fetch(cutOff.url, { method: 'POST', headers: JSON_TYPE, body });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect((await read(response)).errors[0].extensions).toMatchObject({ code: 'DATABASE_UNREACHABLE' });
  }
  expect(lines).toEqual(['the database does not answer']);
  expect((await fetch(new URL('/health', cutOff.url))).status).toBe(200);
  expect((await fetch(new URL('/ready', cutOff.url))).status).toBe(503);
  const file = await fetch(new URL(`/export/${matchingId(edge.matchings[0])}.csv`, cutOff.url));
  expect([file.status, file.headers.get('retry-after')]).toEqual([503, '5']);
  await cutOff.close();
  const locked = await startGraphServer({ ...edge.options, db, log, host: '127.0.0.1', port: 0, anonymous: null });
  const headers = { ...JSON_TYPE, authorization: 'Bearer key' };
  expect((await fetch(locked.url, { method: 'POST', headers, body })).status).toBe(503);
  await locked.close();
  await db.close();
});

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

test.each(['/', '/group/my%20group', '/pair?a=x&b=y', '/latent/my-group/seed1/17', '/definitions', '/graphql'])(
  '%s is a page that may talk to nobody but us, and whose files may be kept',
  async (address) => {
    const page = await fetch(new URL(address, server.url), { headers: HTML });
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src[^;]*unsafe/);
    if (address !== '/graphql') expect(policy).not.toMatch(/unsafe|data:/);
    expect(page.headers.get('cache-control')).toBe('no-store');
    const html = await page.text();
    const addresses = [...html.matchAll(/(?:src|href)="([^"]+)"/g)]
      .map((match) => match[1])
      .filter((found) => !found.startsWith('data:'));
    expect(addresses.length).toBeGreaterThanOrEqual(2);
    for (const found of addresses) {
      expect(found).toMatch(/^\/assets\/[\w-]+\.\w+$/);
      const asset = await fetch(new URL(found, server.url));
      expect(asset.status).toBe(200);
      expect(asset.headers.get('content-type')).toMatch(/^(text\/css|text\/javascript|image\/svg\+xml)/);
      expect(asset.headers.get('cache-control')).toContain('immutable');
      const again = await fetch(new URL(found, server.url), {
        headers: { 'if-none-match': asset.headers.get('etag') ?? '' },
      });
      expect(again.status).toBe(304);
    }
  },
);

test.each([
  ['/', 5],
  ['/graphql', 10],
])('every module that %s imports is served, whole or compressed', async (address, least) => {
  const html = await (await fetch(new URL(address, server.url), { headers: HTML })).text();
  const seen = new Set<string>();
  const follow = async (name: string): Promise<void> => {
    if (seen.has(name)) return;
    seen.add(name);
    const [zipped, plain] = await Promise.all(
      ['gzip', 'identity'].map((encoding) =>
        fetch(new URL(`/assets/${name}`, server.url), { headers: { 'accept-encoding': encoding } }),
      ),
    );
    expect([name, plain.status, zipped.headers.get('content-encoding')]).toEqual([name, 200, 'gzip']);
    const text = await plain.text();
    expect(await zipped.text()).toBe(text);
    await Promise.all([...text.matchAll(/["`']\.\/([\w-]+\.(?:js|css))["`']/g)].map((match) => follow(match[1])));
  };
  const scripts = [...html.matchAll(/(?:src|href)="\/assets\/([^"]+\.js)"/g)];
  await Promise.all(scripts.map((match) => follow(match[1])));
  expect(seen.size).toBeGreaterThanOrEqual(least);
});

test('a client that never finishes its request does not stop the server from closing', async () => {
  const other = await startGraphServer({ ...edge.options, host: '127.0.0.1', port: 0 });
  const socket = connect(other.port, '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.on('error', () => {});
  socket.write(
    'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
  );
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await other.close();
  await closed;
});

test('an address that is taken is an error', async () => {
  await expect(startGraphServer({ ...edge.options, host: '127.0.0.1', port: server.port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});

test('pages that were not built say how to build them', async () => {
  const { explorer } = buildWebFiles(new URL('file:///nowhere/'));
  const listener = express().get('/', explorer).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new TypeError('expected a port');
  const response = await fetch(`http://127.0.0.1:${address.port}/`);
  listener.close();
  expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('npm run page')]);
});
