/** `encode`: what fires, joined over three matched seeds of a run group. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { D, dictionaryId, type Edge, N, openExampleEdge } from './example-edge.ts';
import { gaussianRows, publishExample } from '../db/example-rows.ts';

let edge: Edge;
beforeAll(async () => {
  edge = await openExampleEdge();
});
afterAll(() => edge.close());

const TOKENS = 5;
const activations = Array.from({ length: TOKENS }, (_, t) =>
  Array.from(gaussianRows({ n: TOKENS, d: D, seed: 90 }).subarray(t * D, (t + 1) * D)),
);
const ENCODE = `query ($input: EncodeInput!) { encode(input: $input) {
  statement modelName hookpoint tokenCount featureCount
  dictionaries { l0 fvu dictionary { name } }
  tokens(first: 10) { position id text window reconstructions { dictionary active fvu } featureCount
    features(first: 90) { feature kind strength firings { dictionary index activation } } }
  features(first: 90) { number kind tokens strength family { latents { id } }
    latents { dictionary tokens maxActivation latent { id index universality(criterion: { threshold: 0.5 }) { count } } } }
} }`;

test('partners of several seeds are one feature, latents without partner stand alone', async () => {
  const input = { runGroup: 'example', activations, criterion: { threshold: 0.5 } };
  const { encode } = await edge.data(ENCODE, { input });
  expect(encode).toMatchObject({ modelName: null, hookpoint: 'layers.0.mlp', tokenCount: TOKENS });
  expect(encode.statement).toContain('BOTH_AGREE >= 0.5');
  const kinds = new Set(encode.features.map(({ kind }: { kind: string }) => kind));
  expect(kinds).toEqual(new Set(['ALONE', 'FAMILY']));

  const partners: number[] = [];
  for (const feature of encode.features) {
    const firing = feature.latents.map(({ latent }: { latent: { id: string } }) => latent.id);
    if (feature.kind === 'ALONE') {
      expect(feature).toMatchObject({ family: null, latents: [{}] });
      partners.push(feature.latents[0].latent.universality.count - 1);
    } else {
      const members = feature.family.latents.map(({ id }: { id: string }) => id);
      expect(members.length).toBeGreaterThan(1);
      expect(members).toEqual(expect.arrayContaining(firing));
    }
  }
  // Most have no partner; one was cut from a component in which two latents of one dictionary met.
  expect(partners.filter((count) => count === 0).length).toBeGreaterThan(partners.length / 2);
  // Every firing latent is in one feature, and what tokens say adds up to what features say.
  const all = encode.features.flatMap(({ latents }: { latents: { latent: { id: string } }[] }) =>
    latents.map(({ latent }) => latent.id),
  );
  expect(new Set(all).size).toBe(all.length);
  for (const { number, kind, tokens, strength } of encode.features) {
    const here = encode.tokens.flatMap(({ features }: { features: { feature: number; kind: string }[] }) =>
      features.filter(({ feature }) => feature === number),
    );
    expect(here).toHaveLength(tokens);
    expect(Math.max(...here.map((one: { strength: number }) => one.strength))).toBe(strength);
    expect(here.every((one: { kind: string }) => one.kind === kind)).toBe(true);
  }
  const strengths = encode.features.map(({ strength }: { strength: number }) => strength);
  expect(strengths).toEqual(strengths.toSorted((a: number, b: number) => b - a));
  for (const [at, { l0, fvu }] of encode.dictionaries.entries()) {
    const own = encode.tokens.map(
      ({ reconstructions }: { reconstructions: { active: number; fvu: number }[] }) => reconstructions[at],
    );
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(l0).toBeCloseTo(mean(own.map(({ active }: { active: number }) => active)), 10);
    expect(fvu).toBeCloseTo(mean(own.map((one: { fvu: number }) => one.fvu)), 10);
  }
});

test('dictionaries that are not matched give features of one latent each', async () => {
  const input = { dictionaries: [dictionaryId(edge.wide)], activations };
  const { encode } = await edge.data(ENCODE, { input });
  expect(encode.features.length).toBeGreaterThan(0);
  expect(encode.features.every(({ kind }: { kind: string }) => kind === 'UNKNOWN')).toBe(true);
});

test('pages of tokens and features go on where the last ended', async () => {
  const page = `query ($input: EncodeInput!, $from: Int!) { encode(input: $input) {
    tokens(first: 2, from: $from) { position } features(first: 3, from: $from) { number } } }`;
  const ask = (from: number) => edge.data(page, { input: { runGroup: 'example', activations }, from });
  const numbers = (rows: Record<string, number>[], field: string) => rows.map((row) => row[field]);
  const { encode } = await ask(4);
  expect(numbers(encode.tokens, 'position')).toEqual([4]);
  expect(numbers(encode.features, 'number')).toEqual([4, 5, 6]);
  expect((await ask(1_000_000)).encode).toEqual({ tokens: [], features: [] });
});

test('dictionaries of two spaces are refused', async () => {
  const dictionaries = [edge.wide, edge.foreign].map(dictionaryId);
  expect(await edge.code(ENCODE, { input: { dictionaries, activations } })).toBe('SPACE_MISMATCH');
});

test.each([
  ['neither text nor activations', { runGroup: 'example' }, 'BAD_INPUT'],
  ['both', { runGroup: 'example', text: 'a', activations }, 'BAD_INPUT'],
  ['no dictionaries', { activations }, 'BAD_INPUT'],
  ['rows of two lengths', { runGroup: 'example', activations: [[1, 2], [1]] }, 'BAD_INPUT'],
  ['rows of another width', { runGroup: 'example', activations: [[1, 2]] }, 'SPACE_MISMATCH'],
  ['numbers beyond float32', { runGroup: 'example', activations: [Array(D).fill(1e300)] }, 'BAD_INPUT'],
  ['no row', { runGroup: 'example', activations: [] }, 'SPACE_MISMATCH'],
  ['no encoder', { runGroup: 'bare', activations }, 'CANNOT_ENCODE'],
  ['a text whose model is not here', { runGroup: 'example', text: 'a' }, 'SOURCE_NOT_FOUND'],
  ['a strange threshold', { runGroup: 'example', activations, criterion: { threshold: 7 } }, 'BAD_INPUT'],
  ['an unknown run group', { runGroup: 'gone/away', activations }, 'NOT_FOUND'],
])('%s is refused', async (_what, input, code) => {
  expect(await edge.code(ENCODE, { input })).toBe(code);
});

test('of a dictionary that is not matched with the others nobody knows which latents are alone', async () => {
  const left = await publishExample(edge.db, { n: N, d: D, seed: 66, group: 'example' });
  const { encode } = await edge.data(ENCODE, { input: { runGroup: 'example', activations } });
  const kinds = (isLeft: boolean) => {
    const at = encode.dictionaries.findIndex(
      ({ dictionary }: { dictionary: { name: string } }) => dictionary.name === left.name,
    );
    type Feature = { kind: string; latents: { dictionary: number }[] };
    const own = encode.features.filter((one: Feature) => (one.latents[0].dictionary === at) === isLeft);
    return new Set(own.map(({ kind }: Feature) => kind));
  };
  expect(kinds(true)).toEqual(new Set(['UNKNOWN']));
  expect(kinds(false)).toEqual(new Set(['ALONE', 'FAMILY']));
});
