/** The spaces of a model, by the model's id. */
import DataLoader from 'dataloader';
import { listSpacesOfModels, type SpaceRow } from '../../../db/stores/catalogue.ts';
import type { Session } from '../../../db/connect/connect.ts';

/** One statement for all models. */
export function buildSpacesOfModelsBatch(session: Session): DataLoader<number, SpaceRow[]> {
  return new DataLoader(async (modelIds) => {
    const spaces = Map.groupBy(await listSpacesOfModels(session, [...modelIds]), (space) => space.modelId);
    return modelIds.map((id) => spaces.get(id) ?? []);
  });
}
