/** Documents whose brackets are nested so deep that the parser, which calls itself for each, runs out of stack. */
import { type DocumentNode, parse } from 'graphql';
import { ReseedError } from '../../errors.ts';
import { MAX_TOKENS } from '../limits.ts';

/** The document of a text. Throws GraphQL's own error for one that is malformed, `QUERY_TOO_COSTLY` for one that is nested too deep. */
export function parseDocument(text: string): DocumentNode {
  try {
    return parse(text, { maxTokens: MAX_TOKENS });
  } catch (error) {
    throw error instanceof RangeError ? nestedTooDeep() : error;
  }
}

/** The refusal. */
export function nestedTooDeep(): ReseedError {
  return new ReseedError('QUERY_TOO_COSTLY', 'Cannot read this document: it is nested too deep', {
    hint: 'Write fewer brackets into each other; pass long lists as variables.',
  });
}
