/**
 * Explanations of latents and their scores: single ones by key, those of a latent best first, and all of a dictionary page by page.
 *
 * Which explanation of a latent is the best: explanations scored by a more trusted scorer (`scorer-trust.ts`) come first; among them the higher
 * value; among equals, and among those without a score, the newest. `explanation-writer.ts` keeps the score that decides in the row itself.
 */
import { findEach, type KeyColumns, listEach } from '../connect/keyed-rows.ts';
import { explanationScores, explanations } from '../schema/explanation-tables.ts';
import { EXPLANATION_KEY, type ExplanationKey, KEY, type Key, LATENT_KEY, type LatentKey } from '../schema/key.ts';
import { column, columns, computed, rowOf } from '../schema/row.ts';
import type { Session } from '../connect/session.ts';

export type { ExplanationKey };

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
const ROW = rowOf<ExplanationRow>(columns(explanations, 'e', [
  'spaceId', 'dictionaryId', 'index', 'id', 'text', 'method', 'explainerModel', 'promptVersion', 'author', 'source', 'sourceId', 'details',
  'madeAt', 'score', 'scorer', 'createdAt',
]));
// biome-ignore format: one column per word
const SCORE_ROW = rowOf<ScoreRow>(columns(explanationScores, 'x', [
  'spaceId', 'dictionaryId', 'index', 'explanationId', 'id', 'scorer', 'value', 'scoringModel', 'examples', 'failed', 'unparsable', 'details',
  'source', 'sourceId', 'madeAt', 'createdAt',
]));
const SCORE_KEY: KeyColumns<ScoreRow> = {
  ...LATENT_KEY,
  explanation_id: ['bigint', (row) => row.explanationId],
  id: ['bigint', (row) => row.id],
};
const SAMPLES = rowOf<{ samples: unknown }>({ samples: column(explanationScores.samples, 'x') });
const COUNTS = rowOf<{ explanations: number; latents: number; scored: number }>({
  explanations: computed('count(e.id)::int', 'integer'),
  latents: computed('count(distinct e.index)::int', 'integer'),
  scored: computed('count(distinct e.index) filter (where e.score is not null)::int', 'integer'),
});

/** Best first, for a query that calls the table e; total. */
export const BEST_FIRST = 'e.scorer_rank, e.score desc nulls last, coalesce(e.made_at, e.created_at) desc, e.id desc';

export function findExplanations(s: Session, keys: readonly ExplanationKey[]): Promise<(ExplanationRow | null)[]> {
  return findEach(s, keys, {
    by: EXPLANATION_KEY,
    row: ROW,
    from: `join dictionaries d on d.space_id = k.space_id and d.id = k.dictionary_id and d.state = 'READY'
     join explanations e on e.space_id = k.space_id and e.dictionary_id = k.dictionary_id and e.index = k.index and e.id = k.id`,
  });
}

/** The `first` best explanations of each latent, best first. */
export function listExplanationsOfLatents(
  s: Session,
  of: { keys: readonly LatentKey[]; first: number },
): Promise<ExplanationRow[][]> {
  return listEach(s, of.keys, {
    by: LATENT_KEY,
    row: ROW,
    from: `join dictionaries d on d.space_id = k.space_id and d.id = k.dictionary_id and d.state = 'READY'
     cross join lateral (
       select e.* from explanations e where e.space_id = k.space_id and e.dictionary_id = k.dictionary_id and e.index = k.index
       order by ${BEST_FIRST} limit $4) e`,
    values: [of.first],
    order: BEST_FIRST,
  });
}

/** The scores of each explanation, latest first. */
export function listScoresOfExplanations(s: Session, keys: readonly ExplanationKey[]): Promise<ScoreRow[][]> {
  return listEach(s, keys, {
    by: EXPLANATION_KEY,
    row: SCORE_ROW,
    from: `join explanation_scores x
       on x.space_id = k.space_id and x.dictionary_id = k.dictionary_id and x.index = k.index and x.explanation_id = k.id`,
    order: 'x.scorer, coalesce(x.made_at, x.created_at) desc, x.id desc',
  });
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
  return s.read(
    ROW,
    `select ${ROW.list} from explanations e
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
  const found = await findEach(s, rows, {
    by: SCORE_KEY,
    row: SAMPLES,
    from: `join explanation_scores x on x.space_id = k.space_id and x.dictionary_id = k.dictionary_id and x.index = k.index
       and x.explanation_id = k.explanation_id and x.id = k.id`,
  });
  return found.map((row) => row?.samples ?? null);
}

/** How many explanations each dictionary has, and of how many latents. */
export async function countExplanations(
  s: Session,
  keys: readonly Key[],
): Promise<{ explanations: number; latents: number; scored: number }[]> {
  const found = await findEach(s, keys, {
    by: KEY,
    row: COUNTS,
    from: 'left join explanations e on e.space_id = k.space_id and e.dictionary_id = k.id group by k.at',
  });
  return found.map((counts) => counts ?? { explanations: 0, latents: 0, scored: 0 });
}
