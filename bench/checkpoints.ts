/**
 * Checkpoints that we write, loaded by the libraries they are for: codes and outputs of random inputs next to the definitions computed here
 * in float64. `PYTHON=<python with eai-sparsify and sae-lens> node bench/checkpoints.ts`; without the libraries it says so and ends.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type Architecture, type EncodingConventions, plainEncoding } from '../loaders/checkpoints/checkpoint.ts';
import { writeCheckpoint, type WrittenFormat } from '../loaders/checkpoints/checkpoint-writer.ts';
import { buildFinished, type FinishedExample } from '../test/loaders/finished-example.ts';
import { pseudoRandom } from '../test/jobs/sparsify-checkpoint.ts';
import { markdownTable, writeReport } from './report.ts';

const TOKENS = 257;
const N = 192;
const D = 24;
/** Relative to the largest value: a few roundings of float32 (6e-8) in sums of up to 192 terms. */
const TOLERANCE = 1e-5;

interface Answer {
  versions: Record<string, string>;
  results: { name: string; made: string; codes: number; output: number; active: number; sameActive: boolean }[];
}

/** Codes [tokens, n] and outputs [tokens, d] by the definition of the architecture. */
function compute(of: FinishedExample, x: Float32Array): { codes: Float32Array; output: Float32Array } {
  const codes = new Float32Array(TOKENS * N);
  const output = new Float32Array(TOKENS * D);
  const { decoderBias, encoderBias, threshold, gate, facts, encoder, decoder, encoding } = of;
  const { subtractsDecoderBias } = encoding;
  const k = facts.k ?? N;
  for (let t = 0; t < TOKENS; t++) {
    const products = Array.from({ length: N }, (_, i) => {
      let sum = 0;
      for (let z = 0; z < D; z++)
        sum += encoder[i * D + z] * (x[t * D + z] - (subtractsDecoderBias ? (decoderBias?.[z] ?? 0) : 0));
      return sum;
    });
    const values = products.map((product, i) => {
      const pre = product + (encoderBias?.[i] ?? 0);
      if (gate !== null) return pre > 0 ? Math.max(0, Math.exp(gate.logScale[i]) * product + gate.bias[i]) : 0;
      if (threshold !== null) return pre > threshold[i] ? Math.max(0, pre) : 0;
      return Math.max(0, pre);
    });
    // SAELens gives activations times norms, and divides by them again when it decodes.
    const norms = Array.from({ length: N }, (_, i) =>
      encoding.ranksByDecoderNorm ? Math.hypot(...decoder.subarray(i * D, (i + 1) * D)) : 1,
    );
    values.forEach((value, i) => (values[i] = value * norms[i]));
    if (facts.architecture === 'TOPK') {
      const kept = values.map((value, i) => ({ value, i })).toSorted((a, b) => b.value - a.value);
      for (const { i } of kept.slice(k)) values[i] = 0;
    }
    codes.set(values, t * N);
    for (let z = 0; z < D; z++)
      output[t * D + z] = values.reduce(
        (sum, value, i) => sum + (value / norms[i]) * decoder[i * D + z],
        decoderBias?.[z] ?? 0,
      );
  }
  return { codes, output };
}

const asked: [Architecture, WrittenFormat, Partial<EncodingConventions>][] = [
  ['TOPK', 'sparsify', {}],
  ['TOPK', 'sae-lens', {}],
  ['TOPK', 'sae-lens', { subtractsDecoderBias: false }],
  ['TOPK', 'sae-lens', { ranksByDecoderNorm: true }],
  ['BATCH_TOPK', 'sae-lens', {}],
  ['RELU_L1', 'sae-lens', {}],
  ['GATED', 'sae-lens', {}],
  ['JUMP_RELU', 'sae-lens', {}],
];
const root = await mkdtemp(path.join(os.tmpdir(), 'reseed-checkpoints-'));
try {
  const cases = [];
  for (const [architecture, format, conventions] of asked) {
    const how = `${conventions.subtractsDecoderBias === false ? ', raw input' : ''}${conventions.ranksByDecoderNorm ? ', ranked by norm' : ''}`;
    const name = `${architecture} as ${format}${how}`;
    const dictionary = buildFinished(
      { architecture, n: N, d: D, k: 7 },
      { encoding: { ...plainEncoding, ...conventions } },
    );
    const folder = path.join(root, name);
    await writeCheckpoint(dictionary, { format, folder });
    const x = pseudoRandom(TOKENS * D, 11).map((value) => 2 * value);
    const { codes, output } = compute(dictionary, x);
    for (const [end, values] of Object.entries({ x, codes, output }))
      await writeFile(path.join(root, `${name}.${end}`), new Uint8Array(values.buffer));
    cases.push({ name, format, folder, tokens: TOKENS, n: N, d: D });
  }
  await writeFile(path.join(root, 'cases.json'), JSON.stringify(cases));
  const script = path.join(import.meta.dirname, 'load-checkpoints.py');
  const { status, stdout, stderr } = spawnSync(process.env.PYTHON ?? 'python3', [script, root], { encoding: 'utf8' });
  if (status === 3)
    process.stdout.write(`Skipped: ${stderr.trim()}. Name a Python that has eai-sparsify and sae-lens in PYTHON.\n`);
  else if (status !== 0) throw new Error(stderr);
  else report(JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Answer);
} finally {
  await rm(root, { recursive: true });
}

function report({ versions, results }: Answer): void {
  const rows = results.map((one) => [
    one.name,
    one.made,
    one.active.toFixed(1),
    one.sameActive ? 'the same' : 'DIFFERENT',
    one.codes.toExponential(1),
    one.output.toExponential(1),
  ]);
  const listed = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  writeReport(
    'checkpoints',
    `# Checkpoints in the libraries they are for

Every architecture with random weights (n = ${N}, d = ${D}), written by us, loaded by ${listed.join(', ')}: largest difference on
${TOKENS} random inputs from the definition computed in float64, relative to the largest value.

${markdownTable(['written', 'loaded as', 'active per token', 'active latents', 'codes', 'outputs'], rows)}
`,
  );
  const wrong = results.filter((one) => !one.sameActive || one.codes > TOLERANCE || one.output > TOLERANCE);
  if (wrong.length > 0) throw new Error(`Not the same: ${wrong.map((one) => one.name).join(', ')}`);
}
