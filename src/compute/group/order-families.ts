/**
 * The order of families: dictionaries (most first), mean cosine (highest first), first member.
 *
 * A group of nine has a hundred thousand families: they are put in order by the bits of their means (least digit first), which keeps the
 * order of equals, and not by comparing.
 */

/** Bits per pass. */
const DIGIT = 16;
const DIGITS = 2 ** DIGIT;

/** Indexes into `means` and `spans`, in that order; equal ones by index. Means are finite. O(n). */
export function orderFamilies({ means, spans }: { means: Float64Array; spans: Uint32Array }): Uint32Array {
  const n = means.length;
  const bits = new Uint32Array(means.map((mean) => mean + 0).buffer); // -0 is 0
  let order = new Uint32Array(n).map((_, at) => at);
  let next = new Uint32Array(n);
  const sortBy = (digits: Uint16Array) => {
    const starts = new Uint32Array(DIGITS + 1);
    for (let at = 0; at < n; at++) starts[digits[at] + 1]++;
    for (let digit = 0; digit < DIGITS; digit++) starts[digit + 1] += starts[digit];
    for (let k = 0; k < n; k++) next[starts[digits[order[k]]]++] = order[k];
    [order, next] = [next, order];
  };
  const digits = new Uint16Array(n);
  for (const [half, shift] of [
    [0, 0],
    [0, DIGIT],
    [1, 0],
    [1, DIGIT],
  ]) {
    for (let at = 0; at < n; at++) {
      const isNegative = bits[2 * at + 1] >>> 31 === 1;
      const digit = (bits[2 * at + half] >>> shift) & (DIGITS - 1);
      // positive numbers: larger bits are larger, and come first; negative ones the other way round, and last
      if (half === 1 && shift === DIGIT) digits[at] = isNegative ? digit : DIGITS / 2 - 1 - digit;
      else digits[at] = isNegative ? digit : DIGITS - 1 - digit;
    }
    sortBy(digits);
  }
  let most = 0;
  for (let at = 0; at < n; at++) most = Math.max(most, spans[at]);
  for (let at = 0; at < n; at++) digits[at] = most - spans[at];
  sortBy(digits);
  return order;
}
