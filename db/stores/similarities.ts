/** Similarities of matched rows, as jobs computed them. */
import type { CanonicalCorrelationRecord } from '../../src/compute/similarity/canonical-correlation.ts';
import { findEach } from '../connect/keyed-rows.ts';
import { similarities } from '../schema/matching-tables.ts';
import { KEY, type Key } from '../schema/key.ts';
import { columns, rowOf } from '../schema/row.ts';
import { jsonParameter } from '../connect/parameters.ts';
import type { Session } from '../connect/session.ts';

/** A stored SVCCA. */
export interface SimilarityRow {
  statistics: CanonicalCorrelationRecord;
  createdAt: Date;
}

const ROW = rowOf<SimilarityRow>(columns(similarities, 'x', ['statistics', 'createdAt']));

/** Stores the SVCCA of a matching; one that is there already is kept. */
export async function insertSimilarity(
  s: Session,
  { matching, statistics }: { matching: Key; statistics: CanonicalCorrelationRecord },
): Promise<void> {
  await s.run(
    `insert into similarities (space_id, matching_id, kind, statistics) values ($1, $2, 'SVCCA', $3::jsonb) on conflict do nothing`,
    [matching.spaceId, matching.id, jsonParameter(statistics)],
  );
}

/** The SVCCA of each matching, or null. */
export function findSimilarities(s: Session, matchingKeys: readonly Key[]): Promise<(SimilarityRow | null)[]> {
  return findEach(s, matchingKeys, {
    by: KEY,
    row: ROW,
    from: `join similarities x on x.space_id = k.space_id and x.matching_id = k.id and x.kind = 'SVCCA'`,
  });
}
