/**
 * Seeds trained as one graph agree with each trained alone on the processor: to 1e-5 of the update's length after six steps, for every
 * architecture, on the processor and on WebGPU; and with PyTorch (`golden/`) as one seed does.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { webGpuMissing } from '../software-vulkan.ts';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';
import { KEPT_STEPS, listGroupState } from '../../../src/compute/training/groups/group-model.ts';
import { startGroupTrainer } from '../../../src/compute/training/groups/group-trainer.ts';
import { drawInitialState } from '../../../src/compute/training/step/initial-state.ts';
import { metricOutputs, scalarInputs } from '../../../src/compute/training/step/step-graph.ts';
import { countElements } from '../../../src/compute/training/step/state-shape.ts';
import type { StepVariant } from '../../../src/compute/training/passes/step-variant.ts';
import { startTrainer } from '../../../src/compute/training/trainer.ts';
import type { TrainingState } from '../../../src/compute/training/step/training-state.ts';
import {
  buildTrainingPlan,
  trainedArchitectures,
  type TrainedArchitecture,
  type TrainingPlan,
  type TrainingRequest,
} from '../../../src/compute/training/options/training-plan.ts';

const SEEDS = [1, 5, 9];
const dense: StepVariant = { selection: 'MASK', decode: 'DENSE', weightGradients: 'DENSE' };

function planOf(architecture: TrainedArchitecture, provider: TrainingPlan['provider']): TrainingPlan {
  const sparsity = architecture.endsWith('TOPK')
    ? { k: 4, auxK: {}, deadAfterTokens: 64 }
    : { sparsityCoefficient: 0.1, sparsityWarmupSteps: 3 };
  const sizes = { nLatents: 48, dIn: 12, batchSize: 32, steps: 6, inputScale: 1.5 };
  return buildTrainingPlan({ architecture, ...sizes, ...sparsity, jumpBandwidth: 0.1, provider });
}

function drawBatches({ batchSize, dIn }: TrainingPlan, steps: number): Float32Array {
  const stream = buildRandomStream(2);
  return Float32Array.from({ length: steps * batchSize * dIn }, () => stream.nextNormal());
}

/** |a - b| / |b - before|: the error of an update, relative to it. */
function updateError(a: Float32Array, b: Float32Array, before: Float32Array): number {
  const error = Math.hypot(...a.map((value, i) => value - b[i]));
  const update = Math.hypot(...b.map((value, i) => value - before[i]));
  return update === 0 ? error : error / update;
}

async function assertAgrees(plan: TrainingPlan): Promise<void> {
  const batches = drawBatches(plan, plan.steps);
  const group = await startGroupTrainer(plan, { seeds: SEEDS });
  const split = 2 * plan.batchSize * plan.dIn;
  const first = await group.run(batches.slice(0, split));
  const later = await group.run(batches.slice(split));
  const states = await group.states();
  await group.stop();
  for (const [i, seed] of SEEDS.entries()) {
    const alone = await startTrainer({ ...plan, provider: 'cpu' }, { seed, variant: dense });
    const reports = await alone.run(batches);
    const before = drawInitialState(plan, seed);
    for (const [name, values] of alone.state().tensors) {
      const there = states[i].tensors.get(name) ?? new Float32Array();
      expect(there.length, name).toBe(values.length);
      expect(updateError(there, values, before.get(name) ?? new Float32Array()), `${seed} ${name}`).toBeLessThan(1e-5);
    }
    const there = [...first[i], ...later[i]];
    expect(there.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6]);
    for (const [at, report] of reports.entries())
      for (const [name, value] of Object.entries(report))
        expect(there[at][name as keyof typeof report] - value, name).toBeLessThan(1e-5 * Math.abs(value) + 1e-7);
    await alone.stop();
  }
  expect(states[0].tensors.get('encoder')).not.toEqual(states[1].tensors.get('encoder'));
}

test.each(trainedArchitectures)('%s: three seeds in one graph as three alone, on the processor', (architecture) =>
  assertAgrees(planOf(architecture, 'cpu')),
);

test.each(['RELU_L1', 'GATED', 'JUMP_RELU'] as const)('%s: a search in one graph as in three', (architecture) =>
  assertAgrees({ ...planOf(architecture, 'cpu'), sparsityCoefficient: null, targetL0: 5, warmupSteps: 1 }),
);

describe.skipIf(webGpuMissing !== null)(`WebGPU ${webGpuMissing ?? ''}`, () => {
  test.each(trainedArchitectures)('%s: three seeds in one graph as three alone on the processor', (architecture) =>
    assertAgrees(planOf(architecture, 'webgpu')),
  );

  test('a step uploads its batch and its scalars, and a run downloads its metrics', async () => {
    const plan = planOf('RELU_L1', 'webgpu');
    const group = await startGroupTrainer(plan, { seeds: SEEDS });
    const batches = drawBatches(plan, plan.steps);
    const floats = plan.batchSize * plan.dIn;
    await group.run(batches.slice(0, floats));
    const before = await group.traffic();
    await group.run(batches.slice(floats));
    const after = await group.traffic();
    expect(after.up - before.up).toBe(5 * 4 * (floats + scalarInputs.length));
    expect(after.down - before.down).toBe(4 * KEPT_STEPS * SEEDS.length * metricOutputs.length);
    const state = 4 * Object.values(listGroupState(plan, 3)).reduce((sum, shape) => sum + countElements(shape), 0);
    await group.states();
    await group.states();
    expect((await group.traffic()).down - after.down).toBe(state);
    await group.stop();
  });
});

test('rows longer than a workgroup sorts are searched in pieces, to the same effect', async () => {
  const sizes = { nLatents: 4096, dIn: 6, batchSize: 8, steps: 2 };
  const plan = buildTrainingPlan({ architecture: 'TOPK', k: 5, ...sizes, learningRate: 1e-3 });
  const batches = drawBatches(plan, 2);
  const group = await startGroupTrainer(plan, { seeds: [3] });
  const [reports] = await group.run(batches);
  await group.stop();
  const alone = await startTrainer(plan, { seed: 3, variant: dense });
  const expected = await alone.run(batches);
  await alone.stop();
  expect(reports.map(({ l0 }) => l0)).toEqual(expected.map(({ l0 }) => l0));
  reports.forEach(({ fvu }, i) => expect(fvu / expected[i].fvu).toBeCloseTo(1, 6));
});

test('a seed that diverges leaves the others their bits', async () => {
  const plan = planOf('TOPK', 'cpu');
  const batches = drawBatches(plan, plan.steps);
  const run = async (scale: number): Promise<TrainingState[]> => {
    const states = SEEDS.map((seed, i) => {
      const tensors = new Map(drawInitialState(plan, seed));
      if (i === 1)
        tensors.set(
          'encoder',
          (tensors.get('encoder') ?? new Float32Array()).map((value) => value * scale),
        );
      return { seed, step: 0, tensors };
    });
    const group = await startGroupTrainer(plan, { seeds: SEEDS, states });
    const metrics = await group.run(batches);
    expect(metrics.map((reports) => reports.every(({ fvu }) => Number.isFinite(fvu)))).toEqual([
      true,
      scale === 1,
      true,
    ]);
    const after = await group.states();
    await group.stop();
    return after;
  };
  const [well, ill] = [await run(1), await run(1e38)];
  for (const i of [0, 2]) expect(ill[i].tensors).toEqual(well[i].tensors);
});

const folder = new URL('./golden/', import.meta.url);
test.each(readdirSync(folder).filter((file) => file.endsWith('.json')))('%s, twice in one graph', async (file) => {
  const golden = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as {
    request: TrainingRequest;
    batches: string;
    first: Record<string, string>;
    last: Record<string, string>;
  };
  const plan = buildTrainingPlan(golden.request);
  const states = [1, 2].map((seed) => {
    const tensors = drawInitialState(plan, seed);
    for (const [name, values] of Object.entries(golden.first)) tensors.get(name)?.set(unpack(values));
    return { seed, step: 0, tensors };
  });
  const group = await startGroupTrainer(plan, { seeds: [1, 2], states });
  await group.run(unpack(golden.batches));
  for (const { tensors } of await group.states())
    for (const [name, expected] of Object.entries(golden.last)) {
      const values = tensors.get(name) ?? new Float32Array();
      expect(updateError(values, unpack(expected), unpack(golden.first[name])), name).toBeLessThan(1e-4);
    }
  await group.stop();
});

function unpack(text: string): Float32Array {
  return new Float32Array(Uint8Array.from(Buffer.from(text, 'base64')).buffer);
}
