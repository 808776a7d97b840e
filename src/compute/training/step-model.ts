/**
 * A plan -> the ONNX model of m training steps, m being the first length of its input.
 *
 * Inputs: `batches` [m, B, d]; the scalars of `step-schedule.ts`, each [m]; the state, each tensor under its name. Outputs: the state
 * after m steps, each tensor under `next.` and its name; the metrics of every step, each [m]. A Loop carries the state from step to
 * step inside the runtime.
 */
import { GraphBuilder, type Value } from '../onnx/graph-builder.ts';
import { buildOnnxModel } from '../onnx/onnx-model.ts';
import { buildAdam } from './adam.ts';
import { countDeadSteps } from './aux-k.ts';
import { buildBatchTopkPass } from './batch-topk-pass.ts';
import { buildGatedPass } from './gated-pass.ts';
import { buildJumpReluPass } from './jump-relu-pass.ts';
import { buildReluL1Pass } from './relu-l1-pass.ts';
import { listParameters, listState } from './state-shape.ts';
import type { StepContext, StepPass } from './step-context.ts';
import { chooseVariant, type StepVariant } from './step-variant.ts';
import { buildTopkPass } from './topk-pass.ts';
import type { TrainedArchitecture, TrainingPlan } from './training-plan.ts';

/** Scalars that enter each step, in the order of {@link buildStepModel}'s inputs. */
export const scalarInputs = ['rate', 'epsilon', 'sparsity', 'averaging'] as const;
/** What each step reports, as the graph computes it. */
export const metricOutputs = ['squaredError', 'variance', 'active', 'dead', 'extraLoss'] as const;

const passes: Record<TrainedArchitecture, (context: StepContext) => StepPass> = {
  TOPK: buildTopkPass,
  BATCH_TOPK: buildBatchTopkPass,
  RELU_L1: buildReluL1Pass,
  GATED: buildGatedPass,
  JUMP_RELU: buildJumpReluPass,
};

/** The bytes of the model. `variant` is the plan's own unless a test asks for another. */
export function buildStepModel(plan: TrainingPlan, variant: StepVariant = chooseVariant(plan)): Uint8Array {
  const { batchSize, dIn } = plan;
  const shapes = [...listState(plan)];
  const g = new GraphBuilder();
  const batches = g.input({ name: 'batches', type: 'float32', shape: ['m', batchSize, dIn] });
  for (const name of scalarInputs) g.input({ name, type: 'float32', shape: ['m'] });
  for (const [name, shape] of shapes) g.input({ name, type: 'float32', shape: [...shape] });

  const body = new GraphBuilder(g);
  const index = body.input({ name: g.freshName('index'), type: 'int64', shape: [] });
  const going = body.input({ name: g.freshName('going'), type: 'bool', shape: [] });
  const state = new Map<string, Value>();
  for (const [name, shape] of shapes)
    state.set(name, body.input({ name: g.freshName(name), type: 'float32', shape: [...shape] }));
  const pick = (name: Value) => body.op('Gather', [name, index], { axis: 0 });
  const activations = pick(batches);
  const x = plan.inputScale === 1 ? activations : body.multiply(activations, body.scalar(plan.inputScale));
  const { next, metrics } = buildStep(body, { plan, variant, x, state, pick });
  body.output({ name: body.op('Identity', [going]), type: 'bool', shape: [] });
  for (const [name, shape] of shapes) body.output({ name: valueOf(next, name), type: 'float32', shape: [...shape] });
  for (const name of metricOutputs) body.output({ name: valueOf(metrics, name), type: 'float32', shape: [] });

  const count = g.op('Gather', [g.op('Shape', [batches]), g.reshape(g.whole(0))], { axis: 0 });
  g.ops('Loop', {
    inputs: [count, g.truth(), ...shapes.map(([name]) => name)],
    results: [...shapes.map(([name]) => `next.${name}`), ...metricOutputs],
    attributes: { body: { graph: body.build() } },
  });
  for (const [name, shape] of shapes) g.output({ name: `next.${name}`, type: 'float32', shape: [...shape] });
  for (const name of metricOutputs) g.output({ name, type: 'float32', shape: ['m'] });
  return buildOnnxModel(g.build());
}

/** One step: the state after it, by name, and the metrics. */
function buildStep(
  g: GraphBuilder,
  from: {
    plan: TrainingPlan;
    variant: StepVariant;
    x: Value;
    state: ReadonlyMap<string, Value>;
    pick: (name: Value) => Value;
  },
): { next: Map<string, Value>; metrics: Map<string, Value> } {
  const { plan, variant, x, state, pick } = from;
  const mean = g.op('ReduceMean', [x, g.whole(0)]); // [1, d]
  const variance = g.totalSquare(g.subtract(x, mean));
  const averaging = pick('averaging');
  const pass = passes[plan.architecture]({
    g,
    plan,
    variant,
    x,
    variance,
    state,
    averaging,
    sparsity: pick('sparsity'),
  });

  const next = new Map<string, Value>(pass.state);
  const scalars = { rate: pick('rate'), epsilon: pick('epsilon') };
  for (const [name, shape] of listParameters(plan)) {
    const names = [name, `${name}.moment1`, `${name}.moment2`] as const;
    const [parameter, moment1, moment2] = names.map((key) => valueOf(state, key));
    const gradient = valueOf(pass.gradients, name);
    const before = { parameter, moment1, moment2 };
    const after = buildAdam(g, { plan, before, gradient, shape, scalars, unitRows: name === 'decoder' });
    next.set(names[0], after.parameter).set(names[1], after.moment1).set(names[2], after.moment2);
  }

  const silent = valueOf(state, 'stepsSinceFired');
  const firedAtAll = g.greater(pass.fired, g.scalar(0));
  const stepsSinceFired = g.op('Where', [firedAtAll, g.scalar(0), g.add(silent, g.scalar(1))]);
  const frequency = valueOf(state, 'frequency');
  const fraction = g.multiply(pass.fired, g.scalar(1 / plan.batchSize));
  next.set('stepsSinceFired', stepsSinceFired);
  next.set('frequency', g.add(frequency, g.multiply(averaging, g.subtract(fraction, frequency))));

  const metrics = new Map<string, Value>([
    ['squaredError', g.totalSquare(pass.error)],
    ['variance', g.op('Identity', [variance])],
    ['active', g.total(pass.fired)],
    ['dead', g.total(g.indicator(g.greater(stepsSinceFired, g.scalar(countDeadSteps(plan)))))],
    ['extraLoss', g.op('Identity', [pass.extraLoss])],
  ]);
  return { next, metrics };
}

function valueOf<K extends string>(values: ReadonlyMap<K, Value>, name: K): Value {
  const value = values.get(name);
  if (value === undefined) throw new TypeError(`no value "${name}" in the step`);
  return value;
}
