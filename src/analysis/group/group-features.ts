/** The features of a matched run group, each with the latent that represents it. */
import type { Key } from '../../../db/schema/key.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { baseHistogram, foundIn } from '../../compute/group/base-universality.ts';
import { buildFamilies } from '../../compute/group/families.ts';
import { type FeaturePart, pickRepresentatives, type Representatives } from '../../compute/group/representatives.ts';
import { type SeedGroup, viewBase } from '../../compute/group/seed-group.ts';
import { type Stability, stabilityByCount } from '../../compute/group/stability.ts';
import type { Criterion } from '../../compute/statistics/criterion.ts';
import { ReseedError } from '../../errors.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import { findMatchedGroup } from './matched-group.ts';

/** What is known of the latent that represents a feature. */
export interface FoundFeature {
  /** Dictionaries in which it is found, its own included. */
  found: number;
  /** Null with fewer than three dictionaries. */
  stability: Stability | null;
}

/** The dictionaries, ordered by init seed, and the features. Throws `NOT_MATCHED` while a matching is missing, `BAD_INPUT`, `COSINES_UNKNOWN`. */
export async function getGroupFeatures(
  context: AnalysisContext,
  { runGroup, part, criterion }: { runGroup: Key; part: FeaturePart; criterion: Criterion },
): Promise<{ dictionaries: DictionaryRow[]; features: Representatives; found: FoundFeature[] }> {
  const group = await findMatchedGroup(context, runGroup, { criterion, measure: 'COSINE' });
  const { dictionaries, missingPairs, leftOut } = group;
  const members = dictionaries.length + leftOut.length;
  const all = (members * (members - 1)) / 2;
  const arrays = all === 0 || missingPairs.length > 0 ? null : await group.loadTied();
  if (arrays === null) {
    throw new ReseedError(
      'NOT_MATCHED',
      `Cannot say what the dictionaries of this run group share: ${all - missingPairs.length} of ${all} pairs are matched; expected all, and two dictionaries at least`,
      { hint: 'Match the run group first: npm run reseed -- match <run group>' },
    );
  }
  const features = pickRepresentatives(arrays, buildFamilies(arrays), part);
  return { dictionaries, features, found: listFound(arrays, features) };
}

function listFound(group: SeedGroup, { dictionary, index }: Representatives): FoundFeature[] {
  const bases = group.counted.map((_, base) => {
    const view = viewBase(group, base);
    return { times: foundIn(view), byCount: stabilityByCount(baseHistogram(view).counts) };
  });
  return Array.from(index, (i, at) => {
    const { times, byCount } = bases[dictionary[at]];
    return { found: times[i], stability: byCount?.[times[i] - 1] ?? null };
  });
}
