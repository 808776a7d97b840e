/**
 * Which rows lie close together: near copies of one another, whose differences a float32 product of the whole rows cannot tell.
 */
import type { UnitRows } from '../unit-rows.ts';

/** Distance from its leader that a member may have: products of two such differences are 1e-4 at most. */
const radius = 1e-2;
/** Leaders tried; what is close to none of them is left over. */
const mostLeaders = 24;
/** A leader must gather this share of the rows that are still free, or the search ends: rows that are not close are usual. */
const leastShare = 0.02;

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
    if (sum > radius * radius) return false;
  }
  return true;
}

/** Groups of those rows of `rows` that are named in `names`, none of them empty, each in the order of `names`. */
export function groupCloseRows(rows: UnitRows, names: Int32Array): CloseRows[] {
  const groups: CloseRows[] = [];
  let free = names;
  while (free.length > 1 && groups.length < mostLeaders) {
    const leader = free[0];
    const members = free.filter((i) => isClose(rows, i, leader));
    if (members.length < Math.max(2, leastShare * free.length)) break;
    groups.push({ leader, names: members });
    const taken = new Set(members);
    free = free.filter((i) => !taken.has(i));
  }
  return free.length > 0 ? [...groups, { leader: -1, names: free }] : groups;
}
