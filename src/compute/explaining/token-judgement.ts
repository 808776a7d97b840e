/**
 * The scorer TOKEN_SET: says of a text that the latent is active in it if it holds one of the tokens that the explanation lists.
 *
 * For explanations that are lists of tokens (`token-explanation.ts`), whose set of tokens is kept in their details. No model.
 */
import * as v from 'valibot';
import type { JudgedExample } from './binary-scores.ts';
import { pickEvenly, referTo, type SplitContexts } from './seen-context.ts';
import { holdsToken } from './token-explanation.ts';

/** Raised whenever the same explanation and contexts would give another score. */
export const TOKEN_SET_VERSION = 'token-set-1';

const listed = v.object({ tokens: v.array(v.object({ token: v.string() })) });

/** At most `limit` examples of each kind; null without a list of tokens, or without contexts of one kind. */
export function judgeByTokens(
  explanation: { details: Record<string, unknown> | null },
  { contexts, limit }: { contexts: SplitContexts; limit: number },
): JudgedExample[] | null {
  const parsed = v.safeParse(listed, explanation.details);
  const activating = pickEvenly(contexts.activating, limit);
  const silent = contexts.silent.slice(0, limit);
  if (!parsed.success || activating.length === 0 || silent.length === 0) return null;
  const set = new Set(parsed.output.tokens.map(({ token }) => token));
  return [...activating, ...silent].map((context) => ({
    activating: context.activations.some((value) => value > 0),
    prediction: holdsToken(context, set),
    probability: null,
    context: referTo(context),
  }));
}
