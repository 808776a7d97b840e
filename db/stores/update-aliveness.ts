/**
 * On what it rests which latents of a dictionary are alive. In: rows of latents, with the collection that counted each. Out: one statement per
 * source, kept with the dictionary.
 */
import type { Session } from '../connect/session.ts';
import type { Key } from '../schema/key.ts';

/**
 * ZERO_ROW: a row without direction. STATED: by the checkpoint, its trainer, or the file of a published matching. COUNTED: over the tokens of a
 * collection of activations.
 */
export type AliveSource = 'ZERO_ROW' | 'STATED' | 'COUNTED';

/** One source, and how many latents it says are alive and dead. */
export interface AliveStatement {
  source: AliveSource;
  /** The text, where a collection names it. */
  dataset: string | null;
  /** Tokens looked at; null where nobody says. */
  tokens: number | null;
  alive: number;
  dead: number;
}

/** Whether the latent `l` has a row of zeros. */
export const IS_ZERO_ROW = '((l.decoder_norm = 0 or l.encoder_norm = 0) is true)';

/** Makes `aliveness` and `n_alive` of a dictionary from its latents, in the caller's transaction. The migration that made older ones has it, too. */
export async function updateAliveness(tx: Session, { spaceId, id }: Key): Promise<void> {
  await tx.run(
    `update dictionaries d set n_alive = s.n_alive, aliveness = s.aliveness from (
       select case when bool_or(x.source <> 'ZERO_ROW') then sum(x.alive)::int end as n_alive,
         coalesce(jsonb_agg(to_jsonb(x) order by x.source, x.tokens desc nulls last, x.dataset), '[]') as aliveness
       from (
         select case when ${IS_ZERO_ROW} then 'ZERO_ROW' when l.frequency_collection_id is null then 'STATED' else 'COUNTED' end as source,
           c.dataset, c.tokens, count(*) filter (where l.alive)::int as alive, count(*) filter (where not l.alive)::int as dead
         from latents l left join activation_collections c
           on c.space_id = l.space_id and c.dictionary_id = l.dictionary_id and c.id = l.frequency_collection_id and not ${IS_ZERO_ROW}
         where l.space_id = $1 and l.dictionary_id = $2 and l.alive is not null
         group by 1, 2, 3) x) s
     where d.space_id = $1 and d.id = $2`,
    [spaceId, id],
  );
}
