/** The families of a run group: latents of several dictionaries that are each other's shared partners, directly or through others. */
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { LatentKey } from '../../../db/stores/latents.ts';
import { buildFamilies, type Families, familySize, listMembers } from '../../compute/group/families.ts';
import { keyText } from '../batches/key-text.ts';
import { definitions } from '../definitions/definitions.ts';
import type { OrderedRows } from '../ordered-rows.ts';
import { qualify } from '../pair/publication-note.ts';
import type { MatchedGroup } from './matched-group.ts';

export interface LatentFamily {
  size: number;
  dictionaries: number;
  /** False for one that was cut out of a component in conflict. */
  consistent: boolean;
  links: number;
  /** Null where cosines are not known. */
  meanCosine: number | null;
  minCosine: number | null;
  /** The first members, by dictionary and index. */
  listMembers(first: number): LatentKey[];
}

/** The families, all or (in)consistent ones, in their own order; null while a matching is missing. Throws `BAD_INPUT`. */
export async function listFamilies(group: MatchedGroup, consistent: boolean | null) {
  const arrays = await group.loadTied();
  if (arrays === null) return null;
  const families = buildFamilies(arrays);
  const all = Array.from({ length: families.count }, (_, f) => f);
  const listed = consistent === null ? all : all.filter((f) => isConsistent(families, f) === consistent);
  const { definition, threshold, strict, aliveOnly, minFiringFrequency } = group.criterion;
  const what = [definition, threshold, strict, aliveOnly, minFiringFrequency ?? ''];
  const place = [keyText(group.runGroup), group.measure, ...what, consistent];
  const rows: OrderedRows<LatentFamily> = {
    list: ['families', ...place].join(':'),
    indexes: Int32Array.from(listed),
    // positions are the order
    valueOf: () => null,
    rowOf: (f) => describeFamily(families, { f, among: group.dictionaries }),
  };
  return {
    rows,
    statement: qualify(definitions.families.statement(), group),
    families: families.count,
    conflicts: families.conflicts,
  };
}

/** One family; `among` are the dictionaries of its run group. */
export function describeFamily(
  families: Families,
  { f, among }: { f: number; among: readonly DictionaryRow[] },
): LatentFamily {
  return {
    size: familySize(families, f),
    dictionaries: families.dictionaries[f],
    consistent: isConsistent(families, f),
    links: families.links[f],
    meanCosine: knownOrNull(families.meanCosine[f]),
    minCosine: knownOrNull(families.minCosine[f]),
    listMembers: (first) =>
      listMembers(families, { f, first }).map(({ dictionary, index }) => {
        const { spaceId, id: dictionaryId } = among[dictionary];
        return { spaceId, dictionaryId, index };
      }),
  };
}

function isConsistent(families: Families, f: number): boolean {
  return families.cut[f] === 0;
}

function knownOrNull(cosine: number): number | null {
  return Number.isNaN(cosine) ? null : cosine;
}
