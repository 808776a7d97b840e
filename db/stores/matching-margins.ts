/** Margins of matched pairs: written with the side that they are of, read for single latents. */
import type { Side } from '../../loaders/checkpoints/checkpoint.ts';
import { findEach, type KeyColumns } from '../connect/keyed-rows.ts';
import type { Session } from '../connect/session.ts';
import type { Key } from '../schema/key.ts';
import { computed, rowOf } from '../schema/row.ts';
import { sideNumber } from '../schema/side-number.ts';

/** A pair of one side of a matching, by its latent of A. */
export interface MarginKey {
  spaceId: number;
  matchingId: number;
  side: Side;
  indexA: number;
}

/** By how much the sum falls without the pair; null where no other matching is possible, so that it cannot fall to anything. */
export interface MarginRow {
  atLeast: number | null;
  atMost: number | null;
}

const MARGIN_SIDE_KEY: KeyColumns<MarginSideKey> = {
  space_id: ['bigint', (key) => key.spaceId],
  matching_id: ['bigint', (key) => key.matchingId],
  side: ['smallint', (key) => sideNumber(key.side)],
};
const MARGIN_KEY: KeyColumns<MarginKey> = { ...MARGIN_SIDE_KEY, index: ['int', (key) => key.indexA] };
const finite = (column: string) => ({
  ...computed(
    `case when x.${column}[k.index + 1] < 'Infinity'::float8 then x.${column}[k.index + 1] end`,
    'double precision',
  ),
  nullable: true,
});
const MARGIN = rowOf<MarginRow>({ atLeast: finite('at_least'), atMost: finite('at_most') });

/** Writes the margins of a side, in the caller's transaction. [nA] each */
export async function insertMargins(
  tx: Session,
  { matching, side, margins }: { matching: Key; side: Side; margins: { atLeast: Float64Array; atMost: Float64Array } },
): Promise<void> {
  await tx.run(
    'insert into matching_margins (space_id, matching_id, side, at_least, at_most) values ($1, $2, $3, $4, $5)',
    [matching.spaceId, matching.id, sideNumber(side), Array.from(margins.atLeast), Array.from(margins.atMost)],
  );
}

/** The margin of each pair; null for a side without, as others published it or an older version solved it. */
export function findMargins(s: Session, keys: readonly MarginKey[]): Promise<(MarginRow | null)[]> {
  return findEach(s, keys, {
    by: MARGIN_KEY,
    row: MARGIN,
    from: 'join matching_margins x on x.space_id = k.space_id and x.matching_id = k.matching_id and x.side = k.side',
  });
}

/** A side of a matching. */
export type MarginSideKey = Omit<MarginKey, 'indexA'>;

/** Lower bounds of all pairs of a side: their quartiles, and how many are below a limit. Null without a pair. */
export interface MarginSummaryRow {
  pairs: number;
  lowerQuartile: number | null;
  median: number | null;
  upperQuartile: number | null;
  unsure: number;
}

/** A margin below this is within what two trainings of one seed on other machines change of cosines. */
const UNSURE_MARGIN = 0.01;

const quartile = (part: number) => ({
  ...computed(
    `(select percentile_cont(${part}) within group (order by v) from unnest(x.at_least) v where v < 'Infinity')`,
    'double precision',
  ),
  nullable: true,
});
const SUMMARY = rowOf<MarginSummaryRow>({
  pairs: computed(`(select count(*) from unnest(x.at_least) v where v < 'Infinity')::int`, 'integer'),
  lowerQuartile: quartile(0.25),
  median: quartile(0.5),
  upperQuartile: quartile(0.75),
  unsure: computed(`(select count(*) from unnest(x.at_least) v where v < ${UNSURE_MARGIN})::int`, 'integer'),
});

/** Of the pairs that another bijection could do without; null for a side without margins. */
export function summariseMargins(s: Session, keys: readonly MarginSideKey[]): Promise<(MarginSummaryRow | null)[]> {
  return findEach(s, keys, {
    by: MARGIN_SIDE_KEY,
    row: SUMMARY,
    from: 'join matching_margins x on x.space_id = k.space_id and x.matching_id = k.matching_id and x.side = k.side',
  });
}
