/** Folders, places of the hub and names of catalogues as they were typed -> the checkpoints in and below them. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { findCheckpointPaths } from '../../../loaders/checkpoints/find-checkpoint-paths.ts';
import { openCheckpoint } from '../../../loaders/checkpoints/formats.ts';
import { openSourceFolder } from '../../../loaders/files/source-folder.ts';
import { isHubPath } from '../../../loaders/hub/hub-place.ts';
import type { CatalogueEntry } from '../../../loaders/catalogues/catalogue-entry.ts';
import type { HubSettings } from '../../../loaders/hub/hub-settings.ts';
import { isReseedError, type ReseedError } from '../../errors.ts';
import { getHub } from '../../jobs/checkpoints/open-place.ts';
import { resolveGivenPath } from '../flags/given-path.ts';
import type { NamedPlace } from './named-places.ts';

/** A checkpoint, and the entry of the catalogue by which it was named. */
export interface NamedCheckpoint {
  path: string;
  entry: CatalogueEntry | null;
}

/** Every checkpoint in and below what was named; and what was named and holds none, with what is there instead. */
export async function findNamedCheckpoints(
  places: readonly NamedPlace[],
  hub: HubSettings | null,
): Promise<{ found: NamedCheckpoint[]; roots: string[]; empty: { folder: string; error: ReseedError }[] }> {
  const roots: string[] = [];
  const found: NamedCheckpoint[] = [];
  const empty: { folder: string; error: ReseedError }[] = [];
  for (const { folder, entry } of places) {
    const { paths, error } = isHubPath(folder) ? await listOfHub(folder, hub) : await listHere(folder, roots);
    // An entry means one dictionary: where several lie there, none is told to be it.
    for (const one of paths) found.push({ path: one, entry: paths.length === 1 ? entry : null });
    if (error !== null) empty.push({ folder, error });
  }
  return { found, roots, empty };
}

/** As {@link listOfHub}, for a folder or file of this machine, whose root is added to `roots`. */
async function listHere(folder: string, roots: string[]): Promise<{ paths: string[]; error: ReseedError | null }> {
  const real = await resolveGivenPath(folder);
  const root = await findRoot(real);
  roots.push(root);
  const paths = await findCheckpointPaths({ path: real, roots: [root] });
  if (paths.length > 0) return { paths, error: null };
  try {
    await (await openCheckpoint(await openSourceFolder({ path: real, roots: [root] }))).close();
    return { paths: [], error: null };
  } catch (error) {
    if (!isReseedError(error)) throw error;
    return { paths: [], error };
  }
}

/**
 * Identity is guessed from the folders above, too: `<run>/<seed>/<hookpoint>` is as deep as layouts go, and in a hub's cache the repository's
 * folder stands above its revisions.
 */
async function findRoot(real: string): Promise<string> {
  const folder = (await stat(real)).isDirectory() ? real : path.dirname(real);
  const names = folder.split(path.sep);
  const cached = names.findLastIndex((name) => /^models--.+--/.test(name));
  const above = path.resolve(folder, '../../..');
  const cache = names.slice(0, Math.max(1, cached)).join(path.sep);
  return cached > 0 && cache.length < above.length ? cache : above;
}

/** As for folders here: every checkpoint in and below a place of the hub, pinned to its commit of now. */
async function listOfHub(
  place: string,
  hub: HubSettings | null,
): Promise<{ paths: string[]; error: ReseedError | null }> {
  const { findHubCheckpoints, openHubFolder } = await import('../../../loaders/hub/open-hub.ts');
  const settings = getHub(hub);
  const paths = await findHubCheckpoints(place, { settings });
  if (paths.length > 0) return { paths, error: null };
  const folder = await openHubFolder(place, { settings });
  try {
    await (await openCheckpoint(folder)).close();
    return { paths: [], error: null };
  } catch (error) {
    if (!isReseedError(error)) throw error;
    await folder.removeKept();
    return { paths: [], error };
  }
}
