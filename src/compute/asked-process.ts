/**
 * A process of its own for models that others made, which may end or hang the process that runs them: questions in, answers out, by number.
 *
 * In: the file of the process, whose other half is `answering-process.ts`, and its orders. Out: answers; what the process refuses comes back as the
 * `ReseedError` that it threw. It ends with the process that started it.
 */
import { fork } from 'node:child_process';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type ErrorCode, ReseedError } from '../errors.ts';
import { LIFE_LINE_FD } from './life-line.ts';

/** Milliseconds after an aborted question in which the process may give it up; then it is ended, and with it what else it was asked. */
const ABORT_MS = 2_000;

export type ProcessQuestion<Orders, Question> =
  | { orders: Orders }
  | { id: number; question: Question }
  | { id: number; abort: true };

export type ProcessAnswer<Answer> =
  | { id: number; answer: Answer }
  | { id: number; failure: { code: ErrorCode; message: string; hint: string } }
  /** An error that was not written for a user. */
  | { id: number; fault: string };

export interface AskedProcess<Question, Answer> {
  /**
   * Rejects with the `ReseedError` that the process threw, with the signal's reason, and with what `refuse` makes of any other fault and of the end
   * of the process.
   */
  ask(question: Question, signal?: AbortSignal): Promise<Answer>;
  /** Ends the process after what is under way. */
  stop(): Promise<void>;
}

/** Starts `file` with orders that its other half takes. A process that has nothing to answer keeps nobody from ending. `onEnd` is called once, when it has ended. */
export function startAskedProcess<Question, Answer>(options: {
  file: URL;
  orders: unknown;
  /** `ended`: the process is gone, by whatever end. */
  refuse: (fault: string, ended: boolean) => Error;
  onEnd: () => void;
}): AskedProcess<Question, Answer> {
  const { file, orders, refuse, onEnd } = options;
  const child = fork(fileURLToPath(file), {
    // The last is the life line.
    stdio: ['ignore', 'inherit', 'inherit', 'ipc', 'pipe'],
    serialization: 'advanced',
    execArgv: [],
  });
  const waiting = new Map<number, PromiseWithResolvers<ProcessAnswer<Answer>>>();
  let lastId = 0;
  let gone: string | null = null;
  const end = (fault: string) => {
    if (gone === null) onEnd();
    gone ??= fault;
    for (const [id, { resolve }] of waiting) resolve({ id, fault });
    waiting.clear();
  };
  child.on('message', (answer: ProcessAnswer<Answer>) => {
    waiting.get(answer.id)?.resolve(answer);
    waiting.delete(answer.id);
    if (waiting.size === 0) hold(false);
  });
  child.on('error', (error) => end(error.message));
  const exited = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      end(`its process ended ${signal === null ? `with exit code ${code}` : `by ${signal}`}`);
      resolve();
    });
  });
  const tell = (message: ProcessQuestion<unknown, Question>) => child.send(message, () => {}); // one that has ended is dealt with above
  const line = child.stdio[LIFE_LINE_FD] as Socket;
  line.on('error', () => {}); // its end is dealt with above
  const hold = (held: boolean) => {
    for (const one of [child, child.channel, line]) one?.[held ? 'ref' : 'unref']();
  };
  /** Rejects with the signal's reason at once; the process then has a moment to give the question up. */
  async function orAborted<T>(id: number, settled: Promise<T>, signal: AbortSignal): Promise<T> {
    const aborted = Promise.withResolvers<never>();
    const onAbort = () => {
      tell({ id, abort: true });
      const late = setTimeout(() => child.kill('SIGKILL'), ABORT_MS);
      void settled.then(() => clearTimeout(late));
      aborted.reject(signal.reason);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await Promise.race([settled, aborted.promise]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  tell({ orders });
  hold(false);

  return {
    async ask(question, signal) {
      signal?.throwIfAborted();
      if (gone !== null) throw refuse(gone, true);
      const id = ++lastId;
      hold(true);
      const settled = Promise.withResolvers<ProcessAnswer<Answer>>();
      waiting.set(id, settled);
      tell({ id, question });
      const answer = await (signal === undefined ? settled.promise : orAborted(id, settled.promise, signal));
      if ('answer' in answer) return answer.answer;
      if ('fault' in answer) throw refuse(answer.fault, gone !== null);
      const { code, message, hint } = answer.failure;
      throw new ReseedError(code, message, { hint });
    },
    async stop() {
      hold(true);
      await Promise.all([...waiting.values()].map(({ promise }) => promise));
      child.kill('SIGKILL');
      await exited;
    },
  };
}
