/**
 * A training on another execution provider agrees with the processor's. Runs where RESEED_TEST_PROVIDER names one (webgpu, cuda) that the
 * machine has; every operator of these graphs is one that a GPU computes without scattering.
 */
import { expect, test } from 'vitest';
import { startTrainer } from '../../../src/compute/training/trainer.ts';
import {
  buildTrainingPlan,
  trainedArchitectures,
  type TrainingPlan,
} from '../../../src/compute/training/training-plan.ts';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';

const provider = process.env['RESEED_TEST_PROVIDER'] as TrainingPlan['provider'] | undefined;

test.skipIf(provider === undefined).each(trainedArchitectures)('%s', async (architecture) => {
  const results = [];
  for (const where of ['cpu', provider] as const) {
    const sparsity = architecture.endsWith('TOPK')
      ? { k: 4, auxK: {}, deadAfterTokens: 32 }
      : { sparsityCoefficient: 0.1 };
    const sizes = { nLatents: 48, dIn: 12, batchSize: 32, steps: 3 };
    const plan = buildTrainingPlan({ architecture, ...sizes, ...sparsity, jumpBandwidth: 0.1, provider: where });
    const stream = buildRandomStream(2);
    const batches = Float32Array.from({ length: 3 * 32 * 12 }, () => stream.nextNormal());
    const variant = { selection: 'MASK', decode: 'DENSE', weightGradients: 'DENSE' } as const;
    const trainer = await startTrainer(plan, { seed: 1, variant });
    await trainer.run(batches);
    results.push(trainer.dictionary());
    await trainer.stop();
  }
  const [cpu, other] = results;
  for (const rows of ['encoder', 'decoder'] as const)
    expect(Math.max(...cpu[rows].map((value, at) => Math.abs(value - other[rows][at])))).toBeLessThan(1e-5);
});
