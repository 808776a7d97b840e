/**
 * Long work's contact with the outside: lets the event loop run, sees a wish to stop, says how far it is.
 *
 * In: a signal and a listener, both optional. Out: calls of the listener; the signal's reason is thrown.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';

/** How far a step is; `total` is a guess where the work is not known beforehand. */
export interface Progress {
  step: string;
  done: number;
  total: number;
}

export interface PaceOptions {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** Multiplications, or entries looked at, between two turns of the event loop: some ten milliseconds. */
const workPerTurn = 2 ** 21;

export class Pace {
  readonly #options: PaceOptions;
  #spent = 0;

  constructor(options: PaceOptions) {
    this.#options = options;
  }

  /**
   * Gives the event loop a turn, in which an abort can arrive. Throws the signal's reason if it has. Call it every few
   * milliseconds of work.
   */
  async breathe(): Promise<void> {
    this.#options.signal?.throwIfAborted();
    await nextTurn();
    this.#options.signal?.throwIfAborted();
  }

  /** Counts `work` and breathes where enough of it has gathered; await what it returns. */
  spend(work: number): Promise<void> | undefined {
    this.#spent += work;
    if (this.#spent < workPerTurn) return undefined;
    this.#spent = 0;
    return this.breathe();
  }

  /** Reports, then breathes. */
  async report(progress: Progress): Promise<void> {
    this.#options.onProgress?.(progress);
    await this.breathe();
  }
}
