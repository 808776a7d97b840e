/** Activations of a tiny model against plain loops, and of a real one (where it lies next to the repository) against its reference. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLanguageModel } from '../../../loaders/onnx/language-model.ts';
import { getHookpoint } from '../../../loaders/onnx/onnx-hookpoints.ts';
import { HOOK_OUTPUT, pruneToTensor } from '../../../loaders/onnx/onnx-prune.ts';
import {
  harvest,
  type HarvestBatch,
  type HarvestModel,
  type HarvestRequest,
} from '../../../src/compute/harvest/harvest.ts';
import { buildFeeds, padWindows } from '../../../src/compute/harvest/model-feeds.ts';
import { startModelThread } from '../../../src/compute/harvest/model-thread.ts';
import { buildTokenizer, cutWindows } from '../../../src/compute/harvest/text-windows.ts';
import { BOS, computeTiny, D, tinyTokenizer, writeTinyModel } from './tiny-model.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'reseed-harvest-'));
  await writeTinyModel(folder);
});
afterAll(() => rm(folder, { recursive: true }));

const tokenizer = { tokenizer: tinyTokenizer, config: { bos_token: '<s>' } };
const documents = [
  'a cat sat on the mat and slept',
  'the mat',
  '',
  'a',
  'the cat and the mat and a cat and a mat',
  'on and on',
];

async function openModel(at: string, hookpoint: string): Promise<HarvestModel> {
  const model = await openLanguageModel({ path: at, roots: [at] });
  try {
    const { tensor } = getHookpoint(model.graph, hookpoint);
    const pruned = await pruneToTensor(model.source, { graph: model.graph, tensor });
    return { bytes: pruned.bytes, inputs: pruned.inputs, output: HOOK_OUTPUT, externalFolder: model.folderPath };
  } finally {
    await model.close();
  }
}

async function collect(hookpoint: string, request: Partial<HarvestRequest> = {}) {
  const found: { id: number; position: number; window: number; document: number; activation: number[] }[] = [];
  const batches: HarvestBatch[] = [];
  for await (const batch of harvest({
    model: await openModel(folder, hookpoint),
    tokenizer,
    documents,
    context: 5,
    batchWindows: 2,
    bos: 'WINDOW',
    keepBos: false,
    tokens: null,
    skipTokens: 0,
    threads: 1,
    ...request,
  })) {
    batches.push(batch);
    expect(batch.d).toBe(D);
    for (let t = 0; t < batch.ids.length; t++)
      found.push({
        id: batch.ids[t],
        position: batch.positions[t],
        window: batch.windows[t],
        document: batch.documents[t],
        activation: [...batch.activations.subarray(t * D, (t + 1) * D)],
      });
  }
  return { found, batches };
}

/** The windows of the documents, by the rule written out. */
function windowsOf(context: number, keepBos: boolean) {
  const words = Object.entries(tinyTokenizer.model.vocab);
  const expected: { id: number; position: number; window: number; document: number; ids: number[] }[] = [];
  let window = 0;
  documents.forEach((text, document) => {
    const ids = text
      .split(' ')
      .filter(Boolean)
      .map((word) => words.find(([known]) => known === word)?.[1] ?? 0);
    for (let from = 0; from < ids.length; from += context - 1, window++) {
      const fed = [BOS, ...ids.slice(from, from + context - 1)];
      fed.forEach((id, position) => {
        if (position > 0 || keepBos) expected.push({ id, position, window, document, ids: fed });
      });
    }
  });
  return expected;
}

test.each(['layers.0.mlp', 'layers.0', 'layers.1.self_attn', 'layers.1'] as const)(
  '%s of every token, whatever the padding of its batch',
  async (hookpoint) => {
    const { found } = await collect(hookpoint, { keepBos: true });
    const expected = windowsOf(5, true);
    expect(found).toMatchObject(
      expected.map(({ id, position, window, document }) => ({ id, position, window, document })),
    );
    found.forEach(({ activation }, t) => {
      const naive = computeTiny(expected[t].ids)[hookpoint][expected[t].position];
      activation.forEach((value, z) => expect(value).toBeCloseTo(naive[z], 5));
    });
  },
);

test('a harvest that continues gives the very same numbers, from any token', async () => {
  const whole = (await collect('layers.1')).found;
  expect(whole.map(({ id, position, window }) => [id, position, window])).toEqual(
    windowsOf(5, false).map(({ id, position, window }) => [id, position, window]),
  );
  for (const skipTokens of [1, 3, 8, 9, whole.length - 1, whole.length, whole.length + 5])
    expect((await collect('layers.1', { skipTokens })).found).toEqual(whole.slice(skipTokens));
  for (const tokens of [1, 7, 8, whole.length, whole.length + 5]) {
    expect((await collect('layers.1', { tokens })).found).toEqual(whole.slice(0, tokens));
    expect((await collect('layers.1', { tokens, skipTokens: 4 })).found).toEqual(whole.slice(4, Math.max(4, tokens)));
  }
});

test('the text is read as far as it is needed', async () => {
  let read = 0;
  const endless = (function* () {
    for (;;) {
      read++;
      yield 'a cat sat on the mat';
    }
  })();
  const { found } = await collect('layers.0', { documents: endless, tokens: 20 });
  expect(found).toHaveLength(20);
  expect(read).toBeLessThan(10);
});

describe('windows', () => {
  const cut = async (bos: 'WINDOW' | 'DOCUMENT' | 'NONE', context: number) => {
    const windows = [];
    for await (const { document, hasBos, ids } of cutWindows(documents.slice(0, 2), {
      tokenizer: buildTokenizer(tokenizer),
      context,
      bos,
    }))
      windows.push([document, hasBos, ...ids]);
    return windows;
  };

  test('begin with BOS by the rule', async () => {
    expect(await cut('WINDOW', 6)).toEqual([
      [0, true, 1, 2, 3, 4, 5, 6],
      [0, true, 1, 7, 8, 9],
      [1, true, 1, 6, 7],
    ]);
    expect(await cut('DOCUMENT', 6)).toEqual([
      [0, true, 1, 2, 3, 4, 5, 6],
      [0, false, 7, 8, 9],
      [1, true, 1, 6, 7],
    ]);
    expect(await cut('NONE', 3)).toEqual([
      [0, false, 2, 3, 4],
      [0, false, 5, 6, 7],
      [0, false, 8, 9],
      [1, false, 6, 7],
    ]);
  });

  test('a tokenizer without BOS, or of an unknown kind', async () => {
    const bare = buildTokenizer({ tokenizer: tinyTokenizer, config: {} });
    expect(bare.bos).toBeNull();
    const windows = cutWindows(['a'], { tokenizer: bare, context: 4, bos: 'WINDOW' });
    await expect(windows.next()).rejects.toMatchObject({ code: 'MODEL_UNSUPPORTED' });
    expect(() => buildTokenizer({ tokenizer: { model: { type: 'Unheard' } }, config: {} })).toThrow(
      expect.objectContaining({ code: 'MODEL_UNSUPPORTED' }),
    );
  });
});

describe('feeds', () => {
  const batch = padWindows([{ ids: Int32Array.of(5, 6, 7) }, { ids: Int32Array.of(8) }]);
  const feed = (name: string, elementType: number, shape: (number | null)[] | null = [null, null]) =>
    buildFeeds([{ name, elementType, shape }], batch)[name];

  test('ids, mask and positions of padded windows, and caches without a past', () => {
    expect(feed('input_ids', 7)).toEqual({
      type: 'int64',
      values: BigInt64Array.of(5n, 6n, 7n, 8n, 0n, 0n),
      shape: [2, 3],
    });
    expect(feed('attention_mask', 7).values).toEqual(BigInt64Array.of(1n, 1n, 1n, 1n, 0n, 0n));
    expect(feed('position_ids', 7).values).toEqual(BigInt64Array.of(0n, 1n, 2n, 0n, 1n, 2n));
    expect(feed('past_key_values.0.key', 1, [null, 4, null, 8]).shape).toEqual([2, 4, 0, 8]);
    expect(feed('past_key_values.11.value', 10, [null, 4, null, 8])).toEqual({
      type: 'float16',
      values: new Uint16Array(0),
      shape: [2, 4, 0, 8],
    });
    expect(feed('use_cache_branch', 9, [1]).values).toEqual(Uint8Array.of(0));
  });

  test.each([
    ['pixel_values', 1],
    ['input_ids', 1],
    ['encoder_hidden_states', 1],
  ])('%s of type %i is refused', (name, type) => {
    expect(() => feed(name, type)).toThrow(expect.objectContaining({ code: 'MODEL_UNSUPPORTED' }));
  });
});

describe('what goes wrong ends with a reason, and with the thread', () => {
  test('a model that is none, and one whose tensor has no vector per token', async () => {
    const model = { ...(await openModel(folder, 'layers.0')), bytes: new Uint8Array([1, 2, 3]) };
    await expect(collect('layers.0', { model })).rejects.toMatchObject({ code: 'MODEL_BAD' });
    await expect(collect('flat_mask')).rejects.toMatchObject({ code: 'MODEL_UNSUPPORTED' });
  });

  test('an id that the model does not have', async () => {
    const wide = structuredClone(tinyTokenizer);
    wide.model.vocab.slept = 99;
    await expect(collect('layers.0', { tokenizer: { ...tokenizer, tokenizer: wide } })).rejects.toMatchObject({
      code: 'MODEL_BAD',
    });
  });

  test('external data that is gone', async () => {
    const model = { ...(await openModel(folder, 'layers.1')), externalFolder: path.join(folder, 'nowhere') };
    await expect(collect('layers.1', { model })).rejects.toMatchObject({ code: 'MODEL_BAD' });
    // The first layer does not need it.
    await collect('layers.0', {
      model: { ...(await openModel(folder, 'layers.0')), externalFolder: path.join(folder, 'nowhere') },
    });
  });

  test('a signal, before and in the middle; a text that fails', async () => {
    await expect(collect('layers.0', { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
    const stopping = new AbortController();
    const text = (function* () {
      for (let i = 0; ; i++) {
        if (i === 9) stopping.abort(new Error('enough'));
        yield 'a cat';
      }
    })();
    await expect(collect('layers.0', { documents: text, signal: stopping.signal })).rejects.toThrow('enough');
    const failing = (function* () {
      yield 'a cat';
      throw new Error('the text is gone');
    })();
    await expect(collect('layers.0', { documents: failing })).rejects.toThrow('the text is gone');
  });
});

const real = path.resolve(import.meta.dirname, '../../../../shared/data/stories260k');

describe.skipIf(!existsSync(path.join(real, 'model.onnx')))('the real model', () => {
  const index: { tensors: Record<string, { byte_offset: number; elements: number }> } = existsSync(real)
    ? JSON.parse(readFileSync(path.join(real, 'reference_index.json'), 'utf8'))
    : { tensors: {} };

  test.each(['embed', 'layers.0.attn', 'layers.2.mlp', 'layers.2', 'layers.4'])(
    '%s equals its reference',
    async (hookpoint) => {
      const model = await openModel(real, hookpoint);
      const file = readFileSync(path.join(real, 'reference_ids.i64'));
      const ids = Int32Array.from(new BigInt64Array(new Uint8Array(file).buffer), Number);
      const thread = await startModelThread({ ...model, model: model.bytes, threads: 1, provider: 'cpu' });
      const windows = [0, 1, 2].map((row) => ({ ids: ids.subarray(row * 37, (row + 1) * 37) }));
      const { values, shape } = await thread.run(buildFeeds(model.inputs, padWindows(windows)));
      await thread.stop();
      expect(shape).toEqual([3, 37, 64]);
      const tensor =
        hookpoint === 'embed' || /\.(attn|mlp)$/.test(hookpoint) ? `${hookpoint}.output` : `${hookpoint}.resid_post`;
      const { byte_offset: offset, elements } = index.tensors[tensor];
      const bytes = new Uint8Array(readFileSync(path.join(real, 'reference_activations.f32'))).slice(
        offset,
        offset + 4 * elements,
      );
      const reference = new Float32Array(bytes.buffer);
      expect(reference).toHaveLength(values.length);
      const worst = values.reduce((most, value, i) => Math.max(most, Math.abs(value - reference[i])), 0);
      expect(worst).toBeLessThan(1e-5);
    },
  );
});
