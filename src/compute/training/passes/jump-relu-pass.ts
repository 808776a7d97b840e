/**
 * JUMP_RELU: forward and backward.
 *
 * Rajamanoharan et al. 2024 (arXiv 2407.14435): z = E (x - b_dec) + b_enc, f = z H(z - theta) with theta = exp(logThreshold) per
 * latent, xhat = f D + b_dec, loss = mean over tokens of |x - xhat|^2 + lambda * |f|_0.
 * Straight-through estimates with the rectangle K(u) = 1 for |u| < 1/2 of width eps: df/dtheta = -(theta / eps) K((z - theta) / eps),
 * dH/dtheta = -(1 / eps) K((z - theta) / eps); z gets a gradient only through f. The logarithm keeps the threshold positive.
 */
import { buildEncoded, finishGradients } from './pass-parts.ts';
import { type StepContext, type StepPass, stateOf } from './step-context.ts';

export function buildJumpReluPass(context: StepContext): StepPass {
  const { g, plan, x, sparsity } = context;
  const perToken = g.scalar(1 / plan.batchSize);
  const decoder = stateOf(context, 'decoder');
  const { centred, preActivations } = buildEncoded(context);
  const threshold = g.op('Exp', [stateOf(context, 'logThreshold')]); // [n]
  const mask = g.greater(preActivations, threshold);
  const kept = g.keep(mask, preActivations);
  const error = g.subtract(g.product(kept, decoder, { row: stateOf(context, 'decoderBias') }), x);
  const scaled = g.multiply(error, g.scalar(2 / plan.batchSize));
  const upstream = g.product(scaled, decoder, { transB: true }); // d loss / d f
  const inner = g.keep(mask, upstream);

  const distance = g.op('Abs', [g.subtract(preActivations, threshold)]);
  const near = g.op('Less', [distance, g.scalar(plan.jumpBandwidth / 2)]);
  const pull = g.add(g.multiply(upstream, threshold), g.multiply(sparsity, perToken));
  const perThreshold = g.multiply(g.sumRows(g.keep(near, pull)), g.scalar(-1 / plan.jumpBandwidth));

  const gradients = finishGradients(context, {
    decoder: g.product(kept, scaled, { transA: true }),
    outer: g.sumRows(scaled),
    encoder: g.product(inner, centred, { transA: true }),
    encoderBias: g.sumRows(inner),
  });
  gradients.set('logThreshold', g.multiply(perThreshold, threshold));
  const fired = g.sumRows(g.indicator(mask));
  return { gradients, error, fired, extraLoss: g.multiply(g.total(fired), perToken) };
}
