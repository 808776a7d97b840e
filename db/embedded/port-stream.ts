/**
 * A message port -> what node-postgres takes for a socket. The other end is a {@link SessionQueue} in the thread of the embedded database.
 */
import { Duplex } from 'node:stream';
import type { MessagePort } from 'node:worker_threads';
import type { Connector } from './connector.ts';

/** Bytes under way that the thread has not taken yet, above which a writer waits: a few chunks of a COPY. */
const WINDOW_BYTES = 8 * 1024 * 1024;

export class PortStream extends Duplex {
  readonly #connector: Connector;
  #port: MessagePort | null = null;
  #outgoing: Uint8Array<ArrayBuffer>[] = [];
  #underWay = 0;
  #waiting: (() => void) | null = null;

  constructor(connector: Connector) {
    super();
    this.#connector = connector;
  }

  /** Opens the connection; emits `connect`. Port and host, which a socket would want, do not matter. */
  connect(): this {
    const port = this.#connector.connect();
    this.#port = port;
    port.on('message', (message: Uint8Array[] | number) => this.#receive(message));
    port.on('close', () => {
      this.push(null);
      this.destroy();
    });
    process.nextTick(() => this.emit('connect'));
    return this;
  }

  #receive(message: Uint8Array[] | number): void {
    if (typeof message === 'number') {
      this.#underWay -= message;
      if (this.#underWay < WINDOW_BYTES && this.#waiting !== null) {
        const go = this.#waiting;
        this.#waiting = null;
        go();
      }
      return;
    }
    for (const chunk of message) this.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
  }

  override _read(): void {
    // Answers are complete when they are sent: there is nothing to hold back.
  }

  override _write(chunk: Uint8Array, _encoding: string, done: () => void): void {
    // A copy, because the chunk may be part of a pool and what is posted is given away.
    this.#outgoing.push(new Uint8Array(chunk));
    this.#underWay += chunk.length;
    if (this.#outgoing.length === 1) queueMicrotask(() => this.#flush());
    if (this.#underWay < WINDOW_BYTES) done();
    else this.#waiting = done;
  }

  #flush(): void {
    const chunks = this.#outgoing;
    this.#outgoing = [];
    this.#port?.postMessage(
      chunks,
      chunks.map((chunk) => chunk.buffer),
    );
  }

  override _final(done: () => void): void {
    this.#flush();
    done();
    // A socket closes when both ends have; the thread closes the port once it has read Terminate.
    if (this.#port === null) this.destroy();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#port?.close();
    this.#port = null;
    done(error);
  }

  // What node-postgres calls on a socket.
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    this.#port?.ref();
    return this;
  }
  unref(): this {
    this.#port?.unref();
    return this;
  }
}
