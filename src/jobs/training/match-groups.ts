/** Run groups -> the matchings of all their pairs, queued where they are missing. */
import type { Session } from '../../../db/connect/connect.ts';
import { type DictionaryRow, listDictionariesOfRunGroups } from '../../../db/stores/dictionaries.ts';
import type { Key } from '../../../db/schema/key.ts';
import type { Measure } from '../../compute/side-matching.ts';

/** Calls `enqueue` for every pair with weights of every one of `groups`, each group once. Call it in a transaction. */
export async function matchGroups(
  tx: Session,
  of: {
    groups: readonly Key[];
    nulls: boolean;
    enqueue: (pair: { a: DictionaryRow; b: DictionaryRow; measure: Measure; nulls: boolean }) => Promise<void>;
  },
): Promise<void> {
  const byText = new Map(of.groups.map((group) => [`${group.spaceId}:${group.id}`, group]));
  for (const group of byText.values()) {
    const members = (await listDictionariesOfRunGroups(tx, [group])).filter(({ hasWeights }) => hasWeights);
    for (const [i, a] of members.entries())
      for (const b of members.slice(i + 1)) await of.enqueue({ a, b, measure: 'COSINE', nulls: of.nulls });
  }
}
