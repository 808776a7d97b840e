/** How much of each dictionary of a matching the other covers. */
import type { MatchingRow } from '../../../db/stores/matchings.ts';
import { type Coverage, coverage, type CoverageRule } from '../../compute/group/coverage.ts';
import type { PairArrays, Side } from '../../compute/statistics/pair-arrays.ts';
import { definitions } from '../definitions/definitions.ts';
import { findPairArrays } from './complete-pair.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import { checkRange } from '../check-range.ts';
import { getEnds } from '../stored-rows.ts';

/** Both ways on both sides; null while the matching is not complete. Throws `BAD_INPUT` for a threshold outside 0 to 1. */
export async function readCoverage(context: AnalysisContext, matching: MatchingRow, rule: CoverageRule) {
  const { threshold, strict, aliveOnly } = rule;
  // the nearest, or the nearest living one
  const candidates = aliveOnly ? 'ALL' : 'NEAREST';
  checkRange('threshold', threshold, { min: 0, max: 1 });
  const [pair, { a }] = await Promise.all([
    findPairArrays(context, matching, { aliveOnly, candidates }),
    getEnds(context, matching),
  ]);
  const decoder = pair && bothWays(pair, { side: 'DECODER', rule, d: a.dIn });
  if (pair === null || decoder === null) return null;
  const encoder = bothWays(pair, { side: 'ENCODER', rule, d: a.dIn });
  return {
    threshold,
    strict,
    aliveOnly,
    statement: definitions.coverage.statement(rule),
    decoder,
    encoder,
    basis: matching,
  };
}

function bothWays(
  pair: PairArrays,
  asked: { side: Side; rule: CoverageRule; d: number },
): { aByB: Coverage; bByA: Coverage } | null {
  const aByB = coverage(pair, { end: 'A', ...asked });
  const bByA = coverage(pair, { end: 'B', ...asked });
  return aByB && bByA && { aByB, bByA };
}
