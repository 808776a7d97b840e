/** Asks the API from inside this process: the same schema and resolvers, no HTTP and no limits on cost. For the command line. */
import { graphql } from 'graphql';
import { buildContext, buildResources, type EdgeOptions } from './context.ts';
import { buildExecutableSchema } from './executable-schema.ts';

/** A document and its variables. */
export interface Question {
  query: string;
  variables?: Record<string, unknown>;
}

/** The data of the answer, of the shape that the document says. Throws the first error: `ReseedError` where a resolver threw one. */
export type Ask = <Data>(question: Question) => Promise<Data>;

/** The API in this process. Schema and what is held in memory are made at the first question and serve all of them. */
export function buildAsk(options: EdgeOptions): Ask {
  let made: { schema: ReturnType<typeof buildExecutableSchema>; resources: ReturnType<typeof buildResources> } | null;
  made = null;
  return async <Data>({ query, variables }: Question): Promise<Data> => {
    made ??= { schema: buildExecutableSchema(), resources: buildResources(options) };
    const { data, errors } = await graphql({
      schema: made.schema,
      source: query,
      variableValues: variables,
      contextValue: buildContext(made.resources, new AbortController().signal),
    });
    if (errors) throw errors[0].originalError ?? errors[0];
    return data as Data;
  };
}
