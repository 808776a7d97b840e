/**
 * A plan -> the ONNX model of m training steps, m being the first length of its input.
 *
 * Inputs: `batches` [m, B, d]; the scalars of `step-schedule.ts`, each [m]; the state, each tensor under its name. Outputs: the state
 * after m steps, each tensor under `next.` and its name; the metrics of every step, each [m]. A Loop carries the state from step to
 * step inside the runtime.
 */
import { GraphBuilder, type Value } from '../../onnx/graph-builder.ts';
import { buildOnnxModel } from '../../onnx/onnx-model.ts';
import { listState } from './state-shape.ts';
import { buildStep, metricOutputs, scalarInputs, valueOf } from './step-graph.ts';
import { chooseVariant, type StepVariant } from '../passes/step-variant.ts';
import type { TrainingPlan } from '../options/training-plan.ts';

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
  const { next, metrics } = buildStep(body, { plan, variant, straight: false, x, state, pick });
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
