/** Asks the API from inside this process: the same schema and resolvers, no HTTP and no limits on cost. For the command line. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { type DocumentNode, execute, type GraphQLSchema, parse, validate } from 'graphql';
import { buildContext, buildResources, type EdgeOptions } from './context.ts';
import { buildExecutableSchema } from './executable-schema.ts';

/** A document and its variables. Documents of codegen carry the types of both and of the answer; a text is checked before it runs. */
export interface Question<Data, Variables> {
  query: TypedDocumentNode<Data, Variables> | string;
  variables?: Variables;
}

/** The data of the answer. Throws the first error: `ReseedError` where a resolver threw one. */
export type Ask = <Data, Variables extends Record<string, unknown> = Record<string, unknown>>(
  question: Question<Data, Variables>,
) => Promise<Data>;

/** The API in this process. Schema and what is held in memory are made at the first question and serve all of them. */
export function buildAsk(options: EdgeOptions): Ask {
  let made: { schema: GraphQLSchema; resources: ReturnType<typeof buildResources> } | null;
  made = null;
  return async ({ query, variables }) => {
    made ??= { schema: buildExecutableSchema(), resources: buildResources(options) };
    const document = typeof query === 'string' ? parseValid(made.schema, query) : query;
    const { data, errors } = await execute({
      schema: made.schema,
      document,
      variableValues: variables,
      contextValue: buildContext(made.resources, new AbortController().signal),
    });
    if (errors) throw errors[0].originalError ?? errors[0];
    return data as never;
  };
}

function parseValid(schema: GraphQLSchema, text: string): DocumentNode {
  const document = parse(text);
  const [error] = validate(schema, document);
  if (error) throw error;
  return document;
}
