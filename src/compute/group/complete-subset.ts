/**
 * The largest set of dictionaries of which every pair is matched.
 *
 * In: a number of dictionaries and the pairs that are there. Out: positions. It is the largest clique of the graph of pairs, found where pairs
 * are missing: of two dictionaries that are not matched one must go, so the search branches on the one that lacks most pairs.
 */

/** Branches looked at; a group that lacks pairs here and there needs a few hundred. Beyond, the best found is taken. */
const MOST_BRANCHES = 50_000;

/** Positions, ascending; of sets of equal size the one that comes first in order. At most 50,000 branches per dictionary. */
export function findCompleteSubset(size: number, pairs: readonly (readonly [a: number, b: number])[]): number[] {
  const linked = Array.from({ length: size }, () => new Set<number>());
  for (const [a, b] of pairs) {
    linked[a].add(b);
    linked[b].add(a);
  }
  const all = Array.from({ length: size }, (_, at) => at);
  const most = countLargest(all, linked);
  const chosen: number[] = [];
  let open = all;
  for (const at of all) {
    if (!open.includes(at)) continue;
    const rest = open.filter((other) => other > at && linked[at].has(other));
    if (chosen.length + 1 + countLargest(rest, linked) < most) open = open.filter((other) => other !== at);
    else {
      chosen.push(at);
      open = rest;
    }
  }
  return chosen;
}

/** How many of `among` the largest complete set has. */
function countLargest(among: readonly number[], linked: readonly ReadonlySet<number>[]): number {
  let best = 0;
  let branches = 0;
  const search = (left: readonly number[]): void => {
    if (left.length <= best || branches++ > MOST_BRANCHES) return;
    let [worst, lacks] = [-1, 0];
    for (const at of left) {
      const lacking = left.length - 1 - left.filter((other) => linked[at].has(other)).length;
      if (lacking > lacks) [worst, lacks] = [at, lacking];
    }
    if (lacks === 0) {
      best = left.length;
      return;
    }
    search(left.filter((at) => at !== worst));
    search(left.filter((at) => at === worst || linked[worst].has(at)));
  };
  search(among);
  return best;
}
