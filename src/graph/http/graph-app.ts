/**
 * The Express application: GraphQL by POST; the explorer, the editor and files of matchings by GET; the state of the server. Everything that is refused is refused in JSON.
 */
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import express, { type Express, type Request, type RequestHandler } from 'express';
import { isReseedError } from '../../errors.ts';
import type { Access } from '../access/access.ts';
import type { Doorkeeper } from '../access/doorkeeper.ts';
import { isAllowedHost } from './allowed-host.ts';
import { buildContext, type GraphContext, type GraphResources } from '../context.ts';
import { EXPORT_PATH } from '../export/matching-export.ts';
import { buildMatchingDownload } from '../export/matching-download.ts';
import type { ErrorPresenter } from './error-presenter.ts';
import { buildErrorHandler, refuse } from './http-errors.ts';
import { MAX_BODY_BYTES } from '../limits.ts';
import { followLifetime } from './request-lifetime.ts';
import type { OpenRequests } from './open-requests.ts';
import { ENDING, readReadiness } from './readiness.ts';
import { buildWebFiles } from './web-files.ts';

/** The views of the explorer (src/web/explorer/route.ts): one page, which reads its address. */
const EXPLORER_PATHS = ['/', '/group/*id', '/pair', '/latent/*id', '/search', '/definitions'];

/** The application. `apollo` has been started; `host` is what the server will be bound to. */
export function buildGraphApp(options: {
  apollo: ApolloServer<GraphContext>;
  resources: GraphResources;
  requests: OpenRequests;
  doorkeeper: Doorkeeper;
  errors: ErrorPresenter;
  host: string;
}): Express {
  const { apollo, resources, requests, doorkeeper, errors, host } = options;
  const web = buildWebFiles();
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.use(securityHeaders, requireAllowedHost(host));
  const admit = requireAccess(doorkeeper);
  app.get(EXPLORER_PATHS, web.explorer);
  app.get('/assets/:name', web.asset);
  app.get('/health', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/ready', async (_request, response) => {
    const readiness = requests.stopping ? ENDING : await readReadiness(resources.db);
    response.status(readiness.status === 'ready' ? 200 : 503).json(readiness);
  });
  app.use(requests.admit);
  app
    .route('/graphql')
    .get((request, response, next) => (wantsPage(request) ? web.editor(request, response, next) : next()))
    .post(
      requireJson,
      admit,
      express.json({ limit: MAX_BODY_BYTES, inflate: false, verify: requireUtf8 }),
      expressMiddleware(apollo, {
        context: async ({ res }) => buildContext(resources, followLifetime(res), res.locals['access'] as Access),
      }),
    )
    .all((_request, response) => {
      response.set('allow', 'GET, POST');
      const message = 'Cannot take this request: operations are sent by POST';
      refuse(response, {
        status: 405,
        message,
        hint: 'POST {"query": "..."} as application/json; GET with Accept: text/html opens the editor.',
      });
    });
  app
    .route(`${EXPORT_PATH}/:file`)
    .get(admit, buildMatchingDownload(resources))
    .all((request, response, next) => {
      if (request.method === 'GET' || request.method === 'HEAD') return next();
      response.set('allow', 'GET, HEAD');
      refuse(response, { status: 405, message: 'Cannot take this request: files are read', hint: 'Use GET.' });
    });
  app.use((_request, response) => {
    refuse(response, { status: 404, message: 'Cannot find this address', hint: 'GraphQL is at /graphql.' });
  });
  app.use(buildErrorHandler({ log: resources.log, errors }));
  return app;
}

const securityHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  });
  next();
};

function requireAllowedHost(host: string): RequestHandler {
  return (request, response, next) => {
    if (isAllowedHost(request, host)) return next();
    const message = 'Cannot take this request: its Host header is not an address of this machine';
    refuse(response, {
      status: 403,
      message,
      hint: 'Use http://127.0.0.1 or http://localhost, or bind the server to another address.',
    });
  };
}

/** Puts what the request may do into `response.locals.access`, or refuses it with 401. */
function requireAccess(doorkeeper: Doorkeeper): RequestHandler {
  return async (request, response, next) => {
    try {
      response.locals['access'] = await doorkeeper.admit(request.headers.authorization);
    } catch (error) {
      if (!isReseedError(error)) throw error;
      response.set('www-authenticate', 'Bearer');
      return refuse(response, { status: 401, code: error.code, message: error.message, hint: error.hint });
    }
    next();
  };
}

function wantsPage(request: Request): boolean {
  return request.accepts(['application/json', 'text/html']) === 'text/html';
}

/** JSON has one encoding on the wire; a form or plain text is what a page of another site can send without asking. */
const requireJson: RequestHandler = (request, response, next) => {
  const [type, ...parameters] = (request.headers['content-type'] ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters
    .find((part) => part.startsWith('charset='))
    ?.slice('charset='.length)
    .replaceAll('"', '');
  if (type === 'application/json' && (charset === undefined || charset === 'utf-8' || charset === 'utf8'))
    return next();
  const message = 'Cannot read this request: its content type is not application/json in UTF-8';
  refuse(response, { status: 415, message, hint: 'Set the header content-type: application/json.' });
};

function requireUtf8(_request: IncomingMessage, _response: unknown, body: Buffer): void {
  if (!isUtf8(body)) throw Object.assign(new Error('not UTF-8'), { status: 400 });
}
