/**
 * What a dictionary's reconstruction loses if the contribution of one latent is taken out, or is replaced by that of a latent of another dictionary.
 *
 * For latent i of A with activation f and row D_i, a stand-in j of B with activation g and row G_j, and e = x - xhat of A: without i the error is
 * e + f D_i, with the stand-in e + f D_i - s g G_j. The scale s is fitted on the first half of the contexts, by least squares, and not below 0; what is
 * lost is measured on the second. Only tokens on which i or j fires change anything, so a pass costs tokens x L0 x d.
 */
import { type DecoderWeights, rebuildToken } from '../encoding/reconstruction.ts';
import type { SparseActivations } from '../encoding/sparse-activations.ts';

/** Groups of contexts of the second half: what the bootstrap draws from. */
export const GROUPS = 32;

/** Sums of one list of stand-ins. */
interface StandIns {
  /** Latent of B for each of A; -1 for none. [nA] */
  readonly of: Int32Array;
  /** Latent of A for each of B; -1 for none. [nB] */
  readonly latent: Int32Array;
  /** First half: sum of g (e + f D_i).G_j and of g^2 |G_j|^2. [nA] each */
  readonly fitted: Float64Array;
  readonly fittedSquares: Float64Array;
  /** The same of the second half, by group of contexts. [nA, GROUPS] each */
  readonly products: Float64Array;
  readonly squares: Float64Array;
}

export class SubstitutionSums {
  readonly #a: DecoderWeights;
  readonly #b: DecoderWeights;
  readonly #nA: number;
  readonly #lists: StandIns[];
  /** Second half: sum of 2 f e.D_i + f^2 |D_i|^2, by group. [nA, GROUPS] */
  readonly #ablated: Float64Array;
  readonly #squaresA: Float64Array;
  readonly #squaresB: Float64Array;
  readonly #mean: Float64Array;
  readonly #active: Float64Array; // f of the token at hand [nA]
  #square = 0;
  #tokens = 0;

  /** Rows as they are added to reconstructions; inputs must not be normalised. `standIns`: lists of latents of B, no latent twice in one. */
  constructor(dictionaries: { a: DecoderWeights; b: DecoderWeights }, standIns: readonly Int32Array[]) {
    const { a, b } = dictionaries;
    this.#a = a;
    this.#b = b;
    this.#nA = a.rows.length / a.d;
    const nB = b.rows.length / b.d;
    this.#lists = standIns.map((of) => {
      const latent = new Int32Array(nB).fill(-1);
      for (const [i, j] of of.entries()) if (j >= 0) latent[j] = i;
      return {
        of,
        latent,
        fitted: new Float64Array(this.#nA),
        fittedSquares: new Float64Array(this.#nA),
        products: new Float64Array(this.#nA * GROUPS),
        squares: new Float64Array(this.#nA * GROUPS),
      };
    });
    this.#ablated = new Float64Array(this.#nA * GROUPS);
    this.#squaresA = squareRows(a);
    this.#squaresB = squareRows(b);
    this.#mean = new Float64Array(a.d);
    this.#active = new Float64Array(this.#nA);
  }

  /** `x` [count, d] with what fires on it in both; `contexts` are numbers of contexts by token: odd ones are of the second half. */
  add(x: Float32Array, fired: { a: SparseActivations; b: SparseActivations }, contexts: Int32Array): void {
    const [a, b] = [this.#a, this.#b];
    const { d } = a;
    const error = new Float64Array(d);
    for (let t = 0; t < fired.a.count; t++) {
      const token = x.subarray(t * d, (t + 1) * d);
      rebuildToken(a, { x: token, fired: fired.a, t, into: error });
      for (let z = 0; z < d; z++) error[z] = token[z] - error[z];
      const isSecond = contexts[t] % 2 === 1;
      const group = ((contexts[t] - 1) / 2) % GROUPS;
      for (let at = fired.a.offsets[t]; at < fired.a.offsets[t + 1]; at++) {
        const i = fired.a.indices[at];
        const f = scaled(a, { latent: i, value: fired.a.values[at] });
        this.#active[i] = f;
        if (isSecond)
          this.#ablated[i * GROUPS + group] +=
            2 * f * dot(error, { rows: a.rows, row: i, d }) + f * f * this.#squaresA[i];
      }
      for (let at = fired.b.offsets[t]; at < fired.b.offsets[t + 1]; at++) {
        const j = fired.b.indices[at];
        const standing = this.#lists.filter(({ latent }) => latent[j] >= 0);
        if (standing.length === 0) continue;
        const g = scaled(b, { latent: j, value: fired.b.values[at] });
        const along = dot(error, { rows: b.rows, row: j, d });
        for (const list of standing) {
          const i = list.latent[j];
          const f = this.#active[i];
          const own = f === 0 ? 0 : f * dot(a.rows.subarray(i * d, (i + 1) * d), { rows: b.rows, row: j, d });
          const product = g * (along + own);
          const square = g * g * this.#squaresB[j];
          if (isSecond) {
            list.products[i * GROUPS + group] += product;
            list.squares[i * GROUPS + group] += square;
          } else {
            list.fitted[i] += product;
            list.fittedSquares[i] += square;
          }
        }
      }
      for (let at = fired.a.offsets[t]; at < fired.a.offsets[t + 1]; at++) this.#active[fired.a.indices[at]] = 0;
      if (!isSecond) continue;
      this.#tokens++;
      for (let z = 0; z < d; z++) {
        this.#square += token[z] * token[z];
        this.#mean[z] += token[z];
      }
    }
  }

  /** Sum of |x - mean x|^2 over the second half: what losses are divided by to be changes of FVU. */
  get variance(): number {
    return this.#square - this.#mean.reduce((sum, total) => sum + (total * total) / Math.max(1, this.#tokens), 0);
  }

  /** Tokens of the second half. */
  get tokens(): number {
    return this.#tokens;
  }

  /** What is lost without each latent, by group of contexts. [nA, GROUPS] */
  get ablated(): Float64Array {
    return this.#ablated;
  }

  /** The stand-ins of list `at`. [nA] */
  standIns(at: number): Int32Array {
    return this.#lists[at].of;
  }

  /** What is lost with stand-ins of list `at`, by group of contexts, and the scales. [nA, GROUPS], [nA] */
  substituted(at: number): { lost: Float64Array; scale: Float64Array } {
    const { fitted, fittedSquares, products, squares } = this.#lists[at];
    const scale = fitted.map((product, i) => (fittedSquares[i] > 0 ? Math.max(0, product / fittedSquares[i]) : 0));
    const lost = this.#ablated.map((loss, place) => {
      const s = scale[Math.floor(place / GROUPS)];
      return loss - 2 * s * products[place] + s * s * squares[place];
    });
    return { lost, scale };
  }
}

function scaled({ scale }: DecoderWeights, { latent, value }: { latent: number; value: number }): number {
  return scale === null ? value : value / scale[latent];
}

function squareRows({ rows, d }: DecoderWeights): Float64Array {
  return Float64Array.from({ length: rows.length / d }, (_, i) =>
    dot(rows.subarray(i * d, (i + 1) * d), { rows, row: i, d }),
  );
}

function dot(x: ArrayLike<number>, { rows, row, d }: { rows: Float32Array; row: number; d: number }): number {
  let sum = 0;
  for (let z = 0; z < d; z++) sum += x[z] * rows[row * d + z];
  return sum;
}
