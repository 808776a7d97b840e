/** What is remembered of one latent during a pass over a corpus: counts, its strongest windows, and a fair sample of all windows it fires on. */
import { buildRandomStream, buildXoshiro, type RandomStream, type XoshiroState } from '../nulls/random-stream.ts';
import { ActivationHistogram, type SavedHistogram } from './activation-histogram.ts';
import { type SavedTokens, TokenTable } from './token-table.ts';
import type { TokenWindow, WindowActivation } from './token-window.ts';

/** A window that is kept; its activations lie in the record's one array, at `place`. */
interface KeptWindow {
  window: TokenWindow;
  max: number;
  position: number;
  place: number;
}

/** A record as plain data; arrays are the record's. */
export interface SavedRecord {
  firingCount: number;
  maxActivation: number;
  windows: number;
  histogram: SavedHistogram;
  tokens: SavedTokens;
  top: readonly KeptWindow[];
  sample: readonly KeptWindow[];
  activations: Float32Array;
  random: XoshiroState;
}

export class LatentRecord {
  firingCount = 0;
  maxActivation = 0;
  readonly histogram = new ActivationHistogram();
  readonly tokens = new TokenTable();
  /** Windows on which it fires, kept or not. */
  windows = 0;
  readonly #top: KeptWindow[] = [];
  readonly #sample: KeptWindow[] = [];
  /** One array for all windows: hundreds of thousands of small ones would keep the garbage collector busy. */
  readonly #activations: Float32Array; // [top + sample, window]
  #random: RandomStream;
  readonly #sizes: { top: number; sample: number; window: number };

  constructor(of: { latent: number; seed: number; top: number; sample: number; window: number }) {
    this.#random = buildRandomStream(of.seed, [of.latent]);
    this.#sizes = of;
    this.#activations = new Float32Array((of.top + of.sample) * of.window);
  }

  addFiring(token: number, activation: number): void {
    this.firingCount++;
    if (activation > this.maxActivation) this.maxActivation = activation;
    this.histogram.add(activation);
    this.tokens.add(token, activation);
  }

  /** Whether a window with this maximum would be kept; its activations are only gathered if so. Call once per window, then {@link keep}. */
  offer(max: number): { top: boolean; slot: number } {
    this.windows++;
    const { top, sample } = this.#sizes;
    const isTop = top > 0 && (this.#top.length < top || max > this.#top[this.#top.length - 1].max);
    // Algorithm R (Vitter 1985): each window so far is in the sample with the same probability.
    let slot = this.#sample.length;
    if (slot >= sample) slot = Math.floor(this.#random.nextUniform() * this.windows);
    return { top: isTop, slot: slot < sample ? slot : -1 };
  }

  /** Keeps a copy of `seen`. */
  keep(seen: WindowActivation, where: { top: boolean; slot: number }): void {
    const { top } = this.#sizes;
    if (where.slot >= 0) this.#sample[where.slot] = this.#store(seen, top + where.slot);
    if (!where.top) return;
    const place = this.#top.length < top ? this.#top.length : (this.#top.pop()?.place ?? 0);
    let at = this.#top.length;
    while (at > 0 && this.#top[at - 1].max < seen.max) at--;
    this.#top.splice(at, 0, this.#store(seen, place));
  }

  /** The strongest windows, strongest first; among equals the earlier. */
  listTop(): WindowActivation[] {
    return this.#top.map((kept) => this.#read(kept));
  }

  /** The sample, weakest first; among equals the earlier. */
  listSample(): WindowActivation[] {
    return this.#sample
      .toSorted((a, b) => a.max - b.max || a.window.number - b.window.number)
      .map((kept) => this.#read(kept));
  }

  save(): SavedRecord {
    return {
      firingCount: this.firingCount,
      maxActivation: this.maxActivation,
      windows: this.windows,
      histogram: this.histogram.save(),
      tokens: this.tokens.save(),
      top: this.#top,
      sample: this.#sample,
      activations: this.#activations,
      random: this.#random.readState(),
    };
  }

  /** Makes a new record of the same latent and settings what another one was. */
  restore(saved: SavedRecord): void {
    this.firingCount = saved.firingCount;
    this.maxActivation = saved.maxActivation;
    this.windows = saved.windows;
    this.histogram.restore(saved.histogram);
    this.tokens.restore(saved.tokens);
    this.#top.push(...saved.top);
    this.#sample.push(...saved.sample);
    this.#activations.set(saved.activations);
    this.#random = buildXoshiro(saved.random);
  }

  #store({ window, max, position, activations }: WindowActivation, place: number): KeptWindow {
    this.#activations.set(activations, place * this.#sizes.window);
    return { window, max, position, place };
  }

  #read({ window, max, position, place }: KeptWindow): WindowActivation {
    const from = place * this.#sizes.window;
    return { window, max, position, activations: this.#activations.subarray(from, from + window.tokens.length) };
  }
}
