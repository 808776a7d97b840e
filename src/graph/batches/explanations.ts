/** Explanations by key. */
import DataLoader from 'dataloader';
import type { Session } from '../../../db/connect/connect.ts';
import { type ExplanationKey, type ExplanationRow, findExplanations } from '../../../db/stores/explanations.ts';
import { explanationKeyText } from './key-text.ts';

/** One statement for all explanations that one answer names. */
export function buildExplanationBatch(session: Session): DataLoader<ExplanationKey, ExplanationRow | null, string> {
  return new DataLoader((keys) => findExplanations(session, [...keys]), { cacheKeyFn: explanationKeyText });
}
