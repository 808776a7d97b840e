/** Puts the parts together: database, queue, workers. The only place that constructs them. */
import pino from 'pino';
import { type Database, openDatabase } from '../../db/connect/connect.ts';
import type { Hookpoint } from '../../loaders/onnx/onnx-hookpoints.ts';
import { probeExecutionProvider } from '../compute/execution-provider.ts';
import {
  type ByteSupport,
  describeByteSupport,
  measureByteSupport,
  NO_BYTES,
} from '../compute/matching/byte-support.ts';
import { buildTextEmbedder, type TextEmbedder } from '../compute/embedding/text-embedder.ts';
import type { Config } from '../config.ts';
import { type JobKind, listKindsOf } from '../jobs/kinds/registry.ts';
import { startBoss } from '../jobs/queue/boss.ts';
import { buildBossQueue } from '../jobs/queue/boss-queue.ts';
import type { Log } from '../jobs/worker/log.ts';
import type { JobQueue } from '../jobs/queue/job-queue.ts';
import { listModelHookpoints } from '../jobs/contexts/open-harvest.ts';
import { recoverJobs } from '../jobs/queue/recover-jobs.ts';
import { startWorkerThread } from '../jobs/worker/start-worker-thread.ts';
import type { Worker } from '../jobs/worker/worker.ts';
import { readTrainers } from './trainers-file.ts';

/** Settings of a command that runs no jobs, or only those whose number it sets again: it must not take up what others wait for. */
export const noWorkers = { workers: 0, explainWorkers: 0, trainWorkers: 0 } as const;

export interface App {
  readonly config: Config;
  readonly db: Database;
  readonly queue: JobQueue;
  readonly log: Log & pino.Logger;
  /** The hookpoints of a model below an import root. */
  listHookpoints(path: string): Promise<Hookpoint[]>;
  /** Null without RESEED_EMBEDDING_MODEL. */
  readonly embedder: TextEmbedder | null;
  close(): Promise<void>;
}

/**
 * Checks that the configured execution provider computes here, measures what its products of bytes are good for, and says both in the
 * log.
 */
export async function startProvider(config: Config, log: Log): Promise<ByteSupport> {
  const { executionProvider, byteProducts, threads } = config;
  await probeExecutionProvider(executionProvider);
  const bytes =
    executionProvider === 'cpu' && byteProducts === 'auto'
      ? await measureByteSupport({ threads, now: () => performance.now() })
      : NO_BYTES;
  const products = `matrix products run on ${executionProvider}, those of large matchings by ${describeByteSupport(bytes)}`;
  log.info({ executionProvider, bytes }, products);
  return bytes;
}

/**
 * Opens the database and starts the queue with three kinds of threads: `config.explainWorkers` and `config.trainWorkers` take what may go on for
 * hours, `config.workers` the rest, which waits for neither. Close it, or the process does not end.
 */
export async function openApp(config: Config): Promise<App> {
  const log = pino({ level: config.logLevel, name: 'reseed' }, pino.destination({ dest: 2, sync: true }));
  const threads: [number, readonly JobKind[]][] = [
    [config.workers, [...listKindsOf('SECONDS'), ...listKindsOf('MINUTES')]],
    [config.explainWorkers, listKindsOf('HOURS')],
    [config.trainWorkers, listKindsOf('DAYS')],
  ];
  const bytes = threads.some(([count]) => count > 0) ? await startProvider(config, log) : NO_BYTES;
  const trainers = await readTrainers(config.trainersFile);
  const db = await openDatabase(config);
  for (const notice of db.notices) process.stderr.write(`Note: ${notice}\n`);
  const workers: Worker[] = [];
  try {
    const boss = await startBoss(db, {
      supervise: false,
      onError: (error) => log.warn({ err: error }, 'queue'),
      trainers: Object.keys(trainers),
    });
    if (db.kind === 'EMBEDDED') await recoverJobs({ db, boss });
    const wake = () => workers.forEach((worker) => worker.wake());
    const { importRoots, exportRoot, memoryMb, rowCacheMb, executionProvider, embeddingModel } = config;
    const { trainingDir, chat, logLevel } = config;
    const queue = buildBossQueue({
      db,
      boss,
      importRoots,
      exportRoot,
      trainers,
      memoryMb,
      chat,
      embeds: embeddingModel !== null,
      onEnqueued: wake,
    });
    const settings = {
      importRoots,
      exportRoot,
      threads: config.threads,
      memoryMb,
      rowCacheMb,
      executionProvider,
      bytes,
      embeddingModel,
      trainingDir,
      trainers,
      chat,
    };
    for (const [count, kinds] of threads)
      for (let i = 0; i < count; i++) workers.push(await startWorkerThread({ db, settings, log, logLevel, kinds }));
    // Opened by the first question that needs it.
    const embedder =
      embeddingModel === null ? null : buildTextEmbedder({ folder: embeddingModel, threads: config.threads });
    return {
      config,
      db,
      queue,
      log,
      listHookpoints: (path) => listModelHookpoints({ path, roots: config.importRoots }),
      embedder,
      async close() {
        await embedder?.close();
        await Promise.all(workers.map((worker) => worker.stop()));
        await boss.stop({ graceful: false });
        await db.close();
      },
    };
  } catch (error) {
    await Promise.allSettled(workers.map((worker) => worker.stop()));
    await db.close();
    throw error;
  }
}
