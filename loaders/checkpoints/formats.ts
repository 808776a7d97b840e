/**
 * The registry of checkpoint formats. A format is one file and one line here.
 *
 * In: a folder. Out: the dictionaries in it, or an open checkpoint. Recognised by content first and by name second.
 */
import { ReseedError } from '../../src/errors.ts';
import { inspectWeights, listWeightsNames, type WeightsFile } from '../containers/tensor-set.ts';
import type { SourceFolder } from '../files/byte-source.ts';
import { clip } from '../files/clip.ts';
import type { Checkpoint, CheckpointFormat, CheckpointOptions } from './checkpoint.ts';
import { connorRob } from './connor-rob.ts';
import { crossLayer } from './cross-layer.ts';
import { dictionaryLearning } from './dictionary-learning.ts';
import { e2eSae } from './e2e-sae.ts';
import { gemmaScope } from './gemma-scope.ts';
import { gemmaScope2 } from './gemma-scope-2.ts';
import { goodfire } from './goodfire.ts';
import { layerTranscoders } from './layer-transcoders.ts';
import { llamaScope } from './llama-scope.ts';
import { openAi } from './open-ai.ts';
import { openMoss } from './open-moss.ts';
import { qwenScope } from './qwen-scope.ts';
import { saeLens } from './sae-lens.ts';
import { saeLensPt } from './sae-lens-pt.ts';
import { sparsify } from './sparsify.ts';
import { temporal } from './temporal.ts';

/** Every format, in the order in which they are asked: those with names of tensors of their own first, then those that share names and are told by configurations. */
export const checkpointFormats: readonly CheckpointFormat[] = Object.freeze([
  crossLayer,
  sparsify,
  gemmaScope2,
  openMoss,
  openAi,
  e2eSae,
  temporal,
  saeLensPt,
  gemmaScope,
  saeLens,
  dictionaryLearning,
  llamaScope,
  goodfire,
  connorRob,
  layerTranscoders,
  qwenScope,
]);

/** A dictionary in a folder: which format it has, and in which file its weights are. */
export interface FoundCheckpoint {
  format: CheckpointFormat;
  weights: string;
}

/** Every dictionary in `folder`, by name of its file: those that a format knows by content, else those that one knows by name. */
export async function findCheckpoints(folder: SourceFolder): Promise<FoundCheckpoint[]> {
  return (await recognise(folder)).found;
}

/**
 * The name of the file that the caller of `folder` has to give to mean that dictionary, or null where the folder alone means it: it holds one.
 */
export async function nameInFolder(folder: SourceFolder): Promise<string | null> {
  if (folder.preferredFile === null) return null;
  const [named] = await findCheckpoints(folder);
  const { found } = await recognise(folder, { isWhole: true });
  return named !== undefined && found.length > 1 ? named.weights : null;
}

/**
 * Opens the one dictionary in `folder`; the caller closes it. `format` says which format to take instead of looking.
 * Throws `FORMAT_UNKNOWN`, `CHECKPOINT_AMBIGUOUS` and what the format throws.
 */
export async function openCheckpoint(
  folder: SourceFolder,
  options: CheckpointOptions & { format?: string } = {},
): Promise<Checkpoint> {
  const { format: asked, ...rest } = options;
  const { found, files } = await recognise(folder, { asked });
  if (found.length === 1) return found[0].format.open(folder, { ...rest, weights: found[0].weights });
  const shown = clip(folder.pathComponents.join('/') || '.');
  if (found.length > 1) {
    const names = found.map(({ weights }) => clip(weights)).join(', ');
    throw new ReseedError(
      'CHECKPOINT_AMBIGUOUS',
      `Cannot import "${shown}": it holds ${found.length} dictionaries (${clip(names)}); expected one`,
      { hint: 'Name one of the files.' },
    );
  }
  throw unknownFormat(shown, { asked, files });
}

async function recognise(
  folder: SourceFolder,
  { asked, isWhole = false }: { asked?: string | undefined; isWhole?: boolean } = {},
): Promise<{ found: FoundCheckpoint[]; files: WeightsFile[] }> {
  const formats = asked === undefined ? checkpointFormats : checkpointFormats.filter((one) => one.name === asked);
  const files: WeightsFile[] = [];
  const byContent: FoundCheckpoint[] = [];
  const byName: FoundCheckpoint[] = [];
  for (const name of formats.length === 0
    ? []
    : listWeightsNames(isWhole ? { fileNames: folder.fileNames, preferredFile: null } : folder)) {
    const file = await inspectWeights(folder, name);
    files.push(file);
    let named: FoundCheckpoint | null = null;
    for (const format of formats) {
      const recognition = await format.recognises(file, folder);
      if (recognition === 'NAME') named ??= { format, weights: name };
      if (recognition !== 'CONTENT') continue;
      byContent.push({ format, weights: name });
      named = null;
      break;
    }
    if (named !== null) byName.push(named);
  }
  if (byContent.length > 0 || byName.length > 0) return { found: byContent.length > 0 ? byContent : byName, files };
  // Who names a format means the weights that are there, whatever they are called; an index comes before other files.
  const meant = files.find(({ name }) => name.endsWith('.index.json')) ?? (files.length === 1 ? files[0] : undefined);
  const found = asked !== undefined && meant ? [{ format: formats[0], weights: meant.name }] : [];
  return { found, files };
}

function unknownFormat(
  shown: string,
  { asked, files }: { asked: string | undefined; files: WeightsFile[] },
): ReseedError {
  const isKnown = asked === undefined || checkpointFormats.some(({ name }) => name === asked);
  const seen = files.map((file) => `"${clip(file.name)}" ${describe(file)}`).join('; ');
  const fault = !isKnown
    ? `there is no format "${clip(asked ?? '')}"`
    : files.length === 0
      ? 'it holds no file of weights'
      : `no format recognises what it holds: ${seen}`;
  const names = checkpointFormats.map((one) => one.name).join(', ');
  return new ReseedError('FORMAT_UNKNOWN', `Cannot import "${shown}": ${fault}; expected one of ${names}`, {
    hint: 'docs/formats.md says what each format looks like on disk. Give the format where you know it better than the files.',
  });
}

function describe({ tensors, fault }: WeightsFile): string {
  if (tensors === null) return `cannot be read (${fault?.message ?? 'unknown'})`;
  return `with ${clip([...tensors.keys()].toSorted().join(', ')) || 'no tensors'}`;
}
