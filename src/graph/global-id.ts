/**
 * Global ids: `Kind:part[:part...]` in base64url. Opaque to clients; stable for as long as the row exists.
 *
 * Model:<id> · Space:<id> · RunGroup:<space>:<id> · Dictionary:<space>:<id> · Latent:<space>:<dictionary>:<index> ·
 * Explanation:<space>:<dictionary>:<index>:<id> · Matching:<space>:<id> · TrainingRun:<space>:<id> · Job:<uuid>. The space leads wherever it leads the primary key, so an id alone says which machine has the row.
 */
import type { ExplanationKey } from '../../db/stores/explanations.ts';
import type { Key } from '../../db/schema/key.ts';
import type { LatentKey } from '../../db/stores/latents.ts';
import { ReseedError } from '../errors.ts';

/** What an id can name. */
export type GlobalId =
  | { kind: 'Model' | 'Space'; id: number }
  | ({ kind: 'RunGroup' | 'Dictionary' | 'Matching' | 'TrainingRun' } & Key)
  | ({ kind: 'Latent' } & LatentKey)
  | ({ kind: 'Explanation' } & ExplanationKey)
  | { kind: 'Job'; id: string };

type KeyedKind = 'RunGroup' | 'Dictionary' | 'Matching' | 'TrainingRun';
const keyedKinds: readonly string[] = ['RunGroup', 'Dictionary', 'Matching', 'TrainingRun'] satisfies KeyedKind[];

/** Longer than any id that is given out; keeps a wrong argument out of error messages and decoders. */
const MAX_ID_LENGTH = 200;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The global id of `target`. */
export function formatGlobalId(target: GlobalId): string {
  return Buffer.from([target.kind, ...parts(target)].join(':')).toString('base64url');
}

function parts(target: GlobalId): (number | string)[] {
  switch (target.kind) {
    case 'Model':
    case 'Space':
    case 'Job':
      return [target.id];
    case 'Latent':
      return [target.spaceId, target.dictionaryId, target.index];
    case 'Explanation':
      return [target.spaceId, target.dictionaryId, target.index, target.id];
    default:
      return [target.spaceId, target.id];
  }
}

/** What `id` names, or null unless it is exactly an id that {@link formatGlobalId} gives. */
export function findGlobalId(id: string): GlobalId | null {
  const target = id.length <= MAX_ID_LENGTH ? parseText(Buffer.from(id, 'base64url').toString('utf8')) : null;
  return target !== null && formatGlobalId(target) === id ? target : null;
}

/** What `id` names. Throws `BAD_ID` where {@link findGlobalId} gives null. */
export function parseGlobalId(id: string): GlobalId {
  const target = findGlobalId(id);
  if (target === null) throw badId(id, 'an id that this server gave out');
  return target;
}

function parseText(text: string): GlobalId | null {
  const [kind, ...rest] = text.split(':');
  if (kind === 'Job') return rest.length === 1 && UUID.test(rest[0]) ? { kind, id: rest[0] } : null;
  const numbers = rest.map((part) => (/^\d{1,16}$/.test(part) ? Number(part) : Number.NaN));
  if (!numbers.every(Number.isSafeInteger)) return null;
  const [first, second, third, fourth] = numbers;
  if ((kind === 'Model' || kind === 'Space') && numbers.length === 1) return { kind, id: first };
  if (keyedKinds.includes(kind) && numbers.length === 2) return { kind: kind as KeyedKind, spaceId: first, id: second };
  if (kind === 'Latent' && numbers.length === 3 && third <= MAX_INDEX)
    return { kind, spaceId: first, dictionaryId: second, index: third };
  if (kind === 'Explanation' && numbers.length === 4 && third <= MAX_INDEX)
    return { kind, spaceId: first, dictionaryId: second, index: third, id: fourth };
  return null;
}

/** PostgreSQL's `integer`, the type of a latent's index. */
export const MAX_INDEX = 2 ** 31 - 1;

/** The key in an id of one kind. Throws `BAD_ID` for anything else. */
export function parseKey(id: string, kind: KeyedKind): Key {
  const target = parseGlobalId(id);
  if (target.kind !== kind) throw badId(id, `the id of a ${kind}, not of a ${target.kind}`);
  return { spaceId: target.spaceId, id: target.id };
}

/** The latent that an id names. Throws `BAD_ID` for anything else. */
export function parseLatentKey(id: string): LatentKey {
  const target = parseGlobalId(id);
  if (target.kind !== 'Latent') throw badId(id, `the id of a Latent, not of a ${target.kind}`);
  return { spaceId: target.spaceId, dictionaryId: target.dictionaryId, index: target.index };
}

/** The uuid in a job's id. Throws `BAD_ID` for anything else. */
export function parseJobId(id: string): string {
  const target = parseGlobalId(id);
  if (target.kind !== 'Job') throw badId(id, `the id of a Job, not of a ${target.kind}`);
  return target.id;
}

function badId(id: string, expected: string): ReseedError {
  const shown = id.length > 40 ? `${id.slice(0, 40)}...` : id;
  return new ReseedError('BAD_ID', `Cannot use the id "${shown}": expected ${expected}`, {
    hint: 'Take ids from the `id` fields of an answer and pass them on unchanged.',
  });
}
