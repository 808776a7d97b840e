/** A small training whose batches are made from the step's number, so that it can begin anywhere. */
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';
import { buildTrainingPlan } from '../../../src/compute/training/options/training-plan.ts';

export const plan = buildTrainingPlan({
  architecture: 'TOPK',
  nLatents: 96,
  dIn: 12,
  k: 3,
  batchSize: 32,
  steps: 40,
  learningRate: 3e-3,
  warmupSteps: 5,
  auxK: { k: 4 },
  deadAfterTokens: 96,
});

export const fingerprint = 'example';

/** The batch of step `t` (from 1): sparse mixtures of twenty directions, the same every time. */
export function drawBatch(t: number): Float32Array {
  const { batchSize, dIn } = plan;
  const directions = buildRandomStream(1, [0]);
  const rows = Array.from({ length: 20 }, () => Float32Array.from({ length: dIn }, () => directions.nextNormal()));
  const stream = buildRandomStream(1, [1, t]);
  const batch = new Float32Array(batchSize * dIn);
  for (let b = 0; b < batchSize; b++)
    for (let j = 0; j < 3; j++) {
      const row = rows[stream.nextUint32() % rows.length];
      const weight = stream.nextUniform();
      for (let z = 0; z < dIn; z++) batch[b * dIn + z] += weight * row[z];
    }
  return batch;
}

export async function* openBatches(fromStep: number): AsyncGenerator<Float32Array> {
  for (let t = fromStep + 1; t <= plan.steps; t++) yield drawBatch(t);
}
