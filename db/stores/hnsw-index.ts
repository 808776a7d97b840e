/**
 * HNSW indexes, one per dictionary and side, over expressions that pgvector can index: float32 up to 2,000 dimensions, float16 up to 4,000,
 * sign bits above.
 */
import type { Side } from '../../loaders/checkpoints/checkpoint.ts';
import type { DictionaryRow } from './dictionaries.ts';
import type { Key } from '../schema/key.ts';
import { inTransaction, type Session } from '../connect/session.ts';
import { sideNumber } from '../schema/side-number.ts';

/** pgvector's limits for an HNSW index over each type. */
const MAX_VECTOR = 2_000;
const MAX_HALFVEC = 4_000;
/** Parallel builds of older versions read beyond their memory (CVE-2026-3172). */
const SOUND_PARALLEL_BUILDS = [0, 8, 2];
/** Memory that the build of an index may use before it goes to disk, which is many times slower. */
const BUILD_MEMORY = '512MB';

/** What an index over rows of width `d` holds, and how a query (parameter `$1`, a vector) is compared with it. */
export function indexForm(d: number): { expression: string; operatorClass: string; distance: string } {
  if (d <= MAX_VECTOR)
    return {
      expression: `(vector::vector(${d}))`,
      operatorClass: 'vector_cosine_ops',
      distance: `(vector::vector(${d})) <=> $1::vector`,
    };
  if (d <= MAX_HALFVEC) {
    // Normalised first: float16 ends at 65,504.
    const expression = `(l2_normalize(vector)::halfvec(${d}))`;
    return {
      expression,
      operatorClass: 'halfvec_cosine_ops',
      distance: `${expression} <=> l2_normalize($1::vector)::halfvec(${d})`,
    };
  }
  const expression = `(bits::bit(${d}))`;
  return {
    expression,
    operatorClass: 'bit_hamming_ops',
    distance: `${expression} <~> binary_quantize($1::vector)::bit(${d})`,
  };
}

/** Condition that holds for the rows of one side of one dictionary, in literals, so that a partial index is recognised. */
export function rangeCondition(key: Key, side: Side): string {
  return `space_id = ${literal(key.spaceId)} and dictionary_id = ${literal(key.id)} and side = ${sideNumber(side)}`;
}

function literal(id: number): string {
  if (!Number.isSafeInteger(id)) throw new RangeError(`${id} is no id`);
  return String(id);
}

function indexName(key: Key, side: Side): string {
  return `nearest_${literal(key.spaceId)}_${literal(key.id)}_${sideNumber(side)}`;
}

/**
 * Builds the index, which takes from seconds to many minutes and blocks writers of vectors meanwhile, and records it in the dictionary.
 * Nothing happens if it is there.
 */
export function buildNearestIndex(s: Session, target: { dictionary: DictionaryRow; side: Side }): Promise<void> {
  const { dictionary, side } = target;
  const { expression, operatorClass } = indexForm(dictionary.dIn);
  return inTransaction(s, async (tx) => {
    await tx.run(`set local maintenance_work_mem = '${BUILD_MEMORY}'`);
    await tx.run(
      `select set_config('max_parallel_maintenance_workers', '0', true) from pg_extension
       where extname = 'vector' and string_to_array(extversion, '.')::int[] < $1::int[]`,
      [SOUND_PARALLEL_BUILDS],
    );
    await tx.run(
      `create index if not exists ${indexName(dictionary, side)} on latent_vectors using hnsw (${expression} ${operatorClass})
       where ${rangeCondition(dictionary, side)}`,
    );
    await tx.run(
      `update dictionaries set nearest_indexes = array(select distinct x from unnest(nearest_indexes || $3::text) x order by x)
       where space_id = $1 and id = $2`,
      [dictionary.spaceId, dictionary.id, side],
    );
  });
}

/** Drops the index and forgets it; nothing happens if there is none. */
export function dropNearestIndex(s: Session, target: { dictionary: Key; side: Side }): Promise<void> {
  const { dictionary, side } = target;
  return inTransaction(s, async (tx) => {
    // Whoever reads the row from now on does not ask for the index.
    await tx.run(
      'update dictionaries set nearest_indexes = array_remove(nearest_indexes, $3::text) where space_id = $1 and id = $2',
      [dictionary.spaceId, dictionary.id, side],
    );
    await tx.run(`drop index if exists ${indexName(dictionary, side)}`);
  });
}

/** Drops the indexes of both sides. */
export async function dropIndexesOf(s: Session, key: Key): Promise<void> {
  for (const side of ['DECODER', 'ENCODER'] as const) await dropNearestIndex(s, { dictionary: key, side });
}
