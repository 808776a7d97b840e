/** Apollo Server over the executable schema, closed where its defaults are open. */
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { type GraphQLSchema, OperationTypeNode } from 'graphql';
import { isReseedError, ReseedError } from '../../errors.ts';
import { checkRoles } from '../access/check-roles.ts';
import type { GraphContext } from '../context.ts';
import { MAX_TOKENS, RETRY_AFTER_S } from '../limits.ts';
import { ErrorPresenter } from './error-presenter.ts';
import type { Log } from './present-error.ts';
import { checkCost } from '../validation/cost.ts';
import { shapeLimits } from '../validation/shape-limits.ts';

/** A server that is not started yet. `executeOperation` passes the same checks as HTTP. */
export function buildApollo({
  schema,
  log,
  errors = new ErrorPresenter(log),
}: {
  schema: GraphQLSchema;
  log: Log;
  errors?: ErrorPresenter;
}): ApolloServer<GraphContext> {
  return new ApolloServer<GraphContext>({
    schema,
    nodeEnv: 'production',
    introspection: true,
    persistedQueries: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: MAX_TOKENS },
    validationRules: [...shapeLimits],
    // more errors than these help nobody; each costs work
    validationOptions: { maxErrors: 5 },
    executionOptions: { maxCoercionErrors: 10 },
    maxRecursiveSelections: true,
    formatError: (formatted, error) => errors.present(formatted, error),
    logger: {
      debug: (message) => log.debug(message),
      info: (message) => log.info(message),
      warn: (message) => log.warn(message),
      error: (message) => log.error(message),
    },
    plugins: [ApolloServerPluginLandingPageDisabled(), costPlugin, buildOutagePlugin(errors)],
  });
}

const costPlugin: ApolloServerPlugin<GraphContext> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ schema, document, operation, request, response, contextValue }) => {
      try {
        if (operation?.operation === OperationTypeNode.SUBSCRIPTION) throw notOverSocket();
        if (operation) checkRoles({ schema, document, operation }, contextValue.access);
        if (operation) checkCost({ schema, document, operation, variables: request.variables });
      } catch (error) {
        if (isReseedError(error)) response.http.status = error.code === 'FORBIDDEN' ? 403 : 400;
        throw error;
      }
    },
  }),
};

/** An answer that lacks something because the database was away is asked for again by whoever reads status codes. */
const buildOutagePlugin = (errors: ErrorPresenter): ApolloServerPlugin<GraphContext> => ({
  requestDidStart: async () => ({
    willSendResponse: async ({ response: { body, http }, operation }) => {
      if (body.kind !== 'single') return;
      const codes = body.singleResult.errors?.map(({ extensions }) => extensions?.['code']) ?? [];
      if (codes.includes('DATABASE_UNREACHABLE')) {
        http.status = 503;
        http.headers.set('retry-after', String(RETRY_AFTER_S));
      } else if (operation && codes.length === 0) errors.answered();
    },
  }),
});

function notOverSocket(): ReseedError {
  return new ReseedError('BAD_REQUEST', 'Cannot follow anything by POST: a subscription needs a socket', {
    hint: 'Open a WebSocket at this address with the protocol graphql-transport-ws.',
  });
}
