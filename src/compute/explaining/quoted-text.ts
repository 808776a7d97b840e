/**
 * Text from a corpus or from another model, as it is put into a prompt: one JSON string on one line, so that nothing in it can end the quotation,
 * begin a line or look like our own words. Marks around highlighted tokens are ours alone: the same signs in the text are replaced.
 */
import { readToken } from './context-words.ts';

/** Signs around highlighted tokens. */
export const MARK_OPEN = '\u00ab';
export const MARK_CLOSE = '\u00bb';

/** Tokens quoted, those of `marked` between marks; neighbours share one pair. */
export function quoteTokens(tokens: readonly string[], marked: readonly boolean[]): string {
  let text = '';
  for (const [t, token] of tokens.entries()) {
    if (marked[t] && !marked[t - 1]) text += MARK_OPEN;
    text += withoutMarks(readToken(token));
    if (marked[t] && !marked[t + 1]) text += MARK_CLOSE;
  }
  return quoteText(text);
}

/** `text` as a JSON string with every control character and line separator escaped. Marks in it are kept. */
export function quoteText(text: string): string {
  const escape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(text.toWellFormed()).replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    escape,
  );
}

function withoutMarks(text: string): string {
  return text.replaceAll(MARK_OPEN, '\u2039').replaceAll(MARK_CLOSE, '\u203a');
}
