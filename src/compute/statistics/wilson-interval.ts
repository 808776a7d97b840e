/** Wilson's score interval (1927) of a fraction, 95 %. */

/** The 0.975 quantile of the normal distribution. */
const Z = 1.959963984540054;

/** Of `fraction` among `count` independent cases; the count need not be whole. */
export function wilsonInterval(fraction: number, count: number): { low: number; high: number } {
  const square = Z * Z;
  const middle = (fraction + square / (2 * count)) / (1 + square / count);
  const half =
    (Z * Math.sqrt((fraction * (1 - fraction)) / count + square / (4 * count * count))) / (1 + square / count);
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
