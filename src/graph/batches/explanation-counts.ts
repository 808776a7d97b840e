/** How much of a dictionary has been explained, by the dictionary's key. */
import DataLoader from 'dataloader';
import type { Session } from '../../../db/connect.ts';
import { countExplanations } from '../../../db/explanations.ts';
import type { Key } from '../../../db/key.ts';
import { keyText } from './key-text.ts';

/** Counts of one dictionary. */
export type ExplanationCounts = Awaited<ReturnType<typeof countExplanations>>[number];

/** One statement for all dictionaries. */
export function buildExplanationCountsBatch(session: Session): DataLoader<Key, ExplanationCounts, string> {
  return new DataLoader((keys) => countExplanations(session, [...keys]), { cacheKeyFn: keyText });
}
