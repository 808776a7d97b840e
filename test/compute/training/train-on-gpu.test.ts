/** Several seeds train on WebGPU in one process, which two threads of it would end; what stops them on the way changes no bit. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { longRunMissing as missing } from '../software-vulkan.ts';
import { buildSyntheticPair } from '../../../bench/synthetic-dictionaries.ts';
import { matchRows } from '../../../src/compute/matching/match-rows.ts';
import { seedFolder } from '../../../src/compute/training/checkpoints/checkpoints.ts';
import type { SeedOutcome, SeedTraining } from '../../../src/compute/training/seed-training.ts';
import { trainSeeds } from '../../../src/compute/training/train-seeds.ts';
import { drawBatch, fingerprint, plan as onProcessor } from './example-training.ts';

const STEPS = 8;
const plan = { ...onProcessor, steps: STEPS, provider: 'webgpu' as const };

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'reseed-gpu-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

async function* openBatches(fromStep: number) {
  for (let t = fromStep + 1; t <= STEPS; t++) yield drawBatch(t);
}

function train(options: Partial<SeedTraining> = {}): Promise<SeedOutcome[]> {
  return trainSeeds({
    plan,
    seeds: [4, 9],
    openBatches,
    fingerprint,
    checkpointFolder: fs.mkdtempSync(path.join(folder, 'run-')),
    checkpointEvery: 3,
    threads: 2,
    ...options,
  });
}

/** Largest difference between decoders of the same seeds. */
function compare(a: readonly SeedOutcome[], b: readonly SeedOutcome[]): number {
  expect(a.map(({ seed, step, error }) => ({ seed, step, error }))).toEqual(
    b.map(({ seed }) => ({ seed, step: STEPS, error: null })),
  );
  const rows = (outcome: SeedOutcome) => outcome.dictionary?.decoder ?? new Float32Array();
  return Math.max(...a.flatMap((outcome, i) => [...rows(outcome)].map((value, z) => Math.abs(value - rows(b[i])[z]))));
}

const left = describe.skipIf(missing !== null);

left(`WebGPU ${missing ?? ''}`, () => {
  test('three seeds in one graph, while a matching computes there: as on the processor', async () => {
    const notices: string[] = [];
    const steps = new Map<number, number[]>();
    const { a, b } = buildSyntheticPair({ geometry: 'SPLIT', n: 100, nB: 110, d: 16, seed: 5 });
    const [there, matched] = await Promise.all([
      train({
        seeds: [4, 9, 2],
        onNotice: (notice) => notices.push(notice),
        onProgress: ({ seed, metrics }) => steps.set(seed, [...(steps.get(seed) ?? []), ...metrics.map((m) => m.step)]),
      }),
      matchRows(a, b, { measure: 'COSINE', threads: 1, provider: 'webgpu' }),
    ]);
    expect(matched.certificate.optimal).toBe(true);
    const here = await train({ seeds: [4, 9, 2], plan: { ...plan, provider: 'cpu' } });
    expect(compare(there, here)).toBeLessThan(1e-5);
    expect(notices).toEqual([
      expect.stringMatching(/^3 seeds in one graph on webgpu: about \d+ MB; the memory of the device is not known$/),
    ]);
    for (const seed of [4, 9, 2]) expect(steps.get(seed)).toEqual(Array.from({ length: STEPS }, (_, i) => i + 1));
  });

  test('cancelled in the middle and gone on with, two seeds end with the same bits', async () => {
    const whole = await train();
    const checkpointFolder = fs.mkdtempSync(path.join(folder, 'cancelled-'));
    const stop = new AbortController();
    const reason = new Error('enough');
    const running = train({
      checkpointFolder,
      signal: stop.signal,
      // Seed 4 has a checkpoint of step 6 then, seed 9 only of step 3: both continue from 3.
      onCheckpoint: ({ seed, step }) => seed === 4 && step === 6 && stop.abort(reason),
    });
    await expect(running).rejects.toBe(reason);
    let from: number | null = null;
    const resumed = await train({
      checkpointFolder,
      openBatches(fromStep) {
        from = fromStep;
        return openBatches(fromStep);
      },
    });
    expect(from).toBe(3);
    expect(compare(resumed, whole)).toBe(0);
    for (const [i, { dictionary }] of resumed.entries()) expect(dictionary).toEqual(whole[i].dictionary);
  });

  test('killed and gone on with, two seeds end with the same bits', async () => {
    const whole = await train();
    const checkpointFolder = fs.mkdtempSync(path.join(folder, 'killed-'));
    const script = path.join(import.meta.dirname, 'killed-training.ts');
    const child = spawn(process.execPath, [script, checkpointFolder, '7', 'webgpu', String(STEPS)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const reached = new Set<number>();
    for await (const line of createInterface(child.stdout)) {
      const [seed, step] = line.split(' ').map(Number);
      if (step >= 6) reached.add(seed);
      if (reached.size === 2) child.kill('SIGKILL');
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');
    const resumed = await train({ checkpointFolder });
    for (const [i, { dictionary }] of resumed.entries()) expect(dictionary).toEqual(whole[i].dictionary);
  });

  test('where the device has no room for both they train one after the other, each with batches of its own', async () => {
    const notices: string[] = [];
    const opened: (readonly number[])[] = [];
    const checkpointFolder = fs.mkdtempSync(path.join(folder, 'apart-'));
    const apart = await train({
      checkpointFolder,
      deviceMemoryMb: 1,
      onNotice: (notice) => notices.push(notice),
      openBatches(fromStep, seeds) {
        opened.push(seeds);
        return openBatches(fromStep);
      },
    });
    expect(opened).toEqual([[4], [9]]);
    expect(notices).toEqual([expect.stringMatching(/more than the device's 1 MB: 2 groups one after the other/)]);
    expect(compare(apart, await train({ plan: { ...plan, provider: 'cpu' } }))).toBeLessThan(1e-5);
    for (const seed of [4, 9])
      expect(fs.readdirSync(seedFolder(checkpointFolder, seed)).sort()).toEqual([
        'step-000000006.safetensors',
        'step-000000008.safetensors',
      ]);
  });

  // Arrays of 2 GiB: a card may have room for them. SwiftShader writes several before it finds the one that is missing.
  const isCard = process.env['RESEED_TEST_PROVIDER'] === 'webgpu';
  test.skipIf(isCard)(
    'a dictionary beyond the memory of the device fails with a code, and the process trains on',
    { timeout: 300_000 },
    async () => {
      const huge = { ...plan, nLatents: 2 ** 17, dIn: 2, batchSize: 2 ** 12, auxK: null };
      const [outcome] = await train({
        seeds: [4],
        plan: huge,
        async *openBatches() {
          for (let t = 0; t < STEPS; t++) yield new Float32Array(huge.batchSize * huge.dIn).fill(t);
        },
      });
      expect(outcome.dictionary).toBeNull();
      expect(outcome.error).toMatchObject({ code: 'DEVICE_OUT_OF_MEMORY' });
      expect((await train({ seeds: [4] }))[0]).toMatchObject({ step: STEPS, error: null });
    },
  );
});

test('a driver that does not load fails the seeds with a code, not the process', async () => {
  const script = path.join(import.meta.dirname, 'killed-training.ts');
  const environment = { ...process.env, VK_ICD_FILENAMES: path.join(folder, 'none.json'), VK_DRIVER_FILES: '' };
  const child = spawn(process.execPath, [script, folder, '7', 'webgpu', String(STEPS)], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: environment,
  });
  let said = '';
  for await (const line of createInterface(child.stdout)) said += `${line}\n`;
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  expect({ code: child.exitCode, signal: child.signalCode }).toEqual({ code: 0, signal: null });
  expect(said).toBe('PROVIDER_UNAVAILABLE\nPROVIDER_UNAVAILABLE\n');
});
