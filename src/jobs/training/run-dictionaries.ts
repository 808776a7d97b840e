/**
 * The dictionaries of a training run: loaded invisibly, one after the other, then published together with what else makes them one run.
 */
import { ensureRunGroup } from '../../../db/stores/catalogue.ts';
import type { Session } from '../../../db/connect/connect.ts';
import {
  type DictionaryRow,
  findDictionaries,
  findDictionaryByContent,
  findDictionaryMismatch,
} from '../../../db/stores/dictionaries.ts';
import { beginDictionary, publishDictionary } from '../../../db/stores/load-dictionary.ts';
import type { Key } from '../../../db/schema/key.ts';
import { removeLoad } from '../../../db/stores/removal.ts';
import { type HeldOut, recordTrainingDictionary } from '../../../db/stores/training-dictionaries.ts';
import type { TrainingRunRow } from '../../../db/stores/training-runs.ts';
import type { Checkpoint } from '../../../loaders/checkpoints/checkpoint.ts';
import type { InitialDistance } from '../../compute/training/initial-distance.ts';
import { ReseedError } from '../../errors.ts';
import { loadContent, surveyContent } from '../checkpoints/checkpoint-content.ts';
import type { TaskContext } from '../worker/task.ts';
import { matchGroups } from './match-groups.ts';

/** A dictionary that is loaded, or was there, and is not yet recorded as the run's. */
export interface LoadedSeed {
  seed: number;
  tokens: number;
  heldOut: HeldOut | null;
  initialisation: InitialDistance | null;
  runGroup: Key;
  key: Key;
  /** Whether `key` has still to be published. */
  isNew: boolean;
}

/**
 * Loads `checkpoint` as the dictionary of one seed, unless its content is there. Throws `GROUP_MISMATCH` and what the loader throws; then
 * nothing of it is left.
 */
export async function loadSeed(
  { progress: tell, ...rest }: TaskContext,
  run: TrainingRunRow,
  made: {
    checkpoint: Checkpoint;
    groupName: string;
    sourceUri: string;
    files: DictionaryRow['files'];
    seed: number;
    tokens: number;
    heldOut: HeldOut | null;
    initialisation: InitialDistance | null;
  },
): Promise<LoadedSeed> {
  const { checkpoint, groupName, seed, tokens, heldOut, initialisation } = made;
  const { spaceId } = run;
  const all = run.settings.tokens;
  tell({ step: `loading seed ${seed}`, done: tokens, total: all, unit: 'tokens' });
  const context: TaskContext = { ...rest, progress: () => {} }; // rows are few compared with tokens
  const content = await surveyContent(checkpoint, context);
  const decoderBias = await checkpoint.readDecoderBias();
  const placed = await context.fenced(async (tx) => {
    const runGroup = await ensureRunGroup(tx, { spaceId, name: groupName });
    await assertGroupFits(tx, { runGroup, checkpoint });
    const present = await findDictionaryByContent(tx, { spaceId, contentSha256: content.contentSha256 });
    if (present) return { runGroup: { spaceId, id: present.runGroupId }, key: present, isNew: false };
    const id = await beginDictionary(tx, {
      row: {
        spaceId,
        runGroupId: runGroup.id,
        name: `${groupName}/seed${seed}`,
        ...checkpoint.facts,
        initSeed: seed,
        dataSeed: checkpoint.identity.dataSeed,
        dataset: checkpoint.identity.dataset,
        tokens,
        portalId: checkpoint.identity.portalId,
        format: checkpoint.format,
        sourceUri: made.sourceUri,
        contentSha256: content.contentSha256,
        decoderSha256: content.decoderSha256,
        encoderSha256: content.encoderSha256,
        skipSha256: content.skipSha256,
        files: made.files,
        guesses: [...checkpoint.guesses],
        config: checkpoint.config,
        encoding: checkpoint.encoding,
      },
      decoderBias,
      jobId: context.job.id,
      jobAttempt: context.job.attempt,
    });
    return { runGroup: { spaceId, id: runGroup.id }, key: { spaceId, id }, isNew: true };
  });
  const { runGroup, isNew } = placed;
  const key = { spaceId, id: placed.key.id };
  if (isNew) {
    try {
      await loadContent(checkpoint, { key, content, context });
    } catch (error) {
      await removeLoad(context.db, key);
      throw error;
    }
  }
  return { seed, tokens, heldOut, initialisation, runGroup, key, isNew };
}

/** Publishes loaded seeds, records them as the run's, and queues the matchings of their run groups. Call it in a fenced transaction. */
export async function publishSeeds(
  tx: Session,
  { run, loaded, context }: { run: TrainingRunRow; loaded: readonly LoadedSeed[]; context: TaskContext },
): Promise<void> {
  const keys: Key[] = [];
  for (const seed of loaded) {
    let { key } = seed;
    if (seed.isNew) {
      const { id: jobId, attempt: jobAttempt } = context.job;
      const published = await publishDictionary(tx, { key, jobId, jobAttempt });
      if (published !== 'PUBLISHED') {
        // another run made the same content meanwhile
        await removeLoad(tx, key);
        key = { spaceId: key.spaceId, id: published.existing };
      }
    }
    keys.push(key);
  }
  const rows = await findDictionaries(tx, keys);
  const groups: Key[] = [];
  for (const [i, row] of rows.entries()) {
    if (row === null) throw gone(run);
    groups.push({ spaceId: row.spaceId, id: row.runGroupId });
    const { seed, tokens, heldOut, initialisation } = loaded[i];
    await recordTrainingDictionary(tx, {
      spaceId: run.spaceId,
      runId: run.id,
      tokens,
      seed,
      runGroupId: row.runGroupId,
      dictionaryId: row.id,
      heldOut,
      initialisation,
    });
  }
  const { match, nulls } = run.settings;
  if (match) await matchGroups(tx, { groups, nulls, enqueue: (pair) => context.enqueueMatching(tx, pair) });
}

/** Removes what was loaded and not published. */
export async function discardSeeds(context: TaskContext, loaded: readonly LoadedSeed[]): Promise<void> {
  for (const { key, isNew } of loaded) if (isNew) await removeLoad(context.db, key);
}

async function assertGroupFits(
  tx: Session,
  { runGroup, checkpoint }: { runGroup: { spaceId: number; id: number; name: string }; checkpoint: Checkpoint },
): Promise<void> {
  const { architecture, nLatents, dIn, k } = checkpoint.facts;
  const other = await findDictionaryMismatch(tx, { runGroup, architecture, nLatents, dIn, k });
  if (other) throw misfit({ name: runGroup.name, other });
}

/** The refusal of a run whose dictionaries would differ from the members of its group in more than the seed. */
export function misfit({ name, other }: { name: string; other: DictionaryRow }): ReseedError {
  const k = other.k === null ? '' : `, k = ${other.k}`;
  return new ReseedError(
    'GROUP_MISMATCH',
    `Cannot train for the run group "${name}": "${other.name}" in it is ${other.architecture} with n = ${other.nLatents}, d = ${other.dIn}${k}; expected the same`,
    { hint: 'A run group holds dictionaries that differ only in the seed. Give the run another name.' },
  );
}

function gone(run: TrainingRunRow): ReseedError {
  return new ReseedError(
    'NOT_FOUND',
    `Cannot end the run "${run.name}": a dictionary of it has been deleted meanwhile`,
    {
      hint: 'Start the run again.',
    },
  );
}
