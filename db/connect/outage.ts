/** Which errors of a driver mean that the database cannot be asked at the moment, and not that a statement is wrong. */
import { ReseedError } from '../../src/errors.ts';

/** PostgreSQL's: class 08 (connection), shut down, crashed, starting up or in recovery, no connection left. */
const SQL_STATES = /^(08...|57P0[1-3]|53300)$/;
/** The system's. */
const SYSTEM = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH']);
/** Errors of node-postgres and its pool that have no code. */
const DRIVER =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** What to tell of `error` if it says that the database does not answer: `DATABASE_UNREACHABLE`; else null. */
export function findOutage(error: unknown): ReseedError | null {
  if (!isOutage(error)) return null;
  return new ReseedError('DATABASE_UNREACHABLE', 'Cannot go on: the database does not answer at the moment', {
    hint: 'Ask again in some seconds. The log says what is wrong.',
    cause: error,
  });
}

function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && (SQL_STATES.test(code) || SYSTEM.has(code))) return true;
  // several addresses of one name were tried
  return error instanceof AggregateError ? error.errors.some(isOutage) : DRIVER.test(error.message);
}
