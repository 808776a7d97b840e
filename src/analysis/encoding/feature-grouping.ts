/** Dictionaries of some run groups -> for each of their latents the feature that it belongs to: its family, or itself. */
import type { Key } from '../../../db/schema/key.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { buildFamilies } from '../../compute/group/families.ts';
import { indexFamilies } from '../../compute/group/family-index.ts';
import type { Criterion } from '../../compute/statistics/criterion.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import { keyText } from '../batches/key-text.ts';
import { describeFamily, type LatentFamily } from '../group/family-list.ts';
import { findMatchedGroup } from '../group/matched-group.ts';

/**
 * FAMILY: has accepted partners. ALONE: its dictionary is matched with the others of its run group, and it is in no family: it has none, or those that
 * it has contradict each other. UNKNOWN: its dictionary lacks a matching.
 */
export type FeatureKind = 'FAMILY' | 'ALONE' | 'UNKNOWN';

/** A feature: `place` tells it from all others. */
export interface FeaturePlace {
  readonly place: string;
  readonly kind: FeatureKind;
  /** Null unless it is one. */
  describe(): LatentFamily | null;
}

/** `dictionary`: position among those asked for. */
export type FeatureGrouping = (latent: { dictionary: number; index: number }) => FeaturePlace;

/** Reads the families of every run group of `dictionaries`. Throws `BAD_INPUT` as `findMatchedGroup`. */
export async function buildFeatureGrouping(
  context: AnalysisContext,
  { dictionaries, criterion }: { dictionaries: readonly DictionaryRow[]; criterion: Criterion },
): Promise<FeatureGrouping> {
  const groups = new Map<string, Key>();
  for (const { spaceId, runGroupId: id } of dictionaries) groups.set(keyText({ spaceId, id }), { spaceId, id });
  const known = new Map(
    await Promise.all(
      [...groups].map(async ([text, key]) => [text, await readFamilies(context, { key, criterion })] as const),
    ),
  );
  return ({ dictionary, index }) => {
    const { spaceId, id, runGroupId } = dictionaries[dictionary];
    const group = keyText({ spaceId, id: runGroupId });
    const families = known.get(group) ?? null;
    const own = { place: `${group}:${id}:${index}`, describe: () => null };
    const f = families?.familyOf(id, index) ?? null;
    if (families === null || f === null) return { ...own, kind: 'UNKNOWN' };
    if (f < 0) return { ...own, kind: 'ALONE' };
    return { place: `${group}:family:${f}`, kind: 'FAMILY', describe: () => families.describe(f) };
  };
}

/** Families of the dictionaries that figures are over; null where nothing is matched. */
async function readFamilies(context: AnalysisContext, { key, criterion }: { key: Key; criterion: Criterion }) {
  const group = await findMatchedGroup(context, key, { criterion, measure: 'COSINE' });
  if (group.dictionaries.length < 2) return null;
  const arrays = await group.loadTied();
  if (arrays === null) return null;
  const families = buildFamilies(arrays);
  const familyOf = indexFamilies(families);
  const position = new Map(group.dictionaries.map(({ id }, at) => [id, at]));
  return {
    /** Number of the family, -1 without one; null for a dictionary that is left out for lack of a matching. */
    familyOf: (dictionaryId: number, index: number): number | null => {
      const at = position.get(dictionaryId);
      return at === undefined ? null : familyOf[families.offsets[at] + index];
    },
    describe: (f: number) => describeFamily(families, { f, among: group.dictionaries }),
  };
}
