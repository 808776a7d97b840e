/** A signal that a request is no longer worth working for. */
import type { Response } from 'express';
import { ReseedError } from '../../errors.ts';
import { OPERATION_TIMEOUT_MS } from '../limits.ts';

/** Aborted when the client leaves before the answer is sent, or after {@link OPERATION_TIMEOUT_MS}. */
export function followLifetime(response: Response): AbortSignal {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(timedOut()), OPERATION_TIMEOUT_MS);
  response.once('close', () => {
    clearTimeout(timer);
    if (!response.writableFinished) controller.abort(timedOut());
  });
  return controller.signal;
}

function timedOut(): ReseedError {
  const seconds = OPERATION_TIMEOUT_MS / 1000;
  return new ReseedError(
    'TIMED_OUT',
    `Cannot finish this answer: it takes longer than ${seconds} s, or the client has left`,
    {
      hint: 'Ask for less at once.',
    },
  );
}
