/** The files that a training reads -> their hashes, which must be those that the run began with. */
import type { SourceFileRow, TrainingRunRow } from '../../../db/stores/training-runs.ts';
import { ReseedError } from '../../errors.ts';
import type { TaskContext } from '../worker/task.ts';
import type { ActivationInput } from './activation-input.ts';

/** Reads every file once. Throws `SHARD_CHANGED`, or `SOURCE_CHANGED` where an earlier attempt read something else. */
export async function hashSources(
  context: TaskContext,
  { run, input }: { run: TrainingRunRow; input: ActivationInput },
): Promise<SourceFileRow[]> {
  let done = 0;
  const sources = await input.hashFiles((bytes) => {
    context.signal.throwIfAborted();
    done += bytes;
    context.progress({ step: 'checking activations', done, total: input.bytes, unit: 'bytes' });
  });
  for (const before of run.sources ?? []) {
    const now = sources.find(({ name }) => name === before.name);
    if (now?.sha256 === before.sha256) continue;
    throw new ReseedError(
      'SOURCE_CHANGED',
      `Cannot continue with "${run.name}": "${before.name}" is not the file that it was begun with; expected sha256 ${before.sha256}`,
      { hint: 'Put the file back, or train under another name.' },
    );
  }
  return sources;
}
