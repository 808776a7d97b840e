/**
 * Which rows lie close together: near copies of one another, whose differences a float32 product of the whole rows cannot tell.
 */
import type { Turns } from '../turns.ts';
import type { UnitRows } from '../unit-rows.ts';

/** Distance from its leader that a member may have: products of two such differences are 1e-4 at most. */
const radius = 1e-2;
/** Leaders tried; what is close to none of them is left over. Rows that are not close are told after a few coordinates. */
const mostLeaders = 64;

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
export async function groupCloseRows(rows: UnitRows, names: Int32Array, turns: Turns): Promise<CloseRows[]> {
  const groups: CloseRows[] = [];
  const alone: number[] = [];
  let free = names;
  for (let tried = 0; tried < mostLeaders && free.length > 0; tried++) {
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
