/**
 * A repository at one commit -> the names, sizes and hashes of its files, asked for folder by folder.
 *
 * By the listing of @huggingface/hub. Everything in it is checked: names become paths, hashes names of files.
 */
import { listFiles, modelInfo } from '@huggingface/hub';
import * as v from 'valibot';
import { isReseedError } from '../../src/errors.ts';
import { hubLied, hubUnavailable } from './hub-fault.ts';
import { formatHubPlace, type HubPlace, isCommit, isFileName } from './hub-place.ts';
import { describeBreak, type HubRequests } from './hub-requests.ts';

/** As in a folder here: more is a search of a whole hub, and a mistake. */
const MAX_ENTRIES = 100_000;

const sha1 = v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const size = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const entry = v.object({
  type: v.picklist(['file', 'directory', 'unknown']),
  path: v.pipe(v.string(), v.maxLength(4_096)),
  size,
  oid: sha1,
  lfs: v.optional(v.object({ oid: sha256, size })),
});

/** One file of the repository. */
export interface HubFile {
  /** Names of folders from the repository down, then its own. */
  readonly path: readonly string[];
  readonly size: number;
  /** What its bytes hash to: sha256 of large files, git's sha1 of small ones. */
  readonly hash: { readonly kind: 'sha256' | 'git-sha1'; readonly hex: string };
}

export interface HubFolderEntries {
  readonly files: ReadonlyMap<string, HubFile>;
  readonly folders: ReadonlySet<string>;
}

/** A repository at one commit. */
export interface HubTree {
  readonly place: HubPlace & { readonly revision: string };
  /** What lies directly in a folder; empty where there is no such folder. Asked for once. */
  list(folder: readonly string[]): Promise<HubFolderEntries>;
  /** Every file in and below a folder.. */
  walk(folder: readonly string[]): Promise<HubFile[]>;
}

/** `place` with the commit that its revision is now. Throws `HUB_*`, `SOURCE_NOT_FOUND`. */
export async function pinRevision(
  place: HubPlace,
  requests: HubRequests,
): Promise<HubPlace & { readonly revision: string }> {
  if (isCommit(place.revision)) return { ...place, revision: place.revision };
  const shown = formatHubPlace({ ...place, path: [] });
  const info = await ask(shown, () =>
    modelInfo({
      name: `${place.owner}/${place.repository}`,
      revision: place.revision ?? 'main',
      additionalFields: ['sha'],
      hubUrl: requests.settings.endpoint,
      fetch: requests.fetchJson,
    }),
  );
  const commit: unknown = info.sha;
  if (typeof commit !== 'string' || !isCommit(commit))
    throw hubLied(shown, 'it names no commit; expected the 40 digits of one');
  return { ...place, revision: commit };
}

/** The tree of the repository at the commit of `place`. */
export function openHubTree(place: HubPlace & { readonly revision: string }, requests: HubRequests): HubTree {
  const listed = new Map<string, Promise<HubFolderEntries>>();
  const shown = formatHubPlace({ ...place, path: [] });

  async function load(folder: readonly string[], recursive: boolean): Promise<{ files: HubFile[]; folders: string[] }> {
    const files: HubFile[] = [];
    const folders: string[] = [];
    const pages = listFiles({
      repo: { type: 'model', name: `${place.owner}/${place.repository}` },
      revision: place.revision,
      ...(folder.length > 0 && { path: folder.map(encodeURIComponent).join('/') }),
      recursive,
      hubUrl: requests.settings.endpoint,
      fetch: requests.fetchJson,
    });
    for await (const given of pages) {
      const { file, name } = checkEntry(given, folder, shown);
      if (file !== null) files.push(file);
      else folders.push(name);
      if (files.length + folders.length > MAX_ENTRIES)
        throw hubLied(shown, `it lists more than ${MAX_ENTRIES} files; expected a folder of checkpoints`);
    }
    return { files, folders };
  }

  async function loadFolder(folder: readonly string[]): Promise<HubFolderEntries> {
    try {
      const { files, folders } = await ask(shown, () => load(folder, false));
      return { files: new Map(files.map((file) => [file.path.at(-1) ?? '', file])), folders: new Set(folders) };
    } catch (error) {
      if (folder.length > 0 && isReseedError(error, 'SOURCE_NOT_FOUND'))
        return { files: new Map(), folders: new Set() };
      throw error;
    }
  }

  return {
    place,
    list(folder) {
      const key = folder.join('/');
      let entries = listed.get(key);
      if (entries === undefined) {
        entries = loadFolder(folder);
        listed.set(key, entries);
        entries.catch(() => listed.delete(key));
      }
      return entries;
    },
    walk: async (folder) => (await ask(shown, () => load(folder, true))).files,
  };
}

function checkEntry(given: unknown, folder: readonly string[], shown: string): { file: HubFile | null; name: string } {
  const parsed = v.safeParse(entry, given);
  const path = parsed.success ? parsed.output.path.split('/') : [];
  const isInside = path.length > folder.length && folder.every((name, i) => path[i] === name) && path.every(isFileName);
  if (!parsed.success || !isInside)
    throw hubLied(shown, 'its listing is not of the form of a hub; expected names, sizes and hashes of files');
  const { type, size: bytes, oid, lfs } = parsed.output;
  if (type !== 'file') return { file: null, name: path[folder.length] };
  const hash = lfs ? ({ kind: 'sha256', hex: lfs.oid } as const) : ({ kind: 'git-sha1', hex: oid } as const);
  return { file: { path, size: lfs?.size ?? bytes, hash }, name: '' };
}

/** What the library throws that is no refusal of ours: JSON that is none, or answers of another form. */
async function ask<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isReseedError(error) || (error instanceof Error && error.name === 'AbortError')) throw error;
    if (error instanceof SyntaxError || (error instanceof TypeError && error.cause === undefined))
      throw hubLied(what, 'its answer is not of the form of a hub; expected JSON of files');
    throw hubUnavailable(what, describeBreak(error), error);
  }
}
