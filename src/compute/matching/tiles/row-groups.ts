/**
 * Which rows of a dictionary are the same, number for number (dead or collapsed latents make thousands of them), and which lie close
 * together: near copies, whose differences a float32 product of the whole rows cannot tell.
 *
 * In: the names of some rows. Out: groups of names.
 */
import type { Turns } from '../../turns.ts';
import type { UnitRows } from '../../unit-rows.ts';

/** What hashing and comparing a number of a row costs, in multiplications. */
const COMPARISON_COST = 4;
const HASH_MULTIPLIER = 0x01000193; // FNV-1a, over 32-bit words

function hashRow(words: Int32Array): number {
  let hash = 0x811c9dc5 | 0;
  for (const word of words) hash = Math.imul(hash ^ word ^ (word >>> 15), HASH_MULTIPLIER);
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
    await turns.spend(COMPARISON_COST * d);
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

/** Distance from its leader that a member may have: products of two such differences are 1e-4 at most. */
const RADIUS = 1e-2;
/** Leaders tried; what is close to none of them is left over. Rows that are not close are told after a few coordinates. */
const MOST_LEADERS = 64;

/** Close rows and the one that they are close to; the last group has no leader (-1) and holds all the others. */
export interface CloseRows {
  readonly leader: number;
  readonly names: Int32Array;
}

function isClose({ d, values }: UnitRows, i: number, j: number): boolean {
  let sum = 0;
  for (let p = i * d, q = j * d, end = p + d; p < end; p++, q++) {
    const difference = values[p] - values[q];
    sum += difference * difference;
    if (sum > RADIUS * RADIUS) return false;
  }
  return true;
}

/** Groups of those rows of `rows` that are named in `names`, none of them empty, each in the order of `names`. */
export async function groupCloseRows(rows: UnitRows, names: Int32Array, turns: Turns): Promise<CloseRows[]> {
  const groups: CloseRows[] = [];
  const alone: number[] = [];
  let free = names;
  for (let tried = 0; tried < MOST_LEADERS && free.length > 0; tried++) {
    await turns.yield();
    const leader = free[0];
    const isMember = new Uint8Array(free.length);
    for (const [q, i] of free.entries()) {
      if (!isClose(rows, i, leader)) continue;
      isMember[q] = 1;
      await turns.spend(rows.d);
    }
    const members = free.filter((_, q) => isMember[q] === 1);
    if (members.length > 1) groups.push({ leader, names: members });
    else alone.push(leader);
    free = free.filter((i, q) => isMember[q] === 0 && i !== leader);
  }
  const left = Int32Array.from([...alone, ...free]);
  return left.length > 0 ? [...groups, { leader: -1, names: left }] : groups;
}
