/**
 * The registry of checkpoint formats. A format is one file and one line here.
 *
 * In: a folder. Out: an open checkpoint. Recognised by content first and by name second.
 */
import { ReseedError } from '../../src/errors.ts';
import type { SourceFolder } from '../files/byte-source.ts';
import type { Checkpoint, CheckpointFormat, CheckpointOptions } from './checkpoint.ts';
import { saeLens } from './sae-lens.ts';
import { sparsify } from './sparsify.ts';
import { clip } from '../files/clip.ts';

/** Every format, in the order in which they are asked. */
export const checkpointFormats: readonly CheckpointFormat[] = Object.freeze([sparsify, saeLens]);

/**
 * Opens the checkpoint in `folder`; the caller closes it. `format` says which format to take instead of looking.
 * Throws `FORMAT_UNKNOWN` and what the format throws.
 */
export async function openCheckpoint(
  folder: SourceFolder,
  options: CheckpointOptions & { format?: string } = {},
): Promise<Checkpoint> {
  const { format: asked, ...rest } = options;
  const format = asked === undefined ? await findFormat(folder) : checkpointFormats.find((one) => one.name === asked);
  if (format !== undefined && format !== null) return format.open(folder, rest);
  const shown = clip(folder.pathComponents.join('/') || '.');
  const fault = asked === undefined ? 'no format recognises it' : `there is no format "${clip(asked)}"`;
  throw new ReseedError(
    'FORMAT_UNKNOWN',
    `Cannot import "${shown}": ${fault}; expected ${checkpointFormats.map((one) => one.name).join(' or ')}`,
    {
      hint: checkpointFormats.map((one) => `${one.name}: ${one.description}`).join(' '),
    },
  );
}

/** The format whose tensors are in the folder, else one whose file names are, else null. Does not throw for foreign folders. */
export async function findFormat(folder: SourceFolder): Promise<CheckpointFormat | null> {
  let byName: CheckpointFormat | null = null;
  for (const format of checkpointFormats) {
    const recognition = await format.recognises(folder);
    if (recognition === 'CONTENT') return format;
    if (recognition === 'NAME') byName ??= format;
  }
  return byName;
}
