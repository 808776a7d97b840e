/**
 * Training and matching on a GPU: one seed and several in one graph next to PyTorch on the same card, a matching next to the bare products of its tiles.
 *
 * `node bench/gpu.ts [--provider cuda|webgpu]`: on the first of cuda and webgpu that computes here and is not software; where there is none
 * the section of bench/RESULTS.md says "not measured". TORCH_PYTHON names a Python with torch for CUDA, and sparsify, for the peers.
 * `--software` runs it all with tiny sizes on a Vulkan driver in software and prints, but keeps nothing: a test of this script alone.
 */
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { checkDevice, type DeviceCheck } from '../src/compute/device-check.ts';
import type { ExecutionProvider } from '../src/compute/execution-provider.ts';
import { matchRows } from '../src/compute/matching/match-rows.ts';
import { buildRandomStream } from '../src/compute/nulls/random-stream.ts';
import { startGroupTrainer } from '../src/compute/training/groups/group-trainer.ts';
import { buildTrainingPlan } from '../src/compute/training/options/training-plan.ts';
import { multiplyAll } from './bare-product.ts';
import { describeMachine } from './machine.ts';
import { hasReport, markdownTable, writeReport } from './report.ts';
import { buildSyntheticPair } from './synthetic-dictionaries.ts';
import { measure, median } from './timing.ts';

interface Size {
  d: number;
  n: number;
  k: number;
  batch: number;
  steps: number;
}

const { values: options } = parseArgs({
  options: { provider: { type: 'string' }, software: { type: 'boolean', default: false } },
});
const RUNS = options.software ? 1 : 5;
const SIZES: Size[] = options.software
  ? [{ d: 16, n: 64, k: 4, batch: 32, steps: 2 }]
  : [
      { d: 64, n: 1024, k: 32, batch: 2048, steps: 64 },
      { d: 288, n: 4096, k: 32, batch: 2048, steps: 32 },
      { d: 768, n: 32_768, k: 32, batch: 4096, steps: 8 },
    ];
const GROUPS = options.software ? [1, 2] : [1, 3, 9];
const MATCHED = options.software
  ? [{ n: 200, d: 16 }]
  : [
      { n: 16_384, d: 256 },
      { n: 32_768, d: 768 },
    ];

async function findDevice(): Promise<DeviceCheck | null> {
  const asked = options.software ? 'webgpu' : options.provider;
  for (const provider of ['cuda', 'webgpu'] as const) {
    if (asked !== undefined && asked !== provider) continue;
    try {
      const check = await checkDevice(provider, process.env);
      const isSoftware = /swiftshader|lvp|lavapipe|llvmpipe/i.test(check.device ?? '');
      if (isSoftware === options.software) return check;
    } catch (error) {
      process.stderr.write(`${provider}: ${(error as Error).message}\n`);
    }
  }
  return null;
}

/** Tokens per second over all seeds, and bytes that cross per step. */
async function measureGroup(provider: ExecutionProvider, size: Size, seeds: number) {
  const { d, n, k, batch, steps } = size;
  const plan = buildTrainingPlan({
    architecture: 'TOPK',
    dIn: d,
    nLatents: n,
    k,
    batchSize: batch,
    steps: 1e4,
    provider,
  });
  const stream = buildRandomStream(1);
  const batches = Float32Array.from({ length: steps * batch * d }, () => stream.nextNormal());
  const trainer = await startGroupTrainer(plan, { seeds: Array.from({ length: seeds }, (_, i) => i) });
  await trainer.run(batches);
  const before = await trainer.traffic();
  const rates: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const { ms } = await measure(() => trainer.run(batches));
    rates.push((seeds * steps * batch * 1000) / ms);
  }
  const after = await trainer.traffic();
  await trainer.stop();
  const perStep = (name: 'up' | 'down') => (after[name] - before[name]) / (RUNS * steps);
  return { rate: median(rates), up: perStep('up'), down: perStep('down') };
}

function measureTorch(size: Size, seeds: number): { eager: number | null; sparsify: number | null } {
  const python = process.env['TORCH_PYTHON'];
  if (python === undefined || options.software) return { eager: null, sparsify: null };
  const script = new URL('./training-gpu.py', import.meta.url).pathname;
  const values = [size.d, size.n, size.k, size.batch, size.steps, seeds].map(String);
  return JSON.parse(execFileSync(python, [script, ...values], { encoding: 'utf8' })) as ReturnType<typeof measureTorch>;
}

async function measureMatching(provider: ExecutionProvider, { n, d }: { n: number; d: number }) {
  const { a, b } = buildSyntheticPair({ geometry: 'CLUSTERED', n, d, shared: 0.45, seed: 1 });
  await multiplyAll(a, { ...b, n: Math.min(n, 100) }, { rows: Math.min(n, 100), threads: 1, provider });
  const product = await measure(() => multiplyAll(a, b, { rows: n, threads: 1, provider }));
  const matching = await measure(() => matchRows(a, b, { measure: 'COSINE', threads: 1, provider }));
  if (!matching.result.certificate.optimal) throw new Error('a matching was not certified');
  return { product: product.ms / 1000, matching: matching.ms / 1000 };
}

const device = await findDevice();
if (device === null) {
  if (options.software) throw new Error('no Vulkan driver in software: set VK_ICD_FILENAMES');
  process.stderr.write('no GPU computes here\n');
  const text = 'Not measured: no GPU was at hand. `npm run bench -- gpu` measures where one is.';
  if (!hasReport('gpu')) writeReport('gpu', `# Training and matching on a GPU\n\n${text}`); // never in place of figures
} else {
  const { provider } = device;
  const show = (value: number | null) => (value === null ? '' : Math.round(value).toLocaleString('en'));
  const training: string[][] = [];
  for (const size of SIZES)
    for (const seeds of GROUPS) {
      process.stderr.write(`d = ${size.d}, n = ${size.n}, ${seeds} seeds\n`);
      const ours = await measureGroup(provider, size, seeds);
      const peers = measureTorch(size, seeds);
      const best = Math.max(peers.eager ?? 0, peers.sparsify ?? 0);
      const name = [size.d, size.n, size.k, size.batch, seeds].map(String);
      const ratio = best === 0 ? '' : (ours.rate / best).toFixed(2);
      training.push([
        ...name,
        show(ours.rate),
        show(peers.eager),
        show(peers.sparsify),
        ratio,
        show(ours.up),
        show(ours.down),
      ]);
    }
  const matching: string[][] = [];
  for (const size of MATCHED) {
    process.stderr.write(`matching ${size.n} x ${size.d}\n`);
    const { product, matching: whole } = await measureMatching(provider, size);
    matching.push([String(size.n), String(size.d), product.toFixed(2), whole.toFixed(2), (whole / product).toFixed(2)]);
  }
  const head = ['d', 'n', 'k', 'batch', 'seeds', 'Reseed', 'eager', 'sparsify', 'ratio', 'bytes up', 'bytes down'];
  const report = `# Training and matching on a GPU

${describeMachine()}
- ${provider}, ${device.device ?? 'device not named'}, ${device.memoryMb === null ? 'memory not known' : `${device.memoryMb} MB`}; products off by ${device.productError.toExponential(1)}

## TopK training: tokens per second over all seeds; bytes between processor and device per step

${markdownTable(head, training)}

Reseed: all seeds as one graph. eager and sparsify: PyTorch on the same card, seeds one after the other; ratio: to the faster of the two.

## Matching, certified, next to the bare products of its tiles: seconds

${markdownTable(['n', 'd', 'bare products', 'matching', 'ratio'], matching)}
`;
  if (options.software)
    process.stdout.write(`SOFTWARE: a test of this script, no measurement. Nothing is kept.\n\n${report}`);
  else writeReport('gpu', report);
}
