/** Ranks of numbers, for correlations of order (Spearman). */

/** The rank of each value from 1; equal values share the mean of theirs. `sorted`: the same, ascending, where it is at hand. [n], new. O(n log n). */
export function averageRanks(values: Float64Array, sorted: Float64Array = values.slice().sort()): Float64Array {
  const rankOf = new Map<number, number>();
  for (let start = 0, end = 1; start < sorted.length; start = end++) {
    while (end < sorted.length && sorted[end] === sorted[start]) end++;
    // ranks start + 1 .. end
    rankOf.set(sorted[start], (start + 1 + end) / 2);
  }
  return values.map((value) => rankOf.get(value) ?? Number.NaN);
}
