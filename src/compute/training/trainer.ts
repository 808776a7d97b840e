/**
 * One seed's training on the processor, in the calling thread: batches in, metrics out, the state kept between calls. A GPU trains groups
 * (`group-trainer.ts`).
 *
 * Computes with one thread, so that results do not depend on how many there are. Blocks the calling thread during a run.
 */
import { openOnnxSession } from '../onnx/onnx-session.ts';
import { drawInitialState, startFromBatch, tensorOf } from './step/initial-state.ts';
import { countElements, listState } from './step/state-shape.ts';
import { metricOutputs, scalarInputs } from './step/step-graph.ts';
import { buildStepModel } from './step/step-model.ts';
import { buildStepMetrics, type StepMetrics } from './step/step-metrics.ts';
import { listStepScalars } from './step/step-schedule.ts';
import { chooseVariant, type StepVariant } from './passes/step-variant.ts';
import { buildTrainedDictionary, type TrainedDictionary } from './trained-dictionary.ts';
import type { TrainingPlan } from './options/training-plan.ts';
import { findDivergence, type TrainingState } from './step/training-state.ts';

export interface Trainer {
  /** Steps done. */
  readonly step: number;
  /** Trains on `batches` [m, B, d], one step each, and reports each step. Throws `TRAINING_DIVERGED` if the loss is not finite. */
  run(batches: Float32Array): Promise<StepMetrics[]>;
  /** The state as it is; its arrays are the trainer's own and change with the next run. */
  state(): TrainingState;
  /** The dictionary as it is, in the units of the activations; its arrays are copies. */
  dictionary(): TrainedDictionary;
  stop(): Promise<void>;
}

/**
 * A trainer of `plan` for one seed, from its first weights or from `state`, whose arrays it takes over and whose b_dec it keeps. `variant` is for tests. Must be
 * stopped. Check `checkTrainingMemory` first.
 */
export async function startTrainer(
  plan: TrainingPlan,
  from: { seed: number; state?: TrainingState; variant?: StepVariant },
): Promise<Trainer> {
  if (plan.provider !== 'cpu') throw new TypeError('a GPU trains groups');
  const shapes = listState(plan);
  const { seed } = from;
  let step = from.state?.step ?? 0;
  let current: Map<string, Float32Array> = new Map(from.state?.tensors ?? drawInitialState(plan, seed));
  let spare: Map<string, Float32Array> = new Map(
    [...shapes].map(([name, shape]) => [name, new Float32Array(countElements(shape))]),
  );
  for (const [name, values] of spare)
    if (tensorOf(current, name).length !== values.length) throw new RangeError(`state "${name}" is not of this plan`);
  const session = await openOnnxSession(buildStepModel(plan, from.variant ?? chooseVariant(plan)), {
    threads: 1,
  });
  const floats = plan.batchSize * plan.dIn;

  async function run(batches: Float32Array): Promise<StepMetrics[]> {
    const m = batches.length / floats;
    if (!Number.isInteger(m) || m < 1) throw new RangeError(`expected whole batches of ${floats} floats`);
    if (step === 0 && from.state === undefined) startFromBatch(plan, current, batches);
    const scalars = Array.from({ length: m }, (_, i) => listStepScalars(plan, step + i + 1));
    const metrics = Object.fromEntries(metricOutputs.map((name) => [name, new Float32Array(m)])) as Record<
      (typeof metricOutputs)[number],
      Float32Array
    >;
    const block = (values: Float32Array, shape: readonly number[]) => ({ values, shape });
    await session.run(
      {
        batches: block(batches, [m, plan.batchSize, plan.dIn]),
        ...Object.fromEntries(
          scalarInputs.map((name) => [
            name,
            block(
              Float32Array.from(scalars, (s) => s[name]),
              [m],
            ),
          ]),
        ),
        ...Object.fromEntries([...shapes].map(([name, shape]) => [name, block(tensorOf(current, name), shape)])),
      },
      {
        ...Object.fromEntries(
          [...shapes].map(([name, shape]) => [`next.${name}`, block(tensorOf(spare, name), shape)]),
        ),
        ...Object.fromEntries(metricOutputs.map((name) => [name, block(metrics[name], [m])])),
      },
    );
    const reports = scalars.map(({ learningRate }, i) =>
      buildStepMetrics(plan, { step: step + i + 1, learningRate, raw: metricOutputs.map((name) => metrics[name][i]) }),
    );
    const bad = findDivergence(seed, reports);
    if (bad) throw bad;
    [current, spare] = [spare, current];
    step += m;
    return reports;
  }

  return {
    get step() {
      return step;
    },
    run,
    state: () => ({ seed, step, tensors: current }),
    dictionary: () => buildTrainedDictionary(plan, current),
    stop: () => session.close(),
  };
}
