/** Golden files, made with Python's json and gzip as the field's tools make theirs; and what is refused or skipped. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ByteSource } from '../../loaders/files/byte-source.ts';
import { readBytes } from '../../loaders/files/byte-stream.ts';
import { parseDelphiRun, readDelphiLatent } from '../../loaders/explanations/delphi-results.ts';
import { findLatentFiles, type LatentFile } from '../../loaders/explanations/find-latent-files.ts';
import { readJsonElements } from '../../loaders/explanations/json-elements.ts';
import type { LatentRecord } from '../../loaders/explanations/latent-file-record.ts';
import { readNeuronpedia } from '../../loaders/explanations/neuronpedia.ts';
import { readDashboard } from '../../loaders/explanations/sae-dashboard.ts';
import { readLines } from '../../loaders/files/read-text-lines.ts';

const golden = fileURLToPath(new URL('./golden-explanations', import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'reseed-explanations-'));
});
afterAll(() => rm(folder, { recursive: true }));

const memory = (name: string, bytes: Uint8Array): ByteSource => ({
  name,
  size: bytes.length,
  read: async (offset, length) => new Uint8Array(bytes.subarray(offset, offset + length)),
  close: async () => {},
});

async function collect<T>(from: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of from) all.push(one);
  return all;
}

async function readFiles(
  files: readonly LatentFile[],
  read: (source: ByteSource) => AsyncIterable<LatentRecord>,
): Promise<LatentRecord[]> {
  const all: LatentRecord[] = [];
  for (const file of files) {
    const source = await file.open();
    all.push(...(await collect(read(source))));
    await source.close();
  }
  return all;
}

test('Neuronpedia: corpus first, then features, contexts and explanations, index as number or digits', async () => {
  const files = await findLatentFiles({ path: 'neuronpedia', roots: [golden] });
  expect(files.neuronpedia.map(({ name }) => name)).toEqual([
    'v1/tiny-model/2-res-x/source.jsonl',
    'v1/tiny-model/2-res-x/features/batch-0.jsonl.gz',
    'v1/tiny-model/2-res-x/activations/batch-0.jsonl.gz',
    'v1/tiny-model/2-res-x/explanations/batch-0.jsonl.gz',
    'v1/tiny-model/2-res-x/model.jsonl',
  ]);
  const records = await readFiles(files.neuronpedia, readNeuronpedia);
  const portalId = 'tiny-model/2-res-x';
  expect(records[0]).toEqual({
    kind: 'CORPUS',
    portalId,
    dataset: 'a/corpus',
    tokens: 3145728,
    contextLength: 128,
    hasTokenTexts: true,
  });
  const [first, second] = records.filter((r) => r.kind === 'ACTIVATIONS' && r.statistics !== null);
  expect(first).toMatchObject({
    portalId,
    index: 0,
    place: { file: 'v1/tiny-model/2-res-x/features/batch-0.jsonl.gz', line: 1 },
    statistics: {
      firingFrequency: 0.015625,
      maxActivation: 3.5,
      histogramValues: [0.5, 3],
      histogramCounts: [10, 2],
      promotedTokens: [' river', '"'],
      promotedValues: [1.5, 0.25],
      suppressedTokens: ['x'],
      logitHistogramValues: null,
    },
  });
  expect(second).toMatchObject({ index: 3, statistics: { firingFrequency: 0, maxActivation: null } });
  const contexts = records.flatMap((r) => (r.kind === 'ACTIVATIONS' ? r.contexts : []));
  expect(contexts).toMatchObject([
    { tokens: ['a', ' river', '\n'], activations: [0, 3.5, 0.5], position: 1, maxActivation: 3.5, contextKind: 'TOP' },
    { tokens: ['<b>', ' é'], position: 0, maxActivation: 0, contextKind: 'NON_ACTIVATING' },
    { tokens: ['b', ' lake'], position: 0, maxActivation: 1, contextKind: 'QUANTILE' },
  ]);
  const explanations = records.filter((r) => r.kind === 'EXPLANATION');
  expect(explanations).toMatchObject([
    {
      portalId,
      index: 0,
      text: 'names of rivers',
      method: 'oai_token-act-pair',
      explainerModel: 'gpt-4o-mini',
      author: 'someone',
      source: 'neuronpedia',
      sourceId: 'e0',
      madeAt: new Date('2025-03-01T10:00:00Z'),
      embedding: {
        embedder: { name: 'neuronpedia', version: 'as published', dimensions: 3 },
        vector: Float32Array.of(0.5, -0.25, 1),
      },
      scores: [
        {
          scorer: 'eleuther_fuzz',
          value: 0.75,
          scoringModel: 'gpt-4o-mini',
          sourceId: 's1',
          details: { jsonDetails: '{"a":1}' },
        },
      ],
    },
    {
      index: 3,
      text: 'line\nbreaks & <i>markup</i>',
      method: 'unspecified',
      explainerModel: null,
      details: { notes: 'by hand' },
      madeAt: new Date('2025-03-01T10:00:00Z'),
      embedding: { vector: Float32Array.of(0, 0.125) },
      scores: [],
    },
    { index: 9999999 },
  ]);
});

test('SAEDashboard: intervals are quantiles from the weakest, silent texts are counter-examples', async () => {
  const { dashboards } = await findLatentFiles({ path: 'sae-dashboard/batch-0.json', roots: [golden] });
  const [corpus, first, second, ...rest] = await readFiles(dashboards, readDashboard);
  expect(corpus).toMatchObject({
    kind: 'CORPUS',
    portalId: 'tiny-model/2-res-x',
    tokens: 40,
    contextLength: 4,
    dataset: 'a/corpus',
  });
  expect(first).toMatchObject({
    portalId: 'tiny-model/2-res-x',
    index: 1,
    statistics: { firingFrequency: 0.25, histogramCounts: [3, 1], promotedTokens: ['p'] },
    contexts: [
      { contextKind: 'TOP', position: 1, quantile: null },
      { contextKind: 'QUANTILE', position: 0, quantile: 1 },
      { contextKind: 'QUANTILE', position: 1, quantile: 0 },
      { contextKind: 'NON_ACTIVATING', position: 0, quantile: null },
    ],
  });
  expect(second).toMatchObject({ index: 2, contexts: [] });
  expect(rest).toEqual([]);
});

test('delphi: an explanation with its scores, and what has no explanation', async () => {
  const { delphi } = await findLatentFiles({ path: 'delphi', roots: [golden] });
  expect(delphi).toMatchObject([
    { hook: 'layers.2.mlp', run: 'delphi/run', latents: [{ index: 0 }, { index: 7 }, { index: 12 }] },
  ]);
  const config = JSON.parse(await readFile(path.join(golden, 'delphi/run/run_config.json'), 'utf8'));
  const run = parseDelphiRun(config);
  expect(run).toEqual({ method: 'default', explainerModel: 'a/llama', scoringModel: 'a/llama' });
  expect(parseDelphiRun(null)).toEqual({ method: 'default', explainerModel: null, scoringModel: null });
  const records = [];
  for (const latent of delphi[0].latents) records.push(...(await readDelphiLatent(latent, run)));
  expect(records).toMatchObject([
    {
      kind: 'EXPLANATION',
      index: 0,
      text: 'words about "rivers"',
      explainerModel: 'a/llama',
      scores: [{ scorer: 'detection', samples: [{ activating: true }, {}, {}, { prediction: null }] }],
    },
    { kind: 'SKIPPED', reason: 'NO_EXPLANATION', place: { file: 'run/scores/fuzz/layers.2.mlp_latent7.txt' } },
    { kind: 'SKIPPED', reason: 'EMPTY', place: { file: 'run/explanations/layers.2.mlp_latent12.txt' } },
  ]);
});

test('a broken line is skipped with its number and what is wrong; the others are read', async () => {
  const good = (index: number) => JSON.stringify({ modelId: 'm', layer: 'l', index, description: `text ${index}` });
  const lines = [
    good(0),
    '{"modelId": "m", "index": 1, "description": "cut',
    '',
    '[1, 2]',
    '{"unknown": 1}',
    '{"modelId": "m", "layer": "l", "index": -1, "description": "x"}',
    '{"modelId": "m", "layer": "l", "index": "1e3", "description": "x"}',
    '{"modelId": "m", "layer": "l", "index": 1, "description": 5}',
    '{"modelId": "m", "layer": "l", "index": 1, "description": "x", "embedding": [1, "two"]}',
    '{"modelId": "m", "layer": "l", "index": 1, "description": "x", "embedding": [{"a": 1}]}',
    '{"modelId": "m", "layer": "l", "index": 1, "description": "x", "embedding": [[1]]}',
    '{"modelId": "m", "layer": "l", "index": 1, "description": "x", "embedding": "[1,,2]"}',
    '{"modelId": "m", "layer": "l", "index": 1, "tokens": ["a"], "values": [1, 2]}',
    '{"modelId": "m", "layer": "l", "index": 1, "index": 2, "description": "twice"}',
    '{"__proto__": {"polluted": 1}, "modelId": "m", "layer": "l", "index": 1, "description": "fine"}',
    '{"modelId": "m", "layer": "l", "index": 1, "frac_nonzero": 1.5}',
    good(9),
  ];
  const bytes = Buffer.from(`${lines.join('\n')}\n`);
  const records = await collect(readNeuronpedia(memory('b.jsonl', bytes)));
  const skipped = records.filter((record) => record.kind === 'SKIPPED');
  expect(skipped.map(({ place, reason }) => `${place.line} ${reason}`)).toEqual([
    '2 BROKEN',
    '4 MALFORMED',
    '5 MALFORMED',
    '6 MALFORMED',
    '7 MALFORMED',
    '8 MALFORMED',
    '9 MALFORMED',
    '10 MALFORMED',
    '11 MALFORMED',
    '12 MALFORMED',
    '13 MALFORMED',
    '14 BROKEN',
    '16 MALFORMED',
  ]);
  expect(skipped[0].detail).toMatch(/character \d+/);
  expect(skipped[5].detail).toBe('"description" is of type number; expected text');
  expect(records.filter((record) => record.kind === 'EXPLANATION').map((record) => record.index)).toEqual([0, 1, 9]);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test('lines are what a split at line feeds gives, wherever chunks end; long ones are dropped without being held', async () => {
  const line = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replaceAll('\n', ' '));
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 12 }), fc.integer({ min: 1, max: 9 }), async (lines, step) => {
      const bytes = Buffer.from(lines.join('\n'));
      async function* chunks() {
        for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
      }
      const read = await collect(readLines(chunks(), { maxBytes: 10 }));
      const expected = lines.flatMap((text, i): object[] => {
        if (Buffer.byteLength(text) > 10) return [{ number: i + 1, text: null, fault: 'TOO_LONG' }];
        return text.trim() === '' ? [] : [{ number: i + 1, text, fault: null }];
      });
      expect(read).toEqual(expected);
    }),
  );
  const wrong = await collect(
    readLines(
      (async function* () {
        yield Uint8Array.of(0xff, 0x0a, 0x61);
      })(),
    ),
  );
  expect(wrong).toEqual([
    { number: 1, text: null, fault: 'NOT_UTF8' },
    { number: 2, text: 'a', fault: null },
  ]);
});

test('the parts of a large object are those that a parse of the whole gives, wherever chunks end', async () => {
  const value = fc.jsonValue({ maxDepth: 3 });
  const name = fc.string({ maxLength: 4 }).map((text) => `n${text.replaceAll(/["\\]/g, '_')}`);
  const object = fc.record({
    before: fc.dictionary(name, value, { maxKeys: 3 }),
    features: fc.array(value, { maxLength: 5 }),
    after: fc.dictionary(
      name.map((n) => `z${n}`),
      value,
      { maxKeys: 3 },
    ),
  });
  await fc.assert(
    fc.asyncProperty(
      object,
      fc.integer({ min: 1, max: 64 }),
      fc.boolean(),
      async ({ before, features, after }, step, pretty) => {
        const bytes = Buffer.from(JSON.stringify({ ...before, features, ...after }, null, pretty ? 2 : 0));
        async function* chunks() {
          for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
        }
        const refuse = (what: string): never => {
          throw new Error(what);
        };
        const parts = await collect(readJsonElements(chunks(), { array: 'features', refuse }));
        const parsed = parts.map((part) => JSON.parse(part.text ?? ''));
        expect(parsed).toEqual(
          [...Object.values(before), ...features, ...Object.values(after)].map((v) => JSON.parse(JSON.stringify(v))),
        );
        expect(parts.filter((part) => part.position !== null).map((part) => part.position)).toEqual(
          features.map((_, i) => i),
        );
      },
    ),
  );
});

test.each([
  ['[]', 'does not begin'],
  ['{"features": [1, 2', 'ends before'],
  ['{"features": [1}', 'wrong bracket'],
  ['{"a" 1}', 'colon'],
  ['{"a":,}', 'value is missing'],
  ['{} x', 'follows the end'],
  ['{a: 1}', 'name is missing'],
])('%s is no batch of a dashboard', async (text, what) => {
  const read = collect(readDashboard(memory('batch-0.json', Buffer.from(text))));
  await expect(read).rejects.toMatchObject({ code: 'FILE_BAD', message: expect.stringContaining(what) });
});

test('a broken feature is skipped, a huge one is not held', async () => {
  const feature = (index: unknown) => JSON.stringify({ feature_index: index, frac_nonzero: 0.5, activations: [] });
  const text = `{"model_id":"m","layer":0,"sae_set":"s","features":[${feature(0)},{"feature_index":01},${feature('x')},${feature(3)}]}`;
  const records = await collect(readDashboard(memory('batch-0.json', Buffer.from(text))));
  expect(
    records.map((r) =>
      r.kind === 'SKIPPED' ? `${r.reason} ${r.detail}` : r.kind === 'ACTIVATIONS' ? r.index : r.kind,
    ),
  ).toEqual([
    0,
    expect.stringMatching(/^BROKEN features\[1\] has /),
    expect.stringMatching(/^MALFORMED features\[2\]: "feature_index" is "x"/),
    3,
  ]);
  async function* endless() {
    yield Buffer.from('{"features":["');
    for (let i = 0; i < 100; i++) yield Buffer.alloc(1024, 0x61);
    yield Buffer.from('", 2]}');
  }
  const refuse = (what: string): never => {
    throw new Error(what);
  };
  const parts = await collect(readJsonElements(endless(), { array: 'features', refuse, maxPartBytes: 4096 }));
  expect(parts).toEqual([
    { name: 'features', position: 0, text: null },
    { name: 'features', position: 1, text: '2' },
  ]);
});

test('compression bombs, cut and broken gzip end the reading', async () => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20), { level: 9 });
  let seen = 0;
  const read = async () => {
    for await (const chunk of readBytes(memory('bomb.jsonl.gz', bomb))) seen += chunk.length;
  };
  await expect(read()).rejects.toMatchObject({ code: 'FILE_BAD', message: expect.stringContaining('times its size') });
  expect(seen).toBeLessThan(32 * 1024 * 1024);
  const honest = gzipSync(Buffer.from('{"id": 1}\n'.repeat(1000)));
  await expect(collect(readBytes(memory('a.gz', honest), { maxBytes: 5000 }))).rejects.toMatchObject({
    code: 'FILE_BAD',
  });
  await expect(collect(readBytes(memory('a.gz', honest.subarray(0, honest.length - 20))))).rejects.toMatchObject({
    code: 'FILE_BAD',
  });
  const broken = Buffer.from(honest);
  broken.fill(0x55, 20, 40);
  await expect(collect(readBytes(memory('a.gz', broken)))).rejects.toMatchObject({ code: 'FILE_BAD' });
  expect(Buffer.concat(await collect(readBytes(memory('a.gz', honest)))).toString()).toBe('{"id": 1}\n'.repeat(1000));
  const members = Buffer.concat([gzipSync('a\n'), gzipSync('b\n')]);
  expect(Buffer.concat(await collect(readBytes(memory('two.gz', members)))).toString()).toBe('a\nb\n');
});

test('a folder without such files, a link that leaves the root and a path outside are refused', async () => {
  await writeFile(path.join(folder, 'notes.txt'), 'x');
  await expect(findLatentFiles({ path: folder, roots: [folder] })).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' });
  await expect(findLatentFiles({ path: '..', roots: [folder] })).rejects.toMatchObject({ code: 'PATH_OUTSIDE_ROOTS' });
});
