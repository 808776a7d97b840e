/**
 * Pre-activations of one token -> the latents that fire, by architecture (SCIENCE: TopK, ReLU, BatchTopK and JumpReLU with their threshold,
 * Gated of Rajamanoharan et al. 2024).
 *
 * In: E x [n] without bias. Out: latents by ascending index with activations above zero.
 */
import type { EncoderWeights } from './encoder-weights.ts';
import type { SparseBuilder } from './sparse-activations.ts';

/** Adds the latents of the token whose products are `products[from .. from + n)` to `out`, and ends the token. */
export type LatentSelection = (products: Float32Array, from: number, out: SparseBuilder) => void;

/** How the architecture of `weights` selects. Throws `TypeError` where a part that it needs is missing. */
export function buildSelection(weights: EncoderWeights): LatentSelection {
  switch (weights.kind) {
    case 'TOPK':
      return selectLargest(weights);
    case 'RELU_L1':
      return selectAbove(weights, null);
    case 'BATCH_TOPK':
    case 'JUMP_RELU':
      if (weights.threshold === null) throw new TypeError(`${weights.kind} without a threshold`);
      return selectAbove(weights, weights.threshold);
    case 'GATED':
      return selectGated(weights);
  }
}

/** z > 0 and, where there are thresholds, z > threshold. */
function selectAbove({ n, bias }: EncoderWeights, threshold: Float32Array | null): LatentSelection {
  const least = Float32Array.from({ length: n }, (_, i) => Math.max(0, threshold?.[i] ?? 0));
  return (products, from, out) => {
    for (let i = 0; i < n; i++) {
      const z = Math.fround(products[from + i] + bias[i]);
      if (z > least[i]) out.push(i, z);
    }
    out.endToken();
  };
}

/** The gate E x + b > 0 decides, exp(r) E x + b' above zero is the activation. */
function selectGated({ n, bias, magnitude }: EncoderWeights): LatentSelection {
  if (magnitude === null) throw new TypeError('GATED without its magnitude path');
  const scale = magnitude.logScale.map((r) => Math.exp(r));
  return (products, from, out) => {
    for (let i = 0; i < n; i++) {
      if (!(products[from + i] + bias[i] > 0)) continue;
      const z = Math.fround(scale[i] * products[from + i] + magnitude.bias[i]);
      if (z > 0) out.push(i, z);
    }
    out.endToken();
  };
}

/** The k largest that are above zero; among equals the lower index. */
function selectLargest({ n, k, bias, scale }: EncoderWeights): LatentSelection {
  if (k === null || k < 1) throw new TypeError('TOPK without k');
  const size = Math.min(k, n);
  // A heap with the least worthy on top: the smallest value, and of equal ones the highest index.
  const values = new Float32Array(size);
  const indices = new Int32Array(size);
  const order = new Int32Array(size);
  const kept = new Float32Array(n); // by latent; of those that are held now
  let held = 0;
  const isWorse = (a: number, b: number) =>
    values[a] < values[b] || (values[a] === values[b] && indices[a] > indices[b]);
  const swap = (a: number, b: number) => {
    [values[a], values[b]] = [values[b], values[a]];
    [indices[a], indices[b]] = [indices[b], indices[a]];
  };
  const rise = (at: number) => {
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isWorse(at, parent)) return;
      swap(at, parent);
      at = parent;
    }
  };
  const sink = () => {
    let at = 0;
    for (;;) {
      let worst = at;
      for (const child of [2 * at + 1, 2 * at + 2]) if (child < held && isWorse(child, worst)) worst = child;
      if (worst === at) return;
      swap(at, worst);
      at = worst;
    }
  };
  return (products, from, out) => {
    held = 0;
    for (let i = 0; i < n; i++) {
      const sum = products[from + i] + bias[i];
      const z = Math.fround(scale === null ? sum : sum * scale[i]);
      if (!(z > 0)) continue;
      if (held < size) {
        values[held] = z;
        indices[held] = i;
        kept[i] = z;
        rise(held++);
      } else if (z > values[0]) {
        values[0] = z;
        indices[0] = i;
        kept[i] = z;
        sink();
      }
    }
    order.set(indices);
    order.subarray(held).fill(n); // behind all that are held
    order.sort(); // by number, in place
    for (let j = 0; j < held; j++) out.push(order[j], kept[order[j]]);
    out.endToken();
  };
}
