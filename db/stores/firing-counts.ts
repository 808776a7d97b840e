/** On how many tokens latents fired, in the collections that say whether they are alive. */
import { findEach, type KeyColumns } from '../connect/keyed-rows.ts';
import type { Session } from '../connect/session.ts';
import { activationCollections, latentStatistics } from '../schema/explanation-tables.ts';
import { LATENT_KEY, type LatentKey } from '../schema/key.ts';
import { column, optional, rowOf } from '../schema/row.ts';

export interface FiringCountRow {
  dataset: string | null;
  tokens: number | null;
  /** Null where the collection has a frequency only. */
  firingCount: number | null;
}

type CountedKey = LatentKey & { collectionId: number };

const COUNTED: KeyColumns<CountedKey> = {
  ...LATENT_KEY,
  collection_id: ['bigint', (key) => key.collectionId],
};
const ROW = rowOf<FiringCountRow>({
  dataset: column(activationCollections.dataset, 'c'),
  tokens: column(activationCollections.tokens, 'c'),
  firingCount: optional(column(latentStatistics.firingCount, 'x')),
});

/** What the collection of each key says; null where it is gone. One statement. */
export function findFiringCounts(s: Session, keys: readonly CountedKey[]): Promise<(FiringCountRow | null)[]> {
  return findEach(s, keys, {
    by: COUNTED,
    row: ROW,
    from: `join activation_collections c on c.space_id = k.space_id and c.dictionary_id = k.dictionary_id and c.id = k.collection_id
     left join latent_statistics x on x.space_id = k.space_id and x.dictionary_id = k.dictionary_id and x.index = k.index
       and x.collection_id = k.collection_id`,
  });
}
