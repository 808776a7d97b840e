/**
 * A job -> what it works on, and what it did.
 *
 * A result has the fields of the job's payload and of its stored result, and objects for the numbers of rows among them. The SDL chooses which of
 * them a kind shows, so that a new kind needs no resolver.
 */
import type { JobRow } from '../../db/stores/job-runs.ts';
import { readKind, readPayload, readResult } from '../jobs/queue/read-job.ts';
import type { GraphContext } from './context.ts';
import type { ResolversTypes } from './generated/types.ts';
import { formatGlobalId } from './global-id.ts';
import type { JobResultValue } from './object-values.ts';
import { rememberKind } from './resolvers/node.ts';

type Subject = Awaited<ResolversTypes['JobSubject']>;

/** The one thing that a job works on; null for several, and for what does not exist. Throws `JOB_NEWER` or `JOB_BAD`. */
export async function findSubject(job: JobRow, { batches }: GraphContext): Promise<Subject | null> {
  const { spaceId, matchingId, dictionaryId } = job;
  if (spaceId === null) return null;
  if (matchingId !== null) return rememberKind(await batches.matchings.load({ spaceId, id: matchingId }), 'Matching');
  if (dictionaryId !== null)
    return rememberKind(await batches.dictionaries.load({ spaceId, id: dictionaryId }), 'Dictionary');
  const { runGroupId, runId } = readPlaces(job);
  if (runId !== null) return rememberKind(await batches.trainingRuns.load({ spaceId, id: runId }), 'TrainingRun');
  return runGroupId === null
    ? null
    : rememberKind(await batches.runGroups.load({ spaceId, id: runGroupId }), 'RunGroup');
}

/** What a job that has succeeded did. Throws `JOB_NEWER` or `JOB_BAD`. */
export function buildJobResult(job: JobRow, { batches }: GraphContext): JobResultValue {
  const kind = readKind(job);
  const payload = readPayload(kind, job);
  const { spaceId, runGroupId, runId, dictionaryId } = readPlaces(job);
  const load = <Row>(batch: { load(key: { spaceId: number; id: number }): Promise<Row> }, id: number | null) =>
    spaceId === null || id === null ? null : batch.load({ spaceId, id });
  return {
    ...payload,
    ...readResult(kind, job),
    kind,
    spaceId,
    alreadyPresent: job.alreadyPresent ?? false,
    dictionaryId:
      spaceId === null || dictionaryId === null
        ? null
        : formatGlobalId({ kind: 'Dictionary', spaceId, id: dictionaryId }),
    dictionary: () => load(batches.dictionaries, job.dictionaryId),
    matching: () => load(batches.matchings, job.matchingId),
    runGroup: () => load(batches.runGroups, runGroupId),
    trainingRun: () => load(batches.trainingRuns, runId),
  };
}

type Places = Record<'spaceId' | 'dictionaryId' | 'runGroupId' | 'runId', number | null>;

/** Numbers of rows that the payload names. */
function readPlaces(job: JobRow): Places {
  const payload: object = readPayload(readKind(job), job);
  const { spaceId = job.spaceId, dictionaryId = null, runGroupId = null, runId = null } = payload as Partial<Places>;
  return { spaceId, dictionaryId, runGroupId, runId };
}
