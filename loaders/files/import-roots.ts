/**
 * A path as a caller gives it -> where it really is, or a refusal.
 *
 * In: a path (absolute, or relative to a root) and the folders below which imports may read. Out: a real path, links resolved, below a root.
 * A path that leaves the roots by its text is refused before the disk is asked, and one that leaves them by a link as soon as that link is
 * reached: an answer never tells what is outside. Messages show paths below their root only.
 */
import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import { ReseedError } from '../../src/errors.ts';
import { clip } from './clip.ts';

/** A place below an import root. */
export interface RootedPath {
  /** The root, absolute, with its links resolved. */
  readonly realRoot: string;
  /** Components below the root as the caller wrote them; empty for the root itself. */
  readonly components: readonly string[];
}

/** The place that `source` means: below the first root that it is written under or, if relative, in which it exists. */
export async function findRootedPath(source: string, roots: readonly string[]): Promise<RootedPath> {
  if (source === '' || source.includes('\0')) throw notFound(source, 'this is not a path');
  const realRoots = await Promise.all(
    roots.map(async (root) => ({ root: path.resolve(root), real: await realpathOrNull(path.resolve(root)) })),
  );
  const candidates = realRoots.flatMap(({ root, real }) => {
    const bases = real === null ? [] : [...new Set([root, real])];
    return bases.flatMap((base) => {
      const relative = path.relative(base, path.resolve(base, source));
      return real !== null && isBelow(relative)
        ? [{ realRoot: real, components: relative.split(path.sep).filter(Boolean) }]
        : [];
    });
  });
  const first = candidates[0];
  if (first === undefined) throw outside(displayPath(source));
  for (const candidate of candidates) {
    if ((await resolveBelow(candidate, 'MAYBE')) !== null) return candidate;
  }
  throw notFound(first.components.join('/') || source, 'there is no such file or folder');
}

/** The real path of a place, or null where nothing is there. Throws `PATH_OUTSIDE_ROOTS` at the first link that leaves the root. */
export async function resolveBelow(place: RootedPath, missing: 'MAYBE'): Promise<string | null>;
/** The real path of a place. Throws `PATH_OUTSIDE_ROOTS` at the first link that leaves the root, and `SOURCE_NOT_FOUND`. */
export async function resolveBelow(place: RootedPath, missing: 'REFUSE'): Promise<string>;
export async function resolveBelow(place: RootedPath, missing: 'MAYBE' | 'REFUSE'): Promise<string | null> {
  const shown = place.components.join('/');
  let real = place.realRoot;
  for (const component of place.components) {
    const next = await realpathOrNull(path.join(real, component));
    if (next === null) {
      if (missing === 'MAYBE') return null;
      throw notFound(shown, 'there is no such file or folder');
    }
    if (!isBelow(path.relative(place.realRoot, next))) throw outside(shown);
    real = next;
  }
  return real;
}

/** Whether a file, folder or link has this place as its name; what a link leads to is not asked. */
export async function existsAt(place: RootedPath): Promise<boolean> {
  const parent = await resolveBelow({ ...place, components: place.components.slice(0, -1) }, 'MAYBE');
  if (parent === null) return false;
  const last = place.components.at(-1);
  if (last === undefined) return true;
  return lstat(path.join(parent, last)).then(
    () => true,
    () => false,
  );
}

/** The refusal of a path that leads out of the roots. */
export function outside(shown: string): ReseedError {
  return new ReseedError(
    'PATH_OUTSIDE_ROOTS',
    `Cannot read "${clip(shown)}": it is outside the import roots; expected a path below one of them`,
    {
      hint: 'Move or copy the files below an import root, or add their folder to RESEED_IMPORT_ROOTS and start again.',
    },
  );
}

/** The refusal of a path at which nothing can be read. */
export function notFound(shown: string, what: string): ReseedError {
  return new ReseedError(
    'SOURCE_NOT_FOUND',
    `Cannot read "${clip(shown)}": ${what}; expected a readable file or folder`,
    {
      hint: 'Check the spelling; a relative path starts at an import root (RESEED_IMPORT_ROOTS).',
    },
  );
}

/** The code that the system gave a fault (`ENOENT`), or an empty text. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Whether a path, as `path.relative` gives it, stays at or below its beginning. */
export function isBelow(relative: string): boolean {
  return !path.isAbsolute(relative) && relative.split(path.sep)[0] !== '..';
}

/** What may be shown of a path that is below no root: only its last name, the rest could be a place on this machine. */
function displayPath(source: string): string {
  return path.isAbsolute(source) ? path.basename(source) : source;
}

/** Null where there is nothing, or nothing that this process may look at. Other faults of the disk are not expected and pass. */
async function realpathOrNull(target: string): Promise<string | null> {
  try {
    return await realpath(target);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP', 'ENAMETOOLONG', 'EPERM'].includes(systemCode(error))) return null;
    throw error;
  }
}
