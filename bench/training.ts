/**
 * Tokens per second of TopK training next to PyTorch on the same processor, and several seeds in one run next to one run each.
 *
 * `node bench/training.ts [D ...]`: all sizes (about five minutes on a quiet machine) or those of the widths named. TORCH_PYTHON names a Python with torch for the peer; without it the peer is
 * left out. Every figure is a median.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildRandomStream } from '../src/compute/nulls/random-stream.ts';
import { trainSeeds } from '../src/compute/training/train-seeds.ts';
import { startTrainer } from '../src/compute/training/trainer.ts';
import { buildTrainingPlan, type TrainingPlan } from '../src/compute/training/options/training-plan.ts';
import { describeMachine } from './machine.ts';
import { markdownTable, writeReport } from './report.ts';
import { measure, median } from './timing.ts';

interface Speed {
  /** Tokens per second on the clock. */
  clock: number;
  /** Tokens per second of processor time. */
  processor: number;
}

const allSizes = [
  { d: 64, n: 1024, k: 32, batch: 2048, steps: 16 },
  { d: 288, n: 4096, k: 32, batch: 2048, steps: 4 },
  { d: 768, n: 8192, k: 32, batch: 4096, steps: 1 },
];
const asked = process.argv.slice(2).map(Number);
const sizes = asked.length === 0 ? allSizes : allSizes.filter(({ d }) => asked.includes(d));
/** Runs that a median is taken of. */
const RUNS = 5;
type Size = (typeof allSizes)[number];
const forms = ['dense', 'sparsify', 'embedding_bag'] as const;

function buildPlan(size: Size, steps: number): TrainingPlan {
  const { d, n, k, batch } = size;
  return buildTrainingPlan({ architecture: 'TOPK', dIn: d, nLatents: n, k, batchSize: batch, steps });
}

function drawBatch({ dIn, batchSize }: TrainingPlan): Float32Array {
  const stream = buildRandomStream(1);
  return Float32Array.from({ length: batchSize * dIn }, () => stream.nextNormal());
}

async function measureTrainer(size: Size): Promise<Speed> {
  const plan = buildPlan(size, 1000);
  const trainer = await startTrainer(plan, { seed: 1 });
  const batch = drawBatch(plan);
  const batches = new Float32Array(size.steps * batch.length);
  for (let i = 0; i < size.steps; i++) batches.set(batch, i * batch.length);
  await trainer.run(batches);
  const tokens = size.steps * size.batch;
  const speeds: Speed[] = [];
  for (let run = 0; run < RUNS; run++) {
    const before = process.cpuUsage();
    const { ms } = await measure(() => trainer.run(batches));
    const { user, system } = process.cpuUsage(before);
    speeds.push({ clock: (tokens / ms) * 1e3, processor: (tokens / (user + system)) * 1e6 });
  }
  await trainer.stop();
  return {
    clock: median(speeds.map(({ clock }) => clock)),
    processor: median(speeds.map(({ processor }) => processor)),
  };
}

interface Cost {
  /** Seconds on the clock. */
  clock: number;
  /** Seconds of processor time. */
  processor: number;
  /** Tokens per second on the clock, summed over seeds, from each one's first report to its last but one: the last waits for the checkpoint. */
  speed: number;
}

/** What one run of `seeds` costs, and what a run for each of them costs in all, start and end included; batches from memory, medians of three rounds. */
async function measureSeeds(size: Size, seeds: number[]): Promise<{ together: Cost; apart: Cost }> {
  const plan = buildPlan(size, size.steps * 12);
  const batch = drawBatch(plan);
  async function* openBatches(fromStep: number) {
    for (let t = fromStep; t < plan.steps; t++) yield batch;
  }
  const train = async (some: number[]): Promise<Cost> => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'reseed-bench-'));
    const before = process.cpuUsage();
    const reports = new Map<number, { step: number; at: number }[]>(some.map((seed) => [seed, []]));
    const { ms } = await measure(() =>
      trainSeeds({
        plan,
        seeds: some,
        openBatches,
        fingerprint: 'bench',
        checkpointFolder: folder,
        checkpointEvery: plan.steps,
        threads: os.availableParallelism(),
        onProgress: ({ seed, step }) => reports.get(seed)?.push({ step, at: performance.now() }),
      }),
    );
    const { user, system } = process.cpuUsage(before);
    fs.rmSync(folder, { recursive: true });
    const speeds = [...reports.values()].map((of) => {
      const [first, last] = [of[0], of[of.length - 2]];
      return ((last.step - first.step) * size.batch * 1e3) / (last.at - first.at);
    });
    return {
      clock: ms / 1e3,
      processor: (user + system) / 1e6,
      speed: speeds.reduce((total, speed) => total + speed, 0),
    };
  };
  const rounds: { together: Cost; apart: Cost }[] = [];
  for (let round = 0; round < 3; round++) {
    const together = await train(seeds);
    const apart: Cost = { clock: 0, processor: 0, speed: 0 };
    for (const seed of seeds) {
      const one = await train([seed]);
      apart.clock += one.clock;
      apart.processor += one.processor;
    }
    rounds.push({ together, apart });
  }
  const medianOf = (which: 'together' | 'apart'): Cost => ({
    clock: median(rounds.map((round) => round[which].clock)),
    processor: median(rounds.map((round) => round[which].processor)),
    speed: median(rounds.map((round) => round[which].speed)),
  });
  return { together: medianOf('together'), apart: medianOf('apart') };
}

function measureTorch(size: Size, threads: number): Record<(typeof forms)[number], Speed> | null {
  const python = process.env['TORCH_PYTHON'];
  if (python === undefined) return null;
  const script = new URL('./training-torch.py', import.meta.url).pathname;
  const values = [threads, size.d, size.n, size.k, size.batch, size.steps];
  return JSON.parse(execFileSync(python, [script, ...values.map(String)], { encoding: 'utf8' })) as Record<
    (typeof forms)[number],
    Speed
  >;
}

const machine = describeMachine();
const show = (value: number | undefined) => (value === undefined ? '' : Math.round(value).toLocaleString('en'));
const oneThread: string[][] = [];
const twoThreads: string[][] = [];
const together: string[][] = [];
for (const size of sizes) {
  process.stderr.write(`d = ${size.d}, n = ${size.n}\n`);
  const name = [size.d, size.n, size.k, size.batch].map(String);
  const ours = await measureTrainer(size);
  const torch = measureTorch(size, 1);
  for (const kind of ['clock', 'processor'] as const) {
    const peers = forms.map((form) => torch?.[form][kind]);
    const ratio = torch === null ? '' : (ours[kind] / Math.max(...peers.map((peer) => peer ?? 0))).toFixed(2);
    oneThread.push([...name, kind, show(ours[kind]), ...peers.map(show), ratio]);
  }
  const pair = await measureSeeds(size, [1, 2]);
  const torchTwo = measureTorch(size, 2);
  const best = torchTwo === null ? undefined : Math.max(...forms.map((form) => torchTwo[form].clock));
  twoThreads.push([
    ...name,
    show(pair.together.speed),
    ...forms.map((form) => show(torchTwo?.[form].clock)),
    best === undefined ? '' : (pair.together.speed / best).toFixed(2),
  ]);
  const three = size.d > 300 ? null : await measureSeeds(size, [1, 2, 3]);
  for (const [seeds, times] of [
    [2, pair],
    [3, three],
  ] as const) {
    if (times === null) continue;
    for (const kind of ['clock', 'processor'] as const) {
      const [once, each] = [times.together[kind], times.apart[kind]];
      together.push([...name, String(seeds), kind, once.toFixed(1), each.toFixed(1), (each / once).toFixed(2)]);
    }
  }
}

const shape = ['d', 'n', 'k', 'batch'];
writeReport(
  'training',
  `# Training

${machine}
- TopK, whole steps with loss, Adam, projection, unit rows and counters; medians of ${RUNS} runs; ratio: to the fastest form of PyTorch
- dense: autograd with full products; sparsify: its fused encoder and its eager decoder; embedding_bag: the same with a decoder that reads k rows only

## One thread, one seed: tokens per second, on the clock and of processor time

${markdownTable([...shape, 'of', 'Reseed', ...forms, 'ratio'], oneThread)}

## Two threads: tokens per second on the clock, summed over seeds (Reseed: two seeds at once, one thread each; PyTorch: one seed on two threads)

${markdownTable([...shape, 'Reseed', ...forms, 'ratio'], twoThreads)}

## Several seeds in one run, and one run each: seconds, on the clock and of processor time

${markdownTable([...shape, 'seeds', 'of', 'one run', 'one run each', 'ratio'], together)}
`,
);
