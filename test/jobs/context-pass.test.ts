/** A pass over a text that is stopped and gone on with finds what one that is left alone finds, to the last bit. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DictionaryRow } from '../../db/stores/dictionaries.ts';
import type { JobRow } from '../../db/stores/job-runs.ts';
import { openLanguageModel } from '../../loaders/onnx/language-model.ts';
import { ContextCollector } from '../../src/compute/contexts/context-collector.ts';
import { defaultContextSettings } from '../../src/compute/contexts/context-settings.ts';
import { TokenTexts } from '../../src/compute/contexts/token-texts.ts';
import { ReconstructionMeter } from '../../src/compute/encoding/reconstruction-meter.ts';
import { buildRandomStream } from '../../src/compute/nulls/random-stream.ts';
import { passOver } from '../../src/jobs/contexts/context-pass.ts';
import { openPassCheckpoint, type PassCheckpoint } from '../../src/jobs/contexts/pass-checkpoint.ts';
import type { EncodingWeights } from '../../src/jobs/contexts/read-encoder.ts';
import { type OpenHarvest, openHarvest } from '../../src/jobs/contexts/open-harvest.ts';
import { D, tinyTokenizer, writeTinyModel } from '../compute/harvest/tiny-model.ts';
import { pseudoRandom } from './sparsify-checkpoint.ts';

const N = 8;
const NEAREST = Int32Array.from({ length: 2 * N }, (_, z) => ((z >> 1) + 1 + (z & 1)) % N);
const settings = { ...defaultContextSettings, windowLength: 4, top: 3, quantiles: 2, perQuantile: 3 };
let root: string;
let harvest: OpenHarvest;
let texts: TokenTexts;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-pass-'));
  await writeTinyModel(path.join(root, 'model'));
  const random = buildRandomStream(9);
  const words = Object.keys(tinyTokenizer.model.vocab).slice(2);
  // Long enough for samples to be full and to be drawn from: more windows than are kept of any latent.
  const documents = Array.from({ length: 300 }, () =>
    Array.from({ length: 1 + (random.nextUint32() % 20) }, () => words[random.nextUint32() % words.length]).join(' '),
  );
  await writeFile(path.join(root, 'text.txt'), documents.join('\n\n'));
  harvest = await openHarvest({ model: 'model', corpus: 'text.txt', roots: [root], hookpoint: 'layers.1', context: 9 });
  const model = await openLanguageModel({ path: 'model', roots: [root] });
  texts = new TokenTexts(await model.readTokenizer());
  await model.close();
});
afterAll(async () => {
  await harvest.close();
  await rm(root, { recursive: true });
});

function exampleWeights(seed: number): EncodingWeights {
  const rows = pseudoRandom(N * D, seed);
  const none = { centre: null, scale: null, threshold: null, magnitude: null };
  return {
    encoder: { kind: 'TOPK', n: N, d: D, k: 2, rows, bias: new Float32Array(N), normalisation: 'none', ...none },
    decoder: { d: D, rows, bias: null, scale: null, normalisation: 'none' as const },
  };
}

/** Passes with two dictionaries; stops after so many batches. */
async function pass(checkpoint: PassCheckpoint | null, stopAfter = Number.POSITIVE_INFINITY) {
  const weights = [exampleWeights(1), exampleWeights(2)];
  const seen = weights.map(({ decoder }, at) => ({
    dictionary: { id: 10 + at } as DictionaryRow,
    collector: new ContextCollector({ n: N, settings }),
    meter: new ReconstructionMeter(decoder),
  }));
  const stopping = new AbortController();
  let batches = 0;
  const interrupted: OpenHarvest = {
    ...harvest,
    async *start(run) {
      for await (const batch of harvest.start(run)) {
        if (batches++ === stopAfter) stopping.abort(new Error('stopped'));
        yield batch;
      }
    },
  };
  const context = {
    settings: { importRoots: [root], threads: 1, memoryMb: 512 },
    signal: stopping.signal,
    job: { id: 'job', attempt: 1 } as JobRow,
    progress: () => {},
    notice: (text: string) => expect.unreachable(text),
    fenced: async () => undefined as never,
  };
  const { tokens, resumedAt } = await passOver(interrupted, {
    seen,
    weights,
    texts,
    settings,
    tokens: null,
    checkpoint,
    context,
  });
  const found = seen.map(({ collector, meter }) => [[...collector.listFindings(NEAREST)], meter.finish()]);
  return { tokens, resumedAt, batches, found };
}

const openExample = (key: string) => openPassCheckpoint({ folder: path.join(root, 'checkpoints'), key, writer: 'a-1' });

test('stopped twice and gone on with: the same findings as without', async () => {
  const alone = await pass(null);
  expect(alone.batches).toBeGreaterThan(8);
  const checkpoint = openExample('stopped');
  await expect(pass(checkpoint, 3)).rejects.toThrow('stopped');
  await expect(pass(checkpoint, 2)).rejects.toThrow('stopped');
  const rest = await pass(checkpoint);
  expect(rest.batches).toBe(alone.batches - 5);
  expect(rest.resumedAt).toBeGreaterThan(0);
  expect(rest).toMatchObject({ tokens: alone.tokens });
  expect(rest.found).toEqual(alone.found);
  // The whole pass is there, too, for a job that is killed while it writes.
  expect(await pass(checkpoint)).toMatchObject({ batches: 0, resumedAt: alone.tokens, found: alone.found });
  await writeFile(path.join(root, 'checkpoints/stopped.b-2.part'), 'of a writer that was killed');
  await checkpoint.remove();
  expect(await readdir(path.join(root, 'checkpoints'))).toEqual([]);
});

test('a checkpoint serves some of its dictionaries, and is not read where it is damaged or of others', async () => {
  const checkpoint = openExample('damaged');
  await expect(pass(checkpoint, 3)).rejects.toThrow('stopped');
  expect((await checkpoint.read([11]))?.dictionaries.map(({ id }) => id)).toEqual([11]);
  expect(await checkpoint.read([10, 12])).toBeNull();
  const file = path.join(root, 'checkpoints/damaged.pass');
  const bytes = await readFile(file);
  for (const at of [5, bytes.length - 40, bytes.length - 2]) {
    const damaged = Buffer.from(bytes);
    damaged[at] ^= 0x40;
    await writeFile(file, damaged);
    expect(await checkpoint.read([10, 11])).toBeNull();
  }
  for (const length of [0, 3, 4, bytes.length - 1]) {
    await writeFile(file, bytes.subarray(0, length));
    expect(await checkpoint.read([10, 11])).toBeNull();
  }
  expect(await openExample('nowhere').read([10])).toBeNull();
});
