/** Hits as features: the latents that a hit's latent is tied to by accepted matches belong to one row, which the best hit stands for. */
import type { LatentLineFragment, SearchQuery } from '../../../generated/documents.ts';
import { compareSeeds } from '../../names.ts';

export type Hit = SearchQuery['searchExplanations']['nodes'][number];

export interface FoundFeature {
  /** The best hit among its latents. */
  hit: Hit;
  /** Its latent and the accepted partners of it, by seed. */
  latents: LatentLineFragment[];
}

/** Hits are given best first; a later hit whose latent is in an earlier feature adds nothing. */
export function foldFeatures(hits: readonly Hit[]): FoundFeature[] {
  const seen = new Set<string>();
  const features: FoundFeature[] = [];
  for (const hit of hits) {
    if (seen.has(hit.latent.id)) continue;
    const partners = hit.latent.partners.filter(({ shared }) => shared).map(({ latent }) => latent);
    const latents: LatentLineFragment[] = [hit.latent, ...partners.filter((latent) => latent !== null)];
    for (const { id } of latents) seen.add(id);
    features.push({
      hit,
      latents: latents.sort((x, y) => compareSeeds(x.dictionary.initSeed, y.dictionary.initSeed)),
    });
  }
  return features;
}
