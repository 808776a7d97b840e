/** Keys that rows hold -> rows. Such a row is gone only if it is being deleted at this moment. */
import type { Key } from '../../db/schema/key.ts';
import type { DictionaryRow } from '../../db/stores/dictionaries.ts';
import type { LatentKey, LatentRow } from '../../db/stores/latents.ts';
import type { MatchingRow } from '../../db/stores/matchings.ts';
import { ReseedError } from '../errors.ts';
import type { Batches } from './batches/batches.ts';

interface Reader {
  batches: Batches;
}

/** The dictionary of a key that a row names. Throws `NOT_FOUND`. */
export async function getDictionaryOf({ batches }: Reader, key: Key): Promise<DictionaryRow> {
  return found(await batches.dictionaries.load(key), 'dictionary');
}

/** The latent of a key that a row names. Throws `NOT_FOUND`. */
export async function getLatent({ batches }: Reader, key: LatentKey): Promise<LatentRow> {
  return found(await batches.latents.load(key), 'latent');
}

/** The dictionaries at both ends of a matching. Throws `NOT_FOUND`. */
export async function getEnds(reader: Reader, matching: MatchingRow): Promise<{ a: DictionaryRow; b: DictionaryRow }> {
  const { spaceId } = matching;
  const [a, b] = await Promise.all([
    getDictionaryOf(reader, { spaceId, id: matching.a }),
    getDictionaryOf(reader, { spaceId, id: matching.b }),
  ]);
  return { a, b };
}

/** `row`, unless it is null. Throws `NOT_FOUND`. */
export function found<Row>(row: Row | null, what: string): Row {
  if (row !== null) return row;
  throw new ReseedError('NOT_FOUND', `Cannot find this ${what}: nothing has this id, or it is being deleted`, {
    hint: `List what there is and take the ${what}'s id from there.`,
  });
}
