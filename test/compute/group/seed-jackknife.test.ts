/** Intervals over seeds: against the definition written out, and on groups whose true means are known. */
import { expect, test } from 'vitest';
import { groupCycleConsistency } from '../../../src/compute/group/cycle-consistency.ts';
import { meanOnlyInBase, onlyInBase, onlyInBaseWithout } from '../../../src/compute/group/only-in-base.ts';
import { buildSeedGroup, type SharedEnd, viewBase } from '../../../src/compute/group/seed-group.ts';
import { jackknife, jackknifeMean } from '../../../src/compute/group/seed-jackknife.ts';
import { listSharedFractions, sharedMatrix } from '../../../src/compute/group/shared-matrix.ts';
import type { PartnerTable } from '../../../src/compute/group/triple-consistency.ts';
import { buildRandomStream, type RandomStream } from '../../../src/compute/nulls/random-stream.ts';

const LATENTS = 120;

/** Who has which feature: a feature has its own probability, and a seed is better or worse than others. [S][n] */
function drawSeeds(stream: RandomStream, seeds: number): Uint8Array[] {
  const features = Float64Array.from({ length: LATENTS }, (_, f) => (f % 12) / 11);
  return Array.from({ length: seeds }, () => {
    const quality = 0.15 * stream.nextNormal();
    return Uint8Array.from(features, (p) => Number(stream.nextUniform() < Math.min(1, Math.max(0, p + quality))));
  });
}

/** Latent i of each dictionary is feature i, or its own where the seed has not found that. */
function groupOf(seeds: readonly Uint8Array[]) {
  const criterion = { definition: 'DECODER', aliveOnly: false } as const;
  const pairs = seeds.flatMap((x, a) =>
    seeds.slice(a + 1).map((y, k) => {
      const end: SharedEnd = { n: LATENTS, shared: x.map((has, i) => has & y[i]) };
      return { a, b: a + 1 + k, ends: { A: end, B: end } };
    }),
  );
  return buildSeedGroup({ criterion, alive: seeds.map(() => new Uint8Array(LATENTS).fill(1)), pairs });
}

function tableOf(seeds: readonly Uint8Array[]): PartnerTable {
  return seeds.map((x, a) =>
    seeds.map((y, b) =>
      a === b ? null : { decoder: Int32Array.from(x, (has, i) => (has & y[i] ? i : -1)), encoder: null },
    ),
  );
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Only-in-base at k = 3, written out: of each dictionary, what is in neither of two others. */
function inNoneOfTwo(seeds: readonly Uint8Array[]): number {
  const values: number[] = [];
  seeds.forEach((base, b) =>
    seeds.forEach((x, i) =>
      seeds.slice(0, i).forEach((y, j) => {
        if (i === b || j === b) return;
        values.push(base.reduce((sum, has, f) => sum + (has & (x[f] | y[f]) ? 0 : 1), 0) / LATENTS);
      }),
    ),
  );
  return mean(values);
}

/** Each figure with its interval. */
function figuresOf(seeds: readonly Uint8Array[]) {
  const group = groupOf(seeds);
  const fractions = listSharedFractions(sharedMatrix(group));
  const without = onlyInBaseWithout(group);
  const cycles = groupCycleConsistency(tableOf(seeds))?.decoder;
  const alone = inNoneOfTwo(seeds);
  return {
    shared: { value: mean(fractions.map(({ value }) => value)), interval: jackknifeMean(fractions, seeds.length) },
    onlyInBase: {
      value: alone,
      interval: jackknife(
        alone,
        without.map((one) => one[1] ?? Number.NaN),
      ),
    },
    cycles: { value: cycles?.mean ?? 0, interval: cycles?.interval ?? null },
  };
}

test('leaving out a dictionary is leaving it out: pairs, triples and subsets', () => {
  const seeds = drawSeeds(buildRandomStream(1), 5);
  const rests = seeds.map((_, out) => seeds.filter((_, s) => s !== out));
  const { shared, cycles } = figuresOf(seeds);
  const check = (interval: ReturnType<typeof jackknife>, rest: number[]) => {
    const centre = mean(rest);
    const squares = rest.reduce((sum, one) => sum + (one - centre) ** 2, 0);
    expect(interval?.standardError).toBeCloseTo(Math.sqrt((4 / 5) * squares), 12);
    expect(interval?.seeds).toBe(5);
  };
  check(
    shared.interval,
    rests.map((rest) => figuresOf(rest).shared.value),
  );
  check(
    cycles.interval,
    rests.map((rest) => figuresOf(rest).cycles.value),
  );
  const curves = onlyInBaseWithout(groupOf(seeds));
  rests.forEach((rest, out) => {
    const group = groupOf(rest);
    const { points } = meanOnlyInBase(rest.map((_, base) => onlyInBase(viewBase(group, base))));
    points.forEach(({ fraction }, at) => expect(curves[out][at]).toBeCloseTo(fraction, 12));
    expect(curves[out]).toHaveLength(3);
  });
});

test('too few dictionaries have no interval', () => {
  const stream = buildRandomStream(2);
  expect(figuresOf(drawSeeds(stream, 2)).shared.interval).toBeNull();
  const three = figuresOf(drawSeeds(stream, 3));
  expect(three.shared.interval).not.toBeNull();
  expect(three.cycles.interval).toBeNull();
});

test.each([3, 5, 8])('intervals over %i seeds hold the true mean', (seeds) => {
  const stream = buildRandomStream(3);
  const groups = Array.from({ length: 150 }, () => figuresOf(drawSeeds(stream, seeds)));
  for (const name of ['shared', 'onlyInBase', 'cycles'] as const) {
    // each is unbiased, so the mean over many groups is the truth
    const truth = mean(groups.map((figures) => figures[name].value));
    const intervals = groups.flatMap((figures) => figures[name].interval ?? []);
    if (seeds === 3 && name !== 'shared') continue;
    const coverage = intervals.filter(({ low, high }) => low <= truth && truth <= high).length / groups.length;
    expect(intervals).toHaveLength(groups.length);
    expect(coverage).toBeGreaterThan(0.87);
  }
});
