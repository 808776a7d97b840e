/**
 * Held-out contexts -> the examples that a judge is asked about, in batches, in an order that is the same every time.
 *
 * Fuzzing marks tokens above a share of the context's maximum; in contexts without activation as many tokens are marked by chance as in one of
 * the activating ones, as delphi's fuzzing scorer does.
 */
import { buildRandomStream, type RandomStream } from '../nulls/random-stream.ts';
import type { JudgeExample } from './judge-prompt.ts';
import { pickEvenly, referTo, type SplitContexts } from './seen-context.ts';

/** Activations above this share of the context's maximum are marked (delphi's default). */
const MARK_SHARE = 0.3;

export interface JudgeSettings {
  /** Examples with activation, and without, at most of each. */
  readonly examples: number;
  /** Examples in one question. */
  readonly perQuestion: number;
}

/** Batches of examples of one latent; none if there is no example of one kind. */
export function buildJudgeBatches(
  contexts: SplitContexts,
  of: { latent: number; settings: JudgeSettings },
): JudgeExample[][] {
  const { examples: limit, perQuestion } = of.settings;
  const random = buildRandomStream(of.latent, [JUDGE_STREAM]);
  const activating = pickEvenly(contexts.activating, limit);
  const silent = contexts.silent.slice(0, limit);
  if (activating.length === 0 || silent.length === 0) return [];
  const positive = activating.map((context) => {
    const { tokens, activations } = context;
    const bar = MARK_SHARE * Math.max(...activations);
    return { tokens, marked: activations.map((value) => value > bar), activating: true, context: referTo(context) };
  });
  const negative = silent.map((context) => {
    const { tokens } = context;
    const like = positive[random.nextUint32() % positive.length];
    const count = Math.min(tokens.length, like.marked.filter(Boolean).length);
    return {
      tokens,
      marked: markByChance(tokens.length, { count, random }),
      activating: false,
      context: referTo(context),
    };
  });
  const all = shuffle([...positive, ...negative], random);
  return Array.from({ length: Math.ceil(all.length / perQuestion) }, (_, b) =>
    all.slice(b * perQuestion, (b + 1) * perQuestion),
  );
}

/** Path of these random numbers under the latent's index. */
const JUDGE_STREAM = 7;

function markByChance(length: number, of: { count: number; random: RandomStream }): boolean[] {
  const order = shuffle(
    Array.from({ length }, (_, t) => t),
    of.random,
  );
  const chosen = new Set(order.slice(0, of.count));
  return Array.from({ length }, (_, t) => chosen.has(t));
}

function shuffle<Item>(items: Item[], random: RandomStream): Item[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random.nextUniform() * (i + 1));
    [items[i], items[j]] = [items[j], items[i]];
  }
  return items;
}
