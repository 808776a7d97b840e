/**
 * In how many dictionaries of its run group each latent of a base dictionary is found.
 *
 * In: a base dictionary against the others. Out: u_i = 1 + the number of others in which latent i is shared, and how many latents have each
 * u. Relative to the base and not a cluster: a shared with b and b with c does not make a shared with c.
 */
import { type BaseView, sumFlags } from './seed-group.ts';

/** How many latents of one dictionary are found in exactly 1, 2, ... S dictionaries. */
export interface BaseHistogram {
  /** Latents counted. */
  readonly latents: number;
  /** Latents with u = 1 .. S. [S] */
  readonly counts: number[];
  /** counts / latents. [S] */
  readonly fractions: number[];
}

/** u_i, from 1; 0 for latents that are not counted. [n], new. O(n S). */
export function foundIn({ counted, others }: BaseView): Uint16Array {
  const found = new Uint16Array(counted);
  // latents that are not counted are not shared
  for (const { shared } of others) for (let i = 0; i < found.length; i++) found[i] += shared[i];
  return found;
}

/** The histogram of one base dictionary. O(n S). */
export function baseHistogram(view: BaseView): BaseHistogram {
  const latents = sumFlags(view.counted);
  const counts = new Array<number>(view.others.length + 1).fill(0);
  for (const u of foundIn(view)) if (u > 0) counts[u - 1]++;
  return { latents, counts, fractions: counts.map((count) => (latents > 0 ? count / latents : 0)) };
}

/** Latents of all base dictionaries with u = 1 .. S. [S] */
export function sumCounts(bases: readonly BaseHistogram[]): number[] {
  return (bases[0]?.counts ?? []).map((_, k) => bases.reduce((total, { counts }) => total + counts[k], 0));
}

/** Mean of the fractions over base dictionaries, each with equal weight. [S] */
export function meanFractions(bases: readonly BaseHistogram[]): number[] {
  return (bases[0]?.fractions ?? []).map(
    (_, k) => bases.reduce((total, { fractions }) => total + fractions[k], 0) / bases.length,
  );
}
