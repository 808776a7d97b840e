/** TrainingSettings. */
import { nameProvider } from '../provider-name.ts';
import type { TrainingSettingsResolvers } from '../generated/types.ts';

export const trainingSettingsResolvers: TrainingSettingsResolvers = {
  architecture: ({ plan }) => plan.architecture,
  dIn: ({ plan }) => plan.dIn,
  nLatents: ({ plan }) => plan.nLatents,
  k: ({ plan }) => plan.k,
  sparsityCoefficient: ({ plan }) => plan.sparsityCoefficient,
  batchSize: ({ plan }) => plan.batchSize,
  steps: ({ plan }) => plan.steps,
  learningRate: ({ plan }) => plan.learningRate,
  provider: ({ provider }) => nameProvider(provider),
};
