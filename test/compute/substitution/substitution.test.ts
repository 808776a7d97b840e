/** Substitution against dense loops over every token, and planted stand-ins: the same latent, a scaled one, another one. */
import { expect, test } from 'vitest';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';
import {
  buildSubstitutions,
  chooseRandomStandIns,
  measureQuality,
  qualityCurve,
} from '../../../src/compute/substitution/substitution-record.ts';
import { SubstitutionSums } from '../../../src/compute/substitution/substitution-sums.ts';
import { drawCodes, listDense } from '../firing/example-codes.ts';

const [n, d, tokens] = [9, 6, 480];
const random = buildRandomStream(5);
const draw = (length: number) => Float32Array.from({ length }, () => random.nextUint32() / 2 ** 31 - 1);
const fired = { a: drawCodes({ n, tokens, seed: 1 }), b: drawCodes({ n, tokens, seed: 2 }) };
const decoder = (rows: Float32Array) => ({ d, rows, bias: draw(d), scale: null, normalisation: 'none' as const });
const [a, b] = [decoder(draw(n * d)), decoder(draw(n * d))];
const codes = { a: listDense(fired.a, n), b: listDense(fired.b, n) };
const contexts = Int32Array.from({ length: tokens }, (_, t) => Math.floor(t / 4));
/** What A rebuilds, and noise. */
const x = Float32Array.from({ length: tokens * d }, (_, at) => {
  const [t, z] = [Math.floor(at / d), at % d];
  const sum = codes.a[t].reduce((total, f, i) => total + f * a.rows[i * d + z], a.bias[z]);
  return sum + 0.2 * (random.nextUint32() / 2 ** 31 - 1);
});
const partner = Int32Array.from({ length: n }, (_, i) => (i === 0 ? -1 : (i + 3) % n));

/** Squared error of A over tokens of one half, with `change` added to the reconstruction of token t. */
function errorOf(half: number, change: (t: number, z: number) => number): number {
  let sum = 0;
  for (let t = 0; t < tokens; t++) {
    if (contexts[t] % 2 !== half) continue;
    for (let z = 0; z < d; z++) {
      const built = codes.a[t].reduce((total, f, i) => total + f * a.rows[i * d + z], a.bias[z]);
      sum += (x[t * d + z] - built - change(t, z)) ** 2;
    }
  }
  return sum;
}

test('changes are those of dense reconstructions, with the scale fitted on the other half', () => {
  const sums = new SubstitutionSums({ a, b }, [partner, partner]);
  sums.add(x, fired, contexts);
  const { ablated, substituted, atLeast, atMost } = buildSubstitutions(sums, { partner, at: 0, random: 1, seed: 1 });
  const second = Array.from({ length: tokens }, (_, t) => t).filter((t) => contexts[t] % 2 === 1);
  expect(sums.tokens).toBe(second.length);
  const variance = Array.from({ length: d }, (_, z) => {
    const mean = second.reduce((sum, t) => sum + x[t * d + z], 0) / second.length;
    return second.reduce((sum, t) => sum + (x[t * d + z] - mean) ** 2, 0);
  }).reduce((sum, value) => sum + value);
  expect(sums.variance).toBeCloseTo(variance, 4);
  const { scale } = sums.substituted(0);
  const before = errorOf(1, () => 0);
  let positive = 0;
  for (let i = 1; i < n; i++) {
    const j = partner[i];
    const without = (t: number, z: number) => -codes.a[t][i] * a.rows[i * d + z];
    const standing = (s: number) => (t: number, z: number) => without(t, z) + s * codes.b[t][j] * b.rows[j * d + z];
    expect(ablated[i]).toBeCloseTo((errorOf(1, without) - before) / variance, 5);
    expect(substituted[i]).toBeCloseTo((errorOf(1, standing(scale[i])) - before) / variance, 5);
    expect(atLeast[i]).toBeLessThanOrEqual(substituted[i]);
    expect(atMost[i]).toBeGreaterThanOrEqual(substituted[i]);
    if (scale[i] === 0) continue;
    positive++;
    const best = errorOf(0, standing(scale[i]));
    for (const factor of [0.98, 1.02]) expect(errorOf(0, standing(factor * scale[i]))).toBeGreaterThanOrEqual(best);
  }
  expect(positive).toBeGreaterThan(1);
  expect(ablated[0]).toBeNaN();
  expect(substituted[0]).toBeNaN();
});

test('the same latent makes good all of what is lost, a longer one after scaling, another one hardly any', () => {
  const same = Int32Array.from({ length: n }, (_, i) => i);
  const other = Int32Array.from({ length: n }, (_, i) => (i + 4) % n);
  const longer = { ...a, rows: a.rows.map((value) => 3 * value) };
  const sums = new SubstitutionSums({ a, b: longer }, [same, other]);
  sums.add(x, { a: fired.a, b: fired.a }, contexts);
  const found = buildSubstitutions(sums, { partner: same, at: 0, random: 1, seed: 1 });
  const of = [...same].filter((i) => i % 3 !== 2); // the others never fire
  expect(measureQuality(found.ablated, { lost: found.substituted, of })).toBeGreaterThan(0.99);
  expect(measureQuality(found.ablated, { lost: found.random, of })).toBeLessThan(0.3);
  for (const i of of) expect(sums.substituted(0).scale[i]).toBeCloseTo(1 / 3, 1);
  // a latent that never fires is worth nothing, and its partner loses nothing
  expect([found.ablated[2], found.substituted[2]]).toEqual([0, 0]);
});

test('quality over coverage takes the likest pairs first; what has no pair is left out', () => {
  const ablated = [2, 1, 1, Number.NaN];
  const substituted = [0, 1, 0.5, Number.NaN];
  const curve = qualityCurve({ ablated, substituted }, { score: [0.9, 0.1, 0.5, 0], points: 3 });
  expect(curve).toEqual([
    { coverage: 1 / 3, quality: 1 },
    { coverage: 2 / 3, quality: 1 - 0.5 / 3 },
    { coverage: 1, quality: 1 - 1.5 / 4 },
  ]);
  expect(measureQuality([0], { lost: [0], of: [0] })).toBeNull();
});

test('random stand-ins fire about as often, are never the partner, and none serves twice', () => {
  const fires = Float64Array.from({ length: 64 }, (_, i) => 64 - i);
  const own = Int32Array.from({ length: 64 }, (_, i) => i);
  const chosen = chooseRandomStandIns({ firesA: fires, firesB: fires, partner: own }, 1);
  const taken = [...chosen].filter((j) => j >= 0);
  expect(new Set(taken).size).toBe(taken.length);
  expect(taken.length).toBeGreaterThan(55);
  for (const [i, j] of chosen.entries()) {
    expect(j).not.toBe(i);
    if (j >= 0) expect(Math.abs(fires[i] - fires[j])).toBeLessThan(16);
  }
});
