/** Families -> for each latent the family that it is in. */
import type { Families } from './families.ts';

/** By offset of the dictionary + index: number of the family, -1 for a latent alone. O(latents). */
export function indexFamilies({ count, starts, members, offsets }: Families): Int32Array {
  const familyOf = new Int32Array(offsets[offsets.length - 1]).fill(-1);
  for (let f = 0; f < count; f++) for (let at = starts[f]; at < starts[f + 1]; at++) familyOf[members[at]] = f;
  return familyOf;
}
