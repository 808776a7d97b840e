/** TrainingSettings: options under their own names, wherever the settings keep them. */
import { nameProvider } from '../provider-name.ts';
import type { TrainingSettingsResolvers } from '../generated/types.ts';

export const trainingSettingsResolvers: TrainingSettingsResolvers = {
  provider: ({ provider }) => nameProvider(provider),
};
