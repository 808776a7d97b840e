/** Contexts: as choosing from everything at once would, from one pass, and the same however the pass is cut. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ActivationHistogram } from '../../../src/compute/contexts/activation-histogram.ts';
import { ContextCollector, type LatentFindings } from '../../../src/compute/contexts/context-collector.ts';
import type { ContextSettings } from '../../../src/compute/contexts/context-settings.ts';
import { findNearestDecoders } from '../../../src/compute/contexts/nearest-decoders.ts';
import { TokenTable } from '../../../src/compute/contexts/token-table.ts';
import type { TokenWindow } from '../../../src/compute/contexts/token-window.ts';
import { SparseBuilder } from '../../../src/compute/encoding/sparse-activations.ts';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';

const n = 6;
const settings: ContextSettings = {
  windowLength: 4,
  top: 3,
  quantiles: 2,
  perQuantile: 2,
  nonActivating: 3,
  neighbours: 2,
  seed: 5,
};
/** The nearest latent of each is the next one, then the one after. */
const nearest = Int32Array.from({ length: 2 * n }, (_, z) => ((z >> 1) + 1 + (z & 1)) % n);

interface ExampleWindow extends TokenWindow {
  /** [tokens][latents], mostly zero. */
  dense: number[][];
}

/** Latent i fires on about one token in (i + 2); latent 5 never. */
function exampleWindows(count: number, seed: number): ExampleWindow[] {
  const random = buildRandomStream(seed);
  return Array.from({ length: count }, (_, number) => ({
    number,
    document: Math.floor(number / 3),
    offset: 4 * (number % 3),
    tokens: Int32Array.from({ length: 4 }, () => random.nextUint32() % 9),
    dense: Array.from({ length: 4 }, () =>
      Array.from({ length: n }, (_unused, i) =>
        i < 5 && random.nextUniform() < 1 / (i + 2) ** 2 ? Math.fround(random.nextUniform() * 3 + 0.01) : 0,
      ),
    ),
  }));
}

/** Adds the windows in batches of `together`. */
function collect(windows: readonly ExampleWindow[], together: number): LatentFindings[] {
  const collector = new ContextCollector({ n, settings });
  const sparse = new SparseBuilder();
  for (let from = 0; from < windows.length; from += together) {
    const batch = windows.slice(from, from + together);
    sparse.begin(4 * batch.length);
    for (const row of batch.flatMap((window) => window.dense)) {
      row.forEach((value, i) => value > 0 && sparse.push(i, value));
      sparse.endToken();
    }
    const fired = sparse.finish();
    batch.forEach((window, at) => collector.add(window, { fired, from: 4 * at }));
  }
  return [...collector.listFindings(nearest)];
}

const maxOf = (window: ExampleWindow, latent: number) => Math.max(...window.dense.map((row) => row[latent]));

test('finds what choosing from all windows at once finds', () => {
  const windows = exampleWindows(200, 1);
  const findings = collect(windows, 7);
  expect(findings.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5]);
  for (const { index, contexts, firingCount, maxActivation, histogram, topTokens } of findings) {
    const values = windows.flatMap((window) => window.dense.map((row) => row[index])).filter((value) => value > 0);
    expect(firingCount).toBe(values.length);
    expect(maxActivation).toBe(values.length === 0 ? 0 : Math.max(...values));
    expect(histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(values.length);
    expect(topTokens.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
    const firing = windows.filter((window) => maxOf(window, index) > 0);
    const strongest = firing.toSorted((a, b) => maxOf(b, index) - maxOf(a, index) || a.number - b.number).slice(0, 3);
    const top = contexts.filter(({ kind }) => kind === 'TOP');
    expect(top.map(({ window }) => window.number)).toEqual(strongest.map(({ number }) => number));
    for (const { window, activations, position, max } of contexts) {
      expect([...activations]).toEqual(windows[window.number].dense.map((row) => row[index]));
      expect(activations[position]).toBe(max);
    }
  }
  expect(findings[5].contexts).toEqual([]);
});

test('takes quantiles by strength, and negatives on which the latent is silent', () => {
  const windows = exampleWindows(300, 2);
  for (const { index, contexts } of collect(windows, 300).slice(0, 5)) {
    const quantiles = contexts.filter(({ kind }) => kind === 'QUANTILE');
    expect(quantiles.map(({ quantile }) => quantile)).toEqual([0, 0, 1, 1]);
    expect(quantiles.map(({ ordinal }) => ordinal)).toEqual([0, 1, 2, 3]);
    expect(quantiles[1].max).toBeLessThanOrEqual(quantiles[2].max);
    const silent = contexts.filter(({ kind }) => kind === 'NON_ACTIVATING' || kind === 'NEIGHBOUR');
    for (const { window, max } of silent) {
      expect(max).toBe(0);
      expect(maxOf(windows[window.number], index)).toBe(0);
    }
    expect(new Set(silent.map(({ window }) => window.number)).size).toBe(silent.length);
    expect(contexts.filter(({ kind }) => kind === 'NON_ACTIVATING')).toHaveLength(3);
    for (const { window, neighbour, position } of contexts.filter(({ kind }) => kind === 'NEIGHBOUR')) {
      expect([(index + 1) % n, (index + 2) % n]).toContain(neighbour);
      const own = windows[window.number].dense.map((row) => row[neighbour ?? -1]);
      expect(own[position]).toBe(Math.max(...own));
      expect(own[position]).toBeGreaterThan(0);
    }
  }
});

test('gives the same whatever the batches', () => {
  const windows = exampleWindows(120, 3);
  const once = collect(windows, 120);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), (together) => {
      expect(collect(windows, together)).toEqual(once);
    }),
    { numRuns: 8, seed: 1 },
  );
});

test('samples every window with the same probability', () => {
  // One latent on every window; the strength is the number of the window, so that quantile contexts show where the sample lies.
  const windows = exampleWindows(1000, 4).map((window) => ({
    ...window,
    dense: window.dense.map(() => [window.number + 1, 0, 0, 0, 0, 0]),
  }));
  const [{ contexts }] = collect(windows, 100);
  const strengths = contexts.filter(({ kind }) => kind === 'QUANTILE').map(({ max }) => max);
  // Eight windows are sampled: the four shown lie at its quarters. Outside these bounds in one case of 10^4.
  expect(strengths[0]).toBeLessThan(700);
  expect(strengths[3]).toBeGreaterThan(300);
});

test('a histogram depends on the numbers and not on their order', () => {
  fc.assert(
    fc.property(fc.array(fc.float({ min: Math.fround(1e-6), max: Math.fround(1e6), noNaN: true })), (values) => {
      const build = (list: number[]) => {
        const histogram = new ActivationHistogram();
        list.forEach((value) => histogram.add(value));
        return histogram.finish();
      };
      const made = build(values);
      expect(build(values.toReversed())).toEqual(made);
      expect(made.counts.reduce((sum, count) => sum + count, 0)).toBe(values.length);
      const half = made.values.length < 2 ? 0 : (made.values[1] - made.values[0]) / 2;
      made.values.forEach((middle, j) => {
        const inside = values.filter((value) => value >= middle - half && value < middle + half).length;
        if (half > 0) expect(made.counts[j]).toBe(inside);
      });
      expect(made.values.length).toBeLessThanOrEqual(40);
    }),
    { numRuns: 200, seed: 3 },
  );
});

test('a token table keeps the heavy tokens of a long tail', () => {
  const table = new TokenTable();
  for (let round = 0; round < 3000; round++) {
    table.add(10_000 + round, 0.1);
    table.add(round % 3, 2);
  }
  expect(table.listStrongest(3)).toEqual([0, 1, 2].map((token) => ({ token, count: 1000, mean: 2 })));
});

test('finds the nearest rows as sorting all cosines does', async () => {
  const random = buildRandomStream(9);
  const [rows, d, count] = [30, 8, 4];
  const unit = Float32Array.from({ length: rows * d }, () => random.nextNormal());
  for (let i = 0; i < rows; i++) {
    const row = unit.subarray(i * d, (i + 1) * d);
    const norm = Math.hypot(...row);
    row.forEach((value, z) => {
      row[z] = value / norm;
    });
  }
  const found = await findNearestDecoders(unit, { n: rows, d, count, threads: 1 });
  for (let i = 0; i < rows; i++) {
    const cosine = (j: number) => unit.subarray(i * d, (i + 1) * d).reduce((sum, x, z) => sum + x * unit[j * d + z], 0);
    const order = Array.from({ length: rows }, (_, j) => j).filter((j) => j !== i);
    order.sort((a, b) => cosine(b) - cosine(a));
    expect([...found.subarray(i * count, (i + 1) * count)]).toEqual(order.slice(0, count));
  }
});
