/**
 * A seed -> the first weights.
 *
 * Encoder row i: d standard normals of the stream of the seed and the path [1, i] (`nulls/random-stream.ts`: the same on every machine),
 * scaled to unit length; decoder row i is a copy. So the initial rows of a dictionary can be drawn again, one by one, from its seed.
 * b_dec starts at the first batch's mean, all else at 0 or at what the architecture's paper says.
 */
import { buildRandomStream } from '../../nulls/random-stream.ts';
import { Turns } from '../../turns.ts';
import type { UnitRows } from '../../unit-rows.ts';
import { chooseFirstSparsity } from './sparsity-controller.ts';
import { countElements, listState } from './state-shape.ts';
import type { TrainingPlan } from '../options/training-plan.ts';

/** Purpose of the stream: later uses of the same seed take other numbers. */
const INITIAL_ROWS = 1;

/** A normal costs about as much as this many multiplications. */
const NORMAL_COST = 32;

/** Row `i` that a dictionary of this seed starts with, in encoder and decoder. [d], unit length. */
export function drawInitialRow(row: { seed: number; i: number }, values: Float32Array): void {
  const stream = buildRandomStream(row.seed, [INITIAL_ROWS, row.i]);
  const normals = new Float64Array(values.length);
  let square = 0;
  for (let z = 0; z < values.length; z++) {
    normals[z] = stream.nextNormal();
    square += normals[z] * normals[z];
  }
  const norm = Math.sqrt(square);
  for (let z = 0; z < values.length; z++) values[z] = normals[z] / norm;
}

/** All rows that a dictionary of this seed starts with, in encoder and decoder. Throws the signal's reason once it is aborted. */
export async function drawInitialRows(
  { seed, n, d }: { seed: number; n: number; d: number },
  signal?: AbortSignal,
): Promise<UnitRows> {
  const turns = new Turns({ signal });
  const values = new Float32Array(n * d);
  for (let i = 0; i < n; i++) {
    drawInitialRow({ seed, i }, values.subarray(i * d, (i + 1) * d));
    await turns.spend(NORMAL_COST * d);
  }
  return { n, d, values };
}

/** Everything that `listState` names, before the first step; b_dec is 0 until `startFromBatch`. */
export function drawInitialState(plan: TrainingPlan, seed: number): Map<string, Float32Array> {
  const state = new Map<string, Float32Array>();
  for (const [name, shape] of listState(plan)) state.set(name, new Float32Array(countElements(shape)));
  const { nLatents, dIn, jumpThreshold } = plan;
  const encoder = tensorOf(state, 'encoder');
  for (let i = 0; i < nLatents; i++) drawInitialRow({ seed, i }, encoder.subarray(i * dIn, (i + 1) * dIn));
  tensorOf(state, 'decoder').set(encoder);
  state.get('logThreshold')?.fill(Math.log(jumpThreshold));
  return state;
}

/**
 * Sets what begins as the first batch [B, d], scaled as the plan says, has it: b_dec is its mean, and a search of the sparsity coefficient starts from
 * its variance. Summed in float64.
 */
export function startFromBatch(
  plan: TrainingPlan,
  state: ReadonlyMap<string, Float32Array>,
  batch: Float32Array,
): void {
  const { dIn, batchSize, inputScale, targetL0 } = plan;
  const sums = new Float64Array(dIn);
  for (let b = 0; b < batchSize; b++) for (let z = 0; z < dIn; z++) sums[z] += batch[b * dIn + z];
  const mean = sums.map((sum) => (sum / batchSize) * inputScale);
  tensorOf(state, 'decoderBias').set(mean);
  if (targetL0 === null) return;
  let square = 0;
  for (let at = 0; at < batchSize * dIn; at++) square += (batch[at] * inputScale - mean[at % dIn]) ** 2;
  tensorOf(state, 'logSparsity').fill(chooseFirstSparsity(plan, square / batchSize));
}

/** The state's tensor `name`, which must be there. */
export function tensorOf(state: ReadonlyMap<string, Float32Array>, name: string): Float32Array {
  const values = state.get(name);
  if (values === undefined) throw new TypeError(`no tensor "${name}" in the state`);
  return values;
}
