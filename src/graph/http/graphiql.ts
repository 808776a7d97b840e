/**
 * The query editor: GraphiQL from the npm packages, served by us, with a policy under which the page cannot talk to anybody else. Only the
 * files listed here are served.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RequestHandler } from 'express';

interface Asset {
  type: string;
  body: Buffer;
  etag: string;
}

const SCRIPT = 'text/javascript; charset=utf-8';
const STYLE = 'text/css; charset=utf-8';
const DOCUMENT = 'text/plain; charset=utf-8';
const WEB = new URL('../../web/', import.meta.url);

/**
 * Own scripts and styles only; the editor sets inline styles and carries its fonts as data. `connect-src 'self'` covers the socket of the
 * same origin.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** An asset may be kept for an hour; after that its hash is compared. The packages change only with a new version of this program. */
const ASSET_CACHING = 'public, max-age=3600';

/** Handlers of the page and of its files. Files are read once, now. */
export function buildGraphiql(): { page: RequestHandler; asset: RequestHandler } {
  const page = readFileSync(new URL('graphiql.html', WEB));
  const assets = readAssets();
  return {
    page: (_request, response) => {
      response.set({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY });
      response.send(page);
    },
    asset: (request, response, next) => {
      const asset = assets.get(String(request.params.name));
      if (asset === undefined) return next();
      response.set({ 'content-type': asset.type, etag: asset.etag, 'cache-control': ASSET_CACHING });
      if (request.headers['if-none-match'] === asset.etag) response.status(304).end();
      else response.send(asset.body);
    },
  };
}

function readAssets(): Map<string, Asset> {
  const require = createRequire(import.meta.url);
  const inPackage = (name: string, file: string) =>
    path.join(path.dirname(require.resolve(`${name}/package.json`)), file);
  // graphql-ws hides its package.json and splits its client into files that import each other by relative names
  const sockets = path.dirname(fileURLToPath(import.meta.resolve('graphql-ws/client')));
  const parts = readdirSync(sockets).filter((name) => /^common-[\w-]+\.js$/.test(name));
  const files: [name: string, file: string, type: string][] = [
    ['graphiql.js', inPackage('graphiql', 'graphiql.min.js'), SCRIPT],
    ['graphiql.css', inPackage('graphiql', 'graphiql.min.css'), STYLE],
    ['react.js', inPackage('react', 'umd/react.production.min.js'), SCRIPT],
    ['react-dom.js', inPackage('react-dom', 'umd/react-dom.production.min.js'), SCRIPT],
    ['graphql-ws.js', path.join(sockets, 'client.js'), SCRIPT],
    ...parts.map((name): [string, string, string] => [name, path.join(sockets, name), SCRIPT]),
    ['page.js', inWeb('graphiql-page.js'), SCRIPT],
    ['page.css', inWeb('graphiql-page.css'), STYLE],
    ...exampleNames().map((name): [string, string, string] => [name, inWeb(`examples/${name}`), DOCUMENT]),
  ];
  return new Map(files.map(([name, file, type]) => [name, readAsset(file, type)]));
}

function inWeb(file: string): string {
  return fileURLToPath(new URL(file, WEB));
}

/** Documents that the editor opens with, by file name. */
function exampleNames(): string[] {
  return readdirSync(new URL('examples/', WEB)).filter((name) => name.endsWith('.graphql'));
}

function readAsset(file: string, type: string): Asset {
  const body = readFileSync(file);
  return { type, body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
}
