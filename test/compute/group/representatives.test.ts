import { expect, test } from 'vitest';
import { buildFamilies, familySize, listMembers } from '../../../src/compute/group/families.ts';
import { pickRepresentatives } from '../../../src/compute/group/representatives.ts';
import type { SeedGroup } from '../../../src/compute/group/seed-group.ts';
import { buildExampleGroup, criteria, toSeedGroup } from './example-group.ts';

const example = buildExampleGroup([15, 15, 12, 15], 9);

/** Sum of the cosines of a latent's ties, one by one. */
function tieSum(group: SeedGroup, { dictionary: a, index: i }: { dictionary: number; index: number }): number {
  return group.ends[a].reduce((sum, own, b) => {
    const other = group.ends[b][a];
    if (own === null || other === null || own.partner[i] < 0) return sum;
    const j = own.partner[i];
    const tied = other.partner[j] === i && own.shared[i] === 1 && other.shared[j] === 1;
    return tied ? sum + own.cosine[i] : sum;
  }, 0);
}

test('the union has one latent for each feature, the core those in all dictionaries', () => {
  for (const criterion of criteria) {
    const group = toSeedGroup(example, criterion);
    const families = buildFamilies(group);
    const union = pickRepresentatives(group, families, 'UNION');
    expect(union.index).toHaveLength(families.inExactly.reduce((sum, count) => sum + count, 0));
    for (const [s, count] of families.inExactly.entries())
      expect(union.dictionaries.filter((one) => one === s + 1)).toHaveLength(count);
    // every latent counted is stood for once
    expect(union.members.reduce((sum, one) => sum + one, 0)).toBe(group.latents.reduce((sum, one) => sum + one, 0));
    for (let f = 0; f < families.count; f++) {
      const members = listMembers(families, { f, first: 1000 });
      const sums = members.map((member) => tieSum(group, member));
      const best = sums.findIndex((sum) => sum > Math.max(...sums) - 1e-12);
      expect({ dictionary: union.dictionary[f], index: union.index[f] }).toEqual(members[best]);
      expect(union.members[f]).toBe(familySize(families, f));
    }
    const core = pickRepresentatives(group, families, 'CORE');
    expect(core.index).toHaveLength(families.inExactly.at(-1) ?? 0);
    expect(core.index).toEqual(union.index.filter((_, at) => union.dictionaries[at] === group.counted.length));
  }
});
