/** What matchings by activation were computed on, and what their pairs do there: written with their sides, read for lists of pairs. */
import { findEach } from '../connect/keyed-rows.ts';
import { jsonParameter } from '../connect/parameters.ts';
import type { Session } from '../connect/session.ts';
import { KEY, type Key } from '../schema/key.ts';
import { matchingFirings } from '../schema/matching-tables.ts';
import { columns, rowOf } from '../schema/row.ts';
import type { TokenSource } from './token-source.ts';

export interface MatchingFiringRow {
  spaceId: number;
  matchingId: number;
  sourceKey: string;
  source: TokenSource;
  /** Tokens on which each latent fires. [nA], [nB] */
  firesA: number[];
  firesB: number[];
  /** Of A's latents with their partners by decoder rows. [nA] each */
  bothByDirection: number[];
  correlations: number[];
  /** With their partners by activation. [nA] each */
  bothByFiring: number[];
  cosines: number[];
}

// biome-ignore format: one column per word
const ROW = rowOf<MatchingFiringRow>(columns(matchingFirings, 'x', [
  'spaceId', 'matchingId', 'sourceKey', 'source', 'firesA', 'firesB', 'bothByDirection', 'correlations', 'bothByFiring', 'cosines',
]));

const SOURCE = rowOf<Pick<MatchingFiringRow, 'sourceKey'>>(columns(matchingFirings, 'x', ['sourceKey']));
const FROM = 'join matching_firings x on x.space_id = k.space_id and x.matching_id = k.id';

/** Writes what a matching by activation was computed on, in the place of what was there. */
export async function replaceFirings(tx: Session, row: MatchingFiringRow): Promise<void> {
  await tx.run('delete from matching_firings where space_id = $1 and matching_id = $2', [row.spaceId, row.matchingId]);
  await tx.run(
    `insert into matching_firings (space_id, matching_id, source_key, source, fires_a, fires_b, both_by_direction, correlations,
       both_by_firing, cosines) values ($1, $2, $3, $4::jsonb, $5, $6, $7, $8, $9, $10)`,
    [
      row.spaceId,
      row.matchingId,
      row.sourceKey,
      jsonParameter(row.source),
      row.firesA,
      row.firesB,
      row.bothByDirection,
      row.correlations,
      row.bothByFiring,
      row.cosines,
    ],
  );
}

/** What each matching was computed on; null for one of another measure. */
export function findFirings(s: Session, matchingKeys: readonly Key[]): Promise<(MatchingFiringRow | null)[]> {
  return findEach(s, matchingKeys, { by: KEY, row: ROW, from: FROM });
}

/** The key of what each was computed on, without its arrays; null for one of another measure. */
export async function findFiringSources(s: Session, matchingKeys: readonly Key[]): Promise<(string | null)[]> {
  const rows = await findEach(s, matchingKeys, { by: KEY, row: SOURCE, from: FROM });
  return rows.map((row) => row && row.sourceKey);
}
