/**
 * Sides of matchings that others published: partners without a proof, and perhaps without cosines. They stand where nothing has been solved,
 * and give way to what is.
 */
import type { Side } from '../../loaders/checkpoints/checkpoint.ts';
import type { SideEnds } from '../../src/compute/statistics/pair-arrays.ts';
import type { Key } from '../schema/key.ts';
import { copyEnd } from './matched-latents.ts';
import { jsonParameter } from '../connect/parameters.ts';
import { removeRanks } from './stored-ranks.ts';
import { inTransaction, type Session } from '../connect/session.ts';
import { sideNumber } from '../schema/side-number.ts';

/** Where cosines of a published matching come from: nowhere, its file, or rows that are here. */
export type CosineSource = 'UNKNOWN' | 'STATED' | 'COMPUTED';

/** Who published a side, and what is known about it. */
export interface Publication {
  /** As the importer was told. */
  by: string;
  /** `sae_overlap` or `reseed-matching`. */
  format: string;
  files: { name: string; size: number; sha256: string }[];
  cosines: CosineSource;
  /** Sum of the cosines; null if they are unknown. */
  objective: number | null;
  /** What the file says about optimality; nobody here has checked it. */
  statedCertificate: Record<string, unknown> | null;
}

/** Writes a published side with its latents, in one transaction. False, and nothing written, if the side is there already. */
export function insertPublishedSide(
  s: Session,
  published: { matching: Key; side: Side; ends: SideEnds; publication: Publication; jobId: string },
): Promise<boolean> {
  const { matching, side, ends, publication, jobId } = published;
  return inTransaction(s, async (tx) => {
    const inserted = await tx.run(
      `insert into matching_sides (space_id, matching_id, side, pairs, publication, job_id)
       values ($1, $2, $3, $4, $5::jsonb, $6) on conflict do nothing`,
      [
        matching.spaceId,
        matching.id,
        sideNumber(side),
        ends.a.partner.reduce((pairs, partner) => pairs + (partner >= 0 ? 1 : 0), 0),
        jsonParameter(publication),
        jobId,
      ],
    );
    if (inserted === 0) return false;
    await copyEnd(tx, { matching, side, end: 'A', matched: ends.a });
    await copyEnd(tx, { matching, side, end: 'B', matched: ends.b });
    return true;
  });
}

/** Removes a side if others published it; one that was solved here stays. */
export function removePublishedSide(tx: Session, of: { matching: Key; side: Side }): Promise<void> {
  return removeSide(tx, of, 'publication is not null');
}

/** Removes a side, whoever solved it. */
export async function removeSide(
  tx: Session,
  of: { matching: Key; side: Side },
  where: 'true' | 'publication is not null' = 'true',
): Promise<void> {
  const key = [of.matching.spaceId, of.matching.id, sideNumber(of.side)];
  const removed = await tx.run(
    `delete from matching_sides where space_id = $1 and matching_id = $2 and side = $3 and ${where}`,
    key,
  );
  if (removed === 0) return;
  for (const table of ['matching_latents', 'matching_blocks', 'matching_margins']) {
    await tx.run(`delete from ${table} where space_id = $1 and matching_id = $2 and side = $3`, key);
  }
  await removeRanks(tx, of.matching);
}
