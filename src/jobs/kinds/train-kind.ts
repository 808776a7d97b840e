/** TRAIN: one request for training -> dictionaries of all of its seeds, matched. */
import * as v from 'valibot';
import type { TrainingRunRequest } from '../../compute/training/options/run-options.ts';
import { defineKind } from './kind.ts';
import { noFields, rowNumber } from './payload-fields.ts';
import { storedForm } from './stored-form.ts';

export const trainKind = defineKind({
  kind: 'TRAIN',
  urgency: 'DAYS',
  payload: storedForm(v.object({ spaceId: rowNumber, runId: rowNumber })),
  result: storedForm(noFields),
  accept: async (request: TrainingRunRequest, desk) =>
    (await import('../training/accept-training.ts')).acceptTraining(request, desk),
  run: async (...given) => (await import('../training/train-run.ts')).trainRun(...given),
});
