/** `contrast`: two sets of texts through a model and two matched seeds. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { D, writeTinyModel } from '../compute/harvest/tiny-model.ts';
import { gaussianRows, publishExample } from '../db/example-rows.ts';
import { type Edge, matchExamples, openExampleEdge } from './example-edge.ts';

const N = 12;
let root: string;
let edge: Edge;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-contrast-'));
  await writeTinyModel(path.join(root, 'models/test/tiny'));
  edge = await openExampleEdge({ importRoots: [root] });
  // Seed 2 has the latents of seed 1, the last three of which are its own.
  const own = { decoder: gaussianRows({ n: N, d: D, seed: 31 }), encoder: gaussianRows({ n: N, d: D, seed: 32 }) };
  const shape = { n: N, d: D, model: 'test/tiny', hookpoint: 'layers.0', group: 'twins' };
  const a = await publishExample(edge.db, { ...shape, ...own, seed: 1 });
  const other = { decoder: own.decoder.slice(), encoder: own.encoder.slice() };
  other.decoder.set(gaussianRows({ n: 3, d: D, seed: 33 }), (N - 3) * D);
  other.encoder.set(gaussianRows({ n: 3, d: D, seed: 34 }), (N - 3) * D);
  const b = await publishExample(edge.db, { ...shape, ...other, seed: 2 });
  await matchExamples(edge.db, { a, b, measure: 'COSINE' });
});
afterAll(async () => {
  await edge.close();
  await rm(root, { recursive: true });
});

const positive = ['a cat sat', 'the cat slept', 'cat', 'on the cat', 'a cat', 'cat and cat'];
const negative = ['on the mat', 'the mat', 'mat and mat', 'sat on', 'slept', 'a mat'];
const CONTRAST = `query ($input: ContrastInput!) { contrast(input: $input) {
  statement modelName hookpoint positiveTexts negativeTexts tokenCount latentsTested featureCount dictionaries { name }
  features(first: 100) { number kind significantIn family { size }
    latents { dictionary auroc low high pValue positiveTexts negativeTexts latent { index } } } } }`;

/** Greatest activation of each latent on one text, as `encode` gives it, by `<dictionary>/<index>`. */
async function scoresOf(text: string): Promise<Map<string, number>> {
  const query = `query ($input: EncodeInput!) { encode(input: $input) { features(first: 200) { latents { dictionary maxActivation latent { index } } } } }`;
  const { encode } = await edge.data(query, { input: { runGroup: 'twins', text } });
  return new Map(
    encode.features.flatMap(
      (feature: { latents: { dictionary: number; maxActivation: number; latent: { index: number } }[] }) =>
        feature.latents.map(
          ({ dictionary, latent, maxActivation }) => [`${dictionary}/${latent.index}`, maxActivation] as const,
        ),
    ),
  );
}

test('the AUROC is that of the greatest activations, and partners stand together', async () => {
  const { contrast } = await edge.data(CONTRAST, { input: { runGroup: 'twins', positive, negative } });
  expect(contrast).toMatchObject({ modelName: 'test/tiny', hookpoint: 'layers.0', positiveTexts: 6, negativeTexts: 6 });
  const latents = contrast.features.flatMap((feature: { latents: object[] }) => feature.latents);
  expect(latents).toHaveLength(contrast.latentsTested);
  expect(contrast.statement).toContain(`Of ${latents.length} latents`);
  const [ups, downs]: Map<string, number>[][] = [[], []];
  for (const text of positive) ups.push(await scoresOf(text));
  for (const text of negative) downs.push(await scoresOf(text));
  for (const { dictionary, latent, auroc, low, high, positiveTexts } of latents) {
    const [up, down] = [ups, downs].map((all) => all.map((one) => one.get(`${dictionary}/${latent.index}`) ?? 0));
    const wins = up.flatMap((score) => down.map((other) => (Math.sign(score - other) + 1) / 2));
    expect(auroc).toBeCloseTo(wins.reduce((a, b) => a + b) / wins.length, 6);
    expect(positiveTexts).toBe(up.filter((score) => score > 0).length);
    expect(low).toBeLessThanOrEqual(auroc);
    expect(high).toBeGreaterThanOrEqual(auroc);
  }
  for (const { kind, latents: members, family, significantIn } of contrast.features) {
    const dictionaries = new Set(members.map(({ dictionary }: { dictionary: number }) => dictionary));
    if (kind === 'FAMILY') {
      expect(family.size).toBe(2);
      // Rows are equal: so is what they fire on, but where another latent pushes one out of the k largest.
      expect(significantIn).toBeLessThanOrEqual(2);
    } else expect([kind, family, dictionaries.size]).toEqual(['ALONE', null, 1]);
  }
  const kinds = new Set(contrast.features.map(({ kind }: { kind: string }) => kind));
  expect(kinds).toEqual(new Set(['ALONE', 'FAMILY']));
  const ps = contrast.features.map(({ latents: members }: { latents: { pValue: number }[] }) =>
    Math.min(...members.map(({ pValue }) => pValue)),
  );
  expect(ps).toEqual(ps.toSorted((a: number, b: number) => a - b));
});

test.each([
  ['one text', { positive: ['a cat'], negative }, 'BAD_INPUT'],
  ['an empty text', { positive: ['a cat', ' '], negative }, 'BAD_INPUT'],
  ['too many texts', { positive: Array(501).fill('cat'), negative }, 'BAD_INPUT'],
])('%s is refused', async (_what, texts, code) => {
  expect(await edge.code(CONTRAST, { input: { runGroup: 'twins', ...texts } })).toBe(code);
});
