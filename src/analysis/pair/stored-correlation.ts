/** SVCCA of a matching, as a job left it. */
import type { MatchingRow } from '../../../db/stores/matchings.ts';
import { compareWithDraws } from '../../compute/nulls/compare-with-draws.ts';
import { definitions } from '../definitions/definitions.ts';
import { findCompletePair } from './complete-pair.ts';
import type { AnalysisContext } from '../analysis-context.ts';

/** The stored numbers with their definition; null while no job has computed them. */
export async function readCanonicalCorrelation(context: AnalysisContext, matching: MatchingRow) {
  const [row, pair] = await Promise.all([
    context.batches.similarities.load(matching),
    findCompletePair(context, matching),
  ]);
  if (row === null || pair === null) return null;
  const { variance, shuffles, sampledFrom, pairs, correlation, rotated = [] } = row.statistics;
  return {
    correlation: correlation && { ...correlation, leastPValue: 1 / (1 + shuffles) },
    rotated: correlation && rotated.length > 0 ? compareWithDraws(correlation.value, rotated) : null,
    componentsA: correlation?.components[0] ?? 0,
    componentsB: correlation?.components[1] ?? 0,
    variance,
    pairs,
    sampledFrom,
    shuffles,
    computedAt: row.createdAt,
    statement: definitions.canonicalCorrelation.statement(row.statistics),
    basis: matching,
  };
}
