/**
 * The S x S matrix of shared fractions, and the seeds that stand apart from the rest.
 *
 * In: a run group. Out: for every ordered pair what part of the first dictionary's latents the second one has. arXiv 2501.16615, figure of
 * pairwise overlap.
 */
import type { SeededValue } from './seed-jackknife.ts';
import { type SeedGroup, type SharedEnd, sumFlags } from './seed-group.ts';

/** One dictionary's latents in one other. */
export interface MatrixCell {
  readonly shared: number;
  /** shared / latents of the base that are counted. */
  readonly sharedFraction: number;
}

/** One base dictionary. */
export interface MatrixRow {
  /** Latents counted: the denominator of the row. */
  readonly latents: number;
  /** Null on the diagonal. [S] */
  readonly cells: readonly (MatrixCell | null)[];
  /** 1 on the diagonal. [S] */
  readonly sharedFractions: number[];
  /** Mean over the others j of (F[i][j] + F[j][i]) / 2; null in a group of one. */
  readonly meanSharedFraction: number | null;
  /** See {@link findOutliers}; null with fewer than four dictionaries. */
  readonly outlier: boolean | null;
}

/** With three dictionaries one that stands apart cannot be told from two that do. */
export const MIN_FOR_OUTLIERS = 4;
/** The usual cut of the modified z-score (Iglewicz and Hoaglin 1993). */
export const MAD_FACTOR = 3.5;
/** Makes the median absolute deviation estimate the standard deviation of a normal distribution. */
export const MAD_TO_SIGMA = 1.4826;
/** Seeds that agree almost perfectly have a spread near zero: a difference below this is not worth a warning. */
export const MIN_SHORTFALL = 0.05;

/** The matrix, row by row: the row's dictionary is the one whose latents are counted. O(S^2 n). */
export function sharedMatrix(group: SeedGroup<SharedEnd>): MatrixRow[] {
  const rows = group.ends.map((row, i) => row.map((end) => end && buildCell(end, group.latents[i])));
  const fraction = (i: number, j: number) => rows[i][j]?.sharedFraction ?? 1;
  const means = rows.map((row, i) =>
    mean(row.flatMap((cell, j) => (cell === null ? [] : [(fraction(i, j) + fraction(j, i)) / 2]))),
  );
  const outliers = findOutliers(means.filter((value) => value !== null));
  return rows.map((cells, i) => ({
    latents: group.latents[i],
    cells,
    sharedFractions: cells.map((_, j) => fraction(i, j)),
    meanSharedFraction: means[i],
    outlier: outliers && outliers[i],
  }));
}

/** The fractions off the diagonal, each with the dictionaries that it is of. */
export function listSharedFractions(rows: readonly MatrixRow[]): SeededValue[] {
  return rows.flatMap(({ cells }, i) =>
    cells.flatMap((cell, j) => (cell === null ? [] : [{ value: cell.sharedFraction, of: [i, j] }])),
  );
}

function buildCell(end: SharedEnd, latents: number): MatrixCell {
  const shared = sumFlags(end.shared);
  return { shared, sharedFraction: latents > 0 ? shared / latents : 0 };
}

/** Which of `means` lie far below the rest: by the median, and by an absolute distance; null for fewer than four. */
export function findOutliers(means: readonly number[]): boolean[] | null {
  if (means.length < MIN_FOR_OUTLIERS) return null;
  const centre = median(means);
  const spread = median(means.map((value) => Math.abs(value - centre)));
  const cut = centre - MAD_FACTOR * MAD_TO_SIGMA * spread;
  return means.map((value) => value < cut && value <= centre - MIN_SHORTFALL);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((x, y) => x - y);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function mean(values: readonly number[]): number | null {
  return values.length > 0 ? values.reduce((total, value) => total + value, 0) / values.length : null;
}
