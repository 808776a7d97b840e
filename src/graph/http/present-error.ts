/**
 * Errors -> what a client may see. Expected failures keep their message, code and hint; GraphQL's own keep theirs; anything else becomes one
 * sentence with a reference under which the log has the rest.
 */
import { randomUUID } from 'node:crypto';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { findOutage } from '../../../db/connect/outage.ts';
import { isReseedError } from '../../errors.ts';
import { nestedTooDeep } from '../validation/nesting.ts';

/** The part of a logger that the edge uses. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** `error` as a client may see it. `formatted` is what GraphQL or Apollo would have sent. Unknown errors are logged. */
export function presentError(
  { formatted, error }: { formatted: GraphQLFormattedError; error: unknown },
  log: Log,
): GraphQLFormattedError {
  const { locations, path } = formatted;
  const place = { ...(locations && { locations }), ...(path && { path }) };
  const cause = translate(originalOf(error), formatted);
  if (isReseedError(cause)) {
    return { message: cause.message, ...place, extensions: { code: cause.code, hint: cause.hint } };
  }
  if (isOfRequest(cause)) {
    const { code, hint } = { ...formatted.extensions, ...cause.extensions };
    return { message: cause.message, ...place, extensions: { code: code ?? 'BAD_REQUEST', ...(hint ? { hint } : {}) } };
  }
  const reference = randomUUID();
  log.error({ err: cause, reference, path }, 'an answer failed');
  return {
    message: `Something went wrong that is not your fault; the log has the rest under ${reference}.`,
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR', reference },
  };
}

/** What is no bug although it comes from somebody else's code: a parser that ran out of stack, a database that does not answer. */
function translate(cause: unknown, { extensions }: GraphQLFormattedError): unknown {
  if (extensions?.['code'] === 'GRAPHQL_PARSE_FAILED' && cause instanceof RangeError) return nestedTooDeep();
  return findOutage(cause) ?? cause;
}

/** The innermost error that GraphQL and Apollo have wrapped. */
function originalOf(error: unknown): unknown {
  let inner = error;
  while (inner instanceof GraphQLError && inner.originalError) inner = inner.originalError;
  return inner;
}

/** Whether an error is GraphQL's or Apollo's own judgement of a request: a document, its variables or how it was sent. */
function isOfRequest(error: unknown): error is GraphQLError {
  return error instanceof GraphQLError && error.extensions.code !== 'INTERNAL_SERVER_ERROR';
}
