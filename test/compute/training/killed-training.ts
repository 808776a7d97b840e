/**
 * A process that trains seeds 4 and 9 into the folder of its first argument and prints every checkpoint that it has written; its batches stop
 * coming after the step of its second, so that it never ends before a test kills it.
 */
import { trainSeeds } from '../../../src/compute/training/train-seeds.ts';
import { drawBatch, fingerprint, plan } from './example-training.ts';

async function* openBatches(fromStep: number): AsyncGenerator<Float32Array> {
  for (let t = fromStep + 1; t <= Number(process.argv[3]); t++) yield drawBatch(t);
  await new Promise(() => undefined);
}

await trainSeeds({
  plan,
  seeds: [4, 9],
  openBatches,
  fingerprint,
  checkpointFolder: process.argv[2],
  checkpointEvery: 3,
  threads: 2,
  onCheckpoint: ({ seed, step }) => console.log(`${seed} ${step}`),
});
