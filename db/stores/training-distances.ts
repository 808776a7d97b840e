/** How far apart the seeds of a training run are on their way. */
import type { SeedDistance } from '../../src/compute/training/seed-distance.ts';
import { listEach } from '../connect/keyed-rows.ts';
import type { Session } from '../connect/session.ts';
import { KEY, type Key } from '../schema/key.ts';
import { columns, rowOf } from '../schema/row.ts';
import { trainingDistances } from '../schema/training-tables.ts';

export interface TrainingDistanceRow extends SeedDistance {
  /** Optimiser steps done by every seed; 0 is before the first. */
  step: number;
  tokens: number;
}

// biome-ignore format: one column per word
const ROW = rowOf<TrainingDistanceRow>(columns(trainingDistances, 't', [
  'step', 'tokens', 'initialCosine', 'sameIndexCosine', 'nearestCosine', 'compared',
]));

/** Keeps the distance at one step; that of an earlier attempt is replaced by the same. Call it in a fenced transaction. */
export async function recordTrainingDistance(tx: Session, run: Key, row: TrainingDistanceRow): Promise<void> {
  await tx.run(
    `insert into training_distances (space_id, run_id, step, tokens, initial_cosine, same_index_cosine, nearest_cosine, compared)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (space_id, run_id, step) do update set tokens = excluded.tokens, initial_cosine = excluded.initial_cosine,
       same_index_cosine = excluded.same_index_cosine, nearest_cosine = excluded.nearest_cosine, compared = excluded.compared`,
    [
      run.spaceId,
      run.id,
      row.step,
      row.tokens,
      row.initialCosine,
      row.sameIndexCosine,
      row.nearestCosine,
      row.compared,
    ],
  );
}

/** Distances of each run, by step. */
export function listTrainingDistances(s: Session, runs: readonly Key[]): Promise<TrainingDistanceRow[][]> {
  return listEach(s, runs, {
    by: KEY,
    row: ROW,
    from: 'join training_distances t on t.space_id = k.space_id and t.run_id = k.id',
    order: 't.step',
  });
}
