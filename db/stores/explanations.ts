/**
 * Explanations of latents and their scores: single ones by key, those of a latent best first, and all of a dictionary page by page.
 *
 * Which explanation of a latent is the best: explanations scored by a more trusted scorer (`scorer-trust.ts`) come first; among them the higher
 * value; among equals, and among those without a score, the newest. `explanation-writer.ts` keeps the score that decides in the row itself.
 */
import { selectList } from '../schema/columns.ts';
import { explanationScores, explanations } from '../schema/explanation-tables.ts';
import type { Key } from '../schema/key.ts';
import type { LatentKey } from './latents.ts';
import type { Session } from '../connect/session.ts';

export interface ExplanationKey extends LatentKey {
  id: number;
}

export interface ExplanationRow extends ExplanationKey {
  text: string;
  /** How it was made, in the words of its source. */
  method: string;
  explainerModel: string | null;
  promptVersion: string | null;
  author: string | null;
  /** Format or maker. */
  source: string;
  /** The source's own id. */
  sourceId: string | null;
  details: Record<string, unknown> | null;
  /** When it was made, if the source says so. */
  madeAt: Date | null;
  /** The score that decides, and whose it is. */
  score: number | null;
  scorer: string | null;
  /** When it was stored. */
  createdAt: Date;
}

export interface ScoreRow extends LatentKey {
  explanationId: number;
  id: number;
  scorer: string;
  value: number | null;
  scoringModel: string | null;
  examples: number | null;
  failed: number;
  unparsable: number;
  details: Record<string, unknown> | null;
  source: string;
  sourceId: string | null;
  madeAt: Date | null;
  createdAt: Date;
}

// biome-ignore format: one column per word
const NAMES = [
  'spaceId', 'dictionaryId', 'index', 'id', 'text', 'method', 'explainerModel', 'promptVersion', 'author', 'source', 'sourceId', 'details',
  'madeAt', 'score', 'scorer', 'createdAt',
] as const;
// biome-ignore format: one column per word
const SCORE_NAMES = [
  'spaceId', 'dictionaryId', 'index', 'explanationId', 'id', 'scorer', 'value', 'scoringModel', 'examples', 'failed', 'unparsable', 'details',
  'source', 'sourceId', 'madeAt', 'createdAt',
] as const;
const ROW = selectList(explanations, { alias: 'e', names: NAMES });
const SCORE_ROW = selectList(explanationScores, { alias: 'x', names: SCORE_NAMES });

/** Best first, for a query that calls the table e; total. */
export const BEST_FIRST = 'e.scorer_rank, e.score desc nulls last, coalesce(e.made_at, e.created_at) desc, e.id desc';

export async function findExplanations(
  s: Session,
  keys: readonly ExplanationKey[],
): Promise<(ExplanationRow | null)[]> {
  const rows = await s.query<ExplanationRow & { at: number }>(
    `select k.at::int as at, ${ROW}
     from unnest($1::bigint[], $2::bigint[], $3::int[], $4::bigint[]) with ordinality as k (space_id, dictionary_id, index, id, at)
     join dictionaries d on d.space_id = k.space_id and d.id = k.dictionary_id and d.state = 'READY'
     join explanations e on e.space_id = k.space_id and e.dictionary_id = k.dictionary_id and e.index = k.index and e.id = k.id`,
    [...latentColumns(keys), keys.map((key) => key.id)],
  );
  const found: (ExplanationRow | null)[] = keys.map(() => null);
  for (const { at, ...row } of rows) found[at - 1] = row;
  return found;
}

/** The `first` best explanations of each latent, best first. */
export async function listExplanationsOfLatents(
  s: Session,
  of: { keys: readonly LatentKey[]; first: number },
): Promise<ExplanationRow[][]> {
  const rows = await s.query<ExplanationRow & { at: number }>(
    `select k.at::int as at, ${ROW}
     from unnest($1::bigint[], $2::bigint[], $3::int[]) with ordinality as k (space_id, dictionary_id, index, at)
     join dictionaries d on d.space_id = k.space_id and d.id = k.dictionary_id and d.state = 'READY'
     cross join lateral (
       select e.* from explanations e where e.space_id = k.space_id and e.dictionary_id = k.dictionary_id and e.index = k.index
       order by ${BEST_FIRST} limit $4) e
     order by k.at, ${BEST_FIRST}`,
    [...latentColumns(of.keys), of.first],
  );
  const found: ExplanationRow[][] = of.keys.map(() => []);
  for (const { at, ...row } of rows) found[at - 1].push(row);
  return found;
}

/** The scores of each explanation, latest first. */
export async function listScoresOfExplanations(s: Session, keys: readonly ExplanationKey[]): Promise<ScoreRow[][]> {
  const rows = await s.query<ScoreRow & { at: number }>(
    `select k.at::int as at, ${SCORE_ROW}
     from unnest($1::bigint[], $2::bigint[], $3::int[], $4::bigint[]) with ordinality as k (space_id, dictionary_id, index, id, at)
     join explanation_scores x
       on x.space_id = k.space_id and x.dictionary_id = k.dictionary_id and x.index = k.index and x.explanation_id = k.id
     order by k.at, x.scorer, coalesce(x.made_at, x.created_at) desc, x.id desc`,
    [...latentColumns(keys), keys.map((key) => key.id)],
  );
  const found: ScoreRow[][] = keys.map(() => []);
  for (const { at, ...row } of rows) found[at - 1].push(row);
  return found;
}

/**
 * Explanations of a dictionary by (index, id), at most `first` after the place `after`. `onlyBest`: the best of each latent; `notScoredBy`:
 * those that this scorer has not scored.
 */
export function listExplanationsOfDictionary(
  s: Session,
  page: {
    dictionary: Key;
    after: { index: number; id: number } | null;
    first: number;
    onlyBest?: boolean;
    notScoredBy?: string | null;
  },
): Promise<ExplanationRow[]> {
  const { dictionary, after } = page;
  return s.query<ExplanationRow>(
    `select ${ROW} from explanations e
     where e.space_id = $1 and e.dictionary_id = $2 and (e.index, e.id) > ($3, $4::bigint)
       and ($5::text is null or not exists (
         select from explanation_scores x where x.space_id = e.space_id and x.dictionary_id = e.dictionary_id and x.index = e.index
           and x.explanation_id = e.id and x.scorer = $5))
       and (not $6::bool or not exists (
         select from explanations o where o.space_id = e.space_id and o.dictionary_id = e.dictionary_id and o.index = e.index
           and (o.scorer_rank, -coalesce(o.score, '-infinity'), -extract(epoch from coalesce(o.made_at, o.created_at)), -o.id)
             < (e.scorer_rank, -coalesce(e.score, '-infinity'), -extract(epoch from coalesce(e.made_at, e.created_at)), -e.id)))
     order by e.index, e.id limit $7`,
    [
      dictionary.spaceId,
      dictionary.id,
      after?.index ?? -1,
      after?.id ?? -1,
      page.notScoredBy ?? null,
      page.onlyBest ?? false,
      page.first,
    ],
  );
}

/** The samples that each score was computed from, as its source has them; null where none were kept. */
export async function readScoreSamples(s: Session, rows: readonly ScoreRow[]): Promise<unknown[]> {
  const found = await s.query<{ id: number; samples: unknown }>(
    `select x.id, x.samples
     from unnest($1::bigint[], $2::bigint[], $3::int[], $4::bigint[], $5::bigint[]) as k (space_id, dictionary_id, index, explanation_id, id)
     join explanation_scores x on x.space_id = k.space_id and x.dictionary_id = k.dictionary_id and x.index = k.index
       and x.explanation_id = k.explanation_id and x.id = k.id`,
    [...latentColumns(rows), rows.map((row) => row.explanationId), rows.map((row) => row.id)],
  );
  const byId = new Map(found.map((row) => [row.id, row.samples]));
  return rows.map((row) => byId.get(row.id) ?? null);
}

/** How many explanations each dictionary has, and of how many latents. */
export function countExplanations(
  s: Session,
  keys: readonly Key[],
): Promise<{ explanations: number; latents: number; scored: number }[]> {
  return s.query<{ explanations: number; latents: number; scored: number }>(
    `select count(e.id)::int as explanations, count(distinct e.index)::int as latents,
       count(distinct e.index) filter (where e.score is not null)::int as scored
     from unnest($1::bigint[], $2::bigint[]) with ordinality as k (space_id, id, at)
     left join explanations e on e.space_id = k.space_id and e.dictionary_id = k.id group by k.at order by k.at`,
    [keys.map((key) => key.spaceId), keys.map((key) => key.id)],
  );
}

function latentColumns(keys: readonly LatentKey[]): [number[], number[], number[]] {
  return [keys.map((key) => key.spaceId), keys.map((key) => key.dictionaryId), keys.map((key) => key.index)];
}
