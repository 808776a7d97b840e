/** Decoder rows that seeds hand over on their way -> how far apart the seeds are, as rows: once for every step that all of them have reached. */
import { recordTrainingDistance } from '../../../db/stores/training-distances.ts';
import { drawInitialRows } from '../../compute/training/step/initial-state.ts';
import { measureSeedDistance, type SeedRows } from '../../compute/training/seed-distance.ts';
import type { TrainedRun } from './trained-run.ts';

/** Parts of the training after which distances are measured: most moves at the beginning. */
const PARTS = [1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 3 / 4, 1];

/** The steps after which distances are measured, without the first weights. */
export function listDistanceSteps(steps: number): number[] {
  return [...new Set(PARTS.map((part) => Math.ceil(steps * part)))];
}

export interface DistanceWriter {
  /** Takes the rows of a seed after `step` steps; measures and writes where they are the last of that step. */
  add(rows: SeedRows & { step: number }): Promise<void>;
}

/**
 * A writer that has written the distance between the first weights. Rows wait in memory for the slowest seed. A step that some seeds had passed
 * when an attempt was killed, and others had not, is left out.
 */
export async function startDistanceWriter({ context, run, plan }: TrainedRun): Promise<DistanceWriter> {
  const { nLatents: n, dIn: d, initialRows } = plan;
  const { signal } = context;
  const { seeds } = run.settings;
  const waiting = new Map<number, SeedRows[]>();
  const write = async (step: number, rows: readonly SeedRows[]) => {
    const ordered = rows.toSorted((x, y) => x.seed - y.seed);
    const distance = await measureSeedDistance(ordered, { n, d, initialRows, signal });
    await context.fenced((tx) => recordTrainingDistance(tx, run, { ...distance, step, tokens: step * plan.batchSize }));
  };
  const first: SeedRows[] = [];
  for (const seed of seeds)
    first.push({ seed, decoder: (await drawInitialRows({ seed, n, d, side: 'DECODER', initialRows }, signal)).values });
  await write(0, first);
  return {
    async add({ step, ...rows }) {
      const there = waiting.get(step) ?? [];
      there.push(rows);
      waiting.set(step, there);
      if (there.length < seeds.length) return;
      waiting.delete(step);
      await write(step, there);
    },
  };
}
