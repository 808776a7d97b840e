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
export async function askInProcess<Data>(options: EdgeOptions, { query, variables }: Question): Promise<Data> {
  const { data, errors } = await graphql({
    schema: buildExecutableSchema(),
    source: query,
    variableValues: variables,
    contextValue: buildContext(buildResources(options), new AbortController().signal),
  });
  if (errors) throw errors[0].originalError ?? errors[0];
  return data as Data;
}
