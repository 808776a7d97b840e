/** What reconstructions lose with partners in the place of latents: written by jobs, read as a whole or for single pairs. */
import type { Side } from '../../loaders/checkpoints/checkpoint.ts';
import { findEach, type KeyColumns } from '../connect/keyed-rows.ts';
import { jsonParameter } from '../connect/parameters.ts';
import type { Session } from '../connect/session.ts';
import { substitutions } from '../schema/matching-tables.ts';
import { columns, computed, rowOf } from '../schema/row.ts';
import { sideNumber } from '../schema/side-number.ts';
import type { MarginKey } from './matching-margins.ts';
import type { TokenSource } from './token-source.ts';

export interface SubstitutionRow {
  spaceId: number;
  matchingId: number;
  sourceKey: string;
  source: TokenSource;
  /** Of A's latents; NaN where there is no pair. [nA] each */
  fires: number[];
  ablated: number[];
  substituted: number[];
  atLeast: number[];
  atMost: number[];
  random: number[];
  createdAt: Date;
}

/** One side of a matching. */
export interface SideKey {
  spaceId: number;
  matchingId: number;
  side: Side;
}

/** Changes of FVU of one pair; null where the latent has no pair, or no random one was found. */
export interface PairSubstitutionRow {
  ablated: number | null;
  substituted: number | null;
  atLeast: number | null;
  atMost: number | null;
  random: number | null;
}

// biome-ignore format: one column per word
const ROW = rowOf<SubstitutionRow>(columns(substitutions, 'x', [
  'spaceId', 'matchingId', 'sourceKey', 'source', 'fires', 'ablated', 'substituted', 'atLeast', 'atMost', 'random', 'createdAt',
]));
const SOURCE = rowOf<Pick<SubstitutionRow, 'sourceKey' | 'createdAt'>>(
  columns(substitutions, 'x', ['sourceKey', 'createdAt']),
);
const SIDE_KEY: KeyColumns<SideKey> = {
  space_id: ['bigint', (key) => key.spaceId],
  matching_id: ['bigint', (key) => key.matchingId],
  side: ['smallint', (key) => sideNumber(key.side)],
};
const PAIR_KEY: KeyColumns<MarginKey> = { ...SIDE_KEY, index: ['int', (key) => key.indexA] };
const known = (column: string) => ({
  ...computed(`nullif(x.${column}[k.index + 1], 'NaN'::float8)`, 'double precision'),
  nullable: true,
});
const PAIR = rowOf<PairSubstitutionRow>({
  ablated: known('ablated'),
  substituted: known('substituted'),
  atLeast: known('at_least'),
  atMost: known('at_most'),
  random: known('random'),
});
const FROM = 'join substitutions x on x.space_id = k.space_id and x.matching_id = k.matching_id and x.side = k.side';

/** Writes what a side's substitutions gave, in the place of what was there. */
export async function replaceSubstitution(
  tx: Session,
  { side, ...row }: Omit<SubstitutionRow, 'createdAt'> & { side: Side },
): Promise<void> {
  const key = [row.spaceId, row.matchingId, sideNumber(side)];
  await tx.run('delete from substitutions where space_id = $1 and matching_id = $2 and side = $3', key);
  await tx.run(
    `insert into substitutions (space_id, matching_id, side, source_key, source, fires, ablated, substituted, at_least, at_most, random)
     values ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $9, $10, $11)`,
    [
      ...key,
      row.sourceKey,
      jsonParameter(row.source),
      row.fires,
      row.ablated,
      row.substituted,
      row.atLeast,
      row.atMost,
      row.random,
    ],
  );
}

/** What substitution gave on each side; null where it was not computed. */
export function findSubstitutions(s: Session, keys: readonly SideKey[]): Promise<(SubstitutionRow | null)[]> {
  return findEach(s, keys, { by: SIDE_KEY, row: ROW, from: FROM });
}

/** What each side was computed on and when, without its arrays; null where it was not computed. */
export function findSubstitutionSources(s: Session, keys: readonly SideKey[]) {
  return findEach(s, keys, { by: SIDE_KEY, row: SOURCE, from: FROM });
}

/** What substitution gave for single pairs; null where it was not computed. */
export function findPairSubstitutions(s: Session, keys: readonly MarginKey[]): Promise<(PairSubstitutionRow | null)[]> {
  return findEach(s, keys, { by: PAIR_KEY, row: PAIR, from: FROM });
}
