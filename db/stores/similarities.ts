/** What jobs computed of the rows of matched pairs: SVCCA, and the spans of orphans. */
import type { CanonicalCorrelationRecord } from '../../src/compute/similarity/canonical-correlation.ts';
import type { OrphanSpans } from '../../src/compute/similarity/orphan-spans.ts';
import type { Criterion } from '../../src/compute/statistics/criterion.ts';
import { findEach } from '../connect/keyed-rows.ts';
import { similarities } from '../schema/matching-tables.ts';
import { KEY, type Key } from '../schema/key.ts';
import { columns, rowOf } from '../schema/row.ts';
import { jsonParameter } from '../connect/parameters.ts';
import type { Session } from '../connect/session.ts';

/** Spans of orphans, and who these are. JSON-able. */
export interface OrphanSpansRecord {
  readonly criterion: Criterion;
  readonly seed: number;
  /** Null where one dictionary has no orphan. */
  readonly spans: OrphanSpans | null;
}

/** By kind. */
interface Statistics {
  SVCCA: CanonicalCorrelationRecord;
  ORPHANS: OrphanSpansRecord;
}

/** What a job left. */
export interface SimilarityRow<Kind extends keyof Statistics = 'SVCCA'> {
  statistics: Statistics[Kind];
  createdAt: Date;
}

const fields = columns(similarities, 'x', ['statistics', 'createdAt']);
const SVCCA = rowOf<SimilarityRow>(fields);
const ORPHANS = rowOf<SimilarityRow<'ORPHANS'>>(fields);

/** Stores what was computed of a matching; what is there already is kept. */
export async function insertSimilarity<Kind extends keyof Statistics>(
  s: Session,
  { matching, kind, statistics }: { matching: Key; kind: Kind; statistics: Statistics[Kind] },
): Promise<void> {
  await s.run(
    `insert into similarities (space_id, matching_id, kind, statistics) values ($1, $2, $3, $4::jsonb) on conflict do nothing`,
    [matching.spaceId, matching.id, kind, jsonParameter(statistics)],
  );
}

/** The SVCCA of each matching, or null. */
export function findSimilarities(s: Session, matchingKeys: readonly Key[]): Promise<(SimilarityRow | null)[]> {
  return findEach(s, matchingKeys, { by: KEY, row: SVCCA, from: joinKind('SVCCA') });
}

/** The spans of the orphans of each matching, or null. */
export function findOrphanSpans(
  s: Session,
  matchingKeys: readonly Key[],
): Promise<(SimilarityRow<'ORPHANS'> | null)[]> {
  return findEach(s, matchingKeys, { by: KEY, row: ORPHANS, from: joinKind('ORPHANS') });
}

function joinKind(kind: keyof Statistics): string {
  return `join similarities x on x.space_id = k.space_id and x.matching_id = k.id and x.kind = '${kind}'`;
}
