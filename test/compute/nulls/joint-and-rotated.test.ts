import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openCheckpoint } from '../../../loaders/checkpoints/formats.ts';
import { openSourceFolder } from '../../../loaders/files/source-folder.ts';
import { groupCycleConsistency } from '../../../src/compute/group/cycle-consistency.ts';
import type { PartnerTable } from '../../../src/compute/group/triple-consistency.ts';
import { matchRows } from '../../../src/compute/matching/match-rows.ts';
import { drawIsotropicRows } from '../../../src/compute/nulls/gaussian-rows.ts';
import { computeJointNulls, computeNull, type NullRequest } from '../../../src/compute/nulls/null-baseline.ts';
import { buildSampler } from '../../../src/compute/nulls/null-samplers.ts';
import { drawRotation, rotateRows } from '../../../src/compute/nulls/random-rotation.ts';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';
import type { Side } from '../../../src/compute/statistics/pair-arrays.ts';
import { drawInitialRows } from '../../../src/compute/training/step/initial-state.ts';
import { buildUnitRows, type UnitRows } from '../../../src/compute/unit-rows.ts';

const match = (a: UnitRows, b: UnitRows) => matchRows(a, b, { measure: 'COSINE', threads: 1 });

/** Decoder rows with some variance of their own in each direction, and encoder rows that have a cosine near .7 with them. */
function buildSides({ n, d, seed }: { n: number; d: number; seed: number }): Record<Side, UnitRows> {
  const stream = buildRandomStream(seed);
  const scale = Float64Array.from({ length: d }, (_, z) => 1 / (1 + z / 8));
  const normals = () => Float32Array.from({ length: n * d }, (_, at) => scale[at % d] * stream.nextNormal());
  const decoder = normals();
  const encoder = normals().map((noise, at) => decoder[at] + noise);
  return { DECODER: buildUnitRows(decoder, { n, d }).unit, ENCODER: buildUnitRows(encoder, { n, d }).unit };
}

function requestOf(sides: Record<'A' | 'B', Record<Side, UnitRows>>, draws: number): Omit<NullRequest, 'kind'> {
  const { n, d } = sides.A.DECODER;
  return {
    measure: 'COSINE',
    seed: 3,
    draws,
    n: [n, sides.B.DECODER.n],
    d,
    sides: ['DECODER', 'ENCODER'],
    cycles: true,
    readUnitRows: async ({ end, side }) => sides[end][side],
    match,
  };
}

const agreementOf = ({ curves }: { curves: { A: { AGREE?: readonly number[] } } }) => curves.A.AGREE?.[0] ?? Number.NaN;

async function readBundled(seed: string): Promise<Record<Side, UnitRows>> {
  const root = path.resolve(import.meta.dirname, '../../../seeds-data');
  const at = path.join(root, 'mlp_topk_k4_N512', seed, 'layers.2.mlp');
  const checkpoint = await openCheckpoint(await openSourceFolder({ path: at, roots: [root] }));
  try {
    const { nLatents: n, dIn: d } = checkpoint.facts;
    const read = async (side: Side) =>
      buildUnitRows(await checkpoint.readRows(side, { start: 0, count: n }), { n, d }).unit;
    return { DECODER: await read('DECODER'), ENCODER: await read('ENCODER') };
  } finally {
    await checkpoint.close();
  }
}

describe('nulls that keep how the two rows of a latent lie to each other', () => {
  const sides = { A: buildSides({ n: 160, d: 16, seed: 1 }), B: buildSides({ n: 160, d: 16, seed: 2 }) };

  test('joint draws have the means and covariances of the rows, those between decoder and encoder, too', async () => {
    const n = 20_000;
    const sample = buildSampler({ ...requestOf(sides, 1), kind: 'JOINT', n: [n, n] });
    const drawn = sample(0, 'A');
    const [decoder, encoder] = [await drawn('DECODER'), await drawn('ENCODER')];
    const meanCosine = (x: UnitRows, y: UnitRows) => {
      let total = 0;
      for (let at = 0; at < x.values.length; at++) total += x.values[at] * y.values[at];
      return total / x.n;
    };
    const real = meanCosine(sides.A.DECODER, sides.A.ENCODER);
    expect(real).toBeGreaterThan(0.6);
    expect(meanCosine(decoder, encoder)).toBeCloseTo(real, 1);
    // the sides of another draw have nothing to do with these
    expect(Math.abs(meanCosine(decoder, await sample(1, 'A')('ENCODER')))).toBeLessThan(0.05);
    for (let z = 0; z < 16; z++) {
      const square = (rows: UnitRows) =>
        rows.values.reduce((sum, value, at) => sum + (at % 16 === z ? value * value : 0), 0) / rows.n;
      expect(square(decoder)).toBeCloseTo(square(sides.A.DECODER), 1);
    }
  });

  test('agreement by chance is far above 1 / n where they are alike, and rows drawn apart do not see it', async () => {
    const [joint, apart] = await computeJointNulls(requestOf(sides, 4));
    const rotated = await computeNull({ ...requestOf(sides, 4), kind: 'ROTATION' });
    expect([joint.kind, apart.kind, rotated.kind]).toEqual(['JOINT', 'COVARIANCE_MATCHED', 'ROTATION']);
    expect(agreementOf(apart)).toBeLessThan(4 / 160);
    expect(agreementOf(joint)).toBeGreaterThan(3 * agreementOf(apart));
    expect(agreementOf(rotated)).toBeGreaterThan(3 * agreementOf(apart));
    // one side alone is the same whichever encoders its decoders go with
    expect(apart.decoder).toEqual(joint.decoder);
    expect(apart.cycles).toMatchObject({ decoder: joint.cycles?.decoder, firstAgrees: null });
    const drawnApart = await computeNull({ ...requestOf(sides, 4), kind: 'COVARIANCE_MATCHED' });
    expect(drawnApart.decoder.meanMatchedCosine).toBeCloseTo(apart.decoder.meanMatchedCosine, 1);
    for (const { range, ...one } of [joint, apart, rotated]) {
      expect(range?.low.decoder.mmcsAB).toBeLessThanOrEqual(one.decoder.mmcsAB);
      expect(range?.high.decoder.mmcsAB).toBeGreaterThanOrEqual(one.decoder.mmcsAB);
      expect(one.similarity?.cka).toHaveLength(4);
    }
  });

  test('rows with which both sides begin agree before the first step', async () => {
    const rows = {
      A: await drawInitialRows({ seed: 1, n: 60, d: 8, side: 'ENCODER', initialRows: 'TIED' }),
      B: await drawInitialRows({ seed: 2, n: 60, d: 8, side: 'ENCODER', initialRows: 'TIED' }),
    };
    const readUnitRows: NullRequest['readUnitRows'] = async ({ end }) => rows[end];
    const initial = await computeNull({ ...requestOf(sides, 1), kind: 'INITIAL', n: [60, 60], d: 8, readUnitRows });
    expect(agreementOf(initial)).toBe(1);
    expect(initial).toMatchObject({ draws: 1, range: null, cycles: null });
    expect(initial.decoder).toEqual(initial.encoder);
    expect(initial.curves.A.BOTH_AGREE?.[70]).toBeLessThan(0.5);
  });
});

test('a rotation keeps every cosine within a dictionary, and sends rows anywhere', async () => {
  const rotation = await drawRotation(12, buildRandomStream(5));
  for (let y = 0; y < 12; y++) {
    for (let x = 0; x <= y; x++) {
      const product = Array.from({ length: 12 }, (_, z) => rotation[y * 12 + z] * rotation[x * 12 + z]);
      expect(product.reduce((sum, one) => sum + one, 0)).toBeCloseTo(x === y ? 1 : 0, 12);
    }
  }
  const rows = await drawIsotropicRows({ n: 3, d: 12 }, { stream: buildRandomStream(6) });
  const turned = await rotateRows(rows, rotation);
  const dot = ({ values }: UnitRows, i: number, j: number) =>
    Array.from({ length: 12 }, (_, z) => values[i * 12 + z] * values[j * 12 + z]).reduce((sum, one) => sum + one, 0);
  for (const [i, j] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ])
    expect(dot(turned, i, j)).toBeCloseTo(dot(rows, i, j), 6);
  // Haar: the images of one row over many rotations have mean 0 and variance 1 / d in every direction
  const images: number[] = [];
  for (let draw = 0; draw < 400; draw++) {
    const one = await drawRotation(4, buildRandomStream(draw));
    images.push(one[0]);
  }
  const mean = images.reduce((sum, value) => sum + value / 400, 0);
  const square = images.reduce((sum, value) => sum + (value * value) / 400, 0);
  expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(0.25 / 400));
  expect(Math.abs(square - 0.25)).toBeLessThan(4 * Math.sqrt(0.0625 / 400)); // x^2 of a row of the sphere in 4 d has variance 1/16
});

test('cycle consistency of seven unrelated dictionaries is what the null says, and not 1 / n', async () => {
  const shape = { n: 120, d: 12 };
  const rows = await Promise.all(
    Array.from({ length: 7 }, (_, seed) => drawIsotropicRows(shape, { stream: buildRandomStream(100 + seed) })),
  );
  const table: PartnerTable = await Promise.all(
    rows.map((a, x) =>
      Promise.all(rows.map(async (b, y) => (x < y ? { decoder: (await match(a, b)).a.partner, encoder: null } : null))),
    ),
  );
  const found = groupCycleConsistency(table)?.decoder?.mean ?? Number.NaN;
  const nulls: number[] = [];
  for (let seed = 0; seed < 12; seed++) {
    const request = { ...requestOf({ A: buildSides({ ...shape, seed }), B: buildSides({ ...shape, seed }) }, 1), seed };
    const { cycles } = await computeNull({ ...request, kind: 'ISOTROPIC', sides: ['DECODER'] });
    nulls.push(cycles?.decoder ?? Number.NaN);
  }
  const mean = nulls.reduce((sum, value) => sum + value / nulls.length, 0);
  const deviation = Math.sqrt(nulls.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (nulls.length - 1));
  expect(found).toBeGreaterThan(3 / shape.n);
  // 35 triples and 12 draws
  expect(Math.abs(found - mean)).toBeLessThan(4 * deviation * Math.sqrt(1 / 35 + 1 / 12));
});

/** Mean and standard deviation of 30 draws by NumPy and SciPy: python3 bench/nulls.py seeds-data/mlp_topk_k4_N512 30. */
const numpy = {
  ISOTROPIC: { agreement: [0.0025, 0.002], cosine: [0.3541, 0.0015], cycles: [0.0184, 0.0049] },
  COVARIANCE_MATCHED: { agreement: [0.0019, 0.0019], cosine: [0.4344, 0.0018], cycles: [0.0322, 0.0089] },
  JOINT: { agreement: [0.0496, 0.0095], cosine: [0.435, 0.0019], cycles: [0.034, 0.0083] },
  ROTATION: { agreement: [0.0673, 0.0108], cosine: [0.3424, 0.0031], cycles: [0.0152, 0.0053] },
};

test('nulls of two bundled dictionaries are those that NumPy and SciPy draw', async () => {
  const request = requestOf({ A: await readBundled('seed1'), B: await readBundled('seed2') }, 2);
  const found = [
    await computeNull({ ...request, kind: 'ISOTROPIC' }),
    ...(await computeJointNulls(request)),
    await computeNull({ ...request, kind: 'ROTATION' }),
  ];
  for (const one of found) {
    const expected = numpy[one.kind as keyof typeof numpy];
    const check = (value: number | undefined, [mean, deviation]: number[]) =>
      expect(Math.abs((value ?? Number.NaN) - mean), one.kind).toBeLessThan(4 * deviation);
    check(agreementOf(one), expected.agreement);
    check(one.decoder.meanMatchedCosine, expected.cosine);
    check(one.cycles?.decoder, expected.cycles);
  }
});
