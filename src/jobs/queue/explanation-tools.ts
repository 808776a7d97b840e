/** What can explain and score here, as anybody may see it: without secrets. */
import type { ChatSettings } from '../chat/chat-settings.ts';

export interface ExplanationTools {
  /** Whether an embedding model is configured. */
  embeds: boolean;
  /** Null where no chat model is configured. */
  chat: {
    model: string;
    host: string;
    concurrency: number;
    budgetTokens: number | null;
    budgetCost: number | null;
    promptPrice: number | null;
    completionPrice: number | null;
  } | null;
}

/** The tools of workers with these settings. */
export function describeTools({ chat, embeds }: { chat: ChatSettings | null; embeds: boolean }): ExplanationTools {
  if (chat === null) return { embeds, chat: null };
  const { model, baseUrl, concurrency, budget, prices } = chat;
  return {
    embeds,
    chat: {
      model,
      host: new URL(baseUrl).host,
      concurrency,
      budgetTokens: budget.tokens,
      budgetCost: budget.cost,
      promptPrice: prices?.prompt ?? null,
      completionPrice: prices?.completion ?? null,
    },
  };
}
