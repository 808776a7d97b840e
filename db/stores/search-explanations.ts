/**
 * Search of explanations: by PostgreSQL's full text, by vectors of one embedder (exact scan), or by both, fused by reciprocal rank.
 *
 * Every order is total: by score, then by space, dictionary, latent and explanation. A place in it is the score and the key of a row, so pages
 * neither repeat nor miss a row, whatever is added between them; for the fused order, in which a new row moves others, rows newer than the first
 * page are left out.
 */
import { findEach, type KeyColumns, keyValues, unnest } from '../connect/keyed-rows.ts';
import { EXPLANATION_KEY, type ExplanationKey, KEY, type Key } from '../schema/key.ts';
import { computed, optional, rowOf } from '../schema/row.ts';
import { vectorParameter } from '../connect/parameters.ts';
import type { Session } from '../connect/session.ts';

/** One dictionary to search. Bit `i % 8` (from the lowest) of byte `i / 8` of `mask` says whether latent i counts; null for all. */
export interface SearchedDictionary extends Key {
  mask: Uint8Array | null;
}

/** Which explanations; conditions are joined by AND. */
export interface ExplanationConditions {
  method?: string | null;
  explainerModel?: string | null;
  source?: string | null;
  /** Of the score that decides. */
  scorer?: string | null;
  minScore?: number | null;
  maxScore?: number | null;
  /** Only each latent's best. */
  bestOnly?: boolean | null;
}

/** Where a hit stands in its order. */
export interface SearchPlace extends ExplanationKey {
  score: number;
}

export interface SearchHit extends SearchPlace {
  /** Rank by full text (`ts_rank`, document length accounted for); null where the text does not match or was not asked. */
  textRank: number | null;
  /** Cosine of the vectors; null where there is none or it was not asked. */
  similarity: number | null;
}

export interface SearchRequest {
  dictionaries: readonly SearchedDictionary[];
  conditions: ExplanationConditions;
  /** A `tsquery` in its own notation, from `parseTextQuery`; null to search by meaning alone. */
  textQuery: string | null;
  /** Null to search by text alone. */
  vector: { embedderId: number; query: Float32Array } | null;
  first: number;
  after: SearchPlace | null;
  /** Explanations with a greater id are left out. */
  newest: number;
}

/** Of each order this many of the best are fused: nobody reads further, and no rank below moves a row into the first pages. */
export const FUSED_CANDIDATES = 500;
/** Cormack, Clarke & Büttcher 2009. */
const RECIPROCAL_RANK_CONSTANT = 60;

/** Marks around matches in a headline: control characters, which no stored text has. */
const [START, STOP] = ['\u0002', '\u0003'];

const PLACE = 'space_id, dictionary_id, index, id';

const NEWEST = rowOf<{ id: number }>({ id: computed('coalesce(max(id), 0)', 'bigint') });
/** A hit, or, on a page without one, nothing but how many there are. */
const HIT_OR_TOTAL = rowOf<{ [Name in keyof SearchHit]: SearchHit[Name] | null } & { total: number }>({
  spaceId: optional(computed('m.space_id', 'bigint')),
  dictionaryId: optional(computed('m.dictionary_id', 'bigint')),
  index: optional(computed('m.index', 'integer')),
  id: optional(computed('m.id', 'bigint')),
  score: optional(computed('m.score', 'double precision')),
  textRank: optional(computed('m.text_rank', 'double precision')),
  similarity: optional(computed('m.similarity', 'double precision')),
  total: computed('t.total::int', 'integer'),
});
const EMBEDDED = rowOf<{ explanations: number; embedded: number }>({
  explanations: computed('(select count(*)::int from d join explanations using (space_id, dictionary_id))', 'integer'),
  embedded: computed(
    '(select count(*)::int from d join explanation_embeddings v using (space_id, dictionary_id) where v.embedder_id = $3)',
    'integer',
  ),
});
const SEARCHED: KeyColumns<SearchedDictionary> = {
  ...KEY,
  mask: ['bytea', ({ mask }) => mask && Buffer.from(mask)],
};

/** The greatest id of an explanation; 0 without any. What comes later has a greater one. */
export async function newestExplanation(s: Session): Promise<number> {
  const [row] = await s.read(NEWEST, `select ${NEWEST.list} from explanations`);
  return row.id;
}

/** One page of hits, with how many there are in all pages. */
export async function searchExplanations(
  s: Session,
  request: SearchRequest,
): Promise<{ hits: SearchHit[]; total: number }> {
  const { dictionaries, conditions, textQuery, vector, first, after } = request;
  const values: unknown[] = keyValues(SEARCHED, dictionaries);
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const scope = `(select * from ${unnest(SEARCHED)} as d (space_id, dictionary_id, mask)) d`;
  const newest = bind(request.newest);
  const tests = buildConditions(conditions, bind);
  const where = `(d.mask is null or get_bit(d.mask, e.index) = 1) and e.id <= ${newest}${tests.map((test) => ` and ${test}`).join('')}`;
  const byText =
    textQuery === null
      ? null
      : (() => {
          const query = `${bind(textQuery)}::tsquery`;
          return `select e.space_id, e.dictionary_id, e.index, e.id, ts_rank(e.search, ${query}, 1)::float8 as score
            from ${scope} join explanations e using (space_id, dictionary_id) where e.search @@ ${query} and ${where}`;
        })();
  const byVector =
    vector === null
      ? null
      : `select e.space_id, e.dictionary_id, e.index, e.id, -(e.vector <#> ${bind(vectorParameter(vector.query))}::vector) as score
         from ${scope} join (${embedded(tests.length > 0)}) e using (space_id, dictionary_id)
         where e.embedder_id = ${bind(vector.embedderId)} and ${where}`;
  const place =
    after === null
      ? 'true'
      : `(-score, ${PLACE}) > (${bind(-after.score)}::float8, ${bind(after.spaceId)}::bigint, ${bind(after.dictionaryId)}::bigint, ${bind(after.index)}::int, ${bind(after.id)}::bigint)`;
  const rows = await s.read(
    HIT_OR_TOTAL,
    `with matched as materialized (${combine(byText, byVector)})
     select ${HIT_OR_TOTAL.list} from (select count(*) as total from matched) t
     left join lateral (select * from matched where ${place} order by -score, ${PLACE} limit ${bind(first)}) m on true
     order by -m.score, m.space_id, m.dictionary_id, m.index, m.id`,
    values,
  );
  const hits = rows
    .filter((row): row is SearchHit & { total: number } => row.id !== null)
    .map(({ total: _total, ...hit }) => hit);
  return { hits, total: rows[0].total };
}

/** Explanations that have a vector; without conditions on them their rows, which are as large as their texts, are not read. */
function embedded(withRows: boolean): string {
  if (!withRows) return 'select v.*, v.explanation_id as id from explanation_embeddings v';
  return `select v.vector, v.embedder_id, e.* from explanation_embeddings v
    join explanations e on e.space_id = v.space_id and e.dictionary_id = v.dictionary_id and e.index = v.index and e.id = v.explanation_id`;
}

/** One order as it is, or two fused: sum over both of 1 / (60 + rank). */
function combine(byText: string | null, byVector: string | null): string {
  if (byVector === null)
    return `select ${PLACE}, score, score as text_rank, null::float8 as similarity from (${byText}) x`;
  if (byText === null)
    return `select ${PLACE}, score, null::float8 as text_rank, score as similarity from (${byVector}) x`;
  const best = (query: string): string =>
    `(select *, row_number() over (order by -score, ${PLACE}) as rank
      from (select * from (${query}) x order by -score, ${PLACE} limit ${FUSED_CANDIDATES}) x)`;
  const share = (alias: string): string => `coalesce(1.0::float8 / (${RECIPROCAL_RANK_CONSTANT} + ${alias}.rank), 0)`;
  return `select ${PLACE}, ${share('a')} + ${share('b')} as score, a.score as text_rank, b.score as similarity
    from ${best(byText)} a full join ${best(byVector)} b using (${PLACE})`;
}

/** Conditions on an explanation `e`. */
function buildConditions(conditions: ExplanationConditions, bind: (value: unknown) => string): string[] {
  const tests: string[] = [];
  const { method, explainerModel, source, scorer, minScore, maxScore } = conditions;
  if (method != null) tests.push(`e.method = ${bind(method)}`);
  if (explainerModel != null) tests.push(`e.explainer_model = ${bind(explainerModel)}`);
  if (source != null) tests.push(`e.source = ${bind(source)}`);
  if (scorer != null) tests.push(`e.scorer = ${bind(scorer)}`);
  if (minScore != null) tests.push(`e.score >= ${bind(minScore)}::float8`);
  if (maxScore != null) tests.push(`e.score <= ${bind(maxScore)}::float8`);
  if (conditions.bestOnly === true) {
    tests.push(`not exists (select from explanations o
      where o.space_id = e.space_id and o.dictionary_id = e.dictionary_id and o.index = e.index and o.id <> e.id
        and (o.scorer_rank, -coalesce(o.score, '-infinity'), -extract(epoch from coalesce(o.made_at, o.created_at)), -o.id)
          < (e.scorer_rank, -coalesce(e.score, '-infinity'), -extract(epoch from coalesce(e.made_at, e.created_at)), -e.id))`);
  }
  return tests;
}

/** How many explanations of these dictionaries there are, and how many have a vector of this embedder. */
export async function countEmbedded(
  s: Session,
  of: { dictionaries: readonly Key[]; embedderId: number | null },
): Promise<{ explanations: number; embedded: number }> {
  const [row] = await s.read(
    EMBEDDED,
    `with d as (select * from ${unnest(KEY)} as d (space_id, dictionary_id)) select ${EMBEDDED.list}`,
    [...keyValues(KEY, of.dictionaries), of.embedderId],
  );
  return row;
}

/** A piece of a text, and whether it matched. */
export interface TextSegment {
  text: string;
  matched: boolean;
}

const MARKS = `StartSel="${START}", StopSel="${STOP}"`;
/** Words shown around the matches of a long text. */
const FRAGMENTS = `${MARKS}, MaxFragments=3, MaxWords=25, MinWords=10, FragmentDelimiter=" … "`;
/** Texts up to this many characters are shown whole. */
const WHOLE_TEXT = 400;

const HEADLINE = rowOf<{ headline: string }>({
  headline: computed(
    `case
       when $5::tsquery is null then left(t.clean, ${WHOLE_TEXT}) || case when length(t.clean) > ${WHOLE_TEXT} then ' …' else '' end
       when length(t.clean) <= ${WHOLE_TEXT} then ts_headline(c.config, t.clean, $5::tsquery, $8)
       else ts_headline(c.config, t.clean, $5::tsquery, $6) end`,
    'text',
  ),
});

/** What matches in each explanation, in its context; without a text query the beginning of each text. */
export async function listHeadlines(
  s: Session,
  of: { keys: readonly ExplanationKey[]; textQuery: string | null },
): Promise<TextSegment[][]> {
  const { keys, textQuery } = of;
  const found = await findEach(s, keys, {
    by: EXPLANATION_KEY,
    row: HEADLINE,
    from: `join explanations e on e.space_id = k.space_id and e.dictionary_id = k.dictionary_id and e.index = k.index and e.id = k.id
     cross join lateral (select translate(e.text, $7, '') as clean) t
     -- stems where they match; words as they are where only a prefix does
     cross join lateral (select case when to_tsvector('english', t.clean) @@ $5::tsquery then 'english' else 'simple' end::regconfig as config) c`,
    values: [textQuery, FRAGMENTS, `${START}${STOP}`, `${MARKS}, HighlightAll=true`],
  });
  return found.map((row) => (row === null ? [] : splitHeadline(row.headline)));
}

function splitHeadline(headline: string): TextSegment[] {
  const segments: TextSegment[] = [];
  for (const [i, part] of headline.split(START).entries()) {
    const [inside, ...outside] = part.split(STOP);
    if (i === 0) segments.push({ text: part, matched: false });
    else segments.push({ text: inside, matched: true }, { text: outside.join(''), matched: false });
  }
  return segments.filter(({ text }) => text !== '');
}
