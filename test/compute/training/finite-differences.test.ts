/**
 * The gradients of the graphs are slopes of the losses: central differences of a loss written out in float64, for every parameter of every
 * architecture, to 1e-4 of the gradient's length. The threshold of JUMP_RELU has no slope; its straight-through estimate is
 * written out instead.
 */
import { expect, test } from 'vitest';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';
import { countElements, listParameters, listState } from '../../../src/compute/training/step/state-shape.ts';
import type { StepVariant } from '../../../src/compute/training/passes/step-variant.ts';
import { startTrainer } from '../../../src/compute/training/trainer.ts';
import { buildTrainingPlan, type TrainingRequest } from '../../../src/compute/training/options/training-plan.ts';
import { computeLoss, estimateThresholdGradient, type NaiveCase, type Parameters } from './naive-loss.ts';

const sizes = { nLatents: 12, dIn: 5, batchSize: 9, steps: 1, learningRate: 1e-3, inputScale: 0.75 } as const;
const auxK = { coefficient: 0.5, k: 2 } as const;
const H = 1e-6;
const sparse: StepVariant = { selection: 'SCATTER', decode: 'GATHERED', weightGradients: 'SPARSE' };
const dense: StepVariant = { selection: 'MASK', decode: 'DENSE', weightGradients: 'DENSE' };

test.each<[TrainingRequest, StepVariant]>([
  [{ ...sizes, architecture: 'TOPK', k: 3 }, dense],
  [{ ...sizes, architecture: 'TOPK', k: 3 }, sparse],
  [{ ...sizes, architecture: 'TOPK', k: 3, auxK }, dense],
  [{ ...sizes, architecture: 'TOPK', k: 3, auxK }, sparse],
  [{ ...sizes, architecture: 'BATCH_TOPK', k: 2 }, dense],
  [{ ...sizes, architecture: 'BATCH_TOPK', k: 2, auxK: { ...auxK, k: 5 } }, dense],
  // The first token, made far larger below, takes more than four times its share.
  [{ ...sizes, architecture: 'BATCH_TOPK', k: 1 }, dense],
  [{ ...sizes, architecture: 'RELU_L1', sparsityCoefficient: 0.4 }, dense],
  [{ ...sizes, architecture: 'GATED', sparsityCoefficient: 0.4 }, dense],
  [{ ...sizes, architecture: 'JUMP_RELU', sparsityCoefficient: 0.4, jumpBandwidth: 0.5 }, dense],
  [{ ...sizes, architecture: 'TOPK', k: 3, weightPenalty: 0.02 }, dense],
  [{ ...sizes, architecture: 'TOPK', k: 3, weightPenalty: 0.02 }, sparse],
  [{ ...sizes, architecture: 'BATCH_TOPK', k: 2, weightPenalty: 0.02 }, dense],
  [{ ...sizes, architecture: 'RELU_L1', sparsityCoefficient: 0.4, weightPenalty: 0.3 }, dense],
  [{ ...sizes, architecture: 'GATED', sparsityCoefficient: 0.4, weightPenalty: 0.3 }, dense],
  [{ ...sizes, architecture: 'JUMP_RELU', sparsityCoefficient: 0.4, jumpBandwidth: 0.5, weightPenalty: 0.3 }, dense],
])('%o %o', async (request, variant) => {
  const plan = buildTrainingPlan(request);
  const { nLatents: n, dIn: d, batchSize } = plan;
  const stream = buildRandomStream(11);
  const draw = (count: number, scale: number) =>
    Float32Array.from({ length: count }, () => scale * stream.nextNormal());
  const tensors = new Map<string, Float32Array>();
  for (const [name, shape] of listState(plan)) tensors.set(name, new Float32Array(countElements(shape)));
  const parameters = [...listParameters(plan).keys()];
  for (const name of parameters) tensors.set(name, draw(tensors.get(name)?.length ?? 0, 0.3));
  const decoder = draw(n * d, 1);
  for (let i = 0; i < n; i++) {
    const row = decoder.subarray(i * d, (i + 1) * d);
    row.set(row.map((value) => value / Math.hypot(...row)));
  }
  tensors.set('decoder', decoder).set('encoder', draw(n * d, 0.8));
  tensors.get('logThreshold')?.fill(-1);
  const dead = Array.from({ length: n }, (_, i) => plan.auxK !== null && i % 3 === 0);
  tensors.get('stepsSinceFired')?.set(dead.map((yes) => (yes ? 2 ** 23 : 0)));
  const batch = draw(batchSize * d, 1);
  if (plan.k === 1) for (let z = 0; z < d; z++) batch[z] *= 20;

  const before: Parameters = Object.fromEntries(
    parameters.map((name) => [name, Float64Array.from(tensors.get(name) ?? [])]),
  );
  const naive: NaiveCase = {
    plan,
    x: Float64Array.from(batch, (value) => value * plan.inputScale),
    dead,
    frozen: before,
  };
  const trainer = await startTrainer(plan, { seed: 1, variant, state: { seed: 1, step: 0, tensors } });
  await trainer.run(batch);
  await trainer.stop();

  for (const name of parameters) {
    const computed = Float64Array.from(trainer.state().tensors.get(`${name}.moment1`) ?? []); // after one step: the gradient
    const expected = name === 'logThreshold' ? estimateThresholdGradient(naive, before) : slopesOf(naive, before, name);
    if (name === 'decoder') removeAlong(expected, before.decoder, d);
    expect(Math.hypot(...expected), name).toBeGreaterThan(1e-3);
    const error = Math.hypot(...expected.map((value, at) => value - computed[at])) / Math.hypot(...expected);
    expect(error, name).toBeLessThan(1e-4);
  }
});

function slopesOf(naive: NaiveCase, at: Parameters, name: string): Float64Array {
  return at[name].map((value, i) => {
    const lossAt = (moved: number) => computeLoss(naive, { ...at, [name]: at[name].with(i, moved) });
    return (lossAt(value + H) - lossAt(value - H)) / (2 * H);
  });
}

/** Takes from each row of `gradient` its part along the same row of `rows`. */
function removeAlong(gradient: Float64Array, rows: Float64Array, d: number): void {
  for (let start = 0; start < rows.length; start += d) {
    let along = 0;
    for (let z = start; z < start + d; z++) along += gradient[z] * rows[z];
    for (let z = start; z < start + d; z++) gradient[z] -= along * rows[z];
  }
}
