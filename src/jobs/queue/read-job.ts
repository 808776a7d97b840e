/** Rows of the jobs table -> what their jobs are told and have done, in the latest form of their kind. */
import type { JobRow } from '../../../db/stores/job-runs.ts';
import type { KindDefinition } from '../kinds/kind.ts';
import { getKind, type JobKind, type PayloadOf, type ResultOf } from '../kinds/registry.ts';
import { parseStored } from '../kinds/stored-form.ts';

/** A kind whose name is known only at run time. */
type AnyKind = Pick<KindDefinition<JobKind, never, object, object>, 'kind' | 'payload' | 'result'>;

/** The kind of a job. Throws `JOB_NEWER` for one that this release does not have. */
export function readKind({ kind }: Pick<JobRow, 'kind'>): JobKind {
  return getKind(kind).kind;
}

/** What the job is told. `kind` is that of the job. Throws `JOB_NEWER` or `JOB_BAD`. */
export function readPayload<Kind extends JobKind>(kind: Kind, job: Pick<JobRow, 'payload'>): PayloadOf<Kind> {
  const { payload } = getKind<JobKind>(kind) as unknown as AnyKind;
  return parseStored(payload, job.payload, { part: 'payload', kind }) as PayloadOf<Kind>;
}

/** What a job that has succeeded did. `kind` is that of the job. Throws `JOB_NEWER` or `JOB_BAD`. */
export function readResult<Kind extends JobKind>(kind: Kind, job: Pick<JobRow, 'result'>): ResultOf<Kind> {
  const { result } = getKind<JobKind>(kind) as unknown as AnyKind;
  return parseStored(result, job.result, { part: 'result', kind }) as ResultOf<Kind>;
}
