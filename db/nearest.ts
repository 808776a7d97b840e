/**
 * The nearest rows of one side of one dictionary by cosine: an exact scan, or candidates from sign bits or an HNSW index that the exact
 * cosine ranks. Rows of zeros have no direction and are never returned.
 *
 * "Exact" is to pgvector's float32 arithmetic: cosines carry an error of about 1e-6, ties are equal float32 results.
 */
import type { Side } from '../loaders/checkpoint.ts';
import { ReseedError } from '../src/errors.ts';
import type { DictionaryRow } from './dictionaries.ts';
import { indexForm, rangeCondition } from './nearest-index.ts';
import { vectorParameter } from './parameters.ts';
import { inTransaction, type Session } from './session.ts';
import { sideNumber } from './side-number.ts';

export { buildNearestIndex, dropNearestIndex } from './nearest-index.ts';

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
/** Candidates by sign bits. At d = 4,096 the exact top ten lie in the first 100 to 200 (recall .993 and .997); this leaves room for worse data. */
const MIN_CANDIDATES = 400;
/** Candidates per hit wanted, where that is more. */
const CANDIDATES_PER_HIT = 8;
/** pgvector's limit for `hnsw.ef_search`, which is also the number of rows that an index scan can return. */
const MAX_EF_SEARCH = 1_000;

/** Searches. Throws `NEAREST_METHOD_UNAVAILABLE` for HNSW without an index and for RERANKED_BITS up to 2,000 dimensions. */
export async function findNearest(s: Session, request: NearestRequest): Promise<NearestHits> {
  const { dictionary, query, first } = request;
  if (query.length !== dictionary.dIn)
    throw new RangeError(`expected a query of ${dictionary.dIn} numbers, got ${query.length}`);
  if (!(first >= 1)) throw new RangeError(`expected at least one hit to be wanted, got ${first}`);
  const method = chooseMethod(request);
  if (method !== 'EXACT') {
    const hits = method === 'HNSW' ? await searchIndex(s, request) : await searchBits(s, request);
    // Fewer than wanted: either there are no more, or candidates were lost (deleted rows, a graph in pieces). The scan knows.
    if (hits.length === first) return { method, exact: false, hits };
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

/** All rows by exact cosine. NaN, the distance of a zero row, sorts behind every number. */
function scan(s: Session, request: NearestRequest): Promise<NearestHit[]> {
  return rank(
    s,
    request,
    `select index, vector <=> $1::vector as distance from latent_vectors where ${rangeCondition(request.dictionary, request.side)}
     order by vector <=> $1::vector, index limit $3`,
  );
}

function searchBits(s: Session, request: NearestRequest): Promise<NearestHit[]> {
  const range = rangeCondition(request.dictionary, request.side);
  return rank(
    s,
    request,
    rerank(
      request,
      `select index from latent_vectors where ${range} and bits is not null
       order by bits <~> binary_quantize($1::vector)::varbit limit ${candidatesFor(request)}`,
    ),
  );
}

function searchIndex(s: Session, request: NearestRequest): Promise<NearestHit[]> {
  const range = rangeCondition(request.dictionary, request.side);
  const candidates = Math.min(MAX_EF_SEARCH, candidatesFor(request));
  return inTransaction(s, async (tx) => {
    await tx.query(
      `select set_config('hnsw.ef_search', '${candidates}', true), set_config('enable_sort', 'off', true)`,
    );
    const { distance } = indexForm(request.dictionary.dIn);
    const hits = await rank(
      tx,
      request,
      rerank(request, `select index from latent_vectors where ${range} order by ${distance} limit ${candidates}`),
    );
    await tx.query(`select set_config('enable_sort', 'on', true)`);
    return hits;
  });
}

function candidatesFor({ first }: NearestRequest): number {
  return Math.max(MIN_CANDIDATES, CANDIDATES_PER_HIT * first);
}

/** The exact cosine ranks what `candidates` (a query for `index`) selects. */
function rerank({ dictionary, side }: NearestRequest, candidates: string): string {
  // An array, because the planner takes a range without statistics for one row and would scan it once per candidate.
  return `select index, vector <=> $1::vector as distance from latent_vectors
    where ${rangeCondition(dictionary, side)} and index = any (array(${candidates})) order by 2, 1 limit $3`;
}

/** Runs `selection`, a query for (index, distance) of at most `$3` rows by query `$1`, and adds the cosine of the other side with `$2`. */
async function rank(s: Session, request: NearestRequest, selection: string): Promise<NearestHit[]> {
  const { dictionary, side, query, otherQuery, first } = request;
  const rows = await s.query<{ index: number; distance: number; other: number | null }>(
    `with hits as materialized (${selection})
     select h.index, h.distance, o.vector <=> $2::vector as other
     from hits h left join latent_vectors o
       on o.space_id = $4 and o.dictionary_id = $5 and o.side = $6 and o.index = h.index and $2::vector is not null
     order by h.distance, h.index`,
    [
      vectorParameter(query),
      otherQuery === null ? null : vectorParameter(otherQuery),
      first,
      dictionary.spaceId,
      dictionary.id,
      1 - sideNumber(side),
    ],
  );
  return rows
    .filter((row) => !Number.isNaN(row.distance))
    .map(({ index, distance, other }) => {
      const own = 1 - distance;
      const others = other === null || Number.isNaN(other) ? null : 1 - other;
      return side === 'DECODER'
        ? { index, decoderCosine: own, encoderCosine: others }
        : { index, decoderCosine: others, encoderCosine: own };
    });
}
