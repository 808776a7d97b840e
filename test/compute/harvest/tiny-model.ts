/**
 * A language model small enough to compute by hand, written as exporters of PyTorch models write theirs: two layers, each a running mean over
 * the masked past ("attention") and an MLP, both added to the residual stream. What follows the layers lies in a file that does not exist, so
 * a model that is not pruned does not load.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PbfWriter } from 'pbf';
import { buildOnnxModel } from '../../../src/compute/onnx/onnx-model.ts';
import { pseudoRandom } from '../../jobs/sparsify-checkpoint.ts';

export const D = 4;
const HIDDEN = 6;
const POSITIONS = 16;
const WORDS = ['<unk>', '<s>', 'a', 'cat', 'sat', 'on', 'the', 'mat', 'and', 'slept'];
export const BOS = 1;

const weights = {
  'model.embed.weight': { shape: [WORDS.length, D], values: pseudoRandom(WORDS.length * D, 1) },
  'model.positions.weight': { shape: [POSITIONS, D], values: pseudoRandom(POSITIONS * D, 2) },
  ...Object.fromEntries(
    [0, 1].flatMap((layer) => [
      [`layers.${layer}.o_proj`, { shape: [D, D], values: pseudoRandom(D * D, 10 + layer) }],
      [`layers.${layer}.up_proj`, { shape: [D, HIDDEN], values: pseudoRandom(D * HIDDEN, 20 + layer) }],
      [`layers.${layer}.down_proj`, { shape: [HIDDEN, D], values: pseudoRandom(HIDDEN * D, 30 + layer) }],
    ]),
  ),
} as Record<string, { shape: number[]; values: Float32Array }>;

/** The weight that lies in a file of its own, and its name in the graph. */
export const EXTERNAL = { weight: 'layers.1.o_proj', file: 'model.onnx_data' };

/** Bytes of the model file. `location` is where it says that the external weight lies. */
export function buildTinyModel(location = EXTERNAL.file): Uint8Array {
  const layer = (i: number, input: string) => {
    const at = `/model/layers.${i}`;
    return [
      { operator: 'Mul', inputs: [input, 'mask'], outputs: [`${at}/self_attn/Mul_output_0`] },
      {
        operator: 'CumSum',
        inputs: [`${at}/self_attn/Mul_output_0`, 'one'],
        outputs: [`${at}/self_attn/CumSum_output_0`],
      },
      {
        operator: 'Div',
        inputs: [`${at}/self_attn/CumSum_output_0`, 'seen'],
        outputs: [`${at}/self_attn/Div_output_0`],
      },
      {
        operator: 'MatMul',
        inputs: [`${at}/self_attn/Div_output_0`, `layers.${i}.o_proj`],
        outputs: [`${at}/self_attn/o_proj/MatMul_output_0`],
      },
      { operator: 'Add', inputs: [input, `${at}/self_attn/o_proj/MatMul_output_0`], outputs: [`${at}/Add_output_0`] },
      {
        operator: 'MatMul',
        inputs: [`${at}/Add_output_0`, `layers.${i}.up_proj`],
        outputs: [`${at}/mlp/up_proj/MatMul_output_0`],
      },
      { operator: 'Relu', inputs: [`${at}/mlp/up_proj/MatMul_output_0`], outputs: [`${at}/mlp/act/Relu_output_0`] },
      {
        operator: 'MatMul',
        inputs: [`${at}/mlp/act/Relu_output_0`, `layers.${i}.down_proj`],
        outputs: [`${at}/mlp/down_proj/MatMul_output_0`],
      },
      {
        operator: 'Add',
        inputs: [`${at}/Add_output_0`, `${at}/mlp/down_proj/MatMul_output_0`],
        outputs: [`${at}/Add_1_output_0`],
      },
    ];
  };
  const model = buildOnnxModel({
    nodes: [
      {
        operator: 'Gather',
        inputs: ['model.embed.weight', 'input_ids'],
        outputs: ['/model/embed_tokens/Gather_output_0'],
      },
      {
        operator: 'Gather',
        inputs: ['model.positions.weight', 'position_ids'],
        outputs: ['/model/positions/Gather_output_0'],
      },
      {
        operator: 'Add',
        inputs: ['/model/embed_tokens/Gather_output_0', '/model/positions/Gather_output_0'],
        outputs: ['/model/Add_output_0'],
      },
      { operator: 'Cast', inputs: ['attention_mask'], outputs: ['flat_mask'], attributes: { to: 1 } },
      { operator: 'Unsqueeze', inputs: ['flat_mask', 'last'], outputs: ['mask'] },
      { operator: 'CumSum', inputs: ['mask', 'one'], outputs: ['seen'] },
      ...layer(0, '/model/Add_output_0'),
      ...layer(1, '/model/layers.0/Add_1_output_0'),
      { operator: 'MatMul', inputs: ['/model/layers.1/Add_1_output_0', 'lm_head'], outputs: ['logits'] },
    ],
    constants: [
      { name: 'one', type: 'int64', shape: [], bytes: new Uint8Array(BigInt64Array.of(1n).buffer) },
      { name: 'last', type: 'int64', shape: [1], bytes: new Uint8Array(BigInt64Array.of(2n).buffer) },
      ...Object.entries(weights)
        .filter(([name]) => name !== EXTERNAL.weight)
        .map(([name, { shape, values }]) => ({
          name,
          type: 'float32' as const,
          shape,
          bytes: new Uint8Array(values.buffer),
        })),
    ],
    inputs: ['input_ids', 'attention_mask', 'position_ids'].map((name) => ({
      name,
      type: 'int64',
      shape: ['batch', 'sequence'],
    })),
    outputs: [{ name: 'logits', type: 'float32', shape: ['batch', 'sequence', WORDS.length] }],
  });
  // Appended graphs are merged into the first one.
  const pbf = new PbfWriter();
  for (const [name, shape, file] of [
    [EXTERNAL.weight, [D, D], location],
    ['lm_head', [D, WORDS.length], 'missing.data'],
  ] as const) {
    pbf.writeMessage(7, (_, graph) => graph.writeMessage(5, writeExternal, { name, shape, file }), null);
  }
  return Buffer.concat([model, pbf.finish()]);
}

function writeExternal(tensor: { name: string; shape: readonly number[]; file: string }, pbf: PbfWriter): void {
  for (const length of tensor.shape) pbf.writeVarintField(1, length);
  pbf.writeVarintField(2, 1); // float32
  pbf.writeStringField(8, tensor.name);
  pbf.writeMessage(
    13,
    (_, entry) => {
      entry.writeStringField(1, 'location');
      entry.writeStringField(2, tensor.file);
    },
    null,
  );
  pbf.writeVarintField(14, 1); // TensorProto.EXTERNAL
}

/** Words, each a token; `<s>` is BOS. */
export const tinyTokenizer = {
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: [0, 1].map((id) => ({
    id,
    content: WORDS[id],
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  })),
  normalizer: null,
  pre_tokenizer: { type: 'Whitespace' },
  post_processor: null,
  decoder: null,
  model: { type: 'WordLevel', vocab: Object.fromEntries(WORDS.map((word, id) => [word, id])), unk_token: '<unk>' },
};

/** Writes the whole model folder. */
export async function writeTinyModel(folder: string, location?: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'model.onnx'), buildTinyModel(location));
  await writeFile(path.join(folder, EXTERNAL.file), new Uint8Array(weights[EXTERNAL.weight].values.buffer));
  await writeFile(path.join(folder, 'tokenizer.json'), JSON.stringify(tinyTokenizer));
  await writeFile(path.join(folder, 'tokenizer_config.json'), JSON.stringify({ bos_token: '<s>' }));
  await writeFile(
    path.join(folder, 'config.json'),
    JSON.stringify({ _name_or_path: 'test/tiny', max_position_embeddings: POSITIONS }),
  );
}

/** Writes the model with the file that is missing otherwise; returns its unembedding, [D, words]. */
export async function writeTinyUnembedding(folder: string): Promise<Float32Array> {
  await writeTinyModel(folder);
  const values = pseudoRandom(D * WORDS.length, 40);
  await writeFile(path.join(folder, 'missing.data'), new Uint8Array(values.buffer));
  return values;
}

/** What the model's tensors are for one window, by plain loops in float64: rows of D numbers, one per token. */
export function computeTiny(
  ids: readonly number[],
): Record<'layers.0.mlp' | 'layers.0' | 'layers.1.self_attn' | 'layers.1', number[][]> {
  const row = (name: string, i: number) => {
    const { shape, values } = weights[name];
    return Array.from(values.subarray(i * shape[1], (i + 1) * shape[1]));
  };
  const times = (x: number[], name: string) => {
    const { shape } = weights[name];
    return Array.from({ length: shape[1] }, (_, j) =>
      x.reduce((sum, value, i) => sum + value * weights[name].values[i * shape[1] + j], 0),
    );
  };
  const add = (x: number[], y: number[]) => x.map((value, z) => value + y[z]);
  let stream = ids.map((id, i) => add(row('model.embed.weight', id), row('model.positions.weight', i)));
  const found = {} as ReturnType<typeof computeTiny>;
  for (const layer of [0, 1]) {
    const attended = stream.map((_, i) => {
      const past = stream.slice(0, i + 1);
      return times(
        past[0].map((_, z) => past.reduce((sum, x) => sum + x[z], 0) / past.length),
        `layers.${layer}.o_proj`,
      );
    });
    const middle = stream.map((x, i) => add(x, attended[i]));
    const mlp = middle.map((x) =>
      times(
        times(x, `layers.${layer}.up_proj`).map((value) => Math.max(0, value)),
        `layers.${layer}.down_proj`,
      ),
    );
    stream = middle.map((x, i) => add(x, mlp[i]));
    Object.assign(found, {
      [`layers.${layer}.self_attn`]: attended,
      [`layers.${layer}.mlp`]: mlp,
      [`layers.${layer}`]: stream,
    });
  }
  return found;
}
