/**
 * Contexts of a latent -> the tokens on which it fires, strongest first.
 *
 * A token's weight is the mean of its activations where it is active; among equal ones the more frequent comes first, then the order of the alphabet.
 */

/** Tokens that anybody looks at. */
const TOKENS_KEPT = 20;

/** The strongest tokens of `contexts`, whose tokens and activations are of one length. */
export function listTopTokens(
  contexts: readonly { tokens: readonly string[]; activations: readonly number[] }[],
): { token: string; weight: number }[] {
  const found = new Map<string, { sum: number; count: number }>();
  for (const { tokens, activations } of contexts) {
    for (const [i, token] of tokens.entries()) {
      if (!(activations[i] > 0)) continue;
      const entry = found.get(token) ?? { sum: 0, count: 0 };
      entry.sum += activations[i];
      entry.count++;
      found.set(token, entry);
    }
  }
  return [...found]
    .map(([token, { sum, count }]) => ({ token, weight: sum / count, count }))
    .sort((a, b) => b.weight - a.weight || b.count - a.count || (a.token < b.token ? -1 : 1))
    .slice(0, TOKENS_KEPT)
    .map(({ token, weight }) => ({ token, weight }));
}
