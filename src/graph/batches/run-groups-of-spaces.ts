/** The run groups of a space, by the space's id. */
import DataLoader from 'dataloader';
import { listRunGroupsOfSpaces, type RunGroupRow } from '../../../db/stores/catalogue.ts';
import type { Session } from '../../../db/connect/connect.ts';

/** One statement for all spaces. */
export function buildRunGroupsOfSpacesBatch(session: Session): DataLoader<number, RunGroupRow[]> {
  return new DataLoader(async (spaceIds) => {
    const groups = Map.groupBy(await listRunGroupsOfSpaces(session, [...spaceIds]), (group) => group.spaceId);
    return spaceIds.map((id) => groups.get(id) ?? []);
  });
}
