/** Similarities of matched rows, as jobs computed them. */
import type { CanonicalCorrelationRecord } from '../../src/compute/similarity/canonical-correlation.ts';
import { type Key, keyColumns } from '../schema/key.ts';
import { jsonParameter } from '../connect/parameters.ts';
import type { Session } from '../connect/session.ts';

/** A stored SVCCA. */
export interface SimilarityRow {
  statistics: CanonicalCorrelationRecord;
  createdAt: Date;
}

/** Stores the SVCCA of a matching; one that is there already is kept. */
export async function insertSimilarity(
  s: Session,
  { matching, statistics }: { matching: Key; statistics: CanonicalCorrelationRecord },
): Promise<void> {
  await s.query(
    `insert into similarities (space_id, matching_id, kind, statistics) values ($1, $2, 'SVCCA', $3::jsonb) on conflict do nothing`,
    [matching.spaceId, matching.id, jsonParameter(statistics)],
  );
}

/** The SVCCA of each matching, or null. */
export async function findSimilarities(s: Session, matchingKeys: readonly Key[]): Promise<(SimilarityRow | null)[]> {
  const rows = await s.query<SimilarityRow & { at: number }>(
    `select k.at::int as at, x.statistics, x.created_at as "createdAt"
     from unnest($1::bigint[], $2::bigint[]) with ordinality as k (space_id, id, at)
     join similarities x on x.space_id = k.space_id and x.matching_id = k.id and x.kind = 'SVCCA'`,
    keyColumns(matchingKeys),
  );
  const found: (SimilarityRow | null)[] = matchingKeys.map(() => null);
  for (const { at, ...row } of rows) found[at - 1] = row;
  return found;
}
