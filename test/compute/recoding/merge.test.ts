import path from 'node:path';
import { expect, test } from 'vitest';
import { openCheckpoint } from '../../../loaders/checkpoints/formats.ts';
import { openSourceFolder } from '../../../loaders/files/source-folder.ts';
import { drawIsotropicRows } from '../../../src/compute/nulls/gaussian-rows.ts';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';
import { judgeMerge } from '../../../src/compute/recoding/merge.ts';
import { nullRecoding } from '../../../src/compute/recoding/null-recoding.ts';
import { recode } from '../../../src/compute/recoding/recode.ts';
import { judgeRecoding } from '../../../src/compute/recoding/verdict.ts';
import { buildUnitRows, type UnitRows } from '../../../src/compute/unit-rows.ts';
import { RANDOM_SEED } from '../../../src/compute/random-seed.ts';

const rule = { minRSquared: 0.49, minAboveNull: 0.2 };
const none = [0, 0, 0, 0];
const rowOf = ({ d, values }: UnitRows, i: number) => values.subarray(i * d, (i + 1) * d);

/** Sum of weighted rows. */
function combine(rows: UnitRows, weights: Record<number, number>): Float32Array {
  return Float32Array.from({ length: rows.d }, (_, z) =>
    Object.entries(weights).reduce((sum, [i, weight]) => sum + weight * rows.values[Number(i) * rows.d + z], 0),
  );
}

test('a part of a latent is merged, what has nothing to do with it is not', async () => {
  const rows = await drawIsotropicRows({ n: 30, d: 48 }, { stream: buildRandomStream(5) });
  const recoding = await recode(combine(rows, { 3: 0.8, 7: 0.6, 11: 0.05 }), rows, { atoms: 4 });
  const merge = (orphan: number, asked = {}) =>
    judgeMerge({ recoding, orphan, nullRSquared: none }, { ...rule, ...asked });
  expect(merge(7)).toMatchObject({ atomsNeeded: 2, nullGain: 0 });
  // what the fit of 3 and 7 loses without 7 is the squared length of 7's part that 3 has not
  const product = rowOf(rows, 3).reduce((sum, value, z) => sum + value * rowOf(rows, 7)[z], 0);
  const x = combine(rows, { 3: 0.8, 7: 0.6, 11: 0.05 });
  const length = x.reduce((sum, value) => sum + value * value, 0);
  expect(Math.abs((merge(7)?.gain ?? 0) - (0.36 * (1 - product ** 2)) / length)).toBeLessThan(0.02);
  expect(merge(3)?.atomsNeeded).toBe(2);
  expect(merge(11)).toBeNull(); // adds next to nothing
  expect(merge(20)).toBeNull();
  expect(merge(7, { minAboveNull: 0.5 })).toBeNull();
  expect(merge(7, { minRSquared: 1.01 })).toBeNull();
  // chance that adds as much as the orphan
  const chance = [0.1, 0.35, 0.6, 0.75];
  expect(judgeMerge({ recoding, orphan: 7, nullRSquared: chance }, rule)).toBeNull();
});

test('a latent that is there whole is not merged: one row is enough, and no other adds anything', async () => {
  const rows = await drawIsotropicRows({ n: 20, d: 32 }, { stream: buildRandomStream(6) });
  const recoding = await recode(rowOf(rows, 4), rows, { atoms: 4 });
  expect(recoding.atoms).toHaveLength(1);
  expect(judgeMerge({ recoding, orphan: 4, nullRSquared: none }, rule)).toBeNull();
  const nothing = await recode(new Float32Array(32), rows, { atoms: 4 });
  expect(judgeMerge({ recoding: nothing, orphan: 4, nullRSquared: none }, rule)).toBeNull();
});

test('gains are the same for a row of any length', async () => {
  const rows = await drawIsotropicRows({ n: 30, d: 48 }, { stream: buildRandomStream(5) });
  const gains: number[] = [];
  for (const length of [1, 10]) {
    const recoding = await recode(combine(rows, { 3: 0.8 * length, 7: 0.6 * length }), rows, { atoms: 4 });
    gains.push(judgeMerge({ recoding, orphan: 7, nullRSquared: none }, rule)?.gain ?? 0);
  }
  expect(gains[0]).toBeCloseTo(gains[1], 6);
});

test('the bundled dictionaries have merged latents, and they are those of SciPy', async () => {
  const root = path.resolve(import.meta.dirname, '../../../seeds-data');
  const readDecoder = async (seed: string) => {
    const at = path.join(root, 'mlp_topk_k4_N512', seed, 'layers.2.mlp');
    const checkpoint = await openCheckpoint(await openSourceFolder({ path: at, roots: [root] }));
    const { nLatents: n, dIn: d } = checkpoint.facts;
    const rows = await checkpoint.readRows('DECODER', { start: 0, count: n });
    await checkpoint.close();
    return buildUnitRows(rows, { n, d }).unit;
  };
  const [a, b] = [await readDecoder('seed1'), await readDecoder('seed2')];
  const nullRSquared = await nullRecoding({ n: b.n, d: b.d, atoms: 4 }, { draws: 16, seed: RANDOM_SEED });
  // numpy's argmax and scipy.optimize.nnls on the same rows: orphan, the latent nearest to it, rows that are enough, loss without it
  for (const [orphan, nearest, atomsNeeded, gain] of [
    [81, 426, 3, 0.2951311999531997],
    [109, 22, 2, 0.5416372417976736],
    [388, 15, 4, 0.3001626264819569],
  ]) {
    const forward = await recode(rowOf(a, orphan), b, { atoms: 4 });
    expect(judgeRecoding({ rSquared: forward.rSquared, nullRSquared }, rule).verdict).toBe('MISSING');
    expect(forward.atoms[0]).toBe(nearest);
    const recoding = await recode(rowOf(b, nearest), a, { atoms: 4 });
    const merge = judgeMerge({ recoding, orphan, nullRSquared }, rule);
    expect(merge?.atomsNeeded).toBe(atomsNeeded);
    expect(merge?.gain).toBeCloseTo(gain, 10);
  }
});
