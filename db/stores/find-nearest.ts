/**
 * The nearest rows of one side of one dictionary by cosine: an exact scan, or candidates from sign bits or an HNSW index that the exact
 * cosine ranks. Rows of zeros have no direction and are never returned.
 *
 * A cosine is the inner product of the row with the unit query, over the row's norm: with norms of float64 neither tiny nor huge rows
 * over- or underflow, as they do in pgvector's `<=>`. "Exact" is to pgvector's float32 arithmetic: cosines carry an error of about 1e-6,
 * ties are equal results.
 */
import type { Side } from '../../loaders/checkpoints/checkpoint.ts';
import { ReseedError } from '../../src/errors.ts';
import type { DictionaryRow } from './dictionaries.ts';
import { indexForm, rangeCondition } from './hnsw-index.ts';
import { vectorParameter } from '../connect/parameters.ts';
import { inTransaction, type Session } from '../connect/session.ts';
import { latentVectors } from '../schema/dictionary-tables.ts';
import { column, computed, optional, rowOf } from '../schema/row.ts';
import { sideNumber } from '../schema/side-number.ts';

export { buildNearestIndex, dropNearestIndex } from './hnsw-index.ts';

export type NearestMethod = 'AUTO' | 'EXACT' | 'RERANKED_BITS' | 'HNSW';

export interface NearestHit {
  index: number;
  /** With the query's row of that side; null where the query has none or the row is zero. */
  decoderCosine: number | null;
  encoderCosine: number | null;
}

export interface NearestRequest {
  dictionary: DictionaryRow;
  side: Side;
  /** Direction to search by, of the dictionary's width; finite, not all zero. [d] */
  query: Float32Array;
  /** Its other side, for the second cosine of each hit. [d] */
  otherQuery: Float32Array | null;
  /** Hits wanted, at least 1. */
  first: number;
  method: NearestMethod;
}

export interface NearestHits {
  /** How they were found; never AUTO. */
  method: Exclude<NearestMethod, 'AUTO'>;
  /** Whether every row was compared. */
  exact: boolean;
  /** Best first, ties by lower index; `first` of them, or all that are not zero. */
  hits: NearestHit[];
}

/** Rows wider than this have sign bits (the generated column of `latent_vectors`), which are read many times faster than the rows. */
const MAX_SCANNED_WIDTH = 2_000;
/**
 * Candidates by sign bits. Where rows have neighbours the ten nearest lie in the first 200 by Hamming distance (clustered rows of d = 2,304
 * and 4,096, n up to 65,536: recall 1.000); where they have none (random rows) signs tell little: .69 in the first 400.
 */
const MIN_BIT_CANDIDATES = 800;
const BIT_CANDIDATES_PER_HIT = 40;
/**
 * Hits must lie in this first part of the candidates, by Hamming distance, to be believed. Random rows then pass in about one of a hundred
 * searches at n = 16,384, more often where the candidates are a large share of all rows and hold the truth anyway.
 */
const BELIEVED_PART = 1 / 4;
/** How much wider the second attempt is; after it comes the scan. */
const WIDER = 8;
/** Rows that an index scan selects: recall@10 of .98 to .99 at 32,768 rows. */
const MIN_INDEX_CANDIDATES = 400;
const INDEX_CANDIDATES_PER_HIT = 8;
/** pgvector's limit for `hnsw.ef_search`, which is also the number of rows that an index scan can return. */
const MAX_EF_SEARCH = 1_000;

/**
 * Searches. A search by bits or by index that is in doubt about its answer is answered by a scan, and says so. Throws `NEAREST_METHOD_UNAVAILABLE` for HNSW without an index and for RERANKED_BITS
 * up to 2,000 dimensions.
 */
export async function findNearest(s: Session, request: NearestRequest): Promise<NearestHits> {
  const { dictionary, query, first } = request;
  if (query.length !== dictionary.dIn)
    throw new RangeError(`expected a query of ${dictionary.dIn} numbers, got ${query.length}`);
  if (!(first >= 1)) throw new RangeError(`expected at least one hit to be wanted, got ${first}`);
  const method = chooseMethod(request);
  if (method !== 'EXACT') {
    const hits = method === 'HNSW' ? await searchIndex(s, request) : await searchBits(s, request);
    // Fewer than wanted: either there are no more, or candidates were lost (deleted rows, a graph in pieces). The scan knows.
    if (hits?.length === first) return { method, exact: false, hits };
  }
  return { method: 'EXACT', exact: true, hits: await scan(s, request) };
}

function chooseMethod({ dictionary, side, method }: NearestRequest): NearestHits['method'] {
  const indexed = dictionary.nearestIndexes.includes(side);
  const hasBits = dictionary.dIn > MAX_SCANNED_WIDTH;
  if (method === 'AUTO') return indexed ? 'HNSW' : hasBits ? 'RERANKED_BITS' : 'EXACT';
  if (method === 'HNSW' && !indexed) {
    throw unavailable(
      dictionary,
      `it has no index over its ${side.toLowerCase()} rows`,
      'Use AUTO or EXACT, or switch the index on (setNearestIndex).',
    );
  }
  if (method === 'RERANKED_BITS' && !hasBits) {
    throw unavailable(
      dictionary,
      `its width is ${dictionary.dIn}; sign bits are kept above ${MAX_SCANNED_WIDTH}`,
      'Use AUTO or EXACT.',
    );
  }
  return method;
}

function unavailable(dictionary: DictionaryRow, is: string, hint: string): ReseedError {
  return new ReseedError('NEAREST_METHOD_UNAVAILABLE', `Cannot search "${dictionary.name}" in this way: ${is}`, {
    hint,
  });
}

/** Minus the cosine of a row with `$1`; null, which sorts behind every number, for a zero row. */
const OPPOSITE = '(vector <#> $1::vector) / nullif(norm, 0)';

/** All rows by exact cosine. */
async function scan(s: Session, request: NearestRequest): Promise<NearestHit[]> {
  const range = rangeCondition(request.dictionary, request.side);
  const hits = `select index, ${OPPOSITE} as opposite from latent_vectors where ${range} order by ${OPPOSITE}, index limit $3`;
  return (await rank(s, request, { hits })).map(({ hit }) => hit);
}

/** Null where the order by signs is no guide to the order by cosine, or where a scan costs no more. */
async function searchBits(s: Session, request: NearestRequest): Promise<NearestHit[] | null> {
  const { dictionary, side, first } = request;
  const start = Math.max(MIN_BIT_CANDIDATES, BIT_CANDIDATES_PER_HIT * first);
  for (const count of [start, start * WIDER]) {
    if (2 * count > dictionary.nLatents) return null;
    const candidates = `select index from latent_vectors where ${rangeCondition(dictionary, side)} and bits is not null
      order by bits <~> binary_quantize($1::vector)::varbit, index limit ${count}`;
    const ranked = await rank(s, request, { candidates });
    if (ranked.every(({ place }) => place <= count * BELIEVED_PART)) return ranked.map(({ hit }) => hit);
  }
  return null;
}

function searchIndex(s: Session, request: NearestRequest): Promise<NearestHit[]> {
  const { dictionary, side, first } = request;
  const count = Math.min(MAX_EF_SEARCH, Math.max(MIN_INDEX_CANDIDATES, INDEX_CANDIDATES_PER_HIT * first));
  const { distance } = indexForm(dictionary.dIn);
  const candidates = `select index from latent_vectors where ${rangeCondition(dictionary, side)} order by ${distance} limit ${count}`;
  return inTransaction(s, async (tx) => {
    // Without statistics the planner takes the range for one row, which it would sort. What it must not do it prices beyond the limit
    // above which plans are compiled, which takes longer than the search.
    await tx.run(
      `select set_config('hnsw.ef_search', '${count}', true), set_config('enable_sort', 'off', true), set_config('jit', 'off', true)`,
    );
    const ranked = await rank(tx, request, { candidates });
    await tx.run(`select set_config('enable_sort', 'on', true)`);
    return ranked.map(({ hit }) => hit);
  });
}

/** A hit, and where it stood among the candidates, from 1 (0 where there were none). */
interface Ranked {
  hit: NearestHit;
  place: number;
}

const RANKED = rowOf<{ index: number; opposite: number | null; other: number | null; place: number | null }>({
  index: column(latentVectors.index, 'h'),
  opposite: optional(computed('h.opposite', 'double precision')),
  other: optional(computed('(o.vector <#> $2::vector) / nullif(o.norm, 0)', 'double precision')),
  place: optional(computed('array_position((select indexes from candidates), h.index)', 'integer')),
});

/**
 * The nearest rows to `$1` of what is given: `hits`, a query for (index, opposite) of the `$3` nearest, or `candidates`, a query for the
 * indexes to rank. Adds the cosine of the other side with `$2`.
 */
async function rank(
  s: Session,
  request: NearestRequest,
  from: { hits: string } | { candidates: string },
): Promise<Ranked[]> {
  const { dictionary, side, query, otherQuery, first } = request;
  // An array of candidates, because the planner takes a range without statistics for one row and would scan it once per candidate.
  const [candidates, hits] =
    'hits' in from
      ? ['select null::int[] as indexes', from.hits]
      : [
          `select array(${from.candidates}) as indexes`,
          `select index, ${OPPOSITE} as opposite from latent_vectors
           where ${rangeCondition(dictionary, side)} and index = any ((select indexes from candidates)::int[]) order by 2, 1 limit $3`,
        ];
  const rows = await s.read(
    RANKED,
    `with candidates as materialized (${candidates}), hits as materialized (${hits})
     select ${RANKED.list}
     from hits h left join latent_vectors o
       on o.space_id = $4 and o.dictionary_id = $5 and o.side = $6 and o.index = h.index and $2::vector is not null
     order by h.opposite, h.index`,
    [
      vectorParameter(unitOf(query)),
      otherQuery === null ? null : vectorParameter(unitOf(otherQuery)),
      first,
      dictionary.spaceId,
      dictionary.id,
      1 - sideNumber(side),
    ],
  );
  const isZero = otherQuery?.every((x) => x === 0) ?? true;
  return rows
    .filter((row) => row.opposite !== null)
    .map(({ index, opposite, other, place }) => {
      const own = -(opposite as number);
      const others = other === null || isZero ? null : -other;
      const hit =
        side === 'DECODER'
          ? { index, decoderCosine: own, encoderCosine: others }
          : { index, decoderCosine: others, encoderCosine: own };
      return { hit, place: place ?? 0 };
    });
}

/** `values` scaled to unit length in float64; zeros stay. */
function unitOf(values: Float32Array): Float32Array {
  const norm = Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));
  return norm === 0 ? values : values.map((x) => x / norm);
}
