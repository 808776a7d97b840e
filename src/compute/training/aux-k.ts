/**
 * AuxK: dead latents learn to rebuild what the living ones leave over.
 *
 * Gao et al. 2024 (arXiv 2406.04093, appendix A.2), weighted as in sparsify: with r = x - xhat (not differentiated), the k_aux largest
 * activations z of dead latents and rhat = z D: loss = coefficient * min(dead / k_aux, 1) * sum |r - rhat|^2 / variance. It is computed
 * only in steps that have dead latents. Latents that fired in the last `deadAfterTokens` tokens get no gradient from it.
 */
import { GraphBuilder, type Value } from '../onnx/graph-builder.ts';
import { keepLargest } from './pass-parts.ts';
import { type Gradients, type StepContext, type StepPass, stateOf } from './step-context.ts';

/** Steps without firing after which a latent is dead. */
export function countDeadSteps(plan: { deadAfterTokens: number; batchSize: number }): number {
  return Math.floor(plan.deadAfterTokens / plan.batchSize);
}

/** `pass` with the loss and the gradients of AuxK added, or `pass` where the plan has none. */
export function addAuxK(context: StepContext, from: { activations: Value; centred: Value; pass: StepPass }): StepPass {
  const { g, plan, variance } = context;
  const { auxK } = plan;
  const { pass } = from;
  if (auxK === null) return pass;
  const decoder = stateOf(context, 'decoder');
  const dead = g.greater(stateOf(context, 'stepsSinceFired'), g.scalar(countDeadSteps(plan)));
  const nDead = g.total(g.indicator(dead));
  const names = ['encoder', 'encoderBias', 'decoder', 'decoderBias'] as const;
  const shapes = {
    encoder: [plan.nLatents, plan.dIn],
    encoderBias: [plan.nLatents],
    decoder: [plan.nLatents, plan.dIn],
    decoderBias: [plan.dIn],
  };
  const before = names.map((name) => gradientOf(pass.gradients, name));

  const some = new GraphBuilder(g);
  const kept = keepLargest(some, some.keep(dead, from.activations), auxK.k);
  const error = some.add(some.product(kept, decoder), pass.error); // rhat - r
  const weight = some.divide(some.op('Min', [some.multiply(nDead, some.scalar(1 / auxK.k)), some.scalar(1)]), variance);
  const loss = some.multiply(weight, some.totalSquare(error));
  const scaled = some.multiply(error, some.multiply(weight, some.scalar(2 * auxK.coefficient)));
  const inner = some.keep(some.greater(kept, some.scalar(0)), some.product(scaled, decoder, { transB: true }));
  const bias = some.sumRows(inner);
  const through = some.reshape(
    some.product(some.reshape(bias, 1, plan.nLatents), stateOf(context, 'encoder')),
    plan.dIn,
  );
  const after = [
    some.add(before[0], some.product(inner, from.centred, { transA: true })),
    some.add(before[1], bias),
    some.add(before[2], some.product(kept, scaled, { transA: true })),
    some.subtract(before[3], through),
  ];

  const none = new GraphBuilder(g);
  const unchanged = before.map((gradient) => none.op('Identity', [gradient]));
  const zero = none.multiply(nDead, none.scalar(0));
  for (const [branch, values, extra] of [
    [some, after, loss],
    [none, unchanged, zero],
  ] as const) {
    values.forEach((value, i) => branch.output({ name: value, type: 'float32', shape: shapes[names[i]] }));
    branch.output({ name: extra, type: 'float32', shape: [] });
  }
  const results = g.ops('If', {
    inputs: [g.greater(nDead, g.scalar(0))],
    results: 5,
    attributes: { then_branch: { graph: some.build() }, else_branch: { graph: none.build() } },
  });
  const gradients: Gradients = new Map(names.map((name, i) => [name, results[i]]));
  return { ...pass, gradients, extraLoss: results[4] };
}

function gradientOf(gradients: Gradients, name: 'encoder' | 'encoderBias' | 'decoder' | 'decoderBias'): Value {
  const value = gradients.get(name);
  if (value === undefined) throw new TypeError(`no gradient of "${name}"`);
  return value;
}
