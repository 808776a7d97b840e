/**
 * One session, many clients: bytes of clients on sockets -> groups of messages that the engine runs one after another.
 *
 * Clients take turns. One whose transaction is open holds the session until the transaction ends; one that goes away inside a transaction
 * is rolled back. Session state (SET without LOCAL, named prepared statements, session advisory locks) is common to all: do not use it.
 */
import type { Socket } from 'node:net';
import {
  buildCopyInResponse,
  buildFatalError,
  buildQuery,
  type ClientItem,
  ClientReader,
  dropCopyInResponse,
  readyStatus,
} from './wire-messages.ts';

/** Runs messages in the one session and returns everything that it answers, in a buffer of the caller's. */
export type Engine = (messages: Uint8Array) => Promise<Uint8Array>;

interface Client {
  readonly socket: Socket;
  readonly reader: ClientReader;
  readonly items: ClientItem[];
  gone: boolean;
}

/**
 * Silence, in milliseconds, after which a client that holds a transaction open while others wait is dropped: it waits for them, or was
 * forgotten. No transaction of ours is silent for more than the time that one chunk of rows takes.
 */
const MAX_SILENCE_MS = 60_000;

export class SessionQueue {
  readonly #engine: Engine;
  readonly #onFatal: (error: Error) => void;
  readonly #maxSilenceMs: number;
  readonly #watch: NodeJS.Timeout;
  /** When the client whose transaction is open was last heard or answered. */
  #heardAt = 0;
  /** In the order in which they get their turn. */
  #clients: Client[] = [];
  /** The client whose transaction is open. */
  #holder: Client | null = null;
  #greeting: Uint8Array | null = null;
  #running: Promise<void> | null = null;
  #closed = false;

  constructor(engine: Engine, options: { onFatal: (error: Error) => void; maxSilenceMs?: number }) {
    this.#engine = engine;
    this.#onFatal = options.onFatal;
    this.#maxSilenceMs = options.maxSilenceMs ?? MAX_SILENCE_MS;
    this.#watch = setInterval(() => this.#dropSilent(), this.#maxSilenceMs / 4).unref();
  }

  /** Serves the client at the other end of `socket` until it closes. */
  attach(socket: Socket): void {
    if (this.#closed) {
      socket.destroy();
      return;
    }
    const client: Client = { socket, reader: new ClientReader(), items: [], gone: false };
    this.#clients.push(client);
    socket.on('data', (chunk: Uint8Array) => this.#receive(client, chunk));
    // A client that is lost closes, too.
    socket.on('error', () => {});
    socket.on('close', () => this.#lose(client));
  }

  /** Finishes the statement that runs, rolls back what is open and drops every client. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#watch);
    await this.#running;
    for (const client of this.#clients) client.socket.destroySoon();
    if (this.#holder !== null) await this.#engine(buildQuery('ROLLBACK'));
    this.#holder = null;
    this.#clients = [];
  }

  #dropSilent(): void {
    const holder = this.#holder;
    if (holder === null || this.#running !== null || Date.now() - this.#heardAt < this.#maxSilenceMs) return;
    if (!this.#clients.some((client) => client !== holder && client.items.length > 0)) return;
    const message =
      'a transaction was open and silent while others waited (inside a transaction use only the session that it is given)';
    drop(holder.socket, { code: '25P03', message });
  }

  #receive(client: Client, chunk: Uint8Array): void {
    if (client === this.#holder) this.#heardAt = Date.now();
    try {
      client.items.push(...client.reader.push(chunk));
    } catch (error) {
      drop(client.socket, { code: '08P01', message: `protocol violation: ${String(error)}` });
      return;
    }
    this.#wake();
  }

  #lose(client: Client): void {
    client.gone = true;
    client.items.length = 0;
    if (this.#holder !== client) this.#clients = this.#clients.filter((other) => other !== client);
    this.#wake();
  }

  #wake(): void {
    if (this.#running !== null || this.#closed) return;
    this.#running = this.#run().finally(() => {
      this.#running = null;
    });
  }

  /** Whose turn it is: the holder's if there is one, else the first client that waits. */
  #next(): Client | null {
    if (this.#holder !== null) return this.#holder.gone || this.#holder.items.length > 0 ? this.#holder : null;
    return this.#clients.find((client) => client.items.length > 0) ?? null;
  }

  async #run(): Promise<void> {
    try {
      for (let client = this.#next(); client !== null && !this.#closed; client = this.#next()) {
        await this.#serve(client);
        // Lets messages in, so that every client that waits is known when the next turn is given.
        await new Promise(setImmediate);
      }
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  async #serve(client: Client): Promise<void> {
    if (client.gone) {
      await this.#engine(buildQuery('ROLLBACK'));
      this.#holder = null;
      this.#clients = this.#clients.filter((other) => other !== client);
      return;
    }
    const item = client.items.shift();
    if (item === undefined) return;
    this.#clients = [...this.#clients.filter((other) => other !== client), client];
    if (item.kind === 'COPY_PROMPT') client.socket.write(buildCopyInResponse());
    else if (item.kind === 'END') client.socket.destroySoon();
    else if (item.kind === 'STARTUP') {
      this.#greeting ??= await this.#engine(item.bytes);
      client.socket.write(this.#greeting);
    } else {
      const answer = await this.#engine(item.bytes);
      // A Flush ends without a ReadyForQuery: the client is still in the middle of something.
      this.#holder = readyStatus(answer) === 'I' ? null : client;
      this.#heardAt = Date.now();
      client.socket.write(item.copy ? dropCopyInResponse(answer) : answer);
    }
  }

  /** The engine itself broke: nobody can be served any more. */
  #fail(error: Error): void {
    this.#closed = true;
    clearInterval(this.#watch);
    const message = `the embedded database stopped: ${error.message}`;
    for (const client of this.#clients) drop(client.socket, { code: 'XX000', message });
    this.#onFatal(error);
  }
}

/** Says why, as far as the client takes it without waiting, and closes. */
function drop(socket: Socket, reason: { code: string; message: string }): void {
  socket.write(buildFatalError(reason));
  socket.destroy();
}
