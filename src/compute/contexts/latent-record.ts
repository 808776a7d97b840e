/** What is remembered of one latent during a pass over a corpus: counts, its strongest windows, and a fair sample of all windows it fires on. */
import { buildRandomStream, type RandomStream } from '../nulls/random-stream.ts';
import { ActivationHistogram } from './activation-histogram.ts';
import { TokenTable } from './token-table.ts';
import type { WindowActivation } from './token-window.ts';

export class LatentRecord {
  firingCount = 0;
  maxActivation = 0;
  readonly histogram = new ActivationHistogram();
  readonly tokens = new TokenTable();
  /** Windows on which it fires, kept or not. */
  windows = 0;
  readonly #top: WindowActivation[] = [];
  readonly #sample: WindowActivation[] = [];
  readonly #random: RandomStream;
  readonly #topSize: number;
  readonly #sampleSize: number;

  constructor(of: { latent: number; seed: number; top: number; sample: number }) {
    this.#random = buildRandomStream(of.seed, [of.latent]);
    this.#topSize = of.top;
    this.#sampleSize = of.sample;
  }

  addFiring(token: number, activation: number): void {
    this.firingCount++;
    if (activation > this.maxActivation) this.maxActivation = activation;
    this.histogram.add(activation);
    this.tokens.add(token, activation);
  }

  /** Whether a window with this maximum would be kept; the window is only built if so. Call once per window, then {@link keep}. */
  offer(max: number): { top: boolean; slot: number } {
    this.windows++;
    const top = this.#top.length < this.#topSize || max > this.#top[this.#top.length - 1].max;
    // Algorithm R (Vitter 1985): each window so far is in the sample with the same probability.
    let slot = this.#sample.length;
    if (slot >= this.#sampleSize) slot = Math.floor(this.#random.nextUniform() * this.windows);
    return { top: top && this.#topSize > 0, slot: slot < this.#sampleSize ? slot : -1 };
  }

  keep(seen: WindowActivation, where: { top: boolean; slot: number }): void {
    if (where.slot >= 0) this.#sample[where.slot] = seen;
    if (!where.top) return;
    let at = this.#top.length;
    while (at > 0 && this.#top[at - 1].max < seen.max) at--;
    this.#top.splice(at, 0, seen);
    if (this.#top.length > this.#topSize) this.#top.pop();
  }

  /** The strongest windows, strongest first; among equals the earlier. */
  get top(): readonly WindowActivation[] {
    return this.#top;
  }

  /** The sample, weakest first; among equals the earlier. */
  listSample(): WindowActivation[] {
    return this.#sample.toSorted((a, b) => a.max - b.max || a.window.number - b.window.number);
  }
}
