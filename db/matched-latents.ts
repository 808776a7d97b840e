/**
 * What each latent of a matching has at the other end: typed arrays in and out by binary COPY, single rows by key.
 */
import type { Side } from '../loaders/checkpoint.ts';
import type { MatchedEnd } from '../src/compute/side-matching.ts';
import { copyArrayField, encodeRows, readTuples } from './bulk.ts';
import type { Key } from './key.ts';
import type { Session } from './session.ts';
import { sideNumber } from './side-number.ts';

/** The dictionary whose latents are meant. */
export type End = 'A' | 'B';

export interface MatchedLatentRow {
  /** Null where the bijection leaves this latent out. */
  partner: number | null;
  /** With the partner; 0 where there is none. */
  cosine: number;
  /** Nearest at the other end, best first. */
  candidates: number[];
  candidateCosines: number[];
}

/** Rows per COPY: about 200 bytes each. */
const ROWS_PER_COPY = 65_536;

function endNumber(end: End): 0 | 1 {
  return end === 'A' ? 0 : 1;
}

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
        { type: 'float8', at: (row) => matched.cosine[from + row] },
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
}

/** One end of a solved side, whose dictionary has `n` latents. Throws `RangeError` unless exactly those are there. */
export async function loadEnd(s: Session, of: { matching: Key; side: Side; end: End; n: number }): Promise<MatchedEnd> {
  const { matching, n } = of;
  const partner = new Int32Array(n);
  const cosine = new Float64Array(n);
  let candidates = new Int32Array(0);
  let candidateCosines = new Float64Array(0);
  let c = 0;
  let read = 0;
  // A COPY's answer is held whole by the embedded database.
  for (let from = 0; from < n; from += ROWS_PER_COPY) {
    read += await readTuples(
      s.copyOut(
        `select index, partner, cosine, candidates, candidate_cosines from matching_latents
         where space_id = ${matching.spaceId} and matching_id = ${matching.id} and side = ${sideNumber(of.side)} and "end" = ${endNumber(of.end)}
           and index >= ${from} and index < ${Math.min(n, from + ROWS_PER_COPY)} order by index`,
      ),
      {
        columns: 5,
        onTuple(tuple) {
          const { view, offsets, lengths } = tuple;
          if (candidates.length === 0 && lengths[3] > 12) {
            c = view.getInt32(offsets[3] + 12);
            candidates = new Int32Array(n * c);
            candidateCosines = new Float64Array(n * c);
          }
          const index = view.getInt32(offsets[0]);
          partner[index] = lengths[1] < 0 ? -1 : view.getInt32(offsets[1]);
          cosine[index] = view.getFloat64(offsets[2]);
          copyArrayField(tuple, { field: 3, length: c, into: candidates, offset: index * c });
          copyArrayField(tuple, { field: 4, length: c, into: candidateCosines, offset: index * c });
        },
      },
    );
  }
  if (read !== n)
    throw new RangeError(`expected ${n} latents of end ${of.end} of matching ${matching.id}, found ${read}`);
  return { partner, cosine, candidates, candidateCosines, candidatesPerLatent: c };
}

/** The partners and cosines of one end, as in {@link loadEnd}, without the candidates. Throws `RangeError` unless exactly `n` latents are there. */
export async function loadPartners(
  s: Session,
  of: { matching: Key; side: Side; end: End; n: number },
): Promise<{ partner: Int32Array; cosine: Float64Array }> {
  const { matching, n } = of;
  const partner = new Int32Array(n);
  const cosine = new Float64Array(n);
  const read = await readTuples(
    s.copyOut(
      `select index, partner, cosine from matching_latents
       where space_id = ${matching.spaceId} and matching_id = ${matching.id} and side = ${sideNumber(of.side)} and "end" = ${endNumber(of.end)}
         and index < ${n}`,
    ),
    {
      columns: 3,
      onTuple({ view, offsets, lengths }) {
        const index = view.getInt32(offsets[0]);
        partner[index] = lengths[1] < 0 ? -1 : view.getInt32(offsets[1]);
        cosine[index] = view.getFloat64(offsets[2]);
      },
    },
  );
  if (read !== n)
    throw new RangeError(`expected ${n} latents of end ${of.end} of matching ${matching.id}, found ${read}`);
  return { partner, cosine };
}

export async function findMatchedLatents(
  s: Session,
  keys: readonly { spaceId: number; matchingId: number; side: Side; end: End; index: number }[],
): Promise<(MatchedLatentRow | null)[]> {
  const rows = await s.query<MatchedLatentRow & { at: number }>(
    `select k.at::int as at, x.partner, x.cosine, x.candidates, x.candidate_cosines as "candidateCosines"
     from unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::smallint[], $5::int[]) with ordinality
       as k (space_id, matching_id, side, "end", index, at)
     join matching_latents x on x.space_id = k.space_id and x.matching_id = k.matching_id and x.side = k.side and x."end" = k."end"
       and x.index = k.index`,
    [
      keys.map((key) => key.spaceId),
      keys.map((key) => key.matchingId),
      keys.map((key) => sideNumber(key.side)),
      keys.map((key) => endNumber(key.end)),
      keys.map((key) => key.index),
    ],
  );
  const found: (MatchedLatentRow | null)[] = keys.map(() => null);
  for (const { at, ...row } of rows) found[at - 1] = row;
  return found;
}
