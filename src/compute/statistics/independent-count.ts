/** How many latents count as independent, where several may be one feature. */

/**
 * N^2 / sum of n_f^2, with n_f of N latents of feature f (Kish 1965, Survey Sampling): N where each is of its own, and the number of features where all
 * have as many. Copies are taken to be all alike, so an interval by this count is too wide rather than too narrow. 0 for none.
 */
export function countIndependent(features: ArrayLike<number>): number {
  const copies = new Map<number, number>();
  for (let i = 0; i < features.length; i++) copies.set(features[i], (copies.get(features[i]) ?? 0) + 1);
  let squares = 0;
  for (const count of copies.values()) squares += count ** 2;
  return squares === 0 ? 0 : features.length ** 2 / squares;
}
