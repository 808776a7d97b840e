/**
 * Entry of the one thread of a process that uses a GPU provider: it opens every session there and makes every run, one after the other.
 *
 * In: messages {@link DeviceRequest}, and {@link DeviceCall} on the port that each brought. Out: {@link DeviceReply} on that port. The end of
 * a port closes its session.
 */
import { parentPort } from 'node:worker_threads';
import type { DeviceCall, DeviceReply, DeviceRequest } from './device-protocol.ts';
import { describeDeviceFailure } from './device-failure.ts';
import { openRuntimeSession, type RuntimeSession } from './runtime-session.ts';
import { openLocalStateSession, type StateSession } from './state-session.ts';

if (!parentPort) throw new TypeError('device-thread.ts runs only as a worker thread');

/** The end of the work that was asked for last: sessions are opened, run and closed strictly one after the other. */
let queue: Promise<void> = Promise.resolve();
const enqueue = (work: () => Promise<void>): void => {
  queue = queue.then(work);
};

parentPort.on('message', ({ port, model, options }: DeviceRequest) => {
  const { state } = options;
  let session: RuntimeSession | StateSession | null = null;
  const answer = async (id: number, work: () => Promise<unknown>): Promise<void> => {
    let reply: DeviceReply;
    try {
      reply = { id, result: await work() };
    } catch (error) {
      reply = { id, failure: describeDeviceFailure(error, { provider: options.provider, opening: id === 0 }) };
    }
    port.postMessage(reply);
  };
  const close = async (): Promise<void> => {
    const closing = session;
    session = null;
    await closing?.close();
  };
  port.on('message', ({ id, method, args }: DeviceCall) =>
    enqueue(() =>
      answer(id, async () => {
        if (method === 'close') return close();
        if (session === null) throw new TypeError('the session is closed');
        const run = (session as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>)[method];
        return run(...args);
      }),
    ),
  );
  port.on('close', () => enqueue(() => close().catch(() => {})));
  enqueue(() =>
    answer(0, async () => {
      session =
        state === undefined
          ? await openRuntimeSession(model, options)
          : await openLocalStateSession(model, { ...options, state });
    }),
  );
});
