/**
 * The explainer TOKENS: names the tokens on which a latent fires, the words that they are part of and what stands before them. No model.
 *
 * In: contexts with activations. Out: one line of text, and the set of tokens that it stands for. The same contexts give the same text.
 */
import { readContext, tokenKey, wordAt, wordBefore } from './context-words.ts';
import type { SeenContext } from './seen-context.ts';

/** Raised whenever equal contexts would give another text. */
export const TOKENS_VERSION = 'tokens-1';

export interface TokenExplanation {
  text: string;
  /** The tokens it names, without the white space around them, by share of the summed activation, largest first. */
  tokens: { token: string; share: number }[];
  /** Tokens with activation that it rests on. */
  activatingTokens: number;
}

/** Tokens named at most: what one reads at a glance. */
const MAX_TOKENS = 5;
/** Tokens are named until they hold this share of the summed activation... */
const ENOUGH_SHARE = 0.9;
/** ...and while each holds at least this much. */
const MIN_SHARE = 0.03;
/** Below this share the named tokens are said to be some of many. */
const MANY_BELOW = 0.5;
/** Words are named where tokens are parts of words for at least this share, */
const PIECES_SHARE = 0.5;
/** so many of them. */
const MAX_WORDS = 4;
/** What stands before is named where one word does so in this share of the cases, and in three at least. */
const BEFORE_SHARE = 0.3;
const MIN_BEFORE = 3;
/** Words named before at most. */
const MAX_BEFORE = 2;
/** Characters of one token or word that are shown. */
const MAX_LENGTH = 40;

/** Explains by tokens; null where no context has any activation. */
export function explainByTokens(contexts: readonly SeenContext[]): TokenExplanation | null {
  const tokens = new Map<string, number>();
  const words = new Map<string, number>();
  const before = new Map<string, number>();
  let [total, inPieces, count, withBefore] = [0, 0, 0, 0];
  for (const { tokens: texts, activations } of contexts) {
    const context = readContext(texts);
    for (const [t, activation] of activations.entries()) {
      if (!(activation > 0)) continue;
      const key = tokenKey(texts[t]);
      const word = wordAt(context, t);
      add(tokens, key, activation);
      if (word !== null && word !== key) {
        add(words, word, activation);
        inPieces += activation;
      }
      const preceding = wordBefore(context, t);
      if (preceding !== null) {
        add(before, preceding, 1);
        withBefore++;
      }
      total += activation;
      count++;
    }
  }
  if (count === 0) return null;
  const named = nameTokens(rank(tokens), total);
  const covered = named.reduce((sum, { share }) => sum + share, 0);
  const list = named.map(({ token, share }) => `${quote(token)} (${Math.round(100 * share)}%)`).join(', ');
  const parts = [covered < MANY_BELOW ? `Many tokens, among them ${list}` : `Tokens ${list}`];
  if (inPieces >= PIECES_SHARE * total) parts.push(`in ${quoteAll(rank(words).slice(0, MAX_WORDS))}`);
  const leading = rank(before)
    .filter(([, times]) => times >= MIN_BEFORE && times >= BEFORE_SHARE * withBefore)
    .slice(0, MAX_BEFORE);
  if (leading.length > 0) {
    const shown = leading.map(([word, times]) => `${quote(word)} (${Math.round((100 * times) / withBefore)}%)`);
    parts.push(`after ${shown.join(', ')}`);
  }
  return { text: parts.join('; '), tokens: named, activatingTokens: count };
}

/** Whether a text holds a token of the set: the detection that a list of tokens makes. */
export function holdsToken(context: SeenContext, set: ReadonlySet<string>): boolean {
  return context.tokens.some((token) => set.has(tokenKey(token)));
}

function nameTokens(ranked: readonly [string, number][], total: number): { token: string; share: number }[] {
  const named: { token: string; share: number }[] = [];
  let covered = 0;
  for (const [token, sum] of ranked.slice(0, MAX_TOKENS)) {
    const share = sum / total;
    if (named.length > 0 && (covered >= ENOUGH_SHARE || share < MIN_SHARE)) break;
    named.push({ token, share });
    covered += share;
  }
  return named;
}

function add(sums: Map<string, number>, key: string, amount: number): void {
  sums.set(key, (sums.get(key) ?? 0) + amount);
}

/** Largest first; among equals by code unit, which is the same everywhere. */
function rank(sums: ReadonlyMap<string, number>): [string, number][] {
  return [...sums].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}

function quoteAll(ranked: readonly [string, number][]): string {
  return ranked.map(([word]) => quote(word)).join(', ');
}

/** In quotation marks, control characters escaped, cut where it is long. */
function quote(text: string): string {
  const units = Array.from(text);
  return JSON.stringify(units.length <= MAX_LENGTH ? text : `${units.slice(0, MAX_LENGTH).join('')}...`);
}
