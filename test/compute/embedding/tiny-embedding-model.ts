/**
 * A sentence-embedding model that fits a page: one vector per word, words of one group near each other, in the layout of transformers.js. Made here, so
 * that tests of search by meaning need nothing from elsewhere.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildOnnxModel } from '../../../src/compute/onnx/onnx-model.ts';
import { seededRandom } from '../../db/example-rows.ts';

export const TINY_DIMENSIONS = 16;

/** Groups of words that mean the same to it. */
const GROUPS = [
  ['river', 'rivers', 'lake', 'lakes', 'stream', 'water'],
  ['run', 'running', 'sprint', 'jog'],
  ['red', 'blue', 'colour', 'colours'],
  ['of', 'and', 'the', 'verbs', 'names', 'words'],
];

/** Writes the model to `folder`. `seed` changes every vector, so that two are different models. */
export async function writeTinyEmbeddingModel(folder: string, { seed = 1 }: { seed?: number } = {}): Promise<void> {
  const random = seededRandom(seed);
  const gaussian = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const vocab: Record<string, number> = { '[PAD]': 0, '[UNK]': 1 };
  const rows: number[][] = [0, 1].map(() => Array.from({ length: TINY_DIMENSIONS }, () => 0.01 * gaussian()));
  for (const [g, words] of GROUPS.entries()) {
    const centre = Array.from({ length: TINY_DIMENSIONS }, gaussian);
    // what every text holds says little
    const weight = g === GROUPS.length - 1 ? 0.1 : 1;
    for (const word of words) {
      vocab[word] = rows.length;
      rows.push(centre.map((x) => weight * (x + 0.2 * gaussian())));
    }
  }
  const table = Float32Array.from(rows.flat());
  const model = buildOnnxModel({
    nodes: [{ operator: 'Gather', inputs: ['table', 'input_ids'], outputs: ['last_hidden_state'] }],
    inputs: [
      { name: 'input_ids', type: 'int64', shape: ['batch', 'sequence'] },
      { name: 'attention_mask', type: 'int64', shape: ['batch', 'sequence'] },
    ],
    outputs: [{ name: 'last_hidden_state', type: 'float32', shape: ['batch', 'sequence', TINY_DIMENSIONS] }],
    constants: [
      { name: 'table', type: 'float32', shape: [rows.length, TINY_DIMENSIONS], bytes: new Uint8Array(table.buffer) },
    ],
  });
  const special = (id: number, content: string) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  });
  const files: Record<string, Uint8Array | object> = {
    'onnx/model.onnx': model,
    'config.json': { model_type: 'bert', hidden_size: TINY_DIMENSIONS },
    'tokenizer_config.json': {
      tokenizer_class: 'PreTrainedTokenizerFast',
      pad_token: '[PAD]',
      unk_token: '[UNK]',
      model_max_length: 64,
    },
    'tokenizer.json': {
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: [special(0, '[PAD]'), special(1, '[UNK]')],
      normalizer: { type: 'Lowercase' },
      pre_tokenizer: { type: 'Whitespace' },
      post_processor: null,
      decoder: null,
      model: { type: 'WordLevel', vocab, unk_token: '[UNK]' },
    },
  };
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content instanceof Uint8Array ? content : JSON.stringify(content));
  }
}
