/** Tokens as they are harvested -> the windows that contexts are made of: stretches of equal length of each sequence, the last one shorter. */
import type { TokenWindow } from './token-window.ts';

/** Kept tokens of whole sequences, in the order of the text. */
export interface TokenRows {
  /** [t] each: token, number of its sequence, number of its document. */
  readonly ids: Int32Array;
  readonly windows: Int32Array;
  readonly documents: Int32Array;
}

/** Where a cutter is. */
export interface SavedCutter {
  number: number;
  document: number;
  inDocument: number;
}

export class WindowCutter {
  readonly #length: number;
  #number = 0;
  #document = -1;
  #inDocument = 0;

  constructor(length: number) {
    this.#length = length;
  }

  save(): SavedCutter {
    return { number: this.#number, document: this.#document, inDocument: this.#inDocument };
  }

  restore({ number, document, inDocument }: SavedCutter): void {
    this.#number = number;
    this.#document = document;
    this.#inDocument = inDocument;
  }

  /** The windows of one batch, each with the row of its first token. A sequence must not be split between batches. */
  *cut({ ids, windows, documents }: TokenRows): Generator<{ window: TokenWindow; from: number }> {
    for (let from = 0; from < ids.length; ) {
      const sequence = windows[from];
      let to = from;
      while (to < ids.length && to - from < this.#length && windows[to] === sequence) to++;
      if (documents[from] !== this.#document) {
        this.#document = documents[from];
        this.#inDocument = 0;
      }
      const window = {
        number: this.#number++,
        document: this.#document,
        offset: this.#inDocument,
        tokens: ids.slice(from, to),
      };
      this.#inDocument += to - from;
      yield { window, from };
      from = to;
    }
  }
}
