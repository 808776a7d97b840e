/**
 * A finished dictionary -> a checkpoint folder that another library loads, whole or absent. Rows are streamed.
 *
 * A format is one file that exports a {@link CheckpointWriter} and one line here. Beside the format's own files lie `reseed.json` (who the
 * dictionary is, which our importer reads first) and `provenance.json` (where it comes from).
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ReseedError } from '../../src/errors.ts';
import type { Identity } from './checkpoint.ts';
import { clip } from '../files/clip.ts';
import { dictionaryLearningWriter } from './dictionary-learning-writer.ts';
import type { CheckpointWriter, FinishedDictionary } from './finished-dictionary.ts';
import { saeLensWriter } from './sae-lens-writer.ts';
import { sparsifyWriter } from './sparsify-writer.ts';
import { writeFolderAtomically } from '../files/atomic-folder.ts';

export type WrittenFormat = 'sparsify' | 'sae-lens' | 'dictionary-learning';

const writers: Record<WrittenFormat, CheckpointWriter> = {
  sparsify: sparsifyWriter,
  'sae-lens': saeLensWriter,
  'dictionary-learning': dictionaryLearningWriter,
};

/**
 * Writes `dictionary` as the folder `to.folder`: whole or absent, whatever happens. Rows are float32, bit by bit those given. Memory: a chunk
 * of rows. `replace`: a folder that is there gives way at the end. `onRows` is told of rows written (2 n in all) and may throw to stop.
 * Throws `FORMAT_CANNOT_EXPRESS`, `PLACE_TAKEN`, `WRITE_REFUSED` and what reading rows throws.
 */
export async function writeCheckpoint(
  dictionary: FinishedDictionary,
  to: { format: WrittenFormat; folder: string; replace?: boolean; onRows?: (rows: number) => void },
): Promise<void> {
  const writer = writers[to.format];
  writer.check(dictionary);
  await writeFolderAtomically(to.folder, {
    replace: to.replace ?? false,
    fill: async (folder) => {
      await writer.write(dictionary, { folder, onRows: to.onRows ?? (() => {}) });
      await writeFile(path.join(folder, 'reseed.json'), formatSidecar(dictionary));
      await writeFile(path.join(folder, 'provenance.json'), `${JSON.stringify(dictionary.provenance, null, 1)}\n`);
    },
  });
}

/** Where a checkpoint of this identity usually lies below an export folder: `<run>/<hookpoint>/seedN`, or `<run>/<hookpoint>` without a seed. */
export function placeCheckpoint(identity: Identity): { run: string; components: string[] } {
  const run = safeName(identity.runGroup ?? 'run');
  const seed = identity.initSeed === null ? [] : [`seed${identity.initSeed}`];
  return { run, components: [run, safeName(identity.hookpoint ?? 'hookpoint'), ...seed] };
}

/** A name as one component of a path on any system: what is not a letter, digit, dot, minus or underscore becomes `_`. */
function safeName(name: string): string {
  const safe = name.replaceAll(/[^A-Za-z0-9._-]/g, '_').replace(/^\.+/, '_');
  return safe.slice(0, 200) || '_'; // below the 255 bytes of a file name, with room for a suffix
}

function formatSidecar({ identity, facts }: FinishedDictionary): string {
  const stated = { ...identity, l1Coefficient: facts.l1Coefficient };
  const known = Object.entries(stated).filter(([, value]) => value !== null);
  return `${JSON.stringify(Object.fromEntries(known), null, 1)}\n`;
}

/** `name` as a format that can be written. Throws `BAD_INPUT`. */
export function parseWrittenFormat(name: string): WrittenFormat {
  if (Object.hasOwn(writers, name)) return name as WrittenFormat;
  throw new ReseedError('BAD_INPUT', `Cannot write the format "${clip(name)}": there is no such format`, {
    hint: `Use ${Object.keys(writers).join(', ')}.`,
  });
}
