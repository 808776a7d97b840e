/** Codes for tests: drawn from a seed, or written as lists. */
import type { SparseActivations } from '../../../src/compute/encoding/sparse-activations.ts';
import { SparseBuilder } from '../../../src/compute/encoding/sparse-activations.ts';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';

/** Of each token: latents, ascending, and their activations. */
export type ListedCodes = readonly (readonly [latents: readonly number[], activations: readonly number[]])[];

export function buildCodes(tokens: ListedCodes): SparseActivations {
  const builder = new SparseBuilder();
  builder.begin(tokens.length);
  for (const [latents, activations] of tokens) {
    for (const [at, latent] of latents.entries()) builder.push(latent, activations[at]);
    builder.endToken();
  }
  return builder.finish();
}

/** Each latent fires with its own probability; every third one never. */
export function drawCodes({ n, tokens, seed }: { n: number; tokens: number; seed: number }): SparseActivations {
  const random = buildRandomStream(seed);
  const draw = () => random.nextUint32() / 2 ** 32;
  return buildCodes(
    Array.from({ length: tokens }, () => {
      const latents = Array.from({ length: n }, (_, i) => i).filter((i) => i % 3 !== 2 && draw() < 0.3 / (1 + i / 4));
      return [latents, latents.map(() => 0.1 + draw())] as const;
    }),
  );
}

/** Dense activations. [count][n] */
export function listDense({ count, offsets, indices, values }: SparseActivations, n: number): number[][] {
  return Array.from({ length: count }, (_, t) => {
    const row = new Array<number>(n).fill(0);
    for (let at = offsets[t]; at < offsets[t + 1]; at++) row[indices[at]] = values[at];
    return row;
  });
}

/** Pearson correlation of two columns; 0 where one does not vary. */
export function correlate(x: readonly number[], y: readonly number[]): number {
  const mean = (of: readonly number[]) => of.reduce((sum, value) => sum + value, 0) / of.length;
  const [mx, my] = [mean(x), mean(y)];
  const over = (f: (t: number) => number) => x.reduce((sum, _, t) => sum + f(t), 0);
  const [xx, yy] = [over((t) => (x[t] - mx) ** 2), over((t) => (y[t] - my) ** 2)];
  return xx < 1e-12 || yy < 1e-12 ? 0 : over((t) => (x[t] - mx) * (y[t] - my)) / Math.sqrt(xx * yy);
}
