/** Names of the run groups that a training makes. */
import type { TrainingSettings } from '../../../db/stores/training-settings.ts';

/** The run group of the seeds as they are after so many tokens: the run's own at the end. */
export function snapshotName(settings: Pick<TrainingSettings, 'name' | 'tokens'>, tokens: number): string {
  return tokens === settings.tokens ? settings.name : `${settings.name}@${tokens}`;
}
