/**
 * What a trained dictionary does on tokens that it was not trained on.
 *
 * In: a dictionary and blocks of activations. Out: FVU = sum |x - xhat|^2 / sum |x - mean x|^2 over all of them (the mean is theirs), active latents
 * per token, and the latents that never fire. Inference as each architecture defines it: BATCH_TOPK and JUMP_RELU by their thresholds.
 */
import { GraphBuilder, type Value } from '../onnx/graph-builder.ts';
import { buildOnnxModel } from '../onnx/onnx-model.ts';
import { type ExecutionProvider, openOnnxSession } from '../onnx/onnx-session.ts';
import { keepLargest } from './passes/pass-parts.ts';
import type { TrainedDictionary } from './trained-dictionary.ts';

/** Bytes of latents computed at once. */
const LATENT_BYTES = 64 * 1024 * 1024;

/** Measured on `tokens` tokens. */
export interface HeldOutMeasures {
  fvu: number;
  /** Active latents per token. */
  l0: number;
  /** Fraction of latents that fired on none of the tokens. */
  deadFraction: number;
  tokens: number;
}

/** Measures `dictionary` on `blocks`, each [m, d] in the units of the activations. Null if there is no token. Memory: 64 MiB of latents. */
export async function measureHeldOut(
  dictionary: TrainedDictionary,
  { blocks, threads, provider }: { blocks: AsyncIterable<Float32Array>; threads: number; provider: ExecutionProvider },
): Promise<HeldOutMeasures | null> {
  const { nLatents: n, dIn: d } = dictionary;
  const rows = Math.max(1, Math.floor(LATENT_BYTES / (4 * n)));
  const session = await openOnnxSession(buildModel(dictionary), { threads, provider });
  const weights = listWeights(dictionary);
  const fires = new Uint8Array(n);
  const sums = new Float64Array(d);
  const totals = { tokens: 0, error: 0, square: 0, active: 0 };
  try {
    for await (const block of blocks) {
      for (let start = 0; start < block.length; start += rows * d) {
        const x = block.subarray(start, start + rows * d);
        const m = x.length / d;
        const rebuilt = new Float32Array(m * d);
        const fired = new Float32Array(n);
        await session.run(
          { ...weights, x: { values: x, shape: [m, d] } },
          { rebuilt: { values: rebuilt, shape: [m, d] }, fired: { values: fired, shape: [n] } },
        );
        for (let z = 0; z < x.length; z++) {
          totals.error += (x[z] - rebuilt[z]) ** 2;
          totals.square += x[z] ** 2;
          sums[z % d] += x[z];
        }
        for (let i = 0; i < n; i++) {
          totals.active += fired[i];
          if (fired[i] > 0) fires[i] = 1;
        }
        totals.tokens += m;
      }
    }
  } finally {
    await session.close();
  }
  const { tokens } = totals;
  if (tokens === 0) return null;
  const variance = totals.square - sums.reduce((total, sum) => total + sum ** 2, 0) / tokens;
  return {
    fvu: totals.error / variance,
    l0: totals.active / tokens,
    deadFraction: 1 - fires.reduce((count, flag) => count + flag, 0) / n,
    tokens,
  };
}

/** Everything of the dictionary that the model takes, under the names of its inputs. */
function listWeights(dictionary: TrainedDictionary): Record<string, { values: Float32Array; shape: number[] }> {
  const { nLatents: n, dIn: d, threshold, magnitude } = dictionary;
  return {
    encoder: { values: dictionary.encoder, shape: [n, d] },
    encoderBias: { values: dictionary.encoderBias, shape: [n] },
    decoder: { values: dictionary.decoder, shape: [n, d] },
    decoderBias: { values: dictionary.decoderBias, shape: [d] },
    ...(threshold && { threshold: { values: threshold, shape: [threshold.length] } }),
    ...(magnitude && {
      logScale: { values: magnitude.logScale, shape: [n] },
      magnitudeBias: { values: magnitude.bias, shape: [n] },
    }),
  };
}

function buildModel(dictionary: TrainedDictionary): Uint8Array {
  const g = new GraphBuilder();
  const x = g.input({ name: 'x', type: 'float32', shape: ['m', dictionary.dIn] });
  for (const [name, { shape }] of Object.entries(listWeights(dictionary))) g.input({ name, type: 'float32', shape });
  const inner = g.product(g.subtract(x, 'decoderBias'), 'encoder', { transB: true });
  const latents = buildLatents(g, { dictionary, inner });
  const outputs = [
    ['rebuilt', g.product(latents, 'decoder', { row: 'decoderBias' }), ['m', dictionary.dIn]],
    ['fired', g.sumRows(g.indicator(g.greater(latents, g.scalar(0)))), [dictionary.nLatents]],
  ] as const;
  for (const [name, value, shape] of outputs) {
    g.ops('Identity', { inputs: [value], results: [name] });
    g.output({ name, type: 'float32', shape: [...shape] });
  }
  return buildOnnxModel(g.build());
}

/** E (x - b_dec) [m, n] -> latents [m, n]. */
function buildLatents(g: GraphBuilder, { dictionary, inner }: { dictionary: TrainedDictionary; inner: Value }): Value {
  const preActivations = g.add(inner, 'encoderBias');
  const rectified = g.op('Relu', [preActivations]);
  switch (dictionary.architecture) {
    case 'TOPK':
      return keepLargest(g, rectified, { k: dictionary.k ?? 0, width: dictionary.nLatents });
    case 'BATCH_TOPK':
    case 'JUMP_RELU':
      return g.keep(g.greater(preActivations, 'threshold'), rectified);
    case 'RELU_L1':
      return rectified;
    case 'GATED': {
      const magnitude = g.add(g.multiply(inner, g.op('Exp', ['logScale'])), 'magnitudeBias');
      return g.keep(g.greater(preActivations, g.scalar(0)), g.op('Relu', [magnitude]));
    }
  }
}
