/** A queued job and the workers that take its kind -> why none of them takes it. */
import type { JobRow } from '../../../db/stores/job-runs.ts';
import type { WorkerRow } from '../../../db/stores/workers.ts';
import type { ExecutionProvider } from '../../compute/execution-provider.ts';
import { requireProvider, requireTrainer } from './worker-requirement.ts';

/** Null where one will, in its turn. */
export function explainWait(
  { kind, requires }: Pick<JobRow, 'kind' | 'requires'>,
  workers: readonly Pick<WorkerRow, 'provider' | 'trainers'>[],
): { reason: string; hint: string } | null {
  const queue = kind.toLowerCase();
  if (workers.length === 0)
    return {
      reason: `no worker takes jobs of kind ${kind}`,
      hint: `Start one (reseed work --queues ${queue}, with DATABASE_URL), or let the server keep one (RESEED_WORKERS and its like).`,
    };
  if (requires === null) return null;
  const meets = ({ provider, trainers }: Pick<WorkerRow, 'provider' | 'trainers'>) =>
    (provider !== null && requireProvider(provider as ExecutionProvider) === requires) ||
    trainers.some((trainer) => requireTrainer(trainer) === requires);
  if (workers.some(meets)) return null;
  const [what, name] = requires.split(':');
  return {
    reason: `no worker with ${requires}`,
    hint:
      what === 'provider'
        ? `Start a worker with RESEED_EXECUTION_PROVIDER=${name} on a machine that has it (docs/gpu.md), or cancel the job and ask without a provider.`
        : `Start a worker whose RESEED_TRAINERS configures "${name}".`,
  };
}
