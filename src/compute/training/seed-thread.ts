/**
 * Entry of the thread that trains one seed.
 *
 * In: `workerData` of {@link SeedThreadData}; messages {@link SeedCommand}. Out: messages {@link SeedReport}, the first of them
 * STARTED or FAILED, then one for each command.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { type ErrorCode, isReseedError } from '../../errors.ts';
import type { CheckpointIdentity } from './checkpoint-file.ts';
import { findCheckpoint, makeSeedFolder, writeCheckpoint } from './checkpoints.ts';
import { assertFinite, type StepMetrics, startTrainer } from './trainer.ts';
import type { TrainedDictionary } from './trained-dictionary.ts';

export interface SeedThreadData extends CheckpointIdentity {
  seed: number;
  checkpointFolder: string;
  /** Rings of batches; see `batch-slots.ts`. */
  slots: SharedArrayBuffer[];
}

export type SeedCommand =
  /** Train on `count` batches of slot `slot` from its batch `from` on. */
  | { kind: 'RUN'; slot: number; from: number; count: number }
  /** Write the state as it is. */
  | { kind: 'CHECKPOINT' }
  | { kind: 'FINISH' }
  | { kind: 'STOP' };

export type SeedReport =
  | { kind: 'STARTED'; step: number; damaged: string[] }
  | { kind: 'RAN'; metrics: StepMetrics[] }
  | { kind: 'WRITTEN' }
  | { kind: 'FINISHED'; dictionary: TrainedDictionary }
  | { kind: 'FAILED'; failure: SeedFailure };

/** An expected failure as it travels between threads; `code` is null for a bug. */
export interface SeedFailure {
  code: ErrorCode | null;
  message: string;
  hint: string;
}

const port = parentPort;
if (!port) throw new TypeError('seed-thread.ts runs only as a worker thread');
const { seed, plan, fingerprint, checkpointFolder, slots } = workerData as SeedThreadData;
const floats = plan.batchSize * plan.dIn;

try {
  const folder = makeSeedFolder(checkpointFolder, seed);
  const { state, damaged } = findCheckpoint(folder, { plan, fingerprint });
  const trainer = await startTrainer(plan, { seed, state: state ?? undefined });

  const obey = async (command: SeedCommand): Promise<void> => {
    if (command.kind === 'RUN') {
      const { slot, from, count } = command;
      const metrics = await trainer.run(new Float32Array(slots[slot], from * floats * 4, count * floats));
      report({ kind: 'RAN', metrics });
    } else if (command.kind === 'CHECKPOINT') {
      assertFinite(trainer.state());
      writeCheckpoint(folder, { plan, fingerprint, state: trainer.state() });
      report({ kind: 'WRITTEN' });
    } else if (command.kind === 'FINISH') {
      report({ kind: 'FINISHED', dictionary: trainer.dictionary() });
    } else {
      await trainer.stop();
      port.close();
    }
  };
  port.on('message', (command: SeedCommand) => void obey(command).catch(fail));
  report({ kind: 'STARTED', step: trainer.step, damaged });
} catch (error) {
  fail(error);
  port.on('message', (command: SeedCommand) => command.kind === 'STOP' && port.close());
}

function report(message: SeedReport): void {
  const transfer = message.kind === 'FINISHED' ? arraysOf(message.dictionary) : [];
  port?.postMessage(message, transfer);
}

function arraysOf({ encoder, decoder }: TrainedDictionary): ArrayBuffer[] {
  return [encoder.buffer as ArrayBuffer, decoder.buffer as ArrayBuffer]; // the large ones; the trainer made them for this
}

function fail(error: unknown): void {
  const failure: SeedFailure = isReseedError(error)
    ? { code: error.code, message: error.message, hint: error.hint }
    : { code: null, message: error instanceof Error ? (error.stack ?? error.message) : String(error), hint: '' };
  report({ kind: 'FAILED', failure });
}
