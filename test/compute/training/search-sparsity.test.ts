/**
 * The search for the sparsity coefficient of a target L0: the controller's steps as written out in float64, seeds of every architecture that come near
 * the target with the coefficient that was reached, and the same bits after an interruption.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { measureHeldOut } from '../../../src/compute/training/measure-held-out.ts';
import { buildTrainingPlan, type TrainingPlan } from '../../../src/compute/training/options/training-plan.ts';
import {
  correctCoefficient,
  searchSparsity,
  type SparsitySearch,
} from '../../../src/compute/training/search-sparsity.ts';
import { listStepScalars } from '../../../src/compute/training/step/step-schedule.ts';
import { trainSeeds } from '../../../src/compute/training/train-seeds.ts';
import type { TrainedDictionary } from '../../../src/compute/training/trained-dictionary.ts';
import { startTrainer } from '../../../src/compute/training/trainer.ts';
import { drawBatch as drawAnew, plan as example } from './example-training.ts';

const TARGET = 3;
const architectures = ['RELU_L1', 'GATED', 'JUMP_RELU'] as const;

function planOf(architecture: (typeof architectures)[number], steps: number): TrainingPlan {
  const { nLatents, dIn, batchSize } = example;
  const sizes = { nLatents, dIn, batchSize, steps, learningRate: 1e-2, jumpBandwidth: 0.1, jumpThreshold: 0.1 };
  return buildTrainingPlan({ ...sizes, architecture, targetL0: TARGET });
}

/** Every search reads them again and again. */
const drawn = new Map<number, Float32Array>();
function drawBatch(t: number): Float32Array {
  const batch = drawn.get(t) ?? drawAnew(t);
  drawn.set(t, batch);
  return batch;
}

const drawBatches = (from: number, to: number): Float32Array => {
  const batches = Array.from({ length: to - from }, (_, i) => drawBatch(from + i + 1));
  const joined = new Float32Array(batches.length * batches[0].length);
  for (const [i, batch] of batches.entries()) joined.set(batch, i * batch.length);
  return joined;
};

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'reseed-search-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const optionsOf = (plan: TrainingPlan) => ({
  plan,
  async *openBatches(fromStep: number) {
    for (let t = fromStep + 1; t <= plan.steps; t++) yield drawBatch(t);
  },
  fingerprint: 'search',
  checkpointFolder: folder,
  checkpointEvery: 100,
  threads: 2,
});

async function* readHeldOut() {
  yield drawBatches(10_000, 10_020);
}
const measureL0 = async (dictionary: TrainedDictionary) =>
  (await measureHeldOut(dictionary, { blocks: readHeldOut(), threads: 1, provider: 'cpu' }))?.l0 ?? Number.NaN;

const search = (plan: TrainingPlan, options: Partial<SparsitySearch> = {}) =>
  searchSparsity({ ...optionsOf(plan), measureL0, checkpointFolder: path.join(folder, 'search'), ...options });

test.each(architectures)('%s: the controller moves as the formula says, from the first batch on', async (name) => {
  const plan = planOf(name, 40);
  const trainer = await startTrainer(plan, { seed: 1 });
  const batches = drawBatches(0, plan.steps);
  const reports = await trainer.run(batches);
  await trainer.stop();
  const { batchSize, dIn } = plan;
  let variance = 0;
  for (let z = 0; z < dIn; z++) {
    const column = Array.from({ length: batchSize }, (_, b) => batches[b * dIn + z]);
    const mean = column.reduce((sum, x) => sum + x, 0) / batchSize;
    variance += column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / batchSize;
  }
  const ofOne = variance / TARGET;
  const first = Math.log(0.02 * (name === 'JUMP_RELU' ? ofOne : Math.sqrt(ofOne)));
  let log = first;
  let average = 0;
  for (const { step, l0 } of reports) {
    average += Math.max(1 / step, 1 / 32) * (l0 - average);
    log += listStepScalars(plan, step).gain * Math.max(-1, Math.min(1, Math.log(Math.max(average / TARGET, 1e-6))));
  }
  expect(trainer.state().tensors.get('averageL0')?.[0]).toBeCloseTo(average, 4);
  expect(Math.log(trainer.dictionary().endSparsity ?? Number.NaN)).toBeCloseTo(log, 4);
  expect(Math.abs(log - first)).toBeGreaterThan(1);
});

test.each(architectures)('%s: seeds with the coefficient that was reached come near the target', async (name) => {
  const plan = planOf(name, 600);
  const { coefficient, rounds } = await search(plan);
  expect(rounds.length).toBeGreaterThan(0);
  const fixed = { ...plan, targetL0: null, sparsityCoefficient: coefficient };
  for (const { dictionary } of await trainSeeds({ ...optionsOf(fixed), seeds: [2, 3] })) {
    const l0 = await measureL0(dictionary as TrainedDictionary);
    expect(Math.abs(Math.log(l0 / TARGET))).toBeLessThan(0.15);
  }
});

test('a search that is interrupted reaches the same bits, and trains nothing twice', async () => {
  const plan = planOf('RELU_L1', 240);
  const whole = await search(plan, { checkpointFolder: path.join(folder, 'whole') });
  const stop = new AbortController();
  let written = 0;
  const stopping = search(plan, { signal: stop.signal, onCheckpoint: () => void (++written === 5 && stop.abort()) });
  await expect(stopping).rejects.toThrow('aborted'); // in the second training, after step 200 of 240
  const read: number[] = [];
  const again = await search(plan, {
    openBatches(fromStep) {
      read.push(fromStep);
      return optionsOf(plan).openBatches(fromStep);
    },
  });
  expect(again).toEqual(whole);
  expect(read[0]).toBe(200);
});

test('a correction lies on the line through two rounds, by the usual slope with one, and never far', () => {
  const one = { coefficient: 0.2, l0: 8 };
  expect(correctCoefficient([one], 4)).toBeCloseTo(0.2 * 2 ** (1 / 1.3), 12);
  // L0 ~ coefficient^-2: 8 at .2, 2 at .4
  expect(correctCoefficient([one, { coefficient: 0.4, l0: 2 }], 4)).toBeCloseTo(0.2 * Math.sqrt(2), 12);
  // two rounds that tell a rise are not believed
  expect(correctCoefficient([one, { coefficient: 0.4, l0: 9 }], 9)).toBeCloseTo(0.4, 12);
  expect(correctCoefficient([{ coefficient: 0.2, l0: 0 }], 4)).toBeCloseTo(0.05, 12);
});
