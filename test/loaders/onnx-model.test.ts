/** Maps of model files, their hookpoints, and models pruned to one of them. That they compute the same is in `test/compute/harvest`. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ByteSource } from '../../loaders/files/byte-source.ts';
import { openLanguageModel } from '../../loaders/onnx/language-model.ts';
import { readOnnxGraph } from '../../loaders/onnx/onnx-graph.ts';
import { getHookpoint, listHookpoints } from '../../loaders/onnx/onnx-hookpoints.ts';
import { pruneToTensor } from '../../loaders/onnx/onnx-prune.ts';
import { isReseedError } from '../../src/errors.ts';
import { buildOnnxModel } from '../../src/compute/onnx/onnx-model.ts';
import { buildTinyModel, D, EXTERNAL, writeTinyModel } from '../compute/harvest/tiny-model.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-onnx-'));
  await writeTinyModel(path.join(root, 'tiny'));
});
afterAll(() => rm(root, { recursive: true }));

const sourceOf = (bytes: Uint8Array): ByteSource => ({
  name: 'model.onnx',
  size: bytes.length,
  read: async (offset, length) => {
    if (offset < 0 || length < 0 || offset + length > bytes.length) throw new RangeError('outside');
    return bytes.slice(offset, offset + length);
  },
  close: async () => {},
});
const graphOf = (bytes: Uint8Array) => readOnnxGraph(sourceOf(bytes));

describe('the map of a graph', () => {
  test('has nodes, weights with shapes, and inputs', async () => {
    const graph = await graphOf(buildTinyModel());
    expect(graph.nodes).toHaveLength(6 + 2 * 9 + 1);
    expect(graph.nodes[0]).toMatchObject({ operator: 'Gather', inputs: ['model.embed.weight', 'input_ids'] });
    expect(graph.weights.get('layers.0.up_proj')).toMatchObject({ dims: [4, 6], location: null });
    expect(graph.weights.get(EXTERNAL.weight)).toMatchObject({ dims: [4, 4], location: EXTERNAL.file });
    expect(graph.inputs.map(({ name, elementType, shape }) => ({ name, elementType, shape }))).toEqual(
      ['input_ids', 'attention_mask', 'position_ids'].map((name) => ({ name, elementType: 7, shape: [null, null] })),
    );
    expect(graph.outputs[0]).toMatchObject({ name: 'logits', elementType: 1, shape: [null, null, 10] });
  });

  test('what is no model is refused, whatever it is', async () => {
    for (const bytes of [[], [0xff], [0x3a, 0x7f], [7, 7, 7], [0x3a, 0]])
      await expect(graphOf(Uint8Array.from(bytes))).rejects.toMatchObject({ code: 'MODEL_BAD' });
    const model = buildTinyModel();
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: model.length - 1 }),
        fc.integer({ min: 0, max: 255 }),
        fc.boolean(),
        async (at, byte, cut) => {
          const damaged = cut ? model.slice(0, at) : model.slice();
          if (!cut) damaged[at] = byte;
          try {
            const graph = await graphOf(damaged);
            listHookpoints(graph);
          } catch (error) {
            expect(isReseedError(error, 'MODEL_BAD')).toBe(true);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('hookpoints', () => {
  test('of an export with scopes: modules, layers and what is between, with widths', async () => {
    const all = listHookpoints(await graphOf(buildTinyModel()));
    const named = all.filter((one) => one.basis === 'SCOPE');
    expect(named.map(({ name, tensor, width }) => `${name} ${tensor} ${width}`).toSorted()).toEqual(
      [0, 1]
        .flatMap((i) => [
          `layers.${i} /model/layers.${i}/Add_1_output_0 ${D}`,
          `layers.${i}.mlp /model/layers.${i}/mlp/down_proj/MatMul_output_0 ${D}`,
          `layers.${i}.resid_mid /model/layers.${i}/Add_output_0 ${D}`,
          `layers.${i}.self_attn /model/layers.${i}/self_attn/o_proj/MatMul_output_0 ${D}`,
        ])
        .toSorted(),
    );
    const others = all.filter((one) => one.basis === 'TENSOR').map((one) => one.name);
    expect(others).toContain('/model/Add_output_0');
    expect(others).not.toContain('/model/layers.0/mlp/up_proj/MatMul_output_0'); // six wide
    expect(new Set(all.map((one) => one.name)).size).toBe(all.length);
  });

  test('by node names where exporters put the scope there; GPT-2 calls its layers h', async () => {
    const add = (inputs: string[], output: string) => ({ operator: 'Add', inputs, outputs: [output] });
    const graph = await graphOf(
      buildOnnxModel({
        nodes: [
          { operator: 'MatMul', inputs: ['x', 'w'], outputs: ['/transformer/h.0/attn/c_proj/Gemm_output_0'] },
          add(['x', '/transformer/h.0/attn/c_proj/Gemm_output_0'], '/transformer/h.0/Add_output_0'),
          {
            operator: 'Cast',
            inputs: ['/transformer/h.0/Add_output_0'],
            outputs: ['/transformer/h.0/ln_2/Cast_output_0'],
            attributes: { to: 1 },
          },
          {
            operator: 'Gemm',
            inputs: ['/transformer/h.0/ln_2/Cast_output_0', 'w'],
            outputs: ['/transformer/h.0/mlp/c_proj/Flat_output_0'],
          },
          {
            operator: 'Reshape',
            inputs: ['/transformer/h.0/mlp/c_proj/Flat_output_0', 'shape'],
            outputs: ['/transformer/h.0/mlp/c_proj/Gemm_output_0'],
          },
          {
            operator: 'Identity',
            inputs: ['/transformer/h.0/mlp/c_proj/Gemm_output_0'],
            outputs: ['/transformer/h.0/mlp/unused_output_0'],
          },
          add(
            ['/transformer/h.0/ln_2/Cast_output_0', '/transformer/h.0/mlp/c_proj/Gemm_output_0'],
            '/transformer/h.0/Add_1_output_0',
          ),
        ],
        constants: [{ name: 'w', type: 'float32', shape: [2, 2], bytes: new Uint8Array(16) }],
        inputs: [{ name: 'x', type: 'float32', shape: ['b', 's', 2] }],
        outputs: [{ name: '/transformer/h.0/Add_1_output_0', type: 'float32', shape: ['b', 's', 2] }],
      }),
    );
    // Not the one that nothing uses; as wide as the sum that it goes into.
    expect(getHookpoint(graph, 'h.0.mlp')).toMatchObject({
      tensor: '/transformer/h.0/mlp/c_proj/Gemm_output_0',
      width: 2,
    });
    expect(getHookpoint(graph, 'h.0.resid_mid').tensor).toBe('/transformer/h.0/Add_output_0');
    expect(getHookpoint(graph, 'h.0')).toMatchObject({ tensor: '/transformer/h.0/Add_1_output_0', width: 2 });
  });

  test('two sublayers that are summed at once have no middle', async () => {
    const graph = await graphOf(
      buildOnnxModel({
        nodes: [
          { operator: 'MatMul', inputs: ['x', 'w'], outputs: ['/gpt_neox/layers.0/attention/dense/MatMul_output_0'] },
          { operator: 'MatMul', inputs: ['x', 'w'], outputs: ['/gpt_neox/layers.0/mlp/dense/MatMul_output_0'] },
          {
            operator: 'Add',
            inputs: [
              '/gpt_neox/layers.0/mlp/dense/MatMul_output_0',
              '/gpt_neox/layers.0/attention/dense/MatMul_output_0',
            ],
            outputs: ['/gpt_neox/layers.0/Add_output_0'],
          },
          {
            operator: 'Add',
            inputs: ['/gpt_neox/layers.0/Add_output_0', 'x'],
            outputs: ['/gpt_neox/layers.0/Add_1_output_0'],
          },
        ],
        constants: [{ name: 'w', type: 'float32', shape: [2, 2], bytes: new Uint8Array(16) }],
        inputs: [{ name: 'x', type: 'float32', shape: ['b', 's', 2] }],
        outputs: [{ name: '/gpt_neox/layers.0/Add_1_output_0', type: 'float32', shape: ['b', 's', 2] }],
      }),
    );
    const named = listHookpoints(graph).filter((one) => one.basis === 'SCOPE');
    expect(named.map((one) => one.name).toSorted()).toEqual(['layers.0', 'layers.0.attention', 'layers.0.mlp']);
  });

  test('by the name of a tensor, whatever its width; and one that is not there', async () => {
    const graph = await graphOf(buildTinyModel());
    expect(getHookpoint(graph, '/model/layers.0/mlp/up_proj/MatMul_output_0')).toMatchObject({
      width: 6,
      basis: 'TENSOR',
    });
    expect(() => getHookpoint(graph, 'layers.7.mlp')).toThrow(expect.objectContaining({ code: 'HOOKPOINT_UNKNOWN' }));
  });

  const real = path.resolve(import.meta.dirname, '../../../shared/data/stories260k');
  test.skipIf(!existsSync(real))('of the real model', async () => {
    const model = await openLanguageModel({ path: real, roots: [real] });
    await model.close();
    const named = listHookpoints(model.graph).filter((one) => one.basis === 'HOOK');
    expect(named).toHaveLength(21);
    expect(getHookpoint(model.graph, 'layers.2.mlp')).toEqual({
      name: 'layers.2.mlp',
      tensor: 'layers.2.mlp.output',
      width: 64,
      basis: 'HOOK',
    });
    expect(getHookpoint(model.graph, 'layers.2').tensor).toBe('layers.2.resid_post');
  });
});

test('pruning keeps what leads to the tensor, and only that', async () => {
  const source = sourceOf(buildTinyModel());
  const graph = await readOnnxGraph(source);
  const prune = (name: string) => pruneToTensor(source, { graph, tensor: getHookpoint(graph, name).tensor });
  const first = await prune('layers.0.mlp');
  expect(first.nodes).toEqual({ kept: 6 + 8, of: 25 });
  expect(first.external).toEqual([]);
  expect((await prune('layers.1')).external.map((weight) => weight.location)).toEqual([EXTERNAL.file]);
  expect((await prune('/model/embed_tokens/Gather_output_0')).inputs.map((input) => input.name)).toEqual(['input_ids']);
  const again = await graphOf(first.bytes);
  expect(again.nodes.at(-1)).toMatchObject({ operator: 'Cast', outputs: ['reseed_hook'] });
  expect([...again.weights.keys()]).not.toContain('lm_head');
  await expect(pruneToTensor(source, { graph, tensor: 'input_ids' })).rejects.toThrow(RangeError);
});

describe('a model folder', () => {
  const open = (name: string) => openLanguageModel({ path: path.join(root, name), roots: [root] });

  test('says who it is, and reseed.json wins', async () => {
    const model = await open('tiny');
    await model.close();
    expect(model).toMatchObject({ name: 'test/tiny', revision: 'unspecified', fileName: 'model.onnx', maxContext: 16 });
    expect((await model.readTokenizer()).config).toEqual({ bos_token: '<s>' });
    await writeTinyModel(path.join(root, 'stated'));
    await writeFile(path.join(root, 'stated/reseed.json'), JSON.stringify({ model: 'org/tiny', revision: 'r1' }));
    const stated = await open('stated');
    await stated.close();
    expect(stated).toMatchObject({ name: 'org/tiny', revision: 'r1' });
  });

  test('as exporters lay it out: the model in a folder of its own', async () => {
    await writeTinyModel(path.join(root, 'laid-out'));
    await mkdir(path.join(root, 'laid-out/onnx'));
    for (const name of ['model.onnx', EXTERNAL.file]) {
      await rename(path.join(root, 'laid-out', name), path.join(root, 'laid-out/onnx', name));
    }
    for (const name of ['laid-out', 'laid-out/onnx', 'laid-out/onnx/model.onnx']) {
      const model = await open(name);
      expect(model.name).toBe('test/tiny');
      expect((await model.readTokenizer()).tokenizer).toHaveProperty('model');
      await model.checkExternal(
        [...model.graph.weights.values()].filter((weight) => weight.location === EXTERNAL.file),
      );
      await model.close();
    }
  });

  test.each(['../outside.data', '/etc/passwd', 'a/../../outside.data', ''])(
    'weights at "%s" are refused',
    async (location) => {
      const name = `escaping-${location.replaceAll(/\W/g, '-')}`;
      await writeTinyModel(path.join(root, name), location);
      await writeFile(path.join(root, 'outside.data'), new Uint8Array(64));
      const model = await open(name);
      const weight = model.graph.weights.get(EXTERNAL.weight);
      await expect(model.checkExternal(weight === undefined ? [] : [weight])).rejects.toMatchObject({
        code: 'PATH_OUTSIDE_ROOTS',
      });
      await model.close();
    },
  );

  test('weights behind a link that leaves the folder, and weights that are gone', async () => {
    await writeTinyModel(path.join(root, 'linked'));
    await rm(path.join(root, 'linked', EXTERNAL.file));
    const model = await open('linked');
    const weights = [...model.graph.weights.values()].filter((weight) => weight.location === EXTERNAL.file);
    await expect(model.checkExternal(weights)).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' });
    await writeFile(path.join(root, 'outside.data'), new Uint8Array(64));
    await symlink(path.join(root, 'outside.data'), path.join(root, 'linked', EXTERNAL.file));
    await expect(model.checkExternal(weights)).rejects.toMatchObject({ code: 'PATH_OUTSIDE_ROOTS' });
    await model.close();
  });

  test('without a model, without a tokenizer, with a broken one', async () => {
    await mkdir(path.join(root, 'bare'));
    await expect(open('bare')).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' });
    await writeFile(path.join(root, 'bare/other.onnx'), buildTinyModel());
    const model = await open('bare');
    await expect(model.readTokenizer()).rejects.toMatchObject({ code: 'MODEL_BAD' });
    await writeFile(path.join(root, 'bare/tokenizer.json'), '[');
    await expect(model.readTokenizer()).rejects.toMatchObject({ code: 'MODEL_BAD' });
    await model.close();
  });
});
