/**
 * Follows jobs for subscriptions: one poll of the jobs table for all subscribers of this server, and only while there are any. The table
 * is the truth whichever machine works, so this needs no channel to the workers.
 */
import type { Database } from '../../../db/connect/connect.ts';
import { findJobs, type JobRow } from '../../../db/stores/job-runs.ts';
import type { Log } from '../http/present-error.ts';

interface Listener {
  jobId: string;
  /** What was last handed on. */
  seen: string;
  /** Not yet taken by the reader; a newer row replaces an older one. */
  pending: JobRow | null;
  ended: boolean;
  failure: unknown;
  wake: (() => void) | null;
}

/** The shared poll. `stop` before the database is closed. */
export class JobFeed {
  readonly #options: { db: Database; log: Log; pollMs: number };
  readonly #listeners = new Set<Listener>();
  #timer: NodeJS.Timeout | null = null;
  #poll: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: { db: Database; log: Log; pollMs: number }) {
    this.#options = options;
  }

  /** How many subscriptions are open. */
  get size(): number {
    return this.#listeners.size;
  }

  /** `job` now, then its row after every change, until it has ended or is gone. Between two reads only the newest row is kept. */
  follow(job: JobRow): AsyncGenerator<JobRow, void, void> {
    const listener: Listener = { jobId: job.id, seen: '', pending: null, ended: false, failure: null, wake: null };
    hand(listener, job);
    if (!listener.ended) {
      this.#listeners.add(listener);
      this.#schedule();
    }
    const close = () => {
      this.#listeners.delete(listener);
      listener.ended = true;
      listener.pending = null;
      listener.wake?.();
    };
    const rows = read(listener, close);
    // a generator that waits does not hear `return`: end the wait first
    const end = rows.return.bind(rows);
    rows.return = (value) => {
      close();
      return end(value);
    };
    return rows;
  }

  /** Ends every subscription and waits for the poll under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    for (const listener of this.#listeners) {
      listener.ended = true;
      listener.wake?.();
    }
    this.#listeners.clear();
    await this.#poll;
  }

  #schedule(): void {
    if (this.#timer !== null || this.#stopped || this.#listeners.size === 0) return;
    this.#timer = setTimeout(() => {
      this.#poll = this.#readOnce().finally(() => {
        this.#timer = null;
        this.#schedule();
      });
    }, this.#options.pollMs);
  }

  async #readOnce(): Promise<void> {
    const listeners = [...this.#listeners];
    const ids = [...new Set(listeners.map((listener) => listener.jobId))];
    if (ids.length === 0) return;
    try {
      const rows = new Map((await findJobs(this.#options.db, ids)).map((row, i) => [ids[i], row]));
      for (const listener of listeners) {
        hand(listener, rows.get(listener.jobId) ?? null);
        if (listener.ended) this.#listeners.delete(listener);
      }
    } catch (error) {
      this.#options.log.error({ err: error }, 'could not read the jobs table for subscriptions');
      for (const listener of listeners) {
        listener.failure = error;
        listener.ended = true;
        listener.wake?.();
        this.#listeners.delete(listener);
      }
    }
  }
}

async function* read(listener: Listener, close: () => void): AsyncGenerator<JobRow, void, void> {
  try {
    while (true) {
      if (listener.pending !== null) {
        const row = listener.pending;
        listener.pending = null;
        yield row;
      } else if (listener.ended) {
        if (listener.failure !== null) throw listener.failure;
        return;
      } else {
        await new Promise<void>((resolve) => {
          listener.wake = resolve;
        });
        listener.wake = null;
      }
    }
  } finally {
    close();
  }
}

function hand(listener: Listener, row: JobRow | null): void {
  if (row === null || row.finishedAt !== null) listener.ended = true;
  const state = JSON.stringify(row);
  if (row !== null && state !== listener.seen) {
    listener.seen = state;
    listener.pending = row;
  }
  if (listener.pending !== null || listener.ended) listener.wake?.();
}
