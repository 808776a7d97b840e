/**
 * Subscriptions over graphql-ws at /graphql. Documents pass the same rules and limits as over HTTP; queries and mutations are sent there.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  type ExecutionArgs,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  OperationTypeNode,
  specifiedRules,
  validate,
} from 'graphql';
import { handleProtocols } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { isReseedError } from '../../errors.ts';
import type { Access } from '../access/access.ts';
import { checkRoles } from '../access/check-roles.ts';
import type { Doorkeeper } from '../access/doorkeeper.ts';
import { isAllowedHost, isAllowedOrigin } from '../http/allowed-host.ts';
import { buildContext, type GraphResources } from '../context.ts';
import { MAX_MESSAGE_BYTES, MAX_SOCKETS, MAX_SUBSCRIPTIONS_PER_SOCKET } from '../limits.ts';
import type { ErrorPresenter } from '../http/error-presenter.ts';
import { parseDocument } from '../validation/nesting.ts';
import { checkCost } from '../validation/cost.ts';
import { shapeLimits } from '../validation/shape-limits.ts';

/** Takes over the upgrades of `server`. The returned function closes every socket. */
export function startSocketServer(options: {
  server: Server;
  schema: GraphQLSchema;
  resources: GraphResources;
  host: string;
  errors: ErrorPresenter;
  doorkeeper: Doorkeeper;
}): () => Promise<void> {
  const { server, schema, resources, host, errors, doorkeeper } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, handleProtocols });
  const present = (error: unknown) =>
    errors.present(error instanceof GraphQLError ? error.toJSON() : { message: '' }, error);
  const closing = new AbortController();
  const accesses = new WeakMap<WebSocket, Access>();
  const disposable = useServer(
    {
      schema,
      // a subscription is a small document; a connection that never says what it wants is closed
      connectionInitWaitTimeout: 5_000,
      // a page cannot set headers of a socket: its key comes with the first message
      onConnect: async (context) => {
        const { authorization } = context.connectionParams ?? {};
        const header = context.extra.request.headers.authorization;
        try {
          const access = await doorkeeper.admit(typeof authorization === 'string' ? authorization : header);
          accesses.set(context.extra.socket, access);
        } catch (error) {
          if (isReseedError(error)) return false;
          throw error;
        }
      },
      onSubscribe: (context, _id, payload) => {
        try {
          const access = accesses.get(context.extra.socket) ?? null;
          if (access === null) throw new TypeError('a socket that nobody let in');
          const { operation, ...args } = checkSubscription(schema, payload);
          checkRoles({ schema, document: args.document, operation }, access);
          // the one that is being opened is among them
          if (Object.keys(context.subscriptions).length > MAX_SUBSCRIPTIONS_PER_SOCKET) throw tooMany();
          return { ...args, contextValue: buildContext(resources, closing.signal, access) };
        } catch (error) {
          const found = Array.isArray(error) ? error : [error];
          return found.map((one) =>
            one instanceof GraphQLError ? one : new GraphQLError('', { originalError: one as Error }),
          );
        }
      },
      onError: (_context, _id, _payload, found) => found.map(present),
      onNext: (_context, _id, _payload, _args, result) =>
        'errors' in result && result.errors ? { ...result, errors: result.errors.map(present) } : undefined,
    },
    sockets,
  );
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Node stops listening for errors of an upgraded socket; one that nobody hears ends the process
    socket.on('error', () => socket.destroy());
    const refusal = findRefusal(request, { host, open: sockets.clients.size });
    if (refusal !== null) {
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
  };
  server.on('upgrade', upgrade);
  return async () => {
    server.off('upgrade', upgrade);
    closing.abort();
    await disposable.dispose();
  };
}

function findRefusal(request: IncomingMessage, { host, open }: { host: string; open: number }): string | null {
  if (request.url?.split('?')[0] !== '/graphql') return '404 Not Found';
  if (!isAllowedHost(request, host) || !isAllowedOrigin(request)) return '403 Forbidden';
  return open >= MAX_SOCKETS ? '503 Service Unavailable' : null;
}

interface SubscribePayload {
  query: string;
  operationName?: string | null;
  variables?: Record<string, unknown> | null;
}

function checkSubscription(
  schema: GraphQLSchema,
  { query, operationName, variables }: SubscribePayload,
): Omit<ExecutionArgs, 'contextValue'> & { operation: OperationDefinitionNode } {
  const document = parseDocument(query);
  const errors = validate(schema, document, [...specifiedRules, ...shapeLimits], { maxErrors: 5 });
  if (errors.length > 0) throw errors;
  const operation = getOperationAST(document, operationName);
  if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) {
    throw new GraphQLError('Cannot run this here: expected one subscription.', {
      extensions: { code: 'BAD_REQUEST', hint: 'Send queries and mutations by POST to /graphql.' },
    });
  }
  checkCost({ schema, document, operation, variables });
  return { schema, document, operation, operationName, variableValues: variables };
}

function tooMany(): GraphQLError {
  return new GraphQLError(`Cannot follow more than ${MAX_SUBSCRIPTIONS_PER_SOCKET} jobs on one socket.`, {
    extensions: { code: 'BAD_REQUEST', hint: 'End a subscription first.' },
  });
}
