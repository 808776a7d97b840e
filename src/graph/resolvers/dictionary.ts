/** Dictionary. */
import { buildCriterion } from '../../analysis/build-criterion.ts';
import type { DictionaryResolvers } from '../generated/types.ts';
import { formatGlobalId } from '../global-id.ts';
import { findMatchedBase } from '../../analysis/group/matched-group.ts';
import { buildIndexPage, indexCursor } from '../paging/index-page.ts';
import { buildLatentOrder } from '../../analysis/latents/latent-list.ts';
import { countDead, describeAliveness } from '../../analysis/latents/aliveness.ts';
import { readLatentConditions } from '../latent-conditions.ts';
import { MAX_PAGE_OF_LATENTS } from '../limits.ts';
import { buildConnection } from '../paging/paging.ts';
import { found, getLatent } from '../../analysis/stored-rows.ts';

export const dictionaryResolvers: DictionaryResolvers = {
  id: ({ spaceId, id }) => formatGlobalId({ kind: 'Dictionary', spaceId, id }),
  space: async ({ spaceId }, _args, { batches }) => found(await batches.spaces.load(spaceId), 'space'),
  runGroup: async ({ spaceId, runGroupId }, _args, { batches }) =>
    found(await batches.runGroups.load({ spaceId, id: runGroupId }), 'run group'),
  normalisation: ({ encoding }) => encoding?.scalarNormalisation ?? 'none',
  nDead: (dictionary) => countDead(dictionary),
  aliveness: (dictionary) => describeAliveness(dictionary),
  provenance: (dictionary) => dictionary,
  training: (dictionary, _args, { batches }) => batches.trainingOfDictionaries.load(dictionary),
  initialisation: async (dictionary, _args, { batches }) =>
    (await batches.trainingOfDictionaries.load(dictionary))?.initialisation ?? null,
  nearestIndexes: ({ nearestIndexes, dIn }) => nearestIndexes.map((side) => ({ side, indexed: indexedAs(dIn) })),
  evaluations: ({ spaceId, id }, _args, { batches }) => batches.evaluations.load({ spaceId, id }),
  explanationCoverage: ({ spaceId, id }, _args, { batches }) => batches.explanationCounts.load({ spaceId, id }),
  activationCollections: ({ spaceId, id }, _args, { batches }) =>
    batches.collectionsOfDictionaries.load({ spaceId, id }),
  latent: ({ spaceId, id }, { index }, { batches }) =>
    index >= 0 ? batches.latents.load({ spaceId, dictionaryId: id, index }) : null,
  latents: async (dictionary, { filter, orderBy, first, after }, context) => {
    const conditions = await readLatentConditions(context, filter);
    const order = await buildLatentOrder(context, dictionary, { conditions, orderBy });
    const page = buildIndexPage(order, { args: { first, after }, max: MAX_PAGE_OF_LATENTS });
    const { spaceId, id: dictionaryId } = dictionary;
    const rows = await Promise.all(page.rows.map((index) => getLatent(context, { spaceId, dictionaryId, index })));
    return buildConnection({ ...page, rows }, (latent) => indexCursor(order, latent.index));
  },
  matchings: ({ spaceId, id }, { measure }, { batches }) =>
    batches.matchingsOfDictionaries.load({ key: { spaceId, id }, measure }),
  analysis: (dictionary, { criterion, measure }, context) =>
    findMatchedBase(context, dictionary, { criterion: buildCriterion(criterion), measure }),
};

/** What an index over rows of this width holds: pgvector's HNSW takes 2,000 dimensions of `vector` and 4,000 of `halfvec`. */
function indexedAs(dIn: number): string {
  if (dIn <= 2_000) return 'float32';
  return dIn <= 4_000 ? 'float16' : 'sign bits';
}
