/**
 * Ids and references in arguments -> rows. `find...` gives null for what is not there, `get...` throws `NOT_FOUND`; both throw `BAD_ID` for
 * an id of another kind.
 */
import type { RunGroupRow } from '../../db/stores/catalogue.ts';
import { type DictionaryRow, findDictionaryByPortalId } from '../../db/stores/dictionaries.ts';
import type { Key } from '../../db/schema/key.ts';
import type { LatentKey, LatentRow } from '../../db/stores/latents.ts';
import { found } from '../analysis/stored-rows.ts';
import { ReseedError } from '../errors.ts';
import type { GraphContext } from './context.ts';
import type { LatentRef } from './generated/types.ts';
import { parseKey, parseLatentKey } from './global-id.ts';

/** The dictionary of a global id. */
export async function getDictionary(context: GraphContext, id: string): Promise<DictionaryRow> {
  return found(await context.batches.dictionaries.load(parseKey(id, 'Dictionary')), 'dictionary');
}

/** The run group of a global id. */
export async function getRunGroup(context: GraphContext, id: string): Promise<RunGroupRow> {
  return found(await context.batches.runGroups.load(parseKey(id, 'RunGroup')), 'run group');
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

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}
