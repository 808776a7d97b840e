/**
 * The queue of long work on pg-boss: a row in the jobs table and its message appear in one transaction.
 *
 * Work has a key; a request for work that is queued or running gives the job that is there, and work that is done is not queued.
 */
import { createHash } from 'node:crypto';
import type { PgBoss } from 'pg-boss';
import { assertWeights } from '../../../db/stores/assert-weights.ts';
import type { Database } from '../../../db/connect/connect.ts';
import { listDictionariesOfRunGroups } from '../../../db/stores/dictionaries.ts';
import { findJobs, type JobKind, type JobRow, requestCancel } from '../../../db/stores/job-runs.ts';
import type { MatchingRow } from '../../../db/stores/matchings.ts';
import { markDeleting } from '../../../db/stores/removal.ts';
import { findSimilarities } from '../../../db/stores/similarities.ts';
import { findRootedPath } from '../../../loaders/files/import-roots.ts';
import { openSourceFolder } from '../../../loaders/files/source-folder.ts';
import { checkCorrelatedWidth } from '../../compute/similarity/canonical-correlation.ts';
import { ReseedError } from '../../errors.ts';
import { checkExportFolder, decideExportFolder } from '../checkpoints/export-folder.ts';
import type { ChatSettings } from '../chat/chat-settings.ts';
import { queueName } from './boss.ts';
import { enqueueJob, type JobRequest } from './enqueue-job.ts';
import { enqueueMatching, type Part } from './enqueue-matching.ts';
import { checkImportRequest } from './import-request.ts';
import { readIdentity } from '../checkpoints/stored-dictionary.ts';
import { checkMatchingImport, type MatchingImportRequest } from './matching-import-request.ts';
import type {
  ExplanationExportRequest,
  ExplanationsRequest,
  ExportRequest,
  FeaturesExportRequest,
  ImportRequest,
  IndexRequest,
  JobQueue,
  MatchingsRequest,
  SimilaritiesRequest,
} from './job-queue.ts';
import { buildExplainingQueue } from '../explaining/explaining-queue.ts';
import { enqueueTraining } from '../training/enqueue-training.ts';
import { type TrainerTemplates, trainsOneSeed } from '../training/trainer-templates.ts';

/** A queue on `boss`; `onEnqueued` is called after each commit that added work. */
export function buildBossQueue(options: {
  db: Database;
  boss: PgBoss;
  importRoots: readonly string[];
  exportRoot?: string | null;
  /** External trainers that may be asked for. */
  trainers?: TrainerTemplates;
  /** Memory that one training run may use; without it, any. */
  memoryMb?: number;
  /** The chat model that workers may ask; null or absent if none is configured. */
  chat?: ChatSettings | null;
  /** Whether workers have an embedding model; not if absent. */
  embeds?: boolean;
  onEnqueued: () => void;
}): JobQueue {
  const { db, boss, importRoots, exportRoot = null, trainers = {}, chat = null, embeds = false, onEnqueued } = options;
  const { memoryMb = Number.POSITIVE_INFINITY } = options;

  async function enqueue<K extends JobKind>(request: JobRequest<K>): Promise<JobRow> {
    const job = await db.transaction((tx) => enqueueJob({ tx, boss }, request));
    onEnqueued();
    return job;
  }

  return {
    ...buildExplainingQueue({ enqueue: (job) => enqueue(job), importRoots, chat, embeds }),
    externalTrainers: Object.entries(trainers).map(([name, template]) => ({
      name,
      oneSeedAtATime: trainsOneSeed(template),
    })),

    async enqueueTraining(request) {
      const job = await enqueueTraining(request, { db, boss, importRoots, trainers, memoryMb });
      onEnqueued();
      return job;
    },

    async enqueueImport(request: ImportRequest) {
      const input = checkImportRequest(request);
      const folder = await openSourceFolder({ path: input.path, roots: importRoots });
      const given = JSON.stringify(Object.entries(input).sort(([a], [b]) => (a < b ? -1 : 1)));
      return enqueue({
        kind: 'IMPORT',
        key: `import:${createHash('sha256').update(given).digest('hex')}`,
        title: `import ${folder.pathComponents.join('/')}`,
        payload: input,
      });
    },

    async enqueueMatchingImport(request: MatchingImportRequest) {
      const input = checkMatchingImport(request);
      const { components } = await findRootedPath(input.path, importRoots);
      if (input.encoderPath !== undefined) await findRootedPath(input.encoderPath, importRoots);
      const given = JSON.stringify(Object.entries(input).sort(([a], [b]) => (a < b ? -1 : 1)));
      return enqueue({
        kind: 'IMPORT_MATCHING',
        key: `import matching:${createHash('sha256').update(given).digest('hex')}`,
        title: `import the matching ${components.join('/')}${input.layer === undefined ? '' : `, layer ${input.layer}`}`,
        payload: input,
      });
    },

    async enqueueExplanations({ path, dictionary }: ExplanationsRequest) {
      const place = await findRootedPath(path, importRoots);
      const about = dictionary === null ? {} : { spaceId: dictionary.spaceId, dictionaryId: dictionary.id };
      const given = JSON.stringify([path, about]);
      return enqueue({
        kind: 'EXPLANATIONS',
        key: `explanations:${createHash('sha256').update(given).digest('hex')}`,
        title: `import explanations from ${place.components.join('/')}`,
        payload: { path, ...about },
        ...about,
      });
    },

    async enqueueMatchings({ pairs, measures, nulls }: MatchingsRequest) {
      for (const { a, b } of pairs) assertWeights([a, b], 'match');
      const matchings = new Map<string, MatchingRow>();
      const jobs: JobRow[] = [];
      // all decoders before all encoders: a worker then has each dictionary's rows of one side in its memory once
      const parts: Part[] = [{ sides: ['DECODER'] }, { sides: ['ENCODER'] }, ...(nulls ? [{ sides: [], nulls }] : [])];
      for (const part of parts) {
        for (const { a, b } of pairs) {
          for (const measure of measures) {
            const made = await db.transaction((tx) => enqueueMatching({ tx, boss }, { a, b, measure, ...part }));
            matchings.set(`${made.matching.spaceId}:${made.matching.id}`, made.matching);
            jobs.push(...made.jobs);
          }
        }
      }
      if (jobs.length > 0) onEnqueued();
      return { matchings: [...matchings.values()], jobs };
    },

    async enqueueSimilarities({ matchings }: SimilaritiesRequest) {
      for (const { a, b } of matchings) {
        assertWeights([a, b], 'compare rows');
        checkCorrelatedWidth(a.dIn);
      }
      const stored = await findSimilarities(
        db,
        matchings.map(({ matching }) => matching),
      );
      const jobs: JobRow[] = [];
      for (const [at, { matching, a, b }] of matchings.entries()) {
        if (stored[at] !== null) continue;
        const place = { spaceId: matching.spaceId, matchingId: matching.id };
        const key = `similarity:${matching.spaceId}:${matching.contentA}:${matching.contentB}:${matching.measure}`;
        jobs.push(
          await enqueue({
            kind: 'SIMILARITY',
            key,
            title: `SVCCA of ${a.name} and ${b.name}`,
            payload: place,
            ...place,
          }),
        );
      }
      return jobs;
    },

    async enqueueDeletion(dictionary) {
      const { spaceId, id, name } = dictionary;
      const job = await db.transaction(async (tx) => {
        if (!(await markDeleting(tx, { spaceId, id }))) {
          throw new ReseedError('NOT_FOUND', `Cannot delete "${name}": it is gone already.`, {
            hint: 'Nothing needs to be done.',
          });
        }
        return enqueueJob(
          { tx, boss },
          {
            kind: 'DELETE',
            key: `delete:${spaceId}:${id}`,
            title: `delete ${name}`,
            payload: { spaceId, dictionaryId: id },
          },
        );
      });
      onEnqueued();
      return job;
    },

    async enqueueExplanationExport({ dictionary, layout, folder: asked, replace }: ExplanationExportRequest) {
      const { spaceId, id: dictionaryId, name } = dictionary;
      const folder = checkExportFolder({ root: exportRoot, asked });
      return enqueue({
        kind: 'EXPORT_EXPLANATIONS',
        key: `export explanations:${folder}`,
        title: `export the explanations of ${name} to ${folder}`,
        payload: { spaceId, dictionaryId, layout, folder, replace },
        spaceId,
        dictionaryId,
      });
    },

    enqueueEmbedding: ({ spaceId, id, name }) =>
      enqueue({
        kind: 'EMBED',
        key: `embed:${spaceId}:${id}`,
        title: `embed the explanations of ${name}`,
        payload: { spaceId, dictionaryId: id },
        spaceId,
        dictionaryId: id,
      }),

    enqueueIndex: ({ dictionary, side, enabled }: IndexRequest) =>
      enqueue({
        kind: 'INDEX',
        key: `index:${dictionary.spaceId}:${dictionary.id}:${side}:${enabled}`,
        title: `${enabled ? 'build' : 'drop'} the index over the ${side.toLowerCase()}s of ${dictionary.name}`,
        payload: { spaceId: dictionary.spaceId, dictionaryId: dictionary.id, side, enabled },
        spaceId: dictionary.spaceId,
        dictionaryId: dictionary.id,
      }),

    async enqueueExport({ dictionary, format, folder: asked }: ExportRequest) {
      assertWeights([dictionary], 'export weights');
      const { spaceId, id: dictionaryId, name } = dictionary;
      const folder = decideExportFolder({
        root: exportRoot,
        asked,
        format,
        identity: await readIdentity(db, dictionary),
      });
      return enqueue({
        kind: 'EXPORT',
        key: `export:${folder}`,
        title: `export ${name} as ${format} to ${folder}`,
        payload: { spaceId, dictionaryId, format, folder },
        spaceId,
        dictionaryId,
      });
    },

    async enqueueFeatures({ runGroup, part, criterion, format, folder: asked }: FeaturesExportRequest) {
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
      return enqueue({
        kind: 'EXPORT_FEATURES',
        key: `export:${folder}`,
        title: `export ${name} as ${format} to ${folder}`,
        payload: { spaceId: runGroup.spaceId, runGroupId: runGroup.id, part, criterion, format, folder },
        spaceId: runGroup.spaceId,
      });
    },

    async cancel(jobId: string) {
      const job = await requestCancel(db, jobId);
      if (job?.state === 'CANCELLED') await boss.cancel(queueName(job.kind, job.requires), jobId);
      return job ?? (await findJobs(db, [jobId]))[0];
    },
  };
}
