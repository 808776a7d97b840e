/**
 * Vectors of explanations and the models that made them. A vector belongs to exactly one embedder (name, version, width); nothing here compares
 * vectors of two.
 */
import type { ExplanationKey } from './explanations.ts';
import { findEach } from '../connect/keyed-rows.ts';
import { embedders, explanations } from '../schema/explanation-tables.ts';
import { EXPLANATION_KEY, type Key } from '../schema/key.ts';
import { columns, computed, rowOf } from '../schema/row.ts';
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

const ID = rowOf<{ id: number }>(columns(embedders, 'm', ['id']));
const TEXT = rowOf<{ index: number; id: number; text: string }>(columns(explanations, 'e', ['index', 'id', 'text']));
const EMBEDDER_VECTOR = rowOf<EmbedderIdentity & { bytes: Buffer }>({
  ...columns(embedders, 'm', ['name', 'version', 'dimensions']),
  bytes: computed('vector_send(v.vector)', 'bytea'),
});

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
  await s.run('insert into embedders (name, version, dimensions) values ($1, $2, $3) on conflict do nothing', values);
  const made = await findEmbedder(s, embedder);
  if (made === null) throw new Error(`the embedder ${embedder.name} vanished`);
  return made;
}

/** The id of this embedder, or null if it has made no vector here. */
export async function findEmbedder(s: Session, embedder: EmbedderIdentity): Promise<number | null> {
  const [row] = await s.read(
    ID,
    `select ${ID.list} from embedders m where m.name = $1 and m.version = $2 and m.dimensions = $3`,
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
      await tx.run(
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
  return s.read(
    TEXT,
    `select ${TEXT.list} from explanations e
     where e.space_id = $1 and e.dictionary_id = $2 and (e.index, e.id) > ($3, $4::bigint) and not exists (
       select from explanation_embeddings v where v.space_id = e.space_id and v.dictionary_id = e.dictionary_id and v.embedder_id = $5
         and v.index = e.index and v.explanation_id = e.id)
     order by e.index, e.id limit $6`,
    [dictionary.spaceId, dictionary.id, after?.index ?? -1, after?.id ?? -1, page.embedderId, page.first],
  );
}

/** The newest embedder's vector of each explanation, with whose it is; null where there is none. */
export async function listEmbeddings(
  s: Session,
  keys: readonly ExplanationKey[],
): Promise<({ embedder: EmbedderIdentity; vector: Float32Array } | null)[]> {
  const found = await findEach(s, keys, {
    by: EXPLANATION_KEY,
    row: EMBEDDER_VECTOR,
    from: `join explanation_embeddings v
       on v.space_id = k.space_id and v.dictionary_id = k.dictionary_id and v.index = k.index and v.explanation_id = k.id
     join embedders m on m.id = v.embedder_id`,
    best: 'm.id desc',
  });
  return found.map((row) => row && { embedder: identityOf(row), vector: parseVector(row.bytes) });
}

function identityOf({ name, version, dimensions }: EmbedderIdentity): EmbedderIdentity {
  return { name, version, dimensions };
}
