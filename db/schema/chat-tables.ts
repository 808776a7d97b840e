/** The table of what jobs have spent on a chat model. */
import { bigint, doublePrecision, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** One row per job that has asked, or was about to; it outlives attempts and failures. */
export const chatSpending = pgTable('chat_spending', {
  jobId: uuid('job_id').primaryKey(),
  /** The model's name at its endpoint, and the endpoint's host. */
  model: text('model').notNull(),
  host: text('host').notNull(),
  requests: integer('requests').notNull(),
  promptTokens: bigint('prompt_tokens', { mode: 'number' }).notNull(),
  completionTokens: bigint('completion_tokens', { mode: 'number' }).notNull(),
  /** Null where the operator gave no prices. */
  cost: doublePrecision('cost'),
  /** Set aside for requests on the way; spent, if the process that sent them died. */
  reservedTokens: bigint('reserved_tokens', { mode: 'number' }).notNull(),
  reservedCost: doublePrecision('reserved_cost').notNull(),
  /** Questions without a usable reply, and replies that could not be read. */
  failed: integer('failed').notNull(),
  unparsable: integer('unparsable').notNull(),
  /** What the job may use at most; null for no limit. */
  budgetTokens: bigint('budget_tokens', { mode: 'number' }),
  budgetCost: doublePrecision('budget_cost'),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
});
