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

const MARGIN_KEY: KeyColumns<MarginKey> = {
  space_id: ['bigint', (key) => key.spaceId],
  matching_id: ['bigint', (key) => key.matchingId],
  side: ['smallint', (key) => sideNumber(key.side)],
  index: ['int', (key) => key.indexA],
};
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
