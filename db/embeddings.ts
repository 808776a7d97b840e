/**
 * Vectors of explanations and the models that made them. A vector belongs to exactly one embedder (name, version, width); nothing here compares
 * vectors of two.
 */
import type { Key } from './key.ts';
import { cleanProse, MAX_DIMENSIONS } from './parameters.ts';
import type { Session } from './session.ts';

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
