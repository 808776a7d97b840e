/** What drawing the unrelated dictionaries of a null takes, and how many are drawn. In: a kind of null and sizes. Out: numbers; nothing is drawn. */
import type { NullKind } from './null-statistics.ts';

/**
 * Most multiplications that drawing may need: about eight minutes on one core. At 32,768 latents of width 768 two draws of two sides need
 * two thirds of it for JOINT; at width 4,096 the limit lies near 3,400 latents for COVARIANCE_MATCHED.
 */
export const DRAWING_COST_LIMIT = 2 ** 38;

/** Multiplications that drawing takes, matchings left out. */
export function drawingCost(of: {
  kind: NullKind;
  n: readonly [number, number];
  d: number;
  draws: number;
  sides: number;
}): number {
  const { kind, n, d, draws, sides } = of;
  const both = (cost: (n: number) => number) => cost(n[0]) + cost(n[1]);
  if (kind === 'COVARIANCE_MATCHED') return sides * both((rows) => gaussianCost({ n: rows, d, draws }));
  if (kind === 'JOINT') return both((rows) => gaussianCost({ n: rows, d: 2 * d, draws }));
  return kind === 'ROTATION' ? draws * sides * rotationCost({ n: n[1], d }) : 0;
}

/** Draws by the number of latents below which so many are made: what they cost grows with its square or faster, what they vary by falls. */
const DRAWS = [
  { below: 256, draws: 9 },
  { below: 4_096, draws: 3 },
];
const FEWEST_DRAWS = 2;

/** How many draws are made for dictionaries of these sizes. */
export function drawsOf(n: readonly [number, number]): number {
  return DRAWS.find(({ below }) => Math.min(...n) < below)?.draws ?? FEWEST_DRAWS;
}

/** Latents from which a third dictionary is drawn once for all pairs of equal sizes, and no longer for each pair. */
const THIRD_ONCE_FROM = 4_096;

/**
 * Whether a null of this kind has a third dictionary, for cycle consistency: two more matchings a side. Large ones have it for ISOTROPIC alone.
 */
export function hasCycles({ kind, n }: { kind: NullKind; n: readonly [number, number] }): boolean {
  return kind === 'ISOTROPIC' || Math.min(...n) < THIRD_ONCE_FROM;
}

/** Multiplications that `estimateGaussian` and `draws` calls of `drawRows` need for one dictionary. */
function gaussianCost({ n, d, draws }: { n: number; d: number; draws: number }): number {
  return (n * d * d * (1 + draws)) / 2 + d ** 3 / 6;
}

/** Multiplications that a rotation of n rows of one side needs, the matrix included. */
function rotationCost({ n, d }: { n: number; d: number }): number {
  return n * d * d + 2 * d ** 3;
}
