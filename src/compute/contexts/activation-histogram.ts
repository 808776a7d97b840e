/**
 * A histogram of positive numbers whose range nobody knows beforehand, in bounded memory.
 *
 * Bars are [j w, (j + 1) w) with w a power of two: when a number lies beyond the last bar, w doubles and neighbouring bars are merged, so that
 * the result depends on the numbers alone and not on their order.
 */

/** Bars at most; at least half of them end up below the largest number. */
const BARS = 40;
/** Smallest exponent of the width: float32 activations below it are noise. */
const MIN_EXPONENT = -30;

/** A histogram as plain data. */
export interface SavedHistogram {
  exponent: number;
  counts: Float64Array;
}

export class ActivationHistogram {
  #exponent = MIN_EXPONENT;
  #width = 2 ** MIN_EXPONENT;
  readonly #counts = new Float64Array(BARS);

  /** Counts `value`, which is positive and finite. */
  add(value: number): void {
    while (value >= BARS * this.#width) this.#widen();
    this.#counts[Math.floor(value / this.#width)]++;
  }

  /** Middles of the bars up to the last that is not empty, ascending, and how many numbers fall into each. */
  finish(): { values: number[]; counts: number[] } {
    const bars = this.#counts.findLastIndex((count) => count > 0) + 1;
    const values = Array.from({ length: bars }, (_, j) => (j + 0.5) * this.#width);
    return { values, counts: [...this.#counts.subarray(0, bars)] };
  }

  save(): SavedHistogram {
    return { exponent: this.#exponent, counts: this.#counts };
  }

  restore({ exponent, counts }: SavedHistogram): void {
    this.#exponent = exponent;
    this.#width = 2 ** exponent;
    this.#counts.set(counts);
  }

  #widen(): void {
    this.#width = 2 ** ++this.#exponent;
    for (let j = 0; j < BARS; j++) {
      const from = 2 * j;
      this.#counts[j] = from < BARS ? this.#counts[from] + this.#counts[from + 1] : 0;
    }
  }
}
