/**
 * What a person typed -> a `tsquery`: words (all of them, stemmed), "phrases", or, -without, and prefixes*.
 *
 * PostgreSQL's `websearch_to_tsquery` reads all but prefixes. So the text is taken apart at `or`, which binds less than anything else, and each part
 * is what it reads of the part without its prefixes, and the prefixes.
 */
import { findEach, type KeyColumns } from '../connect/keyed-rows.ts';
import type { Session } from '../connect/session.ts';
import { computed, rowOf } from '../schema/row.ts';

/** A stretch without white space, in which what stands in quotation marks is whole; the last quotation mark may be missing. */
const TOKEN = /(?:[^\s"]|"[^"]*(?:"|$))+/gu;
const PREFIX = /(?<![\p{L}\p{N}])([\p{L}\p{N}]+)\*/gu;

interface QueryPart {
  rest: string;
  prefixes: string[];
}
const PART: KeyColumns<QueryPart> = {
  rest: ['text', ({ rest }) => rest],
  prefixes: ['text', ({ prefixes }) => prefixes.join(' & ')],
};
const QUERY = rowOf<{ query: string }>({
  query: computed('((case when numnode(q.stems) > 0 then q.stems else q.words end) && q.prefixes)::text', 'text'),
});

/** The query in its own notation; null where nothing in the text can be searched for. */
export async function parseTextQuery(s: Session, text: string): Promise<string | null> {
  const parts = splitAtOr(text.match(TOKEN) ?? []).map(takePrefixes);
  const rows = await findEach(s, parts, {
    by: PART,
    row: QUERY,
    from: `cross join lateral (select websearch_to_tsquery('english', k.rest) as stems, websearch_to_tsquery('simple', k.rest) as words,
       to_tsquery('simple', k.prefixes) as prefixes) q`,
  });
  const queries = rows.map((row) => row?.query ?? '').filter((query) => query !== '');
  return queries.length === 0 ? null : queries.map((query) => `( ${query} )`).join(' | ');
}

function splitAtOr(tokens: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  for (const token of tokens) {
    if (/^or$/i.test(token)) parts.push([]);
    else parts[parts.length - 1].push(token);
  }
  return parts;
}

function takePrefixes(tokens: readonly string[]): QueryPart {
  const prefixes: string[] = [];
  const rest = tokens.map((token) => {
    if (token.includes('"')) return token;
    const not = token.startsWith('-') ? '!' : '';
    return token.replace(PREFIX, (_, word: string) => {
      prefixes.push(`${not}${word.toLowerCase()}:*`);
      return ' ';
    });
  });
  return { rest: rest.join(' '), prefixes };
}
