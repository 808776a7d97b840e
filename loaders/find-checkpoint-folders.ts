/** A folder -> every checkpoint folder in and below it. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { ReseedError } from '../src/errors.ts';
import { findRootedPath, notFound, type RootedPath, resolveBelow } from './import-roots.ts';
import { findFormat } from './index.ts';
import { openSourceFolder } from './source-folder.ts';
import { clip } from './strict-json.ts';

/** Deeper than any layout of runs, hookpoints, widths and seeds. */
const MAX_DEPTH = 16;

/** A run with 1,000 checkpoints has below 10,000 entries; a search of a whole disk is a mistake. */
const MAX_ENTRIES = 100_000;

/**
 * Paths of all checkpoint folders in and below `path` (a folder, or a file in a checkpoint folder), sorted, in the form that `path` has
 * (absolute or relative to a root), for `openSourceFolder`.
 *
 * Links to folders are followed while they stay below the root, and each real folder is looked at once; links that leave it,
 * and folders whose names begin with a dot are passed over. Throws `BAD_INPUT` where there is too much to search, and as
 * `openSourceFolder`.
 */
export async function findCheckpointFolders(from: { path: string; roots: readonly string[] }): Promise<string[]> {
  const start = await findRootedPath(from.path, from.roots);
  const found: string[] = [];
  const seen = new Set<string>();
  let entries = 0;

  const visit = async (place: RootedPath, shown: string, depth: number): Promise<void> => {
    const real = await resolveBelow(place, 'REFUSE');
    if (seen.has(real)) return;
    seen.add(real);
    const folder = await openSourceFolder({
      path: path.join(place.realRoot, ...place.components),
      roots: [place.realRoot],
    });
    if ((await findFormat(folder)) !== null) found.push(shown);
    const subfolders = await listSubfolders(place, real);
    entries += subfolders.length + folder.fileNames.length;
    if (entries > MAX_ENTRIES || (depth === MAX_DEPTH && subfolders.length > 0)) throw tooMuch(shown);
    for (const name of subfolders) {
      const below = { ...place, components: [...place.components, name] };
      await visit(below, path.join(shown, name), depth + 1);
    }
  };

  const folder = await openSourceFolder(from);
  const isFile = folder.preferredFile !== null;
  await visit({ ...start, components: folder.pathComponents }, isFile ? path.dirname(from.path) : from.path, 0);
  return found.toSorted();
}

/** Names of the folders in `real`, sorted; of links only those to folders below the root. */
async function listSubfolders(place: RootedPath, real: string): Promise<string[]> {
  const names: string[] = [];
  const entries = await readdir(real, { withFileTypes: true }).catch(() => {
    throw notFound(place.components.join('/'), 'its folder may not be listed');
  });
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    if (entry.isDirectory() || (entry.isSymbolicLink() && (await isFolderInside(place, entry.name))))
      names.push(entry.name);
  }
  return names.toSorted();
}

async function isFolderInside(place: RootedPath, name: string): Promise<boolean> {
  try {
    const real = await resolveBelow({ ...place, components: [...place.components, name] }, 'MAYBE');
    return real !== null && (await readdir(real).then(() => true)); // fails for files
  } catch {
    return false;
  }
}

function tooMuch(shown: string): ReseedError {
  return new ReseedError(
    'BAD_INPUT',
    `Cannot search "${clip(path.basename(shown))}": it holds more than ${MAX_ENTRIES} entries or ${MAX_DEPTH} levels; expected a folder of checkpoints`,
    {
      hint: 'Name the folder of one run, or several.',
    },
  );
}
