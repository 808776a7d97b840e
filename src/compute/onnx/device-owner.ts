/**
 * The one thread of this process that uses a GPU provider, as every other thread sees it: sessions that run there.
 *
 * In: a model and, per run, arrays. Out: the same session that `runtime-session.ts` gives, usable in any thread. onnxruntime-node ends the
 * process where two threads use WebGPU at the same time, whatever each of them computes; so nothing but this file starts
 * `device-thread.ts`, and only the main thread does, once. A thread asks the main thread for a session and then talks to the device
 * thread directly.
 *
 * Arrays in shared memory are used in place; others are copied to and from shared memory of the session's own, which costs one pass over
 * them on each side.
 */
import {
  isMainThread,
  MessageChannel,
  type MessagePort,
  postMessageToThread,
  type Transferable,
  Worker,
} from 'node:worker_threads';
import { buildDeviceError } from './device-failure.ts';
import type { DeviceCall, DeviceReply, DeviceRequest } from './device-protocol.ts';
import { watchDeviceCall } from './hung-device.ts';
import type { Blocks, FloatBlock, TensorBlock } from './runtime-session.ts';
import type { StateSession, Traffic } from './state-session.ts';

type Model = Pick<DeviceRequest, 'model' | 'options'>;
type Stated = DeviceRequest['options'] & { state: Record<string, readonly number[]> };

export interface DeviceSession {
  run(inputs: Blocks, outputs: Blocks): Promise<void>;
  runFor(inputs: Blocks, name: string): Promise<FloatBlock>;
  close(): Promise<void>;
}

const MAIN_THREAD = 0;

let owner: Worker | null = null;

/** Hands a request to the device thread, which is started by the first. Main thread only. */
function forward(request: DeviceRequest): void {
  if (owner === null) {
    const started = new Worker(new URL('./device-thread.ts', import.meta.url));
    started.unref();
    const forget = () => {
      if (owner === started) owner = null; // sessions learn it from their ports
    };
    started.on('error', forget);
    started.on('exit', forget);
    owner = started;
  }
  owner.postMessage(request, [request.port]);
}

let isListening = false;

/**
 * Lets other threads ask this one, if it is the main thread, for sessions. Loading this file does it; a file that starts threads which compute,
 * and does not compute itself, calls it. Where the main thread has not loaded it, opening a session elsewhere fails and says so.
 */
export function listenForSessions(): void {
  if (!isMainThread || isListening) return;
  isListening = true;
  process.on('workerMessage', (message: unknown) => {
    if ((message as Partial<DeviceRequest> | null)?.kind === 'reseed-device') forward(message as DeviceRequest);
  });
}

listenForSessions();

/** A session in the device thread. Throws `PROVIDER_FAILED` and `DEVICE_OUT_OF_MEMORY`, as all its methods do. */
export async function openDeviceSession(model: Uint8Array, options: Model['options']): Promise<DeviceSession> {
  const link = await openLink({ model, options });
  return {
    run: (inputs, outputs) => link.callOn({ inputs: [inputs], outputs }, (from, to) => ['run', [from[0], to]]),
    runFor: (inputs, name) => link.callOn({ inputs: [inputs], outputs: {} }, (from) => ['runFor', [from[0], name]]),
    close: () => link.close(),
  };
}

/** A state session in the device thread. */
export async function openDeviceStateSession(model: Uint8Array, options: Stated): Promise<StateSession> {
  const link = await openLink({ model, options });
  return {
    write: (state) => link.callOn({ inputs: [state], outputs: {} }, (from) => ['write', [from[0]]]),
    advance: (inputs, outputs) => link.callOn({ inputs, outputs }, (from, to) => ['advance', [from, to]]),
    read: (outputs) => link.callOn({ inputs: [], outputs }, (_, to) => ['read', [to]]),
    traffic: () => link.call('traffic', []) as Promise<Traffic>,
    close: () => link.close(),
  };
}

interface Link {
  call(method: DeviceCall['method'], args: unknown[]): Promise<unknown>;
  /** A call whose arguments hold arrays: `build` is given them in shared memory. One at a time. */
  callOn(
    arrays: { inputs: readonly Blocks[]; outputs: Blocks },
    build: (inputs: Blocks[], outputs: Blocks) => [DeviceCall['method'], unknown[]],
  ): Promise<never>;
  close(): Promise<void>;
}

async function openLink({ model, options }: Model): Promise<Link> {
  const { port1: port, port2 } = new MessageChannel();
  const request: DeviceRequest = { kind: 'reseed-device', port: port2, model, options };
  const waiting = new Map<number, { resolve(result: unknown): void; reject(reason: unknown): void }>();
  let lastId = 0;
  let ended = false;
  const hold = (id: number): Promise<unknown> => {
    port.ref();
    return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
  };
  port.on('message', ({ id, result, failure }: DeviceReply) => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) port.unref();
    if (failure === undefined) one?.resolve(result);
    else one?.reject(buildDeviceError(failure));
  });
  port.on('close', () => {
    ended = true;
    for (const one of waiting.values()) one.reject(threadEnded(options.provider));
    waiting.clear();
  });
  const opened = hold(0);
  opened.catch(() => {}); // awaited below, unless the request itself fails
  await send(request, port2);
  const watched = { provider: options.provider, limitMs: options.callMs };
  try {
    await watchDeviceCall(opened, watched);
  } catch (error) {
    port.close();
    throw error;
  }

  const call = (method: DeviceCall['method'], args: unknown[]): Promise<unknown> => {
    if (ended) return Promise.reject(threadEnded(options.provider));
    const id = ++lastId;
    const answered = hold(id);
    port.postMessage({ id, method, args } satisfies DeviceCall);
    return watchDeviceCall(answered, watched);
  };
  const shelf = buildShelf();
  let last: Promise<unknown> = Promise.resolve();
  return {
    call,
    callOn(arrays, build) {
      const work = last.then(async () => {
        const inputs = arrays.inputs.map((blocks, i) => shelf.share(blocks, { prefix: `in.${i}.`, fill: true }));
        const outputs = shelf.share(arrays.outputs, { prefix: 'out.', fill: false });
        const result = await call(...build(inputs, outputs));
        for (const [name, { values }] of Object.entries(arrays.outputs))
          if (values !== outputs[name].values) values.set(outputs[name].values as never);
        return result;
      });
      last = work.catch(() => {});
      return work as Promise<never>;
    },
    async close() {
      if (!ended) await call('close', []);
      port.close();
    },
  };
}

async function send(request: DeviceRequest, port: MessagePort): Promise<void> {
  if (isMainThread) return forward(request);
  await postMessageToThread(MAIN_THREAD, request, [port as Transferable]);
}

/** Arrays in shared memory, each allocated once and again only where a longer one is needed. */
function buildShelf(): { share(blocks: Blocks, how: { prefix: string; fill: boolean }): Blocks } {
  const buffers = new Map<string, SharedArrayBuffer>();
  const share = (block: TensorBlock, { name, fill }: { name: string; fill: boolean }): TensorBlock => {
    const { values } = block;
    if (values.buffer instanceof SharedArrayBuffer) return block;
    let buffer = buffers.get(name);
    if (buffer === undefined || buffer.byteLength < values.byteLength) {
      buffer = new SharedArrayBuffer(values.byteLength);
      buffers.set(name, buffer);
    }
    const Values = values.constructor as Float32ArrayConstructor; // one of TensorBlock's
    const shared = new Values(buffer, 0, values.length);
    if (fill) shared.set(values as Float32Array);
    return { ...block, values: shared };
  };
  return {
    share: (blocks, { prefix, fill }) =>
      Object.fromEntries(
        Object.entries(blocks).map(([name, block]) => [name, share(block, { name: `${prefix}${name}`, fill })]),
      ),
  };
}

function threadEnded(provider: string): Error {
  return buildDeviceError({
    code: 'PROVIDER_FAILED',
    message: `Cannot compute on "${provider}": the thread that owns the device ended`,
    hint: 'The log of the worker has the reason. Start the job again.',
  });
}
