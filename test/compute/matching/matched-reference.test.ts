/**
 * The engine on real SAE pairs gives what SciPy's exact assignment of the float64 cosines gave, where the reference data is at
 * hand.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openCheckpoint } from '../../../loaders/checkpoints/formats.ts';
import { openSourceFolder } from '../../../loaders/files/source-folder.ts';
import { matchRows } from '../../../src/compute/matching/match-rows.ts';
import type { MatchedEnd, Measure } from '../../../src/compute/side-matching.ts';
import { buildUnitRows, type UnitRows } from '../../../src/compute/unit-rows.ts';

interface SideReference {
  objective: number;
  mean_matched_cosine: number;
  'fraction_ge_0.7': number;
  mmcs_ab: number;
  mmcs_ba: number;
  pw_mcc_abs: number;
}

const root = path.resolve(import.meta.dirname, '../../../../shared/data/saes');
const referenceFile = path.join(root, 'scipy_reference.json');
const reference: Record<string, { pairs: Record<string, Record<'decoder' | 'encoder', SideReference>> }> = existsSync(
  referenceFile,
)
  ? JSON.parse(readFileSync(referenceFile, 'utf8'))
  : {};

/**
 * The reference takes cosines of float64 unit rows, we of unit rows rounded to float32: 2^-24 in each coordinate, less in a mean.
 */
const rounding = 2 ** -24;

async function readUnitRows(folderPath: string, side: 'DECODER' | 'ENCODER'): Promise<UnitRows> {
  const folder = await openSourceFolder({ path: folderPath, roots: [root] });
  const checkpoint = await openCheckpoint(folder);
  try {
    const { nLatents: n, dIn: d } = checkpoint.facts;
    return buildUnitRows(await checkpoint.readRows(side, { start: 0, count: n }), { n, d }).unit;
  } finally {
    await checkpoint.close();
  }
}

const mean = (values: Float64Array) => values.reduce((sum, x) => sum + x, 0) / values.length;
/** Mean of the first, largest, of each latent's candidates. */
const meanLargest = ({ candidateCosines, candidatesPerLatent }: MatchedEnd) =>
  mean(candidateCosines.filter((_, z) => z % candidatesPerLatent === 0));

const cases = Object.entries(reference).flatMap(([set, { pairs }]) =>
  Object.entries(pairs).flatMap(([pair, sides]) =>
    (['decoder', 'encoder'] as const).map((side) => ({ set, pair, side, expected: sides[side] })),
  ),
);

describe.skipIf(cases.length === 0)('real pairs', () => {
  test.each(cases)('$set $pair $side', async ({ set, pair, side, expected }) => {
    const which = side === 'decoder' ? 'DECODER' : 'ENCODER';
    const [a, b] = await Promise.all(
      pair.split('-').map((seed) => readUnitRows(path.join(root, set, seed, 'layers.2.mlp'), which)),
    );
    const match = (measure: Measure) => matchRows(a, b, { measure, threads: 2 });
    const signed = await match('COSINE');
    expect(signed.certificate.optimal).toBe(true);
    expect(Math.abs(signed.certificate.primal - expected.objective)).toBeLessThan(rounding * a.n);
    expect(Math.abs(mean(signed.a.cosine) - expected.mean_matched_cosine)).toBeLessThan(rounding);
    expect(mean(signed.a.cosine.map((x) => (x >= 0.7 ? 1 : 0)))).toBe(expected['fraction_ge_0.7']);
    expect(Math.abs(meanLargest(signed.a) - expected.mmcs_ab)).toBeLessThan(rounding);
    expect(Math.abs(meanLargest(signed.b) - expected.mmcs_ba)).toBeLessThan(rounding);
    const absolute = await match('ABSOLUTE_COSINE');
    expect(absolute.certificate.optimal).toBe(true);
    expect(Math.abs(mean(absolute.a.cosine) - expected.pw_mcc_abs)).toBeLessThan(rounding);
  });
});
