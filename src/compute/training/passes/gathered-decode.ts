/**
 * Decoding with only the decoder rows that a token uses, and the gradient of its activations, from one read of those rows.
 *
 * A Scan over pieces of the batch, so that the gathered rows [piece, k, d] stay in cache instead of taking k times the batch.
 */
import { GraphBuilder, type Value } from '../../onnx/graph-builder.ts';
import { findBlockLength } from './pass-parts.ts';
import { type StepContext, stateOf } from './step-context.ts';

/** Floats of gathered rows held at a time: 1 MB, within a core's second-level cache. */
const GATHERED_FLOATS = 2 ** 18;

/**
 * From `values` and `indices` [B, k]: the reconstruction error [B, d], the error times `scale` [B, d], and the gradient of the values
 * [B, k] as if all were positive.
 */
export function buildGatheredDecode(
  context: StepContext,
  kept: { values: Value; indices: Value; scale: Value },
): { error: Value; scaled: Value; inner: Value } {
  const { g, plan, x } = context;
  const { batchSize, dIn: d } = plan;
  const k = plan.k ?? 0;
  const length = findBlockLength(batchSize, GATHERED_FLOATS / (k * d));
  const pieces = batchSize / length;

  const body = new GraphBuilder(g);
  const bx = body.input({ name: g.freshName('x'), type: 'float32', shape: [length, d] });
  const bValues = body.input({ name: g.freshName('values'), type: 'float32', shape: [length, k] });
  const bIndices = body.input({ name: g.freshName('indices'), type: 'int64', shape: [length, k] });
  const rows = body.op('Gather', [stateOf(context, 'decoder'), bIndices], { axis: 0 }); // [piece, k, d]
  const decoded = body.reshape(body.op('MatMul', [body.reshape(bValues, length, 1, k), rows]), length, d);
  const error = body.subtract(body.add(decoded, stateOf(context, 'decoderBias')), bx);
  const scaled = body.multiply(error, kept.scale);
  const inner = body.reshape(body.op('MatMul', [rows, body.reshape(scaled, length, d, 1)]), length, k);
  body.output({ name: error, type: 'float32', shape: [length, d] });
  body.output({ name: scaled, type: 'float32', shape: [length, d] });
  body.output({ name: inner, type: 'float32', shape: [length, k] });

  const [errors, scaleds, inners] = g.ops('Scan', {
    inputs: [
      g.reshape(x, pieces, length, d),
      g.reshape(kept.values, pieces, length, k),
      g.reshape(kept.indices, pieces, length, k),
    ],
    results: 3,
    attributes: { num_scan_inputs: 3, body: { graph: body.build() } },
  });
  return {
    error: g.reshape(errors, batchSize, d),
    scaled: g.reshape(scaleds, batchSize, d),
    inner: g.reshape(inners, batchSize, k),
  };
}
