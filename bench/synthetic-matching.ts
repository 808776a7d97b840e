/**
 * Matchings of a run group without vectors: S seeds that hold features of one pool in orders of their own, each feature in a seed with its own
 * probability; what two seeds both hold is matched with a high cosine, the rest at random with a low one. Real in size and shape, not solved.
 */
import { buildRandomStream } from '../src/compute/nulls/random-stream.ts';
import { shuffle } from '../src/compute/similarity/shuffle.ts';
import { CANDIDATES_KEPT, type MatchedEnd, type SideMatching } from '../src/compute/side-matching.ts';

/** The features of one seed: latent i holds feature features[i]; numbers beyond the pool are its own. */
export interface SyntheticSeed {
  readonly features: Int32Array; // [n]
  /** Latent of each feature of the pool, -1 if it is not here. */
  readonly latentOf: Int32Array;
}

/** How often encoders name another partner than decoders, as in the paper. */
const DISAGREE = 0.2;

/** Seed number `seed` of a pool of 2 n features. */
export function buildSyntheticSeed({ n, seed }: { n: number; seed: number }): SyntheticSeed {
  const pool = 2 * n;
  const stream = buildRandomStream(seed, [1]);
  const order = Int32Array.from({ length: pool }, (_, feature) => feature);
  shuffle(order, stream);
  // the first third of the pool is in every seed, the rest in some
  const everywhere = Math.floor(n / 3);
  const chosen = [
    ...order.filter((feature) => feature < everywhere),
    ...order.filter((feature) => feature >= everywhere),
  ];
  const features = Int32Array.from(chosen.slice(0, n));
  shuffle(features, stream);
  const latentOf = new Int32Array(pool).fill(-1);
  for (const [i, feature] of features.entries()) latentOf[feature] = i;
  return { features, latentOf };
}

/** One side of the matching of two seeds. */
export function buildSyntheticSide(a: SyntheticSeed, b: SyntheticSeed, seed: number): SideMatching {
  const n = a.features.length;
  const stream = buildRandomStream(seed, [2]);
  const forward = { partner: new Int32Array(n).fill(-1), cosine: new Float64Array(n) };
  const backward = { partner: new Int32Array(n).fill(-1), cosine: new Float64Array(n) };
  const tie = (i: number, j: number, cosine: number) => {
    forward.partner[i] = j;
    backward.partner[j] = i;
    forward.cosine[i] = backward.cosine[j] = cosine;
  };
  for (let i = 0; i < n; i++) {
    const j = b.latentOf[a.features[i]];
    if (j >= 0 && stream.nextUniform() > DISAGREE) tie(i, j, 1 - 0.5 * stream.nextUniform() ** 2);
  }
  const left = Int32Array.from(backward.partner.keys()).filter((j) => backward.partner[j] < 0);
  shuffle(left, stream);
  let next = 0;
  for (let i = 0; i < n; i++) if (forward.partner[i] < 0) tie(i, left[next++], 0.1 + 0.5 * stream.nextUniform());
  const primal = forward.cosine.reduce((sum, cosine) => sum + cosine, 0);
  const end = (matched: typeof forward): MatchedEnd => ({ ...matched, ...addCandidates(matched, stream.nextUniform) });
  const proof = { primal, dual: primal, gap: 0, tolerance: 1e-6, optimal: true, roundingBound: 1e-7 };
  const certificate = { ...proof, pairsCovered: n * n, rounds: 1, solver: 'synthetic' };
  return { measure: 'COSINE', a: end(forward), b: end(backward), certificate };
}

/** The partner and random others, best first. */
function addCandidates({ partner, cosine }: { partner: Int32Array; cosine: Float64Array }, uniform: () => number) {
  const n = partner.length;
  const candidates = new Int32Array(n * CANDIDATES_KEPT);
  const candidateCosines = new Float64Array(n * CANDIDATES_KEPT);
  for (let i = 0; i < n; i++) {
    candidates[i * CANDIDATES_KEPT] = partner[i];
    candidateCosines[i * CANDIDATES_KEPT] = cosine[i];
    for (let slot = 1; slot < CANDIDATES_KEPT; slot++) {
      candidates[i * CANDIDATES_KEPT + slot] = Math.floor(uniform() * n);
      candidateCosines[i * CANDIDATES_KEPT + slot] = (cosine[i] * (CANDIDATES_KEPT - slot)) / CANDIDATES_KEPT;
    }
  }
  return { candidates, candidateCosines, candidatesPerLatent: CANDIDATES_KEPT };
}
