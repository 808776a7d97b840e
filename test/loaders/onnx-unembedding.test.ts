/** The unembedding in graphs as exporters write them, and its numbers. */
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LanguageModel, openLanguageModel } from '../../loaders/onnx/language-model.ts';
import { findUnembedding } from '../../loaders/onnx/onnx-unembedding.ts';
import { buildOnnxModel, type OnnxNode } from '../../src/compute/onnx/onnx-model.ts';
import { writeTinyUnembedding } from '../compute/harvest/tiny-model.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-unembedding-'));
});
afterAll(() => rm(root, { recursive: true }));

const values = Float32Array.from({ length: 15 }, (_, i) => i - 7.5);

/** A model whose logits, `columns` wide where it says so, come from x and the weight `w` of `shape` by `nodes`. */
async function withModel<T>(
  of: { nodes: OnnxNode[]; shape: number[]; output?: string; columns?: number },
  use: (model: LanguageModel) => T,
): Promise<Awaited<T>> {
  const file = path.join(root, 'model.onnx');
  const w = { name: 'w', type: 'float32' as const, shape: of.shape, bytes: new Uint8Array(values.buffer) };
  const output = { name: of.output ?? 'logits', type: 'float32' as const, shape: ['n', of.columns ?? 'columns'] };
  const inputs = [{ name: 'x', type: 'float32' as const, shape: ['n', 3] }];
  await writeFile(file, buildOnnxModel({ nodes: of.nodes, inputs, outputs: [output], constants: [w] }));
  const model = await openLanguageModel({ path: file, roots: [root] });
  try {
    return await use(model);
  } finally {
    await model.close();
  }
}

const matMul: OnnxNode = { operator: 'MatMul', inputs: ['x', 'w'], outputs: ['logits'] };
const turned: OnnxNode[] = [
  { operator: 'Transpose', inputs: ['w'], outputs: ['turned'] },
  { operator: 'MatMul', inputs: ['x', 'turned'], outputs: ['product'] },
  { operator: 'Identity', inputs: ['product'], outputs: ['logits'] },
];
const gemm: OnnxNode = { operator: 'Gemm', inputs: ['x', 'w'], outputs: ['logits'], attributes: { transB: 1 } };

test.each([
  { name: 'a product', nodes: [matMul], shape: [3, 5], byToken: false },
  { name: 'a tied embedding, transposed', nodes: turned, shape: [5, 3], byToken: true },
  { name: 'a Gemm that transposes', nodes: [gemm], shape: [5, 3], columns: 5, byToken: true },
  {
    name: 'no output called logits: the last product with a column per token',
    nodes: [{ ...matMul, outputs: ['y'] }],
    shape: [3, 5],
    output: 'y',
    byToken: false,
  },
])('finds and reads it: $name', async ({ byToken, ...of }) => {
  await withModel(of, async (model) => {
    const found = findUnembedding(model.graph, 5);
    expect(found).toMatchObject({ byToken, width: 3, vocabulary: 5, weight: { name: 'w' } });
    if (found !== null) expect(await model.readWeight(found.weight)).toEqual(values);
  });
});

test.each([
  { name: 'logits of another length', nodes: [matMul], shape: [3, 5], columns: 6 },
  { name: 'a Gemm whose logits have no stated length', nodes: [gemm], shape: [5, 3] },
  { name: 'logits that are no product', nodes: [{ ...matMul, operator: 'Mul' }], shape: [3, 5] },
])('finds none: $name', async (of) => {
  await withModel(of, (model) => expect(findUnembedding(model.graph, 5)).toBeNull());
});

test('a file of external data that is too short is refused', async () => {
  const folder = path.join(root, 'tiny');
  const written = await writeTinyUnembedding(folder);
  const model = await openLanguageModel({ path: folder, roots: [root] });
  try {
    const weight = model.graph.weights.get('lm_head');
    if (weight === undefined) throw new Error('the tiny model has an unembedding');
    expect(await model.readWeight(weight)).toEqual(written);
    await truncate(path.join(folder, 'missing.data'), 4 * written.length - 1);
    await expect(model.readWeight(weight)).rejects.toMatchObject({ code: 'MODEL_BAD' });
  } finally {
    await model.close();
  }
});
