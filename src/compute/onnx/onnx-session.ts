/**
 * The only file that touches onnxruntime-node: a loaded model whose runs read the caller's arrays and write into the caller's
 * arrays.
 *
 * In: model bytes. Out: a session that must be closed.
 */
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** Where onnxruntime computes. Everything but the processor must be probed first (`execution-provider.ts`). */
export type ExecutionProvider = 'cpu' | 'cuda' | 'webgpu';

/** A float32 array with its shape; the array is used in place, never copied. */
export interface FloatBlock {
  values: Float32Array;
  shape: readonly number[];
}

export interface OnnxSession {
  /** Runs the graph; every output array is written in place. Blocks the calling thread while it computes. */
  run(inputs: Record<string, FloatBlock>, outputs: Record<string, FloatBlock>): Promise<void>;
  close(): Promise<void>;
}

const errorsOnly = 3; // severity level: warnings about unused threads are not for our users

function toTensors(blocks: Record<string, FloatBlock>): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(blocks).map(([name, { values, shape }]) => [name, new Tensor('float32', values, shape)]),
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
