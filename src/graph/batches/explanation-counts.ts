/** How much of a dictionary has been explained, by the dictionary's key. */
import DataLoader from 'dataloader';
import type { Session } from '../../../db/connect/connect.ts';
import { countExplanations } from '../../../db/stores/explanations.ts';
import type { Key } from '../../../db/schema/key.ts';
import { keyText } from './key-text.ts';

/** Counts of one dictionary. */
export type ExplanationCounts = Awaited<ReturnType<typeof countExplanations>>[number];

/** One statement for all dictionaries. */
export function buildExplanationCountsBatch(session: Session): DataLoader<Key, ExplanationCounts, string> {
  return new DataLoader((keys) => countExplanations(session, [...keys]), { cacheKeyFn: keyText });
}
