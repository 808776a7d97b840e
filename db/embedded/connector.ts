/**
 * How a thread reaches the thread of the embedded database: one port (or the worker itself), over which new connections are handed in.
 */
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';

/** What goes over a connector's port: the far end of a new client, or of a connector for another thread. */
export type ConnectorMessage = { client: MessagePort } | { connector: MessagePort };

export class Connector {
  readonly #target: Worker | MessagePort;
  readonly #open = new Set<MessagePort>();
  #ended = false;

  constructor(target: Worker | MessagePort) {
    this.#target = target;
    // What was under way when the thread ended is answered by nobody: its connections are closed here.
    const end = (): void => {
      this.#ended = true;
      for (const port of this.#open) port.close();
    };
    if (target instanceof Worker) target.once('exit', end);
    else target.once('close', end);
  }

  /** The near end of a new connection; closed at once if the database is gone. */
  connect(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    this.#open.add(port1);
    port1.once('close', () => this.#open.delete(port1));
    this.#hand({ client: port2 }, port2);
    return port1;
  }

  /** A port with which another thread can make a connector. */
  share(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    this.#hand({ connector: port1 }, port1);
    return port2;
  }

  #hand(message: ConnectorMessage, port: MessagePort): void {
    if (this.#ended) port.close();
    else this.#target.postMessage(message, [port]);
  }
}
