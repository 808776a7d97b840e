/** The loss of every architecture written out in float64, one token and one latent at a time: what the graphs' gradients are checked against. */
import type { TrainingPlan } from '../../../src/compute/training/options/training-plan.ts';

/** Parameters by name, in float64. */
export type Parameters = Record<string, Float64Array>;

export interface NaiveCase {
  plan: TrainingPlan;
  x: Float64Array; // [B, d], scaled
  dead: boolean[]; // [n]
  /** The parameters where nothing is differentiated: frozen copies in the losses of GATED and AuxK. */
  frozen: Parameters;
}

/** The loss at `p`. */
export function computeLoss(naive: NaiveCase, p: Parameters): number {
  return computeUnpenalised(naive, p) + (naive.plan.weightPenalty ?? 0) * (square(p.encoder) + square(p.decoder));
}

function computeUnpenalised({ plan, x, dead, frozen }: NaiveCase, p: Parameters): number {
  const { architecture, batchSize, auxK } = plan;
  const weight = plan.sparsityCoefficient ?? 0;
  const u = project(plan, x, p);
  const z = addBias(plan, u, p);
  if (architecture === 'TOPK' || architecture === 'BATCH_TOPK') {
    const f = keep(plan, z);
    let loss = square(subtract(decode(plan, f, p), x));
    if (auxK !== null) {
      const left = subtract(x, decode(plan, keep(plan, addBias(plan, project(plan, x, frozen), frozen)), frozen));
      const candidates = z.map((value, at) => (dead[at % plan.nLatents] ? Math.max(0, value) : 0));
      const kept = keepPerToken(plan, candidates, auxK.k);
      const noBias = { ...p, decoderBias: new Float64Array(plan.dIn) };
      const share = Math.min(1, dead.filter(Boolean).length / auxK.k);
      loss += auxK.coefficient * share * square(subtract(decode(plan, kept, noBias), left));
    }
    return loss / variance(plan, x);
  }
  if (architecture === 'RELU_L1') {
    const f = z.map((value) => Math.max(0, value));
    const penalty = f.reduce((sum, value, at) => sum + value * norm(plan, p.decoder, at % plan.nLatents), 0);
    return (square(subtract(decode(plan, f, p), x)) + weight * penalty) / batchSize;
  }
  if (architecture === 'GATED') {
    const n = plan.nLatents;
    const f = z.map((gate, at) =>
      gate > 0 ? Math.max(0, Math.exp(p.logMagnitude[at % n]) * u[at] + p.magnitudeBias[at % n]) : 0,
    );
    const gate = z.map((value) => Math.max(0, value));
    const frozenDecoder = { ...p, decoder: frozen.decoder, decoderBias: frozen.decoderBias };
    const gateError = square(subtract(decode(plan, gate, frozenDecoder), x));
    return (square(subtract(decode(plan, f, p), x)) + weight * total(gate) + gateError) / batchSize;
  }
  const f = z.map((value, at) => (value > Math.exp(p.logThreshold[at % plan.nLatents]) ? value : 0));
  const count = f.filter((value) => value !== 0).length;
  return (square(subtract(decode(plan, f, p), x)) + weight * count) / batchSize;
}

/** JUMP_RELU: the straight-through estimate of the gradient of log theta, term by term. */
export function estimateThresholdGradient({ plan, x }: NaiveCase, p: Parameters): Float64Array {
  const { nLatents: n, dIn: d, batchSize, jumpBandwidth: width } = plan;
  const z = addBias(plan, project(plan, x, p), p);
  const f = z.map((value, at) => (value > Math.exp(p.logThreshold[at % n]) ? value : 0));
  const error = subtract(decode(plan, f, p), x);
  const gradient = new Float64Array(n);
  for (let b = 0; b < batchSize; b++)
    for (let i = 0; i < n; i++) {
      const theta = Math.exp(p.logThreshold[i]);
      if (Math.abs((z[b * n + i] - theta) / width) >= 0.5) continue;
      let upstream = 0;
      for (let c = 0; c < d; c++) upstream += (2 / batchSize) * error[b * d + c] * p.decoder[i * d + c];
      const byActivation = upstream * -(theta / width);
      const byCount = ((plan.sparsityCoefficient ?? 0) / batchSize) * -(1 / width);
      gradient[i] += (byActivation + byCount) * theta; // d theta / d log theta = theta
    }
  return gradient;
}

function project({ nLatents: n, dIn: d, batchSize }: TrainingPlan, x: Float64Array, p: Parameters): Float64Array {
  const u = new Float64Array(batchSize * n);
  for (let b = 0; b < batchSize; b++)
    for (let i = 0; i < n; i++)
      for (let c = 0; c < d; c++) u[b * n + i] += (x[b * d + c] - p.decoderBias[c]) * p.encoder[i * d + c];
  return u;
}

function addBias({ nLatents: n }: TrainingPlan, u: Float64Array, p: Parameters): Float64Array {
  return u.map((value, at) => value + p.encoderBias[at % n]);
}

function decode({ nLatents: n, dIn: d, batchSize }: TrainingPlan, f: Float64Array, p: Parameters): Float64Array {
  const xhat = new Float64Array(batchSize * d);
  for (let b = 0; b < batchSize; b++)
    for (let c = 0; c < d; c++) {
      xhat[b * d + c] = p.decoderBias[c];
      for (let i = 0; i < n; i++) xhat[b * d + c] += f[b * n + i] * p.decoder[i * d + c];
    }
  return xhat;
}

function keep(plan: TrainingPlan, z: Float64Array): Float64Array {
  const activations = z.map((value) => Math.max(0, value));
  const k = plan.k ?? 0;
  return plan.architecture === 'TOPK'
    ? keepPerToken(plan, activations, k)
    : keepLargest(activations, k * plan.batchSize);
}

function keepPerToken({ nLatents: n, batchSize }: TrainingPlan, values: Float64Array, k: number): Float64Array {
  const kept = new Float64Array(values.length);
  for (let b = 0; b < batchSize; b++) kept.set(keepLargest(values.slice(b * n, (b + 1) * n), k), b * n);
  return kept;
}

function keepLargest(values: Float64Array, count: number): Float64Array {
  const smallest = values.toSorted().at(-count) ?? 0;
  return values.map((value) => (value >= smallest ? value : 0));
}

function norm({ dIn: d }: TrainingPlan, rows: Float64Array, i: number): number {
  return Math.hypot(...rows.subarray(i * d, (i + 1) * d));
}

function variance({ dIn: d, batchSize }: TrainingPlan, x: Float64Array): number {
  const mean = new Float64Array(d);
  x.forEach((value, at) => {
    mean[at % d] += value / batchSize;
  });
  return square(x.map((value, at) => value - mean[at % d]));
}

function subtract(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, at) => value - b[at]);
}

function square(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
