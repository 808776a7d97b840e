/** The GraphQL edge as a whole: HTTP, subscriptions and the editor on one port. */
import { createServer, type Server } from 'node:http';
import { buildApollo } from './apollo.ts';
import type { Role } from '../../../db/stores/api-keys.ts';
import { Doorkeeper } from '../access/doorkeeper.ts';
import { ErrorPresenter } from './error-presenter.ts';
import { OpenRequests } from './open-requests.ts';
import { buildResources, type EdgeOptions } from '../context.ts';
import { buildExecutableSchema } from '../executable-schema.ts';
import { buildGraphApp } from './graph-app.ts';
import { DRAIN_MS, HEADERS_TIMEOUT_MS, REQUEST_TIMEOUT_MS } from '../limits.ts';
import { startSocketServer } from '../subscriptions/socket-server.ts';

export interface GraphServerOptions extends EdgeOptions {
  /** Address to bind; a loopback address also refuses requests for other names. */
  host: string;
  /** 0 for any free port. */
  port: number;
  /** What a request without a key may do; null: nothing. OPERATOR unless given. */
  anonymous?: Role | null;
  /** How long `close` waits for open requests. */
  drainMs?: number;
}

export interface GraphServer {
  /** Where the editor and the API are: http://host:port/graphql. */
  readonly url: string;
  readonly port: number;
  /** Refuses new requests, ends subscriptions, waits for open requests up to `drainMs`, cuts what is left and stops listening. */
  close(): Promise<void>;
}

/** Listens once the promise has resolved. Rejects with Node's error if the address is taken or not ours. */
export async function startGraphServer(options: GraphServerOptions): Promise<GraphServer> {
  const { host, port, anonymous = 'OPERATOR', drainMs = DRAIN_MS } = options;
  const schema = buildExecutableSchema();
  const resources = buildResources(options);
  const errors = new ErrorPresenter(resources.log);
  const requests = new OpenRequests();
  const doorkeeper = new Doorkeeper({ db: resources.db, anonymous });
  const apollo = buildApollo({ schema, log: resources.log, errors });
  await apollo.start();
  const server = createServer(
    {
      requestTimeout: REQUEST_TIMEOUT_MS,
      headersTimeout: HEADERS_TIMEOUT_MS,
      // the two limits above are only looked at this often
      connectionsCheckingInterval: 5_000,
    },
    buildGraphApp({ apollo, resources, requests, doorkeeper, errors, host }),
  );
  const closeSockets = startSocketServer({ server, schema, resources, host, errors, doorkeeper });
  await listen(server, { host, port });
  const actual = portOf(server);
  return {
    url: `http://${nameOf(host)}:${actual}/graphql`,
    port: actual,
    close: async () => {
      const drained = requests.stop(drainMs);
      await resources.jobFeed.stop();
      await closeSockets();
      await drained;
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await apollo.stop();
    },
  };
}

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('expected a TCP address');
  return address.port;
}

/** A name that a browser can open. */
function nameOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
