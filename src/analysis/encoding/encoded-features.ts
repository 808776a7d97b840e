/**
 * What fires on some tokens in several dictionaries -> features: families of latents that are each other's partners, and latents alone.
 *
 * A feature's strength on a token is the length of what it adds to a reconstruction (activation times length of the decoder row), the largest
 * over its latents: activations of different dictionaries have no scale in common.
 */
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import type { LatentKey } from '../../../db/stores/latents.ts';
import type { EncodedTokens } from '../../compute/encoding/encoded-tokens.ts';
import type { Criterion } from '../../compute/statistics/criterion.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import type { LatentFamily } from '../group/family-list.ts';
import { buildFeatureGrouping, type FeatureKind } from './feature-grouping.ts';

/** A latent of a feature that fires on some token here. */
export interface FiringLatent {
  key: LatentKey;
  /** Position of its dictionary among those asked for. */
  dictionary: number;
  tokens: number;
  maxActivation: number;
}

export interface EncodedFeature {
  /** Place among all features, strongest first. */
  number: number;
  kind: FeatureKind;
  /** With all its latents, whether they fire here or not; null unless it is one. */
  family: LatentFamily | null;
  /** Those that fire here, by dictionary and index. */
  latents: FiringLatent[];
  /** Tokens on which any of them fires. */
  tokens: number;
  /** The greatest over the tokens. */
  strength: number;
}

/** One latent on one token. */
interface Firing {
  dictionary: number;
  index: number;
  activation: number;
}

export interface TokenFeature {
  feature: number;
  kind: FeatureKind;
  strength: number;
  firings: Firing[];
}

export interface EncodedFeatures {
  features: EncodedFeature[];
  /** By token, strongest first. */
  tokens: TokenFeature[][];
}

/** A feature on a token, before features have numbers. */
type FoundFeature = Omit<TokenFeature, 'feature'> & { place: string };

/** Joins what fires. Throws `BAD_INPUT` as `findMatchedGroup`. */
export async function joinFeatures(
  context: AnalysisContext,
  of: { encoded: EncodedTokens; dictionaries: readonly DictionaryRow[]; criterion: Criterion },
): Promise<EncodedFeatures> {
  const { encoded, dictionaries } = of;
  const groupOf = await buildFeatureGrouping(context, of);
  const found = new Map<string, EncodedFeature & { byLatent: Map<string, FiringLatent> }>();
  const tokens: FoundFeature[][] = [];
  for (let t = 0; t < encoded.count; t++) {
    const here = new Map<string, FoundFeature>();
    for (const [dictionary, { fired, rowLengths }] of encoded.codes.entries()) {
      for (let at = fired.offsets[t]; at < fired.offsets[t + 1]; at++) {
        const [index, activation] = [fired.indices[at], fired.values[at]];
        const { place, kind, describe } = groupOf({ dictionary, index });
        const strength = activation * rowLengths[index];
        const feature = found.get(place) ?? {
          number: -1,
          kind,
          family: describe(),
          latents: [],
          tokens: 0,
          strength: 0,
          byLatent: new Map<string, FiringLatent>(),
        };
        found.set(place, feature);
        const { spaceId, id: dictionaryId } = dictionaries[dictionary];
        const name = `${dictionary}:${index}`;
        const latent = feature.byLatent.get(name) ?? {
          key: { spaceId, dictionaryId, index },
          dictionary,
          tokens: 0,
          maxActivation: 0,
        };
        feature.byLatent.set(name, latent);
        latent.tokens++;
        latent.maxActivation = Math.max(latent.maxActivation, activation);
        const onToken = here.get(place) ?? { place, kind, strength: 0, firings: [] };
        here.set(place, onToken);
        onToken.strength = Math.max(onToken.strength, strength);
        onToken.firings.push({ dictionary, index, activation });
      }
    }
    for (const { place, strength } of here.values()) {
      const feature = found.get(place);
      if (feature === undefined) throw new TypeError('a feature is found before it is counted');
      feature.tokens++;
      feature.strength = Math.max(feature.strength, strength);
    }
    tokens.push([...here.values()]);
  }
  const ordered = [...found].sort(([, a], [, b]) => b.strength - a.strength || b.tokens - a.tokens);
  const numberOf = new Map(ordered.map(([place], number) => [place, number]));
  return {
    features: ordered.map(([, { byLatent, ...feature }], number) => ({
      ...feature,
      number,
      latents: [...byLatent.values()].sort((a, b) => a.dictionary - b.dictionary || a.key.index - b.key.index),
    })),
    tokens: tokens.map((row) =>
      row
        .map(({ place, ...rest }) => ({ feature: numberOf.get(place) ?? -1, ...rest }))
        .sort((a, b) => b.strength - a.strength || a.feature - b.feature),
    ),
  };
}
