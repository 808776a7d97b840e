/** Names of folders as publishers write them: where a pattern occurs in a path, and what a run group is called by it. */
import type { SourceFolder } from '../files/byte-source.ts';

/** The innermost folder in whose name `pattern` is found, with the match, or null. Names in a hub's cache (`models--owner--name`) count, too. */
export function findInPath(folder: SourceFolder, pattern: RegExp): { at: number; match: RegExpMatchArray } | null {
  const { pathComponents: names } = folder;
  for (let at = names.length - 1; at >= 0; at--) {
    const match = names[at].match(pattern);
    if (match !== null) return { at, match };
  }
  return null;
}

/** Names of folders that a hub's cache puts between a repository and its files. */
const CACHE_FOLDER = /^(?:snapshots|blobs|refs|[0-9a-f]{40})$/;

/** What a folder's name says: nothing if a hub's cache made it, the repository of `models--owner--repository`. */
export function nameFolder(name: string): string {
  return CACHE_FOLDER.test(name) ? '' : name.replace(/^models--[^-]+(?:-[^-]+)*?--/, '');
}

/** `names` of the path from `from` (at least 0) on, the innermost one replaced by `last`, joined by `/`; folders of a hub's cache are left out. */
export function nameBelow(folder: SourceFolder, { from, last }: { from: number; last: string }): string {
  const names = folder.pathComponents.slice(Math.max(0, from), -1).map(nameFolder);
  return [...names.filter((name) => name !== ''), last].join('/');
}
