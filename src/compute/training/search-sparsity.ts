/**
 * The sparsity coefficient with which seeds reach a target L0, searched over whole trainings of one dictionary that is not kept.
 *
 * First a training in which a controller moves the coefficient (`step/sparsity-controller.ts`): it ends near the right one. What a coefficient gives
 * depends on its whole course, though: features become better while L0 falls, and what it has switched off is off for good. So a training with that one
 * coefficient follows, as every seed will have it, and the coefficient is corrected by the L0 that it ended with, on a line in logarithms: twice, and more often where it is far off.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { refuseWriting } from './checkpoints/checkpoint-file.ts';
import type { TrainingPlan } from './options/training-plan.ts';
import type { SeedTraining } from './seed-training.ts';
import { trainSeeds } from './train-seeds.ts';
import type { TrainedDictionary } from './trained-dictionary.ts';

/** A dictionary that the search trained with one coefficient. */
export interface SearchRound {
  readonly coefficient: number;
  /** Active latents per token. */
  readonly l0: number;
}

/** What a search has reached. */
export interface ReachedSparsity {
  readonly coefficient: number;
  /** In their order; the coefficient is that of the last, or a correction of it. */
  readonly rounds: readonly SearchRound[];
}

/** The seed of every search, so that the same settings reach the same coefficient whichever seeds are asked for. */
const SEARCH_SEED = 0;
/** Trainings with one coefficient: so many usually, and where they end far off at most so many. */
const USUAL_ROUNDS = 2;
const MOST_ROUNDS = 5;
/** An L0 so near to the target, in logarithms, is it: seeds differ by as much. */
const NEAR_ENOUGH = 0.02;
/** One that is no further off is near enough once the coefficient is corrected by it. */
const NEAR = 0.1;
/** How L0 falls with the coefficient, in logarithms, where it is not known yet; and the slopes that two rounds are believed. */
const USUAL_SLOPE = 1.3;
const SLOPES = { least: 0.5, most: 4 };
/** The most by which one correction moves the logarithm of the coefficient. */
const LONGEST_MOVE = Math.log(4);

export interface SparsitySearch extends Omit<SeedTraining, 'seeds' | 'onProgress'> {
  /** Active latents per token of a trained dictionary. */
  measureL0(dictionary: TrainedDictionary): Promise<number>;
  /** Called with the steps done, of all that the search may take. */
  onSteps?(progress: { done: number; all: number }): void;
}

/** What the search for `plan.targetL0` reaches. A search that was stopped continues from its checkpoints. Throws what training throws. */
export async function searchSparsity(search: SparsitySearch): Promise<ReachedSparsity> {
  const { plan } = search;
  await makeFolder(search.checkpointFolder);
  const started = await trainRound(search, { nth: 0, plan });
  let coefficient = started.endSparsity ?? Number.NaN;
  const rounds: SearchRound[] = [];
  while (rounds.length < MOST_ROUNDS) {
    const fixed = { ...plan, targetL0: null, sparsityCoefficient: coefficient };
    const l0 = await search.measureL0(await trainRound(search, { nth: rounds.length + 1, plan: fixed }));
    rounds.push({ coefficient, l0 });
    const off = Math.abs(Math.log(l0 / (plan.targetL0 ?? Number.NaN)));
    if (off <= NEAR_ENOUGH) break;
    coefficient = correctCoefficient(rounds, plan.targetL0 ?? Number.NaN);
    if (off <= NEAR && rounds.length >= USUAL_ROUNDS) break;
  }
  return { coefficient, rounds };
}

/** The coefficient that gives `target` on a line through the last two rounds, or through the last with the usual slope. */
export function correctCoefficient(rounds: readonly SearchRound[], target: number): number {
  const [last, before] = rounds.toReversed();
  const move = Math.log(last.l0 / target) / (before === undefined ? USUAL_SLOPE : findSlope(last, before));
  return last.coefficient * Math.exp(Math.max(-LONGEST_MOVE, Math.min(LONGEST_MOVE, move)));
}

function findSlope(a: SearchRound, b: SearchRound): number {
  const slope = -Math.log(a.l0 / b.l0) / Math.log(a.coefficient / b.coefficient);
  return slope >= SLOPES.least && slope <= SLOPES.most ? slope : USUAL_SLOPE;
}

async function trainRound(
  search: SparsitySearch,
  { nth, plan }: { nth: number; plan: TrainingPlan },
): Promise<TrainedDictionary> {
  const checkpointFolder = path.join(search.checkpointFolder, `round-${nth}`);
  await makeFolder(checkpointFolder);
  const all = (Math.max(nth, USUAL_ROUNDS) + 1) * plan.steps;
  const [{ dictionary, error }] = await trainSeeds({
    ...search,
    plan,
    seeds: [SEARCH_SEED],
    checkpointFolder,
    onProgress: ({ step }) => search.onSteps?.({ done: nth * plan.steps + step, all }),
  });
  if (error !== null) throw error;
  if (dictionary === null) throw new TypeError('a round without a dictionary');
  return dictionary;
}

/** Not the folders above it: where another attempt has taken over, they are gone and stay so. */
async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw refuseWriting(folder, error);
  });
}
