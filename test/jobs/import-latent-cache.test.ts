/** delphi's caches of activations, written here as delphi lays them out, against a naive count over the same entries. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findStatistics, listCollections, listContexts } from '../../db/stores/activations.ts';
import type { DictionaryRow } from '../../db/stores/dictionaries.ts';
import type { ImportReport } from '../../src/jobs/explanations/import-report.ts';
import { tinyTokenizer } from '../compute/harvest/tiny-model.ts';
import { publishExample, seededRandom } from '../db/example-rows.ts';
import { encodeTensor, type WrittenTensor, writeSafetensors } from '../loaders/write-safetensors.ts';
import { type JobFixture, startJobFixture } from './job-fixture.ts';

type Entry = [sequence: number, position: number, latent: number, value: number];

const WIDTHS = { U16: 2, U32: 4, I64: 8 };
let root: string;
let fixture: JobFixture;
let seed = 500;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-latent-cache-'));
  fixture = await startJobFixture({ importRoots: [root] });
});
afterAll(async () => {
  await fixture.close();
  await rm(root, { recursive: true });
});

function encodeWhole(dtype: keyof typeof WIDTHS, shape: number[], values: readonly number[]): WrittenTensor {
  const view = new DataView(new ArrayBuffer(values.length * WIDTHS[dtype]));
  values.forEach((value, i) => {
    if (dtype === 'U16') view.setUint16(2 * i, value, true);
    else if (dtype === 'U32') view.setUint32(4 * i, value, true);
    else view.setBigInt64(8 * i, BigInt(value), true);
  });
  return { shape, dtype, bytes: new Uint8Array(view.buffer) };
}

/** A file of entries whose latents are counted from `first`. */
function encodeCache(
  entries: readonly Entry[],
  of: {
    first?: number;
    corpus?: [number, number];
    ids?: number[];
    dtype?: keyof typeof WIDTHS;
    floats?: 'F16' | 'F32';
  },
): Record<string, WrittenTensor> {
  const { first = 0, corpus, dtype = 'U16' } = of;
  const places = entries.flatMap(([sequence, position, latent]) => [sequence, position, latent - first]);
  return {
    locations: encodeWhole(dtype, [entries.length, 3], places),
    activations: encodeTensor(
      of.floats ?? 'F16',
      [entries.length],
      entries.map(([, , , value]) => value),
    ),
    ...(corpus && { tokens: encodeWhole('I64', corpus, of.ids ?? tokenIds(corpus)) }),
  };
}

const tokenIds = ([sequences, length]: [number, number]) =>
  Array.from({ length: sequences * length }, (_, i) => (i * 7) % 97);

async function write(name: string, content: Record<string, WrittenTensor> | object | Uint8Array): Promise<void> {
  const file = path.join(root, name);
  await mkdir(path.dirname(file), { recursive: true });
  const isCache = name.endsWith('.safetensors') && !(content instanceof Uint8Array);
  const bytes = isCache ? writeSafetensors(content as Record<string, WrittenTensor>) : content;
  await writeFile(file, bytes instanceof Uint8Array ? bytes : JSON.stringify(bytes));
}

const publish = (options: { hookpoint?: string } = {}) =>
  publishExample(fixture.db, { n: 20, d: 4, seed: ++seed, ...options });

async function importFrom(from: string, dictionary: DictionaryRow | null) {
  const job = await fixture.queue.enqueue('EXPLANATIONS', { path: from, dictionary });
  const ended = await fixture.ended(job.id);
  return { ...ended, report: ended.result as ImportReport };
}

const keyOf = ({ spaceId, id: dictionaryId }: DictionaryRow, index: number) => ({ spaceId, dictionaryId, index });
const contextsOf = async (dictionary: DictionaryRow, index: number) => {
  const keys = [keyOf(dictionary, index)];
  const [list] = await listContexts(fixture.db, { keys, kinds: ['TOP'], first: 100, after: null, collectionId: null });
  return list.rows;
};
const statisticsOf = async (dictionary: DictionaryRow, index: number) =>
  (await findStatistics(fixture.db, [keyOf(dictionary, index)]))[0];

test('entries in any order give what a naive count gives; the same files again change nothing', async () => {
  const corpus: [number, number] = [30, 70]; // windows of 32, 32 and 6
  const ids = tokenIds(corpus);
  const random = seededRandom(11);
  const entries: Entry[] = [];
  for (let sequence = 0; sequence < 30; sequence++)
    for (let position = 0; position < 70; position++)
      // few values, so that windows tie
      for (const latent of [0, 3, 9, 12])
        if (random() < 0.2) entries.push([sequence, position, latent, Math.ceil(random() * 24) / 8]);
  const shuffled = entries.map((entry) => ({ entry, at: random() })).sort((a, b) => a.at - b.at);
  const of = (low: number, high: number) =>
    shuffled.map(({ entry }) => entry).filter(([, , latent]) => latent >= low && latent <= high);
  await write('run/latents/layers.1/0_9.safetensors', encodeCache(of(0, 9), { corpus }));
  const second = encodeCache(of(10, 19), { corpus, first: 10, dtype: 'U32', floats: 'F32' });
  await write('run/latents/layers.1/10_19.safetensors', second);
  await write('run/latents/layers.1/config.json', { dataset_repo: 'a/corpus', cache_ctx_len: 70 });
  const dictionary = await publish();
  const job = await importFrom('run', dictionary);
  expect(job).toMatchObject({ state: 'SUCCEEDED' });
  expect(job.report).toMatchObject({ files: 2, statistics: 4, contexts: 40, skipped: [] });
  const [[collection]] = await listCollections(fixture.db, [dictionary]);
  expect(collection).toMatchObject({
    source: 'delphi',
    dataset: 'a/corpus',
    tokens: 2100,
    contextLength: 32,
    hasTokenTexts: false,
    latents: 4,
  });
  for (const latent of [0, 3, 9, 12]) {
    const own = entries.filter((entry) => entry[2] === latent);
    const statistics = await statisticsOf(dictionary, latent);
    expect(statistics).toMatchObject({ firingCount: own.length, firingFrequency: own.length / 2100 });
    expect(statistics?.maxActivation).toBe(Math.max(...own.map((entry) => entry[3])));
    expect(statistics?.histogramCounts?.reduce((sum, count) => sum + count)).toBe(own.length);
    const windows = new Map<string, { document: number; offset: number; activations: number[] }>();
    for (const [document, position, , value] of own) {
      const offset = Math.floor(position / 32) * 32;
      const name = `${document}:${offset}`;
      const window = windows.get(name) ?? {
        document,
        offset,
        activations: Array<number>(Math.min(32, 70 - offset)).fill(0),
      };
      windows.set(name, window);
      window.activations[position - offset] = value;
    }
    const naive = [...windows.values()]
      .map((window) => ({ ...window, maxActivation: Math.max(...window.activations) }))
      .sort((a, b) => b.maxActivation - a.maxActivation || a.document - b.document || a.offset - b.offset)
      .slice(0, 10)
      .map((window, ordinal) => {
        const at = window.document * 70 + window.offset;
        const tokens = ids.slice(at, at + window.activations.length);
        const position = window.activations.indexOf(window.maxActivation);
        return { ...window, ordinal, position, tokenIds: tokens, tokens: tokens.map((id) => `<${id}>`) };
      });
    expect(await contextsOf(dictionary, latent)).toMatchObject(naive);
  }
  // nothing is said of latents without an entry
  expect(await statisticsOf(dictionary, 1)).toBeNull();
  const again = await importFrom('run', dictionary);
  expect(again.report).toMatchObject({ statistics: 0, contexts: 0, present: 1 });
});

test('a file of more entries than are read at once, of more latents than are looked at together', async () => {
  const corpus: [number, number] = [1100, 32];
  const latents = [0, 5, 32_768, 32_999];
  const random = seededRandom(13);
  const entries: Entry[] = [];
  for (let at = 0; at < 1100 * 32; at++)
    for (const latent of latents) entries.push([Math.floor(at / 32), at % 32, latent, Math.ceil(random() * 1000) / 8]);
  await write('many/latents/h/0_32999.safetensors', encodeCache(entries, { corpus, floats: 'F32' }));
  const dictionary = await publishExample(fixture.db, { n: 33_000, d: 4, seed: ++seed });
  expect((await importFrom('many', dictionary)).report).toMatchObject({ statistics: 4, contexts: 40, skipped: [] });
  for (const latent of latents) {
    expect(await statisticsOf(dictionary, latent)).toMatchObject({ firingCount: 35_200, firingFrequency: 1 });
    const values = entries.filter((entry) => entry[2] === latent).map((entry) => entry[3]);
    const naive = Array.from({ length: 1100 }, (_, document) => {
      const activations = values.slice(32 * document, 32 * document + 32);
      return { document, activations, maxActivation: Math.max(...activations) };
    });
    naive.sort((x, y) => y.maxActivation - x.maxActivation || x.document - y.document);
    expect(await contextsOf(dictionary, latent)).toMatchObject(naive.slice(0, 10));
  }
});

test('with a tokenizer above the files contexts hold texts; without tokens there are counts only', async () => {
  const corpus: [number, number] = [1, 3];
  await write(
    'texts/latents/h/0_19.safetensors',
    encodeCache([[0, 1, 5, 2]], { corpus, ids: [1, 2, 3], dtype: 'I64' }),
  );
  await write('texts/tokenizer.json', tinyTokenizer);
  const withTexts = await publish();
  expect((await importFrom('texts', withTexts)).report).toMatchObject({ statistics: 1, contexts: 1 });
  const [[collection]] = await listCollections(fixture.db, [withTexts]);
  expect(collection).toMatchObject({ hasTokenTexts: true, contextLength: 3 });
  const [context] = await contextsOf(withTexts, 5);
  expect(context).toMatchObject({ tokenIds: [1, 2, 3], activations: [0, 2, 0], position: 1 });
  expect(context.tokens.some((text) => /^<\d+>$/.test(text))).toBe(false);

  await write('bare/latents/h/0_19.safetensors', encodeCache([[0, 1, 5, 2]], {}));
  const bare = await publish();
  expect((await importFrom('bare', bare)).report).toMatchObject({ statistics: 1, contexts: 0, skipped: [] });
  expect(await statisticsOf(bare, 5)).toMatchObject({ firingCount: 1, firingFrequency: null, maxActivation: 2 });
});

test('what is outside of the file, the corpus or the dictionary is counted', async () => {
  const corpus: [number, number] = [2, 4];
  const good: Entry = [1, 3, 18, 0.5];
  const bad: Entry[] = [
    [2, 0, 18, 1], // sequence
    [0, 4, 18, 1], // position
    [0, -1, 18, 1],
    [0, 0, 17, 1], // before the file's first latent
    [0, 0, 26, 1], // after its last
    [0, 0, 25, 1], // not of the dictionary
    [0, 0, 21, 1],
    [0, 1, 18, -1], // no firing
    [0, 2, 18, 0],
    [0, 3, 18, Number.NaN],
    [0, 3, 18, Number.POSITIVE_INFINITY],
  ];
  const ids = [-1, 1, 2, 3, 4, 5, 6, 2 ** 31];
  const content = encodeCache([...bad, good, [0, 0, 19, 1]], { corpus, ids, first: 18, dtype: 'I64', floats: 'F32' });
  await write('odd/latents/h/18_25.safetensors', content);
  const overlap = encodeCache([[0, 0, 19, 1]], { corpus, ids, first: 19 });
  await write('odd/latents/h/19_30.safetensors', overlap);
  const unknown = encodeCache([[0, 0, 40, 1]], { corpus, ids, first: 31 });
  await write('odd/latents/h/31_50.safetensors', unknown);
  const dictionary = await publish();
  const job = await importFrom('odd', dictionary);
  const counts = Object.fromEntries(job.report.skipped.map(({ reason, count }) => [reason, count]));
  // two contexts hold no token ids
  expect(counts).toEqual({ MALFORMED: 9 + 2, UNKNOWN_LATENT: 3, DUPLICATE: 1 });
  expect(job.report).toMatchObject({ files: 2, statistics: 2, contexts: 0 });
  expect(await statisticsOf(dictionary, 18)).toMatchObject({ firingCount: 1, maxActivation: 0.5 });
  expect((await importFrom('odd', null)).report.skipped).toMatchObject([{ reason: 'UNKNOWN_SOURCE', count: 1 }]);
});

test('of several caches the one of the hookpoint is taken', async () => {
  const corpus: [number, number] = [1, 2];
  for (const [hook, value] of [
    ['layers.0', 1],
    ['layers.1', 2],
  ] as const)
    await write(`hooks/latents/${hook}/0_19.safetensors`, encodeCache([[0, 0, 0, value]], { corpus }));
  const second = await publish({ hookpoint: 'layers.1' });
  expect((await importFrom('hooks', second)).report.skipped).toMatchObject([{ reason: 'OTHER_SOURCE', count: 1 }]);
  expect(await statisticsOf(second, 0)).toMatchObject({ maxActivation: 2 });
  const other = await publish({ hookpoint: 'layers.2' });
  const job = await importFrom('hooks', other);
  expect(job.report).toMatchObject({ statistics: 0, skipped: [{ reason: 'OTHER_SOURCE', count: 2 }] });
});

test('a file of another form is refused, and nothing of the cache is kept', async () => {
  const corpus: [number, number] = [1, 2];
  const good = encodeCache([[0, 0, 0, 1]], { corpus });
  const last = encodeCache([[0, 0, 10, 1]], { corpus, first: 10 });
  const whole = writeSafetensors(last);
  const { locations: _none, ...withoutPlaces } = last;
  const refused: [string, Record<string, WrittenTensor> | Uint8Array, string][] = [
    ['cut', whole.subarray(0, whole.length - 1), 'SAFETENSORS_TRUNCATED'],
    ['absent', withoutPlaces, 'FILE_BAD'],
    ['float', { ...last, locations: encodeTensor('F32', [1, 3], [0, 0, 0]) }, 'FILE_BAD'],
    ['shape', { ...last, locations: encodeWhole('U16', [3], [0, 0, 0]) }, 'FILE_BAD'],
    ['whole', { ...last, activations: encodeWhole('U16', [1], [1]) }, 'FILE_BAD'],
    ['count', { ...last, activations: encodeTensor('F16', [2], [1, 1]) }, 'FILE_BAD'],
    ['empty', { ...last, tokens: encodeWhole('I64', [4, 0], []) }, 'FILE_BAD'],
    ['corpus', encodeCache([[0, 0, 10, 1]], { corpus: [1, 3], first: 10 }), 'FILE_BAD'],
  ];
  const dictionary = await publish();
  for (const [name, content, errorCode] of refused) {
    await write(`${name}/latents/h/0_9.safetensors`, good);
    await write(`${name}/latents/h/10_19.safetensors`, content);
    expect(await importFrom(name, dictionary), name).toMatchObject({ state: 'FAILED', errorCode });
  }
  await write('order/latents/h/9_3.safetensors', good);
  expect(await importFrom('order', dictionary)).toMatchObject({ state: 'FAILED', errorCode: 'FILE_BAD' });
  const rows = await fixture.db.query(
    'select 1 from activation_collections where space_id = $1 and dictionary_id = $2',
    [dictionary.spaceId, dictionary.id],
  );
  expect(rows).toEqual([]);
});
