/** EXPORT_FEATURES: the core or the union of a run group -> a checkpoint of another library, below the export root. */
import * as v from 'valibot';
import type { Key } from '../../../db/schema/key.ts';
import { listDictionariesOfRunGroups } from '../../../db/stores/dictionaries.ts';
import type { WrittenFormat } from '../../../loaders/checkpoints/checkpoint-writer.ts';
import type { FeaturePart } from '../../compute/group/representatives.ts';
import { type Criterion, sharedDefinitions } from '../../compute/statistics/criterion.ts';
import { ReseedError } from '../../errors.ts';
import { decideExportFolder } from '../checkpoints/export-folder.ts';
import { readIdentity } from '../checkpoints/stored-dictionary.ts';
import { defineKind } from './kind.ts';
import { noFields, rowNumber, writtenFormat } from './payload-fields.ts';
import { storedForm } from './stored-form.ts';

interface FeaturesExportRequest {
  runGroup: Key;
  part: FeaturePart;
  criterion: Criterion;
  format: WrittenFormat;
  /** Names below the export root joined by `/`; null for the usual place. */
  folder: string | null;
}

const criterion = v.object({
  definition: v.picklist(sharedDefinitions),
  threshold: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  strict: v.boolean(),
  aliveOnly: v.boolean(),
  minFiringFrequency: v.exactOptional(v.nullable(v.number())),
});

export const exportFeaturesKind = defineKind({
  kind: 'EXPORT_FEATURES',
  urgency: 'SECONDS',
  payload: storedForm(
    v.object({
      spaceId: rowNumber,
      runGroupId: rowNumber,
      part: v.picklist(['CORE', 'UNION']),
      criterion,
      format: writtenFormat,
      folder: v.string(),
    }),
  ),
  result: storedForm(noFields),
  /** Throws `NOT_MATCHED`, `EXPORT_OFF` or `BAD_INPUT`; a pair that is not matched ends up on the job. */
  async accept({ runGroup, part, criterion, format, folder: asked }: FeaturesExportRequest, { db, exportRoot }) {
    const [first] = await listDictionariesOfRunGroups(db, [runGroup]);
    if (!first) {
      throw new ReseedError('NOT_MATCHED', 'Cannot export features: the run group has no dictionary', {
        hint: 'Import its dictionaries and match them first.',
      });
    }
    const own = await readIdentity(db, first);
    const name = `${own.runGroup ?? 'run'}-${part.toLowerCase()}`;
    const identity = { ...own, runGroup: name, initSeed: null };
    const folder = decideExportFolder({ root: exportRoot, asked, format, identity });
    return {
      key: `export:${folder}`,
      title: `export ${name} as ${format} to ${folder}`,
      payload: { spaceId: runGroup.spaceId, runGroupId: runGroup.id, part, criterion, format, folder },
      spaceId: runGroup.spaceId,
    };
  },
  run: async (...given) => (await import('../checkpoints/export-features.ts')).exportFeatures(...given),
});
