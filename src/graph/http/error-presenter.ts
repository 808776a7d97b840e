/** Shows errors to clients, and logs an outage of the database once, and its end, however many requests meet it. */
import type { GraphQLFormattedError } from 'graphql';
import { type Log, presentError } from './present-error.ts';

/** One per server. */
export class ErrorPresenter {
  readonly #log: Log;
  #out = false;

  constructor(log: Log) {
    this.#log = log;
  }

  /** The error as a client may see it. */
  present(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
    const shown = presentError({ formatted, error }, this.#log);
    if (shown.extensions?.['code'] === 'DATABASE_UNREACHABLE' && !this.#out) {
      this.#out = true;
      this.#log.error({ err: error }, 'the database does not answer');
    }
    return shown;
  }

  /** Notes that the database has answered. */
  answered(): void {
    if (!this.#out) return;
    this.#out = false;
    this.#log.warn({}, 'the database answers again');
  }
}
