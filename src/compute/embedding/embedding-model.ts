/** A folder in the layout of transformers.js -> which files of it decide the vectors, and a hash of them. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ReseedError } from '../../errors.ts';

/** Files of the graph in the order in which they are preferred, with what transformers.js calls their type. */
const GRAPHS = [
  ['onnx/model.onnx', 'fp32'],
  ['onnx/model_fp16.onnx', 'fp16'],
  ['onnx/model_quantized.onnx', 'q8'],
] as const;

/** Next to the graph. */
const REQUIRED = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];
const OPTIONAL = ['1_Pooling/config.json', 'special_tokens_map.json'];

export interface EmbeddingModel {
  /** Absolute. */
  folder: string;
  /** The folder's own name. */
  name: string;
  /** sha256 over the files that decide the vectors. */
  version: string;
  dtype: (typeof GRAPHS)[number][1];
  pooling: 'mean' | 'cls';
}

/** Looks at the model in `folder`. Throws `EMBEDDER_UNAVAILABLE` that names what is missing or not supported. */
export async function readEmbeddingModel(folder: string): Promise<EmbeddingModel> {
  const absolute = path.resolve(folder);
  const name = path.basename(absolute);
  const refuse = (fault: string): never => {
    throw new ReseedError('EMBEDDER_UNAVAILABLE', `Cannot embed text with "${name}": ${fault}`, {
      hint: 'Set RESEED_EMBEDDING_MODEL to a folder in the layout of transformers.js: config.json, tokenizer.json, tokenizer_config.json, onnx/model.onnx.',
    });
  };
  const there = async (file: string) => (await stat(path.join(absolute, file)).catch(() => null))?.isFile() === true;
  for (const file of REQUIRED) if (!(await there(file))) refuse(`it has no file "${file}"`);
  let graph: (typeof GRAPHS)[number] | undefined;
  for (const candidate of GRAPHS) if (graph === undefined && (await there(candidate[0]))) graph = candidate;
  if (graph === undefined) return refuse(`it has none of ${GRAPHS.map(([file]) => file).join(', ')}`);
  const hash = createHash('sha256').update(`reseed embedder 1 ${graph[1]}\n`);
  for (const file of [...REQUIRED, graph[0], `${graph[0]}_data`, ...OPTIONAL]) {
    if (!(await there(file))) continue;
    const own = createHash('sha256');
    await pipeline(createReadStream(path.join(absolute, file)), own);
    hash.update(`${file} ${own.digest('hex')}\n`);
  }
  const pooling = await readPooling(path.join(absolute, '1_Pooling/config.json'), refuse);
  return { folder: absolute, name, version: hash.digest('hex'), dtype: graph[1], pooling };
}

/** As sentence-transformers writes it. */
async function readPooling(file: string, refuse: (fault: string) => never): Promise<EmbeddingModel['pooling']> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return 'mean';
  let config: Record<string, unknown>;
  try {
    config = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return refuse('1_Pooling/config.json is no JSON');
  }
  if (config.pooling_mode_cls_token === true) return 'cls';
  if (config.pooling_mode_mean_tokens === true) return 'mean';
  return refuse('it pools tokens by neither mean nor first token');
}
