/** One latent against the other dictionaries of its run group. */
import type { LatentKey } from '../../../db/stores/latents.ts';
import type { Criterion } from '../../compute/statistics/criterion.ts';
import type { Measure } from '../../compute/side-matching.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import { findShared, type LatentPartner } from './latent-sharing.ts';
import { getDictionaryOf } from '../stored-rows.ts';

interface Asked {
  latent: LatentKey;
  criterion: Criterion;
  measure: Measure;
}

export interface Universality {
  count: number;
  dictionariesCompared: number;
  dictionariesInGroup: number;
  criterion: Criterion;
  /** What its stability follows from. */
  asked: Asked;
}

/** The latent as seen from each other dictionary of its run group, ordered by init seed. */
export async function listPartners(
  context: AnalysisContext,
  { latent, criterion, measure }: Asked,
): Promise<LatentPartner[]> {
  const { spaceId, dictionaryId } = latent;
  const own = await getDictionaryOf(context, { spaceId, id: dictionaryId });
  const group = await context.batches.dictionariesOfRunGroups.load({ spaceId, id: own.runGroupId });
  const others = group.filter((dictionary) => dictionary.id !== dictionaryId);
  const matchings = await Promise.all(
    others.map((other) => context.batches.matchingsOfPairs.load({ spaceId, a: dictionaryId, b: other.id, measure })),
  );
  return others.map((other, i) => ({ latent, other, matching: matchings[i], criterion }));
}

/** In how many dictionaries of the run group the latent is found, its own included. Throws `BAD_INPUT` (no encoders). */
export async function readUniversality(context: AnalysisContext, asked: Asked): Promise<Universality> {
  const partners = await listPartners(context, asked);
  const shared = await Promise.all(partners.map((partner) => findShared(context, partner)));
  return {
    count: 1 + shared.filter((isShared) => isShared === true).length,
    dictionariesCompared: 1 + shared.filter((isShared) => isShared !== null).length,
    dictionariesInGroup: 1 + partners.length,
    criterion: asked.criterion,
    asked,
  };
}
