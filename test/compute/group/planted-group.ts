/** A run group where the truth is known: planted features with noise, duplicates inside a dictionary, and latents of a dictionary's own. */
import { acceptScores, buildPairScores, buildSeedGroup } from '../../../src/compute/group/seed-group.ts';
import { matchRows } from '../../../src/compute/matching/match-rows.ts';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';
import { buildPairArrays } from '../../../src/compute/statistics/pair-arrays.ts';
import { buildUnitRows } from '../../../src/compute/unit-rows.ts';
import { shuffle } from './example-group.ts';

export interface Recipe {
  seeds: number;
  n: number;
  d: number;
  /** Planted features, of which a dictionary has each with {@link plantedProbability}; 0 for unrelated dictionaries. */
  features: number;
  noise: number;
  duplicates: number;
  threshold: number;
}

/** With what probability a seed has a feature: 0.2 to 1; 0 for a latent of a dictionary's own. */
export function plantedProbability(feature: number): number {
  return feature < 0 ? 0 : 0.2 + (0.8 * (feature % 10)) / 9;
}

/** A group matched by decoder rows, and the feature of each latent (negative: its own). [S][n] */
export async function plantGroup(recipe: Recipe, seed: number) {
  const { seeds, n, d, features, noise, duplicates } = recipe;
  const stream = buildRandomStream(seed);
  const normals = () => Float32Array.from({ length: d }, () => stream.nextNormal());
  const planted = Array.from({ length: features }, normals);
  const truth = Array.from({ length: seeds }, (_, s) => {
    const has = shuffle(stream, features).filter((f) => stream.nextUniform() < plantedProbability(f));
    const own = has.slice(0, n - duplicates);
    const twice = features > 0 ? own.slice(0, duplicates) : [];
    return Array.from({ length: n }, (_, i) => [...own, ...twice][i] ?? -1 - s * n - i);
  });
  const units = truth.map((of) => {
    const rows = new Float32Array(n * d);
    of.forEach((feature, i) => {
      const own = normals();
      for (let z = 0; z < d; z++) rows[i * d + z] = feature < 0 ? own[z] : planted[feature][z] + noise * own[z];
    });
    return buildUnitRows(rows, { n, d }).unit;
  });
  const alive = truth.map(() => new Uint8Array(n).fill(1));
  const criterion = { definition: 'DECODER', threshold: recipe.threshold, strict: false, aliveOnly: false } as const;
  const pairs = [];
  for (let a = 0; a < seeds; a++) {
    for (let b = a + 1; b < seeds; b++) {
      const decoder = await matchRows(units[a], units[b], { measure: 'COSINE', threads: 1 });
      const arrays = buildPairArrays({ measure: 'COSINE', decoder, encoder: null, aliveA: alive[a], aliveB: alive[b] });
      pairs.push({ a, b, ends: acceptScores(buildPairScores(arrays, criterion), criterion) });
    }
  }
  return { truth, units, group: buildSeedGroup({ criterion, alive, pairs }) };
}
