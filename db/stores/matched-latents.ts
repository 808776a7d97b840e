/**
 * What each latent of a matching has at the other end, a row each: typed arrays in by binary COPY, single rows out by key.
 */
import type { Side } from '../../loaders/checkpoints/checkpoint.ts';
import type { MatchedEnd } from '../../src/compute/side-matching.ts';
import { encodeRows } from '../connect/binary-copy.ts';
import { findEach, type KeyColumns } from '../connect/keyed-rows.ts';
import { matchingLatents } from '../schema/matching-tables.ts';
import type { Key } from '../schema/key.ts';
import { columns, rowOf } from '../schema/row.ts';
import { copyBlocks, type End, endNumber } from './matching-blocks.ts';
import type { Session } from '../connect/session.ts';
import { sideNumber } from '../schema/side-number.ts';

export interface MatchedLatentRow {
  /** Null where the bijection leaves this latent out. */
  partner: number | null;
  /** With the partner; 0 where there is none, null where one was published without it. */
  cosine: number | null;
  /** Nearest at the other end, best first. */
  candidates: number[];
  candidateCosines: number[];
}

/** Names a latent of one end of a side. */
export interface MatchedLatentKey {
  spaceId: number;
  matchingId: number;
  side: Side;
  end: End;
  index: number;
}

const ROW = rowOf<MatchedLatentRow>(
  columns(matchingLatents, 'x', ['partner', 'cosine', 'candidates', 'candidateCosines']),
);
const MATCHED_LATENT_KEY: KeyColumns<MatchedLatentKey> = {
  space_id: ['bigint', (key) => key.spaceId],
  matching_id: ['bigint', (key) => key.matchingId],
  side: ['smallint', (key) => sideNumber(key.side)],
  end: ['smallint', (key) => endNumber(key.end)],
  index: ['int', (key) => key.index],
};

/** Rows per COPY: about 200 bytes each. */
const ROWS_PER_COPY = 65_536;

/** Writes one end of a side, in the caller's transaction. */
export async function copyEnd(
  tx: Session,
  rows: { matching: Key; side: Side; end: End; matched: MatchedEnd },
): Promise<void> {
  const { matching, matched } = rows;
  const [side, end, c] = [sideNumber(rows.side), endNumber(rows.end), matched.candidatesPerLatent];
  const n = matched.partner.length;
  for (let from = 0; from < n; from += ROWS_PER_COPY) {
    const tuples = encodeRows(
      [
        { type: 'int8', at: () => matching.spaceId },
        { type: 'int8', at: () => matching.id },
        { type: 'int2', at: () => side },
        { type: 'int2', at: () => end },
        { type: 'int4', at: (row) => from + row },
        { type: 'int4', at: (row) => (matched.partner[from + row] < 0 ? null : matched.partner[from + row]) },
        { type: 'float8', at: (row) => orNull(matched.cosine[from + row]) },
        { type: 'int4[]', at: (row) => matched.candidates.subarray((from + row) * c, (from + row + 1) * c) },
        { type: 'float8[]', at: (row) => matched.candidateCosines.subarray((from + row) * c, (from + row + 1) * c) },
      ],
      Math.min(ROWS_PER_COPY, n - from),
    );
    await tx.copyIn(
      'matching_latents (space_id, matching_id, side, "end", index, partner, cosine, candidates, candidate_cosines)',
      tuples,
    );
  }
  await copyBlocks(tx, rows);
}

/** NaN stands for a cosine that is not known. */
function orNull(cosine: number): number | null {
  return Number.isNaN(cosine) ? null : cosine;
}

export function findMatchedLatents(
  s: Session,
  keys: readonly MatchedLatentKey[],
): Promise<(MatchedLatentRow | null)[]> {
  return findEach(s, keys, {
    by: MATCHED_LATENT_KEY,
    row: ROW,
    from: `join matching_latents x on x.space_id = k.space_id and x.matching_id = k.matching_id and x.side = k.side and x."end" = k."end"
       and x.index = k.index`,
  });
}
