/**
 * The explorer and the query editor: files that were built ahead (src/web/built), served by us, each page with a policy under which it cannot talk
 * to anybody else. In: the folder. Out: handlers of Express. Only the files that are there when the server starts are served.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Request, RequestHandler, Response } from 'express';

interface WebFile {
  type: string;
  body: Buffer;
  etag: string;
  /** Compressed when it is first asked for. */
  zipped?: Promise<Buffer>;
}

const BUILT = new URL('../../web/built/', import.meta.url);
const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** `connect-src 'self'` covers the socket of the same origin. */
const OWN_FILES = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];

/** The explorer makes no markup from text and no style from markup; downloads of plots are images of its own making. */
const EXPLORER_POLICY = [
  ...OWN_FILES,
  "style-src 'self'",
  "img-src 'self' blob:",
  "require-trusted-types-for 'script'",
].join('; ');

/** The editor sets inline styles and carries its fonts as data. */
const EDITOR_POLICY = [
  ...OWN_FILES,
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
].join('; ');

/** A file below `assets` has the hash of its content in its name. */
const ASSET_CACHING = 'public, max-age=31536000, immutable';

/** Handlers of the two pages and of their files below `built`. Files are read once, now; where none are, the pages say how to build them. */
export function buildWebFiles(built = BUILT): {
  explorer: RequestHandler;
  editor: RequestHandler;
  asset: RequestHandler;
} {
  if (!existsSync(new URL('index.html', built)))
    return { explorer: sayNotBuilt, editor: sayNotBuilt, asset: sayNotBuilt };
  const assets = new Map(
    readdirSync(new URL('assets/', built)).map((name) => [name, readWebFile(new URL(`assets/${name}`, built))]),
  );
  return {
    explorer: buildPage(new URL('index.html', built), EXPLORER_POLICY),
    editor: buildPage(new URL('graphiql.html', built), EDITOR_POLICY),
    asset: async (request, response, next) => {
      const asset = assets.get(String(request.params.name));
      if (asset === undefined) return next();
      response.set('cache-control', ASSET_CACHING);
      await send(request, response, asset);
    },
  };
}

const sayNotBuilt: RequestHandler = (_, response) =>
  void response.status(503).type('text').send('The pages are not built. Build them with: npm ci && npm run page\n');

function buildPage(file: URL, policy: string): RequestHandler {
  const page = readWebFile(file);
  return async (request, response) => {
    response.set('content-security-policy', policy);
    await send(request, response, page);
  };
}

function readWebFile(file: URL): WebFile {
  const type = TYPES[path.extname(file.pathname)];
  if (type === undefined) throw new TypeError(`no media type for ${file.pathname}`);
  const body = readFileSync(file);
  return { type, body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
}

async function send(request: Request, response: Response, file: WebFile): Promise<void> {
  response.set({ 'content-type': file.type, etag: file.etag, vary: 'accept-encoding' });
  if (request.headers['if-none-match'] === file.etag) return void response.status(304).end();
  if (!request.acceptsEncodings('gzip')) return void response.send(file.body);
  file.zipped ??= promisify(gzip)(file.body);
  response.set('content-encoding', 'gzip').send(await file.zipped);
}
