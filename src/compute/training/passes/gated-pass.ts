/**
 * GATED: forward and backward.
 *
 * Rajamanoharan et al. 2024 (arXiv 2404.16014): with u = E (x - b_dec), the gate p = u + b_gate decides which latents are on and the
 * magnitude q = exp(r) u + b_mag how strongly: f = 1[p > 0] ReLU(q), xhat = f D + b_dec. Loss = mean over tokens of |x - xhat|^2 +
 * lambda * |ReLU(p)|_1 + |x - (ReLU(p) D' + b_dec')|^2, where D' and b_dec' are not differentiated.
 * `encoderBias` is b_gate, `logMagnitude` r, `magnitudeBias` b_mag.
 */
import { buildEncoded, finishGradients } from './pass-parts.ts';
import { type StepContext, type StepPass, stateOf } from './step-context.ts';

export function buildGatedPass(context: StepContext): StepPass {
  const { g, plan, x, sparsity } = context;
  const perToken = g.scalar(1 / plan.batchSize);
  const twice = g.scalar(2 / plan.batchSize);
  const decoder = stateOf(context, 'decoder');
  const decoderBias = stateOf(context, 'decoderBias');
  const { centred, preActivations, activations } = buildEncoded(context);
  const gain = g.op('Exp', [stateOf(context, 'logMagnitude')]); // [n]
  const shared = g.subtract(preActivations, stateOf(context, 'encoderBias')); // u
  const magnitude = g.add(g.multiply(shared, gain), stateOf(context, 'magnitudeBias'));
  const open = g.greater(preActivations, g.scalar(0));
  const on = g.op('And', [open, g.greater(magnitude, g.scalar(0))]);
  const kept = g.keep(on, magnitude);
  const error = g.subtract(g.product(kept, decoder, { row: decoderBias }), x);
  const scaled = g.multiply(error, twice);
  const gateError = g.multiply(g.subtract(g.product(activations, decoder, { row: decoderBias }), x), twice);

  const toMagnitude = g.keep(on, g.product(scaled, decoder, { transB: true }));
  const toGate = g.keep(open, g.add(g.product(gateError, decoder, { transB: true }), g.multiply(sparsity, perToken)));
  const toShared = g.add(g.multiply(toMagnitude, gain), toGate);
  const gradients = finishGradients(context, {
    decoder: g.product(kept, scaled, { transA: true }),
    outer: g.sumRows(scaled),
    encoder: g.product(toShared, centred, { transA: true }),
    encoderBias: g.sumRows(toGate),
    inward: g.sumRows(toShared),
  });
  gradients.set('magnitudeBias', g.sumRows(toMagnitude));
  gradients.set('logMagnitude', g.multiply(g.sumRows(g.multiply(toMagnitude, shared)), gain));
  return {
    gradients,
    error,
    fired: g.sumRows(g.indicator(on)),
    extraLoss: g.multiply(g.total(activations), perToken),
  };
}
