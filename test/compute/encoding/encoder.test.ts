/** Encoding: as sparsify and SAELens compute it, whatever the number of tokens, and as good as the trainers' own figures on the real ones. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openEncoder } from '../../../src/compute/encoding/encoder.ts';
import type { EncoderWeights } from '../../../src/compute/encoding/encoder-weights.ts';
import type { SparseActivations } from '../../../src/compute/encoding/sparse-activations.ts';

/** Made by `reference_encodings.py` with sparsify 1.3.3 and SAELens 6.54. */
const reference = JSON.parse(readFileSync(new URL('reference-encodings.json', import.meta.url), 'utf8')) as {
  n: number;
  d: number;
  k: number;
  cases: Record<string, number[]>;
} & Record<'rows' | 'bias' | 'centre' | 'threshold' | 'magnitudeBias' | 'logScale' | 'decoderNorms' | 'x', number[]>;

const floats = (values: number[]) => Float32Array.from(values);
const { n, d, k } = reference;
const plain: EncoderWeights = {
  kind: 'RELU_L1',
  n,
  d,
  k: null,
  rows: floats(reference.rows),
  bias: floats(reference.bias),
  normalisation: 'none',
  centre: floats(reference.centre),
  scale: null,
  threshold: null,
  magnitude: null,
};

const cases: [string, Partial<EncoderWeights>][] = [
  ['sparsify topk', { kind: 'TOPK', k }],
  ['saelens standard True', {}],
  ['saelens standard False', { centre: null }],
  ['saelens standard layer_norm', { normalisation: 'layer_norm' }],
  ['saelens standard constant_norm_rescale', { normalisation: 'constant_norm_rescale' }],
  ['saelens topk False', { kind: 'TOPK', k }],
  ['saelens topk True', { kind: 'TOPK', k, scale: floats(reference.decoderNorms) }],
  ['saelens jumprelu', { kind: 'JUMP_RELU', threshold: floats(reference.threshold) }],
  ['saelens jumprelu', { kind: 'BATCH_TOPK', threshold: floats(reference.threshold) }],
  [
    'saelens gated',
    { kind: 'GATED', magnitude: { bias: floats(reference.magnitudeBias), logScale: floats(reference.logScale) } },
  ],
];

test.each(cases)('encodes as %s', async (name, change) => {
  const encoder = await openEncoder({ ...plain, ...change }, { threads: 1 });
  const dense = toDense(await encoder.encode(floats(reference.x)), n);
  const expected = reference.cases[name];
  await encoder.close();
  expect(dense.length).toBe(expected.length);
  expect(expected.some((value) => value > 0)).toBe(true);
  expect(dense.map((value) => value > 0)).toEqual(expected.map((value) => value > 0));
  for (const [z, value] of dense.entries()) expect(value).toBeCloseTo(expected[z], 5);
});

test('finds the same latents in one batch as token by token, the k largest of them', async () => {
  const width = 5;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 12 }),
      fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: width, maxLength: width }), { maxLength: 6 }),
      fc.array(fc.array(fc.integer({ min: -2, max: 2 }), { minLength: width, maxLength: width }), {
        minLength: 1,
        maxLength: 9,
      }),
      async (largest, tokens, rows) => {
        const weights: EncoderWeights = {
          ...plain,
          kind: 'TOPK',
          k: largest,
          n: rows.length,
          d: width,
          rows: floats(rows.flat()),
          bias: new Float32Array(rows.length),
          centre: null,
        };
        const encoder = await openEncoder(weights, { threads: 1 });
        const together = toDense(await encoder.encode(floats(tokens.flat())), rows.length);
        const naive = tokens.flatMap((x) => {
          const products = rows.map((row) => row.reduce((sum, value, z) => sum + value * x[z], 0));
          const order = products.map((_, i) => i).sort((a, b) => products[b] - products[a] || a - b);
          const kept = new Set(order.slice(0, largest));
          return products.map((value, i) => (kept.has(i) && value > 0 ? value : 0));
        });
        expect(together).toEqual(naive);
        await encoder.close();
      },
    ),
    { numRuns: 60, seed: 11 },
  );
});

test('refuses weights that lack what their kind needs', async () => {
  await expect(openEncoder({ ...plain, kind: 'GATED' }, { threads: 1 })).rejects.toThrow(TypeError);
  await expect(openEncoder({ ...plain, kind: 'BATCH_TOPK' }, { threads: 1 })).rejects.toThrow(TypeError);
  await expect(openEncoder({ ...plain, kind: 'TOPK' }, { threads: 1 })).rejects.toThrow(TypeError);
});

function toDense({ count, offsets, indices, values }: SparseActivations, width: number): number[] {
  const dense = new Array<number>(count * width).fill(0);
  for (let t = 0; t < count; t++)
    for (let at = offsets[t]; at < offsets[t + 1]; at++) dense[t * width + indices[at]] = values[at];
  return dense;
}
