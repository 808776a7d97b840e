/** The scores of an explanation, by the explanation's key. */
import DataLoader from 'dataloader';
import type { Session } from '../../../db/connect/connect.ts';
import { type ExplanationKey, listScoresOfExplanations, type ScoreRow } from '../../../db/stores/explanations.ts';
import { explanationKeyText } from './key-text.ts';

/** One statement for all explanations of one level of an answer. */
export function buildScoresOfExplanationsBatch(session: Session): DataLoader<ExplanationKey, ScoreRow[], string> {
  return new DataLoader((keys) => listScoresOfExplanations(session, [...keys]), { cacheKeyFn: explanationKeyText });
}
