/**
 * What is left to explain and to score, and from which contexts: the questions that make explaining and scoring resumable. Work of ours is marked by its fingerprint, kept as
 * the `source_id` of what it wrote.
 */
import type { SeenContext } from '../../src/compute/explaining/seen-context.ts';
import { kindName } from './activations.ts';
import { BEST_FIRST } from './explanations.ts';
import { activationCollections, explanations, latentContexts } from '../schema/explanation-tables.ts';
import type { Key } from '../schema/key.ts';
import { columns, computed, rowOf } from '../schema/row.ts';
import type { Session } from '../connect/session.ts';

/** `source` of everything that Reseed itself makes. */
export const OWN_SOURCE = 'reseed';

const COLLECTION_ID = rowOf<{ id: number }>(columns(activationCollections, 'c', ['id']));
const CONTEXT = rowOf<Omit<SeenContext, 'kind'> & { index: number; kind: number }>({
  ...columns(latentContexts, 'x', ['index', 'kind', 'ordinal', 'document', 'offset']),
  tokens: computed('to_json(x.tokens)', 'jsonb'),
  activations: computed('to_json(x.activations)', 'jsonb'),
});
const LATENT = rowOf<{ index: number; present: boolean }>({
  ...columns(latentContexts, 'x', ['index']),
  present: computed(
    `exists (
       select from explanations e where e.space_id = $1 and e.dictionary_id = $2 and e.index = x.index and e.source = $4 and e.source_id = $5)`,
    'boolean',
  ),
});
const EXPLANATION = rowOf<ExplanationToScore & { best: boolean; present: boolean }>({
  ...columns(explanations, 'e', ['index', 'id', 'text', 'method', 'source', 'details']),
  best: computed(`row_number() over (partition by e.index order by ${BEST_FIRST}) = 1`, 'boolean'),
  present: computed(
    `exists (select from explanation_scores x where x.space_id = $1 and x.dictionary_id = $2 and x.index = e.index
       and x.explanation_id = e.id and x.source = $4 and x.source_id = $5 and x.value is not null)`,
    'boolean',
  ),
});

/** The newest READY collection that has contexts of this dictionary; null without one. */
export async function findContextCollection(s: Session, dictionary: Key): Promise<number | null> {
  const [row] = await s.read(
    COLLECTION_ID,
    `select ${COLLECTION_ID.list} from activation_collections c
     where c.space_id = $1 and c.dictionary_id = $2 and c.state = 'READY' and exists (
       select from latent_contexts x where x.space_id = c.space_id and x.dictionary_id = c.dictionary_id and x.collection_id = c.id)
     order by c.id desc limit 1`,
    [dictionary.spaceId, dictionary.id],
  );
  return row?.id ?? null;
}

/** All contexts of each latent in one collection, by kind and ordinal. Arrays come as JSON, which is parsed several times faster than theirs. */
export async function readSeenContexts(
  s: Session,
  of: { dictionary: Key; collectionId: number; indexes: readonly number[] },
): Promise<SeenContext[][]> {
  const rows = await s.read(
    CONTEXT,
    `select ${CONTEXT.list}
     from latent_contexts x
     where x.space_id = $1 and x.dictionary_id = $2 and x.index = any($3::int[]) and x.collection_id = $4
     order by x.index, x.kind, x.ordinal`,
    [of.dictionary.spaceId, of.dictionary.id, of.indexes, of.collectionId],
  );
  const byIndex = new Map<number, SeenContext[]>(of.indexes.map((index) => [index, []]));
  for (const { index, kind, ...row } of rows) byIndex.get(index)?.push({ ...row, kind: kindName(kind) });
  return of.indexes.map((index) => byIndex.get(index) ?? []);
}

/** Latents with contexts in the collection, ascending: those without an explanation of this fingerprint, and how many have one. */
export async function listLatentsToExplain(
  s: Session,
  of: { dictionary: Key; collectionId: number; fingerprint: string; only: readonly number[] | null },
): Promise<{ indexes: number[]; present: number }> {
  const rows = await s.read(
    LATENT,
    `select ${LATENT.list}
     from (select distinct index from latent_contexts
           where space_id = $1 and dictionary_id = $2 and collection_id = $3 and ($6::int[] is null or index = any($6))) x
     order by x.index`,
    [of.dictionary.spaceId, of.dictionary.id, of.collectionId, OWN_SOURCE, of.fingerprint, of.only],
  );
  const indexes = rows.filter((row) => !row.present).map((row) => row.index);
  return { indexes, present: rows.length - indexes.length };
}

export interface ExplanationToScore {
  index: number;
  id: number;
  text: string;
  method: string;
  source: string;
  details: Record<string, unknown> | null;
}

/**
 * Explanations of latents with contexts in the collection, by (index, id): those without a score of this fingerprint, and how many have one.
 *
 * Contexts are looked up for each explanation by a subquery that no planner turns into a join: where tables have no statistics, as right after they
 * were filled, it would compare every explanation with every context.
 */
export async function listExplanationsToScore(
  s: Session,
  of: {
    dictionary: Key;
    collectionId: number;
    fingerprint: string;
    /** Of this method alone; null for every one. */
    method: string | null;
    onlyBest: boolean;
    only: readonly number[] | null;
  },
): Promise<{ rows: ExplanationToScore[]; present: number }> {
  const rows = await s.read(
    EXPLANATION,
    `select ${EXPLANATION.list}
     from explanations e
     where e.space_id = $1 and e.dictionary_id = $2 and ($6::text is null or e.method = $6) and ($7::int[] is null or e.index = any($7))
       and (select true from latent_contexts c
            where c.space_id = $1 and c.dictionary_id = $2 and c.index = e.index and c.collection_id = $3 limit 1)
     order by e.index, e.id`,
    [of.dictionary.spaceId, of.dictionary.id, of.collectionId, OWN_SOURCE, of.fingerprint, of.method, of.only],
  );
  const wanted = of.onlyBest ? rows.filter((row) => row.best) : rows;
  const left = wanted.filter((row) => !row.present);
  return {
    rows: left.map(({ index, id, text, method, source, details }) => ({ index, id, text, method, source, details })),
    present: wanted.length - left.length,
  };
}
