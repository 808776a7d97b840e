/**
 * RELU_L1: forward and backward.
 *
 * Bricken et al. 2023 ("Towards Monosemanticity"), with the decoder's norm in the penalty (Conerly et al. 2024): f = ReLU(E (x - b_dec)
 * + b_enc), xhat = f D + b_dec, loss = mean over tokens of |x - xhat|^2 + lambda * sum_i f_i |D_i|.
 * Rows of D have unit length, and the penalty's gradient on D lies along the rows, where the projection removes it. With
 * g = 2 (xhat - x) / B: f: g D^T + lambda / B where f > 0.
 */
import { buildEncoded, finishGradients } from './pass-parts.ts';
import { type StepContext, type StepPass, stateOf } from './step-context.ts';

export function buildReluL1Pass(context: StepContext): StepPass {
  const { g, plan, x, sparsity } = context;
  const perToken = g.scalar(1 / plan.batchSize);
  const decoder = stateOf(context, 'decoder');
  const { centred, activations } = buildEncoded(context);
  const mask = g.greater(activations, g.scalar(0));
  const error = g.subtract(g.product(activations, decoder, { row: stateOf(context, 'decoderBias') }), x);
  const scaled = g.multiply(error, g.scalar(2 / plan.batchSize));
  const inner = g.keep(mask, g.add(g.product(scaled, decoder, { transB: true }), g.multiply(sparsity, perToken)));
  return {
    gradients: finishGradients(context, {
      decoder: g.product(activations, scaled, { transA: true }),
      outer: g.sumRows(scaled),
      encoder: g.product(inner, centred, { transA: true }),
      encoderBias: g.sumRows(inner),
    }),
    error,
    fired: g.sumRows(g.indicator(mask)),
    extraLoss: g.multiply(g.total(activations), perToken),
  };
}
