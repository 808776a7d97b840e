/**
 * One pass over the batches for some groups of seeds: a ring of slots is filled once, and every group works through it at its own speed.
 *
 * In: a training and the groups of this round. Out: for each seed a dictionary or the reason why not.
 */
import { allocateSlots, BATCH_SLOTS, type BatchRun, fillSlot, listRuns } from '../batch-slots.ts';
import type { SeedOutcome, SeedTraining } from '../seed-training.ts';
import { type GroupMember, type SeedGroup, startGroupThread } from './start-group-thread.ts';
import { unlessAborted } from '../unless-aborted.ts';

/** Trains `groups` to the end, each in a thread; as `trainSeeds` otherwise. */
export async function trainRound(
  training: SeedTraining,
  groups: readonly (readonly number[])[],
): Promise<SeedOutcome[]> {
  const slots = allocateSlots(training.plan);
  const started: SeedGroup[] = [];
  try {
    await startAll(training, { groups, slots, started });
    for (const group of started) {
      for (const notice of group.damaged) training.onNotice?.(notice);
      for (const { seed, step, error } of group.members)
        if (step > 0 && error === null) training.onProgress?.({ seed, step, metrics: [] });
    }
    for (const group of started)
      for (const member of group.members) {
        await handSnapshot(training, { group, member });
        await handDecoder(training, { group, member });
      }
    await runAll(training, { groups: started, slots });
    for (const group of started) for (const member of group.members) await group.finish(member);
    const outcomes = started.flatMap(({ members }) => members.map((member) => ({ ...member }))); // before threads end
    return groups.flat().map((seed) => outcomes.find((one) => one.seed === seed) as SeedOutcome);
  } finally {
    await Promise.all(started.map((group) => group.stop()));
  }
}

/** Starts a thread for each group, and for what a group cannot take along another. */
async function startAll(
  training: SeedTraining,
  on: { groups: readonly (readonly number[])[]; slots: SharedArrayBuffer[]; started: SeedGroup[] },
): Promise<void> {
  if (on.groups.length === 0) return;
  const begun = on.groups.map((seeds) => startGroupThread({ ...training, seeds, slots: on.slots }));
  on.started.push(...begun);
  await unlessAborted(Promise.all(begun.map((group) => group.started)), training.signal);
  const apart = begun.map((group) => group.apart).filter((seeds) => seeds.length > 0);
  await startAll(training, { ...on, groups: apart });
}

/** Hands the dictionary of a seed on, if it is at a step that is asked for. */
async function handSnapshot(
  training: SeedTraining,
  { group, member }: { group: SeedGroup; member: GroupMember },
): Promise<void> {
  const { seed, step } = member;
  if (!training.snapshotsAt?.includes(step) || member.error !== null) return;
  await group.finish(member);
  if (member.dictionary !== null) await training.onSnapshot?.({ seed, step, dictionary: member.dictionary });
}

/** Hands the decoder rows of a seed on, if it is at a step that is asked for. */
async function handDecoder(
  training: SeedTraining,
  { group, member }: { group: SeedGroup; member: GroupMember },
): Promise<void> {
  const { seed, step } = member;
  if (!training.decodersAt?.includes(step) || member.error !== null) return;
  await group.finish(member);
  if (member.dictionary !== null) await training.onDecoder?.({ seed, step, decoder: member.dictionary.decoder });
}

/** Feeds every run of batches to every group that still needs it. */
async function runAll(
  training: SeedTraining,
  on: { groups: readonly SeedGroup[]; slots: readonly SharedArrayBuffer[] },
): Promise<void> {
  const { plan, signal, checkpointEvery, snapshotsAt = [], decodersAt = [] } = training;
  const endsAt = [...snapshotsAt, ...decodersAt];
  const isAlive = (group: SeedGroup) => group.members.some((member) => member.error === null);
  const alive = () => on.groups.filter(isAlive);
  const first = Math.min(...alive().map((group) => group.step), plan.steps);
  if (first === plan.steps) return;
  const seeds = alive().flatMap((group) => group.members.map((member) => member.seed));
  const source = training.openBatches(first, seeds)[Symbol.asyncIterator]();
  const permits = buildPermits(Math.max(1, training.threads));
  /** For each slot, the work that still reads it. */
  const busy: Promise<unknown>[] = Array.from({ length: BATCH_SLOTS }, () => Promise.resolve());
  let failure: { reason: unknown } | null = null;
  const isOver = (group: SeedGroup) => !isAlive(group) || failure !== null || signal?.aborted === true;
  const trainOn = async (group: SeedGroup, work: { slot: number; run: BatchRun }): Promise<void> => {
    const { slot, run } = work;
    const end = run.first + run.count;
    if (isOver(group) || group.step >= end) return;
    await permits.hold(async () => {
      if (isOver(group)) return;
      const from = group.step - run.first;
      const reports = await group.run({ slot, from, count: run.count - from });
      for (const [seed, metrics] of reports) training.onProgress?.({ seed, step: group.step, metrics });
    });
    for (const member of group.members) if (!isOver(group)) await handDecoder(training, { group, member });
    if (end % checkpointEvery !== 0 && end !== plan.steps && !snapshotsAt.includes(end)) return;
    for (const member of group.members) {
      if (isOver(group)) return;
      if (member.error !== null) continue;
      const at = { seed: member.seed, step: end };
      if (training.beforeCheckpoint) await unlessAborted(training.beforeCheckpoint(at), signal);
      await permits.hold(() => group.writeCheckpoint(member));
      if (member.error !== null) continue;
      training.onCheckpoint?.(at);
      await handSnapshot(training, { group, member });
    }
  };
  const queues = on.groups.map(() => Promise.resolve());
  try {
    let slot = 0;
    for (const run of listRuns(plan, { first, checkpointEvery, snapshotsAt: endsAt })) {
      await busy[slot];
      signal?.throwIfAborted();
      if (failure !== null) throw (failure as { reason: unknown }).reason;
      if (alive().length === 0) return;
      await fillSlot(on.slots[slot], { source, run, plan, signal });
      const current = slot;
      on.groups.forEach((group, i) => {
        queues[i] = queues[i]
          .then(() => trainOn(group, { slot: current, run }))
          .catch((reason: unknown) => {
            failure ??= { reason };
          });
      });
      busy[slot] = Promise.all(queues);
      slot = (slot + 1) % BATCH_SLOTS;
    }
    await Promise.all(queues);
    signal?.throwIfAborted();
    if (failure !== null) throw (failure as { reason: unknown }).reason;
  } finally {
    await Promise.all(queues);
    const closed = source.return?.();
    if (!signal?.aborted) await closed;
  }
}

/** At most `count` holders at a time, first come first served. */
function buildPermits(count: number): { hold(work: () => Promise<void>): Promise<void> } {
  let free = count;
  const waiting: (() => void)[] = [];
  return {
    async hold(work) {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        await work();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else free++;
      }
    },
  };
}
