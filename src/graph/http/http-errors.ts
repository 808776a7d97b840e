/** What is wrong with an HTTP request before GraphQL sees it, as JSON of the same form as GraphQL's errors. */
import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler, Response } from 'express';
import type { ErrorCode } from '../../errors.ts';
import { findOutage } from '../../../db/connect/outage.ts';
import { RETRY_AFTER_S } from '../limits.ts';
import type { ErrorPresenter } from './error-presenter.ts';
import type { Log } from './present-error.ts';

/** What a refused request is told. */
export interface Refusal {
  status: number;
  /** BAD_REQUEST unless given. */
  code?: ErrorCode;
  message: string;
  hint: string;
}

/** Ends the response with a refusal. */
export function refuse(response: Response, { status, code = 'BAD_REQUEST', message, hint }: Refusal): void {
  response.status(status).json({ errors: [{ message, extensions: { code, hint } }] });
}

/** The last handler: what the body parser or a handler threw. Nothing of the error itself is sent. */
export function buildErrorHandler({ log, errors }: { log: Log; errors: ErrorPresenter }): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error);
    const status = statusOf(error);
    const outage = findOutage(error);
    if (outage !== null) {
      errors.present({ message: '' }, error); // for the log
      const { code, message, hint } = outage;
      response.set('retry-after', String(RETRY_AFTER_S));
      refuse(response, { status: 503, code, message, hint });
    } else if (status === 413) {
      refuse(response, {
        status,
        message: 'Cannot take this request: its body is too large',
        hint: 'Ask in several requests.',
      });
    } else if (status < 500) {
      const message = 'Cannot read this request: its body is not uncompressed, valid JSON in UTF-8';
      refuse(response, { status, message, hint: 'Send {"query": "...", "variables": {...}} as application/json.' });
    } else {
      const reference = randomUUID();
      log.error({ err: error, reference }, 'a request failed');
      const message = `Something went wrong that is not your fault; the log has the rest under ${reference}.`;
      response.status(500).json({ errors: [{ message, extensions: { code: 'INTERNAL_SERVER_ERROR', reference } }] });
    }
  };
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && 'status' in error ? error.status : 500;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}
