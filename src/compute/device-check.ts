/**
 * Is this device fit for training, and how fast is it: an execution provider -> its device, its rounding and the rate of a short training.
 *
 * In: the name of a provider. Out: a report, or the error of what is missing. About two seconds on a GPU.
 */
import { findDevice } from './device-name.ts';
import { type ExecutionProvider, probeExecutionProvider } from './execution-provider.ts';
import { buildRandomStream } from './nulls/random-stream.ts';
import { buildTrainingPlan } from './training/options/training-plan.ts';
import { startGroupTrainer } from './training/groups/group-trainer.ts';
import { startTrainer } from './training/trainer.ts';

export interface DeviceCheck {
  readonly provider: ExecutionProvider;
  /** Null where nothing on the machine says it. */
  readonly device: string | null;
  /** The device's memory in MB; null where nothing on the machine says it. */
  readonly memoryMb: number | null;
  /** Largest relative error of products whose factors need float32; the check fails above 2^-22. */
  readonly productError: number;
  /** Of training one TOPK dictionary (k = 32) of the size below. */
  readonly tokensPerSecond: number;
  readonly nLatents: number;
  readonly dIn: number;
  readonly batchSize: number;
}

type Size = Pick<DeviceCheck, 'nLatents' | 'dIn' | 'batchSize'>;

/** Small enough for a device in software. */
const SMALL: Size = { nLatents: 256, dIn: 64, batchSize: 128 };
/** Large enough that a GPU computes for longer than it is launched. */
const LARGE: Size = { nLatents: 8192, dIn: 768, batchSize: 4096 };
/** The large size is taken where one of its steps is expected to end within this; measuring takes a few times as long. */
const LONGEST_STEP_MS = 250;
/** Steps are doubled until they take this long together. */
const MEASURED_MS = 500;

/** Checks `provider`. Throws `PROVIDER_UNAVAILABLE`, `PROVIDER_INEXACT`, `PROVIDER_FAILED` and `DEVICE_OUT_OF_MEMORY`. */
export async function checkDevice(
  provider: ExecutionProvider,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<DeviceCheck> {
  const productError = await probeExecutionProvider(provider);
  const { name, memoryMb } = await findDevice(provider, environment);
  const small = await measureRate(provider, SMALL);
  const stepMs = (1000 * LARGE.batchSize * LARGE.nLatents * LARGE.dIn) / (small * SMALL.nLatents * SMALL.dIn);
  const [size, tokensPerSecond] =
    stepMs > LONGEST_STEP_MS ? [SMALL, small] : [LARGE, await measureRate(provider, LARGE)];
  return { provider, device: name, memoryMb, productError, tokensPerSecond, ...size };
}

/** Tokens per second after the first step, which compiles. */
async function measureRate(provider: ExecutionProvider, size: Size): Promise<number> {
  const plan = buildTrainingPlan({ architecture: 'TOPK', k: 32, ...size, steps: 2 ** 20, provider });
  const stream = buildRandomStream(1);
  const batch = Float32Array.from({ length: plan.batchSize * plan.dIn }, () => stream.nextNormal());
  const trainer =
    provider === 'cpu' ? await startTrainer(plan, { seed: 1 }) : await startGroupTrainer(plan, { seeds: [1] });
  try {
    await trainer.run(batch);
    for (let steps = 1; ; steps *= 2) {
      const start = performance.now();
      for (let i = 0; i < steps; i++) await trainer.run(batch);
      const ms = performance.now() - start;
      if (ms >= MEASURED_MS) return (steps * plan.batchSize * 1000) / ms;
    }
  } finally {
    await trainer.stop();
  }
}
