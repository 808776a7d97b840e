/** Named rows of a dictionary, copied side by side so that they can be one end of a tile. */
import type { UnitRows } from '../unit-rows.ts';

/** Copies rows `names` of `rows` into the front of `buffer` and returns that part, [names.length, d]. */
export function gatherRows(rows: UnitRows, names: ArrayLike<number>, buffer: Float32Array): Float32Array {
  const { d, values } = rows;
  for (let q = 0; q < names.length; q++) buffer.set(values.subarray(names[q] * d, (names[q] + 1) * d), q * d);
  return buffer.subarray(0, names.length * d);
}
