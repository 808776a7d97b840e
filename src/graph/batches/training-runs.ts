/** Training runs by key, their curves and their dictionaries. */
import DataLoader from 'dataloader';
import type { Session } from '../../../db/connect/connect.ts';
import type { Key } from '../../../db/schema/key.ts';
import {
  findTrainingOfDictionaries,
  listDictionariesOfRuns,
  type TrainingDictionaryRow,
} from '../../../db/stores/training-dictionaries.ts';
import { listTrainingCurves, type TrainingPointRow } from '../../../db/stores/training-points.ts';
import { findTrainingRuns, type TrainingRunRow } from '../../../db/stores/training-runs.ts';
import { keyText } from './key-text.ts';

/** A run and how many points of each of its seeds to read. */
export interface CurveKey {
  run: Key;
  maxPoints: number;
}

/** One statement for all runs that one answer names. */
export function buildTrainingRunBatch(session: Session): DataLoader<Key, TrainingRunRow | null, string> {
  return new DataLoader((keys) => findTrainingRuns(session, [...keys]), { cacheKeyFn: keyText });
}

/** One statement for the curves of all seeds of all runs, whatever their lengths. */
export function buildTrainingCurveBatch(session: Session): DataLoader<CurveKey, TrainingPointRow[], string> {
  return new DataLoader((keys) => listTrainingCurves(session, [...keys]), {
    cacheKeyFn: ({ run, maxPoints }) => `${keyText(run)}:${maxPoints}`,
  });
}

/** The dictionaries of a run, by tokens and seed. */
export function buildDictionariesOfRunsBatch(session: Session): DataLoader<Key, TrainingDictionaryRow[], string> {
  return new DataLoader((keys) => listDictionariesOfRuns(session, [...keys]), { cacheKeyFn: keyText });
}

/** The run that made a dictionary. */
export function buildTrainingOfDictionariesBatch(
  session: Session,
): DataLoader<Key, TrainingDictionaryRow | null, string> {
  return new DataLoader((keys) => findTrainingOfDictionaries(session, [...keys]), { cacheKeyFn: keyText });
}
