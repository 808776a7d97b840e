/**
 * Dictionaries that differ only in the seed, trained together: every seed sees the same batches in the same order, and every batch is read
 * once. On the processor each seed has a thread; on a GPU the seeds are one graph (`group-model.ts`), or several graphs one after the
 * other where the device has no room for all.
 *
 * In: a plan, seeds and a source of batches that can begin at any step. Out: for each seed a dictionary or the reason why not. A
 * training that was killed is called again with the same arguments: it continues from the newest whole checkpoints and ends with the
 * same bits as one that never stopped, on a GPU as long as the same seeds are in a graph (else within float32 rounding).
 *
 * The room's other doors: `buildTrainingPlan` (a request -> a checked plan), `checkTrainingMemory` and `estimateTrainingMemory` (before
 * anything is allocated), `startTrainer` (one seed on the processor, in the calling thread), `startGroupTrainer` (several anywhere),
 * `drawInitialRow` (the first rows of a seed, again). One file per architecture (`*-pass.ts`) holds its formulas; `step-graph.ts` puts
 * them, Adam and the counters together.
 */
import { isReseedError } from '../../errors.ts';
import { groupSeeds } from './groups/seed-groups.ts';
import type { SeedOutcome, SeedTraining } from './seed-training.ts';
import { trainRound } from './groups/train-round.ts';

export type { SeedTraining } from './seed-training.ts';

/**
 * Trains all seeds and resolves with their outcomes in the order of `seeds`; one that fails does not disturb the others. Rejects with the
 * signal's reason once the runs in progress have ended (about half a second of work each, or one step where that is longer), and with the
 * source's own failure; checkpoints then stay. Check `checkTrainingMemory` first.
 */
export async function trainSeeds(training: SeedTraining): Promise<SeedOutcome[]> {
  const { plan, seeds, signal } = training;
  if (new Set(seeds).size !== seeds.length) throw new RangeError('expected each seed once');
  signal?.throwIfAborted();
  if (plan.provider === 'cpu')
    return trainRound(
      training,
      seeds.map((seed) => [seed]),
    );
  const { groups, notice } = groupSeeds(plan, { seeds, deviceMemoryMb: training.deviceMemoryMb ?? null });
  training.onNotice?.(notice);
  const outcomes = new Map<number, SeedOutcome>();
  for (let group = groups.shift(); group !== undefined; group = groups.shift()) {
    const round = await trainRound(training, [group]);
    const hasNoRoom = round.some(({ error }) => isReseedError(error, 'DEVICE_OUT_OF_MEMORY'));
    if (hasNoRoom && group.length > 1) {
      const half = Math.ceil(group.length / 2);
      groups.unshift(group.slice(0, half), group.slice(half));
      training.onNotice?.(`the device has no room for ${group.length} seeds in one graph: trained in two halves`);
    } else for (const outcome of round) outcomes.set(outcome.seed, outcome);
  }
  return seeds.map((seed) => outcomes.get(seed) as SeedOutcome);
}
