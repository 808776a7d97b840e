/**
 * The score of one pair of rows as it leaves the engine: the float64 dot of the float32 rows, absolute if the measure is.
 */
import type { Measure } from '../side-matching.ts';
import type { UnitRows } from '../unit-rows.ts';

/** Score of row `i` of the first and row `j` of the second dictionary. */
export type PairScore = (i: number, j: number) => number;

/**
 * The scoring function of two dictionaries. Four partial sums in a fixed order: the same pair has the same score wherever it is
 * asked.
 */
export function buildPairScore(a: UnitRows, b: UnitRows, options: { measure: Measure }): PairScore {
  const { d, values: x } = a;
  const y = b.values;
  const absolute = options.measure === 'ABSOLUTE_COSINE';
  return (i, j) => {
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    let p = i * d;
    let q = j * d;
    for (const end = p + (d & ~3); p < end; p += 4, q += 4) {
      s0 += x[p] * y[q];
      s1 += x[p + 1] * y[q + 1];
      s2 += x[p + 2] * y[q + 2];
      s3 += x[p + 3] * y[q + 3];
    }
    for (const end = i * d + d; p < end; p++, q++) s0 += x[p] * y[q];
    const sum = s0 + s1 + (s2 + s3);
    return absolute ? Math.abs(sum) : sum;
  };
}
