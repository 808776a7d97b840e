/** A file or folder -> every checkpoint in and below it. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { isReseedError, ReseedError } from '../../src/errors.ts';
import { findRootedPath, isBelow, notFound, type RootedPath, resolveBelow } from '../files/import-roots.ts';
import { findCheckpoints, nameInFolder } from './formats.ts';
import type { SourceFolder } from '../files/byte-source.ts';
import { openSourceFolder } from '../files/source-folder.ts';
import { clip } from '../files/clip.ts';

/** Deeper than any layout of runs, hookpoints, widths and seeds. */
const MAX_DEPTH = 16;

/** A run with 1,000 checkpoints has below 10,000 entries; a search of a whole disk is a mistake. */
const MAX_ENTRIES = 100_000;

/** A folder to look at: where it is, and how the caller would write it. */
interface Visit {
  place: RootedPath;
  shown: string;
  depth: number;
}

/**
 * Paths of all checkpoints in and below `path`, sorted, in the form that `path` has (absolute or relative to a root), for `openSourceFolder`:
 * the folder where it holds one dictionary, the files where it holds several. A path that names a file means that file, or, where it is no file
 * of weights, the one checkpoint of its folder: none where the folder holds several.
 *
 * Each real folder is looked at once, under its own name if it has one below `path`; then links to folders are followed while they stay below
 * the root. Left out: links that leave the root or lead to a folder that `path` lies in, and names that begin with a dot. Throws `BAD_INPUT`
 * where there is too much to search, and as `openSourceFolder`.
 */
export async function findCheckpointPaths(from: { path: string; roots: readonly string[] }): Promise<string[]> {
  const folder = await openSourceFolder(from);
  if (folder.preferredFile !== null) {
    const meant = await listIn(folder, path.dirname(from.path));
    return meant.length > 1 ? [] : meant;
  }
  const place = { ...(await findRootedPath(from.path, from.roots)), components: folder.pathComponents };
  const startsAt = await resolveBelow(place, 'REFUSE');
  const found: string[] = [];
  const seen = new Set<string>();
  const folders: Visit[] = [{ place, shown: from.path, depth: 0 }];
  const links: Visit[] = [];
  let entries = 0;
  for (let next = folders.pop(); next !== undefined; next = folders.pop() ?? links.shift()) {
    const real = await resolveBelow(next.place, 'REFUSE');
    const fromHere = path.relative(real, startsAt);
    if (seen.has(real) || (fromHere !== '' && isBelow(fromHere))) continue;
    seen.add(real);
    found.push(...(await listIn(await openPlace(next.place), next.shown)));
    const below = await listBelow(next, real);
    entries += below.entries;
    if (entries > MAX_ENTRIES || (next.depth === MAX_DEPTH && below.folders.length + below.links.length > 0))
      throw tooMuch(next.shown);
    folders.push(...below.folders);
    links.push(...below.links);
  }
  return found.toSorted();
}

async function listIn(folder: SourceFolder, shown: string): Promise<string[]> {
  const found = await findCheckpoints(folder);
  if (found.length === 1 && (await nameInFolder(folder)) === null) return [shown];
  return found.map(({ weights }) => path.join(shown, weights));
}

function openPlace({ realRoot, components }: RootedPath): Promise<SourceFolder> {
  return openSourceFolder({ path: path.join(realRoot, ...components), roots: [realRoot] });
}

async function listBelow(visit: Visit, real: string): Promise<{ entries: number; folders: Visit[]; links: Visit[] }> {
  const entries = await readdir(real, { withFileTypes: true }).catch(() => {
    throw notFound(visit.place.components.join('/'), 'its folder may not be listed');
  });
  const folders: Visit[] = [];
  const links: Visit[] = [];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const below = {
      place: { ...visit.place, components: [...visit.place.components, entry.name] },
      shown: path.join(visit.shown, entry.name),
      depth: visit.depth + 1,
    };
    if (entry.name.startsWith('.')) continue;
    if (entry.isDirectory()) folders.push(below);
    else if (entry.isSymbolicLink() && (await isFolderInside(below.place))) links.push(below);
  }
  return { entries: entries.length, folders, links };
}

async function isFolderInside(place: RootedPath): Promise<boolean> {
  try {
    const real = await resolveBelow(place, 'MAYBE');
    return real !== null && (await stat(real)).isDirectory();
  } catch (error) {
    if (isReseedError(error, 'PATH_OUTSIDE_ROOTS')) return false;
    throw error;
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
