/** How well the partners of one side stand in for latents of A: over all pairs, by cosine, by frequency, and as a curve over coverage. */
import type { SideRow } from '../../../db/stores/matchings.ts';
import type { SubstitutionRow } from '../../../db/stores/substitutions.ts';
import { measureQuality, qualityCurve } from '../../compute/substitution/substitution-record.ts';
import type { AnalysisContext } from '../analysis-context.ts';
import { definitions } from '../definitions/definitions.ts';
import { getEnds } from '../stored-rows.ts';

/** Points of the curve: one for every twentieth of the pairs. */
const POINTS = 20;
/** Bins of the score from 0 to 1; pairs below 0 are in the first. */
const SCORE_BINS = 10;
/** Decades of the firing frequency, from one token in a million. */
const DECADES = 6;

/** Some pairs. */
export interface SubstitutionBin {
  from: number;
  to: number;
  pairs: number;
  quality: number | null;
  randomQuality: number | null;
}

export interface SideSubstitution extends SubstitutionBin {
  row: SubstitutionRow;
  /** Sums of changes of FVU over all pairs. */
  ablated: number;
  substituted: number;
  curve: { coverage: number; quality: number | null }[];
  area: number | null;
  byScore: SubstitutionBin[];
  byFrequency: SubstitutionBin[];
  statement: string;
}

/** What was computed of a side; null where nothing was. */
export async function findSideSubstitution(context: AnalysisContext, side: SideRow): Promise<SideSubstitution | null> {
  const { spaceId, matchingId } = side;
  const row = await context.batches.substitutions.load({ spaceId, matchingId, side: side.side });
  const matching = row && (await context.batches.matchings.load({ spaceId, id: matchingId }));
  if (row === null || matching === null) return null;
  const ends = await context.pairs.loadSide(
    { matching, ...(await getEnds(context, matching)) },
    { side, candidates: 'NONE' },
  );
  const score = ends.a.cosine;
  const pairs = Array.from(score.keys()).filter((i) => !Number.isNaN(row.substituted[i]));
  const binOf = (of: readonly number[], range: { from: number; to: number }): SubstitutionBin => ({
    ...range,
    pairs: of.length,
    quality: measureQuality(row.ablated, { lost: row.substituted, of }),
    randomQuality: measureQuality(row.ablated, { lost: row.random, of }),
  });
  const sum = (values: readonly number[]) => pairs.reduce((total, i) => total + values[i], 0);
  const curve = qualityCurve(row, { score, points: POINTS });
  const known = curve.flatMap(({ quality }) => quality ?? []);
  const frequencyOf = (i: number) => Math.log10(row.fires[i] / row.source.tokens);
  return {
    row,
    ...binOf(pairs, { from: -1, to: 1 }),
    ablated: sum(row.ablated),
    substituted: sum(row.substituted),
    curve,
    area: known.length < curve.length ? null : known.reduce((total, value) => total + value / known.length, 0),
    byScore: Array.from({ length: SCORE_BINS }, (_, bin) => {
      const range = { from: bin / SCORE_BINS, to: (bin + 1) / SCORE_BINS };
      const place = (i: number) => Math.max(0, Math.min(SCORE_BINS - 1, Math.floor(score[i] * SCORE_BINS)));
      return binOf(
        pairs.filter((i) => place(i) === bin),
        range,
      );
    }),
    byFrequency: Array.from({ length: DECADES }, (_, bin) => {
      const range = { from: bin - DECADES, to: bin + 1 - DECADES };
      const place = (i: number) => Math.max(0, Math.min(DECADES - 1, Math.floor(frequencyOf(i)) + DECADES));
      return binOf(
        pairs.filter((i) => row.fires[i] > 0 && place(i) === bin),
        range,
      );
    }),
    statement: definitions.substitution.statement({ tokens: row.source.tokens }),
  };
}
