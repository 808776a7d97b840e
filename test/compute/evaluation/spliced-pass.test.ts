/** A model in two halves: what it gives with its own activations in their place, with another window's, and what NumPy gave for the same. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLanguageModel } from '../../../loaders/onnx/language-model.ts';
import { getHookpoint } from '../../../loaders/onnx/onnx-hookpoints.ts';
import { HOOK_OUTPUT } from '../../../loaders/onnx/onnx-prune.ts';
import { SPLICE_INPUT, spliceAtTensor } from '../../../loaders/onnx/onnx-splice.ts';
import { openFeedSession } from '../../../src/compute/onnx/onnx-session.ts';
import { openHarvest } from '../../../src/jobs/contexts/open-harvest.ts';
import { bundledRoot } from '../../jobs/job-fixture.ts';

const model = 'models/reseed-stories';
let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-splice-'));
  await writeFile(
    path.join(root, 'text.txt'),
    'The little girl ran to the big park.\n\nThe little boy sat in the big house.',
  );
});
afterAll(() => rm(root, { recursive: true }));

const open = (hookpoint: string) =>
  openHarvest({ model, corpus: 'text.txt', roots: [root, bundledRoot], hookpoint, keepBos: true });

/** Logits of the whole model, taken where it makes them. [window][token][vocabulary] */
async function readLogits(): Promise<Float32Array[]> {
  const harvest = await open('logits');
  const windows: Float32Array[] = [];
  for await (const batch of harvest.start({ tokens: null, skipTokens: 0, threads: 1 })) {
    for (const window of new Set(batch.windows)) {
      const [from, to] = [batch.windows.indexOf(window), batch.windows.lastIndexOf(window) + 1];
      windows.push(batch.activations.slice(from * batch.d, to * batch.d));
    }
  }
  await harvest.close();
  return windows;
}

test.each(['layers.2', 'layers.0', 'layers.3.mlp'])(
  '%s: in two halves the model says what it says as a whole',
  async (hookpoint) => {
    const whole = await readLogits();
    const harvest = await open(hookpoint);
    let batches = 0;
    for await (const { tokens, x, d, run } of harvest.startSpliced({ tokens: null, maxLogits: 2 ** 24, threads: 1 })) {
      batches++;
      const [first, second] = tokens.lengths;
      expect([...tokens.skipped]).toEqual([1, 1]);
      expect(tokens.count).toBe(first + second - 2);
      const { values, vocabulary } = await run(x);
      const windowOf = (logits: Float32Array, row: number) =>
        logits.slice(row * tokens.s * vocabulary, (row * tokens.s + tokens.lengths[row]) * vocabulary);
      for (const [row, logits] of whole.entries()) {
        const worst = windowOf(values, row).reduce(
          (most, value, at) => Math.max(most, Math.abs(value - logits[at])),
          0,
        );
        expect(worst).toBeLessThan(1e-4);
      }
      const zeros = await run(new Float32Array(x.length));
      expect(zeros.values.some((value, at) => Math.abs(value - values[at]) > 0.5)).toBe(true);
      if (hookpoint !== 'layers.2' && hookpoint !== 'layers.0') continue;
      // The residual stream is all that the later layers see: that of the other window makes them say the other window's words.
      expect(first).toBe(second);
      const swapped = await run(Float32Array.of(...x.subarray(tokens.s * d), ...x.subarray(0, tokens.s * d)));
      for (const row of [0, 1]) {
        const [other, logits] = [windowOf(swapped.values, row), whole[1 - row]];
        expect(other.every((value, at) => Math.abs(value - logits[at]) < 1e-4)).toBe(true);
      }
    }
    expect(batches).toBe(1);
    await harvest.close();
  },
);

test('windows are run in as many batches as their logits allow, and end after the tokens asked for', async () => {
  const harvest = await open('layers.2');
  const counts: number[] = [];
  for await (const { tokens } of harvest.startSpliced({ tokens: null, maxLogits: 1, threads: 1 }))
    counts.push(tokens.count);
  expect(counts).toHaveLength(2);
  const fewer: number[] = [];
  for await (const { tokens } of harvest.startSpliced({ tokens: 3, maxLogits: 1, threads: 1 }))
    fewer.push(tokens.count);
  expect(fewer).toEqual([counts[0]]);
  await harvest.close();
});

const data = path.resolve(import.meta.dirname, '../../../../shared/data');
const real = path.join(data, 'stories260k');

test.skipIf(!existsSync(real))("spliced at every hook, stories260k gives NumPy's logits", async () => {
  const index = JSON.parse(readFileSync(path.join(real, 'reference_index.json'), 'utf8'));
  const reference = readFileSync(path.join(real, 'reference_activations.f32'));
  const ids = readFileSync(path.join(real, 'reference_ids.i64'));
  const [b, s]: number[] = index.shape_ids;
  const read = (name: string) => {
    const { byte_offset: offset, elements } = index.tensors[name];
    return new Float32Array(
      reference.buffer.slice(reference.byteOffset + offset, reference.byteOffset + offset + 4 * elements),
    );
  };
  const expected = read('logits');
  const language = await openLanguageModel({ path: 'stories260k', roots: [data] });
  const names = Object.keys(index.tensors).filter((name) => name !== 'logits');
  expect(names.length).toBeGreaterThan(15);
  for (const name of names.filter((_, at) => at % 4 === 0 || at === names.length - 1)) {
    const { tensor } = getHookpoint(language.graph, name);
    const spliced = await spliceAtTensor(language.source, { graph: language.graph, tensor });
    const session = await openFeedSession(spliced.bytes, {
      threads: 1,
      externalFolder: language.folderPath,
      output: HOOK_OUTPUT,
    });
    const values = read(name);
    const feed = new BigInt64Array(ids.buffer.slice(ids.byteOffset, ids.byteOffset + 8 * b * s));
    const answer = await session.run({
      input_ids: { type: 'int64', values: feed, shape: [b, s] },
      [SPLICE_INPUT]: { type: 'float32', values, shape: [b, s, values.length / (b * s)] },
    });
    const worst = expected.reduce((most, value, at) => Math.max(most, Math.abs(value - answer.values[at])), 0);
    expect(worst, name).toBeLessThan(2e-3);
    await session.close();
  }
  await language.close();
});
