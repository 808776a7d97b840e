/**
 * A process that trains seeds 4 and 9 into the folder of its first argument and prints every checkpoint that it has written; its batches stop
 * coming after the step of its second, so that it never ends before a test kills it. A third and fourth argument name another provider and
 * number of steps. It prints the code of every seed that fails.
 */
import { trainSeeds } from '../../../src/compute/training/train-seeds.ts';
import type { TrainingPlan } from '../../../src/compute/training/options/training-plan.ts';
import { drawBatch, fingerprint, plan as example } from './example-training.ts';

const [, , checkpointFolder, last, provider = 'cpu', steps = String(example.steps)] = process.argv;
const plan: TrainingPlan = { ...example, provider: provider as TrainingPlan['provider'], steps: Number(steps) };

async function* openBatches(fromStep: number): AsyncGenerator<Float32Array> {
  for (let t = fromStep + 1; t <= Number(last); t++) yield drawBatch(t);
  await new Promise(() => undefined);
}

const outcomes = await trainSeeds({
  plan,
  seeds: [4, 9],
  openBatches,
  fingerprint,
  checkpointFolder,
  checkpointEvery: 3,
  threads: 2,
  onCheckpoint: ({ seed, step }) => console.log(`${seed} ${step}`),
});
for (const { error } of outcomes) if (error !== null) console.log(error.code);
