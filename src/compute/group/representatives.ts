/**
 * One latent for each feature of a run group: what the core and the union dictionary are made of.
 *
 * In: a run group and its families. Out: for each feature (a family, or a latent alone) the member that lies nearest to the others: of
 * those, the one with the largest sum of cosines to the members that it is tied to. It is taken as it was trained: decoder row, encoder row
 * and bias belong together, which a mean of members would not. Of equal ones the first, by dictionary and index.
 */
import type { Families } from './families.ts';
import type { SeedGroup } from './seed-group.ts';

/** CORE: features in all dictionaries. UNION: all features. */
export type FeaturePart = 'CORE' | 'UNION';

/** Struct of arrays: in most dictionaries first, then as families are ordered; latents alone last, by dictionary and index. */
export interface Representatives {
  /** Position of the dictionary that each is taken from. [count] */
  readonly dictionary: Uint32Array;
  readonly index: Uint32Array;
  /** Dictionaries that have the feature. [count] */
  readonly dictionaries: Uint32Array;
  /** Latents that it stands for. [count] */
  readonly members: Uint32Array;
}

/** The features of `part`. O(S^2 n). */
export function pickRepresentatives(group: SeedGroup, families: Families, part: FeaturePart): Representatives {
  const size = group.counted.length;
  const central = sumTies(group, families.offsets);
  const chosen: { latent: number; dictionaries: number; members: number }[] = [];
  const inFamily = new Uint8Array(central.length);
  for (let f = 0; f < families.count; f++) {
    const [from, to] = [families.starts[f], families.starts[f + 1]];
    let best = families.members[from];
    for (let at = from; at < to; at++) {
      const latent = families.members[at];
      inFamily[latent] = 1;
      if (central[latent] > central[best]) best = latent;
    }
    chosen.push({ latent: best, dictionaries: families.dictionaries[f], members: to - from });
  }
  group.counted.forEach((counted, s) => {
    for (let i = 0; i < counted.length; i++) {
      const latent = families.offsets[s] + i;
      if (counted[i] === 1 && inFamily[latent] === 0) chosen.push({ latent, dictionaries: 1, members: 1 });
    }
  });
  const kept = part === 'UNION' ? chosen : chosen.filter(({ dictionaries }) => dictionaries === size);
  const dictionary = Uint32Array.from(kept, ({ latent }) => dictionaryOf(families.offsets, latent));
  return {
    dictionary,
    index: Uint32Array.from(kept, ({ latent }, at) => latent - families.offsets[dictionary[at]]),
    dictionaries: Uint32Array.from(kept, (one) => one.dictionaries),
    members: Uint32Array.from(kept, (one) => one.members),
  };
}

/** For each latent the sum of the cosines of its ties; a cosine that is not known adds nothing. */
function sumTies({ ends }: SeedGroup, offsets: Uint32Array): Float64Array {
  const sums = new Float64Array(offsets[offsets.length - 1]);
  for (const [a, row] of ends.entries()) {
    for (const [b, own] of row.entries()) {
      const other = ends[b][a];
      if (own === null || other === null) continue;
      for (let i = 0; i < own.n; i++) {
        if (own.shared[i] === 0) continue;
        const j = own.partner[i];
        if (j < 0 || other.partner[j] !== i || other.shared[j] === 0) continue;
        if (!Number.isNaN(own.cosine[i])) sums[offsets[a] + i] += own.cosine[i];
      }
    }
  }
  return sums;
}

function dictionaryOf(offsets: Uint32Array, latent: number): number {
  let dictionary = 0;
  while (offsets[dictionary + 1] <= latent) dictionary++;
  return dictionary;
}
