/**
 * A fair sample of all windows of a corpus with what fires on each: where windows without a latent are looked for.
 *
 * Algorithm R (Vitter 1985), seeded: the same corpus gives the same sample.
 */
import { buildRandomStream, buildXoshiro, type RandomStream, type XoshiroState } from '../nulls/random-stream.ts';
import type { TokenWindow } from './token-window.ts';

/** A window with the latents that fire on it, ascending, and the token on which each is strongest. */
export interface SampledWindow {
  readonly window: TokenWindow;
  readonly latents: Int32Array;
  readonly positions: Int32Array; // of the same length
}

/** Path of this sample's random numbers; latents have [index], from 0. */
const STREAM = 2 ** 31;

/** A sample as plain data. */
export interface SavedSample {
  seen: number;
  windows: readonly SampledWindow[];
  random: XoshiroState;
}

export class WindowSample {
  readonly #size: number;
  #random: RandomStream;
  readonly #windows: SampledWindow[] = [];
  #seen = 0;

  constructor(of: { size: number; seed: number }) {
    this.#size = of.size;
    this.#random = buildRandomStream(of.seed, [STREAM]);
  }

  /** The place of the next window, or -1 if it is not kept. Call once per window. */
  offer(): number {
    const slot = this.#seen < this.#size ? this.#seen : Math.floor(this.#random.nextUniform() * (this.#seen + 1));
    this.#seen++;
    return slot < this.#size ? slot : -1;
  }

  keep(slot: number, window: SampledWindow): void {
    this.#windows[slot] = window;
  }

  /** The windows, in the order of the corpus. */
  list(): SampledWindow[] {
    return this.#windows.toSorted((a, b) => a.window.number - b.window.number);
  }

  save(): SavedSample {
    return { seen: this.#seen, windows: this.#windows, random: this.#random.readState() };
  }

  restore({ seen, windows, random }: SavedSample): void {
    this.#seen = seen;
    this.#windows.push(...windows);
    this.#random = buildXoshiro(random);
  }
}
