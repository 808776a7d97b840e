/**
 * Adam's update of one parameter, and of the decoder on the sphere.
 *
 * Matrices are updated in blocks of rows by a Scan: a dozen operators then work on numbers that are still in cache, instead of each
 * reading and writing whole matrices. The decoder's gradient first loses its part along each row, and the rows are scaled to unit
 * length afterwards (Bricken et al. 2023; sparsify).
 */
import { GraphBuilder, type Value } from '../../onnx/graph-builder.ts';
import { findBlockLength } from '../passes/pass-parts.ts';
import type { TrainingPlan } from '../options/training-plan.ts';

/** Values of one parameter: before or after the step. */
export interface Moments {
  parameter: Value;
  moment1: Value;
  moment2: Value;
}

/** The scalars of the step; see `step-schedule.ts`. */
interface AdamScalars {
  rate: Value;
  epsilon: Value;
}

/** Floats of one matrix updated at a time: 128 KB, so that all matrices of a block fit a second-level cache. */
const BLOCK_FLOATS = 2 ** 15;
/** A zero row stays zero instead of becoming NaN. */
const SMALLEST_NORM = 2 ** -23;

/**
 * The parameter and its moments after the step. `unitRows` projects the gradient and scales rows to unit length; `straight` updates a
 * matrix as a whole, which a GPU does best.
 */
export function buildAdam(
  g: GraphBuilder,
  update: {
    plan: TrainingPlan;
    before: Moments;
    gradient: Value;
    shape: readonly number[];
    scalars: AdamScalars;
    unitRows: boolean;
    straight: boolean;
  },
): Moments {
  const { plan, before, gradient, shape, scalars, unitRows, straight } = update;
  if (straight || shape.length !== 2) return buildUpdate(g, { plan, before, gradient, scalars, unitRows });
  const [n, d] = shape;
  const length = findBlockLength(n, BLOCK_FLOATS / d);
  const blocks = n / length;
  const body = new GraphBuilder(g);
  const slice = (stem: string) => body.input({ name: g.freshName(stem), type: 'float32', shape: [length, d] });
  const inside = { parameter: slice('parameter'), moment1: slice('moment1'), moment2: slice('moment2') };
  const after = buildUpdate(body, { plan, before: inside, gradient: slice('gradient'), scalars, unitRows });
  for (const name of [after.parameter, after.moment1, after.moment2])
    body.output({ name, type: 'float32', shape: [length, d] });
  const results = g.ops('Scan', {
    inputs: [before.parameter, before.moment1, before.moment2, gradient].map((a) => g.reshape(a, blocks, length, d)),
    results: 3,
    attributes: { num_scan_inputs: 4, body: { graph: body.build() } },
  });
  const [parameter, moment1, moment2] = results.map((a) => g.reshape(a, n, d));
  return { parameter, moment1, moment2 };
}

function buildUpdate(
  g: GraphBuilder,
  update: { plan: TrainingPlan; before: Moments; gradient: Value; scalars: AdamScalars; unitRows: boolean },
): Moments {
  const { plan, before, scalars, unitRows } = update;
  let { gradient } = update;
  if (unitRows) {
    const along = g.op('ReduceSum', [g.multiply(gradient, before.parameter), g.whole(-1)]); // [rows, 1]
    gradient = g.subtract(gradient, g.multiply(along, before.parameter));
  }
  const moment1 = g.add(g.multiply(before.moment1, g.scalar(plan.beta1)), gradient);
  const moment2 = g.add(g.multiply(before.moment2, g.scalar(plan.beta2)), g.multiply(gradient, gradient));
  const step = g.divide(moment1, g.add(g.op('Sqrt', [moment2]), scalars.epsilon));
  let parameter = g.subtract(before.parameter, g.multiply(step, scalars.rate));
  if (unitRows) {
    const norm = g.op('ReduceL2', [parameter, g.whole(-1)]); // [rows, 1]
    parameter = g.divide(parameter, g.op('Max', [norm, g.scalar(SMALLEST_NORM)]));
  }
  return { parameter, moment1, moment2 };
}
