/** Files of a folder -> the delphi caches of activations among them, each with what stands next to it. */
import path from 'node:path';
import type { ByteSource } from '../files/byte-source.ts';

interface NamedFile {
  /** Name below the path that was given. */
  readonly name: string;
  open(): Promise<ByteSource>;
}

/** One `<first>_<last>.safetensors`: latents first to last, both included. */
export interface LatentCacheFile extends NamedFile {
  readonly first: number;
  readonly last: number;
}

/** One folder `latents/<hook>`. */
export interface LatentCache {
  readonly hook: string;
  /** How it was made, as delphi writes it. */
  readonly config: NamedFile | null;
  /** The nearest `tokenizer.json`, in the folder or above it, and `tokenizer_config.json` next to that. */
  readonly tokenizer: { readonly file: NamedFile; readonly config: NamedFile | null } | null;
  /** By first latent. */
  readonly files: LatentCacheFile[];
}

/** The caches among `files`, in the order in which they occur. `full`: the whole path as far as it is known. */
export function groupLatentCaches(files: readonly (NamedFile & { full: string })[]): LatentCache[] {
  const byPath = new Map(files.map((file) => [file.full, file]));
  const caches = new Map<string, LatentCache>();
  for (const { full, name, open } of files) {
    const match = /^((?:.*\/)?latents\/(.+))\/(\d{1,9})_(\d{1,9})\.safetensors$/.exec(full);
    if (match === null) continue;
    const [, folder, hook, first, last] = match;
    const cache = caches.get(folder) ?? {
      hook,
      config: byPath.get(`${folder}/config.json`) ?? null,
      tokenizer: findTokenizer(byPath, folder),
      files: [],
    };
    caches.set(folder, cache);
    cache.files.push({ name, open, first: Number(first), last: Number(last) });
  }
  for (const { files: parts } of caches.values()) parts.sort((a, b) => a.first - b.first || a.last - b.last);
  return [...caches.values()];
}

function findTokenizer(files: ReadonlyMap<string, NamedFile>, folder: string): LatentCache['tokenizer'] {
  for (let at = folder; ; at = path.posix.dirname(at)) {
    const file = files.get(path.posix.join(at, 'tokenizer.json'));
    if (file) return { file, config: files.get(path.posix.join(at, 'tokenizer_config.json')) ?? null };
    if (at === '.' || at === '/') return null;
  }
}
