/** Parts of a step that several architectures have in common. */
import type { GraphBuilder, Value } from '../../onnx/graph-builder.ts';
import { type Gradients, type StepContext, stateOf } from './step-context.ts';

/** x - b_dec [B, d], E (x - b_dec) + b_enc [B, n] and its ReLU. */
export function buildEncoded(context: StepContext): { centred: Value; preActivations: Value; activations: Value } {
  const { g, x } = context;
  const centred = g.subtract(x, stateOf(context, 'decoderBias'));
  const preActivations = g.product(centred, stateOf(context, 'encoder'), {
    transB: true,
    row: stateOf(context, 'encoderBias'),
  });
  return { centred, preActivations, activations: g.op('Relu', [preActivations]) };
}

/** [B, n] -> the same with all but the `k` largest of each row set to 0. Values equal to the k-th are kept, too. */
export function keepLargest(g: GraphBuilder, activations: Value, of: { k: number; width: number }): Value {
  return g.keep(g.op('GreaterOrEqual', [activations, g.findKthOfRows(activations, of)]), activations);
}

/**
 * Gradients of the four parameters that all architectures have. `outer` [d] is what reaches b_dec through the reconstruction; through
 * x - b_dec it gets minus the encoder's rows weighted by `inward` [n], the summed gradient of E (x - b_dec): that of b_enc where
 * nothing else is said.
 */
export function finishGradients(
  context: StepContext,
  parts: { decoder: Value; outer: Value; encoder: Value; encoderBias: Value; inward?: Value },
): Gradients {
  const { g, plan } = context;
  const inward = parts.inward ?? parts.encoderBias;
  const through = g.vectorProduct(inward, stateOf(context, 'encoder'), [plan.nLatents, plan.dIn]);
  return new Map([
    ['encoder', parts.encoder],
    ['encoderBias', parts.encoderBias],
    ['decoder', parts.decoder],
    ['decoderBias', g.subtract(parts.outer, through)],
  ]);
}

/** The largest divisor of `count` that is at most `most`: blocks of a Scan have equal lengths. */
export function findBlockLength(count: number, most: number): number {
  for (let length = Math.min(count, Math.max(1, Math.floor(most))); length > 1; length--)
    if (count % length === 0) return length;
  return 1;
}
