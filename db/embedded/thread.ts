/**
 * The thread of the embedded database: PostgreSQL in WebAssembly with pgvector, which blocks the thread that it runs in. Clients come in
 * over message ports and speak PostgreSQL's wire protocol.
 */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import type { ConnectorMessage } from './connector.ts';
import { SessionQueue } from './session-queue.ts';
import { concat } from './wire-messages.ts';

/** What the thread is started with. */
export interface ThreadData {
  /** Folder of the cluster, made if it is not there; null to keep it in memory. */
  folder: string | null;
  /** A dump of a data folder to start from (memory only). */
  dump: Uint8Array | null;
  /** See `SessionQueue`. */
  maxSilenceMs?: number;
}

/** What the thread is told, beside connectors. */
export type ThreadCommand = ConnectorMessage | { command: 'CLOSE' } | { command: 'DUMP' };

/** What the thread says. */
export type ThreadReport =
  | { report: 'READY' }
  | { report: 'FAILED'; message: string }
  | { report: 'DUMPED'; dump: Uint8Array }
  | { report: 'CLOSED' };

if (parentPort === null) throw new TypeError('thread.ts runs in a worker thread only');
const parent = parentPort;
const data = workerData as ThreadData;

function report(message: ThreadReport): void {
  parent.postMessage(message);
}

async function open(): Promise<PGlite> {
  const loadDataDir = data.dump === null ? undefined : new Blob([new Uint8Array(data.dump)]);
  return PGlite.create({ dataDir: data.folder ?? 'memory://', extensions: { vector }, loadDataDir });
}

function serve(engine: PGlite): void {
  const queue = new SessionQueue(
    async (messages) => {
      const pieces: Uint8Array[] = [];
      await engine.execProtocolRawStream(messages, {
        syncToFs: true,
        onRawData: (bytes) => pieces.push(bytes.slice()),
      });
      return concat(pieces);
    },
    { onFatal: (error) => report({ report: 'FAILED', message: error.message }), maxSilenceMs: data.maxSilenceMs },
  );
  const accept = (message: ConnectorMessage): void => {
    if ('client' in message) queue.attach(message.client);
    else connect(message.connector);
  };
  const connect = (connector: MessagePort): void => {
    connector.on('message', accept);
  };
  const dump = async (): Promise<void> => {
    const file = await engine.dumpDataDir('none');
    report({ report: 'DUMPED', dump: new Uint8Array(await file.arrayBuffer()) });
  };
  const close = async (): Promise<void> => {
    await queue.close();
    await engine.close();
    report({ report: 'CLOSED' });
    process.exit(0);
  };
  const fail = (error: unknown): void => report({ report: 'FAILED', message: String(error) });
  parent.on('message', (message: ThreadCommand) => {
    if (!('command' in message)) accept(message);
    else if (message.command === 'DUMP') dump().catch(fail);
    else close().catch(() => process.exit(1));
  });
}

try {
  serve(await open());
  report({ report: 'READY' });
} catch (error) {
  report({ report: 'FAILED', message: error instanceof Error ? error.message : String(error) });
}
