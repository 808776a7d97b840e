/** Apollo Server over the executable schema, closed where its defaults are open. */
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import { isReseedError } from '../../errors.ts';
import type { GraphContext } from '../context.ts';
import { MAX_TOKENS } from '../limits.ts';
import { type Log, presentError } from './present-error.ts';
import { checkCost } from '../validation/cost.ts';
import { shapeLimits } from '../validation/shape-limits.ts';

/** A server that is not started yet. `executeOperation` passes the same checks as HTTP. */
export function buildApollo({ schema, log }: { schema: GraphQLSchema; log: Log }): ApolloServer<GraphContext> {
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
    formatError: (formatted, error) => presentError({ formatted, error }, log),
    logger: {
      debug: (message) => log.debug(message),
      info: (message) => log.info(message),
      warn: (message) => log.warn(message),
      error: (message) => log.error(message),
    },
    plugins: [ApolloServerPluginLandingPageDisabled(), costPlugin],
  });
}

const costPlugin: ApolloServerPlugin<GraphContext> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ schema, document, operation, request, response }) => {
      try {
        if (operation) checkCost({ schema, document, operation, variables: request.variables });
      } catch (error) {
        if (isReseedError(error)) response.http.status = 400;
        throw error;
      }
    },
  }),
};
