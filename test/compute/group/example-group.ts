/** Small run groups from dense cosines: the arrays that the analyses take, next to what a plain reader of the definitions needs. */
import { buildCriterion } from '../../../src/analysis/build-criterion.ts';
import type { Criterion } from '../../../src/compute/statistics/criterion.ts';
import {
  acceptScores,
  buildPairScores,
  buildSeedGroup,
  type EndScores,
  type SeedGroup,
  type TiedEnd,
} from '../../../src/compute/group/seed-group.ts';
import { buildRandomStream, type RandomStream } from '../../../src/compute/nulls/random-stream.ts';
import { assign } from '../matching/dense-matching.ts';
import { type DensePair, type DenseSide, denseToArrays, naivePartner, turnAround } from '../statistics/naive-pair.ts';

export interface ExampleGroup {
  /** [S][n] */
  alive: number[][];
  /** pairs[a][b] for every a !== b, as seen from a. */
  pairs: DensePair[][];
}

/** Dictionaries of these sizes that share most of their rows, in orders of their own; encoders are noisier. One latent in six is dead. */
export function buildExampleGroup(sizes: readonly number[], seed: number): ExampleGroup {
  const d = 6;
  const stream = buildRandomStream(seed);
  const largest = Math.max(...sizes);
  const base = Array.from({ length: largest }, () => normals(stream, d));
  const drawn = sizes.map((n) => {
    const kept = shuffle(stream, largest).slice(0, n);
    const noisy = (scale: number) =>
      kept.map((k) => base[k].map((x) => x + scale * (k / largest) * stream.nextNormal()));
    return {
      decoder: noisy(0.8).map(unit),
      encoder: noisy(1).map(unit),
      alive: kept.map(() => Number(stream.nextUniform() > 1 / 6)),
    };
  });
  const pairs: DensePair[][] = sizes.map(() => []);
  drawn.forEach((a, i) => {
    drawn.forEach((b, j) => {
      if (i >= j) return;
      const side = (name: 'decoder' | 'encoder') => matchSide(a[name], b[name]);
      const pair: DensePair = {
        measure: 'COSINE',
        decoder: side('decoder'),
        encoder: side('encoder'),
        aliveA: a.alive,
        aliveB: b.alive,
      };
      pairs[i][j] = pair;
      pairs[j][i] = turnAround(pair);
    });
  });
  return { alive: drawn.map(({ alive }) => alive), pairs };
}

/** The arrays of an example, its matchings stored in mixed directions. */
export function toSeedGroup({ alive, pairs }: ExampleGroup, criterion: Criterion): SeedGroup<EndScores & TiedEnd> {
  return buildSeedGroup({
    criterion,
    alive: alive.map((flags) => Uint8Array.from(flags)),
    pairs: alive.flatMap((_, i) =>
      alive.slice(i + 1).map((_, k) => {
        const [a, b] = (i + k) % 2 === 0 ? [i, i + 1 + k] : [i + 1 + k, i];
        const scores = buildPairScores(denseToArrays(pairs[a][b]), criterion);
        return { a, b, ends: acceptScores(scores, criterion) };
      }),
    ),
  });
}

/** The accepted partner of latent `i` of `a` in `b`, or null, word by word from the definitions. */
export function accepted(
  { pairs }: ExampleGroup,
  at: { a: number; b: number; i: number; criterion: Criterion },
): number | null {
  return naivePartner(pairs[at.a][at.b], at.i, at.criterion);
}

/** Criteria that use every part of a criterion. */
export const criteria: Criterion[] = [
  buildCriterion(),
  buildCriterion({ threshold: 0.9, strict: true }),
  buildCriterion({ threshold: 0.5, aliveOnly: true }),
  buildCriterion({ definition: 'BOTH', threshold: 0.6 }),
  buildCriterion({ definition: 'DECODER', threshold: 0.8, aliveOnly: true }),
  buildCriterion({ definition: 'ENCODER', threshold: 0.6 }),
  buildCriterion({ definition: 'AGREE' }),
  buildCriterion({ definition: 'MAX_COSINE', threshold: 0.75 }),
  buildCriterion({ definition: 'MUTUAL_NN', threshold: 0.3, aliveOnly: true }),
];

/** 0 .. n - 1 in random order. */
export function shuffle(stream: RandomStream, n: number): number[] {
  const values = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(stream.nextUniform() * (i + 1));
    [values[i], values[j]] = [values[j], values[i]];
  }
  return values;
}

function matchSide(a: number[][], b: number[][]): DenseSide {
  const cosines = a.map((x) => b.map((y) => x.reduce((total, value, z) => total + value * y[z], 0)));
  if (a.length <= b.length) return { cosines, partner: assign(cosines) };
  const back = assign(b.map((_, j) => a.map((_, i) => cosines[i][j])));
  return { cosines, partner: a.map((_, i) => back.indexOf(i)) };
}

const normals = (stream: RandomStream, d: number) => Array.from({ length: d }, () => stream.nextNormal());
const unit = (row: number[]) => row.map((x) => x / Math.hypot(...row));
