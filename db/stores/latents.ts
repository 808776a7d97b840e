/**
 * Latents and their vectors: typed arrays in by binary COPY, typed arrays out by binary COPY, single rows by key.
 */
import type { Side } from '../../loaders/checkpoints/checkpoint.ts';
import { copyVectorField, encodeRows, readTuples, toHostOrder } from '../connect/binary-copy.ts';
import { findEach, type KeyColumns } from '../connect/keyed-rows.ts';
import { LATENT_KEY, type LatentKey } from '../schema/key.ts';
import { columns, computed, rowOf } from '../schema/row.ts';
import { assertLoading } from './load-dictionary.ts';
import { parseVector } from '../connect/parameters.ts';
import { latents } from '../schema/dictionary-tables.ts';
import { inTransaction, type Session } from '../connect/session.ts';
import { sideNumber } from '../schema/side-number.ts';

export type { LatentKey };

/** Float32 columns come back as the shortest decimal that means the same float32. */
export interface LatentRow extends LatentKey {
  /** Null where nothing is known. */
  alive: boolean | null;
  /** Euclidean norm of the row as stored; null without weights. */
  decoderNorm: number | null;
  encoderNorm: number | null;
  encoderBias: number | null;
  threshold: number | null;
  /** Fraction of tokens, 0 to 1. */
  firingFrequency: number | null;
  /** The collection that `alive` and the frequency come from; null where they are stated or unknown. */
  frequencyCollectionId: number | null;
}

/** Latents [start, start + count) as arrays of [count]. NaN stands for "unknown" in all that may be null. */
export interface LatentBlock {
  spaceId: number;
  dictionaryId: number;
  start: number;
  count: number;
  /** 1 or 0; NaN, or null for all, where it is not known. */
  alive: ArrayLike<number> | null;
  decoderNorm: ArrayLike<number> | null;
  encoderNorm: ArrayLike<number> | null;
  encoderBias: ArrayLike<number> | null;
  threshold: ArrayLike<number> | null;
  firingFrequency: ArrayLike<number> | null;
  /** GATED only. */
  magnitudeBias?: ArrayLike<number> | null;
  magnitudeLogScale?: ArrayLike<number> | null;
}

/** Rows of one side. */
export interface VectorRange {
  spaceId: number;
  dictionaryId: number;
  side: Side;
  start: number;
}

// biome-ignore format: one column per word
const ROW = rowOf<LatentRow>(columns(latents, 'l', [
  'spaceId', 'dictionaryId', 'index', 'alive', 'decoderNorm', 'encoderNorm', 'encoderBias', 'threshold', 'firingFrequency',
  'frequencyCollectionId',
]));
const VECTOR = rowOf<{ bytes: Buffer }>({ bytes: computed('vector_send(v.vector)', 'bytea') });
const VECTORS = rowOf<{ a: Buffer; b: Buffer }>({
  a: computed('vector_send(x.vector)', 'bytea'),
  b: computed('vector_send(y.vector)', 'bytea'),
});

const VECTOR_KEY: KeyColumns<LatentKey & { side: Side }> = {
  ...LATENT_KEY,
  side: ['smallint', (key) => sideNumber(key.side)],
};

/** Latents written per COPY: about 10 MB. */
const LATENTS_PER_COPY = 131_072;

/** Writes latents of a dictionary that is LOADING. Throws `JOB_SUPERSEDED` if it is not. */
export async function copyLatents(s: Session, block: LatentBlock): Promise<void> {
  for (let from = 0; from < block.count; from += LATENTS_PER_COPY) {
    const optional =
      (values: ArrayLike<number> | null) =>
      (row: number): number | null =>
        values === null || Number.isNaN(values[from + row]) ? null : values[from + row];
    const known = optional(block.alive);
    const flag = (row: number) => {
      const alive = known(row);
      return alive === null ? null : alive !== 0;
    };
    const rows = encodeRows(
      [
        { type: 'int8', at: () => block.spaceId },
        { type: 'int8', at: () => block.dictionaryId },
        { type: 'int4', at: (row) => block.start + from + row },
        { type: 'bool', at: (row) => flag(row) },
        { type: 'float8', at: optional(block.decoderNorm) },
        { type: 'float8', at: optional(block.encoderNorm) },
        { type: 'float4', at: optional(block.encoderBias) },
        { type: 'float4', at: optional(block.threshold) },
        { type: 'float4', at: optional(block.firingFrequency) },
        { type: 'float4', at: optional(block.magnitudeBias ?? null) },
        { type: 'float4', at: optional(block.magnitudeLogScale ?? null) },
      ],
      Math.min(LATENTS_PER_COPY, block.count - from),
    );
    await inTransaction(s, async (tx) => {
      await assertLoading(tx, { spaceId: block.spaceId, id: block.dictionaryId });
      await tx.copyIn(
        `latents (space_id, dictionary_id, index, alive, decoder_norm, encoder_norm, encoder_bias, threshold, firing_frequency, magnitude_bias,
         magnitude_log_scale)`,
        rows,
      );
    });
  }
}

/** Writes rows `values` [count, d] of one side of a dictionary that is LOADING, one COPY per `copyChunkBytes`. Throws `JOB_SUPERSEDED`. */
export async function copyVectors(s: Session, rows: VectorRange & { values: Float32Array; d: number }): Promise<void> {
  const { spaceId, dictionaryId, start, values, d } = rows;
  const side = sideNumber(rows.side);
  const count = values.length / d;
  const perCopy = rowsPerCopy(s, d);
  for (let from = 0; from < count; from += perCopy) {
    const part = Math.min(perCopy, count - from);
    const tuples = encodeRows(
      [
        { type: 'int8', at: () => spaceId },
        { type: 'int8', at: () => dictionaryId },
        { type: 'int2', at: () => side },
        { type: 'int4', at: (row) => start + from + row },
        { type: 'vector', values: values.subarray(from * d, (from + part) * d), d },
      ],
      part,
    );
    await inTransaction(s, async (tx) => {
      await assertLoading(tx, { spaceId, id: dictionaryId });
      await tx.copyIn('latent_vectors (space_id, dictionary_id, side, index, vector)', tuples);
    });
  }
}

/** Rows [start, start + count) of one side as [count, d]. Throws `RangeError` if some of them are not there. */
export async function readRows(s: Session, range: VectorRange & { count: number; d: number }): Promise<Float32Array> {
  const { spaceId, dictionaryId, start, count, d } = range;
  const values = new Float32Array(count * d);
  const into = new Uint8Array(values.buffer);
  const perCopy = rowsPerCopy(s, d);
  for (let from = 0; from < count; from += perCopy) {
    const part = Math.min(perCopy, count - from);
    const first = start + from;
    const read = await readTuples(
      s.copyOut(
        `select vector from latent_vectors where space_id = ${spaceId} and dictionary_id = ${dictionaryId} and side = ${sideNumber(range.side)}
         and index >= ${first} and index < ${first + part} order by index`,
      ),
      {
        columns: 1,
        onTuple: (tuple, row) => copyVectorField(tuple, { field: 0, d, into, offset: 4 * d * (from + row) }),
      },
    );
    if (read !== part)
      throw new RangeError(
        `expected rows ${first} to ${first + part - 1} of dictionary ${dictionaryId}, found ${read}`,
      );
  }
  toHostOrder(into);
  return values;
}

/** Bytes of a tuple apart from its numbers. */
const TUPLE_BYTES = 64;

function rowsPerCopy(s: Session, d: number): number {
  return Math.max(1, Math.floor(s.copyChunkBytes / (4 * d + TUPLE_BYTES)));
}

/** Rows of single latents, as stored; null where there is none. */
export async function readVectors(
  s: Session,
  keys: readonly (LatentKey & { side: Side })[],
): Promise<(Float32Array | null)[]> {
  const found = await findEach(s, keys, {
    by: VECTOR_KEY,
    row: VECTOR,
    from: `join dictionaries d on d.space_id = k.space_id and d.id = k.dictionary_id and d.state = 'READY'
     join latent_vectors v on v.space_id = k.space_id and v.dictionary_id = k.dictionary_id and v.side = k.side and v.index = k.index`,
  });
  return found.map((row) => row && parseVector(row.bytes));
}

export function findLatents(s: Session, keys: readonly LatentKey[]): Promise<(LatentRow | null)[]> {
  return findEach(s, keys, {
    by: LATENT_KEY,
    row: ROW,
    from: `join dictionaries d on d.space_id = k.space_id and d.id = k.dictionary_id and d.state = 'READY'
     join latents l on l.space_id = k.space_id and l.dictionary_id = k.dictionary_id and l.index = k.index`,
  });
}

/** What filters and statistics need of all `n` latents: alive 0 or 1 (1 where nothing is known), and firing frequency, NaN where unknown. Each [n]. */
export async function loadLatentScalars(
  s: Session,
  of: { spaceId: number; dictionaryId: number; n: number },
): Promise<{ alive: Uint8Array; firingFrequency: Float32Array }> {
  const alive = new Uint8Array(of.n);
  const firingFrequency = new Float32Array(of.n).fill(Number.NaN);
  const read = await readTuples(
    s.copyOut(
      `select index, alive, firing_frequency from latents
       where space_id = ${of.spaceId} and dictionary_id = ${of.dictionaryId} and index < ${of.n} order by index`,
    ),
    {
      columns: 3,
      onTuple({ bytes, view, offsets, lengths }) {
        const index = view.getInt32(offsets[0]);
        alive[index] = lengths[1] < 0 ? 1 : bytes[offsets[1]];
        if (lengths[2] > 0) firingFrequency[index] = view.getFloat32(offsets[2]);
      },
    },
  );
  if (read !== of.n) throw new RangeError(`expected ${of.n} latents of dictionary ${of.dictionaryId}, found ${read}`);
  return { alive, firingFrequency };
}

/** Who is alive in each dictionary, 0 or 1 (1 where nothing is known), [n] each. One statement; only the dead are read. */
export async function loadAlive(
  s: Session,
  dictionaries: readonly { spaceId: number; dictionaryId: number; n: number }[],
): Promise<Uint8Array[]> {
  const alive = dictionaries.map(({ n }) => new Uint8Array(n).fill(1));
  const keys = dictionaries.map(
    ({ spaceId, dictionaryId }, at) => `(${at}, ${spaceId}::bigint, ${dictionaryId}::bigint)`,
  );
  if (keys.length === 0) return alive;
  await readTuples(
    s.copyOut(
      `select k.at, x.index from (values ${keys.join(', ')}) as k (at, space_id, dictionary_id), lateral (
         select l.index from latents l
         where l.space_id = k.space_id and l.dictionary_id = k.dictionary_id and not l.alive offset 0) x`,
    ),
    {
      columns: 2,
      onTuple({ view, offsets }) {
        alive[view.getInt32(offsets[0])][view.getInt32(offsets[1])] = 0;
      },
    },
  );
  return alive;
}

/** Two latents of one space, compared on one side. */
export interface LatentPair {
  spaceId: number;
  a: { dictionaryId: number; index: number };
  b: { dictionaryId: number; index: number };
  side: Side;
}

const PAIR: KeyColumns<LatentPair> = {
  space_id: ['bigint', (pair) => pair.spaceId],
  a: ['bigint', (pair) => pair.a.dictionaryId],
  i: ['int', (pair) => pair.a.index],
  b: ['bigint', (pair) => pair.b.dictionaryId],
  j: ['int', (pair) => pair.b.index],
  side: ['smallint', (pair) => sideNumber(pair.side)],
};

/** Rows of pairs of latents, as stored; null where one of the two has none. One statement. */
export async function readVectorPairs(
  s: Session,
  pairs: readonly LatentPair[],
): Promise<({ a: Float32Array; b: Float32Array } | null)[]> {
  const found = await findEach(s, pairs, {
    by: PAIR,
    row: VECTORS,
    from: `join latent_vectors x on x.space_id = k.space_id and x.dictionary_id = k.a and x.side = k.side and x.index = k.i
     join latent_vectors y on y.space_id = k.space_id and y.dictionary_id = k.b and y.side = k.side and y.index = k.j`,
  });
  return found.map((row) => row && { a: parseVector(row.a), b: parseVector(row.b) });
}
