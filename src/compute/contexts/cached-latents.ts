/**
 * Activations of latents in any order -> per latent a count, a histogram and its strongest windows, in bounded memory.
 *
 * Two passes over the same entries. The first counts and keeps, per latent, the `top` windows with the largest maximum (among equals the
 * earlier): a window that was displaced comes back by the very entry that makes it strong enough, so that the outcome does not depend on the
 * order. The second fills in the activations of the windows that were kept. Memory per latent: `top` windows and one histogram, however many
 * entries there are; entries themselves are not held, so that one that is there twice counts twice.
 */
import { ActivationHistogram } from './activation-histogram.ts';

/** Entries side by side, `length` of each. Latents lie in [0, latents), places in [0, windowLength), values are positive and finite. */
export interface CachedEntries {
  length: number;
  readonly latents: Int32Array;
  /** The window that the token is in, from 0. */
  readonly windows: Float64Array;
  /** The token inside the window. */
  readonly places: Int32Array;
  readonly values: Float32Array;
}

/** What was found of one latent that fired. */
export interface CachedLatent {
  latent: number;
  firingCount: number;
  maxActivation: number;
  histogram: { values: number[]; counts: number[] };
  /** Strongest first. `activations` are a view of [windowLength]; `position` is the first token with the maximum. */
  windows: { window: number; position: number; max: number; activations: Float32Array }[];
}

export class CachedLatents {
  readonly #top: number;
  readonly #windowLength: number;
  readonly #counts: Float64Array; // [latents]
  readonly #histograms: (ActivationHistogram | undefined)[];
  readonly #maxima: Float64Array; // [latents]
  // Windows kept, strongest first; -1 where there is none.
  readonly #windows: Float64Array; // [latents, top]
  readonly #windowMaxima: Float32Array; // [latents, top]
  readonly #positions: Int32Array; // [latents, top]
  readonly #activations = new Map<number, Float32Array>(); // latent -> [top, windowLength]

  constructor({ latents, top, windowLength }: { latents: number; top: number; windowLength: number }) {
    this.#top = top;
    this.#windowLength = windowLength;
    this.#counts = new Float64Array(latents);
    this.#histograms = new Array<ActivationHistogram | undefined>(latents);
    this.#maxima = new Float64Array(latents);
    this.#windows = new Float64Array(latents * top).fill(-1);
    this.#windowMaxima = new Float32Array(latents * top);
    this.#positions = new Int32Array(latents * top);
  }

  /** First pass. */
  count({ length, latents, windows, places, values }: CachedEntries): void {
    for (let i = 0; i < length; i++) {
      const latent = latents[i];
      const value = values[i];
      this.#counts[latent]++;
      if (value > this.#maxima[latent]) this.#maxima[latent] = value;
      let histogram = this.#histograms[latent];
      if (histogram === undefined) this.#histograms[latent] = histogram = new ActivationHistogram();
      histogram.add(value);
      if (this.#top > 0) this.#offer(latent, { window: windows[i], place: places[i], value });
    }
  }

  #offer(latent: number, { window, place, value }: { window: number; place: number; value: number }): void {
    const from = latent * this.#top;
    const end = from + this.#top;
    let at = from;
    while (at < end && this.#windows[at] !== window && this.#windows[at] >= 0) at++;
    if (at === end) at--; // the weakest may be displaced
    const isThere = this.#windows[at] === window;
    if (isThere) {
      if (value === this.#windowMaxima[at]) this.#positions[at] = Math.min(this.#positions[at], place);
      if (value <= this.#windowMaxima[at]) return;
    } else if (this.#windows[at] >= 0 && !isStronger({ value, window }, this.#read(at))) return;
    for (; at > from && isStronger({ value, window }, this.#read(at - 1)); at--) {
      this.#windows[at] = this.#windows[at - 1];
      this.#windowMaxima[at] = this.#windowMaxima[at - 1];
      this.#positions[at] = this.#positions[at - 1];
    }
    this.#windows[at] = window;
    this.#windowMaxima[at] = value;
    this.#positions[at] = place;
  }

  #read(at: number): { value: number; window: number } {
    return { value: this.#windowMaxima[at], window: this.#windows[at] };
  }

  /** Second pass, over the same entries. */
  fill({ length, latents, windows, places, values }: CachedEntries): void {
    for (let i = 0; i < length; i++) {
      const latent = latents[i];
      const from = latent * this.#top;
      let slot = 0;
      while (slot < this.#top && this.#windows[from + slot] !== windows[i]) slot++;
      if (slot === this.#top) continue;
      let filled = this.#activations.get(latent);
      if (filled === undefined) {
        filled = new Float32Array(this.#top * this.#windowLength);
        this.#activations.set(latent, filled);
      }
      // of an entry that is there twice the larger, so that the maximum is in the window
      const at = slot * this.#windowLength + places[i];
      filled[at] = Math.max(filled[at], values[i]);
    }
  }

  /** Latents that fired, ascending. */
  *list(): Generator<CachedLatent> {
    const { length } = this.#counts;
    for (let latent = 0; latent < length; latent++) {
      const histogram = this.#histograms[latent];
      if (histogram === undefined) continue;
      const filled = this.#activations.get(latent) ?? new Float32Array(0);
      const windows: CachedLatent['windows'] = [];
      for (let slot = 0; slot < this.#top; slot++) {
        const at = latent * this.#top + slot;
        if (this.#windows[at] < 0) break;
        windows.push({
          window: this.#windows[at],
          position: this.#positions[at],
          max: this.#windowMaxima[at],
          activations: filled.subarray(slot * this.#windowLength, (slot + 1) * this.#windowLength),
        });
      }
      yield {
        latent,
        firingCount: this.#counts[latent],
        maxActivation: this.#maxima[latent],
        histogram: histogram.finish(),
        windows,
      };
    }
  }
}

function isStronger(a: { value: number; window: number }, b: { value: number; window: number }): boolean {
  return a.value > b.value || (a.value === b.value && a.window < b.window);
}
