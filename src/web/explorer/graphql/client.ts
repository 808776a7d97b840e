/** The API, as any client asks it: operations by POST, subscriptions over one socket that is open while somebody listens. */
import {
  type AnyVariables,
  cacheExchange,
  Client,
  CombinedError,
  fetchExchange,
  subscriptionExchange,
} from '@urql/core';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { createClient } from 'graphql-ws';

const socketUrl = new URL('/graphql', window.location.href);
socketUrl.protocol = socketUrl.protocol === 'https:' ? 'wss:' : 'ws:';
const socket = createClient({ url: socketUrl.href, lazy: true });

export const client = new Client({
  url: '/graphql',
  preferGetMethod: false,
  exchanges: [
    cacheExchange,
    fetchExchange,
    subscriptionExchange({
      forwardSubscription: ({ query, variables }) => ({
        subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query: query ?? '', variables }, sink) }),
      }),
    }),
  ],
});

/** What a person is told when an answer does not come. */
export interface Failure {
  code: string;
  message: string;
  /** What to change, in the server's words where it has any. */
  hint: string;
}

/** The data of an answer; rejects with a {@link Failure}. `fresh` asks the server even if the answer is known. */
export async function ask<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  { fresh = false } = {},
): Promise<Data> {
  const context = fresh ? { requestPolicy: 'network-only' as const } : {};
  const { data, error } = await client.query(document, variables, context).toPromise();
  if (error !== undefined) throw failureOf(error);
  return data as Data;
}

/** Any error of an operation as a failure. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof CombinedError)) return { code: 'BUG', message: String(error), hint: 'Reload the page.' };
  const [first] = error.graphQLErrors;
  if (first === undefined) {
    const hint = 'Start the server again (npm start), then try again.';
    return { code: 'OFFLINE', message: 'Cannot reach the server that this page came from', hint };
  }
  const { code, hint } = first.extensions as { code?: string; hint?: string };
  return { code: code ?? 'ERROR', message: first.message, hint: hint ?? 'Change what was asked for, then try again.' };
}
