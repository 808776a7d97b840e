/** Options that earlier releases lacked leave fingerprints and checkpoints as they were, unless they change something. */
import { expect, test } from 'vitest';
import { identifyPlan } from '../../../src/compute/training/options/plan-identity.ts';
import { buildTrainingPlan } from '../../../src/compute/training/options/training-plan.ts';

const request = { architecture: 'RELU_L1', nLatents: 64, dIn: 8, batchSize: 32, steps: 10 } as const;

test('without newer options a plan has the fields of the first release, in their order', () => {
  expect(Object.keys(identifyPlan(buildTrainingPlan({ ...request, sparsityCoefficient: 1 })))).toEqual(
    // biome-ignore format: one list
    ['architecture', 'nLatents', 'dIn', 'k', 'sparsityCoefficient', 'batchSize', 'steps', 'learningRate', 'warmupSteps', 'decaySteps',
      'sparsityWarmupSteps', 'auxK', 'beta1', 'beta2', 'epsilon', 'deadAfterTokens', 'inputScale', 'jumpBandwidth', 'jumpThreshold', 'provider'],
  );
});

test('what changes the run stays', () => {
  expect(identifyPlan(buildTrainingPlan({ ...request, targetL0: 4 }))).toMatchObject({ targetL0: 4 });
});
