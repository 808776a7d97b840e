/** The thread of one seed as its owner sees it: commands that resolve when the thread has answered. */
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { ReseedError } from '../../errors.ts';
import type { CheckpointIdentity } from './checkpoint-file.ts';
import type { SeedCommand, SeedFailure, SeedReport, SeedThreadData } from './seed-thread.ts';
import type { StepMetrics } from './trainer.ts';
import type { TrainedDictionary } from './trained-dictionary.ts';

export interface SeedThread {
  readonly seed: number;
  /** Resolves when the thread has its first state or has failed. */
  readonly started: Promise<void>;
  /** Steps done. */
  readonly step: number;
  /** Set once the seed has failed; no command does anything then. */
  readonly error: ReseedError | null;
  readonly dictionary: TrainedDictionary | null;
  /** Checkpoints that were passed over at the start. */
  readonly damaged: readonly string[];
  /** Trains on batches of a slot. Null if that failed. One at a time. */
  run(work: { slot: number; from: number; count: number }): Promise<StepMetrics[] | null>;
  /** Writes a checkpoint of the step that it is at. */
  writeCheckpoint(): Promise<void>;
  /** Fetches the dictionary. */
  finish(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Milliseconds that a stop waits: a stopped thread ends when its current run does. One that takes longer ends by itself, later; ended from
 * outside in the middle of a run, onnxruntime-node would abort the whole process.
 */
const STOP_MS = 10_000;

export function startSeedThread(
  options: CheckpointIdentity & { seed: number; checkpointFolder: string; slots: SharedArrayBuffer[] },
): SeedThread {
  const { seed, plan, fingerprint, checkpointFolder, slots } = options;
  const data: SeedThreadData = { seed, plan, fingerprint, checkpointFolder, slots };
  const thread = new Worker(new URL('./seed-thread.ts', import.meta.url), { workerData: data });
  let step = 0;
  let error: ReseedError | null = null;
  let dictionary: TrainedDictionary | null = null;
  let damaged: string[] = [];
  let ended = false;
  let answered: () => void = () => undefined;
  let metrics: StepMetrics[] | null = null;

  function ask(command: SeedCommand | null): Promise<void> {
    if (error !== null || ended) return Promise.resolve();
    return new Promise((resolve) => {
      answered = resolve;
      if (command !== null) thread.postMessage(command);
    });
  }
  function failWith(failure: SeedFailure): void {
    error ??= buildError(seed, failure);
    answered();
  }
  thread.on('message', (report: SeedReport) => {
    if (report.kind === 'FAILED') return failWith(report.failure);
    if (report.kind === 'STARTED') {
      step = report.step;
      damaged = report.damaged;
    } else if (report.kind === 'RAN') {
      metrics = report.metrics;
      step = report.metrics.at(-1)?.step ?? step;
    } else if (report.kind === 'FINISHED') {
      dictionary = report.dictionary;
    }
    answered();
  });
  thread.on('error', (cause) => failWith({ code: null, message: String(cause), hint: '' }));
  const exited = new Promise<void>((resolve) => {
    thread.on('exit', () => {
      ended = true;
      failWith({ code: null, message: 'the thread ended', hint: '' });
      resolve();
    });
  });
  const started = ask(null);

  return {
    seed,
    started,
    get step() {
      return step;
    },
    get error() {
      return error;
    },
    get dictionary() {
      return dictionary;
    },
    get damaged() {
      return damaged;
    },
    async run(work) {
      metrics = null;
      await ask({ kind: 'RUN', ...work });
      return metrics;
    },
    writeCheckpoint: () => ask({ kind: 'CHECKPOINT' }),
    finish: () => ask({ kind: 'FINISH' }),
    async stop() {
      if (!ended) thread.postMessage({ kind: 'STOP' } satisfies SeedCommand);
      thread.unref();
      const late = new AbortController();
      await Promise.race([exited, delay(STOP_MS, undefined, { signal: late.signal }).catch(() => {})]);
      late.abort();
    },
  };
}

function buildError(seed: number, failure: SeedFailure): ReseedError {
  if (failure.code !== null) return new ReseedError(failure.code, failure.message, { hint: failure.hint });
  return new ReseedError('JOB_FAILED', `Cannot train "seed ${seed}": an error that was not expected`, {
    hint: 'Look for the cause in the log of the worker.',
    cause: new Error(failure.message),
  });
}
