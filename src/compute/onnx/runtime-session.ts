/**
 * The only file that touches onnxruntime-node: a loaded model in the calling thread.
 *
 * In: model bytes. Out: a session that must be closed. Open one through `onnx-session.ts`, which keeps every GPU session of the process
 * in one thread: onnxruntime-node 1.30 ends the process by a segmentation fault where two threads use WebGPU at the same time.
 */
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** Where onnxruntime computes. Everything but the processor must be probed first (`execution-provider.ts`). */
export type ExecutionProvider = 'cpu' | 'cuda' | 'webgpu';

/** An array with its shape; the type is that of the array where none is named. The array is used in place, never copied. */
export interface TensorBlock {
  type?: 'int64' | 'float32' | 'float16' | 'bool' | 'uint8' | 'int8';
  values: Float32Array | Uint8Array | Int8Array | BigInt64Array | Uint16Array;
  shape: readonly number[];
}

/** A float32 array with its shape. */
export interface FloatBlock {
  values: Float32Array;
  shape: readonly number[];
}

export type Blocks = Record<string, TensorBlock>;
/** A tensor in the device's memory. Never ask it for its data: that aborts the process. Must be disposed of. */
export type DeviceTensor = Pick<Tensor, 'dispose'>;

export interface RuntimeOptions {
  /** Threads on the processor. Idle threads sleep, they do not spin. */
  threads: number;
  provider: ExecutionProvider;
  /** Where a model of others keeps weights in files of their own. */
  externalFolder?: string;
  /** Milliseconds that one call of a device may take; see `hung-device.ts` for the default. */
  callMs?: number;
}

export interface RuntimeSession {
  /**
   * Runs the graph on `inputs`, and on `kept` where some are on the device; every output array is written in place. Blocks the calling
   * thread while it computes.
   */
  run(inputs: Blocks, outputs: Blocks, kept?: ReadonlyMap<string, DeviceTensor>): Promise<void>;
  /** Runs the graph for its one float32 output `name`, whose shape only a run knows. */
  runFor(inputs: Blocks, name: string): Promise<FloatBlock>;
  /** Runs the graph, all of whose outputs `keepOnDevice` named, and returns them. */
  runKeeping(inputs: Blocks, kept?: ReadonlyMap<string, DeviceTensor>): Promise<Map<string, DeviceTensor>>;
  close(): Promise<void>;
}

const ERRORS_ONLY = 3; // severity level: warnings about unused threads are not for our users
const FATAL_ONLY = 4; // a fault of somebody's model is thrown, and said once

/**
 * A session over `model` (bytes of an ONNX file). Outputs in `keepOnDevice` stay there (WebGPU alone has that in Node), and then every operator
 * must be one of the device's: one that onnxruntime would give to the processor fails the opening.
 */
export async function openRuntimeSession(
  model: Uint8Array,
  options: RuntimeOptions & { keepOnDevice?: readonly string[] },
): Promise<RuntimeSession> {
  const { threads, provider, externalFolder, keepOnDevice } = options;
  const session = await InferenceSession.create(model, {
    executionProviders: [provider],
    logSeverityLevel: externalFolder === undefined ? ERRORS_ONLY : FATAL_ONLY,
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    extra: {
      session: {
        intra_op: { allow_spinning: '0' },
        ...(keepOnDevice && { disable_cpu_ep_fallback: '1' }),
        ...(externalFolder !== undefined && { model_external_initializers_file_folder_path: externalFolder }),
      },
    },
    ...(keepOnDevice && {
      preferredOutputLocation: Object.fromEntries(keepOnDevice.map((name) => [name, 'gpu-buffer' as const])),
    }),
  });
  return {
    async run(inputs, outputs, kept = new Map()) {
      await session.run(toFeeds(inputs, kept), toTensors(outputs));
    },
    async runFor(inputs, name) {
      const { [name]: output } = await session.run(toTensors(inputs));
      return { values: output.data as Float32Array, shape: output.dims };
    },
    async runKeeping(inputs, kept = new Map()) {
      return new Map(Object.entries(await session.run(toFeeds(inputs, kept))));
    },
    close: () => session.release(),
  };
}

function toFeeds(inputs: Blocks, kept: ReadonlyMap<string, DeviceTensor>): Record<string, Tensor> {
  return { ...toTensors(inputs), ...(Object.fromEntries(kept) as Record<string, Tensor>) };
}

function toTensors(blocks: Blocks): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(blocks).map(([name, block]) => [name, toTensor(block)]));
}

function toTensor({ type, values, shape }: TensorBlock): Tensor {
  if (type !== undefined) return new Tensor(type, values, shape);
  if (values instanceof Float32Array) return new Tensor('float32', values, shape);
  if (values instanceof Uint8Array) return new Tensor('uint8', values, shape);
  if (values instanceof Int8Array) return new Tensor('int8', values, shape);
  throw new TypeError('expected a type with these values');
}
