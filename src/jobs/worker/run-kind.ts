/** One job -> what its kind makes of it. What was stored is parsed before, and what is to be stored is written in the kind's form. */
import type { Session } from '../../../db/connect/connect.ts';
import type { KindDefinition } from '../kinds/kind.ts';
import { getKind, type JobKind } from '../kinds/registry.ts';
import { parseStored, writeStored } from '../kinds/stored-form.ts';
import type { Task, TaskContext, TaskResult } from './task.ts';

/** A kind whose name is known only at run time. */
type AnyKind = Pick<KindDefinition<string, never, unknown, object>, 'kind' | 'payload' | 'result'> & {
  run: Task<unknown>;
};

/** Runs the job that the context holds. Throws `JOB_NEWER` or `JOB_BAD` for one that this release cannot read, and what the kind throws. */
export async function runKind(context: TaskContext): Promise<(tx: Session) => Promise<TaskResult>> {
  const { job } = context;
  const kind = getKind<JobKind>(job.kind) as unknown as AnyKind;
  const payload = parseStored(kind.payload, job.payload, { part: 'payload', kind: kind.kind });
  const write = await kind.run(context, payload);
  return async (tx) => {
    const { result = {}, ...made } = await write(tx);
    return { ...made, result: writeStored(kind.result, result) };
  };
}
