/** A dictionary as a person names it: its name, its global id or its portal id. */
import type { Database } from '../../../db/connect/connect.ts';
import {
  type DictionaryRow,
  findDictionaries,
  findDictionaryByPortalId,
  listDictionaries,
} from '../../../db/stores/dictionaries.ts';
import type { Key } from '../../../db/schema/key.ts';
import { ReseedError } from '../../errors.ts';
import { parseKey } from '../../graph/global-id.ts';

/** Dictionaries per page of the search by name. */
const PAGE = 500;

/** The dictionary that `name` means. Throws `NOT_FOUND`, or `BAD_INPUT` where several have this name. */
export async function getNamedDictionary(db: Database, name: string): Promise<DictionaryRow> {
  const found = (await findById(db, name)) ?? (await findDictionaryByPortalId(db, name));
  if (found) return found;
  const named: DictionaryRow[] = [];
  let after: Key | null = null;
  for (;;) {
    const page = await listDictionaries(db, { filter: {}, first: PAGE, after });
    named.push(...page.rows.filter((row) => row.name === name));
    const last = page.rows.at(-1);
    if (!page.hasNext || !last) break;
    after = { spaceId: last.spaceId, id: last.id };
  }
  if (named.length === 1) return named[0];
  if (named.length > 1) {
    throw new ReseedError('BAD_INPUT', `Cannot tell which dictionary "${name}" is: ${named.length} have this name`, {
      hint: 'Give its id instead (field `id` in the API), or its portal id.',
    });
  }
  throw new ReseedError('NOT_FOUND', `Cannot find the dictionary "${name}": none has this name, id or portal id`, {
    hint: 'List the dictionaries with: npm run reseed -- list',
  });
}

async function findById(db: Database, name: string): Promise<DictionaryRow | null> {
  let key: Key;
  try {
    key = parseKey(name, 'Dictionary');
  } catch {
    return null;
  }
  return (await findDictionaries(db, [key]))[0];
}
