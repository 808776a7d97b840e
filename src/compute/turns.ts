/**
 * The turns of the event loop that long work yields: in them others run, an abort arrives and progress is reported.
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

export interface TurnsOptions {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** Multiplications, or entries looked at, between two turns of the event loop: some ten milliseconds. */
const WORK_PER_TURN = 2 ** 21;

export class Turns {
  readonly #options: TurnsOptions;
  #spent = 0;

  constructor(options: TurnsOptions) {
    this.#options = options;
  }

  /**
   * Gives the event loop a turn, in which an abort can arrive. Throws the signal's reason if it has. Call it every few
   * milliseconds of work.
   */
  async yield(): Promise<void> {
    this.#options.signal?.throwIfAborted();
    await nextTurn();
    this.#options.signal?.throwIfAborted();
  }

  /** Counts `work` and yields where enough of it has gathered; await what it returns. */
  spend(work: number): Promise<void> | undefined {
    this.#spent += work;
    if (this.#spent < WORK_PER_TURN) return undefined;
    this.#spent = 0;
    return this.yield();
  }

  /** Reports, then yields. */
  async report(progress: Progress): Promise<void> {
    this.#options.onProgress?.(progress);
    await this.yield();
  }
}
