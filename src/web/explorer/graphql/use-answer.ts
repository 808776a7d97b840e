/** Answers as state of a component. */
import { useEffect, useState } from 'preact/hooks';
import type { AnyVariables } from '@urql/core';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { ask, type Failure } from './client.ts';

export interface Answer<Data> {
  /** The latest data: those of an earlier question stay until the next answer is there. */
  data: Data | null;
  failure: Failure | null;
  /** Whether an answer is awaited. */
  loading: boolean;
  /** Asks the server again. */
  retry: () => void;
}

/** The answer to a question that may change; null as variables asks nothing. */
export function useAnswer<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables | null,
): Answer<Data> {
  const [state, setState] = useState<Omit<Answer<Data>, 'retry'>>({ data: null, failure: null, loading: true });
  const [round, setRound] = useState(0);
  const key = JSON.stringify(variables);
  useEffect(() => {
    if (variables === null) return;
    let current = true;
    setState(({ data }) => ({ data, failure: null, loading: true }));
    ask(document, variables, { fresh: round > 0 }).then(
      (data) => current && setState({ data, failure: null, loading: false }),
      (failure: Failure) => current && setState(({ data }) => ({ data, failure, loading: false })),
    );
    return () => {
      current = false;
    };
  }, [document, key, round]);
  return { ...state, retry: () => setRound(round + 1) };
}
