/**
 * Vectors of explanations and the models that made them. A vector belongs to exactly one embedder (name, version, width); nothing here compares
 * vectors of two.
 */
import type { ExplanationKey } from './explanations.ts';
import type { Key } from '../schema/key.ts';
import { cleanProse, MAX_DIMENSIONS, parseVector } from '../connect/parameters.ts';
import type { Session } from '../connect/session.ts';

/** What makes an embedder this one. `version` is a hash of its files, or what a source of ready-made vectors says. */
export interface EmbedderIdentity {
  name: string;
  version: string;
  dimensions: number;
}

/** A vector to store. It is scaled to unit length. */
export interface NewEmbedding {
  index: number;
  explanationId: number;
  embedder: EmbedderIdentity;
  vector: Float32Array;
}

/** Rows per statement: vectors of 1,000 numbers make two megabytes. */
const ROWS_PER_STATEMENT = 500;

/** The id of this embedder, which is made if it is not there. Throws `RangeError` for a width that no vector can have. */
export async function ensureEmbedder(s: Session, embedder: EmbedderIdentity): Promise<number> {
  const { dimensions } = embedder;
  if (!(dimensions >= 1 && dimensions <= MAX_DIMENSIONS))
    throw new RangeError(`an embedder of ${dimensions} dimensions`);
  const values = [cleanProse(embedder.name), cleanProse(embedder.version), dimensions];
  const there = await findEmbedder(s, embedder);
  if (there !== null) return there;
  await s.query('insert into embedders (name, version, dimensions) values ($1, $2, $3) on conflict do nothing', values);
  const made = await findEmbedder(s, embedder);
  if (made === null) throw new Error(`the embedder ${embedder.name} vanished`);
  return made;
}

/** The id of this embedder, or null if it has made no vector here. */
export async function findEmbedder(s: Session, embedder: EmbedderIdentity): Promise<number | null> {
  const [row] = await s.query<{ id: number }>(
    'select id from embedders where name = $1 and version = $2 and dimensions = $3',
    [cleanProse(embedder.name), cleanProse(embedder.version), embedder.dimensions],
  );
  return row?.id ?? null;
}

/** Writes vectors in the caller's transaction; one that is there already is kept. Zero vectors, which have no direction, are left out. */
export async function writeEmbeddings(
  tx: Session,
  of: { dictionary: Key; rows: readonly NewEmbedding[] },
): Promise<void> {
  const groups = Map.groupBy(of.rows, ({ embedder: { name, version, dimensions } }) =>
    JSON.stringify([name, version, dimensions]),
  );
  for (const rows of groups.values()) {
    const embedderId = await ensureEmbedder(tx, rows[0].embedder);
    const directed = rows.filter((row) => row.vector.some((x) => x !== 0));
    for (let from = 0; from < directed.length; from += ROWS_PER_STATEMENT) {
      const part = directed.slice(from, from + ROWS_PER_STATEMENT);
      await tx.query(
        `insert into explanation_embeddings (space_id, dictionary_id, embedder_id, index, explanation_id, vector)
         select $1, $2, $3, r.index, r.id, l2_normalize(r.vector::vector)
         from unnest($4::int[], $5::bigint[], $6::text[]) as r (index, id, vector) on conflict do nothing`,
        [
          of.dictionary.spaceId,
          of.dictionary.id,
          embedderId,
          part.map((row) => row.index),
          part.map((row) => row.explanationId),
          part.map((row) => `[${row.vector.join(',')}]`),
        ],
      );
    }
  }
}

/** Explanations of a dictionary without a vector of this embedder, by (index, id), at most `first` after a place. */
export function listWithoutEmbedding(
  s: Session,
  page: { dictionary: Key; embedderId: number; after: { index: number; id: number } | null; first: number },
): Promise<{ index: number; id: number; text: string }[]> {
  const { dictionary, after } = page;
  return s.query<{ index: number; id: number; text: string }>(
    `select e.index, e.id, e.text from explanations e
     where e.space_id = $1 and e.dictionary_id = $2 and (e.index, e.id) > ($3, $4::bigint) and not exists (
       select from explanation_embeddings v where v.space_id = e.space_id and v.dictionary_id = e.dictionary_id and v.embedder_id = $5
         and v.index = e.index and v.explanation_id = e.id)
     order by e.index, e.id limit $6`,
    [dictionary.spaceId, dictionary.id, after?.index ?? -1, after?.id ?? -1, page.embedderId, page.first],
  );
}

/** The stored vectors of explanations under one embedder; null where there is none. For comparisons of explanations with each other. */
export async function findEmbeddings(
  s: Session,
  of: { keys: readonly ExplanationKey[]; embedderId: number },
): Promise<(Float32Array | null)[]> {
  const rows = await s.query<{ at: number; bytes: Buffer }>(
    `select k.at::int as at, vector_send(v.vector) as bytes
     from unnest($1::bigint[], $2::bigint[], $3::int[], $4::bigint[]) with ordinality as k (space_id, dictionary_id, index, id, at)
     join explanation_embeddings v on v.space_id = k.space_id and v.dictionary_id = k.dictionary_id and v.embedder_id = $5
       and v.index = k.index and v.explanation_id = k.id`,
    [
      of.keys.map((key) => key.spaceId),
      of.keys.map((key) => key.dictionaryId),
      of.keys.map((key) => key.index),
      of.keys.map((key) => key.id),
      of.embedderId,
    ],
  );
  const found: (Float32Array | null)[] = of.keys.map(() => null);
  for (const { at, bytes } of rows) found[at - 1] = parseVector(bytes);
  return found;
}

/** The newest embedder's vector of each explanation, with whose it is; null where there is none. */
export async function listEmbeddings(
  s: Session,
  keys: readonly ExplanationKey[],
): Promise<({ embedder: EmbedderIdentity; vector: Float32Array } | null)[]> {
  const rows = await s.query<EmbedderIdentity & { at: number; bytes: Buffer }>(
    `select distinct on (k.at) k.at::int as at, m.name, m.version, m.dimensions, vector_send(v.vector) as bytes
     from unnest($1::bigint[], $2::bigint[], $3::int[], $4::bigint[]) with ordinality as k (space_id, dictionary_id, index, id, at)
     join explanation_embeddings v
       on v.space_id = k.space_id and v.dictionary_id = k.dictionary_id and v.index = k.index and v.explanation_id = k.id
     join embedders m on m.id = v.embedder_id
     order by k.at, m.id desc`,
    [
      keys.map((key) => key.spaceId),
      keys.map((key) => key.dictionaryId),
      keys.map((key) => key.index),
      keys.map((key) => key.id),
    ],
  );
  const found: ({ embedder: EmbedderIdentity; vector: Float32Array } | null)[] = keys.map(() => null);
  for (const { at, name, version, dimensions, bytes } of rows)
    found[at - 1] = { embedder: { name, version, dimensions }, vector: parseVector(bytes) };
  return found;
}
