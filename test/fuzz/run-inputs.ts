/** Spoilt inputs of one target, by number -> findings: what was thrown that is no coded error, and what took too much time or memory. */
import { isReseedError } from '../../src/errors.ts';
import { Chance, mutate } from './mutate.ts';
import { FOLDER, type FuzzTarget, type Tree } from './targets.ts';

/** Processor time that reading a small file may take. */
export const MAX_SECONDS = 2;
/** Memory by which one input may raise the peak of the process: many times the largest input. */
const MAX_JUMP_MB = 512;

export interface Finding {
  target: string;
  input: number;
  what: string;
}

/** The input of this number: always the same. */
export function buildInput(target: FuzzTarget, input: number): Tree {
  const chance = new Chance(input);
  const files = { ...chance.pick(target.cases) };
  const names = Object.keys(files).filter((name) => name !== FOLDER);
  const others = names.map((name) => files[name]);
  const name = chance.pick(names);
  files[name] = mutate(files[name], chance, others);
  return files;
}

/** Reads one input. Null where it was read, or refused by a coded error, in time and memory. */
export async function runInput(target: FuzzTarget, input: number): Promise<Finding | null> {
  const files = buildInput(target, input);
  const found = (what: string): Finding => ({ target: target.name, input, what });
  const before = { cpu: process.threadCpuUsage(), peak: process.resourceUsage().maxRSS };
  try {
    await target.read(files);
  } catch (error) {
    if (!isReseedError(error))
      return found(
        error instanceof Error
          ? `${error.name}: ${error.message}\n${(error.stack ?? '').split('\n').slice(1, 4).join('\n')}`
          : String(error),
      );
  }
  const { user, system } = process.threadCpuUsage(before.cpu);
  const seconds = (user + system) / 1e6;
  if (seconds > MAX_SECONDS) return found(`it took ${seconds.toFixed(1)} s of the processor`);
  const jump = (process.resourceUsage().maxRSS - before.peak) / 1024;
  return jump > MAX_JUMP_MB ? found(`the peak of memory rose by ${jump.toFixed(0)} MB`) : null;
}
