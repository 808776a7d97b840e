/**
 * Which rows of a dictionary are the same, number for number: dead or collapsed latents make thousands of them.
 */
import type { Turns } from '../turns.ts';
import type { UnitRows } from '../unit-rows.ts';

/** What hashing and comparing a number of a row costs, in multiplications. */
const comparisonCost = 4;
const hashMultiplier = 0x01000193; // FNV-1a, over 32-bit words

function hashRow(words: Int32Array): number {
  let hash = 0x811c9dc5 | 0;
  for (const word of words) hash = Math.imul(hash ^ word ^ (word >>> 15), hashMultiplier);
  return hash;
}

/** Groups those rows of `rows` that are named in `names`: each group lists its rows in the order of `names`. O(names * d). */
export async function groupIdenticalRows(
  { d, values }: UnitRows,
  names: ArrayLike<number>,
  turns: Turns,
): Promise<number[][]> {
  const words = new Int32Array(values.buffer, values.byteOffset, values.length);
  const rowAt = (i: number) => words.subarray(i * d, (i + 1) * d);
  const byHash = new Map<number, number[][]>();
  const groups: number[][] = [];
  for (let q = 0; q < names.length; q++) {
    await turns.spend(comparisonCost * d);
    const row = rowAt(names[q]);
    const hash = hashRow(row);
    const alike = byHash.get(hash) ?? [];
    byHash.set(hash, alike);
    let group = alike.find(([first]) => rowAt(first).every((word, z) => word === row[z]));
    if (!group) {
      group = [];
      alike.push(group);
      groups.push(group);
    }
    group.push(names[q]);
  }
  return groups;
}
