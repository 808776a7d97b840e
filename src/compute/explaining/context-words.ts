/**
 * Tokens of a context -> the text they make, and the words that tokens are parts of.
 *
 * Word-piece markers of tokenizers whose files write them into tokens (U+2581 of SentencePiece, U+0120 and U+010A of byte-level BPE) are read
 * as the space or line feed that they stand for.
 */

export interface WordedContext {
  /** Token by token, markers replaced. */
  readonly tokens: readonly string[];
  readonly text: string;
  /** Where each token begins in the text, and at the end its length. */
  readonly starts: readonly number[]; // [tokens + 1]
}

const MARKERS: [RegExp, string][] = [
  [/[\u2581\u0120]/g, ' '],
  [/\u010a/g, '\n'],
];

/** One token as text. */
export function readToken(token: string): string {
  return MARKERS.reduce((text, [marker, meaning]) => text.replaceAll(marker, meaning), token);
}

/** What tokens are compared and shown by: without the white space around, unless there is nothing else. */
export function tokenKey(token: string): string {
  const text = readToken(token);
  return text.trim() === '' ? text : text.trim();
}

export function readContext(tokens: readonly string[]): WordedContext {
  const read = tokens.map(readToken);
  const starts = [0];
  for (const token of read) starts.push((starts.at(-1) ?? 0) + token.length);
  return { tokens: read, text: read.join(''), starts };
}

/** The word that token `t` is, or is a part of; the token itself where it holds no letter and no digit. Null for a word that the context cuts. */
export function wordAt(context: WordedContext, t: number): string | null {
  const { text, tokens } = context;
  const lead = tokens[t].length - tokens[t].trimStart().length;
  let start = context.starts[t] + lead;
  let end = context.starts[t] + tokens[t].trimEnd().length;
  if (end <= start || !hasLetter(tokens[t])) return tokenKey(tokens[t]);
  if (isWordUnit(text, start)) while (start > 0 && isWordUnit(text, start - 1)) start--;
  if (isWordUnit(text, end - 1)) while (end < text.length && isWordUnit(text, end)) end++;
  const isCut = (start === 0 && !startsWhole(tokens[0])) || (end === text.length && isWordUnit(text, end - 1));
  return isCut ? null : text.slice(start, end);
}

/** The word or mark before the word of token `t`, in lower case; null at the beginning of the context. */
export function wordBefore(context: WordedContext, t: number): string | null {
  const { text, tokens } = context;
  let at = context.starts[t] + (tokens[t].length - tokens[t].trimStart().length);
  if (isWordUnit(text, at)) while (at > 0 && isWordUnit(text, at - 1)) at--;
  const end = text.slice(0, at).trimEnd().length;
  if (end === 0) return null;
  let start = end - 1;
  if (isWordUnit(text, start)) while (start > 0 && isWordUnit(text, start - 1)) start--;
  // A word that the context begins in the middle of is not known whole.
  if (start === 0 && isWordUnit(text, 0) && !startsWhole(tokens[0])) return null;
  return text.slice(start, end).toLowerCase();
}

/** Whether the first token of a context begins a word: with white space, or with a capital. */
function startsWhole(token: string): boolean {
  return /^[\s\p{Lu}]/u.test(token);
}

function hasLetter(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** Letters, digits, apostrophes inside words, and halves of characters beyond the basic plane. */
function isWordUnit(text: string, at: number): boolean {
  return at >= 0 && at < text.length && /[\p{L}\p{M}\p{N}'\u2019\ud800-\udfff]/u.test(text[at]);
}
