/**
 * What chance gives for the figures of a run group, from what it gives for each pair.
 *
 * In: p(i, j), the part of the latents of dictionary i that a random dictionary in place of j shares (the stored nulls of the pairs, read
 * under the criterion). Out: the figures for dictionaries that have nothing to do with each other. Being shared with one and with another
 * are taken as independent: exact for random vectors uniform on the sphere, where no latent is more likely to be met than another; an
 * approximation for covariance-matched ones.
 */
import { buildRandomStream } from '../nulls/random-stream.ts';
import { shuffle } from '../similarity/shuffle.ts';
import { countFeatures } from './families.ts';
import { buildSeedGroup, type NamedEnd, type SeedPair } from './seed-group.ts';
import { RANDOM_SEED } from '../random-seed.ts';

/** Part of the latents found in exactly 1, 2, ... dictionaries: the distribution of 1 + a sum of independent events. [p.length + 1] */
export function universalityByChance(p: readonly number[]): number[] {
  let fractions = [1];
  for (const probability of p) {
    const next = new Array<number>(fractions.length + 1).fill(0);
    for (const [found, fraction] of fractions.entries()) {
      next[found] += fraction * (1 - probability);
      next[found + 1] += fraction * probability;
    }
    fractions = next;
  }
  return fractions;
}

/** Part of the latents shared with none of k - 1 others, mean over all subsets of them, k = 2 .. S. [p.length] */
export function onlyInBaseByChance(p: readonly number[]): number[] {
  // sums[s]: sum over subsets of s others of the probability that none of them shares
  let sums = [1];
  for (const probability of p) {
    const next = [...sums, 0];
    for (const [s, sum] of sums.entries()) next[s + 1] += sum * (1 - probability);
    sums = next;
  }
  let subsets = 1;
  return p.map((_, at) => {
    subsets = (subsets * (p.length - at)) / (at + 1); // C(p.length, at + 1)
    return sums[at + 1] / subsets;
  });
}

/** Latents per dictionary of a simulation: what ties form depends on how many there are per latent, not on the number of latents. */
const SIMULATED = 2048;

/** Features in exactly 1 .. S dictionaries, per latent of one dictionary, where every pair is tied at random. [S] */
export function unionByChance(p: readonly (readonly number[])[]): number[] {
  const size = p.length;
  const n = SIMULATED;
  const stream = buildRandomStream(RANDOM_SEED);
  const pairs: SeedPair<NamedEnd>[] = [];
  const partner = Int32Array.from({ length: n }, (_, i) => i);
  for (let a = 0; a < size; a++) {
    for (let b = a + 1; b < size; b++) {
      shuffle(partner, stream);
      const back = new Int32Array(n);
      for (let i = 0; i < n; i++) back[partner[i]] = i;
      // a tie needs both ends: by definitions on matched partners they pass together
      const chance = Math.min(p[a][b], p[b][a]);
      const shared = Uint8Array.from({ length: n }, () => (stream.nextUniform() < chance ? 1 : 0));
      const ends = {
        A: { n, partner: partner.slice(), shared },
        B: { n, partner: back, shared: Uint8Array.from(back, (i) => shared[i]) },
      };
      pairs.push({ a, b, ends });
    }
  }
  const criterion = { definition: 'DECODER', aliveOnly: false } as const;
  const alive = p.map(() => new Uint8Array(n).fill(1));
  const { inExactly } = countFeatures(buildSeedGroup({ criterion, alive, pairs }));
  return inExactly.map((count) => count / n);
}
