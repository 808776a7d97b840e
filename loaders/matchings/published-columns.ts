/** What the records of a published matching add up to, checked as it comes. In: one latent after the other. Out: arrays. */
import type { ErrorCode } from '../../src/errors.ts';

/** Cosines are sums of rounded products. */
const COSINE_SLACK = 1e-6;

/** Fields of a record, in the order of its format. */
export type RecordFields = readonly (number | boolean | null)[];

/** Refuses the file. */
export type Fail = (fault: string, code?: ErrorCode) => never;

/** Alive or not, for all latents or for none. */
export class FlagColumn {
  readonly #flags: Int8Array; // -1 unknown
  readonly #fail: Fail;
  #known: boolean | null = null;

  constructor(n: number, fail: Fail) {
    this.#flags = new Int8Array(n).fill(-1);
    this.#fail = fail;
  }

  set(index: number, value: number | boolean | null | undefined): void {
    if (value !== null && typeof value !== 'boolean') return this.#fail('a flag is neither true, false nor null');
    this.#known ??= value !== null;
    if (this.#known !== (value !== null)) this.#fail('it says of some latents whether they are alive, and not of all');
    if (value === null) return;
    const flag = value ? 1 : 0;
    if (this.#flags[index] >= 0 && this.#flags[index] !== flag)
      this.#fail(`it says of latent ${index} both that it is alive and that it is dead`);
    this.#flags[index] = flag;
  }

  finish(nAlive: number | null): Uint8Array | null {
    if (this.#known !== true)
      return nAlive === null ? null : this.#fail('its header counts alive latents, its records do not name them');
    const alive = Uint8Array.from(this.#flags);
    const counted = alive.reduce((sum, flag) => sum + flag, 0);
    if (this.#flags.includes(-1)) this.#fail('it does not say of every latent whether it is alive');
    if (counted !== nAlive)
      this.#fail(`its records have ${counted} alive latents; expected ${String(nAlive)} as its header says`);
    return alive;
  }
}

/** One side's pairs: a bijection of the smaller dictionary into the larger, with cosines for all or for none. */
export class SideColumns {
  readonly #shape: { name: string; nA: number; nB: number; lowest: number; fail: Fail };
  readonly #partner: Int32Array;
  readonly #cosine: Float64Array;
  readonly #ofB: Int32Array;
  #pairs = 0;
  #withCosine = 0;

  constructor(shape: { name: string; nA: number; nB: number; lowest: number; fail: Fail }) {
    this.#shape = shape;
    this.#partner = new Int32Array(shape.nA).fill(-1);
    this.#cosine = new Float64Array(shape.nA);
    this.#ofB = new Int32Array(shape.nB).fill(-1);
  }

  /** The partner, or -1. */
  setPair(
    i: number,
    partner: number | boolean | null | undefined,
    cosine: number | boolean | null | undefined,
  ): number {
    const { name, nB, fail } = this.#shape;
    if (partner === null) return cosine === null ? -1 : fail(`latent ${i} of A has a cosine with no ${name} partner`);
    if (typeof partner !== 'number' || !Number.isInteger(partner) || partner < 0 || partner >= nB) {
      return fail(
        `latent ${i} of A has the ${name} partner ${String(partner)}; expected one of ${nB}`,
        'NOT_A_BIJECTION',
      );
    }
    if (this.#ofB[partner] >= 0)
      return fail(`latent ${partner} of B is the ${name} partner of two latents`, 'NOT_A_BIJECTION');
    this.#partner[i] = partner;
    this.#ofB[partner] = i;
    this.#pairs++;
    if (cosine !== null) {
      this.#cosine[i] = this.#checkCosine(cosine);
      this.#withCosine++;
    }
    return partner;
  }

  /** The partner in A of a latent of B, which the record must name, too. */
  checkB(j: number, [partner, cosine]: RecordFields): number {
    const i = this.#ofB[j];
    const { name, fail } = this.#shape;
    if ((partner ?? -1) !== i)
      fail(`latent ${j} of B has the ${name} partner ${String(partner)}; expected what A says`);
    if (i >= 0 && cosine !== null && this.#checkCosine(cosine) !== this.#cosine[i])
      fail(`latent ${j} of B has another ${name} cosine than its partner`);
    return i;
  }

  takes(j: number): boolean {
    return this.#ofB[j] >= 0;
  }

  finish(pairs: number): { partner: Int32Array; cosine: Float64Array | null } {
    const { name, nA, nB, fail } = this.#shape;
    if (this.#pairs !== Math.min(nA, nB) || pairs !== this.#pairs) {
      fail(
        `it has ${this.#pairs} ${name} pairs; expected ${Math.min(nA, nB)}, every latent of the smaller dictionary`,
        'NOT_A_BIJECTION',
      );
    }
    if (this.#withCosine !== 0 && this.#withCosine !== this.#pairs)
      fail(`it has ${name} cosines of some pairs, and not of all`);
    return { partner: this.#partner, cosine: this.#withCosine === 0 ? null : this.#cosine };
  }

  #checkCosine(value: number | boolean | null | undefined): number {
    const { name, lowest, fail } = this.#shape;
    if (typeof value === 'number' && value >= lowest - COSINE_SLACK && value <= 1 + COSINE_SLACK) return value;
    return fail(`a ${name} cosine is ${String(value)}; expected ${lowest} to 1`);
  }
}
