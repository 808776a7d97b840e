/** Matching. */
import { buildCriterion } from '../../analysis/build-criterion.ts';
import { candidatesNeeded } from '../../compute/statistics/criterion.ts';
import { cosineHistogram, summarise, thresholdSweep } from '../../compute/statistics/statistics.ts';
import { findCompletePair, findPairArrays } from '../../analysis/pair/complete-pair.ts';
import { readAgreement } from '../../analysis/labels/read-agreement.ts';
import { findOfMatching, readSharedByFrequency, readSharedByScore } from '../../analysis/latents/sharing-covariates.ts';
import { readCoverage } from '../../analysis/pair/pair-coverage.ts';
import { readCanonicalCorrelation } from '../../analysis/pair/stored-correlation.ts';
import { readSimilarity } from '../../analysis/pair/pair-similarity.ts';
import type { MatchingResolvers } from '../generated/types.ts';
import { formatGlobalId } from '../global-id.ts';
import { MAX_BINS, MAX_STEPS } from '../limits.ts';
import { checkRange } from '../../analysis/check-range.ts';
import { listOrphans, listSharedPairs } from '../../analysis/pair/pair-lists.ts';
import { assertAliveKnown, readLiving } from '../../analysis/pair/alive-latents.ts';
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
  decoder: async (matching, _args, { batches }) =>
    (await batches.sides.load(matching)).find(({ side }) => side === 'DECODER') ?? null,
  encoder: async (matching, _args, { batches }) =>
    (await batches.sides.load(matching)).find(({ side }) => side === 'ENCODER') ?? null,
  jobs: (matching, _args, { batches }) => batches.jobsOfMatchings.load(matching),
  summary: async (matching, { criterion, of }, context) => {
    const asked = buildCriterion(criterion);
    const candidates = candidatesNeeded(asked);
    const pair = await findPairArrays(context, matching, { ...asked, candidates });
    return pair && { matching, ...summarise(pair, { end: of, criterion: asked }) };
  },
  sweep: async (matching, { definition, steps, strict, aliveOnly, of }, context) => {
    checkRange('steps', steps, { min: 1, max: MAX_STEPS });
    const candidates = candidatesNeeded({ definition, aliveOnly });
    const pair = await findPairArrays(context, matching, { aliveOnly, candidates });
    if (pair === null) return null;
    const points = thresholdSweep(pair, { end: of, definition, strict, aliveOnly, steps });
    return { definition, strict, aliveOnly, of, points, basis: matching };
  },
  cosineHistogram: async (matching, { side, bins, aliveOnly }, context) => {
    checkRange('bins', bins, { min: 1, max: MAX_BINS });
    const solved = (await context.batches.sides.load(matching)).find((row) => row.side === side);
    if (solved === undefined) return null;
    const { a, b } = await getEnds(context, matching);
    assertAliveKnown([a, b], { aliveOnly });
    const ends = await context.pairs.loadSide({ matching, a, b }, { side: solved, candidates: 'NONE' });
    const living = aliveOnly ? await readLiving(context, { a, b }) : null;
    const histogram = cosineHistogram(ends.a, { bins, measure: matching.measure, living });
    return { side, aliveOnly, ...histogram, certificate: solved.certificate };
  },
  sharedPairs: (matching, { criterion, ...args }, context) =>
    listSharedPairs(context, matching, { criterion: buildCriterion(criterion), args }),
  orphans: (matching, { criterion, of, ...args }, context) =>
    listOrphans(context, matching, { criterion: buildCriterion(criterion), of, args }),
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
  similarity: (matching, _args, context) => readSimilarity(context, matching),
  canonicalCorrelation: (matching, _args, context) => readCanonicalCorrelation(context, matching),
};
