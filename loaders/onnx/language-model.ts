/**
 * A folder with a language model in ONNX -> its graph, tokenizer and identity.
 *
 * `model.onnx`, or `onnx/model.onnx` as exporters lay it out, with `tokenizer.json`, `tokenizer_config.json` and `config.json` in the folder
 * (or, if the path names the model file, next to it or one above). Weights in other files must lie below the model file's folder.
 */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { isReseedError, ReseedError } from '../../src/errors.ts';
import type { ByteSource, SourceFolder } from '../files/byte-source.ts';
import { clip } from '../files/clip.ts';
import { findRootedPath, resolveBelow } from '../files/import-roots.ts';
import { findJsonObject } from '../files/json-file.ts';
import { badModel, type GraphWeight, type OnnxGraphMap, readOnnxGraph } from './onnx-graph.ts';
import { readOnnxWeight } from './onnx-weight.ts';
import { readSidecars } from '../checkpoints/checkpoint-provenance.ts';
import { openSourceFolder, resolveName } from '../files/source-folder.ts';
import { checkTokenizerConfig, MAX_TOKENIZER_BYTES, parseTokenizer } from './tokenizer-file.ts';

const MODEL_FILES = ['model.onnx', 'onnx/model.onnx', 'decoder_model.onnx', 'onnx/decoder_model.onnx'];

/** Bytes hashed at a time. */
const HASH_BYTES = 4 * 1024 * 1024;

interface TokenizerFile {
  tokenizer: object;
  config: Record<string, unknown>;
  size: number;
  sha256: string;
}

/** An open model; the holder closes it. */
export interface LanguageModel {
  readonly source: ByteSource;
  readonly graph: OnnxGraphMap;
  /** What its files call it: `reseed.json`, else `_name_or_path` of config.json, else the folder's name. */
  readonly name: string;
  /** `reseed.json` may state it. */
  readonly revision: string;
  /** Name of the model file below the folder. */
  readonly fileName: string;
  /** Real path of the folder of the model file. */
  readonly folderPath: string;
  /** Longest text that it takes, where its configuration says so. */
  readonly maxContext: number | null;
  /** Throws `MODEL_BAD` if there is no tokenizer, or none that is JSON. */
  readTokenizer(): Promise<TokenizerFile>;
  /** Throws `PATH_OUTSIDE_ROOTS`, `SOURCE_NOT_FOUND` or `MODEL_BAD` unless these weights lie in files below the model's folder. */
  checkExternal(weights: readonly GraphWeight[]): Promise<void>;
  /** Size and sha256 of each file, by name, in which these weights lie. Call {@link checkExternal} before. */
  hashExternal(weights: readonly GraphWeight[]): Promise<{ name: string; size: number; sha256: string }[]>;
  /** The numbers of one weight, row-major. Throws as {@link readOnnxWeight}. */
  readWeight(weight: GraphWeight): Promise<Float32Array>;
  /** sha256 of the model file; the files of external weights are not read. */
  hash(): Promise<string>;
  close(): Promise<void>;
}

/** Opens the model at `from.path`, a folder or a file below one of the roots. Throws `SOURCE_NOT_FOUND`, `PATH_OUTSIDE_ROOTS`, `MODEL_BAD`. */
export async function openLanguageModel(from: { path: string; roots: readonly string[] }): Promise<LanguageModel> {
  const folder = await openSourceFolder(from);
  const shown = folder.pathComponents.join('/') || '.';
  const fileName = await findModelFile(folder, shown);
  const place = await findRootedPath(from.path, from.roots);
  const components = resolveName(folder.pathComponents, fileName);
  if (components === null) throw badModel(fileName, 'its name is no path below the folder');
  const folderPath = await resolveBelow({ realRoot: place.realRoot, components: components.slice(0, -1) }, 'REFUSE');
  const source = await folder.open(fileName);
  try {
    const graph = await readOnnxGraph(source);
    const config = (await findBeside(folder, 'config.json')) ?? {};
    const [stated] = await readSidecars(folder);
    const maxContext = config.max_position_embeddings ?? config.n_positions;
    return {
      source,
      graph,
      name:
        stated?.values.model ?? textOr(config._name_or_path, folder.pathComponents.at(-1) ?? path.basename(folderPath)),
      revision: stated?.values.revision ?? 'unspecified',
      fileName,
      folderPath,
      maxContext: typeof maxContext === 'number' && maxContext > 0 ? maxContext : null,
      readTokenizer: () => readTokenizer(folder),
      checkExternal: (weights) => checkExternal(weights, folderPath),
      hashExternal: (weights) => hashExternal(weights, folderPath),
      readWeight: (weight) => readOnnxWeight(weight, { source, folderPath }),
      hash: () => hashSource(source),
      close: () => source.close(),
    };
  } catch (error) {
    await source.close();
    throw error;
  }
}

async function findModelFile(folder: SourceFolder, shown: string): Promise<string> {
  if (folder.preferredFile?.endsWith('.onnx')) return folder.preferredFile;
  for (const name of MODEL_FILES) if (await folder.has(name)) return name;
  const others = folder.fileNames.filter((name) => name.endsWith('.onnx'));
  if (others.length === 1) return others[0];
  throw new ReseedError(
    'SOURCE_NOT_FOUND',
    `Cannot open the model "${clip(shown)}": it holds ${others.length === 0 ? 'no ONNX file' : `${others.length} ONNX files`}; expected ${MODEL_FILES[0]}`,
    { hint: 'Name the .onnx file itself, or export the model, for example with: optimum-cli export onnx.' },
  );
}

/** A JSON object in the folder, or one above it: exporters put the model file into a folder `onnx` of its own. */
async function findBeside(folder: SourceFolder, name: string): Promise<Record<string, unknown> | null> {
  return (await findJsonObject(folder, name)) ?? findJsonObject(folder, `../${name}`);
}

async function readTokenizer(folder: SourceFolder): Promise<TokenizerFile> {
  const name = (await folder.has('tokenizer.json')) ? 'tokenizer.json' : '../tokenizer.json';
  let source: ByteSource;
  try {
    source = await folder.open(name);
  } catch (error) {
    if (!isReseedError(error, 'SOURCE_NOT_FOUND') && !isReseedError(error, 'PATH_OUTSIDE_ROOTS')) throw error;
    throw badModel('tokenizer.json', 'it is not there; expected the tokenizer next to the model');
  }
  try {
    if (source.size > MAX_TOKENIZER_BYTES)
      throw badModel(name, `it has ${source.size} bytes; expected at most ${MAX_TOKENIZER_BYTES}`);
    const bytes = await source.read(0, source.size);
    const tokenizer = parseTokenizer(bytes, name);
    const config = (await findBeside(folder, 'tokenizer_config.json')) ?? {};
    checkTokenizerConfig(config, 'tokenizer_config.json');
    return { tokenizer, config, size: source.size, sha256: createHash('sha256').update(bytes).digest('hex') };
  } finally {
    await source.close();
  }
}

async function checkExternal(weights: readonly GraphWeight[], folderPath: string): Promise<void> {
  for (const location of new Set(weights.flatMap((weight) => weight.location ?? []))) {
    const components = resolveName([], location);
    if (components === null) {
      throw new ReseedError(
        'PATH_OUTSIDE_ROOTS',
        `Cannot read weights from "${clip(location)}": it is outside the folder of the model; expected a file below it`,
        { hint: 'Export the model again with its data next to it.' },
      );
    }
    await resolveBelow({ realRoot: folderPath, components }, 'REFUSE');
  }
}

async function hashExternal(
  weights: readonly GraphWeight[],
  folderPath: string,
): Promise<{ name: string; size: number; sha256: string }[]> {
  const folder = await openSourceFolder({ path: folderPath, roots: [folderPath] });
  const files = [];
  for (const name of [...new Set(weights.flatMap((weight) => weight.location ?? []))].sort()) {
    const source = await folder.open(name);
    try {
      files.push({ name, size: source.size, sha256: await hashSource(source) });
    } finally {
      await source.close();
    }
  }
  return files;
}

async function hashSource(source: ByteSource): Promise<string> {
  const hash = createHash('sha256');
  for (let offset = 0; offset < source.size; offset += HASH_BYTES) {
    hash.update(await source.read(offset, Math.min(HASH_BYTES, source.size - offset)));
  }
  return hash.digest('hex');
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}
