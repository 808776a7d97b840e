/** The inside of a process that `asked-process.ts` starts: takes questions one after the other, and ends with the one that started it. */
import { isReseedError } from '../errors.ts';
import type { ProcessAnswer, ProcessQuestion } from './asked-process.ts';
import { holdLifeLine } from './life-line.ts';

/** Orders -> what answers questions. */
export type OpenProcess<Orders, Question, Answer> = (
  orders: Orders,
) => Promise<(question: Question, signal: AbortSignal) => Promise<Answer>>;

/** Answers with what `open` makes of the orders; a fault of it is given to whoever asks. */
export function answerQuestions<Orders, Question, Answer>(open: OpenProcess<Orders, Question, Answer>): void {
  if (process.send === undefined) throw new TypeError('this file runs only as a process of asked-process.ts');
  // A terminal interrupts every process of the group; whoever started this one asks it to stop in its own time.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => {});
  holdLifeLine();
  let opened: ReturnType<typeof open> = Promise.reject(new TypeError('the first message has the orders'));
  opened.catch(() => {});
  let last: Promise<void> = Promise.resolve();
  const aborts = new Map<number, AbortController>();
  const reply = (answer: ProcessAnswer<Answer>) => process.send?.(answer);

  process.on('message', (message: ProcessQuestion<Orders, Question>) => {
    if ('orders' in message) {
      opened = open(message.orders);
      opened.catch(() => {});
      return;
    }
    const { id } = message;
    if ('abort' in message) return aborts.get(id)?.abort();
    const abort = new AbortController();
    aborts.set(id, abort);
    const { question } = message;
    last = last.then(async () => {
      try {
        abort.signal.throwIfAborted();
        reply({ id, answer: await (await opened)(question, abort.signal) });
      } catch (error) {
        if (isReseedError(error)) {
          const { code, message: text, hint } = error;
          reply({ id, failure: { code, message: text, hint } });
        } else reply({ id, fault: error instanceof Error ? error.message : String(error) });
      } finally {
        aborts.delete(id);
      }
    });
  });
}
