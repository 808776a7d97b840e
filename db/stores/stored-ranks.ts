/**
 * Complete matchings reduced to ranks of sharing scores: two bytes per latent, end and definition, where the numbers themselves take a
 * hundred. They stand next to both sides of a matching, are made from them, and go with them.
 */
import type { EndRanks, PairRanks } from '../../src/compute/group/score-ranks.ts';
import type { SharedDefinition } from '../../src/compute/statistics/criterion.ts';
import { encodeRows, readTuples } from '../connect/binary-copy.ts';
import { matchings } from '../schema/matching-tables.ts';
import type { Key } from '../schema/key.ts';
import { columns, rowOf } from '../schema/row.ts';
import { type End, endNumber } from './matching-blocks.ts';
import type { Session } from '../connect/session.ts';

/** One end of a matching under a definition; its dictionary has `n` latents. */
export interface RankKey {
  matching: Key;
  definition: SharedDefinition;
  end: End;
  n: number;
}

const MATCHING_KEY = rowOf<Key>(columns(matchings, 'm', ['spaceId', 'id']));

/** Holds a matching, so that whoever else changes or reduces it waits for the end of this transaction. False if it is not there. */
export async function lockMatching(tx: Session, { spaceId, id }: Key): Promise<boolean> {
  const held = await tx.run('select id from matchings where space_id = $1 and id = $2 for no key update', [
    spaceId,
    id,
  ]);
  return held > 0;
}

/** Writes the ranks of a matching that the caller holds, in its transaction; those that were there go. */
export async function replaceRanks(
  tx: Session,
  { matching, all }: { matching: Key; all: readonly { definition: SharedDefinition; ranks: PairRanks }[] },
): Promise<void> {
  await removeRanks(tx, matching);
  const rows = all.flatMap(({ definition, ranks }) =>
    (['A', 'B'] as const).map((end) => ({ definition, end, ...ranks[end] })),
  );
  const tuples = encodeRows(
    [
      { type: 'int8', at: () => matching.spaceId },
      { type: 'int8', at: () => matching.id },
      { type: 'text', at: (row) => rows[row].definition },
      { type: 'int2', at: (row) => endNumber(rows[row].end) },
      { type: 'bytea', at: (row) => Buffer.from(rows[row].ranks.slice().buffer).swap16() },
      { type: 'float8', at: (row) => rows[row].agreement },
      { type: 'float8', at: (row) => rows[row].meanDecoderCosine },
      { type: 'float8', at: (row) => rows[row].meanEncoderCosine },
    ],
    rows.length,
  );
  await tx.copyIn(
    'score_ranks (space_id, matching_id, definition, "end", ranks, agreement, mean_decoder_cosine, mean_encoder_cosine)',
    tuples,
  );
}

/** Removes the ranks of a matching, of which a side is about to go. */
export async function removeRanks(tx: Session, { spaceId, id }: Key): Promise<void> {
  await tx.run('delete from score_ranks where space_id = $1 and matching_id = $2', [spaceId, id]);
}

/** The ranks of each end, or null where the matching has not been reduced, or not under that definition. One statement. Throws `RangeError` for another number of latents. */
export async function findRanks(s: Session, keys: readonly RankKey[]): Promise<(EndRanks | null)[]> {
  const found: (EndRanks | null)[] = keys.map(() => null);
  const values = keys.map(
    ({ matching, definition, end }, at) =>
      `(${at}, ${matching.spaceId}::bigint, ${matching.id}::bigint, '${definition}', ${endNumber(end)}::smallint)`,
  );
  await readTuples(
    s.copyOut(
      `select k.at, x.agreement, x.mean_decoder_cosine, x.mean_encoder_cosine, x.ranks
       from (values ${values.join(', ')}) as k (at, space_id, matching_id, definition, "end"), lateral (
         select r.agreement, r.mean_decoder_cosine, r.mean_encoder_cosine, r.ranks from score_ranks r
         where r.space_id = k.space_id and r.matching_id = k.matching_id and r.definition = k.definition and r."end" = k."end" offset 0) x`,
    ),
    {
      columns: 5,
      onTuple({ bytes, view, offsets, lengths }) {
        const at = view.getInt32(offsets[0]);
        const { n, matching } = keys[at];
        if (lengths[4] !== 2 * n) throw new RangeError(`expected ${n} ranks of matching ${matching.id}`);
        const ranks = new Uint16Array(n);
        new Uint8Array(ranks.buffer).set(bytes.subarray(offsets[4], offsets[4] + lengths[4]));
        Buffer.from(ranks.buffer).swap16();
        const number = (field: number) => (lengths[field] < 0 ? null : view.getFloat64(offsets[field]));
        found[at] = { ranks, agreement: number(1), meanDecoderCosine: number(2), meanEncoderCosine: number(3) };
      },
    },
  );
  return found;
}

/** The first complete matching after `after`, by key, that has not been reduced; null if there is none. */
export async function findUnrankedMatching(s: Session, after: Key | null): Promise<Key | null> {
  const [found] = await s.read(
    MATCHING_KEY,
    `select ${MATCHING_KEY.list} from matchings m
     join dictionaries a on a.space_id = m.space_id and a.id = m.a and a.state = 'READY'
     join dictionaries b on b.space_id = m.space_id and b.id = m.b and b.state = 'READY'
     where ($1::bigint is null or (m.space_id, m.id) > ($1, $2::bigint))
       and not exists (select from score_ranks r where r.space_id = m.space_id and r.matching_id = m.id)
       and (select count(*) from matching_sides x where x.space_id = m.space_id and x.matching_id = m.id)
         = case when a.has_encoder and b.has_encoder then 2 else 1 end
     order by m.space_id, m.id limit 1`,
    [after?.spaceId ?? null, after?.id ?? null],
  );
  return found ?? null;
}
