/**
 * The thread of the embedded database: PostgreSQL in WebAssembly with pgvector, which blocks the thread that it runs in. Clients come in
 * over a local socket and speak PostgreSQL's wire protocol.
 */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { SessionQueue } from './session-queue.ts';
import { concat } from './wire-messages.ts';

/** What the thread is started with. */
export interface ThreadData {
  /** Folder of the cluster, made if it is not there; null to keep it in memory. */
  folder: string | null;
  /** A dump of a data folder to start from (memory only). */
  dump: Uint8Array | null;
  /** Where to listen. */
  socket: string;
  /** See `SessionQueue`. */
  maxSilenceMs?: number;
}

/** What the thread is told. */
export type ThreadCommand = { command: 'CLOSE' } | { command: 'DUMP' };

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

async function serve(engine: PGlite): Promise<void> {
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
  const server = createServer((socket) => queue.attach(socket));
  const dump = async (): Promise<void> => {
    const file = await engine.dumpDataDir('none');
    report({ report: 'DUMPED', dump: new Uint8Array(await file.arrayBuffer()) });
  };
  const close = async (): Promise<void> => {
    server.close();
    await queue.close();
    await engine.close();
    report({ report: 'CLOSED' });
    process.exit(0);
  };
  const fail = (error: unknown): void => report({ report: 'FAILED', message: String(error) });
  parent.on('message', (message: ThreadCommand) => {
    if (message.command === 'DUMP') dump().catch(fail);
    else close().catch(() => process.exit(1));
  });
  server.listen(data.socket);
  await once(server, 'listening');
}

try {
  await serve(await open());
  report({ report: 'READY' });
} catch (error) {
  report({ report: 'FAILED', message: error instanceof Error ? error.message : String(error) });
}
