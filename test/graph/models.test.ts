/** Language models and exports at the edge. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { D, writeTinyModel } from '../compute/harvest/tiny-model.ts';
import { dictionaryId, type Edge, openExampleEdge } from './example-edge.ts';

let edge: Edge;
let closed: Edge;
let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-models-'));
  await writeTinyModel(path.join(root, 'model'));
  edge = await openExampleEdge({ importRoots: [root], exportRoot: path.join(root, 'out') });
  closed = await openExampleEdge();
});
afterAll(async () => {
  await edge.close();
  await closed.close();
  await rm(root, { recursive: true });
});

const LIST = `query ($model: String!, $basis: [HookpointBasis!], $first: Int!, $after: String) {
  hookpoints(modelPath: $model, basis: $basis, first: $first, after: $after) {
    nodes { name tensor width basis } edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor } totalCount
  }
}`;

test('the hookpoints of a model, page by page, are all of them', async () => {
  const names: string[] = [];
  let after: string | null = null;
  for (;;) {
    const { hookpoints } = await edge.data(LIST, { model: 'model', basis: ['SCOPE', 'HOOK'], first: 3, after });
    expect(hookpoints.totalCount).toBe(8);
    expect(hookpoints.pageInfo.hasPreviousPage).toBe(after !== null);
    names.push(...hookpoints.nodes.map((one: { name: string }) => one.name));
    if (!hookpoints.pageInfo.hasNextPage) break;
    after = hookpoints.pageInfo.endCursor;
  }
  expect(names).toEqual(
    [0, 1].flatMap((i) => [`layers.${i}`, `layers.${i}.resid_mid`, `layers.${i}.self_attn`, `layers.${i}.mlp`]),
  );
  const { hookpoints } = await edge.data(LIST, { model: 'model/model.onnx', basis: null, first: 500 });
  expect(hookpoints.totalCount).toBeGreaterThan(8);
  expect(hookpoints.nodes[3]).toEqual({
    name: 'layers.0.mlp',
    tensor: '/model/layers.0/mlp/down_proj/MatMul_output_0',
    width: D,
    basis: 'SCOPE',
  });
});

test('models that are not there, not below a root, or none', async () => {
  await writeFile(path.join(root, 'text.onnx'), 'text');
  const code = (model: string, more: object = {}) => edge.code(LIST, { model, first: 10, ...more });
  expect(await code('nowhere')).toBe('SOURCE_NOT_FOUND');
  expect(await code('../..')).toBe('PATH_OUTSIDE_ROOTS');
  expect(await code('text.onnx')).toBe('MODEL_BAD');
  expect(await code('model', { first: 501 })).toBe('BAD_INPUT');
  expect(await code('model', { after: 'x' })).toBe('BAD_CURSOR');
});

const EXPORT = `mutation ($input: ExportCheckpointInput!) {
  exportCheckpoint(input: $input) { kind state title result { __typename } subject { ... on Dictionary { id } } }
}`;

test('an export is a job; without an export root there is none', async () => {
  const [seed] = edge.seeds;
  const { exportCheckpoint } = await edge.data(EXPORT, {
    input: { dictionary: dictionaryId(seed), format: 'SAE_LENS' },
  });
  expect(exportCheckpoint).toEqual({
    kind: 'EXPORT',
    state: 'QUEUED',
    title: 'export example/1 as sae-lens to sae-lens/example/layers.0.mlp/seed1',
    result: null,
    subject: { id: dictionaryId(seed) },
  });
  const refused = { input: { dictionary: dictionaryId(seed), format: 'SPARSIFY', folder: '../out' } };
  expect(await edge.code(EXPORT, refused)).toBe('BAD_INPUT');
  expect(await closed.code(EXPORT, { input: { dictionary: dictionaryId(closed.seeds[0]), format: 'SPARSIFY' } })).toBe(
    'EXPORT_OFF',
  );
});
