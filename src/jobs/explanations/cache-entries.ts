/** Chunks of a delphi cache as read -> the entries of a range of latents that can be used; what cannot is counted, with its first example. */
import type { CacheChunk, LatentCacheReader } from '../../../loaders/explanations/latent-cache.ts';
import type { LatentCacheFile } from '../../../loaders/explanations/latent-cache-files.ts';
import type { SkippedRecord } from '../../../loaders/explanations/latent-file-record.ts';
import type { CachedEntries } from '../../compute/contexts/cached-latents.ts';

type Fault = 'LATENT' | 'UNKNOWN' | 'PLACE' | 'VALUE';

export class CacheEntries {
  readonly #file: LatentCacheFile;
  readonly #corpus: LatentCacheReader['corpus'];
  readonly #windowLength: number;
  readonly #perSequence: number;
  readonly #dictionary: { name: string; nLatents: number };
  readonly #skipped = new Map<Fault, SkippedRecord & { count: number }>();
  #selected: CachedEntries = buildEntries(0);

  constructor(of: {
    file: LatentCacheFile;
    corpus: LatentCacheReader['corpus'];
    windowLength: number;
    nLatents: number;
    dictionary: string;
  }) {
    this.#file = of.file;
    this.#corpus = of.corpus;
    this.#windowLength = of.windowLength;
    this.#perSequence = of.corpus === null ? 0 : Math.ceil(of.corpus.length / of.windowLength);
    this.#dictionary = { name: of.dictionary, nLatents: of.nLatents };
  }

  /** Entries of latents [from, from + latents), counted from `from`; the arrays are used again by the next call. Faults are counted if asked. */
  select(chunk: CacheChunk, of: { from: number; latents: number; counts: boolean }): CachedEntries {
    const { locations, activations } = chunk;
    if (this.#selected.latents.length < activations.length) this.#selected = buildEntries(activations.length);
    const selected = this.#selected;
    const span = this.#file.last - this.#file.first;
    let length = 0;
    for (let i = 0; i < activations.length; i++) {
      const sequence = locations[3 * i];
      const position = locations[3 * i + 1];
      const offset = locations[3 * i + 2];
      const index = this.#file.first + offset;
      const fault = this.#findFault({ sequence, position, offset, span, value: activations[i] });
      if (fault !== null) {
        if (of.counts) this.#count(fault, { entry: chunk.from + i, index, sequence, position, value: activations[i] });
        continue;
      }
      if (index < of.from || index >= of.from + of.latents) continue;
      const part = Math.floor(position / this.#windowLength);
      selected.latents[length] = index - of.from;
      selected.windows[length] = sequence * this.#perSequence + part;
      selected.places[length] = position - part * this.#windowLength;
      selected.values[length] = activations[i];
      length++;
    }
    selected.length = length;
    return selected;
  }

  #findFault(entry: { sequence: number; position: number; offset: number; span: number; value: number }): Fault | null {
    const { sequence, position, offset, value } = entry;
    if (!(offset >= 0 && offset <= entry.span)) return 'LATENT';
    if (this.#file.first + offset >= this.#dictionary.nLatents) return 'UNKNOWN';
    const corpus = this.#corpus;
    if (!(sequence >= 0 && position >= 0)) return 'PLACE';
    if (corpus !== null && !(sequence < corpus.sequences && position < corpus.length)) return 'PLACE';
    return value > 0 && value < Number.POSITIVE_INFINITY ? null : 'VALUE';
  }

  #count(fault: Fault, at: { entry: number; index: number; sequence: number; position: number; value: number }): void {
    const there = this.#skipped.get(fault);
    if (there !== undefined) {
      there.count++;
      return;
    }
    const { name, nLatents } = this.#dictionary;
    const detail = {
      LATENT: `is of latent ${at.index}, and the file's name says ${this.#file.first} to ${this.#file.last}`,
      UNKNOWN: `is of latent ${at.index}, and ${name} has ${nLatents} latents`,
      PLACE: `is at token ${at.position} of sequence ${at.sequence}, and there are ${this.#corpus?.sequences ?? 'some'} of ${this.#corpus?.length ?? 'some'} tokens`,
      VALUE: `is ${at.value}; a latent that fires has a finite activation above 0`,
    }[fault];
    this.#skipped.set(fault, {
      kind: 'SKIPPED',
      place: { file: this.#file.name, line: null },
      reason: fault === 'UNKNOWN' ? 'UNKNOWN_LATENT' : 'MALFORMED',
      detail: `entry ${at.entry} ${detail}`,
      count: 1,
    });
  }

  /** What was counted. */
  listSkipped(): SkippedRecord[] {
    return [...this.#skipped.values()];
  }
}

function buildEntries(length: number): CachedEntries {
  return {
    length: 0,
    latents: new Int32Array(length),
    windows: new Float64Array(length),
    places: new Int32Array(length),
    values: new Float32Array(length),
  };
}
