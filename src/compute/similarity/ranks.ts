/** Ranks of numbers, for correlations of order (Spearman). */

/** The rank of each value from 1; equal values share the mean of theirs. `sorted`: the same, ascending, where it is at hand. [n], new. O(n log n). */
export function averageRanks(values: Float64Array, sorted: Float64Array = values.slice().sort()): Float64Array {
  // where each run of equal values begins, and its value
  const starts: number[] = [];
  for (let at = 0; at < sorted.length; at++) if (at === 0 || sorted[at] !== sorted[at - 1]) starts.push(at);
  const distinct = Float64Array.from(starts, (at) => sorted[at]);
  return values.map((value) => {
    let low = 0;
    let high = distinct.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (distinct[middle] <= value) low = middle;
      else high = middle - 1;
    }
    // ranks start + 1 .. end
    return (starts[low] + 1 + (starts[low + 1] ?? sorted.length)) / 2;
  });
}
