/** The fall of a loss per doubling of the steps is found through the scatter of batches, with a standard error that covers. */
import { expect, test } from 'vitest';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';
import { measureLossFall } from '../../../src/compute/training/loss-fall.ts';

const plan = { steps: 2_000, decaySteps: 400 };
/** A loss that falls by `fall` per doubling, with scatter, at every step. */
function drawLosses(fall: number, { scatter, seed }: { scatter: number; seed: number }) {
  const stream = buildRandomStream(seed);
  return Array.from({ length: plan.steps }, (_, i) => ({
    step: i + 1,
    // far off before the second half of the steps at the peak rate, and where the rate decays
    loss: i < 800 || i >= 1_600 ? 9 : 3 * (1 - fall) ** Math.log2(i + 1) * Math.exp(scatter * stream.nextNormal()),
  }));
}

test('without scatter it is exact, and looks at nothing but the second half at the peak rate', () => {
  for (const fall of [0, 0.01, 0.2, -0.05]) {
    const found = measureLossFall(plan, drawLosses(fall, { scatter: 0, seed: 1 }));
    expect(found?.perDoubling).toBeCloseTo(fall, 10);
    expect(found?.standardError).toBeLessThan(1e-8);
  }
});

test('with scatter, two standard errors hold the truth in 88 to 100 of 100 trainings', () => {
  const held = Array.from({ length: 100 }, (_, seed) => {
    const found = measureLossFall(plan, drawLosses(0.03, { scatter: 0.1, seed }));
    return Math.abs((found?.perDoubling ?? Number.NaN) - 0.03) <= 2 * (found?.standardError ?? 0);
  }).filter(Boolean).length;
  expect(held).toBeGreaterThanOrEqual(88);
});

test('too few points and a loss of 0 give none', () => {
  const points = drawLosses(0, { scatter: 0, seed: 1 });
  expect(
    measureLossFall(
      plan,
      points.filter(({ step }) => step % 100 === 0),
    ),
  ).toBeNull();
  expect(
    measureLossFall(
      plan,
      points.map((point) => ({ ...point, loss: 0 })),
    ),
  ).toBeNull();
});
