/**
 * The only file that touches onnxruntime-node: a loaded model whose runs read the caller's arrays and write into the caller's
 * arrays.
 *
 * In: model bytes. Out: a session that must be closed.
 */
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** Where onnxruntime computes. Everything but the processor must be probed first (`execution-provider.ts`). */
export type ExecutionProvider = 'cpu' | 'cuda' | 'webgpu';

/** A float32 array with its shape. */
export interface FloatBlock {
  values: Float32Array;
  shape: readonly number[];
}

/** An array with its shape; the array is used in place, never copied. */
interface TensorBlock {
  values: Float32Array | Uint8Array | Int8Array;
  shape: readonly number[];
}

export interface OnnxSession {
  /** Runs the graph; every output array is written in place. Blocks the calling thread while it computes. */
  run(inputs: Record<string, TensorBlock>, outputs: Record<string, TensorBlock>): Promise<void>;
  close(): Promise<void>;
}

const errorsOnly = 3; // severity level: warnings about unused threads are not for our users
const fatalOnly = 4; // a fault of somebody's model is thrown, and said once

function toTensors(blocks: Record<string, TensorBlock>): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(blocks).map(([name, { values, shape }]) => {
      if (values instanceof Float32Array) return [name, new Tensor('float32', values, shape)];
      if (values instanceof Uint8Array) return [name, new Tensor('uint8', values, shape)];
      return [name, new Tensor('int8', values, shape)];
    }),
  );
}

/**
 * A session over `model` (bytes of an ONNX file) on `provider` (default cpu), with `threads` threads on the processor. Idle
 * threads sleep, they do not spin.
 */
export async function openOnnxSession(
  model: Uint8Array,
  options: { threads: number; provider?: ExecutionProvider },
): Promise<OnnxSession> {
  const session = await InferenceSession.create(model, {
    executionProviders: [options.provider ?? 'cpu'],
    logSeverityLevel: errorsOnly,
    intraOpNumThreads: options.threads,
    interOpNumThreads: 1,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
  return {
    async run(inputs, outputs) {
      await session.run(toTensors(inputs), toTensors(outputs));
    },
    close: () => session.release(),
  };
}

/** An input of any model: whole numbers (int64, bool) or float32 or float16 words, with its shape. */
export interface FeedBlock {
  type: 'int64' | 'float32' | 'float16' | 'bool';
  values: BigInt64Array | Float32Array | Uint16Array | Uint8Array;
  shape: readonly number[];
}

/** A model that others made: inputs of any type, outputs of shapes that only a run knows. */
export interface FeedSession {
  /** Runs the graph and returns its one float32 output. Blocks the calling thread while it computes. */
  run(inputs: Record<string, FeedBlock>): Promise<FloatBlock>;
  close(): Promise<void>;
}

/** A session over `model`, whose weights in other files are looked for below `externalFolder`. Otherwise as {@link openOnnxSession}. */
export async function openFeedSession(
  model: Uint8Array,
  options: { threads: number; provider?: ExecutionProvider; externalFolder: string; output: string },
): Promise<FeedSession> {
  const session = await InferenceSession.create(model, {
    executionProviders: [options.provider ?? 'cpu'],
    logSeverityLevel: fatalOnly,
    intraOpNumThreads: options.threads,
    interOpNumThreads: 1,
    extra: {
      session: {
        intra_op: { allow_spinning: '0' },
        model_external_initializers_file_folder_path: options.externalFolder,
      },
    },
  });
  return {
    async run(inputs) {
      const feeds = Object.fromEntries(
        Object.entries(inputs).map(([name, { type, values, shape }]) => [name, new Tensor(type, values, shape)]),
      );
      const { [options.output]: output } = await session.run(feeds);
      return { values: output.data as Float32Array, shape: output.dims };
    },
    close: () => session.release(),
  };
}
