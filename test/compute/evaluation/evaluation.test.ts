/** Figures of a dictionary against SAELens's own evaluation of the same one on the same model and tokens; see reference_evaluation.py. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openEncoder } from '../../../src/compute/encoding/encoder.ts';
import { buildEvaluation } from '../../../src/compute/evaluation/evaluation-record.ts';
import { LogitSums, type WindowLogits } from '../../../src/compute/evaluation/logit-figures.ts';
import { buildDensityHistogram, ReconstructionSums } from '../../../src/compute/evaluation/reconstruction-figures.ts';

const expected = JSON.parse(readFileSync(new URL('reference-evaluation.json', import.meta.url), 'utf8'));
const { n, d, v, s, b, k }: Record<'n' | 'd' | 'v' | 's' | 'b' | 'k', number> = expected.shape;
const floats = (name: string) => Float32Array.from(expected[name] as number[]);

/** The reference's model behind its hook. */
function computeLogits(x: Float32Array): WindowLogits {
  const unembedding = floats('unembedding');
  const values = new Float32Array(b * s * v);
  for (let at = 0; at < b * s; at++)
    for (let token = 0; token < v; token++)
      for (let z = 0; z < d; z++) values[at * v + token] += Math.tanh(x[at * d + z]) * unembedding[z * v + token];
  return { values, vocabulary: v };
}

test('all figures are those of SAELens, with BOS left out', async () => {
  const ids = BigInt64Array.from(expected.ids as number[], BigInt);
  const [embedding, position] = [floats('embedding'), floats('position')];
  const x = Float32Array.from({ length: b * s * d }, (_, at) => {
    const [token, z] = [Math.floor(at / d), at % d];
    return embedding[Number(ids[token]) * d + z] + position[(token % s) * d + z];
  });
  const tokens = { s, ids, lengths: new Int32Array(b).fill(s), skipped: new Int32Array(b).fill(1) };
  const counted = Array.from({ length: b * s }, (_, at) => at).filter((at) => at % s > 0);
  const kept = Float32Array.from(counted.flatMap((at) => [...x.subarray(at * d, (at + 1) * d)]));
  const encoder = await openEncoder(
    {
      kind: 'TOPK',
      n,
      d,
      k,
      rows: floats('rows'),
      bias: floats('bias'),
      normalisation: 'none',
      centre: floats('centre'),
      scale: null,
      threshold: null,
      magnitude: null,
    },
    { threads: 1 },
  );
  const sums = new ReconstructionSums({
    d,
    rows: floats('decoder'),
    bias: floats('centre'),
    scale: null,
    normalisation: 'none',
  });
  const built = new Float32Array(kept.length);
  sums.add(kept, await encoder.encode(kept), built);
  await encoder.close();
  const put = (values: Float32Array) => {
    const whole = x.slice();
    for (const [row, at] of counted.entries()) whole.set(values.subarray(row * d, (row + 1) * d), at * d);
    return computeLogits(whole);
  };
  const base = computeLogits(x);
  const figuresOf = (changed: WindowLogits) => {
    const logits = new LogitSums();
    logits.add(base, changed, tokens);
    const figures = logits.finish();
    if (figures === null) throw new Error('there are tokens');
    return figures;
  };
  const reconstruction = sums.finish();
  if (reconstruction === null) throw new Error('there are tokens');
  const record = buildEvaluation(reconstruction, {
    without: figuresOf(base),
    reconstructed: figuresOf(put(built)),
    zeros: figuresOf(put(new Float32Array(kept.length))),
  });

  const { downstream, reconstruction: stated, density } = expected;
  expect(record).toMatchObject({
    tokens: b * (s - 1),
    latents: n,
    fvu: expect.closeTo(1 - stated.explained_variance, 5),
    mse: expect.closeTo(stated.mse, 4),
    l0: stated.l0,
    l1: expect.closeTo(stated.l1, 4),
    cosine: expect.closeTo(stated.cossim, 5),
    normRatio: expect.closeTo(stated.l2_ratio, 5),
    relativeBias: expect.closeTo(stated.relative_reconstruction_bias, 4),
    model: {
      predicted: b * (s - 2),
      crossEntropy: expect.closeTo(downstream.ce_loss_without_sae, 5),
      crossEntropyReconstructed: expect.closeTo(downstream.ce_loss_with_sae, 5),
      crossEntropyZeros: expect.closeTo(downstream.ce_loss_with_ablation, 5),
      lossRecovered: expect.closeTo(downstream.ce_loss_score, 4),
      kl: expect.closeTo(downstream.kl_div_with_sae, 5),
      klZeros: expect.closeTo(downstream.kl_div_with_ablation, 5),
      klScore: expect.closeTo(downstream.kl_div_score, 4),
    },
  });
  expect(Array.from(reconstruction.fires, (count) => count / reconstruction.tokens)).toEqual(
    (density as number[]).map((value) => expect.closeTo(value, 6)),
  );
  expect(record.density.dead).toBe((density as number[]).filter((value) => value === 0).length);
  const top = ({ values }: WindowLogits, at: number) => {
    const row = [...values.subarray(at * v, (at + 1) * v)];
    return row.indexOf(Math.max(...row));
  };
  const agreeing = counted.filter((at) => top(base, at) === top(put(built), at)).length;
  expect(record.model?.topAgreement).toBe(agreeing / counted.length);
  expect(agreeing).toBeLessThan(counted.length);
});

test('frequencies are counted by quarters of a decade, the dead apart', () => {
  const histogram = buildDensityHistogram({ tokens: 1_000, fires: Float64Array.of(0, 1, 10, 11, 1_000, 0, 999) });
  expect(histogram).toMatchObject({ from: -6, to: 0, dead: 2 });
  expect(histogram.counts).toHaveLength(24);
  expect(histogram.counts.reduce((sum, count) => sum + count)).toBe(5);
  expect([histogram.counts[12], histogram.counts[16], histogram.counts[23]]).toEqual([1, 2, 2]);
});

test('padding and the last token of a window are not predicted; what nobody changed is 0 apart', () => {
  const values = Float32Array.from({ length: 2 * 3 * 2 }, (_, at) => Math.sin(at));
  const logits = { values, vocabulary: 2 };
  const sums = new LogitSums();
  const tokens = {
    s: 3,
    ids: BigInt64Array.of(1n, 0n, 1n, 1n, 1n, 0n),
    lengths: Int32Array.of(3, 2),
    skipped: Int32Array.of(1, 0),
  };
  sums.add(logits, logits, tokens);
  expect(sums.finish()).toMatchObject({ tokens: 4, predicted: 2, kl: 0, topAgreement: 1 });
  const nll = (at: number, target: number) =>
    Math.log(Math.exp(values[at]) + Math.exp(values[at + 1])) - values[at + target];
  expect(sums.finish()?.crossEntropy).toBeCloseTo((nll(2, 1) + nll(6, 1)) / 2, 6);
});
