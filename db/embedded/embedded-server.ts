/**
 * A data folder -> the thread of the embedded database over it, and the address at which threads and processes of this user reach it.
 *
 * In the data folder: `postgres/` (the cluster), `initialised` (written once the cluster is complete), `lock.sqlite`, `pid`, and `socket` (where the
 * process that has it listens).
 */
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { ReseedError } from '../../src/errors.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { makeLocalAddress, removeLocalAddress } from './local-socket.ts';
import type { ThreadCommand, ThreadData, ThreadReport } from './thread.ts';

export interface EmbeddedServer {
  /** Path of the socket that speaks PostgreSQL's wire protocol. */
  readonly socket: string;
  /** The cluster as a tar file, to start another one from. */
  dump(): Promise<Uint8Array>;
  /** Rolls back what is open, shuts the cluster down and frees the folder. */
  close(): Promise<void>;
}

function makeFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.W_OK);
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? 'it cannot be made';
    throw new ReseedError(
      'BAD_CONFIG',
      `Cannot keep the embedded database in "${path.basename(dataDir)}": ${reason}; expected a folder that may be written`,
      { hint: 'Set RESEED_DATA_DIR to a folder that this user may write.', cause },
    );
  }
}

/** Starts the embedded database in `dataDir` (null: in memory, from `dump` if given). Throws `DATABASE_IN_USE`, `DATABASE_UNSUITABLE`. */
export async function startEmbeddedServer(where: {
  dataDir: string | null;
  dump?: Uint8Array;
  maxSilenceMs?: number;
}): Promise<EmbeddedServer> {
  const { dataDir } = where;
  let lock: FolderLock | null = null;
  const socket = makeLocalAddress();
  const removeSocket = (): void => removeLocalAddress(socket);
  process.once('exit', removeSocket);
  const free = (): void => {
    process.off('exit', removeSocket);
    removeSocket();
    lock?.release();
  };
  try {
    if (dataDir !== null) {
      makeFolder(dataDir);
      lock = lockFolder(dataDir);
      recordSocket(dataDir, socket);
    }
    const folder = dataDir === null ? null : prepareCluster(dataDir);
    const thread = await startThread({
      folder,
      dump: where.dump ?? null,
      socket,
      maxSilenceMs: where.maxSilenceMs,
    });
    const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
    if (dataDir !== null) writeFileSync(path.join(dataDir, 'initialised'), '');
    return {
      socket,
      async dump() {
        const dumped = nextReport(thread, 'DUMPED');
        tell(thread, { command: 'DUMP' });
        return (await dumped).dump;
      },
      async close() {
        tell(thread, { command: 'CLOSE' });
        await ended;
        free();
      },
    };
  } catch (error) {
    free();
    throw error;
  }
}

/** Notes where this process listens, and removes what one that was killed has left. */
function recordSocket(dataDir: string, socket: string): void {
  const file = path.join(dataDir, 'socket');
  if (existsSync(file)) removeLocalAddress(readFileSync(file, 'utf8'));
  writeFileSync(file, socket);
}

/** Path of the cluster. One that was never completed holds nothing of anybody's: it is put aside. */
function prepareCluster(dataDir: string): string {
  const folder = path.join(dataDir, 'postgres');
  if (existsSync(folder) && !existsSync(path.join(dataDir, 'initialised'))) {
    renameSync(folder, path.join(dataDir, `postgres.incomplete-${Date.now()}`));
  }
  return folder;
}

function tell(thread: Worker, command: ThreadCommand): void {
  thread.postMessage(command);
}

/** Settles with the next report of `kind`; rejects if the thread fails or ends first. */
function nextReport<Kind extends ThreadReport['report']>(
  thread: Worker,
  kind: Kind,
): Promise<Extract<ThreadReport, { report: Kind }>> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      thread.off('message', onMessage);
      thread.off('error', onError);
      thread.off('exit', onExit);
    };
    const onError = (cause: unknown): void => {
      stop();
      reject(cause);
    };
    const onExit = (): void => onError(new Error('the thread of the embedded database ended'));
    const onMessage = (message: ThreadReport): void => {
      if (message.report === 'FAILED') onError(new Error(message.message));
      else if (message.report === kind) {
        stop();
        resolve(message as Extract<ThreadReport, { report: Kind }>);
      }
    };
    thread.on('message', onMessage);
    thread.on('error', onError);
    thread.on('exit', onExit);
  });
}

async function startThread(data: ThreadData): Promise<Worker> {
  // The type-checked sources run as they are; a published build holds thread.js next to this file.
  const file = import.meta.url.endsWith('.ts') ? './thread.ts' : './thread.js';
  const thread = new Worker(new URL(file, import.meta.url), { workerData: data });
  try {
    await nextReport(thread, 'READY');
    // An error after the start reaches every client as a lost connection.
    thread.on('error', () => {});
    return thread;
  } catch (cause) {
    await thread.terminate();
    throw new ReseedError(
      'DATABASE_UNSUITABLE',
      'Cannot open the embedded database: its engine does not start on this folder',
      {
        hint: 'Free disk space if the disk is full; if the folder was changed by hand, restore it or choose another with RESEED_DATA_DIR.',
        cause,
      },
    );
  }
}
