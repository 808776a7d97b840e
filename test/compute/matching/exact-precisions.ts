/** The precisions of tiles that this processor computes exactly; tests of the others say that they were left out, and why. */
import type { TestContext } from 'vitest';
import { isExact } from '../../../src/compute/matching/tiles/byte-support.ts';
import { type Precision, ROW_CODINGS } from '../../../src/compute/matching/tiles/tiles.ts';

export const precisions: Precision[] = ['FLOAT32', 'INT7', 'INT8', 'INT15'];

const exact = new Set<Precision>();
for (const precision of precisions)
  if (precision === 'FLOAT32' || (await isExact(ROW_CODINGS[precision].bits))) exact.add(precision);

export const exactPrecisions: readonly Precision[] = [...exact];

/** Skips the test where tiles of `precision` cannot be computed exactly. */
export function skipUnlessExact({ skip }: TestContext, precision: Precision): void {
  if (precision === 'FLOAT32' || exact.has(precision)) return;
  skip(`this processor does not add products of codes of ${ROW_CODINGS[precision].bits} bits exactly`);
}
