/** Puts the parts together: database, queue, workers. The only place that constructs them. */
import pino from 'pino';
import { type Database, openDatabase } from '../../db/connect/connect.ts';
import { checkpointFormats } from '../../loaders/checkpoints/formats.ts';
import type { Hookpoint } from '../../loaders/onnx/onnx-hookpoints.ts';
import type { EncodeTokens } from '../analysis/encoding/encoding-request.ts';
import { buildTextEmbedder, type TextEmbedder } from '../compute/embedding/text-embedder.ts';
import type { Config } from '../config.ts';
import { type Ask, buildAsk } from '../graph/ask.ts';
import { type JobKind, listKindsOf } from '../jobs/kinds/registry.ts';
import { startBoss } from '../jobs/queue/boss.ts';
import { buildBossQueue } from '../jobs/queue/boss-queue.ts';
import type { Log } from '../jobs/worker/log.ts';
import type { JobQueue } from '../jobs/queue/job-queue.ts';
import { listModelHookpoints } from '../jobs/contexts/open-harvest.ts';
import { buildEncoderProcess } from '../jobs/encoding/encoder-process-owner.ts';
import { recoverJobs } from '../jobs/queue/recover-jobs.ts';
import { superviseWorkers } from '../jobs/worker/supervise-workers.ts';
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
  /** Encodes texts and activations in this process. */
  readonly encodeTokens: EncodeTokens;
  /** Null without RESEED_EMBEDDING_MODEL. */
  readonly embedder: TextEmbedder | null;
  /** Takes up what was under way when the last process ended, and lets workers take jobs; `openApp` has done it. */
  startWork(): Promise<void>;
  /** Asks the API inside this process. */
  readonly ask: Ask;
  close(): Promise<void>;
}

/** An app whose workers take jobs. */
export async function openApp(config: Config): Promise<App> {
  const app = await openIdleApp(config);
  try {
    await app.startWork();
    return app;
  } catch (error) {
    await app.close();
    throw error;
  }
}

/**
 * Opens the database and the queue, for workers of three kinds: `config.explainWorkers` and `config.trainWorkers` processes take what may go on for
 * hours, `config.workers` the rest, which waits for neither. None takes a job before `startWork`. Close it, or the process does not end.
 */
export async function openIdleApp(config: Config): Promise<App> {
  const log = pino({ level: config.logLevel, name: 'reseed' }, pino.destination({ dest: 2, sync: true }));
  const trainers = await readTrainers(config.trainersFile);
  const db = await openDatabase(config);
  for (const notice of db.notices) process.stderr.write(`Note: ${notice}\n`);
  let workers: Worker | null = null;
  try {
    const boss = await startBoss(db, {
      supervise: false,
      onError: (error) => log.warn({ err: error }, 'queue'),
      trainers: Object.keys(trainers),
    });
    const { importRoots, exportRoot, memoryMb, rowCacheMb, executionProvider, embeddingModel } = config;
    const { trainingDir, chat, logLevel } = config;
    const hub = config.apiUsesHub ? config.hub : null;
    const queue = buildBossQueue({
      db,
      boss,
      importRoots,
      exportRoot,
      trainers,
      memoryMb,
      threads: config.threads,
      chat,
      hub,
      embeds: embeddingModel !== null,
      onEnqueued: () => workers?.wake(),
    });
    const settings = {
      importRoots,
      exportRoot,
      threads: config.threads,
      memoryMb,
      rowCacheMb,
      executionProvider,
      byteProducts: config.byteProducts,
      embeddingModel,
      trainingDir,
      trainers,
      chat,
      hub,
    };
    // Opened by the first question that needs it.
    const embedder =
      embeddingModel === null ? null : buildTextEmbedder({ folder: embeddingModel, threads: config.threads });
    const listHookpoints = (path: string) => listModelHookpoints({ path, roots: config.importRoots });
    const encoder = buildEncoderProcess({ db, importRoots, threads: config.threads });
    const { encodeTokens } = encoder;
    return {
      config,
      db,
      queue,
      log,
      listHookpoints,
      embedder,
      encodeTokens,
      ask: buildAsk({ db, queue, log, listHookpoints, encodeTokens, embedder, formats: checkpointFormats }),
      async startWork() {
        if (db.kind === 'EMBEDDED') await recoverJobs({ db, boss });
        const places = listPlaces(config);
        // A device that cannot be used is said now, not when somebody waits for it.
        const eager = executionProvider !== 'cpu';
        if (places.length > 0) workers = await superviseWorkers({ db, boss, settings, log, logLevel, places, eager });
      },
      async close() {
        await embedder?.close();
        await encoder.close();
        await workers?.stop();
        await boss.stop({ graceful: false });
        await db.close();
      },
    };
  } catch (error) {
    await db.close();
    throw error;
  }
}

/** What each worker process takes. */
function listPlaces({ workers, explainWorkers, trainWorkers }: Config): (readonly JobKind[])[] {
  const places: [number, readonly JobKind[]][] = [
    [workers, [...listKindsOf('SECONDS'), ...listKindsOf('MINUTES')]],
    [explainWorkers, listKindsOf('HOURS')],
    [trainWorkers, listKindsOf('DAYS')],
  ];
  return places.flatMap(([count, kinds]) => Array.from({ length: count }, () => kinds));
}
