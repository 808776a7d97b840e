/**
 * A plan and a number of seeds S -> the ONNX model that trains them all on the same batches, as one graph (`seeds-graph.ts`).
 *
 * STEP does one step and keeps the metrics of the last {@link KEPT_STEPS} steps in its state: for WebGPU, where the state stays on the device and a Loop would
 * be run by the processor. Inputs: `x` [1, B, d], `scalars` (those of `scalarInputs`), the state. Outputs: the state under `next.` and its name.
 *
 * LOOP does m steps: for CUDA, where every output returns to the host, so that m steps share one journey of the state. Inputs: `x` [m, B, d],
 * `scalars` [m, 5], the state. Outputs: the state after m steps and `metrics` [m, S, 6].
 *
 * Host copies of a step, in bytes, with P parameters per seed: STEP uploads the batch, 4 B d, once for all seeds, and 20 for the scalars; it
 * downloads nothing, and a run of m steps ends with 24 S KEPT_STEPS for its metrics. LOOP uploads the same and moves 12 S P up and down once
 * for m steps. A checkpoint downloads 12 S P and the counters.
 */
import type { Value } from '../../onnx/graph-builder.ts';
import { buildOnnxModel } from '../../onnx/onnx-model.ts';
import { SeedsGraph } from '../step/seeds-graph.ts';
import { listState } from '../step/state-shape.ts';
import { buildStep, metricOutputs, scalarInputs, valueOf } from '../step/step-graph.ts';
import type { TrainingPlan } from '../options/training-plan.ts';

export type GroupForm = 'STEP' | 'LOOP';

/** Steps whose metrics wait on the device: the longest run. */
export const KEPT_STEPS = 64;
/** The state's tensor of metrics, in the form STEP. [KEPT_STEPS, S, 6], the last step last. */
export const METRICS = 'metrics';

/** No scatter, so that nothing needs 64-bit indexes or leaves the device. */
const VARIANT = { selection: 'MASK', decode: 'DENSE', weightGradients: 'DENSE' } as const;

type Shapes = Record<string, readonly number[]>;

/** The state of `seeds` seeds: names and shapes, three axes each. */
export function listGroupState(plan: TrainingPlan, seeds: number): Shapes {
  const grouped = (shape: readonly number[]) => [seeds, shape.length === 2 ? shape[0] : 1, shape.at(-1) ?? 1];
  return Object.fromEntries([...listState(plan)].map(([name, shape]) => [name, grouped(shape)]));
}

/** The bytes of the model in `form`. */
export function buildGroupModel(plan: TrainingPlan, { seeds, form }: { seeds: number; form: GroupForm }): Uint8Array {
  return form === 'STEP' ? buildOneStep(plan, seeds) : buildLoop(plan, seeds);
}

function buildOneStep(plan: TrainingPlan, seeds: number): Uint8Array {
  const shapes = listGroupState(plan, seeds);
  const g = new SeedsGraph();
  const x = g.input({ name: 'x', type: 'float32', shape: [1, plan.batchSize, plan.dIn] });
  const scalars = g.input({ name: 'scalars', type: 'float32', shape: [scalarInputs.length] });
  const metricsShape = [KEPT_STEPS, seeds, metricOutputs.length];
  const kept = g.input({ name: METRICS, type: 'float32', shape: metricsShape });
  for (const [name, shape] of Object.entries(shapes)) g.input({ name, type: 'float32', shape: [...shape] });
  const state = new Map(Object.keys(shapes).map((name) => [name, name]));
  const { next, metrics } = buildGroupStep(g, { plan, seeds, x, scalars, state });
  for (const [name, shape] of Object.entries(shapes)) {
    g.ops('Identity', { inputs: [valueOf(next, name)], results: [`next.${name}`] });
    g.output({ name: `next.${name}`, type: 'float32', shape: [...shape] });
  }
  const later = g.op('Slice', [kept, g.whole(1), g.whole(KEPT_STEPS), g.whole(0)]);
  const row = g.reshape(metrics, 1, seeds, metricOutputs.length);
  g.ops('Concat', { inputs: [later, row], results: [`next.${METRICS}`], attributes: { axis: 0 } });
  g.output({ name: `next.${METRICS}`, type: 'float32', shape: metricsShape });
  return buildOnnxModel(g.build());
}

function buildLoop(plan: TrainingPlan, seeds: number): Uint8Array {
  const { batchSize, dIn } = plan;
  const shapes = Object.entries(listGroupState(plan, seeds));
  const g = new SeedsGraph();
  const batches = g.input({ name: 'x', type: 'float32', shape: ['m', batchSize, dIn] });
  g.input({ name: 'scalars', type: 'float32', shape: ['m', scalarInputs.length] });
  for (const [name, shape] of shapes) g.input({ name, type: 'float32', shape: [...shape] });

  const body = new SeedsGraph(g);
  const index = body.input({ name: g.freshName('index'), type: 'int64', shape: [] });
  const going = body.input({ name: g.freshName('going'), type: 'bool', shape: [] });
  const state = new Map<string, Value>();
  for (const [name, shape] of shapes)
    state.set(name, body.input({ name: g.freshName(name), type: 'float32', shape: [...shape] }));
  const pick = (name: Value) => body.op('Gather', [name, index], { axis: 0 });
  const x = body.reshape(pick(batches), 1, batchSize, dIn);
  const { next, metrics } = buildGroupStep(body, { plan, seeds, x, scalars: pick('scalars'), state });
  body.output({ name: body.op('Identity', [going]), type: 'bool', shape: [] });
  for (const [name, shape] of shapes) body.output({ name: valueOf(next, name), type: 'float32', shape: [...shape] });
  const row = body.reshape(metrics, seeds, metricOutputs.length);
  body.output({ name: row, type: 'float32', shape: [seeds, metricOutputs.length] });

  const count = g.op('Gather', [g.op('Shape', [batches]), g.reshape(g.whole(0))], { axis: 0 });
  g.ops('Loop', {
    inputs: [count, g.truth(), ...shapes.map(([name]) => name)],
    results: [...shapes.map(([name]) => `next.${name}`), METRICS],
    attributes: { body: { graph: body.build() } },
  });
  for (const [name, shape] of shapes) g.output({ name: `next.${name}`, type: 'float32', shape: [...shape] });
  g.output({ name: METRICS, type: 'float32', shape: ['m', seeds, metricOutputs.length] });
  return buildOnnxModel(g.build());
}

/** One step of all seeds: the state after it, and the metrics [S, 1, 6]. */
function buildGroupStep(
  g: SeedsGraph,
  from: { plan: TrainingPlan; seeds: number; x: Value; scalars: Value; state: ReadonlyMap<string, Value> },
): { next: Map<string, Value>; metrics: Value } {
  const { plan, seeds, scalars, state } = from;
  const x = plan.inputScale === 1 ? from.x : g.multiply(from.x, g.scalar(plan.inputScale));
  const parts = g.ops('Split', {
    inputs: [scalars],
    results: scalarInputs.length,
    attributes: { axis: 0, num_outputs: scalarInputs.length },
  });
  const pick = (name: Value) => parts[scalarInputs.findIndex((scalar) => scalar === name)];
  const { next, metrics } = buildStep(g, { plan, variant: VARIANT, straight: true, x, state, pick });
  const columns = metricOutputs.map((name) => g.op('Expand', [valueOf(metrics, name), g.whole(seeds, 1, 1)]));
  return { next, metrics: g.op('Concat', columns, { axis: 2 }) };
}
