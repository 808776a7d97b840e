/**
 * The tensors of a checkpoint, from one safetensors file or from a sharded set with its index.
 *
 * Sharded sets: Hugging Face `*.safetensors.index.json`, { metadata: { total_size }, weight_map: { tensor: file } }, files in the same folder.
 */
import * as v from 'valibot';
import type { ReseedError } from '../../src/errors.ts';
import { isReseedError } from '../../src/errors.ts';
import type { ByteSource, SourceFolder } from '../files/byte-source.ts';
import { badFile, readJsonObject } from '../files/json-file.ts';
import { readSafetensorsHeader, type TensorEntry } from './safetensors.ts';
import { clip } from '../files/clip.ts';

const INDEX_SUFFIX = '.safetensors.index.json';
const SHARD_NAME = /-\d{5}-of-\d{5}\.safetensors$/;

/** Every shard stays open during an import; the largest published sets have below 200. */
const MAX_SHARDS = 1_000;

/** A tensor and the open file it lies in. */
export interface Tensor {
  readonly entry: TensorEntry;
  readonly source: ByteSource;
}

/** Open files; the holder closes them. */
export interface TensorSet {
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Files with tensors in them, open. */
  readonly sources: readonly ByteSource[];
  /** The index of a sharded set, which was read and closed. */
  readonly indexName: string | null;
}

/** What a folder's weights are called: the file that the caller named, else the first of `usual` that is there, an index, or the only file. */
export function findWeightsName(folder: SourceFolder, usual: readonly string[]): string | null {
  const index = folder.fileNames.find((name) => name.endsWith(INDEX_SUFFIX));
  const preferred = folder.preferredFile;
  if (preferred?.endsWith(INDEX_SUFFIX)) return preferred;
  if (preferred?.endsWith('.safetensors')) return SHARD_NAME.test(preferred) && index !== undefined ? index : preferred;
  const named = usual.find((name) => folder.fileNames.includes(name));
  const found = named ?? index;
  if (found !== undefined) return found;
  const others = folder.fileNames.filter((name) => name.endsWith('.safetensors') && name !== 'sparsity.safetensors');
  return others.length === 1 ? others[0] : null;
}

/** Names of the tensors in `weights`, or null if it cannot be read as safetensors. Reads headers only. */
export async function findTensorNames(folder: SourceFolder, weights: string): Promise<Set<string> | null> {
  try {
    if (weights.endsWith(INDEX_SUFFIX)) return new Set(Object.keys((await readIndex(folder, weights)).weight_map));
    const source = await folder.open(weights);
    try {
      return new Set((await readSafetensorsHeader(source)).tensors.keys());
    } finally {
      await source.close();
    }
  } catch (error) {
    if (isReseedError(error)) return null;
    throw error;
  }
}

/** Opens `weights`, a safetensors file or the index of a set. Throws `SAFETENSORS_*`, `SHARD_INDEX_BAD` and what opening a file throws. */
export async function openTensorSet(folder: SourceFolder, weights: string): Promise<TensorSet> {
  const sources: ByteSource[] = [];
  const open = async (name: string) => {
    const source = await folder.open(name);
    sources.push(source);
    const header = await readSafetensorsHeader(source);
    return new Map([...header.tensors.values()].map((entry) => [entry.name, { entry, source }]));
  };
  try {
    const isSharded = weights.endsWith(INDEX_SUFFIX);
    const tensors = isSharded ? await openShards({ folder, index: weights, open }) : await open(weights);
    return { tensors, sources, indexName: isSharded ? weights : null };
  } catch (error) {
    await closeAll(sources);
    throw error;
  }
}

/** Closes every source, even if one fails. */
export async function closeAll(sources: readonly ByteSource[]): Promise<void> {
  const results = await Promise.allSettled(sources.map((source) => source.close()));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

const indexSchema = v.object({
  metadata: v.nullish(v.object({ total_size: v.nullish(v.pipe(v.number(), v.safeInteger(), v.minValue(0))) })),
  weight_map: v.record(v.string(), v.string()),
});

async function readIndex(folder: SourceFolder, name: string): Promise<v.InferOutput<typeof indexSchema>> {
  const result = v.safeParse(indexSchema, await readJsonObject(folder, name, 'SHARD_INDEX_BAD'));
  if (result.success) return result.output;
  throw badIndex(
    name,
    `"${clip(v.getDotPath(result.issues[0]) ?? 'it')}" is malformed; expected weight_map as names of tensors and files`,
  );
}

async function openShards(set: {
  folder: SourceFolder;
  index: string;
  open(name: string): Promise<Map<string, Tensor>>;
}): Promise<Map<string, Tensor>> {
  const index = await readIndex(set.folder, set.index);
  const mapped = Object.entries(index.weight_map);
  const names = [...new Set(mapped.map(([, file]) => file))].toSorted();
  if (names.length === 0 || names.length > MAX_SHARDS) {
    throw badIndex(set.index, `it names ${names.length} files; expected 1 to ${MAX_SHARDS}`);
  }
  const shards = new Map<string, Map<string, Tensor>>();
  for (const name of names) {
    if (!/^[^/\\\0]+\.safetensors$/.test(name))
      throw badIndex(set.index, `it names the file "${clip(name)}"; expected plain names of safetensors files`);
    if (!(await set.folder.has(name)))
      throw badIndex(
        set.index,
        `it names the file "${clip(name)}", which is not there; expected every shard beside it`,
      );
    shards.set(name, await set.open(name));
  }
  const tensors = new Map<string, Tensor>();
  for (const [tensor, file] of mapped) {
    const found = shards.get(file)?.get(tensor);
    if (found === undefined)
      throw badIndex(
        set.index,
        `it looks for "${clip(tensor)}" in "${clip(file)}", which does not hold it; expected every tensor where it says`,
      );
    tensors.set(tensor, found);
  }
  const total = [...tensors.values()].reduce((sum, tensor) => sum + tensor.entry.bytes, 0);
  const stated = index.metadata?.total_size ?? total;
  if (stated !== total)
    throw badIndex(set.index, `its total_size is ${stated}; expected ${total}, the bytes of its tensors`);
  return tensors;
}

function badIndex(name: string, fault: string): ReseedError {
  return badFile(name, fault, 'SHARD_INDEX_BAD');
}
