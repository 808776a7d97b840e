/** What jobs have spent on a chat model. */
import DataLoader from 'dataloader';
import { type ChatSpendingRow, findSpending } from '../../../db/stores/chat-spending.ts';
import type { Session } from '../../../db/connect/session.ts';

/** One statement for all jobs that one answer names. */
export function buildSpendingOfJobsBatch(session: Session): DataLoader<string, ChatSpendingRow | null> {
  return new DataLoader((ids) => findSpending(session, [...ids]));
}
