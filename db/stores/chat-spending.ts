/** What jobs have spent on a chat model, and may spend. */
import { ReseedError } from '../../src/errors.ts';
import { chatSpending } from '../schema/chat-tables.ts';
import { columns, rowOf } from '../schema/row.ts';
import { cleanProse, isUuid } from '../connect/parameters.ts';
import type { Session } from '../connect/session.ts';

export interface ChatSpendingRow {
  jobId: string;
  model: string;
  host: string;
  requests: number;
  promptTokens: number;
  completionTokens: number;
  /** Null where the operator gave no prices. */
  cost: number | null;
  reservedTokens: number;
  reservedCost: number;
  failed: number;
  unparsable: number;
  budgetTokens: number | null;
  budgetCost: number | null;
}

// biome-ignore format: one column per word
const ROW = rowOf<ChatSpendingRow>(columns(chatSpending, 'c', [
  'jobId', 'model', 'host', 'requests', 'promptTokens', 'completionTokens', 'cost', 'reservedTokens', 'reservedCost', 'failed', 'unparsable',
  'budgetTokens', 'budgetCost',
]));

/** Replaces what is known of the job's spending. Throws `JOB_SUPERSEDED` unless the job runs at this attempt. */
export async function recordSpending(s: Session, of: { attempt: number; spending: ChatSpendingRow }): Promise<void> {
  const { spending } = of;
  const written = await s.run(
    `insert into chat_spending (job_id, model, host, requests, prompt_tokens, completion_tokens, cost, reserved_tokens, reserved_cost, failed,
       unparsable, budget_tokens, budget_cost)
     select id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14 from jobs where id = $1 and attempt = $2 and state = 'RUNNING'
     on conflict (job_id) do update set model = excluded.model, host = excluded.host, requests = excluded.requests,
       prompt_tokens = excluded.prompt_tokens, completion_tokens = excluded.completion_tokens, cost = excluded.cost,
       reserved_tokens = excluded.reserved_tokens, reserved_cost = excluded.reserved_cost, failed = excluded.failed,
       unparsable = excluded.unparsable, budget_tokens = excluded.budget_tokens, budget_cost = excluded.budget_cost, updated_at = now()`,
    [
      spending.jobId,
      of.attempt,
      cleanProse(spending.model),
      cleanProse(spending.host),
      spending.requests,
      spending.promptTokens,
      spending.completionTokens,
      spending.cost,
      spending.reservedTokens,
      spending.reservedCost,
      spending.failed,
      spending.unparsable,
      spending.budgetTokens,
      spending.budgetCost,
    ],
  );
  if (written > 0) return;
  throw new ReseedError('JOB_SUPERSEDED', 'Cannot spend for this job: this attempt does not hold it any more', {
    hint: 'Nothing to do: a later attempt has it, or it has ended.',
  });
}

/** The spending of each job; null for one that asked nothing. */
export async function findSpending(s: Session, jobIds: readonly string[]): Promise<(ChatSpendingRow | null)[]> {
  const rows = await s.read(ROW, `select ${ROW.list} from chat_spending c where c.job_id = any($1::uuid[])`, [
    jobIds.filter(isUuid),
  ]);
  const byId = new Map(rows.map((row) => [row.jobId, row]));
  return jobIds.map((id) => byId.get(id.toLowerCase()) ?? null);
}
