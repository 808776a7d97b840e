/** The two dictionaries of a published matching: those that are here, or new ones without weights. */
import {
  findDictionaryByContent,
  findDictionaryByPortalId,
  listDictionariesOfRunGroups,
  type DictionaryRow,
} from '../../../db/stores/dictionaries.ts';
import { ensureRunGroup } from '../../../db/stores/catalogue.ts';
import type { Session } from '../../../db/connect/connect.ts';
import { loadLatentScalars } from '../../../db/stores/latents.ts';
import { lockRunGroup, registerDictionary } from '../../../db/stores/registered-dictionaries.ts';
import type { Guess } from '../../../loaders/checkpoints/checkpoint.ts';
import type { PublishedEnd } from '../../../loaders/matchings/published-matching.ts';
import { ReseedError } from '../../errors.ts';
import type { EndIdentity } from './published-identity.ts';

/** One end: what the file says of it, and who it is. */
export interface SoughtEnd {
  end: PublishedEnd;
  identity: EndIdentity;
}

/** The dictionary that is here: by content, else by its place in the run group. Null if there is none. Throws `GROUP_MISMATCH`. */
export async function findEnd(
  tx: Session,
  spaceId: number,
  { end, identity }: SoughtEnd,
): Promise<DictionaryRow | null> {
  const { contentSha256 } = end;
  const same = contentSha256 === null ? null : await findDictionaryByContent(tx, { spaceId, contentSha256 });
  if (same !== null) return same;
  const group = await ensureRunGroup(tx, { spaceId, name: identity.runGroup });
  const members = await listDictionariesOfRunGroups(tx, [group]);
  const there = members.filter((row) =>
    identity.initSeed === null ? row.name === identity.name : row.initSeed === identity.initSeed,
  );
  if (there.length > 1) throw mismatch(identity, `${there.length} dictionaries there have this seed`);
  return there[0] ?? null;
}

/** Throws `GROUP_MISMATCH` unless `row` can be the dictionary that the file means. */
export async function assertSameEnd(
  tx: Session,
  row: DictionaryRow,
  { end, identity, hasEncoder }: SoughtEnd & { hasEncoder: boolean },
): Promise<void> {
  if (row.nLatents !== end.n) throw mismatch(identity, `it has ${row.nLatents} latents here, and ${end.n} in the file`);
  const content = row.contentSha256 ?? row.statedSha256;
  if (content !== null && end.contentSha256 !== null && content !== end.contentSha256) {
    throw mismatch(identity, 'its content here is not that of the file (contentSha256)');
  }
  if (row.hasWeights) return;
  if (row.hasEncoder !== hasEncoder) {
    throw mismatch(
      identity,
      `it was registered ${row.hasEncoder ? 'with' : 'without'} an encoder, and the file is ${hasEncoder ? 'with' : 'without'} one`,
    );
  }
  // what has been counted since is not what the file said
  if (row.aliveness.some(({ source }) => source === 'COUNTED')) return;
  if ((row.nAlive === null) !== (end.alive === null))
    throw mismatch(identity, 'only one of the two says which latents are alive');
  if (end.alive === null) return;
  const { alive } = await loadLatentScalars(tx, { spaceId: row.spaceId, dictionaryId: row.id, n: row.nLatents });
  if (alive.some((flag, i) => flag !== end.alive?.[i]))
    throw mismatch(identity, 'other latents are alive here than in the file');
}

/** The dictionary of an end, found or registered, in the caller's transaction. Throws `GROUP_MISMATCH`, `PORTAL_ID_TAKEN`. */
export async function ensureEnd(
  tx: Session,
  sought: SoughtEnd & {
    space: { id: number; dIn: number };
    hasEncoder: boolean;
    source: { format: string; sourceUri: string; files: DictionaryRow['files']; guesses: Guess[] };
    job: { id: string; attempt: number };
  },
): Promise<DictionaryRow> {
  const { end, identity, space, hasEncoder, source, job } = sought;
  const there = await findEnd(tx, space.id, sought);
  if (there !== null) {
    await assertSameEnd(tx, there, sought);
    return there;
  }
  const group = await ensureRunGroup(tx, { spaceId: space.id, name: identity.runGroup });
  const other = (await listDictionariesOfRunGroups(tx, [group])).find((row) => row.nLatents !== end.n);
  if (other) throw mismatch(identity, `"${other.name}" there has ${other.nLatents} latents, and this one ${end.n}`);
  const taken = end.portalId === null ? null : await findDictionaryByPortalId(tx, end.portalId);
  if (taken) {
    throw new ReseedError(
      'PORTAL_ID_TAKEN',
      `Cannot register "${end.portalId}": that is the portal id of "${taken.name}"`,
      {
        hint: 'Delete the other dictionary, or take the portal id out of the file.',
      },
    );
  }
  const { n, alive, portalId, contentSha256: statedSha256 } = end;
  return registerDictionary(tx, {
    place: { spaceId: space.id, group: identity.runGroup, name: identity.name, dIn: space.dIn },
    end: {
      n,
      initSeed: identity.initSeed,
      architecture: end.architecture ?? 'OTHER',
      alive,
      statedSha256,
      portalId,
      hasEncoder,
    },
    source,
    job,
  });
}

/** Holds the run groups of both ends, always in the same order, so that two imports wait for each other and never both. */
export async function lockGroups(tx: Session, spaceId: number, ends: readonly EndIdentity[]): Promise<void> {
  const names = [...new Set(ends.map(({ runGroup }) => runGroup))].sort();
  for (const name of names) await lockRunGroup(tx, { spaceId, name });
}

function mismatch({ name }: EndIdentity, what: string): ReseedError {
  return new ReseedError('GROUP_MISMATCH', `Cannot take the matching for one of "${name}": ${what}`, {
    hint: 'Name another run group for it (command line: --run-group <name>), or delete the dictionary that is there.',
  });
}
