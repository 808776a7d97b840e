/** SVCCA of a matching, as a job left it. */
import type { MatchingRow } from '../../../db/stores/matchings.ts';
import { findCompletePair } from './complete-pair.ts';
import type { AnalysisContext } from '../context.ts';

/** The stored numbers with their definition; null while no job has computed them. */
export async function readCanonicalCorrelation(context: AnalysisContext, matching: MatchingRow) {
  const [row, pair] = await Promise.all([
    context.batches.similarities.load(matching),
    findCompletePair(context, matching),
  ]);
  if (row === null || pair === null) return null;
  const { variance, shuffles, seed, sampledFrom, pairs, correlation } = row.statistics;
  return {
    correlation,
    componentsA: correlation?.components[0] ?? 0,
    componentsB: correlation?.components[1] ?? 0,
    variance,
    pairs,
    sampledFrom,
    shuffles,
    computedAt: row.createdAt,
    statement:
      `SVCCA over unit decoder rows of ${pairs} pairs of the decoder matching whose latents are both alive (of ${sampledFrom}; seed ${seed}), centred over the pairs: ` +
      `mean of the canonical correlations between the first principal components of either side that keep ${variance} of the variance, over the smaller number of components; float32 products, good to 1e-5. ` +
      `Shuffles: ${shuffles} random pairings of the same rows; p = (1 + shuffles that give at least the value) / (1 + ${shuffles}). ` +
      'Chance is high where pairs are few for the number of components: compare with the mean over shuffles. The pairs were chosen by their cosines.',
    basis: matching,
  };
}
