/**
 * Ids and references in arguments -> rows. `find...` gives null for what is not there, `get...` throws `NOT_FOUND`; both throw `BAD_ID` for
 * an id of another kind.
 */
import type { RunGroupRow } from '../../db/stores/catalogue.ts';
import { type DictionaryRow, findDictionaryByPortalId } from '../../db/stores/dictionaries.ts';
import type { Key } from '../../db/schema/key.ts';
import type { LatentKey, LatentRow } from '../../db/stores/latents.ts';
import type { MatchingRow } from '../../db/stores/matchings.ts';
import { ReseedError } from '../errors.ts';
import type { GraphContext } from './context.ts';
import type { LatentRef } from './generated/types.ts';
import { parseKey, parseLatentKey } from './global-id.ts';

/** The dictionary of a global id. */
export async function getDictionary(context: GraphContext, id: string): Promise<DictionaryRow> {
  return found(await context.batches.dictionaries.load(parseKey(id, 'Dictionary')), 'dictionary');
}

/** The dictionary of a key that a row names: it is gone only if it is being deleted at this moment. */
export async function getDictionaryOf(context: GraphContext, key: Key): Promise<DictionaryRow> {
  return found(await context.batches.dictionaries.load(key), 'dictionary');
}

/** The run group of a global id. */
export async function getRunGroup(context: GraphContext, id: string): Promise<RunGroupRow> {
  return found(await context.batches.runGroups.load(parseKey(id, 'RunGroup')), 'run group');
}

/** The latent of a key that a row names. */
export async function getLatent(context: GraphContext, key: LatentKey): Promise<LatentRow> {
  return found(await context.batches.latents.load(key), 'latent');
}

/** The dictionaries at both ends of a matching. */
export async function getEnds(
  context: GraphContext,
  matching: MatchingRow,
): Promise<{ a: DictionaryRow; b: DictionaryRow }> {
  const { spaceId } = matching;
  const [a, b] = await Promise.all([
    getDictionaryOf(context, { spaceId, id: matching.a }),
    getDictionaryOf(context, { spaceId, id: matching.b }),
  ]);
  return { a, b };
}

/** The latent that a reference names. Throws `BAD_INPUT` for a malformed portal id. */
export async function findLatentByRef(context: GraphContext, ref: LatentRef): Promise<LatentRow | null> {
  const key = await findLatentKey(context, ref);
  return key && context.batches.latents.load(key);
}

async function findLatentKey(context: GraphContext, ref: LatentRef): Promise<LatentKey | null> {
  if (ref.id) return parseLatentKey(ref.id);
  if (ref.at) {
    const { spaceId, id } = parseKey(ref.at.dictionaryId, 'Dictionary');
    return latentKey({ spaceId, id }, ref.at.index);
  }
  const portalId = ref.portalId ?? '';
  const match = /^(.+)\/(\d{1,9})$/.exec(portalId);
  if (match === null) {
    throw new ReseedError(
      'BAD_INPUT',
      `Cannot use the portal id "${shorten(portalId)}": expected <model>/<source>/<index>`,
      {
        hint: 'Give model, source and index as in the portal\'s address, for example "pythia-70m-deduped/3-res-sm/17".',
      },
    );
  }
  const dictionary = await findDictionaryByPortalId(context.db, match[1]);
  return dictionary && latentKey(dictionary, Number(match[2]));
}

function latentKey({ spaceId, id }: Key, index: number): LatentKey | null {
  return index >= 0 ? { spaceId, dictionaryId: id, index } : null;
}

/** `row`, unless it is null. Throws `NOT_FOUND`. */
export function found<Row>(row: Row | null, what: string): Row {
  if (row !== null) return row;
  throw new ReseedError('NOT_FOUND', `Cannot find this ${what}: nothing has this id, or it is being deleted`, {
    hint: `List what there is and take the ${what}'s id from there.`,
  });
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}
