/** A place of the hub -> the folder that it means, or every checkpoint in and below it. Headers are read, and no weights. */
import { ReseedError } from '../../src/errors.ts';
import { findCheckpoints, nameInFolder } from '../checkpoints/formats.ts';
import { listWeightsNames } from '../containers/tensor-set.ts';
import { notFound } from '../files/import-roots.ts';
import { HubFolder } from './hub-folder.ts';
import { formatHubPlace, parseHubPlace } from './hub-place.ts';
import { buildHubRequests, type HubRequests } from './hub-requests.ts';
import type { HubSettings } from './hub-settings.ts';
import { type HubTree, openHubTree, pinRevision } from './hub-tree.ts';

/** Each is asked for its header: a release of 26 layers and some widths is below this, a repository of all releases above. */
const MAX_WEIGHTS = 400;

/** How the hub is asked: with settings, or with requests that a test has built. */
export type HubAccess = { readonly settings: HubSettings; readonly signal?: AbortSignal } | HubRequests;

function requestsOf(access: HubAccess): HubRequests {
  return 'get' in access ? access : buildHubRequests(access.settings, access);
}

/** `text` with the commit that its revision is now. Throws `BAD_INPUT`, `HUB_*`, `SOURCE_NOT_FOUND`. */
export async function pinHubPlace(text: string, access: HubAccess): Promise<string> {
  return formatHubPlace(await pinRevision(parseHubPlace(text), requestsOf(access)));
}

/** The folder that `text` means, or the folder of the file that it means. Throws as {@link pinHubPlace}. */
export async function openHubFolder(text: string, access: HubAccess): Promise<HubFolder> {
  const requests = requestsOf(access);
  const place = await pinRevision(parseHubPlace(text), requests);
  return openIn(openHubTree(place, requests), { requests, path: place.path });
}

async function openIn(tree: HubTree, of: { requests: HubRequests; path: readonly string[] }): Promise<HubFolder> {
  const { requests, path } = of;
  const last = path.at(-1);
  const parent = last === undefined ? null : await tree.list(path.slice(0, -1));
  if (last !== undefined && parent?.files.has(last)) {
    const fileNames = [...parent.files.keys()].toSorted();
    return new HubFolder(tree, { requests, path: path.slice(0, -1), fileNames, preferredFile: last });
  }
  const { files, folders } = await tree.list(path);
  if (files.size + folders.size === 0)
    throw notFound(formatHubPlace({ ...tree.place, path }), 'there is no such file or folder in the repository');
  return new HubFolder(tree, { requests, path, fileNames: [...files.keys()].toSorted(), preferredFile: null });
}

/** Places of all checkpoints in and below `text`, pinned to a commit, sorted: as `findCheckpointPaths` for files here. */
export async function findHubCheckpoints(text: string, access: HubAccess): Promise<string[]> {
  const requests = requestsOf(access);
  const place = await pinRevision(parseHubPlace(text), requests);
  const tree = openHubTree(place, requests);
  const named = await openIn(tree, { requests, path: place.path });
  if (named.preferredFile !== null) return listIn(named);
  const folders = new Map<string, readonly string[]>();
  let weights = 0;
  for (const { path } of await tree.walk(place.path)) {
    folders.set(path.slice(0, -1).join('/'), path.slice(0, -1));
    weights += listWeightsNames({ fileNames: [path.at(-1) ?? ''], preferredFile: null }).length;
  }
  if (weights > MAX_WEIGHTS) {
    throw new ReseedError(
      'BAD_INPUT',
      `Cannot search "${formatHubPlace(place)}": it holds ${weights} files of weights; expected at most ${MAX_WEIGHTS}`,
      { hint: 'Name a folder of the repository: hf:<owner>/<repository>/<folder>.' },
    );
  }
  const found: string[] = [];
  for (const path of folders.values()) found.push(...(await listIn(await openIn(tree, { requests, path }))));
  return found.toSorted();
}

async function listIn(folder: HubFolder): Promise<string[]> {
  const found = await findCheckpoints(folder);
  const [only] = found;
  if (found.length === 1 && (await nameInFolder(folder)) === null) return [folder.address];
  return only === undefined ? [] : found.map(({ weights }) => `${folder.address}/${weights}`);
}
