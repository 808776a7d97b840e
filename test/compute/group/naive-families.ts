/**
 * Families from the definition, by brute force: components by flooding, those in conflict grown group by group over all pairs of groups, and their latents
 * assigned anew, dictionary by dictionary, by a dense solver.
 */
import { UNLINKED } from '../../../src/compute/group/assign-families.ts';
import { assign } from '../matching/dense-matching.ts';

/** Latents as `dictionary:index`; for each the latents that it is tied to, with the cosine. */
export type Ties = ReadonlyMap<string, ReadonlyMap<string, number>>;

export interface NaiveFamily {
  members: string[];
  dictionaries: number;
  /** Of every tie inside, seen from both of its ends. */
  cosines: number[];
  cut: boolean;
}

/** Every latent in one family; those alone, too. */
export function naiveFamilies(ties: Ties): { families: NaiveFamily[]; conflicts: number } {
  const components = flood(ties);
  const isConflict = (members: readonly string[]) => spanOf(members) < members.length;
  const groups = components.flatMap((members) =>
    isConflict(members)
      ? reassign(grow(members, ties), ties).map((group) => ({ members: group, cut: true }))
      : [{ members, cut: false }],
  );
  return {
    families: groups.map(({ members, cut }) => ({
      members,
      dictionaries: spanOf(members),
      cosines: members.flatMap((x) => members.flatMap((y) => ties.get(x)?.get(y) ?? [])),
      cut,
    })),
    conflicts: components.filter(isConflict).length,
  };
}

const dictionaryOf = (member: string) => member.split(':')[0];
const spanOf = (members: readonly string[]) => new Set(members.map(dictionaryOf)).size;

function flood(ties: Ties): string[][] {
  const seen = new Set<string>();
  return [...ties.keys()].flatMap((start) => {
    if (seen.has(start)) return [];
    const members = [start];
    seen.add(start);
    for (const at of members) {
      for (const next of ties.get(at)?.keys() ?? []) {
        if (seen.has(next)) continue;
        seen.add(next);
        members.push(next);
      }
    }
    return [members];
  });
}

/** The two groups of which more than half of the pairs are tied and whose mean cosine is largest become one, until there are none. */
function grow(members: readonly string[], ties: Ties): string[][] {
  let groups = members.map((member) => [member]);
  for (;;) {
    let best = { mean: Number.NEGATIVE_INFINITY, x: -1, y: -1 };
    for (let x = 0; x < groups.length; x++) {
      for (let y = x + 1; y < groups.length; y++) {
        const found = groups[x].flatMap((one) => groups[y].flatMap((other) => ties.get(one)?.get(other) ?? []));
        const pairs = groups[x].length * groups[y].length;
        if (2 * found.length <= pairs || spanOf([...groups[x], ...groups[y]]) < groups[x].length + groups[y].length)
          continue;
        const mean = found.reduce((sum, cosine) => sum + (Number.isNaN(cosine) ? 1 : cosine), 0) / pairs;
        if (mean > best.mean) best = { mean, x, y };
      }
    }
    if (best.x < 0) return groups;
    const joined = [...groups[best.x], ...groups[best.y]];
    groups = [...groups.filter((_, at) => at !== best.x && at !== best.y), joined];
  }
}

/** Rounds over the dictionaries: the best assignment of a dictionary's latents to what the others have formed, or to being alone, until nothing rises. */
function reassign(start: readonly string[][], ties: Ties): string[][] {
  let groups = start.map((group) => [...group]);
  const dictionaries = [...new Set(groups.flat().map(dictionaryOf))].sort((x, y) => Number(x) - Number(y));
  const cosine = (x: string, y: string) => {
    const tie = ties.get(x)?.get(y);
    return tie === undefined ? -UNLINKED : Number.isNaN(tie) ? 1 : tie;
  };
  const worth = (group: readonly string[]) =>
    group.reduce((sum, x, at) => sum + group.slice(0, at).reduce((inner, y) => inner + cosine(x, y), 0), 0);
  const total = () => groups.reduce((sum, group) => sum + worth(group), 0);
  for (let round = 0; round < 10; round++) {
    const before = total();
    for (const dictionary of dictionaries) {
      const own = groups
        .flat()
        .filter((member) => dictionaryOf(member) === dictionary)
        .sort((x, y) => Number(x.split(':')[1]) - Number(y.split(':')[1]));
      const rest = groups
        .map((group) => group.filter((member) => dictionaryOf(member) !== dictionary))
        .filter((group) => group.length > 0);
      const weights = own.map((member) => [
        ...rest.map((group) => group.reduce((sum, other) => sum + cosine(member, other), 0)),
        ...own.map(() => 0),
      ]);
      const formed = rest.length;
      const chosen = assign(weights);
      own.forEach((member, i) => {
        if (chosen[i] < formed) rest[chosen[i]].push(member);
        else rest.push([member]);
      });
      groups = rest;
    }
    if (total() - before < 1e-9) return groups;
  }
  return groups;
}
