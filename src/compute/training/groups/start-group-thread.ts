/** The thread of a group of seeds as its owner sees it: commands that resolve when the thread has answered. */
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { ReseedError } from '../../../errors.ts';
import { listenForSessions } from '../../onnx/device-owner.ts';
import type { CheckpointIdentity } from '../checkpoints/checkpoint-file.ts';
import type { GroupCommand, GroupReport, GroupThreadData, SeedFailure } from './group-thread.ts';
import type { StepMetrics } from '../step/step-metrics.ts';
import type { TrainedDictionary } from '../trained-dictionary.ts';

/** One seed of a group. */
export interface GroupMember {
  readonly seed: number;
  /** Steps done. */
  step: number;
  /** Set once the seed has failed; no command does anything for it then. */
  error: ReseedError | null;
  dictionary: TrainedDictionary | null;
}

export interface SeedGroup {
  /** Resolves when the thread has its first states or has failed. */
  readonly started: Promise<void>;
  /** The seeds of the group; before `started`, all that it was asked for. */
  readonly members: readonly GroupMember[];
  /** Seeds that must be trained in a group of their own: set when `started` resolves. */
  readonly apart: readonly number[];
  /** Steps done by every member that has not failed. */
  readonly step: number;
  /** Checkpoints that cannot be used, as sentences: set when `started` resolves. */
  readonly damaged: readonly string[];
  /** Trains on batches of a slot; the metrics of every seed that has not failed. One at a time. */
  run(work: { slot: number; from: number; count: number }): Promise<ReadonlyMap<number, StepMetrics[]>>;
  /** Writes a checkpoint of the step that the seed is at. */
  writeCheckpoint(member: GroupMember): Promise<void>;
  /** Fetches the dictionary of a seed. */
  finish(member: GroupMember): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Milliseconds that a stop waits: a stopped thread ends when its current run does. One that takes longer ends by itself, later; ended from
 * outside in the middle of a run, onnxruntime-node would abort the whole process.
 */
const STOP_MS = 10_000;

export function startGroupThread(
  options: CheckpointIdentity & { seeds: readonly number[]; checkpointFolder: string; slots: SharedArrayBuffer[] },
): SeedGroup {
  const { seeds, plan, fingerprint, checkpointFolder, slots } = options;
  listenForSessions();
  const data: GroupThreadData = { seeds, plan, fingerprint, checkpointFolder, slots };
  const thread = new Worker(new URL('./group-thread.ts', import.meta.url), { workerData: data });
  let members: GroupMember[] = seeds.map((seed) => ({ seed, step: 0, error: null, dictionary: null }));
  let apart: number[] = [];
  let step = 0;
  let damaged: string[] = [];
  let ended = false;
  let answered: () => void = () => undefined;
  let metrics = new Map<number, StepMetrics[]>();

  function ask(command: GroupCommand | null): Promise<void> {
    if (ended || members.every((member) => member.error !== null)) return Promise.resolve();
    return new Promise((resolve) => {
      answered = resolve;
      if (command !== null) thread.postMessage(command);
    });
  }
  function refuse(seed: number, failure: SeedFailure): void {
    const member = members.find((one) => one.seed === seed);
    if (member) member.error ??= buildError(seed, failure);
  }
  function failAll(failure: SeedFailure): void {
    for (const { seed } of members) refuse(seed, failure);
    answered();
  }
  thread.on('message', (report: GroupReport) => {
    if (report.kind === 'FAILED') return failAll(report.failure);
    if (report.kind === 'STARTED') {
      ({ apart, step, damaged } = report);
      members = members.filter(({ seed }) => !report.apart.includes(seed));
      for (const member of members) member.step = step;
      for (const { seed, failure } of report.refused) refuse(seed, failure);
    } else if (report.kind === 'RAN') {
      step = report.step;
      for (const run of report.runs) {
        const member = members.find(({ seed }) => seed === run.seed);
        if (member === undefined || member.error !== null) continue;
        if ('failure' in run) refuse(run.seed, run.failure);
        else {
          metrics.set(run.seed, run.metrics);
          member.step = step;
        }
      }
    } else if (report.kind === 'FINISHED') {
      const member = members.find(({ seed }) => seed === report.seed);
      if (member) member.dictionary = report.dictionary;
    } else if (report.kind === 'REFUSED') {
      refuse(report.refusal.seed, report.refusal.failure);
    }
    answered();
  });
  thread.on('error', (cause) => failAll({ code: null, message: String(cause), hint: '' }));
  const exited = new Promise<void>((resolve) => {
    thread.on('exit', () => {
      ended = true;
      failAll({ code: null, message: 'the thread ended', hint: '' });
      resolve();
    });
  });
  const started = ask(null);

  return {
    started,
    get members() {
      return members;
    },
    get apart() {
      return apart;
    },
    get step() {
      return step;
    },
    get damaged() {
      return damaged;
    },
    async run(work) {
      metrics = new Map();
      await ask({ kind: 'RUN', ...work });
      return metrics;
    },
    async writeCheckpoint({ seed, error }) {
      if (error === null) await ask({ kind: 'CHECKPOINT', seed });
    },
    async finish({ seed, error }) {
      if (error === null) await ask({ kind: 'FINISH', seed });
    },
    async stop() {
      if (!ended) thread.postMessage({ kind: 'STOP' } satisfies GroupCommand);
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
