import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';
import { buildUnitRows, type UnitRows } from '../../../src/compute/unit-rows.ts';

/** Rows x, and rows `share` x + noise, both normals of one stream: x first, [n, d], then the noise. */
export function noisyPair(of: { n: number; d: number; share: number; seed: number }): { a: UnitRows; b: UnitRows } {
  const { n, d, share, seed } = of;
  const stream = buildRandomStream(seed);
  const x = Float32Array.from({ length: n * d }, () => stream.nextNormal());
  const y = x.map((value) => share * value + stream.nextNormal());
  return { a: buildUnitRows(x, { n, d }).unit, b: buildUnitRows(y, { n, d }).unit };
}
