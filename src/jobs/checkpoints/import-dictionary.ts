/**
 * Imports one checkpoint folder, streaming: file -> rows -> COPY.
 *
 * Two passes over the weights. The first reads everything, refuses what is wrong and hashes the content; nothing is written. The second
 * loads rows under a dictionary that nobody can see, hashing again (a file that changed in between is refused); the last write makes it
 * visible and ends the job. Memory: a few chunks of rows, whatever the size of the dictionary.
 */
import type { Key } from '../../../db/schema/key.ts';
import { type DictionaryRow, findDictionaryByContent } from '../../../db/stores/dictionaries.ts';
import { assertPortalIdFree, changeFacts, nameDictionary } from '../../../db/stores/dictionary-facts.ts';
import { beginDictionary, publishDictionary } from '../../../db/stores/load-dictionary.ts';
import { removeLoad } from '../../../db/stores/removal.ts';
import {
  ensureSpace,
  findRunGroups,
  listOtherRevisions,
  type RunGroupRow,
  type SpaceRow,
} from '../../../db/stores/catalogue.ts';
import type { Session } from '../../../db/connect/connect.ts';
import type { Checkpoint, Guess, Identity } from '../../../loaders/checkpoints/checkpoint.ts';
import { splitNormalisation } from '../../../loaders/checkpoints/normalisation.ts';
import type { HubFolder } from '../../../loaders/hub/hub-folder.ts';
import { nameInFolder, openCheckpoint } from '../../../loaders/checkpoints/formats.ts';
import { isReseedError, ReseedError } from '../../errors.ts';
import { assertHookpointWidth } from './hookpoint-width.ts';
import { loadContent, surveyContent } from './checkpoint-content.ts';
import { chooseRunGroup } from './choose-run-group.ts';
import { compareFacts } from './given-facts.ts';
import type { ImportReport, ImportRequest } from './import-request.ts';
import { openPlace } from './open-place.ts';
import {
  describeTwin,
  listSameWeights,
  refuseOtherConfiguration,
  type Surveyed,
  updateConfiguration,
} from './same-weights.ts';
import type { Task, TaskContext, TaskResult } from '../worker/task.ts';

export const importDictionary: Task<ImportRequest, ImportReport> = async (context, request) => {
  const { importRoots, hub } = context.settings;
  const { folder, hubFolder } = await openPlace(request.path, { importRoots, hub, signal: context.signal });
  const { path: _, format, decoderOrientation, decoderPart, sameWeights: __, ...stated } = request;
  const checkpoint = await forgettingSpoilt(hubFolder, () =>
    openCheckpoint(folder, { format, decoderOrientation, decoderPart, identity: stated }),
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
    if ('present' in placed) return async () => ({ ...placed.present, alreadyPresent: true, ...settledBy(hubFolder) });
    try {
      await loadContent(checkpoint, { key: placed.key, content, context });
    } catch (error) {
      await removeLoad(context.db, placed.key);
      throw error;
    }
    return async (tx) => ({ ...(await publish(tx, placed, context)), ...settledBy(hubFolder) });
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

type Present = { dictionary: Key; result: ImportReport };

/** Finds or makes the space and run group and begins the dictionary, unless it is there already: then facts and configuration are taken over. */
async function placeDictionary(
  of: Surveyed & { identity: DecidedIdentity; request: ImportRequest },
  context: TaskContext,
): Promise<{ key: Key; notes: string[] } | { present: Present }> {
  const { checkpoint, identity, content, request } = of;
  const { facts } = checkpoint;
  return context.fenced(async (tx) => {
    await assertHookpointWidth(tx, { ...identity, dIn: facts.dIn });
    // What only scales activations parts no spaces; it is kept with how the dictionary encodes.
    const normalisation = splitNormalisation(identity.normalisation).directions;
    const space = await ensureSpace(tx, { ...identity, normalisation, dIn: facts.dIn });
    const same = await findDictionaryByContent(tx, { spaceId: space.id, contentSha256: content.contentSha256 });
    if (same) return { present: await takeFacts(tx, { dictionary: same, of }) };
    const twin = await settleTwins(tx, { spaceId: space.id, of });
    if ('present' in twin) return twin;
    await assertPortalIdFree(tx, identity.portalId);
    const { group, ...chosen } = await chooseRunGroup(tx, {
      spaceId: space.id,
      name: identity.runGroup,
      isStated: isGroupStated(of),
      stated: { ...facts, ...identity, format: checkpoint.format, encoding: checkpoint.encoding },
      source: request.path,
    });
    const id = await beginDictionary(tx, {
      row: {
        spaceId: space.id,
        runGroupId: group.id,
        name: nameDictionary({ runGroup: group.name, initSeed: identity.initSeed }),
        ...facts,
        initSeed: identity.initSeed,
        dataSeed: identity.dataSeed,
        dataset: identity.dataset,
        tokens: identity.tokens,
        portalId: identity.portalId,
        format: checkpoint.format,
        sourceUri: of.sourceUri,
        contentSha256: content.contentSha256,
        decoderSha256: content.decoderSha256,
        encoderSha256: content.encoderSha256,
        skipSha256: content.skipSha256,
        files: of.files,
        guesses: [...checkpoint.guesses, ...content.notes, ...describePlace(identity, space), ...chosen.guesses],
        config: checkpoint.config,
        encoding: checkpoint.encoding,
      },
      decoderBias: content.decoderBias,
      jobId: context.job.id,
      jobAttempt: context.job.attempt,
    });
    return {
      key: { spaceId: space.id, id },
      notes: [...twin.notes, ...chosen.notes, ...(await noteRevisions(tx, group))],
    };
  });
}

/**
 * What becomes of a checkpoint whose weights are here: the dictionary is the same, or is updated, or this is another, which notes say. Throws
 * `CONFIGURATION_DIFFERS` where nobody has said which.
 */
async function settleTwins(
  tx: Session,
  { spaceId, of }: { spaceId: number; of: Surveyed & { identity: DecidedIdentity; request: ImportRequest } },
): Promise<{ present: Present } | { notes: string[] }> {
  const twins = await listSameWeights(tx, { spaceId, surveyed: of });
  const same = twins.find(({ differences }) => differences.length === 0);
  if (same) return { present: await takeFacts(tx, { dictionary: same.dictionary, of }) };
  const { sameWeights, path } = of.request;
  if (twins.length === 0 || sameWeights === 'ANOTHER') return { notes: [] };
  const [found, ...more] = twins;
  if (sameWeights === 'UPDATE' && more.length === 0) {
    await updateConfiguration(tx, { ...found, surveyed: of });
    const present = await takeFacts(tx, { dictionary: found.dictionary, of });
    present.result.changes.unshift(...found.differences);
    return { present };
  }
  // Another library's file, or another seed, is no corrected configuration.
  const { format, initSeed } = found.dictionary;
  const isOfOtherSeed = initSeed !== null && of.identity.initSeed !== null && initSeed !== of.identity.initSeed;
  if (sameWeights === undefined && (format !== of.checkpoint.format || isOfOtherSeed))
    return { notes: [describeTwin(found)] };
  const others = more.map(({ dictionary }) => dictionary.name);
  throw refuseOtherConfiguration(path, { ...found, others });
}

/** Whether files or the request name the run group, so that it is no guess. */
export function isGroupStated({ checkpoint, request }: { checkpoint: Checkpoint; request: ImportRequest }): boolean {
  if (request.runGroup !== undefined) return true;
  const isGuess = checkpoint.guesses.some(({ field }) => field === 'runGroup');
  return checkpoint.identity.runGroup !== null && !isGuess;
}

/** That the same name is there for other revisions of the model. */
async function noteRevisions(tx: Session, group: RunGroupRow): Promise<string[]> {
  const [revisions] = await listOtherRevisions(tx, [group]);
  if (revisions.length === 0) return [];
  return [
    `there is a run group "${group.name}" at this hookpoint of other revisions of the model, too: ${revisions.join(', ')}`,
  ];
}

/** Where the place has another name here: that its names were taken for the same. */
function describePlace(identity: DecidedIdentity, space: SpaceRow): Guess[] {
  const same = (field: string, { stated, here }: { stated: string; here: string }): Guess[] =>
    stated === here ? [] : [{ field, value: here, because: `"${stated}" and "${here}" are two names of one ${field}` }];
  return [
    ...same('model', { stated: identity.model, here: space.modelName }),
    ...same('hookpoint', { stated: identity.hookpoint, here: space.hookpoint }),
  ];
}

/** Facts that are given fill what was unknown of `dictionary`. Throws `FACT_CONTRADICTS`, `PORTAL_ID_TAKEN`. */
async function takeFacts(
  tx: Session,
  { dictionary, of }: { dictionary: DictionaryRow; of: { checkpoint: Checkpoint; request: ImportRequest } },
): Promise<Present> {
  const [group] = await findRunGroups(tx, [{ spaceId: dictionary.spaceId, id: dictionary.runGroupId }]);
  const { request, checkpoint } = of;
  const { identity, guesses } = checkpoint;
  const { facts, notes } = compareFacts({ dictionary, runGroup: group?.name ?? '', request, identity, guesses });
  const changes = await changeFacts(tx, { dictionary, facts, source: 'REPEATED_IMPORT' });
  return { dictionary: { spaceId: dictionary.spaceId, id: dictionary.id }, result: { changes, notes } };
}

async function publish(
  tx: Session,
  { key, notes }: { key: Key; notes: string[] },
  context: TaskContext,
): Promise<TaskResult<ImportReport>> {
  const published = await publishDictionary(tx, { key, jobId: context.job.id, jobAttempt: context.job.attempt });
  const result = { changes: [], notes };
  if (published === 'PUBLISHED') return { dictionary: key, result };
  await removeLoad(tx, key);
  return { dictionary: { spaceId: key.spaceId, id: published.existing }, alreadyPresent: true, result };
}
