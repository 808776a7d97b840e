/**
 * References: what a client or a person writes for a dictionary, a run group or a latent -> the row that it means.
 *
 * A dictionary goes by global id, portal id or name, a run group by global id or name, and a latent by global id or as
 * `<dictionary>/<index>`, where the dictionary goes by any of its three. Ids are looked at first, then portal ids, then names.
 * `find...` gives null for what is not here, `get...` throws `NOT_FOUND`. Both throw `BAD_ID` for the id of another kind and for text that
 * can be no reference, and `AMBIGUOUS_NAME` for a name that several have.
 */
import type { RunGroupRow } from '../../db/stores/catalogue.ts';
import type { DictionaryRow } from '../../db/stores/dictionaries.ts';
import type { LatentKey, LatentRow } from '../../db/stores/latents.ts';
import type { Batches } from '../analysis/batches/batches.ts';
import { ReseedError } from '../errors.ts';
import { findGlobalId, formatGlobalId, MAX_INDEX, parseKey, parseLatentKey } from './global-id.ts';

interface Reader {
  batches: Batches;
}

/** Candidates that one message names. */
const MAX_CANDIDATES = 5;

export async function findDictionary({ batches }: Reader, reference: string): Promise<DictionaryRow | null> {
  if (findGlobalId(reference)) return batches.dictionaries.load(parseKey(reference, 'Dictionary'));
  const found = await batches.dictionariesByName.load(reference);
  const ofPortal = found.find(({ portalId }) => portalId === reference);
  if (ofPortal) return ofPortal;
  if (found.length > 1) throw await ambiguous({ batches }, { kind: 'Dictionary', reference, found });
  if (found.length === 0) assertCanBeName(reference, 'dictionary');
  return found[0] ?? null;
}

export async function getDictionary(reader: Reader, reference: string): Promise<DictionaryRow> {
  return (await findDictionary(reader, reference)) ?? refuse(reference, 'dictionary');
}

/** Every run group that `reference` means: one for an id, and all of this name, which different spaces may have. */
export async function listRunGroups({ batches }: Reader, reference: string): Promise<RunGroupRow[]> {
  if (!findGlobalId(reference)) return batches.runGroupsByName.load(reference);
  const group = await batches.runGroups.load(parseKey(reference, 'RunGroup'));
  return group === null ? [] : [group];
}

export async function findRunGroup(reader: Reader, reference: string): Promise<RunGroupRow | null> {
  const found = await listRunGroups(reader, reference);
  if (found.length > 1) throw await ambiguous(reader, { kind: 'RunGroup', reference, found });
  if (found.length === 0 && !findGlobalId(reference)) assertCanBeName(reference, 'run group');
  return found[0] ?? null;
}

export async function getRunGroup(reader: Reader, reference: string): Promise<RunGroupRow> {
  return (await findRunGroup(reader, reference)) ?? refuse(reference, 'run group');
}

export async function findLatent(reader: Reader, reference: string): Promise<LatentRow | null> {
  const key = await findLatentKey(reader, reference);
  return key && reader.batches.latents.load(key);
}

export async function getLatent(reader: Reader, reference: string): Promise<LatentRow> {
  return (await findLatent(reader, reference)) ?? refuse(reference, 'latent');
}

async function findLatentKey(reader: Reader, reference: string): Promise<LatentKey | null> {
  if (findGlobalId(reference)) return parseLatentKey(reference);
  const match = /^(.+)\/(\d{1,10})$/s.exec(reference);
  if (match === null) throw badReference(reference, 'latent');
  const dictionary = await findDictionary(reader, match[1]);
  const index = Number(match[2]);
  if (dictionary === null || index > MAX_INDEX) return null;
  return { spaceId: dictionary.spaceId, dictionaryId: dictionary.id, index };
}

/** What is written for each kind, for messages. */
const forms = {
  dictionary: 'its id, its portal id or its name',
  'run group': 'its id or its name',
  latent: 'its id, or <dictionary>/<index> with the id, portal id or name of the dictionary',
} as const;

/** Portal ids and the names of seeds hold a slash: text without one that is no name is a slip, and not something that has gone. */
function assertCanBeName(reference: string, what: keyof typeof forms): void {
  if (!reference.includes('/')) throw badReference(reference, what);
}

function badReference(reference: string, what: keyof typeof forms): ReseedError {
  return new ReseedError('BAD_ID', `Cannot use "${shorten(reference)}" for a ${what}: expected ${forms[what]}`, {
    hint: `List what there is and take the ${what} from there: npm run reseed -- list, or \`dictionaries\` and \`runGroups\` in the API.`,
  });
}

function refuse(reference: string, what: keyof typeof forms): never {
  throw new ReseedError('NOT_FOUND', `Cannot find the ${what} "${shorten(reference)}": nothing has this id or name`, {
    hint: `Name a ${what} by ${forms[what]}. List them: npm run reseed -- list, or \`dictionaries\` and \`runGroups\` in the API.`,
  });
}

/** The refusal of a name that several have: which they are, and how to say which. */
async function ambiguous(
  reader: Reader,
  of: { reference: string } & (
    | { kind: 'Dictionary'; found: readonly DictionaryRow[] }
    | { kind: 'RunGroup'; found: readonly RunGroupRow[] }
  ),
): Promise<ReseedError> {
  const { kind, reference, found } = of;
  const candidates = await Promise.all(
    found.slice(0, MAX_CANDIDATES).map(async (row) => {
      const id = formatGlobalId({ kind, spaceId: row.spaceId, id: row.id });
      const space = await reader.batches.spaces.load(row.spaceId);
      const place = space === null ? '' : `${space.modelName} ${space.hookpoint}`;
      return `${id} (${[place, ...(kind === 'Dictionary' ? traits(row as DictionaryRow) : [])].join(', ')})`;
    }),
  );
  const more = found.length > MAX_CANDIDATES ? `, and ${found.length - MAX_CANDIDATES} more` : '';
  const what = kind === 'Dictionary' ? 'dictionaries' : 'run groups';
  return new ReseedError(
    'AMBIGUOUS_NAME',
    `Cannot tell which one "${shorten(reference)}" is: ${found.length} ${what} have this name`,
    {
      hint: `Give the id of the one that is meant: ${candidates.join('; ')}${more}.`,
    },
  );
}

/** What tells dictionaries of one name apart. */
function traits({ architecture, nLatents, dataSeed, portalId }: DictionaryRow): string[] {
  return [
    `${architecture} with ${nLatents} latents`,
    ...(dataSeed === null ? [] : [`data seed ${dataSeed}`]),
    ...(portalId === null ? [] : [`portal id ${portalId}`]),
  ];
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}
