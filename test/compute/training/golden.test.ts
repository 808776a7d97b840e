/**
 * Gradients and twenty updates equal PyTorch's autograd and Adam in float64 (`golden/write-golden.py`), for every architecture and every
 * variant of the step: to 1e-4 of the update's length after twenty steps, 1e-5 of the gradient's after one.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { drawInitialState } from '../../../src/compute/training/step/initial-state.ts';
import type { StepVariant } from '../../../src/compute/training/passes/step-variant.ts';
import type { StepMetrics } from '../../../src/compute/training/step/step-metrics.ts';
import { startTrainer, type Trainer } from '../../../src/compute/training/trainer.ts';
import { buildTrainingPlan, type TrainingRequest } from '../../../src/compute/training/options/training-plan.ts';

interface Golden {
  request: TrainingRequest;
  batches: string; // [steps, B, d]
  first: Record<string, string>;
  gradients: Record<string, string>;
  last: Record<string, string>;
  fvu: number[];
  stepsSinceFired: number[];
  batchThreshold: number;
}

const folder = new URL('./golden/', import.meta.url);
const goldens = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => ({ file, golden: JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Golden }));
const dense: StepVariant = { selection: 'MASK', decode: 'DENSE', weightGradients: 'DENSE' };
const topkVariants: StepVariant[] = [
  dense,
  { selection: 'SCATTER', decode: 'DENSE', weightGradients: 'DENSE' },
  { selection: 'SCATTER', decode: 'GATHERED', weightGradients: 'DENSE' },
  { selection: 'SCATTER', decode: 'DENSE', weightGradients: 'SPARSE' },
  { selection: 'SCATTER', decode: 'GATHERED', weightGradients: 'SPARSE' },
];
const cases = goldens.flatMap(({ file, golden }) =>
  (golden.request.architecture === 'TOPK' ? topkVariants : [dense]).map((variant) => ({
    name: `${file.replace('.json', '')} ${Object.values(variant).join(' ')}`,
    golden,
    variant,
  })),
);

let trainer: Trainer | undefined;
afterEach(() => trainer?.stop());

test('there is a golden file for every architecture', () => {
  const architectures = new Set(goldens.map(({ golden }) => golden.request.architecture));
  expect([...architectures].sort()).toEqual(['BATCH_TOPK', 'GATED', 'JUMP_RELU', 'RELU_L1', 'TOPK']);
});

describe.each(cases)('$name', ({ golden, variant }) => {
  const plan = buildTrainingPlan(golden.request);
  const batches = unpack(golden.batches);
  const floats = plan.batchSize * plan.dIn;

  async function start(): Promise<Trainer> {
    const tensors = drawInitialState(plan, 1);
    for (const [name, values] of Object.entries(golden.first)) tensors.get(name)?.set(unpack(values));
    trainer = await startTrainer(plan, { seed: 1, variant, state: { seed: 1, step: 0, tensors } });
    return trainer;
  }

  test('the gradients of the first step', async () => {
    const started = await start();
    await started.run(batches.slice(0, floats));
    const { tensors } = started.state();
    for (const [name, expected] of Object.entries(golden.gradients)) {
      // The unscaled first moment of the first step is the gradient.
      const error = relativeError(tensors.get(`${name}.moment1`), unpack(expected));
      expect(error, name).toBeLessThan(1e-5);
    }
  });

  test('twenty updates, the errors on the way, the counters', async () => {
    const started = await start();
    const reports: StepMetrics[] = [];
    for (const [from, to] of [
      [0, 7],
      [7, 8],
      [8, plan.steps],
    ])
      reports.push(...(await started.run(batches.slice(from * floats, to * floats))));
    const { tensors, step } = started.state();
    expect(step).toBe(plan.steps);
    for (const [name, expected] of Object.entries(golden.last)) {
      const before = unpack(golden.first[name]);
      const update = (values: Float32Array) => values.map((value, i) => value - before[i]);
      const error = relativeError(update(tensors.get(name) ?? new Float32Array()), update(unpack(expected)));
      expect(error, name).toBeLessThan(1e-4);
    }
    golden.fvu.forEach((fvu, i) => expect(reports[i].fvu / fvu).toBeCloseTo(1, 5));
    expect([...(tensors.get('stepsSinceFired') ?? [])]).toEqual(golden.stepsSinceFired);
    const silentSteps = Math.floor(plan.deadAfterTokens / plan.batchSize);
    const dead = golden.stepsSinceFired.filter((steps) => steps > silentSteps).length;
    expect(reports.at(-1)?.deadFraction).toBeCloseTo(dead / plan.nLatents, 6);
    // Averaged over fewer steps than are remembered, the frequencies of all latents add up to the mean L0.
    const frequencies = started.dictionary().logFrequency.map((log) => 10 ** log);
    const fires = frequencies.reduce((sum, frequency) => sum + frequency, 0);
    expect(fires / (reports.reduce((sum, { l0 }) => sum + l0, 0) / plan.steps)).toBeCloseTo(1, 5);
    const threshold = tensors.get('batchThreshold')?.[0] ?? 0;
    expect(threshold).toBeCloseTo(golden.batchThreshold, 5);
    for (let i = 0; i < plan.nLatents; i++) {
      const row = started.dictionary().decoder.subarray(i * plan.dIn, (i + 1) * plan.dIn);
      expect(Math.hypot(...row)).toBeCloseTo(1, 6);
    }
  });
});

function unpack(text: string): Float32Array {
  return new Float32Array(Uint8Array.from(Buffer.from(text, 'base64')).buffer);
}

/** |a - b| / |b|. */
function relativeError(a: Float32Array | undefined, b: Float32Array): number {
  expect(a?.length).toBe(b.length);
  expect(Math.hypot(...b)).toBeGreaterThan(0);
  return Math.hypot(...b.map((value, i) => value - (a?.[i] ?? Number.NaN))) / Math.hypot(...b);
}
