/**
 * TOPK: forward and backward.
 *
 * Gao et al. 2024 (arXiv 2406.04093) as sparsify trains it: p = ReLU(E (x - b_dec) + b_enc), f = the k largest of p for each token,
 * xhat = f D + b_dec, loss = FVU = sum |x - xhat|^2 / sum |x - mean x|^2 + coefficient * AuxK.
 * With g = 2 (xhat - x) / variance the gradients are D: f^T g; f: g D^T where f > 0, called gf; E: gf^T (x - b_dec); b_enc: sum gf;
 * b_dec: sum g - (sum gf) E.
 */
import type { Value } from '../../onnx/graph-builder.ts';
import { addAuxK } from './aux-k.ts';
import { buildGatheredDecode } from './gathered-decode.ts';
import { buildEncoded, finishGradients, keepLargest } from './pass-parts.ts';
import { type StepContext, type StepPass, stateOf } from './step-context.ts';

export function buildTopkPass(context: StepContext): StepPass {
  const { variant } = context;
  return variant.selection === 'MASK' ? buildMasked(context) : buildIndexed(context);
}

function buildMasked(context: StepContext): StepPass {
  const { g, plan, x, variance } = context;
  const decoder = stateOf(context, 'decoder');
  const { centred, activations } = buildEncoded(context);
  const kept = keepLargest(g, activations, { k: plan.k ?? 0, width: plan.nLatents });
  const mask = g.greater(kept, g.scalar(0));
  const error = g.subtract(g.product(kept, decoder, { row: stateOf(context, 'decoderBias') }), x);
  const scaled = g.multiply(error, g.divide(g.scalar(2), variance));
  const inner = g.keep(mask, g.product(scaled, decoder, { transB: true }));
  const gradients = finishGradients(context, {
    decoder: g.product(kept, scaled, { transA: true }),
    outer: g.sumRows(scaled),
    encoder: g.product(inner, centred, { transA: true }),
    encoderBias: g.sumRows(inner),
  });
  return addAuxK(context, {
    activations,
    centred,
    pass: { gradients, error, fired: g.sumRows(g.indicator(mask)), extraLoss: g.scalar(0) },
  });
}

function buildIndexed(context: StepContext): StepPass {
  const { g, plan, variant, x, variance } = context;
  const { nLatents: n, dIn: d, batchSize } = plan;
  const k = plan.k ?? 0;
  const decoder = stateOf(context, 'decoder');
  const { centred, activations } = buildEncoded(context);
  const [values, indices] = g.ops('TopK', {
    inputs: [activations, g.whole(k)],
    results: 2,
    attributes: { axis: -1, sorted: 0 },
  });
  const spread = (rows: Value) => g.op('ScatterElements', [g.zeros(batchSize, n), indices, rows], { axis: -1 }); // [B, k] -> [B, n]
  const scale = g.divide(g.scalar(2), variance);

  const dense = variant.decode === 'DENSE' || variant.weightGradients === 'DENSE' ? spread(values) : null;
  let error: Value;
  let scaled: Value;
  let inner: Value; // [B, k]
  if (variant.decode === 'GATHERED' || dense === null) {
    ({ error, scaled, inner } = buildGatheredDecode(context, { values, indices, scale }));
  } else {
    error = g.subtract(g.product(dense, decoder, { row: stateOf(context, 'decoderBias') }), x);
    scaled = g.multiply(error, scale);
    inner = g.op('GatherElements', [g.product(scaled, decoder, { transB: true }), indices], { axis: -1 });
  }
  const positive = g.greater(values, g.scalar(0));
  inner = g.keep(positive, inner);

  const flat = g.reshape(indices, -1);
  const sumByLatent = (a: Value) =>
    g.op('ScatterElements', [g.zeros(n), flat, g.reshape(a, -1)], { axis: 0, reduction: { text: 'add' } });
  const addRows = (weights: Value, rows: Value) => {
    const products = g.multiply(g.reshape(weights, batchSize, k, 1), g.reshape(rows, batchSize, 1, d));
    return g.op('ScatterND', [g.zeros(n, d), g.reshape(indices, -1, 1), g.reshape(products, -1, d)], {
      reduction: { text: 'add' },
    });
  };
  const gradients = finishGradients(context, {
    decoder:
      dense === null || variant.weightGradients === 'SPARSE'
        ? addRows(values, scaled)
        : g.product(dense, scaled, { transA: true }),
    outer: g.sumRows(scaled),
    encoder:
      variant.weightGradients === 'SPARSE'
        ? addRows(inner, centred)
        : g.product(spread(inner), centred, { transA: true }),
    encoderBias: sumByLatent(inner),
  });
  const fired = sumByLatent(g.indicator(positive));
  return addAuxK(context, { activations, centred, pass: { gradients, error, fired, extraLoss: g.scalar(0) } });
}
