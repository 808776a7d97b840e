/**
 * Imports one checkpoint folder, streaming: file -> rows -> COPY.
 *
 * Two passes over the weights. The first reads everything, refuses what is wrong and hashes the content; nothing is written. The second
 * loads rows under a dictionary that nobody can see, hashing again (a file that changed in between is refused); the last write makes it
 * visible and ends the job. Memory: a few chunks of rows, whatever the size of the dictionary.
 */
import {
  beginDictionary,
  findDictionaryByContent,
  findDictionaryByPortalId,
  findDictionaryMismatch,
  publishDictionary,
} from '../../../db/stores/dictionaries.ts';
import { removeLoad } from '../../../db/stores/removal.ts';
import { ensureRunGroup, ensureSpace } from '../../../db/stores/catalogue.ts';
import type { Session } from '../../../db/connect/connect.ts';
import type { Checkpoint, Identity } from '../../../loaders/checkpoints/checkpoint.ts';
import type { HubFolder } from '../../../loaders/hub/hub-folder.ts';
import { nameInFolder, openCheckpoint } from '../../../loaders/checkpoints/formats.ts';
import { isReseedError, ReseedError } from '../../errors.ts';
import { assertHookpointWidth } from './hookpoint-width.ts';
import { type CheckpointContent, loadContent, surveyContent } from './checkpoint-content.ts';
import type { ImportRequest } from './import-request.ts';
import { openPlace } from './open-place.ts';
import type { Task, TaskContext, TaskResult } from '../worker/task.ts';

export const importDictionary: Task<ImportRequest> = async (context, request) => {
  const { importRoots, hub } = context.settings;
  const { folder, hubFolder } = await openPlace(request.path, { importRoots, hub, signal: context.signal });
  const { path: _, format, decoderOrientation, ...stated } = request;
  const checkpoint = await forgettingSpoilt(hubFolder, () =>
    openCheckpoint(folder, { format, decoderOrientation, identity: stated }),
  );
  try {
    const identity = decideIdentity(checkpoint, request);
    if (hubFolder !== null) await bringWeights(checkpoint, { hubFolder, context });
    const content = await forgettingSpoilt(hubFolder, () => surveyContent(checkpoint, context));
    const files = await hashFiles(checkpoint, context);
    const file = await nameInFolder(folder);
    const sourceUri = [...(folder.address === undefined ? folder.pathComponents : [folder.address]), file ?? []]
      .flat()
      .join('/');
    const placed = await placeDictionary({ checkpoint, identity, content, files, sourceUri, request }, context);
    if ('existing' in placed) {
      const { spaceId, existing } = placed;
      return async () => ({ dictionary: { spaceId, id: existing }, alreadyPresent: true, ...settledBy(hubFolder) });
    }
    const key = placed;
    try {
      await loadContent(checkpoint, { key, content, context });
    } catch (error) {
      await removeLoad(context.db, key);
      throw error;
    }
    return async (tx) => ({ ...(await publish(tx, key, context)), ...settledBy(hubFolder) });
  } finally {
    await checkpoint.close();
  }
};

/** Brings the bytes of all rows, in long pieces, so that the passes over them read what is here. */
async function bringWeights(
  checkpoint: Checkpoint,
  { hubFolder, context }: { hubFolder: HubFolder; context: TaskContext },
): Promise<void> {
  const total = checkpoint.rowBytes?.total ?? 0;
  let done = 0;
  hubFolder.onBytes = (bytes) => {
    done = Math.min(total, done + bytes);
    context.progress({ step: 'bringing weights', done, total, unit: 'bytes' });
  };
  await checkpoint.rowBytes?.bring();
}

/** Runs `work`. Bytes of the hub that turn out to be no checkpoint are not kept: the next try brings them anew. */
async function forgettingSpoilt<T>(hubFolder: HubFolder | null, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isReseedError(error) && !/^(?:HUB|JOB|WRITE)_/.test(error.code)) await hubFolder?.removeKept();
    throw error;
  }
}

/** What arrived from the hub is needed until it is in the database, and no longer. */
function settledBy(hubFolder: HubFolder | null): Pick<TaskResult, 'settled'> {
  return hubFolder === null ? {} : { settled: () => hubFolder.removeKept() };
}

interface DecidedIdentity extends Identity {
  model: string;
  revision: string;
  hookpoint: string;
  runGroup: string;
}

/** What the request and the files state or the loader inferred, with names for what need not be known. Throws `IDENTITY_UNKNOWN`. */
export function decideIdentity(checkpoint: Checkpoint, request: ImportRequest): DecidedIdentity {
  const { identity, facts } = checkpoint;
  if (facts.k !== null && facts.k > facts.nLatents) {
    throw new ReseedError(
      'CONFIG_BAD',
      `Cannot import "${request.path}": k is ${facts.k}; expected at most n = ${facts.nLatents}`,
      {
        hint: 'Correct k in the configuration next to the weights.',
      },
    );
  }
  const { model, hookpoint } = identity;
  if (!model || !hookpoint) {
    const missing = model ? 'hookpoint' : 'model';
    throw new ReseedError('IDENTITY_UNKNOWN', `Cannot import "${request.path}": its ${missing} is stated nowhere.`, {
      hint: `Give the ${missing} with the request (command line: --${missing} <name>), or in a file reseed.json in this folder or above it.`,
    });
  }
  return {
    ...identity,
    model,
    hookpoint,
    revision: identity.revision ?? 'unspecified',
    runGroup: identity.runGroup ?? `${facts.architecture.toLowerCase()}-n${facts.nLatents}`,
  };
}

async function hashFiles(
  checkpoint: Checkpoint,
  context: TaskContext,
): Promise<{ name: string; size: number; sha256: string }[]> {
  const total = checkpoint.files.reduce((sum, file) => sum + file.size, 0);
  let done = 0;
  const hashes = await checkpoint.hashFiles((bytes) => {
    context.signal.throwIfAborted();
    done += bytes;
    context.progress({ step: 'hashing files', done, total, unit: 'bytes' });
  });
  return checkpoint.files.map((file, i) => ({ ...file, sha256: hashes[i] }));
}

/** Finds or makes the space and run group and begins the dictionary, unless its content is there already. */
async function placeDictionary(
  dictionary: {
    checkpoint: Checkpoint;
    identity: DecidedIdentity;
    content: CheckpointContent;
    files: { name: string; size: number; sha256: string }[];
    sourceUri: string;
    request: ImportRequest;
  },
  context: TaskContext,
): Promise<{ spaceId: number; id: number } | { spaceId: number; existing: number }> {
  const { checkpoint, identity, content, files, sourceUri, request } = dictionary;
  const { facts } = checkpoint;
  const decoderBias = await checkpoint.readDecoderBias();
  return context.fenced(async (tx) => {
    await assertHookpointWidth(tx, { ...identity, dIn: facts.dIn });
    const space = await ensureSpace(tx, { ...identity, dIn: facts.dIn });
    const present = await findDictionaryByContent(tx, { spaceId: space.id, contentSha256: content.contentSha256 });
    if (present) return { spaceId: space.id, existing: present.id };
    await assertPortalIdFree(tx, identity.portalId);
    const group = await ensureRunGroup(tx, { spaceId: space.id, name: identity.runGroup });
    await assertGroupFits(tx, { group, checkpoint, request });
    const id = await beginDictionary(tx, {
      row: {
        spaceId: space.id,
        runGroupId: group.id,
        name: identity.initSeed === null ? identity.runGroup : `${identity.runGroup}/seed${identity.initSeed}`,
        ...facts,
        initSeed: identity.initSeed,
        dataSeed: identity.dataSeed,
        dataset: identity.dataset,
        tokens: identity.tokens,
        portalId: identity.portalId,
        format: checkpoint.format,
        sourceUri,
        contentSha256: content.contentSha256,
        decoderSha256: content.decoderSha256,
        encoderSha256: content.encoderSha256,
        files,
        guesses: [...checkpoint.guesses],
        config: checkpoint.config,
        encoding: checkpoint.encoding,
      },
      decoderBias,
      jobId: context.job.id,
      jobAttempt: context.job.attempt,
    });
    return { spaceId: space.id, id };
  });
}

/** Throws `PORTAL_ID_TAKEN`: a portal asks by this id and must get one answer. */
async function assertPortalIdFree(tx: Session, portalId: string | null): Promise<void> {
  const taken = portalId === null ? null : await findDictionaryByPortalId(tx, portalId);
  if (!taken) return;
  throw new ReseedError('PORTAL_ID_TAKEN', `Cannot import as "${portalId}": that is the portal id of "${taken.name}"`, {
    hint: 'Give this dictionary its own portal id (command line: --portal-id <model>/<source>), or delete the other one.',
  });
}

/** Throws `GROUP_MISMATCH` if a member of the group differs in more than the seed. */
async function assertGroupFits(
  tx: Session,
  {
    group,
    checkpoint,
    request,
  }: { group: { spaceId: number; id: number; name: string }; checkpoint: Checkpoint; request: ImportRequest },
): Promise<void> {
  const { architecture, nLatents, dIn, k } = checkpoint.facts;
  const other = await findDictionaryMismatch(tx, { runGroup: group, architecture, nLatents, dIn, k });
  if (!other) return;
  const describe = (f: { architecture: string; nLatents: number; dIn: number; k: number | null }) =>
    `${f.architecture} with n = ${f.nLatents}, d = ${f.dIn}${f.k === null ? '' : `, k = ${f.k}`}`;
  throw new ReseedError(
    'GROUP_MISMATCH',
    `Cannot import "${request.path}" into run group "${group.name}": it is ${describe(checkpoint.facts)}; expected ${describe(other)} as "${other.name}".`,
    {
      hint: 'A run group holds dictionaries that differ only in the seed. Give another run group (command line: --run-group <name>).',
    },
  );
}

async function publish(tx: Session, key: { spaceId: number; id: number }, context: TaskContext): Promise<TaskResult> {
  const published = await publishDictionary(tx, { key, jobId: context.job.id, jobAttempt: context.job.attempt });
  if (published === 'PUBLISHED') return { dictionary: key };
  await removeLoad(tx, key);
  return { dictionary: { spaceId: key.spaceId, id: published.existing }, alreadyPresent: true };
}
