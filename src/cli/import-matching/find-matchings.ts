/**
 * Files and folders -> one request per matching. In a folder: pickles, and files that Reseed exported; other files are skipped. Pickles whose
 * names differ in "decoder" and "encoder" only are the two sides of one pair; a pickle of several layers is one pair per layer.
 */
import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { findPickledLayers } from '../../../loaders/matchings/read-published-matching.ts';
import { openSourceFolder } from '../../../loaders/files/source-folder.ts';
import { ReseedError } from '../../errors.ts';
import { resolveGivenPath } from '../flags/given-path.ts';

/** Files of one matching, absolute. */
export interface FoundMatching {
  path: string;
  encoderPath?: string;
  layer?: string;
}

const PICKLE = /\.(?:pkl|pickle)$/i;
const EXPORT = /\.(?:json|csv)$/i;
const SIDE = /decoder|encoder/;
/** The name of our format is in the first lines of a file that has it. */
const HEAD_BYTES = 4096;

/** The matchings, in the order of their names. `encoder` is the encoder pickle of the one file given. Throws `SOURCE_NOT_FOUND`, `BAD_INPUT`. */
export async function findMatchings(
  paths: readonly string[],
  { encoder, layer }: { encoder?: string; layer?: string },
): Promise<FoundMatching[]> {
  const files = (await Promise.all(paths.map(listFiles))).flat();
  const encoders = new Map<string, string>();
  for (const file of files) if (PICKLE.test(file) && sideOf(file) === 'encoder') encoders.set(pairOf(file), file);
  const found: FoundMatching[] = [];
  for (const file of files) {
    if (!PICKLE.test(file)) {
      found.push({ path: file });
    } else if (sideOf(file) !== 'encoder') {
      const other = encoder === undefined ? encoders.get(pairOf(file)) : await resolveGivenPath(encoder);
      encoders.delete(pairOf(file));
      for (const one of layer === undefined ? await listLayers(file) : [layer]) {
        found.push({ path: file, ...(other !== undefined && { encoderPath: other }), layer: one });
      }
    }
  }
  const [lonely] = encoders.values();
  if (lonely !== undefined) {
    throw new ReseedError(
      'BAD_INPUT',
      `Cannot import "${path.basename(lonely)}": there is no pickle with its decoders.`,
      {
        hint: 'Name both files, or give the encoders with --encoder.',
      },
    );
  }
  if (encoder !== undefined && found.length !== 1) {
    throw new ReseedError('BAD_INPUT', `Cannot use --encoder for ${found.length} matchings; expected one.`, {
      hint: 'Name one decoder pickle of one layer, or leave --encoder out: pickles are paired by their names.',
    });
  }
  return found;
}

async function listFiles(given: string): Promise<string[]> {
  const real = await resolveGivenPath(given);
  if (!(await stat(real)).isDirectory()) return [real];
  const files: string[] = [];
  for (const name of (await readdir(real)).toSorted()) {
    const file = path.join(real, name);
    if (PICKLE.test(name) || (EXPORT.test(name) && (await isExport(file)))) files.push(file);
  }
  if (files.length > 0) return files;
  throw new ReseedError('FORMAT_UNKNOWN', `Cannot import "${given}": no file of a matching is in it.`, {
    hint: 'Name pickles of assignments (.pkl), or files that reseed export wrote (.json, .csv).',
  });
}

async function isExport(file: string): Promise<boolean> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead).includes('"reseed-matching"');
  } finally {
    await handle.close();
  }
}

async function listLayers(file: string): Promise<readonly string[]> {
  const folder = await openSourceFolder({ path: file, roots: [path.dirname(file)] });
  return (await findPickledLayers(folder, path.basename(file))) ?? [];
}

function sideOf(file: string): string | undefined {
  return SIDE.exec(path.basename(file))?.[0];
}

function pairOf(file: string): string {
  return path.join(path.dirname(file), path.basename(file).replace(SIDE, '*'));
}
