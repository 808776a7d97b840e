/**
 * Matchings of pairs of dictionaries, their solved sides and what random vectors give. A side appears whole or not at all.
 */
import type { Side } from '../../loaders/checkpoints/checkpoint.ts';
import type { NullKind, NullStatistics } from '../../src/compute/nulls/null-statistics.ts';
import type { Certificate, Measure, SideMatching } from '../../src/compute/side-matching.ts';
import { ReseedError } from '../../src/errors.ts';
import type { DictionaryRow } from './dictionaries.ts';
import { findEach, type KeyColumns, keyValues, listEach, unnest } from '../connect/keyed-rows.ts';
import { matchingSides, matchings, nullBaselines } from '../schema/matching-tables.ts';
import { buildPage, KEY, type Key, type Page } from '../schema/key.ts';
import { columns, rowOf, TOTAL } from '../schema/row.ts';
import { copyEnd } from './matched-latents.ts';
import { insertMargins } from './matching-margins.ts';
import { jsonParameter } from '../connect/parameters.ts';
import { type Publication, removePublishedSide } from './published-sides.ts';
import { describeMismatch } from './space-mismatch.ts';
import { inTransaction, type Session } from '../connect/session.ts';
import { sideName, sideNumber } from '../schema/side-number.ts';

export { findMatchedLatents, type MatchedLatentRow } from './matched-latents.ts';
export {
  type EndKey,
  loadEnd,
  loadNearest,
  loadNearestIndexes,
  loadPartnerIndexes,
  loadPartners,
  type Partners,
} from './matching-blocks.ts';
export type { Publication };

export interface MatchingRow {
  spaceId: number;
  id: number;
  /** Ids of the two dictionaries, a < b. */
  a: number;
  b: number;
  measure: Measure;
  /** Null for a dictionary without weights. */
  contentA: string | null;
  contentB: string | null;
  createdAt: Date;
}

export interface SideRow {
  spaceId: number;
  matchingId: number;
  side: Side;
  /** Matched pairs. */
  pairs: number;
  /** These three, and the certificate, are null for a side that others published. */
  mmcsAB: number | null;
  mmcsBA: number | null;
  regret: number | null;
  certificate: Certificate | null;
  /** Null for a side that was solved here. */
  publication: Publication | null;
  createdAt: Date;
}

export interface NullRow {
  kind: NullKind;
  statistics: NullStatistics;
  createdAt: Date;
}

const ROW = rowOf<MatchingRow>(
  columns(matchings, 't', ['spaceId', 'id', 'a', 'b', 'measure', 'contentA', 'contentB', 'createdAt']),
);
// biome-ignore format: one column per word
const SIDE = rowOf<Omit<SideRow, 'side'> & { side: number }>(columns(matchingSides, 'x', [
  'spaceId', 'matchingId', 'side', 'pairs', 'mmcsAB', 'mmcsBA', 'regret', 'certificate', 'publication', 'createdAt',
]));
const NULL = rowOf<NullRow>(columns(nullBaselines, 'x', ['kind', 'statistics', 'createdAt']));

interface MatchedPair {
  spaceId: number;
  a: number;
  b: number;
  measure: Measure;
}
const PAIR: KeyColumns<MatchedPair> = {
  space_id: ['bigint', (pair) => pair.spaceId],
  a: ['bigint', (pair) => Math.min(pair.a, pair.b)],
  b: ['bigint', (pair) => Math.max(pair.a, pair.b)],
  measure: ['text', (pair) => pair.measure],
};

/** Matchings as `t`, without those of a dictionary that is being deleted. */
const TABLES = `matchings t
  join dictionaries da on da.space_id = t.space_id and da.id = t.a and da.state = 'READY'
  join dictionaries db on db.space_id = t.space_id and db.id = t.b and db.state = 'READY'`;

/** The matching of two dictionaries under `measure`, in whichever order they are given. Throws `SAME_DICTIONARY`, `SPACE_MISMATCH`, `NOT_FOUND`. */
export async function ensureMatching(
  s: Session,
  pair: { a: DictionaryRow; b: DictionaryRow; measure: Measure },
): Promise<MatchingRow> {
  const [a, b] = pair.a.id < pair.b.id ? [pair.a, pair.b] : [pair.b, pair.a];
  if (a.spaceId !== b.spaceId) throw await describeMismatch(s, { action: `match "${a.name}" with "${b.name}"`, a, b });
  if (a.id === b.id) {
    throw new ReseedError('SAME_DICTIONARY', `Cannot match "${a.name}" with itself; expected two dictionaries`, {
      hint: 'Name two different dictionaries.',
    });
  }
  const where = { spaceId: a.spaceId, a: a.id, b: b.id, measure: pair.measure };
  return inTransaction(s, async (tx) => {
    // Held, so that neither can be deleted before the matching is there.
    const held = await tx.run(
      `select id from dictionaries where space_id = $1 and id in ($2, $3) and state = 'READY' order by id for share`,
      [a.spaceId, a.id, b.id],
    );
    if (held < 2) {
      throw new ReseedError(
        'NOT_FOUND',
        `Cannot match "${a.name}" with "${b.name}": one of them has been deleted; expected both`,
        {
          hint: 'List the dictionaries again.',
        },
      );
    }
    const [there] = await findMatchingsOfPairs(tx, [where]);
    if (there !== null) return there;
    await tx.run(
      'insert into matchings (space_id, a, b, measure, content_a, content_b) values ($1, $2, $3, $4, $5, $6) on conflict do nothing',
      [a.spaceId, a.id, b.id, pair.measure, a.contentSha256, b.contentSha256],
    );
    const [made] = await findMatchingsOfPairs(tx, [where]);
    if (made === null) throw new Error(`the matching of ${a.id} and ${b.id} vanished`);
    return made;
  });
}

export function findMatchings(s: Session, keys: readonly Key[]): Promise<(MatchingRow | null)[]> {
  return findEach(s, keys, {
    by: KEY,
    row: ROW,
    from: `join (${TABLES}) on t.space_id = k.space_id and t.id = k.id`,
  });
}

/** `a` and `b` may be given in either order. */
export function findMatchingsOfPairs(s: Session, pairs: readonly MatchedPair[]): Promise<(MatchingRow | null)[]> {
  return findEach(s, pairs, {
    by: PAIR,
    row: ROW,
    from: `join (${TABLES}) on t.space_id = k.space_id and t.a = k.a and t.b = k.b and t.measure = k.measure`,
  });
}

/** One page, ordered by (space id, id). `after` is the last key of the page before. `runGroups`: both dictionaries are members of one of them. */
export async function listMatchings(
  s: Session,
  page: {
    filter: { runGroups?: readonly Key[] | null; dictionary?: Key | null; measure?: Measure | null };
    first: number;
    after: Key | null;
  },
): Promise<Page<MatchingRow>> {
  const { filter, first, after } = page;
  const from = `from ${TABLES}
    where ($1::bigint[] is null or (da.run_group_id = db.run_group_id
        and (t.space_id, da.run_group_id) in (select * from unnest($1::bigint[], $2::bigint[]))))
      and ($3::bigint is null or (t.space_id = $3 and $4::bigint in (t.a, t.b))) and ($5::text is null or t.measure = $5)`;
  const values = [
    ...(filter.runGroups ? keyValues(KEY, filter.runGroups) : [null, null]),
    filter.dictionary?.spaceId ?? null,
    filter.dictionary?.id ?? null,
    filter.measure ?? null,
  ];
  const [{ total }] = await s.read(TOTAL, `select ${TOTAL.list} ${from}`, values);
  const rows = await s.read(
    ROW,
    `select ${ROW.list} ${from} and ($6::bigint is null or (t.space_id, t.id) > ($6, $7::bigint)) order by t.space_id, t.id limit $8`,
    [...values, after?.spaceId ?? null, after?.id ?? null, first + 1],
  );
  return buildPage(rows, { first, total });
}

/** Every matching under `measure` with one of these dictionaries at either end, once each, by id. */
export function listMatchingsOfDictionaries(
  s: Session,
  of: { keys: readonly Key[]; measure: Measure },
): Promise<MatchingRow[]> {
  return s.read(
    ROW,
    `with k as (select * from ${unnest(KEY)} as k (space_id, id))
     select ${ROW.list} from ${TABLES}
     where t.measure = $3 and (t.space_id, t.id) in (
       select m.space_id, m.id from k join matchings m on m.space_id = k.space_id and m.a = k.id
       union select m.space_id, m.id from k join matchings m on m.space_id = k.space_id and m.b = k.id)
     order by t.space_id, t.id`,
    [...keyValues(KEY, of.keys), of.measure],
  );
}

/** Every matching under `measure` between two members of one of these run groups, by id. */
export function listMatchingsOfRunGroups(
  s: Session,
  of: { keys: readonly Key[]; measure: Measure },
): Promise<MatchingRow[]> {
  return s.read(
    ROW,
    `select ${ROW.list} from ${TABLES}
     where t.measure = $3 and da.run_group_id = db.run_group_id
       and (t.space_id, da.run_group_id) in (select * from ${unnest(KEY)})
     order by t.space_id, t.id`,
    [...keyValues(KEY, of.keys), of.measure],
  );
}

/** Writes a solved side with its latents, in one transaction. One that was solved before is kept as it is; one that others published gives way. */
export function insertSide(
  s: Session,
  solved: {
    matching: Key;
    side: Side;
    result: SideMatching;
    mmcsAB: number;
    mmcsBA: number;
    regret: number;
    jobId: string;
  },
): Promise<void> {
  const { matching, side, result } = solved;
  return inTransaction(s, async (tx) => {
    await removePublishedSide(tx, { matching, side });
    const inserted = await tx.run(
      `insert into matching_sides (space_id, matching_id, side, pairs, mmcs_ab, mmcs_ba, regret, certificate, job_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9) on conflict do nothing`,
      [
        matching.spaceId,
        matching.id,
        sideNumber(side),
        result.a.partner.reduce((pairs, partner) => pairs + (partner >= 0 ? 1 : 0), 0),
        solved.mmcsAB,
        solved.mmcsBA,
        solved.regret,
        jsonParameter(result.certificate),
        solved.jobId,
      ],
    );
    if (inserted === 0) return;
    await copyEnd(tx, { matching, side, end: 'A', matched: result.a });
    await copyEnd(tx, { matching, side, end: 'B', matched: result.b });
    if (result.margins) await insertMargins(tx, { matching, side, margins: result.margins });
  });
}

/** The sides of each matching that are there, decoder first. */
export async function findSides(s: Session, matchingKeys: readonly Key[]): Promise<SideRow[][]> {
  const found = await listEach(s, matchingKeys, {
    by: KEY,
    row: SIDE,
    from: 'join matching_sides x on x.space_id = k.space_id and x.matching_id = k.id',
    order: 'x.side',
  });
  return found.map((rows) => rows.map(({ side, ...row }) => ({ ...row, side: sideName(side) })));
}

/** Stores what chance gives, in the place of one of the same kind. */
export async function insertNull(
  s: Session,
  baseline: { matching: Key; kind: NullKind; statistics: NullStatistics },
): Promise<void> {
  await s.run(
    `insert into null_baselines (space_id, matching_id, kind, statistics) values ($1, $2, $3, $4::jsonb)
     on conflict (space_id, matching_id, kind) do update set statistics = excluded.statistics, created_at = now()`,
    [baseline.matching.spaceId, baseline.matching.id, baseline.kind, jsonParameter(baseline.statistics)],
  );
}

/** An isotropic null of the same sizes, measure, seed, draws and sides, of whichever pair: it depends on nothing else. Null if none is stored. */
export async function findEqualNull(
  s: Session,
  {
    measure,
    seed,
    draws,
    n,
    d,
    hasEncoder,
  }: Pick<NullStatistics, 'measure' | 'seed' | 'draws' | 'n' | 'd'> & { hasEncoder: boolean },
): Promise<NullStatistics | null> {
  const asked = { measure, seed, draws, n, d };
  const [row] = await s.read(
    NULL,
    `select ${NULL.list} from null_baselines x where x.kind = 'ISOTROPIC' and x.statistics @> $1::jsonb and x.statistics ? 'cycles'
     and (x.statistics -> 'encoder' <> 'null'::jsonb) = $2 limit 1`,
    [jsonParameter(asked), hasEncoder],
  );
  return row?.statistics ?? null;
}

/** The null baselines of each matching, by kind. */
export function findNulls(s: Session, matchingKeys: readonly Key[]): Promise<NullRow[][]> {
  return listEach(s, matchingKeys, {
    by: KEY,
    row: NULL,
    from: 'join null_baselines x on x.space_id = k.space_id and x.matching_id = k.id',
    order: 'x.kind desc',
  });
}
