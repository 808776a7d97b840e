/** Models by id. */
import DataLoader from 'dataloader';
import { findModels, type ModelRow } from '../../../db/stores/catalogue.ts';
import type { Session } from '../../../db/connect/connect.ts';

/** One statement for all models that one answer names. */
export function buildModelBatch(session: Session): DataLoader<number, ModelRow | null> {
  return new DataLoader((ids) => findModels(session, [...ids]));
}
