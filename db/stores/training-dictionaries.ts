/** Which dictionaries came out of which training run, after how many tokens, and what was measured on held-out tokens. */
import type { InitialDistance } from '../../src/compute/training/initial-distance.ts';
import { findEach, listEach } from '../connect/keyed-rows.ts';
import { KEY, type Key } from '../schema/key.ts';
import { columns, computed, optional, rowOf } from '../schema/row.ts';
import { trainingDictionaries } from '../schema/training-tables.ts';
import type { Session } from '../connect/session.ts';

/** What a dictionary does on tokens that it was not trained on. */
export interface HeldOut {
  fvu: number;
  /** Active latents per token. */
  l0: number;
  /** Latents that fired on none of the tokens. */
  deadFraction: number;
  tokens: number;
}

export interface TrainingDictionaryRow {
  spaceId: number;
  runId: number;
  /** Tokens of training. */
  tokens: number;
  seed: number;
  runGroupId: number;
  dictionaryId: number;
  /** Null if an external trainer made it. */
  heldOut: HeldOut | null;
  /** Null as above, and for a dictionary made before this was measured. */
  initialisation: InitialDistance | null;
}

const ROW = rowOf<TrainingDictionaryRow>({
  ...columns(trainingDictionaries, 't', [
    'spaceId',
    'runId',
    'tokens',
    'seed',
    'runGroupId',
    'dictionaryId',
    'initialisation',
  ]),
  heldOut: optional(
    computed(
      `case when t.fvu is null then null
         else json_build_object('fvu', t.fvu, 'l0', t.l0, 'deadFraction', t.dead_fraction, 'tokens', t.held_out_tokens) end`,
      'jsonb',
    ),
  ),
});

/** Records a dictionary of a run; the one that an earlier attempt or run recorded for the same place is replaced. */
export async function recordTrainingDictionary(tx: Session, row: TrainingDictionaryRow): Promise<void> {
  await tx.run(
    `insert into training_dictionaries (space_id, run_id, tokens, seed, run_group_id, dictionary_id, fvu, l0, dead_fraction, held_out_tokens, initialisation)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb)
     on conflict (space_id, run_id, tokens, seed) do update set run_group_id = excluded.run_group_id,
       dictionary_id = excluded.dictionary_id, fvu = excluded.fvu, l0 = excluded.l0, dead_fraction = excluded.dead_fraction,
       held_out_tokens = excluded.held_out_tokens, initialisation = excluded.initialisation`,
    [
      row.spaceId,
      row.runId,
      row.tokens,
      row.seed,
      row.runGroupId,
      row.dictionaryId,
      row.heldOut?.fvu ?? null,
      row.heldOut?.l0 ?? null,
      row.heldOut?.deadFraction ?? null,
      row.heldOut?.tokens ?? null,
      row.initialisation && JSON.stringify(row.initialisation),
    ],
  );
}

/** Dictionaries of each run that are READY, by tokens and seed. */
export function listDictionariesOfRuns(s: Session, runs: readonly Key[]): Promise<TrainingDictionaryRow[][]> {
  return listEach(s, runs, {
    by: KEY,
    row: ROW,
    from: `join training_dictionaries t on t.space_id = k.space_id and t.run_id = k.id
     join dictionaries d on d.space_id = t.space_id and d.id = t.dictionary_id and d.state = 'READY'`,
    order: 't.tokens, t.seed',
  });
}

/** The run that made each dictionary, latest first if several did; null for dictionaries that were imported. */
export function findTrainingOfDictionaries(
  s: Session,
  dictionaries: readonly Key[],
): Promise<(TrainingDictionaryRow | null)[]> {
  return findEach(s, dictionaries, {
    by: KEY,
    row: ROW,
    from: 'join training_dictionaries t on t.space_id = k.space_id and t.dictionary_id = k.id',
    best: 't.run_id desc, t.tokens desc',
  });
}
