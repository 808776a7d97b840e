/**
 * One seed's training in the calling thread: batches in, metrics out, the state kept between calls.
 *
 * Computes with one thread, so that results do not depend on how many there are. Blocks the calling thread during a run.
 */
import { ReseedError } from '../../errors.ts';
import { openOnnxSession } from '../onnx/onnx-session.ts';
import { drawInitialState, startDecoderBias, tensorOf } from './initial-state.ts';
import { countElements, listState } from './state-shape.ts';
import { buildStepModel, metricOutputs, scalarInputs } from './step-model.ts';
import { listStepScalars } from './step-schedule.ts';
import { chooseVariant, type StepVariant } from './step-variant.ts';
import { buildTrainedDictionary, type TrainedDictionary } from './trained-dictionary.ts';
import type { TrainingPlan } from './training-plan.ts';

/** What one step reports; errors are those before its update. */
export interface StepMetrics {
  /** Counted from 1. */
  step: number;
  /** sum |x - xhat|^2 / sum |x - mean x|^2 over the batch. */
  fvu: number;
  /** Mean over tokens of |x - xhat|^2, in scaled units. */
  mse: number;
  /** Mean number of latents that fire on a token. */
  l0: number;
  /** Fraction of latents that have not fired for longer than the plan allows. */
  deadFraction: number;
  /** The loss of AuxK before its coefficient; for RELU_L1 and GATED the L1, for JUMP_RELU the L0 penalty before its. */
  extraLoss: number;
  learningRate: number;
}

/** Everything that, with the plan and the coming batches, determines the coming steps. */
export interface TrainingState {
  seed: number;
  /** Steps done. */
  step: number;
  /** The tensors of `listState`. */
  tensors: ReadonlyMap<string, Float32Array>;
}

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
    provider: plan.provider,
  });
  const floats = plan.batchSize * plan.dIn;

  async function run(batches: Float32Array): Promise<StepMetrics[]> {
    const m = batches.length / floats;
    if (!Number.isInteger(m) || m < 1) throw new RangeError(`expected whole batches of ${floats} floats`);
    if (step === 0 && from.state === undefined) startDecoderBias(plan, current, batches);
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
    const reports = scalars.map(({ learningRate }, i) => ({
      step: step + i + 1,
      fvu: metrics.squaredError[i] / metrics.variance[i],
      mse: metrics.squaredError[i] / plan.batchSize,
      l0: metrics.active[i] / plan.batchSize,
      deadFraction: metrics.dead[i] / plan.nLatents,
      extraLoss: metrics.extraLoss[i],
      learningRate,
    }));
    const bad = reports.find((report) => !Number.isFinite(report.fvu));
    if (bad) throw diverged({ seed, step: bad.step, what: 'the loss', value: bad.fvu });
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

/** Throws `TRAINING_DIVERGED` if a number of `state` is not finite: the last update's damage, which no loss has shown yet. */
export function assertFinite({ seed, step, tensors }: TrainingState): void {
  for (const [name, values] of tensors) {
    const bad = values.find((value) => !Number.isFinite(value));
    if (bad !== undefined) throw diverged({ seed, step, what: `"${name}"`, value: bad });
  }
}

function diverged(at: { seed: number; step: number; what: string; value: number }): ReseedError {
  return new ReseedError(
    'TRAINING_DIVERGED',
    `Cannot train "seed ${at.seed}": after step ${at.step} ${at.what} is ${at.value}; expected finite numbers`,
    {
      hint: 'Lower the learning rate or lengthen its warm-up, and look for activations that are all equal or not finite.',
    },
  );
}
