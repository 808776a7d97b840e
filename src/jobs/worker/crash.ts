/** How a worker process ended that nobody had asked to -> what is written on its job and in the log. */
import { cleanProse } from '../../../db/connect/parameters.ts';
import type { ExecutionProvider } from '../../compute/execution-provider.ts';
import type { ErrorCode } from '../../errors.ts';

/** Crashes after which a job is given up: once may be an accident, twice is the job. */
export const MAX_CRASHES = 2;

/** Characters of the last words that are shown: a few lines of a native library. */
const SHOWN_CHARACTERS = 600;

export interface Crash {
  signal: NodeJS.Signals | null;
  exitCode: number | null;
  /** Why it was ended from outside; null if it ended by itself. */
  endedFor: 'SILENCE' | 'CANCEL' | null;
  /** The end of what it wrote, without its log. */
  lastWords: string;
}

/** One clause: "it was ended by SIGSEGV". */
export function describeCrash({ signal, exitCode, endedFor }: Crash): string {
  if (endedFor === 'SILENCE') return 'it hung, and was ended';
  if (endedFor === 'CANCEL') return 'it did not stop when the job was cancelled, and was ended';
  if (signal !== null) return `it was ended by ${signal}`;
  return `it ended with exit code ${exitCode}`;
}

/** What a job says that crashed its process again on `provider`. */
export function buildCrashFailure(
  crash: Crash,
  provider: ExecutionProvider,
): { code: ErrorCode; message: string; hint: string } {
  const words = cleanLastWords(crash.lastWords);
  const said = words === '' ? 'It wrote nothing before.' : `Its last words: ${words}`;
  return {
    code: 'WORKER_CRASHED',
    message: `The process that ran the job crashed, as the one before it did: ${describeCrash(crash)}. ${said}`,
    hint:
      crash.signal === 'SIGKILL' && crash.endedFor === null
        ? 'A system ends a process by SIGKILL when memory runs out: give the machine more, or lower RESEED_MEMORY_MB. Then ask for the work again.'
        : provider === 'cpu'
          ? 'Look at the files that it reads, above all models and checkpoints of others. Then ask for the work again; training continues from its checkpoint.'
          : `Check the device with "reseed work --check", update its driver, or run the worker with RESEED_EXECUTION_PROVIDER=cpu. Then ask for the work again; training continues from its checkpoint.`,
  };
}

/** Control characters and the folders of this machine are nobody's business. */
function cleanLastWords(text: string): string {
  const named = text.replaceAll(/(?:\b[A-Za-z]:)?(?:[\\/][^\s\\/:"'()]+)+[\\/](?=[^\s\\/])/g, '');
  return cleanProse(named).trim().slice(-SHOWN_CHARACTERS);
}
