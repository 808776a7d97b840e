/**
 * BATCH_TOPK: forward and backward.
 *
 * Bussmann et al. 2024 (arXiv 2412.06410): f = the B * k largest of the whole batch's p = ReLU(E (x - b_dec) + b_enc); reconstruction,
 * loss and gradients as for TOPK. At inference a fixed threshold replaces the choice: the running average over training of each
 * batch's smallest kept activation, `batchThreshold`. Values equal to the smallest kept one are kept, too.
 *
 * The smallest kept value is found among the largest few of each token; a token whose list may have been too short makes that step
 * search all B * n values, so the result is always exact. On a GPU it is found by halving an interval: no sorting and no branch, exact
 * where it is above 2^-8 of the batch's largest activation, else to 2^-32 of that.
 */
import { GraphBuilder, type Value } from '../../onnx/graph-builder.ts';
import { addAuxK } from './aux-k.ts';
import { buildEncoded, finishGradients } from './pass-parts.ts';
import { type StepContext, type StepPass, stateOf } from './step-context.ts';

/** Candidates per token, in multiples of k: tokens rarely take more than four times their share. */
const LIST_FACTOR = 4;
/** Of an interval that begins as wide as the largest activation: a float32 that is not far below it has no more digits. */
const HALVINGS = 32;

export function buildBatchTopkPass(context: StepContext): StepPass {
  const { g, x, variance, averaging } = context;
  const decoder = stateOf(context, 'decoder');
  const { centred, activations } = buildEncoded(context);
  const smallest = context.straight ? bisectSmallestKept(context, activations) : findSmallestKept(context, activations);
  const mask = g.op('And', [g.op('GreaterOrEqual', [activations, smallest]), g.greater(activations, g.scalar(0))]);
  const kept = g.keep(mask, activations);
  const error = g.subtract(g.product(kept, decoder, { row: stateOf(context, 'decoderBias') }), x);
  const scaled = g.multiply(error, g.divide(g.scalar(2), variance));
  const inner = g.keep(mask, g.product(scaled, decoder, { transB: true }));
  const gradients = finishGradients(context, {
    decoder: g.product(kept, scaled, { transA: true }),
    outer: g.sumRows(scaled),
    encoder: g.product(inner, centred, { transA: true }),
    encoderBias: g.sumRows(inner),
  });
  const average = stateOf(context, 'batchThreshold');
  const batchThreshold = g.add(average, g.multiply(averaging, g.subtract(smallest, average)));
  const pass = { gradients, error, fired: g.sumRows(g.indicator(mask)), extraLoss: g.scalar(0) };
  return { ...addAuxK(context, { activations, centred, pass }), state: new Map([['batchThreshold', batchThreshold]]) };
}

/** The (B * k)-th largest of `activations` [B, n], a scalar. */
function findSmallestKept({ g, plan }: StepContext, activations: Value): Value {
  const { nLatents: n, batchSize } = plan;
  const k = plan.k ?? 0;
  const listed = Math.min(n, LIST_FACTOR * k);
  if (listed === n) return smallestOf(g, { values: activations, count: batchSize * k });
  const [lists] = g.ops('TopK', { inputs: [activations, g.whole(listed)], results: 2, attributes: { axis: -1 } });
  const found = smallestOf(g, { values: lists, count: batchSize * k });
  const lasts = g.op('Slice', [lists, g.whole(listed - 1), g.whole(listed), g.whole(-1)]); // [B, 1]
  const longest = g.largest(lasts);
  const short = g.op('And', [g.op('GreaterOrEqual', [longest, found]), g.greater(longest, g.scalar(0))]);
  const all = new GraphBuilder(g);
  all.output({ name: smallestOf(all, { values: activations, count: batchSize * k }), type: 'float32', shape: [] });
  const listedOnly = new GraphBuilder(g);
  listedOnly.output({ name: listedOnly.op('Identity', [found]), type: 'float32', shape: [] });
  const branches = { then_branch: { graph: all.build() }, else_branch: { graph: listedOnly.build() } };
  return g.ops('If', { inputs: [short], results: 1, attributes: branches })[0];
}

/** The same by {@link HALVINGS} counts of the values above the middle of an interval; one for each seed of the graph. */
function bisectSmallestKept({ g, plan }: StepContext, activations: Value): Value {
  const kept = g.scalar((plan.k ?? 0) * plan.batchSize);
  const half = g.scalar(0.5);
  const atLeast = (low: Value) => g.op('GreaterOrEqual', [activations, low]);
  // At least `kept` values reach `low`, fewer reach `high`.
  let low = g.scalar(0);
  let high = g.multiply(g.largest(activations), g.scalar(1 + 2 ** -20));
  for (let i = 0; i < HALVINGS; i++) {
    const middle = g.multiply(g.add(low, high), half);
    const enough = g.op('GreaterOrEqual', [g.total(g.indicator(atLeast(middle))), kept]);
    low = g.op('Where', [enough, middle, low]);
    high = g.op('Where', [enough, high, middle]);
  }
  return g.smallest(g.op('Where', [atLeast(low), activations, high]));
}

function smallestOf(g: GraphBuilder, { values, count }: { values: Value; count: number }): Value {
  const [largest] = g.ops('TopK', {
    inputs: [g.reshape(values, -1), g.whole(count)],
    results: 2,
    attributes: { axis: 0, sorted: 0 },
  });
  return g.smallest(largest);
}
