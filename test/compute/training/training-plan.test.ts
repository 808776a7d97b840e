/** Plans are complete and checked; their memory is known before anything is allocated. */
import { expect, test } from 'vitest';
import { listStepScalars } from '../../../src/compute/training/step/step-schedule.ts';
import { checkTrainingMemory, estimateTrainingMemory } from '../../../src/compute/training/training-memory.ts';
import { buildTrainingPlan } from '../../../src/compute/training/options/training-plan.ts';

const request = { architecture: 'TOPK', nLatents: 1024, dIn: 64, k: 16, batchSize: 512, steps: 10_000 } as const;

test('gaps are filled as the paper and sparsify fill them', () => {
  expect(buildTrainingPlan(request)).toEqual({
    ...request,
    sparsityCoefficient: null,
    targetL0: null,
    weightPenalty: null,
    initialRows: 'TIED',
    learningRate: 8e-4, // 2e-4 / sqrt(2^10 / 2^14)
    warmupSteps: 1000,
    decaySteps: 2000,
    sparsityWarmupSteps: 0,
    auxK: null,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    deadAfterTokens: 10_000_000,
    inputScale: 1,
    jumpBandwidth: 0.001,
    jumpThreshold: 0.001,
    provider: 'cpu',
  });
  expect(buildTrainingPlan({ ...request, auxK: {} }).auxK).toEqual({ coefficient: 1 / 32, k: 32 });
});

test.each<[string, object]>([
  ['architecture', { architecture: 'OTHER' }],
  ['nLatents', { nLatents: 0 }],
  ['nLatents', { nLatents: 1.5 }],
  ['nLatents', { nLatents: 2 ** 30 }],
  ['dIn', { dIn: Number.NaN }],
  ['batchSize', { batchSize: 1 }],
  ['steps', { steps: 2 ** 24 + 1 }],
  ['k', { k: null }],
  ['k', { k: 1025 }],
  ['k', { architecture: 'RELU_L1', sparsityCoefficient: 1 }],
  ['sparsityCoefficient', { architecture: 'GATED', k: null }],
  ['sparsityCoefficient', { architecture: 'GATED', k: null, sparsityCoefficient: Number.POSITIVE_INFINITY }],
  ['sparsityCoefficient', { sparsityCoefficient: 1 }],
  ['sparsityCoefficient', { architecture: 'GATED', k: null, sparsityCoefficient: 1, targetL0: 8 }],
  ['weightPenalty', { weightPenalty: -1 }],
  ['initialRows', { initialRows: 'ZERO' }],
  ['targetL0', { targetL0: 8 }],
  ['targetL0', { architecture: 'GATED', k: null, targetL0: 1024 }],
  ['targetL0', { architecture: 'GATED', k: null, targetL0: 0 }],
  ['auxK', { architecture: 'JUMP_RELU', k: null, sparsityCoefficient: 1, auxK: {} }],
  ['auxK.k', { auxK: { k: 0 } }],
  ['auxK.coefficient', { auxK: { coefficient: -1 } }],
  ['learningRate', { learningRate: 0 }],
  ['warmupSteps', { warmupSteps: -1 }],
  ['beta2', { beta2: 1 }],
  ['inputScale', { inputScale: 0 }],
])('a wrong %s is refused by name: %o', (field, wrong) => {
  expect(() => buildTrainingPlan({ ...request, ...wrong })).toThrow(
    expect.objectContaining({ code: 'BAD_INPUT', message: expect.stringContaining(`with ${field} `) }),
  );
});

test('the learning rate rises over the warm-up, stays, and falls over the last steps', () => {
  const plan = buildTrainingPlan({ ...request, steps: 100, learningRate: 1, warmupSteps: 4, decaySteps: 5 });
  const rates = [1, 2, 4, 5, 96, 97, 100].map((t) => listStepScalars(plan, t).learningRate);
  expect(rates).toEqual([0.25, 0.5, 1, 1, 1, 0.8, 0.2]);
});

test('memory grows with latents, batch and seeds, and what is too large is refused with the estimate', () => {
  const plan = buildTrainingPlan(request);
  const one = estimateTrainingMemory(plan);
  const large = buildTrainingPlan({ ...request, nLatents: 131_072, dIn: 4096, batchSize: 8192 });
  expect(estimateTrainingMemory(large).perSeedMb).toBeGreaterThan((6 * 4 * 131_072 * 4096) / 2 ** 20);
  expect(estimateTrainingMemory(plan, 3).totalMb).toBeGreaterThan(one.totalMb + one.perSeedMb);
  expect(estimateTrainingMemory(buildTrainingPlan({ ...request, batchSize: 2048 })).perSeedMb).toBeGreaterThan(
    one.perSeedMb,
  );
  expect(() => checkTrainingMemory(plan, { seeds: 1, memoryMb: one.totalMb })).not.toThrow();
  const { totalMb } = estimateTrainingMemory(large, 2);
  expect(() => checkTrainingMemory(large, { seeds: 2, memoryMb: 16_000 })).toThrow(
    expect.objectContaining({ code: 'TOO_LARGE_TO_TRAIN', message: expect.stringContaining(`about ${totalMb} MB`) }),
  );
});
