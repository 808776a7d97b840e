/**
 * A hub on loopback, for tests: revisions, listings in pages, files by ranges, large files from a second server, as the store of a hub is. A test may
 * let it break, throttle and lie.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { HubSettings } from '../../loaders/hub/hub-settings.ts';

export const COMMIT = '0123456789abcdef0123456789abcdef01234567';
export const TOKEN = 'hf_canary8fa14cdd754f91cc';

/** Above this a file lies in the store. */
const LARGE_BYTES = 1_000;
/** Files on one page of a listing: small, so that there are several. */
const PAGE = 3;

/** Answers instead of the server and returns true, or leaves it to the server. */
export type Misbehaviour = (
  request: IncomingMessage,
  response: ServerResponse,
  file: Buffer | null,
) => boolean | Promise<boolean>;

export interface HubServer {
  readonly endpoint: string;
  /** The second server's host, to be allowed. */
  readonly store: string;
  /** Method, host's part (`hub`, `store`), address, range and whether a token came, of each request. */
  readonly requests: { at: 'hub' | 'store'; url: string; range: string | null; token: string | null }[];
  /** Bytes of files that were sent. */
  sent: number;
  misbehave: Misbehaviour | null;
  settings(folder: string, over?: Partial<HubSettings>): HubSettings;
  close(): Promise<void>;
}

/** Serves the repositories in `repositories`: files by `owner/name` and path. */
export async function startHubServer(repositories: Record<string, Record<string, Buffer>>): Promise<HubServer> {
  const hub = createServer((request, response) => void answer('hub', request, response));
  const store = createServer((request, response) => void answer('store', request, response));
  const [endpoint, storeUrl] = [await listen(hub), await listen(store)];
  const server: HubServer = {
    endpoint,
    store: new URL(storeUrl).host,
    requests: [],
    sent: 0,
    misbehave: null,
    settings: (folder, over = {}) => ({
      endpoint,
      token: TOKEN,
      hosts: [new URL(storeUrl).host],
      folder,
      maxBytes: 1e9,
      timeoutMs: 20_000,
      attempts: 4,
      backoffMs: 1,
      maxWaitMs: 60_000,
      ...over,
    }),
    async close() {
      for (const one of [hub, store]) {
        one.closeAllConnections();
        one.close();
        await once(one, 'close');
      }
    },
  };

  async function answer(at: 'hub' | 'store', request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', endpoint);
    const names = url.pathname.split('/').slice(1).map(decodeURIComponent);
    server.requests.push({
      at,
      url: url.pathname,
      range: request.headers.range ?? null,
      token: request.headers.authorization ?? null,
    });
    const [owner, name, kind, revision, ...below] = names[0] === 'api' ? names.slice(2) : names;
    const files = repositories[`${owner}/${name}`];
    const file = names[0] === 'api' ? null : (files?.[below.join('/')] ?? null);
    if (server.misbehave !== null && (await server.misbehave(request, response, file))) return;
    if (at === 'hub' && request.headers.authorization !== `Bearer ${TOKEN}`) return end(response, 401);
    if (files === undefined || !['main', COMMIT].includes(revision)) return end(response, 404);
    if (kind === 'revision') return json(response, { _id: '1', id: `${owner}/${name}`, sha: COMMIT, private: false });
    if (kind === 'tree') return listing(response, { files, folder: below, url });
    if (file === null) return end(response, 404);
    if (at === 'hub' && file.length > LARGE_BYTES)
      return end(response, 302, { location: `${storeUrl}${url.pathname}?signature=x` });
    sendRange(request, response, file, server);
  }

  function listing(response: ServerResponse, of: { files: Record<string, Buffer>; folder: string[]; url: URL }): void {
    const prefix = of.folder.map((part) => `${part}/`).join('');
    const inside = Object.keys(of.files).filter((file) => file.startsWith(prefix));
    if (inside.length === 0) return end(response, 404);
    const isRecursive = of.url.searchParams.get('recursive') === 'true';
    const folders = new Set<string>();
    const entries: object[] = [];
    for (const file of inside) {
      const below = file.slice(prefix.length).split('/');
      for (let i = 1; i < below.length; i++)
        if (i === 1 || isRecursive) folders.add(prefix + below.slice(0, i).join('/'));
      if (below.length === 1 || isRecursive) entries.push(describeFile(file, of.files[file]));
    }
    for (const folder of folders) entries.push({ type: 'directory', path: folder, size: 0, oid: sha1(folder) });
    const from = Number(of.url.searchParams.get('cursor') ?? 0);
    const next = new URL(of.url);
    next.searchParams.set('cursor', String(from + PAGE));
    const link = `<${next.href}>; rel="next"`;
    json(response, entries.slice(from, from + PAGE), from + PAGE < entries.length ? { link } : undefined);
  }
  return server;
}

/** What a hub lists of a file. */
export function describeFile(file: string, bytes: Buffer): object {
  const git = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
  if (bytes.length <= LARGE_BYTES) return { type: 'file', path: file, size: bytes.length, oid: git };
  const oid = createHash('sha256').update(bytes).digest('hex');
  return {
    type: 'file',
    path: file,
    size: bytes.length,
    oid: sha1(oid),
    lfs: { oid, size: bytes.length, pointerSize: 130 },
  };
}

/** Answers as a server of files does. */
export function sendRange(
  request: IncomingMessage,
  response: ServerResponse,
  file: Buffer,
  count: { sent: number } = { sent: 0 },
): void {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
  const part = first === undefined ? file : file.subarray(Number(first), Number(last) + 1);
  count.sent += part.length;
  response.writeHead(first === undefined ? 200 : 206, {
    'content-length': part.length,
    ...(first !== undefined && { 'content-range': `bytes ${first}-${last}/${file.length}` }),
  });
  response.end(part);
}

/** Files below `folder`, by path. */
export async function readTree(folder: string): Promise<Record<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(
      files.map(async (file) => [path.relative(folder, file).split(path.sep).join('/'), await readFile(file)]),
    ),
  );
}

export function json(response: ServerResponse, value: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(200, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
}

export function end(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, headers);
  response.end();
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
