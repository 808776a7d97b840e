/** What a session's owner and the device thread say to each other, on a message port of that session's own. */
import type { MessagePort } from 'node:worker_threads';
import type { ErrorCode } from '../../errors.ts';
import type { RuntimeOptions, RuntimeSession } from './runtime-session.ts';
import type { StateSession } from './state-session.ts';

/** Asks the device thread for a session, which answers on `port`: first with a reply to call 0. */
export interface DeviceRequest {
  kind: 'reseed-device';
  port: MessagePort;
  model: Uint8Array;
  /** With `state`, a {@link StateSession}; without, a {@link RuntimeSession}. */
  options: RuntimeOptions & { state?: Record<string, readonly number[]> };
}

type Method = Exclude<keyof RuntimeSession | keyof StateSession, 'runKeeping'>;

/** One method of the session with its arguments; arrays lie in shared memory, so that results arrive in place. */
export interface DeviceCall {
  id: number;
  method: Method;
  args: unknown[];
}

export interface DeviceReply {
  id: number;
  result?: unknown;
  failure?: DeviceFailure;
}

/** An error as it travels between threads. */
export interface DeviceFailure {
  code: ErrorCode | null;
  message: string;
  hint: string;
}
