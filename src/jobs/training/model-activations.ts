/**
 * Activations that a training harvests itself: a language model reads a text, once, into shards in the folder of the run.
 *
 * The shards live as long as the checkpoints next to them: a run that was killed continues after its whole shards, and one that succeeded leaves none.
 * Who trains several runs on the same activations harvests them first, and names the folder.
 */
import { access } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { recordAdvance } from '../../../db/stores/job-runs.ts';
import type { TrainingRunRow } from '../../../db/stores/training-runs.ts';
import type { ModelSource } from '../../../db/stores/training-settings.ts';
import { MANIFEST } from '../../../loaders/activations/activation-manifest.ts';
import type { ModelRequest } from '../../compute/training/options/run-options.ts';
import { ReseedError } from '../../errors.ts';
import { harvestShards } from '../contexts/harvest-shards.ts';
import { type OpenHarvest, openHarvest } from '../contexts/open-harvest.ts';
import type { TaskContext } from '../worker/task.ts';
import {
  type ActivationFacts,
  type ActivationInput,
  countHeldOut,
  countNeeded,
  openActivationInput,
} from './activation-input.ts';
import type { RunFolder } from './run-folder.ts';

/** Folder of the shards below that of an attempt. */
const FOLDER = 'activations';

/**
 * What is known of such activations before any is computed, with the hashes of model and text: reads them once. `tokens`: of the training; null if
 * the request does not say. Throws `BAD_INPUT` where nothing says how much text to take, and what `openHarvest` throws.
 */
export async function describeModelActivations(
  request: ModelRequest,
  { roots, tokens: trained }: { roots: readonly string[]; tokens: number | null },
): Promise<{ facts: ActivationFacts; source: ModelSource }> {
  const tokens = request.tokens ?? (trained === null ? null : countNeeded(trained));
  if (tokens === null) {
    throw new ReseedError(
      'BAD_INPUT',
      'Cannot train: nothing says how much of the text to take; expected a number of tokens',
      {
        hint: 'Give tokens, for the training or for the text (--tokens, --text-tokens).',
      },
    );
  }
  const harvest = await openHarvest({ ...request, roots });
  try {
    const heldOutTokens = countHeldOut(tokens);
    return {
      facts: {
        space: harvest.space,
        trainingTokens: tokens - heldOutTokens,
        heldOutTokens,
        contents: [JSON.stringify(harvest.provenance)],
      },
      source: { ...request, tokens, files: [...harvest.files] },
    };
  } finally {
    await harvest.close();
  }
}

/**
 * The activations of a run, harvested now as far as an earlier attempt has not. Throws `SOURCE_CHANGED` where model or text is no longer what the
 * run was asked for with, `TRAINING_DATA_SHORT` where the text ends too early, and what harvest and loaders throw.
 */
export async function openRunActivations(
  context: TaskContext,
  { run, folder }: { run: TrainingRunRow; folder: RunFolder },
): Promise<ActivationInput> {
  const { importRoots: roots } = context.settings;
  const source = run.settings.activations;
  if (source.kind === 'SHARDS') return openActivationInput(source, roots);
  context.progress({ step: 'checking model and text', done: 0, total: source.files.length, unit: 'files' });
  const place = findShardFolder(folder);
  const harvest = await openHarvest({ ...source, roots });
  try {
    assertUnchanged(run, { before: source, now: harvest });
    if (!(await isThere(path.join(place, MANIFEST)))) await writeActivations(context, { source, harvest, place });
  } finally {
    await harvest.close();
  }
  const input = await openActivationInput({ kind: 'SHARDS', path: place }, [place]);
  const found = input.trainingTokens + input.heldOutTokens;
  if (found < source.tokens) {
    await input.close();
    await folder.remove();
    throw tooShort(run, { found, asked: source.tokens });
  }
  return {
    ...input,
    async hashFiles(onBytes) {
      await input.hashFiles(onBytes);
      return source.files;
    },
  };
}

/** Where the shards of an attempt are. */
export function findShardFolder({ checkpoints }: RunFolder): string {
  return path.join(checkpoints, FOLDER);
}

async function writeActivations(
  context: TaskContext,
  of: { source: ModelSource; harvest: OpenHarvest; place: string },
): Promise<void> {
  const { source, harvest, place } = of;
  const { signal, settings } = context;
  await harvestShards(harvest, {
    folder: place,
    dtype: 'F32',
    tokens: source.tokens,
    threads: settings.threads,
    signal,
    onTokens: (done) =>
      context.progress({ step: 'harvesting activations', done, total: source.tokens, unit: 'tokens' }),
  });
  await context.fenced((tx) => recordAdvance(tx, context.job));
}

function assertUnchanged(run: TrainingRunRow, { before, now }: { before: ModelSource; now: OpenHarvest }): void {
  for (const [i, file] of before.files.entries()) {
    if (isDeepStrictEqual(file, now.files[i])) continue;
    throw new ReseedError(
      'SOURCE_CHANGED',
      `Cannot train "${run.name}": "${file.name}" is not the file that the run was asked for with; expected sha256 ${file.sha256}`,
      { hint: 'Put the file back and start the run again. Asked for as it is now, it is another run.' },
    );
  }
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

function tooShort({ name }: TrainingRunRow, { found, asked }: { found: number; asked: number }): ReseedError {
  return new ReseedError(
    'TRAINING_DATA_SHORT',
    `Cannot train "${name}": the text gives ${found} tokens; expected ${asked}, those that are held out included`,
    {
      hint: `Take at most ${found} tokens of the text (--text-tokens ${found}), or give a longer one. A training may read them several times.`,
    },
  );
}
