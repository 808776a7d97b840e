/**
 * One training step as formulas: activations and the state before -> the state after and the metrics.
 *
 * For one seed or, by a `SeedsGraph`, for several. A step is the architecture's pass (forward, backward), Adam for each parameter,
 * and the counters.
 */
import type { GraphBuilder, Value } from '../../onnx/graph-builder.ts';
import { buildAdam } from './adam.ts';
import { countDeadSteps } from '../passes/aux-k.ts';
import { buildBatchTopkPass } from '../passes/batch-topk-pass.ts';
import { buildGatedPass } from '../passes/gated-pass.ts';
import { buildJumpReluPass } from '../passes/jump-relu-pass.ts';
import { buildReluL1Pass } from '../passes/relu-l1-pass.ts';
import { buildSearchedCoefficient, buildSearchStep } from './sparsity-controller.ts';
import { listParameters, type ParameterName } from './state-shape.ts';
import type { StepContext, StepPass } from '../passes/step-context.ts';
import type { StepVariant } from '../passes/step-variant.ts';
import { buildTopkPass } from '../passes/topk-pass.ts';
import type { TrainedArchitecture, TrainingPlan } from '../options/training-plan.ts';

/** Scalars that enter each step, in the order of all lists of them. */
export const scalarInputs = ['rate', 'epsilon', 'sparsity', 'averaging', 'gain'] as const;
/** What each step reports, as the graph computes it. */
export const metricOutputs = ['squaredError', 'variance', 'active', 'dead', 'extraLoss', 'squaredWeights'] as const;

const passes: Record<TrainedArchitecture, (context: StepContext) => StepPass> = {
  TOPK: buildTopkPass,
  BATCH_TOPK: buildBatchTopkPass,
  RELU_L1: buildReluL1Pass,
  GATED: buildGatedPass,
  JUMP_RELU: buildJumpReluPass,
};

/** One step: the state after it, by name, and the metrics. */
export function buildStep(
  g: GraphBuilder,
  from: {
    plan: TrainingPlan;
    variant: StepVariant;
    straight: boolean;
    x: Value;
    state: ReadonlyMap<string, Value>;
    pick: (name: Value) => Value;
  },
): { next: Map<string, Value>; metrics: Map<string, Value> } {
  const { plan, variant, straight, x, state, pick } = from;
  const mean = g.op('ReduceMean', [x, g.whole(-2)]); // [1, d]
  const variance = g.totalSquare(g.subtract(x, mean));
  const averaging = pick('averaging');
  const pass = passes[plan.architecture]({
    g,
    plan,
    variant,
    straight,
    x,
    variance,
    state,
    averaging,
    sparsity: buildSparsity(g, from),
  });

  const next = new Map<string, Value>(pass.state);
  if (plan.targetL0 !== null) {
    const before = { logSparsity: valueOf(state, 'logSparsity'), averageL0: valueOf(state, 'averageL0') };
    const searched = buildSearchStep(g, { plan, before, fired: pass.fired, averaging, gain: pick('gain') });
    for (const [name, value] of searched) next.set(name, value);
  }
  const scalars = { rate: pick('rate'), epsilon: pick('epsilon') };
  for (const [name, shape] of listParameters(plan)) {
    const names = [name, `${name}.moment1`, `${name}.moment2`] as const;
    const [parameter, moment1, moment2] = names.map((key) => valueOf(state, key));
    const gradient = addPenalty(g, { plan, name, parameter, gradient: valueOf(pass.gradients, name) });
    const before = { parameter, moment1, moment2 };
    const after = buildAdam(g, { plan, before, gradient, shape, scalars, unitRows: name === 'decoder', straight });
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
    ['squaredWeights', sumSquaredWeights(g, { plan, state })],
  ]);
  return { next, metrics };
}

/**
 * `gradient` with that of the L2 penalty, weight * (|E|^2 + |D|^2), as arXiv 2603.04198 penalises weights. On the decoder it lies along the rows, where
 * the projection takes it away.
 */
function addPenalty(
  g: GraphBuilder,
  of: { plan: TrainingPlan; name: ParameterName; parameter: Value; gradient: Value },
): Value {
  const { plan, name, parameter, gradient } = of;
  if (plan.weightPenalty === null || name !== 'encoder') return gradient;
  return g.add(gradient, g.multiply(parameter, g.scalar(2 * plan.weightPenalty)));
}

/** |E|^2 + |D|^2 where they are penalised, else 0. */
function sumSquaredWeights(
  g: GraphBuilder,
  { plan, state }: { plan: TrainingPlan; state: ReadonlyMap<string, Value> },
): Value {
  if (plan.weightPenalty === null) return g.op('Identity', [g.scalar(0)]);
  return g.add(g.totalSquare(valueOf(state, 'encoder')), g.totalSquare(valueOf(state, 'decoder')));
}

/** The sparsity coefficient of the step, warm-up included: the plan's, or the one that the search has come to. */
function buildSparsity(
  g: GraphBuilder,
  { plan, state, pick }: { plan: TrainingPlan; state: ReadonlyMap<string, Value>; pick: (name: Value) => Value },
): Value {
  const sparsity = pick('sparsity');
  if (plan.targetL0 === null) return sparsity;
  return g.multiply(sparsity, buildSearchedCoefficient(g, valueOf(state, 'logSparsity')));
}

/** The value `name`, which must be there. */
export function valueOf<K extends string>(values: ReadonlyMap<K, Value>, name: K): Value {
  const value = values.get(name);
  if (value === undefined) throw new TypeError(`no value "${name}" in the step`);
  return value;
}
