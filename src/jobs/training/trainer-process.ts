/**
 * Runs one external trainer: no shell, an environment of its own, output followed line by line, its whole process group ended with the job.
 *
 * In: program and arguments. Out: nothing; the files are where it was told to write. What is left of an earlier attempt on this machine
 * is ended first: the group's leader is remembered in a file next to the output.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { ReseedError } from '../../errors.ts';
import type { TrainerTemplate } from './trainer-templates.ts';

/** Milliseconds between the request to end and the end by force. */
const GRACE_MS = 3_000;
/** Lines kept of what it writes: enough for a Python traceback. */
const KEPT_LINES = 40;
/** Characters kept of one line: progress bars draw very long ones. */
const KEPT_CHARACTERS = 500;

export interface TrainerRun {
  /** Program and arguments. */
  command: readonly string[];
  template: TrainerTemplate;
  /** The working folder. */
  folder: string;
  /** File that remembers the process while it runs. */
  leaderFile: string;
  signal: AbortSignal;
  onProgress: (progress: { done: number; total: number }) => void;
  /** The last lines, oldest first, after each new one. */
  onLines: (lines: readonly string[]) => void;
}

/** Resolves when it has ended well. Throws `TRAINER_FAILED` if it did not, and the signal's reason after its group has ended. */
export async function runTrainer(run: TrainerRun): Promise<void> {
  const { command, template, signal } = run;
  signal.throwIfAborted();
  await endLeftover(run.leaderFile);
  const inherited = ['PATH', ...template.inherit].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const child = spawn(command[0], command.slice(1), {
    cwd: run.folder,
    env: { ...Object.fromEntries(inherited), ...template.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a group of its own, which can be ended as a whole
    windowsHide: true,
  });
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  closed.catch(() => {}); // looked at below
  const started = await Promise.race([once(child, 'spawn').then(() => null), once(child, 'error')]).catch(
    (error: unknown) => [error],
  );
  if (started !== null) throw failed(run, `it cannot be started (${describe(started[0])})`, started[0]);
  const lines: string[] = [];
  const followed = Promise.all([child.stdout, child.stderr].map((stream) => follow(stream, { ...run, lines })));
  const end = endGroupOn(signal, child.pid as number);
  try {
    await writeFile(run.leaderFile, JSON.stringify({ pid: child.pid, start: await readStart(child.pid as number) }));
    const [code, killedBy] = await closed;
    await followed;
    signal.throwIfAborted();
    if (code !== 0) {
      const how = code === null ? `it was ended by ${killedBy}` : `it ended with exit code ${code}`;
      throw failed(run, lines.length === 0 ? how : `${how}; its last line was "${lines.at(-1)}"`);
    }
  } finally {
    end.stop();
    endGroup(child.pid as number, 'SIGKILL'); // what it left running
    await rm(run.leaderFile, { force: true });
  }
}

async function follow(
  stream: Readable,
  { template, lines, onProgress, onLines }: TrainerRun & { lines: string[] },
): Promise<void> {
  const pattern = template.progress === null ? null : new RegExp(template.progress);
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    const shown = line.slice(-KEPT_CHARACTERS);
    lines.push(shown);
    if (lines.length > KEPT_LINES) lines.shift();
    onLines(lines);
    const found = pattern?.exec(shown)?.groups;
    const [done, total] = [Number(found?.done), Number(found?.total)];
    if (Number.isFinite(done) && total > 0) onProgress({ done, total });
  }
}

function endGroupOn(signal: AbortSignal, pid: number): { stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const onAbort = () => {
    endGroup(pid, 'SIGTERM');
    timer = setTimeout(() => endGroup(pid, 'SIGKILL'), GRACE_MS);
  };
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  return {
    stop() {
      signal.removeEventListener('abort', onAbort);
      clearTimeout(timer);
    },
  };
}

function endGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // nobody is left in it
  }
}

/** Ends the group that an earlier attempt started on this machine, unless its number belongs to another process by now. */
async function endLeftover(leaderFile: string): Promise<void> {
  const text = await readFile(leaderFile, 'utf8').catch(() => null);
  if (text === null) return;
  const left = JSON.parse(text) as { pid: number; start: string | null };
  if (left.start !== null && (await readStart(left.pid)) === left.start) endGroup(left.pid, 'SIGKILL');
  await rm(leaderFile, { force: true });
}

/** What tells a process from a later one of the same number, where the system says it (Linux): boot and time of start. */
async function readStart(pid: number): Promise<string | null> {
  try {
    const [stat, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    ]);
    return `${boot.trim()} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return null;
  }
}

function failed({ command }: TrainerRun, fault: string, cause?: unknown): ReseedError {
  const program = command[0].split('/').at(-1);
  return new ReseedError('TRAINER_FAILED', `Cannot train with "${program}": ${fault}; expected exit code 0`, {
    hint: "Read its last lines (`TrainingRun.output`, or the worker's log), mend it or its template, and start the run again.",
    cause,
  });
}

function describe(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
