/** What fires on two sets of texts in several dictionaries -> the latents that tell the sets apart, joined to features. */
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { LatentKey } from '../../../db/stores/latents.ts';
import type { SparseScores } from '../../compute/contrast/auroc.ts';
import { contrastScores, type LatentContrast } from '../../compute/contrast/contrast-scores.ts';
import type { EncodedTokens } from '../../compute/encoding/encoded-tokens.ts';
import { RANDOM_SEED } from '../../compute/random-seed.ts';
import type { Criterion } from '../../compute/statistics/criterion.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import type { LatentFamily } from '../group/family-list.ts';
import { buildFeatureGrouping, type FeatureKind } from './feature-grouping.ts';

/** p-values up to this, which are corrected for the number of latents, count as telling. */
export const SIGNIFICANT = 0.05;

export interface ContrastedLatent extends LatentContrast {
  key: LatentKey;
  /** Position of its dictionary among those asked for. */
  dictionary: number;
}

export interface ContrastedFeature {
  /** Place among all features: the smallest p-value first, then the largest distance of an AUROC from one half. */
  number: number;
  kind: FeatureKind;
  /** With all its latents; null unless it is one. */
  family: LatentFamily | null;
  /** Those that fire on any text, by dictionary and index. */
  latents: ContrastedLatent[];
  /** Dictionaries in which one of them tells the sets apart. */
  significantIn: number;
}

export interface Contrast {
  features: ContrastedFeature[];
  /** Latents tested: those that fire on any text. */
  tested: number;
}

/** The first `positives` documents of `encoded` are the positive texts. */
export async function contrastFeatures(
  context: AnalysisContext,
  of: {
    encoded: EncodedTokens;
    dictionaries: readonly DictionaryRow[];
    criterion: Criterion;
    positives: number;
    negatives: number;
  },
): Promise<Contrast> {
  const { encoded, dictionaries, positives, negatives } = of;
  const groupOf = await buildFeatureGrouping(context, of);
  const scored = listScores(encoded);
  const contrasts = contrastScores(
    scored.map(({ scores }) => scores),
    { positives, negatives, seed: RANDOM_SEED },
  );
  const found = new Map<string, Omit<ContrastedFeature, 'number' | 'significantIn'>>();
  for (const [at, { dictionary, index }] of scored.entries()) {
    const { place, kind, describe } = groupOf({ dictionary, index });
    const feature = found.get(place) ?? { kind, family: describe(), latents: [] };
    found.set(place, feature);
    const { spaceId, id: dictionaryId } = dictionaries[dictionary];
    feature.latents.push({ ...contrasts[at], key: { spaceId, dictionaryId, index }, dictionary });
  }
  const best = (feature: { latents: ContrastedLatent[] }) => Math.min(...feature.latents.map(({ pValue }) => pValue));
  const farthest = (feature: { latents: ContrastedLatent[] }) =>
    Math.max(...feature.latents.map(({ auroc }) => Math.abs(auroc - 0.5)));
  const features = [...found.values()]
    .sort((a, b) => best(a) - best(b) || farthest(b) - farthest(a))
    .map((feature, number) => ({
      ...feature,
      number,
      significantIn: new Set(
        feature.latents.filter(({ pValue }) => pValue <= SIGNIFICANT).map(({ dictionary }) => dictionary),
      ).size,
    }));
  return { features, tested: scored.length };
}

/** Greatest activation of each latent on each text, of latents that fire at all; by dictionary and index. */
function listScores({
  codes,
  text,
  count,
}: EncodedTokens): { dictionary: number; index: number; scores: SparseScores }[] {
  if (text === null) throw new TypeError('texts are contrasted, not activations');
  return codes.flatMap(({ fired }, dictionary) => {
    const byLatent = new Map<number, Map<number, number>>();
    for (let t = 0; t < count; t++)
      for (let at = fired.offsets[t]; at < fired.offsets[t + 1]; at++) {
        const index = fired.indices[at];
        const scores = byLatent.get(index) ?? new Map<number, number>();
        byLatent.set(index, scores);
        const document = text.documents[t];
        scores.set(document, Math.max(scores.get(document) ?? 0, fired.values[at]));
      }
    return [...byLatent]
      .sort(([a], [b]) => a - b)
      .map(([index, scores]) => ({
        dictionary,
        index,
        // Tokens come in the order of the texts.
        scores: { texts: Int32Array.from(scores.keys()), values: Float64Array.from(scores.values()) },
      }));
  });
}
