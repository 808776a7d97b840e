/**
 * What the latents of a matching have at the other end, 640 to a row: for who reads whole sides. Written with the rows of
 * `matched-latents.ts`, which serve who looks up single latents.
 */
import type { Side } from '../../loaders/checkpoints/checkpoint.ts';
import type { MatchedEnd } from '../../src/compute/side-matching.ts';
import { encodeRows, readTuples } from '../connect/binary-copy.ts';
import type { Key } from '../schema/key.ts';
import type { Session } from '../connect/session.ts';
import { sideNumber } from '../schema/side-number.ts';

/** The dictionary whose latents are meant. */
export type End = 'A' | 'B';

/** Latents per row: 12 bytes each, with the row's head just below what a page of 8 KB holds. The migration that packed older rows has it, too. */
const LATENTS = 640;
/** The partner's slot; candidates follow. */
const PARTNER = 0;
/** Numbers of latents read by one COPY: the embedded database holds an answer whole (12 bytes each). */
const LATENTS_PER_COPY = 2_000_000;

/** One end of a solved side, whose dictionary has `n` latents. */
export interface EndKey {
  matching: Key;
  side: Side;
  end: End;
  n: number;
}

export function endNumber(end: End): 0 | 1 {
  return end === 'A' ? 0 : 1;
}

/** Writes one end of a side, in the caller's transaction. */
export async function copyBlocks(
  tx: Session,
  rows: { matching: Key; side: Side; end: End; matched: MatchedEnd },
): Promise<void> {
  const { matching, matched } = rows;
  const [side, end, c] = [sideNumber(rows.side), endNumber(rows.end), matched.candidatesPerLatent];
  const n = matched.partner.length;
  const blocks = Math.ceil(n / LATENTS);
  for (let slot = PARTNER; slot <= c; slot++) {
    const from = (i: number) => (slot === PARTNER ? i : i * c + slot - 1);
    const indexes = slot === PARTNER ? matched.partner : matched.candidates;
    const cosines = slot === PARTNER ? matched.cosine : matched.candidateCosines;
    const packed = {
      indexes: Buffer.from(Int32Array.from({ length: n }, (_, i) => indexes[from(i)]).buffer).swap32(),
      cosines: Buffer.from(Float64Array.from({ length: n }, (_, i) => cosines[from(i)]).buffer).swap64(),
    };
    const tuples = encodeRows(
      [
        { type: 'int8', at: () => matching.spaceId },
        { type: 'int8', at: () => matching.id },
        { type: 'int2', at: () => side },
        { type: 'int2', at: () => end },
        { type: 'int2', at: () => slot },
        { type: 'int4', at: (block) => block },
        { type: 'bytea', at: (block) => packed.indexes.subarray(4 * LATENTS * block, 4 * LATENTS * (block + 1)) },
        { type: 'bytea', at: (block) => packed.cosines.subarray(8 * LATENTS * block, 8 * LATENTS * (block + 1)) },
      ],
      blocks,
    );
    await tx.copyIn('matching_blocks (space_id, matching_id, side, "end", slot, block, indexes, cosines)', tuples);
  }
}

/** One end of a solved side. Throws `RangeError` unless exactly its latents are there. */
export async function loadEnd(s: Session, of: EndKey): Promise<MatchedEnd> {
  const [[matched, ...candidates]] = await loadSlots(s, { ends: [of], slots: 'ALL' });
  const c = candidates.length;
  const all = { candidates: new Int32Array(of.n * c), candidateCosines: new Float64Array(of.n * c) };
  for (const [at, { partner, cosine }] of candidates.entries()) {
    for (let i = 0; i < of.n; i++) {
      all.candidates[i * c + at] = partner[i];
      all.candidateCosines[i * c + at] = cosine[i];
    }
  }
  return { ...matched, ...all, candidatesPerLatent: c };
}

/** Partner (-1: none) and cosine of each latent. [n] */
export interface Partners {
  partner: Int32Array;
  cosine: Float64Array;
}

/** The partners and cosines of ends of one space, as in {@link loadEnd}, in as few statements as may be. */
export async function loadPartners(s: Session, ends: readonly EndKey[]): Promise<Partners[]> {
  return (await loadSlots(s, { ends, slots: [PARTNER] })).map(([slot]) => slot);
}

/** As {@link loadPartners}, for the nearest candidates. */
export async function loadNearest(s: Session, ends: readonly EndKey[]): Promise<Partners[]> {
  return (await loadSlots(s, { ends, slots: [PARTNER + 1] })).map(([slot]) => slot);
}

/** As {@link loadPartners}, without the cosines. [n] each */
export async function loadPartnerIndexes(s: Session, ends: readonly EndKey[]): Promise<Int32Array[]> {
  return (await loadSlots(s, { ends, slots: [PARTNER], indexesOnly: true })).map(([slot]) => slot.partner);
}

/** As {@link loadPartnerIndexes}, for the nearest candidates. */
export async function loadNearestIndexes(s: Session, ends: readonly EndKey[]): Promise<Int32Array[]> {
  return (await loadSlots(s, { ends, slots: [PARTNER + 1], indexesOnly: true })).map(([slot]) => slot.partner);
}

/** The slots of each end, in order. Throws `RangeError` unless each has exactly its latents. */
async function loadSlots(
  s: Session,
  of: { ends: readonly EndKey[]; slots: readonly number[] | 'ALL'; indexesOnly?: boolean },
): Promise<Partners[][]> {
  const { ends, slots, indexesOnly = false } = of;
  const found = ends.map(() => new Map<number, Partners & { read: number }>());
  for (const part of splitEnds(ends)) {
    const keys = part.map((at) => {
      const { matching, side, end } = ends[at];
      return `(${at}, ${matching.spaceId}::bigint, ${matching.id}::bigint, ${sideNumber(side)}::smallint, ${endNumber(end)}::smallint)`;
    });
    const wanted = slots === 'ALL' ? '' : `and b.slot in (${slots.join(', ')})`;
    await readTuples(
      s.copyOut(
        // a lateral subquery with an offset is looked up by the key for each end, whatever the statistics say
        `select k.at, x.slot, x.block, x.indexes, ${indexesOnly ? 'null::bytea' : 'x.cosines'}
         from (values ${keys.join(', ')}) as k (at, space_id, matching_id, side, "end"), lateral (
           select b.slot, b.block, b.indexes, b.cosines from matching_blocks b
           where b.space_id = k.space_id and b.matching_id = k.matching_id and b.side = k.side and b."end" = k."end" ${wanted} offset 0) x`,
      ),
      {
        columns: 5,
        onTuple({ bytes, view, offsets, lengths }) {
          const at = view.getInt32(offsets[0]);
          const slot = view.getInt16(offsets[1]);
          const start = LATENTS * view.getInt32(offsets[2]);
          const count = lengths[3] / 4;
          const { n } = ends[at];
          if (start + count > n || (!indexesOnly && lengths[4] !== 8 * count))
            throw wrongCount(ends[at], start + count);
          const arrays = getOrAdd(found[at], { slot, n, indexesOnly });
          const field = (f: number) => bytes.subarray(offsets[f], offsets[f] + lengths[f]);
          new Uint8Array(arrays.partner.buffer).set(field(3), 4 * start);
          if (!indexesOnly) new Uint8Array(arrays.cosine.buffer).set(field(4), 8 * start);
          arrays.read += count;
        },
      },
    );
  }
  return found.map((bySlot, at) => {
    const ordered = [...bySlot].sort(([x], [y]) => x - y).map(([, arrays]) => arrays);
    const expected = slots === 'ALL' ? Math.max(1, ordered.length) : slots.length;
    if (ends[at].n === 0) return Array.from({ length: expected }, () => emptySlot(0));
    return Array.from({ length: expected }, (_, k) => {
      const { partner, cosine, read } = ordered[k] ?? emptySlot(0);
      if (read !== ends[at].n) throw wrongCount(ends[at], read);
      Buffer.from(partner.buffer).swap32();
      Buffer.from(cosine.buffer).swap64();
      return { partner, cosine };
    });
  });
}

function getOrAdd(
  slots: Map<number, Partners & { read: number }>,
  { slot, n, indexesOnly }: { slot: number; n: number; indexesOnly: boolean },
) {
  const there = slots.get(slot) ?? emptySlot(n, indexesOnly ? 0 : n);
  slots.set(slot, there);
  return there;
}

function emptySlot(n: number, cosines = n): Partners & { read: number } {
  return { partner: new Int32Array(n), cosine: new Float64Array(cosines), read: 0 };
}

/** Positions of ends, so many together as one COPY may answer. */
function splitEnds(ends: readonly EndKey[]): number[][] {
  const parts: number[][] = [];
  let room = 0;
  for (const [at, { n }] of ends.entries()) {
    if (n > room || parts.length === 0) {
      parts.push([]);
      room = LATENTS_PER_COPY;
    }
    parts[parts.length - 1].push(at);
    room -= n;
  }
  return parts;
}

function wrongCount({ matching, end, n }: EndKey, count: number): RangeError {
  return new RangeError(`expected ${n} latents of end ${end} of matching ${matching.id}, found ${count}`);
}
