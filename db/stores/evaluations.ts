/** How well dictionaries rebuild activations, by the tokens on which that was measured. */
import type { EvaluationRecord } from '../../src/compute/evaluation/evaluation-record.ts';
import { listEach } from '../connect/keyed-rows.ts';
import { jsonParameter } from '../connect/parameters.ts';
import type { Session } from '../connect/session.ts';
import { evaluations } from '../schema/dictionary-tables.ts';
import { KEY, type Key } from '../schema/key.ts';
import { columns, rowOf } from '../schema/row.ts';
import type { TokenSource } from './token-source.ts';

export interface EvaluationRow {
  spaceId: number;
  dictionaryId: number;
  sourceKey: string;
  source: TokenSource;
  record: EvaluationRecord;
  createdAt: Date;
}

const ROW = rowOf<EvaluationRow>(
  columns(evaluations, 'x', ['spaceId', 'dictionaryId', 'sourceKey', 'source', 'record', 'createdAt']),
);

/** Stores an evaluation, in the place of one on the same tokens. */
export async function replaceEvaluation(s: Session, row: Omit<EvaluationRow, 'createdAt'>): Promise<void> {
  await s.run(
    `insert into evaluations (space_id, dictionary_id, source_key, source, record) values ($1, $2, $3, $4::jsonb, $5::jsonb)
     on conflict (space_id, dictionary_id, source_key) do update
       set source = excluded.source, record = excluded.record, created_at = now()`,
    [row.spaceId, row.dictionaryId, row.sourceKey, jsonParameter(row.source), jsonParameter(row.record)],
  );
}

/** The evaluations of each dictionary, newest first. */
export function findEvaluations(s: Session, dictionaryKeys: readonly Key[]): Promise<EvaluationRow[][]> {
  return listEach(s, dictionaryKeys, {
    by: KEY,
    row: ROW,
    from: 'join evaluations x on x.space_id = k.space_id and x.dictionary_id = k.id',
    order: 'x.created_at desc, x.source_key',
  });
}
