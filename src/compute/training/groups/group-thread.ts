/**
 * Entry of the thread that trains a group of seeds: one seed on the processor, several as one graph on a GPU.
 *
 * In: `workerData` of {@link GroupThreadData}; messages {@link GroupCommand}. Out: messages {@link GroupReport}, the first of them
 * STARTED or FAILED, then one for each command.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { type ErrorCode, isReseedError } from '../../../errors.ts';
import type { CheckpointIdentity } from '../checkpoints/checkpoint-file.ts';
import { makeSeedFolder, writeCheckpoint } from '../checkpoints/checkpoints.ts';
import { type GroupTrainer, startGroupTrainer } from './group-trainer.ts';
import { findStart } from './group-start.ts';
import type { StepMetrics } from '../step/step-metrics.ts';
import { startTrainer } from '../trainer.ts';
import { buildTrainedDictionary, type TrainedDictionary } from '../trained-dictionary.ts';
import { assertFinite, findDivergence, type TrainingState } from '../step/training-state.ts';

export interface GroupThreadData extends CheckpointIdentity {
  seeds: readonly number[];
  checkpointFolder: string;
  /** Rings of batches; see `batch-slots.ts`. */
  slots: SharedArrayBuffer[];
}

export type GroupCommand =
  /** Train on `count` batches of slot `slot` from its batch `from` on. */
  | { kind: 'RUN'; slot: number; from: number; count: number }
  /** Write the state of a seed as it is. */
  | { kind: 'CHECKPOINT'; seed: number }
  | { kind: 'FINISH'; seed: number }
  | { kind: 'STOP' };

export type GroupReport =
  /** `apart` are seeds that this group cannot take along: their checkpoints are of other steps. */
  | { kind: 'STARTED'; step: number; seeds: number[]; apart: number[]; damaged: string[]; refused: SeedRefusal[] }
  | { kind: 'RAN'; step: number; runs: ({ seed: number; metrics: StepMetrics[] } | SeedRefusal)[] }
  | { kind: 'WRITTEN' }
  | { kind: 'FINISHED'; seed: number; dictionary: TrainedDictionary }
  | { kind: 'REFUSED'; refusal: SeedRefusal }
  /** All seeds of the group. */
  | { kind: 'FAILED'; failure: SeedFailure };

/** The failure of one seed, which leaves the others alone. */
interface SeedRefusal {
  seed: number;
  failure: SeedFailure;
}

/** An expected failure as it travels between threads; `code` is null for a bug. */
export interface SeedFailure {
  code: ErrorCode | null;
  message: string;
  hint: string;
}

const port = parentPort;
if (!port) throw new TypeError('group-thread.ts runs only as a worker thread');
const { seeds, plan, fingerprint, checkpointFolder, slots } = workerData as GroupThreadData;
const floats = plan.batchSize * plan.dIn;

try {
  const start = findStart(checkpointFolder, { seeds, identity: { plan, fingerprint } });
  const trainer = start.seeds.length === 0 ? null : await startTrainerOf(start);

  const stateOf = async (seed: number): Promise<TrainingState> => {
    const state = (await trainer?.states())?.find((one) => one.seed === seed);
    if (state === undefined) throw new TypeError(`seed ${seed} is not of this group`);
    return state;
  };
  const obey = async (command: GroupCommand): Promise<void> => {
    if (command.kind === 'RUN') {
      const { slot, from, count } = command;
      const runs = await trainer?.run(new Float32Array(slots[slot], from * floats * 4, count * floats));
      const reports = start.seeds.map((seed, i) => {
        const metrics = runs?.[i] ?? [];
        const divergence = findDivergence(seed, metrics);
        return divergence === null ? { seed, metrics } : { seed, failure: describe(divergence) };
      });
      report({ kind: 'RAN', step: trainer?.step ?? 0, runs: reports });
    } else if (command.kind === 'STOP') {
      await trainer?.stop();
      port.close();
    } else if (command.kind === 'CHECKPOINT') {
      const state = await stateOf(command.seed);
      try {
        assertFinite(state);
        writeCheckpoint(makeSeedFolder(checkpointFolder, command.seed), { plan, fingerprint, state });
        report({ kind: 'WRITTEN' });
      } catch (error) {
        report({ kind: 'REFUSED', refusal: { seed: command.seed, failure: describe(error) } });
      }
    } else {
      const { tensors } = await stateOf(command.seed);
      report({ kind: 'FINISHED', seed: command.seed, dictionary: buildTrainedDictionary(plan, tensors) });
    }
  };
  port.on('message', (command: GroupCommand) => void obey(command).catch(fail));
  const refused = start.refused.map(({ seed, error }) => ({ seed, failure: describe(error) }));
  const { apart, damaged } = start;
  report({ kind: 'STARTED', step: trainer?.step ?? 0, seeds: start.seeds, apart, damaged, refused });
} catch (error) {
  fail(error);
  port.on('message', (command: GroupCommand) => command.kind === 'STOP' && port.close());
}

/** On the processor one seed's own trainer, whose operators are the fastest there. */
async function startTrainerOf(start: {
  seeds: number[];
  states: TrainingState[] | null;
}): Promise<Pick<GroupTrainer, 'step' | 'run' | 'states' | 'stop'>> {
  if (plan.provider !== 'cpu')
    return startGroupTrainer(plan, { seeds: start.seeds, states: start.states ?? undefined });
  const trainer = await startTrainer(plan, { seed: start.seeds[0], state: start.states?.[0] });
  return {
    get step() {
      return trainer.step;
    },
    run: async (batches) => [await trainer.run(batches)],
    states: async () => [trainer.state()],
    stop: () => trainer.stop(),
  };
}

function report(message: GroupReport): void {
  const transfer = message.kind === 'FINISHED' ? arraysOf(message.dictionary) : [];
  port?.postMessage(message, transfer);
}

function arraysOf({ encoder, decoder }: TrainedDictionary): ArrayBuffer[] {
  return [encoder.buffer as ArrayBuffer, decoder.buffer as ArrayBuffer]; // the large ones; copies made for this
}

function describe(error: unknown): SeedFailure {
  return isReseedError(error)
    ? { code: error.code, message: error.message, hint: error.hint }
    : { code: null, message: error instanceof Error ? (error.stack ?? error.message) : String(error), hint: '' };
}

function fail(error: unknown): void {
  report({ kind: 'FAILED', failure: describe(error) });
}
