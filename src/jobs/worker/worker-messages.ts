/** What a worker process and the one that started it say to each other. */
import type { DatabaseAddress } from '../../../db/connect/connect.ts';
import type { ErrorCode } from '../../errors.ts';
import type { JobKind } from '../kinds/registry.ts';
import type { WorkerSettings } from './task.ts';

export interface WorkerOrders {
  /** On the list of workers. */
  id: string;
  address: DatabaseAddress;
  settings: WorkerSettings;
  kinds: readonly JobKind[];
  logLevel: string;
}

export type WorkerCommand = { command: 'START'; orders: WorkerOrders } | { command: 'WAKE' } | { command: 'STOP' };

/** A job as its worker holds it. */
export interface HeldJob {
  id: string;
  attempt: number;
  kind: string;
  requires: string | null;
}

export type WorkerReport =
  | { report: 'READY' }
  /** It cannot work here; it ends. */
  | { report: 'REFUSED'; code: ErrorCode; message: string; hint: string }
  /** The main thread turns. */
  | { report: 'PULSE' }
  | { report: 'JOB'; job: HeldJob | null }
  /** A cancelled job does not end. */
  | { report: 'STUCK' }
  /** All is done; the process may be ended. */
  | { report: 'STOPPED' };
/** Milliseconds between pulses. */
export const PULSE_MS = 1_000;
