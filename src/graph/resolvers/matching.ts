/** Matching. */
import { buildCriterion } from '../../analysis/build-criterion.ts';
import { readCosineHistogram, readSummary, readSweep } from '../../analysis/pair/pair-figures.ts';
import { findCompletePair } from '../../analysis/pair/complete-pair.ts';
import { readAgreement } from '../../analysis/labels/read-agreement.ts';
import { findOfMatching, readSharedByFrequency, readSharedByScore } from '../../analysis/latents/sharing-covariates.ts';
import { findMatchedFiring } from '../../analysis/pair/firing-pairs.ts';
import { readCoverage } from '../../analysis/pair/pair-coverage.ts';
import { readCentredCosines } from '../../analysis/pair/read-centred-cosines.ts';
import { readOrphanSubspaces } from '../../analysis/pair/orphan-subspaces.ts';
import { readCanonicalCorrelation } from '../../analysis/pair/stored-correlation.ts';
import { readSimilarity } from '../../analysis/pair/pair-similarity.ts';
import { getExportedPair } from '../export/matching-export.ts';
import type { MatchingResolvers } from '../generated/types.ts';
import { formatGlobalId } from '../global-id.ts';
import { MAX_PAGE_OF_LATENTS } from '../limits.ts';
import { connectRows } from '../paging/index-page.ts';
import { listOrphans, listSharedPairs } from '../../analysis/pair/pair-lists.ts';
import { describeDifferences } from '../../analysis/group/stated-differences.ts';
import { isSameSeed } from '../../analysis/group/same-seed-pairs.ts';
import { getEnds } from '../../analysis/stored-rows.ts';

export const matchingResolvers: MatchingResolvers = {
  id: ({ spaceId, id }) => formatGlobalId({ kind: 'Matching', spaceId, id }),
  a: async (matching, _args, context) => (await getEnds(context, matching)).a,
  b: async (matching, _args, context) => (await getEnds(context, matching)).b,
  complete: async (matching, _args, context) => (await findCompletePair(context, matching)) !== null,
  sameInitSeed: async (matching, _args, context) => {
    const { a, b } = await getEnds(context, matching);
    return isSameSeed(a, b);
  },
  contradictions: async (matching, _args, context) => {
    const { a, b } = await getEnds(context, matching);
    return describeDifferences([a, b]);
  },
  decoder: async (matching, _args, { batches }) =>
    (await batches.sides.load(matching)).find(({ side }) => side === 'DECODER') ?? null,
  encoder: async (matching, _args, { batches }) =>
    (await batches.sides.load(matching)).find(({ side }) => side === 'ENCODER') ?? null,
  jobs: (matching, _args, { batches }) => batches.jobsOfMatchings.load(matching),
  summary: (matching, { criterion, of }, context) =>
    readSummary(context, matching, { criterion: buildCriterion(criterion), of }),
  sweep: (matching, asked, context) => readSweep(context, matching, asked),
  cosineHistogram: (matching, asked, context) => readCosineHistogram(context, matching, asked),
  sharedPairs: async (matching, { criterion: asked, ...args }, context) => {
    const criterion = buildCriterion(asked);
    const list = await listSharedPairs(context, matching, criterion);
    return list && { ...connectRows(list, { args, max: MAX_PAGE_OF_LATENTS }), criterion };
  },
  orphans: async (matching, { criterion: asked, of, ...args }, context) => {
    const criterion = buildCriterion(asked);
    const list = await listOrphans(context, matching, { criterion, of });
    return list && { ...connectRows(list, { args, max: MAX_PAGE_OF_LATENTS }), criterion };
  },
  explanationAgreement: (matching, { criterion }, context) =>
    readAgreement(context, matching, buildCriterion(criterion)),
  sharedByScore: async (matching, { criterion, of, ...asked }, context) => {
    const source = await findOfMatching(context, matching, { criterion: buildCriterion(criterion), of });
    return readSharedByScore(context, source, { ...asked, inOthers: 1 });
  },
  sharedByFrequency: async (matching, { criterion, of, bins }, context) => {
    const source = await findOfMatching(context, matching, { criterion: buildCriterion(criterion), of });
    return readSharedByFrequency(context, source, { bins, inOthers: 1 });
  },
  coverage: (matching, rule, context) => readCoverage(context, matching, rule),
  firing: (matching, _args, context) => findMatchedFiring(context, matching),
  similarity: (matching, _args, context) => readSimilarity(context, matching),
  centredCosines: (matching, _args, context) => readCentredCosines(context, matching),
  orphanSpans: (matching, _args, context) => readOrphanSubspaces(context, matching),
  canonicalCorrelation: (matching, _args, context) => readCanonicalCorrelation(context, matching),
  export: async (matching, { format }, context) => ({ pair: await getExportedPair(context, matching), format }),
};
