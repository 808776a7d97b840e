/**
 * A path below an import root -> {@link SourceFolder}.
 *
 * The path may name a folder, or a file in it (then that file is preferred). Every file is checked against the roots when it is opened.
 */
import { readdir, stat } from 'node:fs/promises';
import type { ByteSource, SourceFolder } from './byte-source.ts';
import { openFileSource } from './file-source.ts';
import { existsAt, findRootedPath, notFound, outside, resolveBelow, type RootedPath } from './import-roots.ts';

/**
 * Opens the folder that `path` (absolute, or relative to one of the `roots`) names or, if it names a file, the folder of that file.
 * Throws `PATH_OUTSIDE_ROOTS`, `SOURCE_NOT_FOUND`. Holds nothing open.
 */
export async function openSourceFolder(from: { path: string; roots: readonly string[] }): Promise<SourceFolder> {
  const place = await findRootedPath(from.path, from.roots);
  const isFolder = (await stat(await resolveBelow(place, 'REFUSE'))).isDirectory();
  const folder = isFolder ? place : { ...place, components: place.components.slice(0, -1) };
  return new RootedFolder(folder, {
    fileNames: await listFileNames(folder),
    preferredFile: isFolder ? null : (place.components.at(-1) ?? null),
  });
}

async function listFileNames(folder: RootedPath): Promise<string[]> {
  const realPath = await resolveBelow(folder, 'REFUSE');
  try {
    const entries = await readdir(realPath, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() || entry.isSymbolicLink())
      .map((entry) => entry.name)
      .toSorted();
  } catch {
    throw notFound(folder.components.join('/'), 'its folder may not be listed');
  }
}

class RootedFolder implements SourceFolder {
  readonly pathComponents: readonly string[];
  readonly fileNames: readonly string[];
  readonly preferredFile: string | null;
  readonly #realRoot: string;

  constructor(folder: RootedPath, contents: { fileNames: readonly string[]; preferredFile: string | null }) {
    this.pathComponents = folder.components;
    this.#realRoot = folder.realRoot;
    this.fileNames = contents.fileNames;
    this.preferredFile = contents.preferredFile;
  }

  async open(name: string): Promise<ByteSource> {
    const components = resolveName(this.pathComponents, name);
    if (components === null) throw outside(name);
    return openFileSource({ realRoot: this.#realRoot, components }, name);
  }

  async has(name: string): Promise<boolean> {
    const components = resolveName(this.pathComponents, name);
    return components !== null && (await existsAt({ realRoot: this.#realRoot, components }));
  }
}

/** Components of `name` as seen from `folder`: `../` only at its beginning and never above the root. Null for any other name. */
export function resolveName(folder: readonly string[], name: string): string[] | null {
  const parts = name.split('/');
  const up = parts.findIndex((part) => part !== '..');
  const below = parts.slice(up);
  const isSafe =
    up >= 0 &&
    up <= folder.length &&
    below.every((part) => part !== '' && part !== '.' && part !== '..' && !/[\\\0]/.test(part));
  return isSafe ? [...folder.slice(0, folder.length - up), ...below] : null;
}
