/**
 * One pass over a corpus, seen by one dictionary: windows with their latent activations in, per latent what explains it out.
 *
 * Memory is bounded by latents that fire times windows kept, whatever the length of the corpus. The same windows in the same order give the
 * same result, however they are batched.
 */
import type { SparseActivations } from '../encoding/sparse-activations.ts';
import { type ContextSettings, NEGATIVE_POOL, SAMPLE_PER_KEPT } from './context-settings.ts';
import type { FoundContext } from './found-context.ts';
import { LatentRecord, type SavedRecord } from './latent-record.ts';
import { chooseNegatives, indexWindows, type NegativePool } from './negative-windows.ts';
import type { TokenCount } from './token-table.ts';
import type { TokenWindow, WindowActivation } from './token-window.ts';
import { type SavedSample, WindowSample } from './window-sample.ts';

/** All that was found of one latent. */
export interface LatentFindings {
  index: number;
  firingCount: number;
  maxActivation: number;
  histogram: { values: number[]; counts: number[] };
  /** Of the tokens with the largest summed activation, the largest mean first. */
  topTokens: TokenCount[];
  contexts: FoundContext[];
}

/** What a collector has seen, as plain data (arrays and maps among it); the collector's own, so not to be changed. */
export interface SavedCollector {
  /** Null for a latent that has not fired. [n] */
  records: readonly (SavedRecord | null)[];
  sample: SavedSample;
}

/** Top tokens per latent: what fits on a screen. */
const TOP_TOKENS = 20;

export class ContextCollector {
  readonly #settings: ContextSettings;
  readonly #records: (LatentRecord | undefined)[];
  readonly #sample: WindowSample;
  /** Of the window that is being added: greatest activation of each latent, and its token. Zero between windows. */
  readonly #maxima: Float32Array; // [n]
  readonly #positions: Int32Array; // [n]
  readonly #gathered: Float32Array; // [window]

  constructor(of: { n: number; settings: ContextSettings }) {
    this.#settings = of.settings;
    this.#records = new Array<LatentRecord | undefined>(of.n);
    this.#maxima = new Float32Array(of.n);
    this.#positions = new Int32Array(of.n);
    this.#gathered = new Float32Array(of.settings.windowLength);
    this.#sample = new WindowSample({ size: NEGATIVE_POOL, seed: of.settings.seed });
  }

  /** One window, whose tokens are rows [from, from + window.tokens.length) of `fired`. */
  add(window: TokenWindow, { fired, from }: { fired: SparseActivations; from: number }): void {
    const { tokens } = window;
    const touched: number[] = [];
    for (let t = 0; t < tokens.length; t++) {
      for (let at = fired.offsets[from + t]; at < fired.offsets[from + t + 1]; at++) {
        const latent = fired.indices[at];
        const value = fired.values[at];
        this.#recordOf(latent).addFiring(tokens[t], value);
        if (this.#maxima[latent] === 0) touched.push(latent);
        if (value > this.#maxima[latent]) {
          this.#maxima[latent] = value;
          this.#positions[latent] = t;
        }
      }
    }
    for (const latent of touched) {
      const record = this.#recordOf(latent);
      const max = this.#maxima[latent];
      const where = record.offer(max);
      if (!where.top && where.slot < 0) continue;
      const activations = gatherActivations(latent, { fired, from, into: this.#gathered.subarray(0, tokens.length) });
      record.keep({ window, activations, max, position: this.#positions[latent] }, where);
    }
    const slot = this.#sample.offer();
    if (slot >= 0) {
      const latents = Int32Array.from(touched).sort();
      this.#sample.keep(slot, { window, latents, positions: latents.map((latent) => this.#positions[latent]) });
    }
    for (const latent of touched) this.#maxima[latent] = 0;
  }

  save(): SavedCollector {
    return { records: Array.from(this.#records, (record) => record?.save() ?? null), sample: this.#sample.save() };
  }

  /** Makes a new collector with the same settings what another one was: it continues as that would have. */
  restore({ records, sample }: SavedCollector): void {
    for (const [latent, saved] of records.entries()) if (saved !== null) this.#recordOf(latent).restore(saved);
    this.#sample.restore(sample);
  }

  /**
   * What was found of every latent, by index. `nearest` [n, k]: the nearest other latents of each, best first, -1 for none. A latent that never
   * fired has no contexts, negatives included.
   */
  *listFindings(nearest: Int32Array): Generator<LatentFindings> {
    const pool = indexWindows(this.#sample.list());
    const perLatent = nearest.length / this.#records.length;
    for (let index = 0; index < this.#records.length; index++) {
      const record = this.#records[index];
      const neighbours = nearest.subarray(index * perLatent, (index + 1) * perLatent);
      yield record === undefined ? neverFired(index) : this.#findingsOf(record, { index, pool, neighbours });
    }
  }

  #findingsOf(record: LatentRecord, of: { index: number; pool: NegativePool; neighbours: Int32Array }): LatentFindings {
    const { index } = of;
    const activating = (seen: WindowActivation, kind: 'TOP' | 'QUANTILE', ordinal: number): FoundContext => ({
      ...seen,
      kind,
      ordinal,
      quantile: null,
      neighbour: null,
    });
    const top = record.listTop().map((seen, ordinal) => activating(seen, 'TOP', ordinal));
    const quantiles = chooseQuantiles(record.listSample(), this.#settings).map(({ seen, quantile }, ordinal) => ({
      ...activating(seen, 'QUANTILE', ordinal),
      quantile,
    }));
    return {
      index,
      firingCount: record.firingCount,
      maxActivation: record.maxActivation,
      histogram: record.histogram.finish(),
      topTokens: record.tokens.listStrongest(TOP_TOKENS),
      contexts: [...top, ...quantiles, ...chooseNegatives(of.pool, { ...of, settings: this.#settings })],
    };
  }

  #recordOf(latent: number): LatentRecord {
    const there = this.#records[latent];
    if (there !== undefined) return there;
    const { seed, top, quantiles, perQuantile, windowLength } = this.#settings;
    const sample = SAMPLE_PER_KEPT * quantiles * perQuantile;
    const made = new LatentRecord({ latent, seed, top, sample, window: windowLength });
    this.#records[latent] = made;
    return made;
  }
}

/** One latent's activations on the tokens from `from` on, in `into`. */
function gatherActivations(
  latent: number,
  { fired, from, into }: { fired: SparseActivations; from: number; into: Float32Array },
): Float32Array {
  into.fill(0);
  for (let t = 0; t < into.length; t++)
    for (let at = fired.offsets[from + t]; at < fired.offsets[from + t + 1]; at++)
      if (fired.indices[at] === latent) into[t] = fired.values[at];
  return into;
}

/** `perQuantile` windows of each of `quantiles` parts of equal size of a sorted sample, spread evenly; fewer where the sample is small. */
function chooseQuantiles(
  sample: readonly WindowActivation[],
  { quantiles, perQuantile }: ContextSettings,
): { seen: WindowActivation; quantile: number }[] {
  const chosen: { seen: WindowActivation; quantile: number }[] = [];
  for (let quantile = 0; quantile < quantiles; quantile++) {
    const from = Math.floor((quantile * sample.length) / quantiles);
    const end = Math.floor(((quantile + 1) * sample.length) / quantiles);
    const count = Math.min(perQuantile, end - from);
    for (let j = 0; j < count; j++)
      chosen.push({ seen: sample[from + Math.floor(((j + 0.5) * (end - from)) / count)], quantile });
  }
  return chosen;
}

function neverFired(index: number): LatentFindings {
  return {
    index,
    firingCount: 0,
    maxActivation: 0,
    histogram: { values: [], counts: [] },
    topTokens: [],
    contexts: [],
  };
}
