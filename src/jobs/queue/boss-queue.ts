/**
 * The queue of long work on pg-boss: a row in the jobs table and its message appear in one transaction.
 *
 * Work has a key; a request for work that is queued or running gives the job that has it.
 */
import type { PgBoss } from 'pg-boss';
import { assertWeights } from '../../../db/stores/assert-weights.ts';
import { findJobs, type JobRow, requestCancel } from '../../../db/stores/job-runs.ts';
import type { MatchingRow } from '../../../db/stores/matchings.ts';
import { ReseedError } from '../../errors.ts';
import type { Accepted, Desk } from '../kinds/kind.ts';
import { getKind, type JobKind, type RequestOf } from '../kinds/registry.ts';
import { trainsOneSeed } from '../training/trainer-templates.ts';
import { enqueueAccepted, type StoredKind } from './enqueue-job.ts';
import { enqueueMatching, type Part } from './enqueue-matching.ts';
import { describeTools } from './explanation-tools.ts';
import type { JobQueue, MatchingsRequest } from './job-queue.ts';
import { queueName } from './queue-name.ts';

/** A kind whose name is known only at run time. */
type AnyKind = StoredKind<unknown> & { accept(request: unknown, desk: Desk): Promise<Accepted<unknown>> };

/** A queue on `boss`; `onEnqueued` is called after each commit that added work. What is absent of the desk is not configured. */
export function buildBossQueue(
  options: Pick<Desk, 'db' | 'importRoots'> & Partial<Desk> & { boss: PgBoss; onEnqueued: () => void },
): JobQueue {
  const { boss, onEnqueued, ...given } = options;
  const desk: Desk = {
    exportRoot: null,
    trainers: {},
    memoryMb: Number.POSITIVE_INFINITY,
    threads: 1,
    chat: null,
    hub: null,
    embeds: false,
    ...given,
  };
  const { db } = desk;

  async function enqueueMissing<Kind extends JobKind>(
    name: Kind,
    requests: readonly RequestOf<Kind>[],
  ): Promise<JobRow[]> {
    const kind = getKind(name) as unknown as AnyKind;
    const accepted: Accepted<unknown>[] = [];
    for (const request of requests) accepted.push(await kind.accept(request, desk));
    const jobs: JobRow[] = [];
    for (const one of accepted) {
      const job = await db.transaction((tx) => enqueueAccepted({ tx, boss }, { kind, accepted: one }));
      if (job !== null) jobs.push(job);
    }
    if (jobs.length > 0) onEnqueued();
    return jobs;
  }

  return {
    tools: describeTools(desk),
    externalTrainers: Object.entries(desk.trainers).map(([name, template]) => ({
      name,
      oneSeedAtATime: trainsOneSeed(template),
    })),

    enqueueMissing,

    async enqueue(kind, request) {
      const [job] = await enqueueMissing(kind, [request]);
      if (job === undefined) throw new TypeError(`nothing is left to do for this ${kind}`);
      return job;
    },

    async enqueueMatchings({ pairs, measures, nulls }: MatchingsRequest) {
      for (const { a, b } of pairs) assertWeights([a, b], 'match');
      if (measures.includes('ACTIVATION_CORRELATION')) throw needsTokens();
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

    inspectImport: async (request) =>
      (await import('../checkpoints/inspect-checkpoint.ts')).inspectCheckpoint(request, desk),

    listCatalogue: async (asked) => (await import('../catalogues/read-catalogue.ts')).readCatalogue(asked, desk),

    async cancel(jobId: string) {
      const job = await requestCancel(db, jobId);
      if (job?.state === 'CANCELLED') await boss.cancel(queueName(job.kind, job.requires), jobId);
      return job ?? (await findJobs(db, [jobId]))[0];
    },
  };
}

function needsTokens(): ReseedError {
  return new ReseedError('BAD_INPUT', 'Cannot match by activation without tokens; expected a text or activations', {
    hint: 'Ask `matchActivations`, which takes them (npm run reseed -- match <run group> --measure activation).',
  });
}
