/** Scores from few examples: intervals hold the score of many, and the part of the variance that is chance is recognised. */
import { expect, test } from 'vitest';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';
import { scoreInterval, scoreReliability } from '../../../src/compute/statistics/score-error.ts';

/** Balanced accuracy of `examples` of which half are positive, at true rates p and q. */
function drawScores(latents: number, examples: number, spread: number) {
  const stream = buildRandomStream(5);
  const half = examples / 2;
  const part = (p: number) => {
    let right = 0;
    for (let one = 0; one < half; one++) if (stream.nextUniform() < p) right++;
    return right / half;
  };
  return Array.from({ length: latents }, () => {
    const [p, q] = [0.7, 0.8].map((centre) => Math.min(1, Math.max(0, centre + spread * (stream.nextUniform() - 0.5))));
    return { truth: (p + q) / 2, value: (part(p) + part(q)) / 2 };
  });
}

test.each([30, 100])('intervals of scores from %i examples hold the truth', (examples) => {
  const scores = drawScores(2_000, examples, 0.5);
  const held = scores.filter(({ truth, value }) => {
    const interval = scoreInterval({ scorer: 'detection', value, examples });
    return interval !== null && interval.low <= truth && truth <= interval.high;
  });
  expect(held.length / scores.length).toBeGreaterThan(0.94);
});

test('the reliability is the part of the variance that is the truth', () => {
  for (const spread of [0.2, 0.5]) {
    const scores = drawScores(4_000, 30, spread);
    const variance = (values: number[]) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
    };
    const values = scores.map(({ value }) => value);
    const truth = variance(scores.map((one) => one.truth)) / variance(values);
    const found = scoreReliability('fuzz', { values, examples: values.map(() => 30) });
    expect(Math.abs((found ?? -1) - truth)).toBeLessThan(0.08);
  }
});

test('what is no part of examples has neither', () => {
  expect(scoreInterval({ scorer: 'simulation', value: 0.5, examples: 30 })).toBeNull();
  expect(scoreInterval({ scorer: 'detection', value: 0.5, examples: null })).toBeNull();
  expect(scoreInterval({ scorer: 'detection', value: null, examples: 30 })).toBeNull();
  expect(scoreReliability('simulation', { values: [0.1, 0.9], examples: [30, 30] })).toBeNull();
  expect(scoreReliability('detection', { values: [0.1, 0.9], examples: [30, 0] })).toBeNull();
  expect(scoreReliability('detection', { values: [0.5, 0.5, Number.NaN], examples: [30, 30, 0] })).toBeNull();
});
