/**
 * Seeds and a device's memory -> the groups that train as one graph each, and a sentence that says why.
 *
 * All seeds in one graph where the estimate leaves room, else the fewest groups of nearly equal size. Where the memory is not known all are tried, and
 * `trainSeeds` halves a group that the device refuses.
 */
import { estimateDeviceMemory } from '../training-memory.ts';
import type { TrainingPlan } from '../options/training-plan.ts';

export interface SeedGroups {
  readonly groups: (readonly number[])[];
  /** For the log: the estimate, and what follows from it. */
  readonly notice: string;
}

/** The groups of `seeds`, trained one after the other. A seed that does not fit alone has a group of its own and is refused by the device. */
export function groupSeeds(
  plan: TrainingPlan,
  { seeds, deviceMemoryMb }: { seeds: readonly number[]; deviceMemoryMb: number | null },
): SeedGroups {
  const mbOf = (count: number) => estimateDeviceMemory(plan, count);
  const count = seeds.length === 1 ? '1 seed' : `${seeds.length} seeds`;
  const all = `${count} in one graph on ${plan.provider}: about ${mbOf(seeds.length)} MB`;
  if (deviceMemoryMb === null) return { groups: [seeds], notice: `${all}; the memory of the device is not known` };
  let size = seeds.length;
  while (size > 1 && mbOf(size) > deviceMemoryMb) size--;
  const number = Math.ceil(seeds.length / size);
  const notice =
    number === 1
      ? `${all} of ${deviceMemoryMb} MB`
      : `${all}, more than the device's ${deviceMemoryMb} MB: ${number} groups one after the other, about ${mbOf(Math.ceil(seeds.length / number))} MB each`;
  const groups = Array.from({ length: number }, (_, i) =>
    seeds.slice(Math.floor((i * seeds.length) / number), Math.floor(((i + 1) * seeds.length) / number)),
  );
  return { groups, notice };
}
