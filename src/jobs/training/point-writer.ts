/** Points of curves -> rows, in batches, each in a fenced transaction of its own. */
import type { Key } from '../../../db/schema/key.ts';
import { copyTrainingPoints, type TrainingPointRow } from '../../../db/stores/training-points.ts';
import type { TaskContext } from '../worker/task.ts';

/** Points kept of one seed: ten for every one that a plot shows. */
const MAX_POINTS = 4_000;
/** Milliseconds between writes. */
const WRITE_MS = 1_000;

export interface PointWriter {
  /** Takes a point; one that lies between two that are kept is dropped, the last step never is. */
  add(point: TrainingPointRow): void;
  /** Writes what is waiting. Rejects where that, or a write before it, failed. */
  flush(): Promise<void>;
  /** Writes what is waiting, and stops. Call it however the training ended. */
  stop(): Promise<void>;
}

/** Starts to write points of a run of `steps` steps. A write that fails is told to `onError`, once; nothing is written after it. */
export function startPointWriter(
  context: TaskContext,
  { run, steps, onError }: { run: Key; steps: number; onError: (error: unknown) => void },
): PointWriter {
  const every = Math.ceil(steps / MAX_POINTS);
  let waiting: TrainingPointRow[] = [];
  let failure: { reason: unknown } | null = null;
  let writing = Promise.resolve();
  const write = () => {
    writing = writing.then(async () => {
      if (failure !== null || waiting.length === 0) return;
      const points = waiting;
      waiting = [];
      try {
        await context.fenced((tx) => copyTrainingPoints(tx, run, points));
      } catch (reason) {
        failure = { reason };
        onError(reason);
      }
    });
    return writing;
  };
  const timer = setInterval(() => void write(), WRITE_MS);
  return {
    add(point) {
      if (point.step % every === 0 || point.step === steps) waiting.push(point);
    },
    async flush() {
      await write();
      if (failure !== null) throw failure.reason;
    },
    stop() {
      clearInterval(timer);
      return write();
    },
  };
}
