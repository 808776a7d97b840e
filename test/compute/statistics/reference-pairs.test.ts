/** Our statistics of real SAE pairs next to those that SciPy's exact assignment gave, where the reference data is at hand. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openCheckpoint } from '../../../loaders/checkpoints/formats.ts';
import { openSourceFolder } from '../../../loaders/files/source-folder.ts';
import { buildCriterion } from '../../../src/analysis/build-criterion.ts';
import type { SharedDefinition } from '../../../src/compute/statistics/criterion.ts';
import { buildPairArrays } from '../../../src/compute/statistics/pair-arrays.ts';
import { matchRows } from '../../../src/compute/matching/match-rows.ts';
import type { Measure } from '../../../src/compute/side-matching.ts';
import { cosineHistogram, sideStatistics, summarise } from '../../../src/compute/statistics/statistics.ts';
import { buildUnitRows, type UnitRows } from '../../../src/compute/unit-rows.ts';

interface SideReference {
  objective: number;
  mean_matched_cosine: number;
  'fraction_ge_0.7': number;
  mmcs_ab: number;
  mmcs_ba: number;
  pw_mcc_abs: number;
}

interface PairReference {
  decoder: SideReference;
  encoder: SideReference;
  agreement: number;
  'shared_BOTH_AGREE_0.7': number;
  'shared_BOTH_0.7': number;
  'mutual_nn_decoder_0.7': number;
}

const root = path.resolve(import.meta.dirname, '../../../../shared/data/saes');
const referenceFile = path.join(root, 'scipy_reference.json');
const reference: Record<string, { pairs: Record<string, PairReference> }> = existsSync(referenceFile)
  ? JSON.parse(readFileSync(referenceFile, 'utf8'))
  : {};

/** SciPy's product and ours are rounded differently; every mean agrees to this. */
const ROUNDING = 1e-6;

async function readSides(set: string, seed: string): Promise<{ decoder: UnitRows; encoder: UnitRows }> {
  const folder = await openSourceFolder({ path: path.join(root, set, seed, 'layers.2.mlp'), roots: [root] });
  const checkpoint = await openCheckpoint(folder);
  try {
    const { nLatents: n, dIn: d } = checkpoint.facts;
    const read = async (side: 'DECODER' | 'ENCODER') =>
      buildUnitRows(await checkpoint.readRows(side, { start: 0, count: n }), { n, d }).unit;
    return { decoder: await read('DECODER'), encoder: await read('ENCODER') };
  } finally {
    await checkpoint.close();
  }
}

const cases = Object.entries(reference).flatMap(([set, { pairs }]) =>
  Object.entries(pairs).map(([pair, expected]) => ({ set, pair, expected })),
);

describe.skipIf(cases.length === 0)('the statistics of a real pair are those of the reference', () => {
  test.each(cases)('$set $pair', async ({ set, pair, expected }) => {
    const [seedA, seedB] = pair.split('-');
    const a = await readSides(set, seedA);
    const b = await readSides(set, seedB);
    const match = (side: 'decoder' | 'encoder', measure: Measure) =>
      matchRows(a[side], b[side], { measure, threads: 1 });
    const sides = { decoder: await match('decoder', 'COSINE'), encoder: await match('encoder', 'COSINE') };
    for (const side of ['decoder', 'encoder'] as const) {
      const statistics = sideStatistics(sides[side]);
      expect(Math.abs(statistics.objective - expected[side].objective)).toBeLessThan(ROUNDING * statistics.pairs);
      expect(Math.abs(statistics.meanMatchedCosine - expected[side].mean_matched_cosine)).toBeLessThan(ROUNDING);
      expect(Math.abs(statistics.mmcsAB - expected[side].mmcs_ab)).toBeLessThan(ROUNDING);
      expect(Math.abs(statistics.mmcsBA - expected[side].mmcs_ba)).toBeLessThan(ROUNDING);
      const absolute = sideStatistics(await match(side, 'ABSOLUTE_COSINE'));
      expect(Math.abs(absolute.meanMatchedCosine - expected[side].pw_mcc_abs)).toBeLessThan(ROUNDING);
      const { counts } = cosineHistogram(sides[side].a, { bins: 40, measure: 'COSINE' });
      expect(counts.reduce((x, y) => x + y)).toBe(statistics.pairs);
    }
    const alive = new Uint8Array(a.decoder.n).fill(1);
    const arrays = buildPairArrays({ measure: 'COSINE', ...sides, aliveA: alive, aliveB: alive });
    const fraction = (definition: SharedDefinition) =>
      summarise(arrays, { end: 'A', criterion: buildCriterion({ definition }) }).sharedFraction;
    expect({
      agreement: summarise(arrays, { end: 'B', criterion: buildCriterion() }).agreement,
      agreeing: fraction('AGREE'),
      bothAgree: fraction('BOTH_AGREE'),
      both: fraction('BOTH'),
      mutual: fraction('MUTUAL_NN'),
      decoder: fraction('DECODER'),
      encoder: fraction('ENCODER'),
    }).toEqual({
      agreement: expected.agreement,
      agreeing: expected.agreement,
      bothAgree: expected['shared_BOTH_AGREE_0.7'],
      both: expected['shared_BOTH_0.7'],
      mutual: expected['mutual_nn_decoder_0.7'],
      decoder: expected.decoder['fraction_ge_0.7'],
      encoder: expected.encoder['fraction_ge_0.7'],
    });
  });
});
