/** A file or folder -> every file in and below it that one of these loaders reads, in the order in which they are to be read. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { ReseedError } from '../../src/errors.ts';
import type { ByteSource } from '../files/byte-source.ts';
import { clip } from '../files/clip.ts';
import { openFileSource } from '../files/file-source.ts';
import { findRootedPath, notFound, resolveBelow, type RootedPath } from '../files/import-roots.ts';
import { groupLatentCaches, type LatentCache } from './latent-cache-files.ts';
import { isNeuronpediaName } from './neuronpedia.ts';
import { isDashboardName } from './sae-dashboard.ts';

/** Deeper than `v1/<model>/<source>/<kind>` and `results/<run>/scores/<scorer>`, from anywhere above. */
const MAX_DEPTH = 10;
/** 131,072 latents of a delphi run, with an explanation and several scores each; more is a mistake. */
const MAX_ENTRIES = 2_000_000;

/** A file to read. */
export interface LatentFile {
  /** Name below the path that was given. */
  readonly name: string;
  open(): Promise<ByteSource>;
}

/** A run of delphi: explanations and scores by latent and hookpoint. */
export interface DelphiResults {
  /** Folder of the run, below the path that was given. */
  readonly run: string;
  readonly config: LatentFile | null;
  readonly hook: string;
  readonly latents: { index: number; explanation: LatentFile | null; scores: (LatentFile & { scorer: string })[] }[];
}

export interface LatentFiles {
  readonly dashboards: LatentFile[];
  readonly neuronpedia: LatentFile[];
  readonly delphi: DelphiResults[];
  readonly caches: LatentCache[];
}

/**
 * The files at `from.path` (absolute, or relative to a root), sorted. Links are followed to files below the root only. Throws
 * `PATH_OUTSIDE_ROOTS`, `SOURCE_NOT_FOUND`, `FORMAT_UNKNOWN` where nothing is recognised, `BAD_INPUT` where there is too much to search.
 */
export async function findLatentFiles(from: { path: string; roots: readonly string[] }): Promise<LatentFiles> {
  const place = await findRootedPath(from.path, from.roots);
  const real = await resolveBelow(place, 'REFUSE');
  const isFolder = (await stat(real)).isDirectory();
  const names = isFolder ? await listFiles(place) : [''];
  const files = names.map((name): LatentFile & { full: string } => {
    const components = [...place.components, ...name.split('/').filter(Boolean)];
    const shown = name || (place.components.at(-1) ?? '');
    return {
      name: shown,
      full: components.join('/'),
      open: () => openFileSource({ realRoot: place.realRoot, components }, shown),
    };
  });
  const found: LatentFiles = {
    dashboards: files.filter(({ full }) => isDashboardName(full)),
    neuronpedia: files.filter(({ full }) => isNeuronpediaName(full)).sort((a, b) => rank(a.full) - rank(b.full)),
    delphi: groupDelphi(files),
    caches: groupLatentCaches(files),
  };
  if (found.dashboards.length + found.neuronpedia.length + found.delphi.length + found.caches.length > 0) return found;
  throw new ReseedError(
    'FORMAT_UNKNOWN',
    `Cannot import explanations from "${clip(path.basename(from.path))}": no file in or below it is of a known kind`,
    {
      hint: 'Name a folder of Neuronpedia (batch-N.jsonl.gz), of SAEDashboard (batch-N.json) or of delphi (explanations/, scores/, latents/).',
    },
  );
}

/** What says of which corpus comes first, what belongs to it next. */
function rank(name: string): number {
  const order = ['source.jsonl', 'features/', 'activations/', 'explanations'];
  const at = order.findIndex((part) => name.includes(part));
  return at < 0 ? order.length : at;
}

function groupDelphi(files: readonly (LatentFile & { full: string })[]): DelphiResults[] {
  const configs = new Map(
    files
      .filter(({ full }) => /(?:^|\/)run_config\.json$/.test(full))
      .map((file) => [path.posix.dirname(file.full), file]),
  );
  const groups = new Map<
    string,
    { run: string; hook: string; latents: Map<number, DelphiResults['latents'][number]> }
  >();
  for (const file of files) {
    const match = /^(.*?)\/?(?:explanations|scores\/([^/]+))\/([^/]+)_latent(\d{1,9})\.txt$/.exec(file.full);
    if (match === null) continue;
    const [, run, scorer, hook, digits] = match;
    const key = `${run}\0${hook}`;
    const group = groups.get(key) ?? { run, hook, latents: new Map() };
    groups.set(key, group);
    const index = Number(digits);
    const latent = group.latents.get(index) ?? { index, explanation: null, scores: [] };
    group.latents.set(index, latent);
    if (scorer === undefined) latent.explanation = file;
    else latent.scores.push({ ...file, scorer });
  }
  return [...groups.values()].map(({ run, hook, latents }) => ({
    run,
    hook,
    config: configs.get(run === '' ? '.' : run) ?? null,
    latents: [...latents.values()].sort((a, b) => a.index - b.index),
  }));
}

async function listFiles(place: RootedPath): Promise<string[]> {
  const found: string[] = [];
  const folders: { components: string[]; depth: number }[] = [{ components: [], depth: 0 }];
  let entries = 0;
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    const real = await resolveBelow({ ...place, components: [...place.components, ...next.components] }, 'REFUSE');
    const shown = next.components.join('/') || (place.components.at(-1) ?? '');
    const listed = await readdir(real, { withFileTypes: true }).catch(() => {
      throw notFound(shown, 'its folder may not be listed');
    });
    entries += listed.length;
    if (entries > MAX_ENTRIES || next.depth > MAX_DEPTH) {
      throw new ReseedError(
        'BAD_INPUT',
        `Cannot search "${clip(shown)}": it holds more than ${MAX_ENTRIES} entries or ${MAX_DEPTH} levels; expected a folder of explanations`,
        { hint: 'Name the folder of one source or run.' },
      );
    }
    for (const entry of listed) {
      if (entry.name.startsWith('.')) continue;
      const components = [...next.components, entry.name];
      if (entry.isDirectory()) folders.push({ components, depth: next.depth + 1 });
      else found.push(components.join('/'));
    }
  }
  return found.sort(compareNames);
}

/** `batch-2` before `batch-10`. */
function compareNames(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
