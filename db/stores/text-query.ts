/**
 * What a person typed -> a `tsquery`: words (all of them, stemmed), "phrases", or, -without, and prefixes*.
 *
 * PostgreSQL's `websearch_to_tsquery` reads all but prefixes. So the text is taken apart at `or`, which binds less than anything else, and each part
 * is what it reads of the part without its prefixes, and the prefixes.
 */
import type { Session } from '../connect/session.ts';

/** A stretch without white space, in which what stands in quotation marks is whole; the last quotation mark may be missing. */
const TOKEN = /(?:[^\s"]|"[^"]*(?:"|$))+/gu;
const PREFIX = /(?<![\p{L}\p{N}])([\p{L}\p{N}]+)\*/gu;

/** The query in its own notation; null where nothing in the text can be searched for. */
export async function parseTextQuery(s: Session, text: string): Promise<string | null> {
  const parts = splitAtOr(text.match(TOKEN) ?? []).map(takePrefixes);
  const rows = await s.query<{ query: string }>(
    `select ((case when numnode(stems) > 0 then stems else words end) && prefixes)::text as query
     from unnest($1::text[], $2::text[]) with ordinality as p (rest, prefixes_text, at)
     cross join lateral (select websearch_to_tsquery('english', rest) as stems, websearch_to_tsquery('simple', rest) as words,
       to_tsquery('simple', prefixes_text) as prefixes) q
     order by at`,
    [parts.map(({ rest }) => rest), parts.map(({ prefixes }) => prefixes.join(' & '))],
  );
  const queries = rows.map(({ query }) => query).filter((query) => query !== '');
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

function takePrefixes(tokens: readonly string[]): { rest: string; prefixes: string[] } {
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
