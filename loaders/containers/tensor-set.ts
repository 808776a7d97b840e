/**
 * The tensors of a checkpoint: of one file (safetensors, npz, torch.save's zip) or of a sharded set with its index.
 *
 * The container is told by its first bytes, not by its name. Sharded sets: Hugging Face `*.safetensors.index.json`, { metadata: { total_size }, weight_map: { tensor: file } }, files in the same folder.
 */
import * as v from 'valibot';
import { isReseedError, ReseedError } from '../../src/errors.ts';
import type { ByteSource, SourceFolder } from '../files/byte-source.ts';
import { badFile, readJsonObject } from '../files/json-file.ts';
import { isNpz, readNpzTensors } from './npz.ts';
import { LENGTH_BYTES, readSafetensorsHeader } from './safetensors.ts';
import type { TensorEntry } from './tensor-entry.ts';
import { findTorchPickle, readTorchContent } from './torch-zip.ts';
import { badZip, isZip, readZipEntries } from './zip-entries.ts';
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
  /** Plain values that were saved with the tensors (torch.save), by dotted name. */
  readonly values: ReadonlyMap<string, string | number | boolean>;
  /** Files with tensors in them, open. */
  readonly sources: readonly ByteSource[];
  /** The index of a sharded set, which was read and closed. */
  readonly indexName: string | null;
}

/** Codes of what says nothing of a file: a hub that is away, a job that is stopped. */
const NO_FAULT_OF_FILE = /^(?:HUB|JOB)_/;

/** Names that weights are saved under. */
const WEIGHTS_NAME = /\.(?:safetensors|npz|pt|pth|ckpt|bin)$/i;

/** A file with weights, or the index of a sharded set, with what can be seen of its tensors; null and the reason where it cannot be read. */
export interface WeightsFile {
  readonly name: string;
  /** Shapes by name; null in a sharded set, whose shards have not been opened. */
  readonly tensors: ReadonlyMap<string, readonly number[] | null> | null;
  readonly fault: ReseedError | null;
}

/** The weights of a folder: the file that the caller named, else every index and every file that is not a shard of one, sorted. */
export function listWeightsNames(folder: Pick<SourceFolder, 'fileNames' | 'preferredFile'>): string[] {
  const index = folder.fileNames.find((name) => name.endsWith(INDEX_SUFFIX));
  const isShard = (name: string) => SHARD_NAME.test(name) && index !== undefined;
  const isWeights = (name: string) => WEIGHTS_NAME.test(name) || name.endsWith(INDEX_SUFFIX);
  const preferred = folder.preferredFile;
  if (preferred !== null && isWeights(preferred)) return [isShard(preferred) ? (index ?? preferred) : preferred];
  return folder.fileNames.filter((name) => isWeights(name) && !isShard(name));
}

/** What can be seen of `name` in `folder`. Reads headers only. Throws only what is no fault of the file. */
export async function inspectWeights(folder: SourceFolder, name: string): Promise<WeightsFile> {
  try {
    if (name.endsWith(INDEX_SUFFIX)) {
      const { weight_map: map } = await readIndex(folder, name);
      return { name, tensors: new Map(Object.keys(map).map((tensor) => [tensor, null])), fault: null };
    }
    const source = await folder.open(name);
    try {
      const { tensors } = await readContent(source);
      return { name, tensors: new Map([...tensors].map(([tensor, { shape }]) => [tensor, shape])), fault: null };
    } finally {
      await source.close();
    }
  } catch (fault) {
    if (!isReseedError(fault) || NO_FAULT_OF_FILE.test(fault.code)) throw fault;
    return { name, tensors: null, fault };
  }
}

interface WeightsContent {
  tensors: ReadonlyMap<string, TensorEntry>;
  /** Plain values that were saved with the tensors, by dotted name. */
  values: ReadonlyMap<string, string | number | boolean>;
}

/** The first bytes of a pickle of protocol 2 or newer: what torch.save wrote before it wrote zip files. */
const PICKLE_HEAD = 0x80;
const GZIP_HEAD = [0x1f, 0x8b];

async function readContent(source: ByteSource): Promise<WeightsContent> {
  const head = await source.read(0, Math.min(LENGTH_BYTES, source.size));
  const nothing = new Map<string, never>();
  if (isZip(head)) {
    const entries = await readZipEntries(source);
    const pickle = findTorchPickle(entries);
    if (pickle !== null) return readTorchContent(source, { entries, pickle });
    if (isNpz(entries)) return { tensors: await readNpzTensors(source, entries), values: nothing };
    throw badZip(source, 'it holds neither arrays of NumPy nor a file of torch.save; expected one of them');
  }
  if (head[0] === GZIP_HEAD[0] && head[1] === GZIP_HEAD[1])
    throw unreadable(source, 'it is compressed by gzip', 'Unpack it with gunzip.');
  if (head[0] === PICKLE_HEAD && !source.name.endsWith('.safetensors'))
    throw unreadable(
      source,
      'it is in the form that PyTorch wrote before version 1.6',
      'Load it in Python with a current PyTorch and save it again: torch.save(torch.load(file, weights_only=True), file).',
    );
  return { tensors: (await readSafetensorsHeader(source, head)).tensors, values: nothing };
}

function unreadable(source: ByteSource, fault: string, hint: string): ReseedError {
  return new ReseedError(
    'FORMAT_UNSUPPORTED',
    `Cannot read "${clip(source.name)}": ${fault}; expected safetensors, npz, or a zip file of torch.save`,
    { hint },
  );
}

/** Opens `weights`, a file or the index of a set. Throws `SAFETENSORS_*`, `ZIP_BAD`, `NPZ_BAD`, `TORCH_FILE_BAD`, `PICKLE_*`, `SHARD_INDEX_BAD` and what opening a file throws. */
export async function openTensorSet(folder: SourceFolder, weights: string): Promise<TensorSet> {
  const sources: ByteSource[] = [];
  let values: WeightsContent['values'] = new Map();
  const open = async (name: string) => {
    const source = await folder.open(name);
    sources.push(source);
    const content = await readContent(source);
    values = content.values;
    return new Map([...content.tensors.values()].map((entry) => [entry.name, { entry, source }]));
  };
  try {
    const isSharded = weights.endsWith(INDEX_SUFFIX);
    const tensors = isSharded ? await openShards({ folder, index: weights, open }) : await open(weights);
    return { tensors, values, sources, indexName: isSharded ? weights : null };
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
        `it names the file "${clip(name)}", which is not there; expected every shard next to it`,
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
