/** The chat model as one job may use it: the operator's settings, the smaller of both budgets, and what the job has spent before. */
import { type ChatSpendingRow, findSpending, recordSpending } from '../../../db/stores/chat-spending.ts';
import type { TaskContext } from '../worker/task.ts';
import { ChatBudget, type ChatSpending, nothingSpent } from './chat-budget.ts';
import { buildChatEndpoint, type ChatEndpoint } from './chat-endpoint.ts';
import type { ChatLimit, ChatSettings } from './chat-settings.ts';
import { notConfigured } from './not-configured.ts';

export interface JobChat {
  readonly settings: ChatSettings;
  readonly endpoint: ChatEndpoint;
  readonly spending: ChatSpending;
  /** Makes durable what has been settled. To be called when nothing is on the way; what is sent later does it, too. */
  flush(): Promise<void>;
}

/** Throws `LLM_NOT_CONFIGURED` on a worker without a chat model. */
export async function openChat(context: TaskContext, asked: ChatLimit | null): Promise<JobChat> {
  const settings = context.settings.chat ?? null;
  if (settings === null) throw notConfigured();
  const { job, db } = context;
  const limit = {
    tokens: smaller(settings.budget.tokens, asked?.tokens ?? null),
    cost: smaller(settings.budget.cost, asked?.cost ?? null),
  };
  const [before] = await findSpending(db, [job.id]);
  const budget = new ChatBudget({
    before: before === null ? nothingSpent : { ...nothingSpent, ...before, cost: before.cost ?? 0 },
    limit,
    prices: settings.prices,
    record: (spent) =>
      recordSpending(db, { attempt: job.attempt, spending: toRow(spent, { jobId: job.id, settings, limit }) }),
  });
  return {
    settings,
    endpoint: buildChatEndpoint(settings, { budget, signal: context.signal }),
    spending: budget.spending,
    flush: () => budget.flush(),
  };
}

/** What has been spent so far, for people. */
export function describeSpending({ settings, spending }: JobChat): string {
  const tokens = `${spending.promptTokens + spending.completionTokens} tokens`;
  return settings.prices === null ? tokens : `${tokens}, cost ${spending.cost.toFixed(4)}`;
}

function smaller(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.min(a, b);
}

function toRow(
  spent: ChatSpending,
  { jobId, settings, limit }: { jobId: string; settings: ChatSettings; limit: ChatLimit },
): ChatSpendingRow {
  return {
    ...spent,
    jobId,
    model: settings.model,
    host: new URL(settings.baseUrl).host,
    cost: settings.prices === null ? null : spent.cost,
    budgetTokens: limit.tokens,
    budgetCost: limit.cost,
  };
}
