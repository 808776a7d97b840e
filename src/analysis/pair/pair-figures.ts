/** Figures of one matching: summary, threshold sweep, histogram of cosines, and what random vectors give for them. */
import type { MatchingRow, SideRow } from '../../../db/stores/matchings.ts';
import { nullAt, nullOfSide } from '../../compute/nulls/null-statistics.ts';
import { aliveSide } from '../../compute/statistics/alive-side.ts';
import { candidatesNeeded, type Criterion, type SharedDefinition } from '../../compute/statistics/criterion.ts';
import type { MatchingEnd, Side } from '../../compute/statistics/pair-arrays.ts';
import {
  cosineHistogram,
  summarise,
  type Summary,
  type SweepPoint,
  thresholdSweep,
} from '../../compute/statistics/statistics.ts';
import { checkRange } from '../check-range.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import { definitions } from '../definitions/definitions.ts';
import { MAX_BINS, MAX_STEPS } from '../argument-limits.ts';
import { getEnds } from '../stored-rows.ts';
import { countDead } from '../latents/aliveness.ts';
import { assertAliveKnown, readLiving } from './alive-latents.ts';
import { findPairArrays } from './complete-pair.ts';

export interface MatchingSummary extends Summary {
  matching: MatchingRow;
}

export interface ThresholdSweep {
  definition: SharedDefinition;
  strict: boolean;
  aliveOnly: boolean;
  of: MatchingEnd;
  points: SweepPoint[];
  /** The matching. */
  basis: MatchingRow;
}

/** What one end shares under a criterion; null while the matching is not complete. Throws `BAD_INPUT`, `COSINES_UNKNOWN`. */
export async function readSummary(
  context: AnalysisContext,
  matching: MatchingRow,
  { criterion, of }: { criterion: Criterion; of: MatchingEnd },
): Promise<MatchingSummary | null> {
  const candidates = candidatesNeeded(criterion);
  const pair = await findPairArrays(context, matching, { ...criterion, candidates });
  return pair && { matching, ...summarise(pair, { end: of, criterion }) };
}

/** Those known to be dead at the summary's end; null where nothing is known but zero rows. */
export async function readDead(context: AnalysisContext, { matching, of }: MatchingSummary) {
  const ends = await getEnds(context, matching);
  return countDead(of === 'A' ? ends.a : ends.b);
}

/** The fraction of shared latents at thresholds from 0 to 1; null while the matching is not complete. Throws as {@link readSummary}. */
export async function readSweep(
  context: AnalysisContext,
  matching: MatchingRow,
  asked: Omit<ThresholdSweep, 'points' | 'basis'> & { steps: number },
): Promise<ThresholdSweep | null> {
  const { definition, steps, strict, aliveOnly, of } = asked;
  checkRange('steps', steps, { min: 1, max: MAX_STEPS });
  const candidates = candidatesNeeded({ definition, aliveOnly });
  const pair = await findPairArrays(context, matching, { aliveOnly, candidates });
  if (pair === null) return null;
  const points = thresholdSweep(pair, { end: of, definition, strict, aliveOnly, steps });
  return { definition, strict, aliveOnly, of, points, basis: matching };
}

/** Cosines of the matched pairs of one side; null while it is not solved. Throws `BAD_INPUT`, `COSINES_UNKNOWN`. */
export async function readCosineHistogram(
  context: AnalysisContext,
  matching: MatchingRow,
  { side, bins, aliveOnly }: { side: Side; bins: number; aliveOnly: boolean },
) {
  checkRange('bins', bins, { min: 1, max: MAX_BINS });
  const solved = (await context.batches.sides.load(matching)).find((row) => row.side === side);
  if (solved === undefined) return null;
  const { a, b } = await getEnds(context, matching);
  assertAliveKnown([a, b], { aliveOnly });
  const ends = await context.pairs.loadSide({ matching, a, b }, { side: solved, candidates: 'NONE' });
  const living = aliveOnly ? await readLiving(context, { a, b }) : null;
  const histogram = cosineHistogram(ends.a, { bins, measure: matching.measure, living });
  return { side, aliveOnly, ...histogram, certificate: solved.certificate };
}

/** One side seen from the living alone; null where nobody has said which are. Throws `COSINES_UNKNOWN`. */
export async function readAliveSide(context: AnalysisContext, row: SideRow) {
  const matching = await context.batches.matchings.load({ spaceId: row.spaceId, id: row.matchingId });
  if (matching === null) return null;
  const ends = await getEnds(context, matching);
  if (ends.a.nAlive === null || ends.b.nAlive === null) return null;
  const [side, living] = await Promise.all([
    context.pairs.loadSide({ matching, ...ends }, { side: row, candidates: 'ALL' }),
    readLiving(context, ends),
  ]);
  return { ...aliveSide(side, living), statement: definitions.aliveSide.statement() };
}

/** What chance gives for one end under a criterion, per kind; none where nulls were not computed. */
export async function readNulls(
  { batches }: AnalysisContext,
  { matching, of, criterion }: { matching: MatchingRow; of: MatchingEnd; criterion: Criterion },
) {
  const rows = await batches.nulls.load(matching);
  return rows.map(({ statistics }) => nullAt(statistics, { end: of, criterion }));
}

/** As {@link readNulls}, at each threshold of a sweep. */
export async function readSweepNulls(
  { batches }: AnalysisContext,
  { basis, of, points, definition, strict, aliveOnly }: ThresholdSweep,
) {
  const rows = await batches.nulls.load(basis);
  return rows.map(({ kind, statistics }) => ({
    kind,
    draws: statistics.draws,
    seed: statistics.seed,
    points: points.map(({ threshold }) => {
      const criterion = { definition, strict, aliveOnly, threshold };
      const { sharedFraction, least, greatest } = nullAt(statistics, { end: of, criterion });
      return {
        threshold,
        sharedFraction,
        least: least && least.sharedFraction,
        greatest: greatest && greatest.sharedFraction,
      };
    }),
  }));
}

/** What chance gives for one side, per kind. */
export async function readSideNulls({ batches }: AnalysisContext, { spaceId, matchingId, side }: SideRow) {
  const rows = await batches.nulls.load({ spaceId, id: matchingId });
  return rows.flatMap(({ statistics }) => nullOfSide(statistics, side) ?? []);
}
