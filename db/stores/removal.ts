/**
 * Taking dictionaries out again: loads that came to nothing, and dictionaries that somebody deletes.
 */
import { keyValues, unnest } from '../connect/keyed-rows.ts';
import { dictionaries } from '../schema/dictionary-tables.ts';
import { matchings } from '../schema/matching-tables.ts';
import { KEY, type Key } from '../schema/key.ts';
import { columns, rowOf } from '../schema/row.ts';
import { dropIndexesOf } from './hnsw-index.ts';
import { inTransaction, type Session } from '../connect/session.ts';

/** What is said of latents, and goes with them. */
const TABLES_ABOUT_LATENTS = [
  'explanation_embeddings',
  'explanation_scores',
  'explanations',
  'latent_contexts',
  'latent_statistics',
  'activation_collections',
  'dictionary_changes',
  'evaluations',
];

const TABLES_OF_MATCHINGS = [
  'matching_latents',
  'matching_blocks',
  'matching_margins',
  'matching_firings',
  'substitutions',
  'score_ranks',
  'matching_sides',
  'null_baselines',
  'similarities',
];

const DICTIONARY_KEY = rowOf<Key>(columns(dictionaries, 'd', ['spaceId', 'id']));
const MATCHING_KEY = rowOf<Key>(columns(matchings, 'm', ['spaceId', 'id']));

/** Removes a dictionary that is LOADING (or DELETING without matchings) with its latents and vectors. Does nothing to a READY one. */
export function removeLoad(s: Session, key: Key): Promise<void> {
  return inTransaction(s, async (tx) => {
    const values = [key.spaceId, key.id];
    const removed = await tx.run(
      `delete from dictionaries where space_id = $1 and id = $2 and state in ('LOADING', 'DELETING')`,
      values,
    );
    if (removed > 0) await deleteLatents(tx, values);
  });
}

/** Removes every load whose job does not run at that attempt any more; returns the keys removed. */
export async function removeAbandonedLoads(s: Session): Promise<Key[]> {
  const abandoned = await s.read(
    DICTIONARY_KEY,
    `select ${DICTIONARY_KEY.list} from dictionaries d
     where d.state = 'LOADING' and not exists (
       select from jobs j where j.id = d.job_id and j.attempt = d.job_attempt and j.state = 'RUNNING')
     order by d.space_id, d.id`,
  );
  for (const key of abandoned) await removeLoad(s, key);
  return abandoned;
}

/** Hides a READY dictionary from everyone; its rows are still there. False if it was not READY. */
export async function markDeleting(s: Session, key: Key): Promise<boolean> {
  const marked = await s.run(
    `update dictionaries set state = 'DELETING' where space_id = $1 and id = $2 and state = 'READY'`,
    [key.spaceId, key.id],
  );
  return marked > 0;
}

/** Deletes a dictionary with its matchings, explanations, contexts, latents, vectors and indexes, in one transaction. Nothing happens if it is not there. */
export function deleteDictionaryRows(s: Session, key: Key): Promise<void> {
  return inTransaction(s, async (tx) => {
    const values = [key.spaceId, key.id];
    // Held against a matching that is being requested just now: its foreign key waits for this row.
    await tx.run('select 1 from dictionaries where space_id = $1 and id = $2 for update', values);
    const ofDictionary = await tx.read(
      MATCHING_KEY,
      `select ${MATCHING_KEY.list} from matchings m where m.space_id = $1 and (m.a = $2 or m.b = $2)`,
      values,
    );
    for (const table of TABLES_OF_MATCHINGS) {
      await tx.run(
        `delete from ${table} where (space_id, matching_id) in (select * from ${unnest(KEY)})`,
        keyValues(KEY, ofDictionary),
      );
    }
    await tx.run('delete from matchings where space_id = $1 and (a = $2 or b = $2)', values);
    await tx.run('delete from training_dictionaries where space_id = $1 and dictionary_id = $2', values);
    await dropIndexesOf(tx, key);
    for (const table of TABLES_ABOUT_LATENTS)
      await tx.run(`delete from ${table} where space_id = $1 and dictionary_id = $2`, values);
    await deleteLatents(tx, values);
    await tx.run('delete from dictionaries where space_id = $1 and id = $2', values);
  });
}

async function deleteLatents(tx: Session, values: readonly number[]): Promise<void> {
  await tx.run('delete from latent_vectors where space_id = $1 and dictionary_id = $2', values);
  await tx.run('delete from latents where space_id = $1 and dictionary_id = $2', values);
}
