/**
 * What is fuzzed: every reader of files that come from elsewhere, with real files to spoil. A target reads a tree of files from memory and returns, or
 * throws a coded error; anything else is a finding.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { openActivationShards } from '../../loaders/activations/activation-shards.ts';
import { readDocuments } from '../../loaders/activations/text-documents.ts';
import { parseSaeLensCatalogue, readCatalogueText } from '../../loaders/catalogues/sae-lens-catalogue.ts';
import { checkpointFormats, findCheckpoints } from '../../loaders/checkpoints/formats.ts';
import { parseDelphiRun, readDelphiLatent } from '../../loaders/explanations/delphi-results.ts';
import { readLatentCache } from '../../loaders/explanations/latent-cache.ts';
import { readNeuronpedia } from '../../loaders/explanations/neuronpedia.ts';
import { readDashboard } from '../../loaders/explanations/sae-dashboard.ts';
import { findJsonObject } from '../../loaders/files/json-file.ts';
import { readPublishedMatching } from '../../loaders/matchings/read-published-matching.ts';
import { readOnnxGraph } from '../../loaders/onnx/onnx-graph.ts';
import { listHookpoints } from '../../loaders/onnx/onnx-hookpoints.ts';
import { pruneToTensor } from '../../loaders/onnx/onnx-prune.ts';
import { findUnembedding } from '../../loaders/onnx/onnx-unembedding.ts';
import { readOnnxWeight } from '../../loaders/onnx/onnx-weight.ts';
import { checkTokenizerConfig, parseTokenizer } from '../../loaders/onnx/tokenizer-file.ts';
import { TokenTexts } from '../../src/compute/contexts/token-texts.ts';
import { buildTokenizer } from '../../src/compute/harvest/text-windows.ts';
import { buildTinyModel, tinyTokenizer } from '../compute/harvest/tiny-model.ts';
import { MemoryFolder, MemorySource } from '../loaders/memory-folder.ts';
import { encodeTensor, writeSafetensors } from '../loaders/write-safetensors.ts';

/** Files by path. */
export type Tree = Record<string, Uint8Array>;

export interface FuzzTarget {
  readonly name: string;
  /** Whole inputs that are read without a fault, or with a coded one. */
  readonly cases: readonly Tree[];
  read(tree: Tree): Promise<void>;
}

const root = path.join(import.meta.dirname, '../..');
const loaders = path.join(root, 'test/loaders');
/** Numbers of rows that a spoilt file may ask for, at most. */
const MAX_NUMBERS = 1_000_000;
/** Larger files make slow inputs, and say nothing more. */
const MAX_FILE_BYTES = 300_000;

/** Every target, ready to be read. */
export async function listTargets(): Promise<FuzzTarget[]> {
  return [
    ...(await checkpointTargets()),
    {
      name: 'neuronpedia',
      cases: await filesBelow('golden-explanations/neuronpedia'),
      read: eachFile(drain(readNeuronpedia)),
    },
    { name: 'neuronpedia lines', cases: linesOfNeuronpedia(), read: eachFile(drain(readNeuronpedia)) },
    {
      name: 'sae-dashboard',
      cases: await filesBelow('golden-explanations/sae-dashboard'),
      read: eachFile(drain(readDashboard)),
    },
    { name: 'delphi', cases: [await tree('test/loaders/golden-explanations/delphi/run')], read: readDelphi },
    { name: 'latent cache', cases: [latentCache()], read: eachFile(readCache) },
    { name: 'matching pickle', cases: await filesBelow('golden-matchings', '.pkl'), read: readMatching },
    { name: 'matching text', cases: matchingTexts(), read: readMatching },
    { name: 'onnx', cases: [{ 'model.onnx': buildTinyModel() }], read: eachFile(readOnnx) },
    { name: 'tokenizer', cases: tokenizers(), read: readTokenizer },
    { name: 'corpus', cases: corpora(), read: eachFile(drain(readDocuments)) },
    { name: 'catalogue', cases: [{ 'pretrained_saes.yaml': text(CATALOGUE) }], read: eachFile(readCatalogue) },
    { name: 'activation shards', cases: [await shards()], read: readShards },
  ];
}

async function checkpointTargets(): Promise<FuzzTarget[]> {
  const byFormat = new Map<string, Tree[]>();
  for (const place of ['golden', 'publishers', 'situations', 'libraries']) {
    const files = await tree(`test/loaders/${place}`);
    for (const folder of new Set(Object.keys(files).map((file) => path.posix.dirname(file)))) {
      const found = await findCheckpoints(new MemoryFolder(folder, files));
      if (found.length === 0) continue;
      const above = folder.split('/').map((_, i, parts) => parts.slice(0, i).join('/'));
      const near = Object.entries(files).filter(([file]) => {
        const at = path.posix.dirname(file);
        return at === folder || at.startsWith(`${folder}/`) || above.includes(at);
      });
      const case_ = { [FOLDER]: new TextEncoder().encode(folder), ...Object.fromEntries(near) };
      const { name } = found[0].format;
      byFormat.set(name, [...(byFormat.get(name) ?? []), case_]);
    }
  }
  return checkpointFormats.flatMap(({ name }) => {
    const cases = byFormat.get(name) ?? [];
    return cases.length === 0 ? [] : [{ name: `checkpoint ${name}`, cases, read: readCheckpoints }];
  });
}

/** The folder that is opened; not a file of it, and never spoilt. */
export const FOLDER = '\u0000folder';

async function readCheckpoints(files: Tree): Promise<void> {
  const { [FOLDER]: place, ...rest } = files;
  const folder = new MemoryFolder(new TextDecoder().decode(place), rest);
  for (const { format, weights } of await findCheckpoints(folder)) {
    const checkpoint = await format.open(folder, { weights, decoderPart: 0 });
    try {
      const { nLatents: n, dIn: d, hasEncoder } = checkpoint.facts;
      await checkpoint.readScalars();
      await checkpoint.readDecoderBias();
      if (n * d > MAX_NUMBERS) continue;
      await checkpoint.readRows('DECODER', { start: 0, count: n });
      if (hasEncoder) await checkpoint.readRows('ENCODER', { start: 0, count: n });
      await checkpoint.hashFiles();
    } finally {
      await checkpoint.close();
    }
  }
}

async function readDelphi(files: Tree): Promise<void> {
  const run = parseDelphiRun(await findJsonObject(new MemoryFolder('', files), 'run_config.json'));
  const sources = Object.entries(files).map(([name, bytes]) => ({
    name,
    open: async () => new MemorySource(name, bytes),
  }));
  for (const explanation of sources.filter(({ name }) => name.startsWith('explanations/'))) {
    const scores = sources
      .filter(({ name }) => name.startsWith('scores/'))
      .map((file) => ({ ...file, scorer: 'fuzz' }));
    await readDelphiLatent({ index: 0, explanation, scores }, run);
  }
}

async function readCache(source: MemorySource): Promise<void> {
  const cache = await readLatentCache(source);
  if (cache.entries > MAX_NUMBERS) return;
  for await (const _ of cache.readChunks()) {
    // every entry is looked at by the reader
  }
  if (cache.corpus !== null && cache.corpus.sequences > 0)
    await cache.readTokens({ sequence: 0, from: 0, count: Math.min(10, cache.corpus.length) });
}

async function readMatching(files: Tree): Promise<void> {
  for (const file of Object.keys(files)) await readPublishedMatching({ folder: new MemoryFolder('', files), file });
}

async function readOnnx(source: MemorySource): Promise<void> {
  const graph = await readOnnxGraph(source);
  const [hookpoint] = listHookpoints(graph);
  if (hookpoint !== undefined) await pruneToTensor(source, { graph, tensor: hookpoint.tensor });
  findUnembedding(graph, 10);
  for (const weight of [...graph.weights.values()].slice(0, 3))
    if (weight.location === null) await readOnnxWeight(weight, { source, folderPath: '/nowhere' });
}

async function readCatalogue(source: MemorySource): Promise<void> {
  await parseSaeLensCatalogue(await readCatalogueText(source), source.name);
}

async function readTokenizer(files: Tree): Promise<void> {
  const tokenizer = parseTokenizer(files['tokenizer.json'], 'tokenizer.json');
  const config = (await findJsonObject(new MemoryFolder('', files), 'tokenizer_config.json')) ?? {};
  checkTokenizerConfig(config, 'tokenizer_config.json');
  const built = buildTokenizer({ tokenizer, config });
  built.encode('the cat sat on the mat\n<s> Z\u00e9');
  const texts = new TokenTexts({ tokenizer, config });
  for (const id of texts.listIds().slice(0, 20)) texts.textOf(id);
}

async function readShards(files: Tree): Promise<void> {
  const facts = { model: 'm', revision: 'r', hookpoint: 'h', normalisation: 'none' };
  const manifest = 'activations.json' in files ? {} : facts;
  const shards_ = await openActivationShards(new MemoryFolder('', files), manifest);
  try {
    if (shards_.tokens * shards_.space.dIn > MAX_NUMBERS) return;
    await shards_.readTokens({ start: 0, count: Math.min(4, shards_.tokens) });
  } finally {
    await shards_.close();
  }
}

function eachFile(read: (source: MemorySource) => Promise<void>): FuzzTarget['read'] {
  return async (files) => {
    for (const [name, bytes] of Object.entries(files)) await read(new MemorySource(name, bytes));
  };
}

function drain(read: (source: MemorySource) => AsyncIterable<unknown>): (source: MemorySource) => Promise<void> {
  return async (source) => {
    for await (const _ of read(source)) {
      // records are made as they are asked for
    }
  };
}

async function tree(folder: string): Promise<Tree> {
  const base = path.join(root, folder);
  const entries = await readdir(base, { recursive: true, withFileTypes: true });
  const files: Tree = {};
  for (const entry of entries) {
    if (!entry.isFile() || /\.(?:py|expected\.json)$/.test(entry.name) || entry.name === 'expected.json') continue;
    const file = path.join(entry.parentPath, entry.name);
    const bytes = await readFile(file);
    if (bytes.length <= MAX_FILE_BYTES)
      files[path.relative(base, file).split(path.sep).join('/')] = Uint8Array.from(bytes);
  }
  return files;
}

async function filesBelow(folder: string, suffix = ''): Promise<Tree[]> {
  const files = await tree(path.relative(root, path.join(loaders, folder)));
  return Object.entries(files)
    .filter(([name]) => name.endsWith(suffix))
    .map(([name, bytes]) => ({ [name]: bytes }));
}

const CATALOGUE = `a-res:
  conversion_func: gemma_3
  config_overrides:
    dataset_path: some/text
    model_from_pretrained_kwargs:
      center_writing_weights: true
  model: google/gemma-3-1b-pt
  repo_id: google/scope
  saes:
  - id: layer_13_width_262k
    path: resid_post/layer_13_width_262k_seed_1
    l0: 60
    neuronpedia: gemma-3-1b/13-res-262k
  - {id: 2, path: 2, l0: 1.5}
b:
  repo_id: a/b
  model: m
  saes: []
`;
const text = (value: string) => new TextEncoder().encode(value);
const json = (value: unknown) => text(JSON.stringify(value));

function linesOfNeuronpedia(): Tree[] {
  const of = { modelId: 'm', layer: '2-res-x', index: '1' };
  const lines = [
    {
      id: 'a',
      ...of,
      description: 'dogs',
      embedding: [0.1, 0.2],
      scores: [{ value: 1, explanationScoreTypeName: 'x' }],
      createdAt: '2025-01-01',
    },
    { ...of, tokens: ['a', 'b'], values: [0, 1], maxValue: 1, binMin: 0, binContains: 0.5, qualifyingTokenIndex: 1 },
    {
      ...of,
      frac_nonzero: 0.1,
      pos_str: ['a'],
      pos_values: [1],
      freq_hist_data_bar_values: [1],
      freq_hist_data_bar_heights: [2],
    },
    { id: '2-res-x', modelId: 'm', setName: 'res-x', num_prompts: 3, num_tokens_in_prompt: 8 },
  ];
  return [{ 'batch-0.jsonl': text(lines.map((line) => JSON.stringify(line)).join('\n')) }];
}

function latentCache(): Tree {
  const whole = (shape: number[], values: number[]) => ({
    shape,
    dtype: 'I64',
    bytes: new Uint8Array(BigInt64Array.from(values, BigInt).buffer),
  });
  const tensors = {
    locations: whole([3, 3], [0, 1, 0, 0, 2, 1, 1, 0, 0]),
    activations: encodeTensor('F16', [3], [1, 2, 0.5]),
    tokens: whole([2, 4], [5, 6, 7, 8, 9, 10, 11, 12]),
  };
  return { '0_10.safetensors': writeSafetensors(tensors) };
}

function matchingTexts(): Tree[] {
  const side = { partners: [1, 0], cosines: [0.5, 0.25] };
  const csv = '# reseed matching 1\n# a: {"name":"a"}\nlatent_a,latent_b,cosine\n0,1,0.5\n1,0,0.25\n';
  return [
    { 'm.json': json({ format: 'reseed matching 1', a: { name: 'a' }, b: { name: 'b' }, decoder: side }) },
    { 'm.csv': text(csv) },
  ];
}

function tokenizers(): Tree[] {
  const bpe = {
    added_tokens: [],
    normalizer: {
      type: 'Sequence',
      normalizers: [{ type: 'NFC' }, { type: 'Replace', pattern: { String: ' ' }, content: '_' }],
    },
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
    post_processor: {
      type: 'TemplateProcessing',
      single: [{ Sequence: { id: 'A', type_id: 0 } }],
      pair: [],
      special_tokens: {},
    },
    decoder: { type: 'ByteLevel' },
    model: { type: 'BPE', vocab: { a: 0, b: 1, ab: 2, t: 3 }, merges: ['a b'], unk_token: null },
  };
  const unigram = {
    ...tinyTokenizer,
    model: {
      type: 'Unigram',
      unk_id: 0,
      vocab: [
        ['<unk>', 0],
        ['a', -1],
        ['\u2581', -2],
      ],
    },
  };
  const wordPiece = {
    ...tinyTokenizer,
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      vocab: { '[UNK]': 0, a: 1, '##b': 2 },
      max_input_chars_per_word: 100,
    },
  };
  const config = json({ bos_token: '<s>', added_tokens_decoder: { 1: { content: '<s>', special: true } } });
  return [tinyTokenizer, bpe, unigram, wordPiece].map((one) => ({
    'tokenizer.json': json(one),
    'tokenizer_config.json': config,
  }));
}

function corpora(): Tree[] {
  return [
    { 'a.jsonl': text('{"text": "one\\ntwo"}\n\n{"text": "three"}\n') },
    { 'a.txt': text('one two<|endoftext|>three\n\nfour\r\n\r\nfive') },
  ];
}

async function shards(): Promise<Tree> {
  const rows = encodeTensor('F32', [4, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
  const shard = writeSafetensors({ activations: rows });
  const real = await tree('seeds-data/activations/layers.2.mlp');
  const manifest = JSON.parse(new TextDecoder().decode(real['activations.json'])) as {
    files: object[];
    tokens?: number;
  };
  const own = {
    ...manifest,
    space: { ...(manifest as unknown as { space: object }).space, dIn: 2 },
    tokens: 4,
    files: [{ ...manifest.files[0], name: 'shard-00000.safetensors', tokens: 4, bytes: shard.length }],
  };
  return { 'activations.json': json(own), 'shard-00000.safetensors': shard };
}
