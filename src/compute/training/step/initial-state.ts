/**
 * A seed -> the first weights.
 *
 * Encoder row i: d standard normals of the stream of the seed and the path [1, i] (`nulls/random-stream.ts`: the same on every machine),
 * scaled to unit length. Decoder row i is a copy (TIED), or drawn likewise from the path [2, i] of the seed (INDEPENDENT) or [3, i] of the seed 0
 * (SHARED: the same for every seed). So the initial rows of a dictionary can be drawn again, one by one, from its seed.
 * b_dec starts at the first batch's mean, all else at 0 or at what the architecture's paper says.
 */
import { buildRandomStream, type RandomStream } from '../../nulls/random-stream.ts';
import { Turns } from '../../turns.ts';
import type { UnitRows } from '../../unit-rows.ts';
import { chooseFirstSparsity } from './sparsity-controller.ts';
import { countElements, listState } from './state-shape.ts';
import type { InitialRows } from '../options/training-option.ts';
import type { TrainingPlan } from '../options/training-plan.ts';

/** Purposes of the stream: other uses of the same seed take other numbers. */
const SEED_ROWS = 1;
const DECODER_ROWS = 2;
const SHARED_ROWS = 3;
/** The seed of what all seeds have in common. */
const SHARED_SEED = 0;

/** Which rows of a dictionary: its side, and how its decoder began. */
export interface InitialSide {
  readonly side: 'DECODER' | 'ENCODER';
  readonly initialRows: InitialRows;
}

/** A normal costs about as much as this many multiplications. */
const NORMAL_COST = 32;

/** Row `i` that a dictionary of this seed starts with. [d], unit length. */
export function drawInitialRow(row: InitialSide & { seed: number; i: number }, values: Float32Array): void {
  const stream = openStream(row);
  const normals = new Float64Array(values.length);
  let square = 0;
  for (let z = 0; z < values.length; z++) {
    normals[z] = stream.nextNormal();
    square += normals[z] * normals[z];
  }
  const norm = Math.sqrt(square);
  for (let z = 0; z < values.length; z++) values[z] = normals[z] / norm;
}

function openStream({ seed, i, side, initialRows }: InitialSide & { seed: number; i: number }): RandomStream {
  if (side === 'ENCODER' || initialRows === 'TIED') return buildRandomStream(seed, [SEED_ROWS, i]);
  if (initialRows === 'INDEPENDENT') return buildRandomStream(seed, [DECODER_ROWS, i]);
  return buildRandomStream(SHARED_SEED, [SHARED_ROWS, i]);
}

/** All rows of one side that a dictionary of this seed starts with. Throws the signal's reason once it is aborted. */
export async function drawInitialRows(
  { n, d, ...of }: InitialSide & { seed: number; n: number; d: number },
  signal?: AbortSignal,
): Promise<UnitRows> {
  const turns = new Turns({ signal });
  const values = new Float32Array(n * d);
  for (let i = 0; i < n; i++) {
    drawInitialRow({ ...of, i }, values.subarray(i * d, (i + 1) * d));
    await turns.spend(NORMAL_COST * d);
  }
  return { n, d, values };
}

/** Everything that `listState` names, before the first step; b_dec is 0 until `startFromBatch`. */
export function drawInitialState(plan: TrainingPlan, seed: number): Map<string, Float32Array> {
  const state = new Map<string, Float32Array>();
  for (const [name, shape] of listState(plan)) state.set(name, new Float32Array(countElements(shape)));
  const { nLatents, dIn, jumpThreshold, initialRows } = plan;
  for (const [name, side] of [
    ['encoder', 'ENCODER'],
    ['decoder', 'DECODER'],
  ] as const) {
    const rows = tensorOf(state, name);
    for (let i = 0; i < nLatents; i++)
      drawInitialRow({ seed, i, side, initialRows }, rows.subarray(i * dIn, (i + 1) * dIn));
  }
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
