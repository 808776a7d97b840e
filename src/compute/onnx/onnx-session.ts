/**
 * Where every product and every model of this program is computed: in the calling thread on the processor, in the process's one device
 * thread on a GPU (`device-owner.ts`), so that no caller can bring two threads to a GPU provider.
 *
 * In: model bytes. Out: a session that must be closed. Reading order of this room: `graph-builder.ts` (formulas -> a graph), `onnx-model.ts`
 * (a graph -> bytes), this file, `runtime-session.ts` (bytes -> results).
 */
import { openDeviceSession, openDeviceStateSession } from './device-owner.ts';
import {
  type Blocks,
  type ExecutionProvider,
  type FloatBlock,
  openRuntimeSession,
  type TensorBlock,
} from './runtime-session.ts';
import { openLocalStateSession, type StateSession } from './state-session.ts';

export type { ExecutionProvider, FloatBlock } from './runtime-session.ts';
export type { StateSession } from './state-session.ts';

export interface OnnxSession {
  /** Runs the graph; every output array is written in place. Blocks the calling thread while it computes on the processor. */
  run(inputs: Blocks, outputs: Blocks): Promise<void>;
  close(): Promise<void>;
}

interface SessionOptions {
  /** Threads on the processor. */
  threads: number;
  /** Default cpu. */
  provider?: ExecutionProvider;
  /** Milliseconds that one call of a device may take before the process is ended; see `hung-device.ts` for the default. */
  callMs?: number;
}

/** A session over `model` (bytes of an ONNX file). */
export async function openOnnxSession(model: Uint8Array, options: SessionOptions): Promise<OnnxSession> {
  const { threads, provider = 'cpu', callMs } = options;
  return provider === 'cpu'
    ? openRuntimeSession(model, { threads, provider })
    : openDeviceSession(model, { threads, provider, callMs });
}

/** A session that runs on its own results; see `state-session.ts`. */
export async function openStateSession(
  model: Uint8Array,
  options: SessionOptions & { state: Record<string, readonly number[]> },
): Promise<StateSession> {
  const { threads, provider = 'cpu', callMs, state } = options;
  return provider === 'cpu'
    ? openLocalStateSession(model, { threads, provider, state })
    : openDeviceStateSession(model, { threads, provider, callMs, state });
}

/** An input of any model: whole numbers (int64, bool) or float32 or float16 words, with its shape. */
export type FeedBlock = TensorBlock & { type: NonNullable<TensorBlock['type']> };

/** A model that others made: inputs of any type, outputs of shapes that only a run knows. */
export interface FeedSession {
  /** Runs the graph and returns its one float32 output. Blocks the calling thread while it computes on the processor. */
  run(inputs: Record<string, FeedBlock>): Promise<FloatBlock>;
  close(): Promise<void>;
}

/** A session over `model`, whose weights in other files are looked for below `externalFolder`. Otherwise as {@link openOnnxSession}. */
export async function openFeedSession(
  model: Uint8Array,
  options: SessionOptions & { externalFolder: string; output: string },
): Promise<FeedSession> {
  const { threads, provider = 'cpu', callMs, externalFolder, output } = options;
  const open = provider === 'cpu' ? openRuntimeSession : openDeviceSession;
  const session = await open(model, { threads, provider, callMs, externalFolder });
  return { run: (inputs) => session.runFor(inputs, output), close: () => session.close() };
}
