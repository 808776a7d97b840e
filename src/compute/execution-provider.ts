/**
 * Whether a machine can compute our products where its operator asked for them, in the precision that our bounds assume.
 *
 * In: the name of one of onnxruntime's execution providers. Out: the error of its products, or what is missing.
 */
import { ReseedError } from '../errors.ts';
import { buildOnnxModel } from './onnx/onnx-model.ts';
import { type ExecutionProvider, openOnnxSession } from './onnx/onnx-session.ts';

export type { ExecutionProvider } from './onnx/onnx-session.ts';

/** Large enough, and a multiple of what tensor cores want, that a provider takes its fast kernels. */
const PROBE_SIZE = 256;
/** Bits below the leading one of the probe's factors: float32 keeps them, TF32 (10), bfloat16 (7) and float16 (10) do not. */
const PROBE_BITS = 20;
/** A few roundings of float32; factors without their last bit would be off by 2^-19. */
const FLOAT32_ERROR = 2 ** -22;

/** Largest relative error of products of 1 + 2^-20 with itself. */
async function measureError(provider: ExecutionProvider): Promise<number> {
  const n = PROBE_SIZE;
  const model = buildOnnxModel({
    nodes: [{ operator: 'Gemm', inputs: ['x', 'y'], outputs: ['z'], attributes: { transB: 1 } }],
    inputs: [
      { name: 'x', type: 'float32', shape: ['m', n] },
      { name: 'y', type: 'float32', shape: ['n', n] },
    ],
    outputs: [{ name: 'z', type: 'float32', shape: ['m', 'n'] }],
  });
  const session = await openOnnxSession(model, { threads: 1, provider });
  try {
    const factor = 1 + 2 ** -PROBE_BITS;
    // One term of each sum is not zero, so only the factors and their product are rounded.
    const x = Float32Array.from({ length: n * n }, (_, z) => (z % (n + 1) === 0 ? factor : 0));
    const y = new Float32Array(n * n).fill(factor);
    const z = new Float32Array(n * n);
    await session.run(
      { x: { values: x, shape: [n, n] }, y: { values: y, shape: [n, n] } },
      { z: { values: z, shape: [n, n] } },
    );
    return z.reduce((worst, value) => Math.max(worst, Math.abs(value / (factor * factor) - 1)), 0);
  } finally {
    await session.close();
  }
}

/**
 * Checks that `provider` computes here, and in float32: the proofs of matchings rest on that rounding. Returns the largest relative error
 * of its products. Throws `PROVIDER_UNAVAILABLE` where it is missing and `PROVIDER_INEXACT` where it rounds factors to fewer bits.
 * About a second on a GPU, milliseconds on a CPU.
 */
export async function probeExecutionProvider(provider: ExecutionProvider): Promise<number> {
  const error = await measureError(provider);
  if (error <= FLOAT32_ERROR) return error;
  throw new ReseedError(
    'PROVIDER_INEXACT',
    `Cannot compute on "${provider}": its products are off by ${error.toExponential(1)}, relative; expected float32, off by ${FLOAT32_ERROR.toExponential(1)} at most.`,
    {
      hint: 'Turn reduced precision off: start with NVIDIA_TF32_OVERRIDE=0 in the environment, or set RESEED_EXECUTION_PROVIDER=cpu.',
    },
  );
}
