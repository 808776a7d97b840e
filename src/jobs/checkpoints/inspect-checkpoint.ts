/**
 * A dry run of IMPORT: a request -> what the checkpoint is, what was guessed, why it would be refused, and what a matching of that size takes.
 * Headers and configurations are read, and no weights: what only they show (NaN, equal content) is not known here.
 */
import { splitNormalisation } from '../../../loaders/checkpoints/normalisation.ts';
import type { Database } from '../../../db/connect/connect.ts';
import { findPlace, findRunGroupsByName, findSpaces } from '../../../db/stores/catalogue.ts';
import { findDictionaryByPortalId, findDictionaryMismatch } from '../../../db/stores/dictionaries.ts';
import type { Checkpoint, CheckpointFacts, Guess, Identity } from '../../../loaders/checkpoints/checkpoint.ts';
import { nameInFolder, openCheckpoint } from '../../../loaders/checkpoints/formats.ts';
import type { HubSettings } from '../../../loaders/hub/hub-settings.ts';
import { estimateMatching, type MatchingEstimate } from '../../compute/matching/matching-estimate.ts';
import { isReseedError, ReseedError } from '../../errors.ts';
import { placeMultiSeed } from '../catalogues/catalogue-facts.ts';
import { assertHookpointWidth } from './hookpoint-width.ts';
import { decideIdentity, isGroupStated } from './import-dictionary.ts';
import { checkImportRequest, type ImportRequest } from './import-request.ts';
import { openPlace } from './open-place.ts';

/** Why an import would end. */
export interface Refusal {
  code: string;
  message: string;
  hint: string;
}

export interface InspectedCheckpoint extends CheckpointFacts, Identity {
  format: string;
  guesses: Guess[];
  files: { name: string; size: number }[];
  /** Bytes of the tensors that hold the rows. */
  rowBytes: number;
  /** Why codes cannot be computed from what is kept, or null. */
  cannotEncode: string | null;
  matching: MatchingEstimate;
}

export interface CheckpointInspection {
  /** Where it is, as provenance would say. */
  sourceUri: string;
  /** Null where it cannot be opened. */
  checkpoint: InspectedCheckpoint | null;
  refusals: Refusal[];
}

/** What an import is checked against. */
export interface Inspecting {
  db: Database;
  importRoots: readonly string[];
  hub: HubSettings | null;
  /** Memory and threads of a matching here. */
  memoryMb: number;
  threads: number;
}

/** Throws `BAD_INPUT`, and what keeps the place from being looked at: `PATH_OUTSIDE_ROOTS`, `SOURCE_NOT_FOUND`, `HUB_*`. Writes nothing. */
export async function inspectCheckpoint(asked: ImportRequest, from: Inspecting): Promise<CheckpointInspection> {
  const request = placeMultiSeed(checkImportRequest(asked));
  const { path, format, decoderOrientation, decoderPart, sameWeights: _, ...identity } = request;
  const { folder, hubFolder } = await openPlace(path, from);
  const refusals: Refusal[] = [];
  const refuse = (error: unknown) => {
    if (!isReseedError(error)) throw error;
    refusals.push({ code: error.code, message: error.message, hint: error.hint });
  };
  let checkpoint: Checkpoint | null = null;
  const base = folder.address ?? folder.pathComponents.join('/');
  let sourceUri = base;
  try {
    checkpoint = await openCheckpoint(folder, { format, decoderOrientation, decoderPart, identity });
    const file = await nameInFolder(folder);
    if (file !== null) sourceUri = `${base}/${file}`;
    for (const check of [checkIdentity, checkPortalId, checkGroup])
      await check(checkpoint, request, from.db).catch(refuse);
    const { facts, guesses, files, rowBytes, encoding } = checkpoint;
    const { nLatents: n, dIn: d } = facts;
    const { threads, memoryMb } = from;
    return {
      sourceUri,
      refusals: distinct(refusals),
      checkpoint: {
        ...facts,
        ...checkpoint.identity,
        format: checkpoint.format,
        guesses: [...guesses],
        files: [...files],
        rowBytes: rowBytes?.total ?? 0,
        cannotEncode: encoding.unsupported ?? describeGap(facts),
        matching: estimateMatching({ nA: n, nB: n, d }, { threads, memoryMb }),
      },
    };
  } catch (error) {
    if (isReseedError(error) && /^(?:HUB|JOB)_/.test(error.code)) throw error;
    refuse(error);
    await hubFolder?.removeKept();
    return { sourceUri, checkpoint: null, refusals };
  } finally {
    await checkpoint?.close();
  }
}

function describeGap({ hasEncoder, architecture }: CheckpointFacts): string | null {
  if (!hasEncoder) return 'it has no encoder';
  return architecture === 'OTHER' ? 'its architecture is none that is computed here' : null;
}

async function checkIdentity(checkpoint: Checkpoint, request: ImportRequest, db: Database): Promise<void> {
  const identity = decideIdentity(checkpoint, request);
  await assertHookpointWidth(db, { ...identity, dIn: checkpoint.facts.dIn });
}

async function checkPortalId({ identity }: Checkpoint, _: ImportRequest, db: Database): Promise<void> {
  const taken = identity.portalId === null ? null : await findDictionaryByPortalId(db, identity.portalId);
  if (!taken) return;
  throw new ReseedError(
    'PORTAL_ID_TAKEN',
    `"${taken.name}" has the portal id "${identity.portalId}"; expected it to be free, unless this is the same dictionary`,
    { hint: 'Give this dictionary its own portal id (command line: --portal-id <model>/<source>).' },
  );
}

async function checkGroup(checkpoint: Checkpoint, request: ImportRequest, db: Database): Promise<void> {
  // A guessed group gives way to what configurations state.
  if (!isGroupStated({ checkpoint, request })) return;
  const { facts } = checkpoint;
  const identity = await findPlace(db, decideIdentity(checkpoint, request));
  const [groups] = await findRunGroupsByName(db, [identity.runGroup]);
  const spaces = await findSpaces(
    db,
    groups.map(({ spaceId }) => spaceId),
  );
  for (const [i, group] of groups.entries()) {
    const space = spaces[i];
    const isOfSpace =
      space?.modelName === identity.model &&
      space.modelRevision === identity.revision &&
      space.hookpoint === identity.hookpoint &&
      space.normalisation === splitNormalisation(identity.normalisation).directions;
    const other = isOfSpace ? await findDictionaryMismatch(db, { runGroup: group, ...facts }) : null;
    if (other === null || (other.nLatents === facts.nLatents && other.architecture === facts.architecture)) continue;
    throw new ReseedError(
      'GROUP_MISMATCH',
      `Run group "${group.name}" holds "${other.name}": ${other.architecture} with n = ${other.nLatents}; this is ${facts.architecture} with n = ${facts.nLatents}`,
      { hint: 'Give another run group (command line: --run-group <name>).' },
    );
  }
}

function distinct(refusals: Refusal[]): Refusal[] {
  return [...new Map(refusals.map((refusal) => [refusal.message, refusal])).values()];
}
