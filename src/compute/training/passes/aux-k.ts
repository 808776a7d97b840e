/**
 * AuxK: dead latents learn to rebuild what the living ones leave over.
 *
 * Gao et al. 2024 (arXiv 2406.04093, appendix A.2), weighted as in sparsify: with r = x - xhat (not differentiated), the k_aux largest
 * activations z of dead latents and rhat = z D: loss = coefficient * min(dead / k_aux, 1) * sum |r - rhat|^2 / variance. It is computed
 * only in steps that have dead latents (on a GPU in every step, where it is then zero). Latents that fired in the last `deadAfterTokens` tokens get no gradient from it.
 */
import { GraphBuilder, type Value } from '../../onnx/graph-builder.ts';
import { keepLargest } from './pass-parts.ts';
import { type Gradients, type StepContext, type StepPass, stateOf } from './step-context.ts';

/** Steps without firing after which a latent is dead. */
export function countDeadSteps(plan: { deadAfterTokens: number; batchSize: number }): number {
  return Math.floor(plan.deadAfterTokens / plan.batchSize);
}

/** The gradients that it adds to, in the order of the branches' results. */
const names = ['encoder', 'encoderBias', 'decoder', 'decoderBias'] as const;

interface Aux {
  context: StepContext;
  activations: Value;
  centred: Value;
  /** Reconstruction minus x. */
  error: Value;
  /** The gradients of `names` without the loss. */
  before: readonly Value[];
  dead: Value;
  nDead: Value;
}

/** `pass` with the loss and the gradients of AuxK added, or `pass` where the plan has none. */
export function addAuxK(context: StepContext, from: { activations: Value; centred: Value; pass: StepPass }): StepPass {
  const { g, plan, straight } = context;
  const { activations, centred, pass } = from;
  if (plan.auxK === null) return pass;
  const dead = g.greater(stateOf(context, 'stepsSinceFired'), g.scalar(countDeadSteps(plan)));
  const nDead = g.total(g.indicator(dead));
  const before = names.map((name) => gradientOf(pass.gradients, name));
  const aux: Aux = { context, activations, centred, error: pass.error, before, dead, nDead };
  const [loss, ...after] = straight ? buildAux(g, aux) : buildBranches(aux);
  const gradients: Gradients = new Map(names.map((name, i) => [name, after[i]]));
  return { ...pass, gradients, extraLoss: loss };
}

/** The loss and the gradients with it; zeros are added where no latent is dead. */
function buildAux(g: GraphBuilder, { context, activations, centred, error, before, dead, nDead }: Aux): Value[] {
  const { plan, variance } = context;
  const { k, coefficient } = plan.auxK ?? { k: 0, coefficient: 0 };
  const decoder = stateOf(context, 'decoder');
  const kept = keepLargest(g, g.keep(dead, activations), { k, width: plan.nLatents });
  const auxError = g.add(g.product(kept, decoder), error); // rhat - r
  const weight = g.divide(g.op('Min', [g.multiply(nDead, g.scalar(1 / k)), g.scalar(1)]), variance);
  const loss = g.multiply(weight, g.totalSquare(auxError));
  const scaled = g.multiply(auxError, g.multiply(weight, g.scalar(2 * coefficient)));
  const inner = g.keep(g.greater(kept, g.scalar(0)), g.product(scaled, decoder, { transB: true }));
  const bias = g.sumRows(inner);
  const through = g.vectorProduct(bias, stateOf(context, 'encoder'), [plan.nLatents, plan.dIn]);
  return [
    loss,
    g.add(before[0], g.product(inner, centred, { transA: true })),
    g.add(before[1], bias),
    g.add(before[2], g.product(kept, scaled, { transA: true })),
    g.subtract(before[3], through),
  ];
}

/** The same, computed only where some latent is dead. */
function buildBranches(aux: Aux): Value[] {
  const { context, before, nDead } = aux;
  const { g, plan } = context;
  const [n, d] = [plan.nLatents, plan.dIn];
  const some = new GraphBuilder(g);
  const none = new GraphBuilder(g);
  const unchanged = [
    none.multiply(nDead, none.scalar(0)),
    ...before.map((gradient) => none.op('Identity', [gradient])),
  ];
  const shapes = [[], [n, d], [n], [n, d], [d]];
  for (const [branch, values] of [
    [some, buildAux(some, aux)],
    [none, unchanged],
  ] as const)
    values.forEach((value, i) => branch.output({ name: value, type: 'float32', shape: shapes[i] }));
  return g.ops('If', {
    inputs: [g.greater(nDead, g.scalar(0))],
    results: shapes.length,
    attributes: { then_branch: { graph: some.build() }, else_branch: { graph: none.build() } },
  });
}

function gradientOf(gradients: Gradients, name: (typeof names)[number]): Value {
  const value = gradients.get(name);
  if (value === undefined) throw new TypeError(`no gradient of "${name}"`);
  return value;
}
