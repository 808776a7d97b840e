/** How wide rows may be for SVCCA. */
import { ReseedError } from '../../errors.ts';

/** Widest rows: their decompositions take about a quarter of an hour; at 4,096 they would take hours. */
export const MAX_CORRELATED_WIDTH = 2_304;

/** Throws `SIMILARITY_TOO_COSTLY` for rows wider than {@link MAX_CORRELATED_WIDTH}. */
export function checkCorrelatedWidth(d: number): void {
  if (d <= MAX_CORRELATED_WIDTH) return;
  throw new ReseedError(
    'SIMILARITY_TOO_COSTLY',
    `Cannot correlate rows of width ${d}: SVCCA decomposes matrices of that size; expected at most ${MAX_CORRELATED_WIDTH}`,
    { hint: 'Use CKA and RSA, which have no such limit.' },
  );
}
