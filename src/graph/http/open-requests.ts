/** The requests that a server has open, so that it can end without cutting them. */
import type { RequestHandler } from 'express';
import { refuse } from './http-errors.ts';

/** Counts requests; after `stop` new ones are refused. */
export class OpenRequests {
  #open = 0;
  #stopping = false;
  #idle: (() => void) | null = null;

  get stopping(): boolean {
    return this.#stopping;
  }

  /** Lets a request in, or refuses it: a client that asks again finds another server, or this one started anew. */
  readonly admit: RequestHandler = (_request, response, next) => {
    if (this.#stopping) {
      response.set({ connection: 'close', 'retry-after': '5' });
      const hint = 'Ask again in some seconds.';
      refuse(response, {
        status: 503,
        code: 'SHUTTING_DOWN',
        message: 'Cannot take this request: the server ends',
        hint,
      });
      return;
    }
    this.#open++;
    response.once('close', () => {
      this.#open--;
      if (this.#open === 0) this.#idle?.();
    });
    next();
  };

  /** Refuses what comes from now on; resolves when nothing is open any more, or after `patienceMs`. */
  async stop(patienceMs: number): Promise<void> {
    this.#stopping = true;
    if (this.#open === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#idle = resolve;
    const timer = setTimeout(resolve, patienceMs);
    await promise;
    clearTimeout(timer);
  }
}
