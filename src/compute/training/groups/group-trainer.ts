/**
 * Several seeds' training as one graph: batches in, metrics of every seed out, the state where the provider computes.
 *
 * On WebGPU the state leaves the device only when `states` asks. Seeds do not mix: one that diverges leaves the others their numbers, and is computed on for
 * nothing. A group's numbers depend on its seeds' number in the last bits at most, which the kernels choose; the same group computes the same
 * bits again. Runs in any thread; GPU providers compute in the process's device thread.
 */
import { openStateSession } from '../../onnx/onnx-session.ts';
import { buildGroupModel, type GroupForm, KEPT_STEPS, listGroupState, METRICS } from './group-model.ts';
import { drawInitialState, startFromBatch, tensorOf } from '../step/initial-state.ts';
import { listState } from '../step/state-shape.ts';
import { metricOutputs, scalarInputs } from '../step/step-graph.ts';
import { buildStepMetrics, type StepMetrics } from '../step/step-metrics.ts';
import { listStepScalars } from '../step/step-schedule.ts';
import type { TrainingPlan } from '../options/training-plan.ts';
import type { TrainingState } from '../step/training-state.ts';

export interface GroupTrainer {
  readonly seeds: readonly number[];
  /** Steps done, by all seeds. */
  readonly step: number;
  /** Trains on `batches` [m, B, d] and reports each step of each seed. Does not judge: look for losses that are not finite. */
  run(batches: Float32Array): Promise<StepMetrics[][]>;
  /** Downloads the state of every seed; a second call before the next run downloads nothing. The arrays are views of one per tensor. */
  states(): Promise<TrainingState[]>;
  /** Bytes that crossed between processor and device so far. */
  traffic(): Promise<{ up: number; down: number }>;
  stop(): Promise<void>;
}

/** The form of graph that suits a provider; `form` is for tests. */
const forms: Record<TrainingPlan['provider'], GroupForm> = { webgpu: 'STEP', cuda: 'LOOP', cpu: 'LOOP' };

/** A trainer of `from.seeds`, or from states of the same step. Must be stopped. Throws as `openStateSession` does. */
export async function startGroupTrainer(
  plan: TrainingPlan,
  from: { seeds: readonly number[]; states?: readonly TrainingState[] },
): Promise<GroupTrainer> {
  const { seeds } = from;
  const form = forms[plan.provider];
  const shapes = listGroupState(plan, seeds.length);
  const names = [...listState(plan).keys()];
  let first = from.states ?? null;
  let step = first?.[0].step ?? 0;
  if (first?.some((state) => state.step !== step)) throw new RangeError('expected states of one step');
  const metricsShape = [KEPT_STEPS, seeds.length, metricOutputs.length];
  const session = await openStateSession(buildGroupModel(plan, { seeds: seeds.length, form }), {
    threads: 1,
    provider: plan.provider,
    state: { ...shapes, ...(form === 'STEP' && { [METRICS]: metricsShape }) },
  });
  let downloaded: TrainingState[] | null = null;
  let begun = false;

  /** Draws or takes the first states and writes them, tensor by tensor. */
  async function begin(batches: Float32Array): Promise<void> {
    const states = first?.map((state) => state.tensors) ?? seeds.map((seed) => drawInitialState(plan, seed));
    if (first === null) for (const state of states) startFromBatch(plan, state, batches);
    for (const name of names) {
      const parts = states.map((state) => tensorOf(state, name));
      const values = new Float32Array(parts.length * parts[0].length);
      parts.forEach((part, i) => values.set(part, i * part.length));
      await session.write({ [name]: { values, shape: shapes[name] } });
    }
    if (form === 'STEP') {
      const values = new Float32Array(KEPT_STEPS * seeds.length * metricOutputs.length);
      await session.write({ [METRICS]: { values, shape: metricsShape } });
    }
    first = null; // as large as all of them
    begun = true;
  }

  /** [m, S, 6] of m steps. */
  async function advance(batches: Float32Array, scalars: Float32Array): Promise<Float32Array> {
    const { batchSize, dIn } = plan;
    const m = scalars.length / scalarInputs.length;
    const floats = batchSize * dIn;
    const width = seeds.length * metricOutputs.length;
    if (form === 'LOOP') {
      const values = new Float32Array(m * width);
      const inputs = {
        x: { values: batches, shape: [m, batchSize, dIn] },
        scalars: { values: scalars, shape: [m, scalarInputs.length] },
      };
      await session.advance([inputs], { [METRICS]: { values, shape: [m, seeds.length, metricOutputs.length] } });
      return values;
    }
    const runs = Array.from({ length: m }, (_, i) => ({
      x: { values: batches.subarray(i * floats, (i + 1) * floats), shape: [1, batchSize, dIn] },
      scalars: {
        values: scalars.subarray(i * scalarInputs.length, (i + 1) * scalarInputs.length),
        shape: [scalarInputs.length],
      },
    }));
    await session.advance(runs, {});
    const values = new Float32Array(KEPT_STEPS * width);
    await session.read({ [METRICS]: { values, shape: metricsShape } });
    return values.subarray((KEPT_STEPS - m) * width);
  }

  return {
    seeds,
    get step() {
      return step;
    },
    async run(batches) {
      const m = batches.length / (plan.batchSize * plan.dIn);
      if (!Number.isInteger(m) || m < 1 || m > KEPT_STEPS)
        throw new RangeError(`expected 1 to ${KEPT_STEPS} whole batches`);
      if (!begun) await begin(batches);
      downloaded = null;
      const steps = Array.from({ length: m }, (_, i) => listStepScalars(plan, step + i + 1));
      const scalars = Float32Array.from(steps.flatMap((scalar) => scalarInputs.map((name) => scalar[name])));
      const values = await advance(batches, scalars);
      const before = step;
      step += m;
      return seeds.map((_, s) =>
        steps.map(({ learningRate }, i) => {
          const at = (i * seeds.length + s) * metricOutputs.length;
          const raw = values.subarray(at, at + metricOutputs.length);
          return buildStepMetrics(plan, { step: before + i + 1, learningRate, raw });
        }),
      );
    },
    async states() {
      if (!begun) return [...(first ?? seeds.map((seed) => ({ seed, step, tensors: drawInitialState(plan, seed) })))];
      if (downloaded !== null) return downloaded;
      const tensors = seeds.map(() => new Map<string, Float32Array>());
      for (const name of names) {
        const shape = shapes[name];
        const length = shape[1] * shape[2];
        const values = new Float32Array(seeds.length * length);
        await session.read({ [name]: { values, shape } });
        tensors.forEach((of, s) => of.set(name, values.subarray(s * length, (s + 1) * length)));
      }
      downloaded = seeds.map((seed, s) => ({ seed, step, tensors: tensors[s] }));
      return downloaded;
    },
    traffic: () => session.traffic(),
    stop: () => session.close(),
  };
}
