/** Seeds trained together end as seeds trained alone, whatever stops them on the way. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeSeedFolder, seedFolder, writeCheckpoint } from '../../../src/compute/training/checkpoints/checkpoints.ts';
import { type SeedTraining, trainSeeds } from '../../../src/compute/training/train-seeds.ts';
import { startTrainer } from '../../../src/compute/training/trainer.ts';
import type { TrainingState } from '../../../src/compute/training/step/training-state.ts';
import type { TrainedDictionary } from '../../../src/compute/training/trained-dictionary.ts';
import { drawBatch, fingerprint, openBatches, plan } from './example-training.ts';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'reseed-training-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

/** Seeds 4, 9 and 2 trained alone, in runs of other lengths than those of `trainSeeds`. */
const alone = new Map<number, TrainedDictionary>();
beforeAll(async () => {
  for (const seed of [4, 9, 2]) {
    const trainer = await startTrainer(plan, { seed });
    for (let t = 1; t <= plan.steps; t++) await trainer.run(drawBatch(t));
    alone.set(seed, trainer.dictionary());
    await trainer.stop();
  }
});

function train(options: Partial<SeedTraining> = {}) {
  return trainSeeds({
    plan,
    seeds: [4, 9],
    openBatches,
    fingerprint,
    checkpointFolder: folder,
    checkpointEvery: 7,
    threads: 2,
    ...options,
  });
}

function listFiles(seed: number): string[] {
  return fs.readdirSync(seedFolder(folder, seed)).sort();
}

const fileOf = (seed: number, step: number) =>
  path.join(seedFolder(folder, seed), `step-${String(step).padStart(9, '0')}.safetensors`);

async function trainTo(step: number, seed: number): Promise<TrainingState> {
  const trainer = await startTrainer(plan, { seed });
  for (let t = 1; t <= step; t++) await trainer.run(drawBatch(t));
  await trainer.stop();
  return trainer.state();
}

test('each seed ends with the bits it has alone, and every batch is read once', async () => {
  let read = 0;
  async function* counted(fromStep: number) {
    for await (const batch of openBatches(fromStep)) {
      read++;
      yield batch;
    }
  }
  const steps = new Map<number, number[]>();
  const outcomes = await train({
    seeds: [4, 9, 2],
    openBatches: counted,
    onProgress: ({ seed, metrics }) => steps.set(seed, [...(steps.get(seed) ?? []), ...metrics.map((m) => m.step)]),
  });
  expect(outcomes.map(({ seed, step, error }) => ({ seed, step, error }))).toEqual([
    { seed: 4, step: 40, error: null },
    { seed: 9, step: 40, error: null },
    { seed: 2, step: 40, error: null },
  ]);
  for (const { seed, dictionary } of outcomes) expect(dictionary).toEqual(alone.get(seed));
  expect(alone.get(4)?.encoder).not.toEqual(alone.get(9)?.encoder);
  expect(read).toBe(plan.steps);
  for (const seed of [4, 9, 2]) {
    expect(steps.get(seed)).toEqual(Array.from({ length: plan.steps }, (_, i) => i + 1));
    expect(listFiles(seed)).toEqual(['step-000000035.safetensors', 'step-000000040.safetensors']);
  }
});

test('one thread for three seeds gives the same bits', async () => {
  const outcomes = await train({ seeds: [4, 9, 2], threads: 1 });
  for (const { seed, dictionary } of outcomes) expect(dictionary).toEqual(alone.get(seed));
});

test('a cancelled training rejects with the reason of its signal and continues later', async () => {
  const stop = new AbortController();
  const reason = new Error('enough');
  const beyond = new Set<number>();
  const running = train({
    signal: stop.signal,
    onCheckpoint({ seed, step }) {
      if (step >= 14) beyond.add(seed);
      if (beyond.size === 2) stop.abort(reason);
    },
  });
  await expect(running).rejects.toBe(reason);
  const firstSteps: number[] = [];
  const outcomes = await train({ onProgress: ({ metrics }) => firstSteps.push(...metrics.map((m) => m.step)) });
  expect(Math.min(...firstSteps)).toBeGreaterThan(14);
  for (const { seed, dictionary } of outcomes) expect(dictionary).toEqual(alone.get(seed));
});

test('what is put away before a checkpoint is told of every step, and the checkpoint waits for it', async () => {
  const told = new Map([4, 9].map((seed) => [seed, 0]));
  const put: [number, number][] = [];
  const written: [number, number][] = [];
  await train({
    onProgress({ seed, metrics }) {
      for (const { step } of metrics) told.set(seed, step);
    },
    async beforeCheckpoint({ seed, step }) {
      expect(told.get(seed)).toBe(step);
      await new Promise((resolve) => setImmediate(resolve));
      expect(fs.existsSync(fileOf(seed, step))).toBe(false);
      put.push([seed, step]);
    },
    onCheckpoint({ seed, step }) {
      expect(fs.existsSync(fileOf(seed, step))).toBe(true);
      expect(put).toContainEqual([seed, step]);
      written.push([seed, step]);
    },
  });
  const steps = [7, 14, 21, 28, 35, 40];
  for (const one of [4, 9]) expect(written.filter(([seed]) => seed === one).map(([, step]) => step)).toEqual(steps);
});

test('where that fails the training ends with the checkpoints before, and continues from there', async () => {
  const failure = new Error('could not be put away');
  const refuse = async ({ seed, step }: { seed: number; step: number }) => {
    if (seed === 9 && step === 21) throw failure;
  };
  await expect(train({ beforeCheckpoint: refuse })).rejects.toBe(failure);
  expect(listFiles(9)).toEqual(['step-000000007.safetensors', 'step-000000014.safetensors']);
  const outcomes = await train();
  for (const { seed, dictionary } of outcomes) expect(dictionary).toEqual(alone.get(seed));
});

test('cancelled while something is put away for ever, it ends without that checkpoint', async () => {
  const stop = new AbortController();
  const stuck = async () => {
    stop.abort(new Error('enough'));
    await new Promise(() => undefined);
  };
  await expect(train({ seeds: [4], beforeCheckpoint: stuck, signal: stop.signal })).rejects.toThrow('enough');
  expect(fs.existsSync(fileOf(4, 7))).toBe(false);
});

test('a source that waits for ever does not hold a cancelled training', async () => {
  const stop = new AbortController();
  async function* stuck() {
    yield drawBatch(1);
    stop.abort(new Error('enough'));
    await new Promise(() => undefined);
  }
  await expect(train({ openBatches: stuck, signal: stop.signal })).rejects.toThrow('enough');
});

test('a finished training needs no batches to give its dictionaries again', async () => {
  await train();
  const outcomes = await train({
    openBatches: () => {
      throw new Error('expected no reading');
    },
  });
  for (const { seed, dictionary } of outcomes) expect(dictionary).toEqual(alone.get(seed));
});

test.each([5, 20, 33])(
  'killed once each seed has a checkpoint of %i steps, it continues and ends with the same bits',
  async (step) => {
    const script = path.join(import.meta.dirname, 'killed-training.ts');
    const child = spawn(process.execPath, [script, folder, String(step + 4)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const reached = new Map<number, number>();
    for await (const line of createInterface(child.stdout)) {
      const [seed, written] = line.split(' ').map(Number);
      reached.set(seed, written);
      if (Math.min(reached.get(4) ?? 0, reached.get(9) ?? 0) >= step) child.kill('SIGKILL');
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');
    let from = plan.steps;
    const outcomes = await train({
      openBatches(fromStep) {
        from = fromStep;
        return openBatches(fromStep);
      },
    });
    expect(from).toBeGreaterThanOrEqual(step);
    for (const { seed, dictionary } of outcomes) expect(dictionary).toEqual(alone.get(seed));
  },
);

test.each([
  ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length - 100)],
  ['with one bit turned in a weight', (bytes: Buffer) => turnBit(bytes, bytes.length - 1000)],
  ['with one bit turned in the header', (bytes: Buffer) => turnBit(bytes, 40)],
  ['empty', () => Buffer.alloc(0)],
])('a newest checkpoint %s falls back to the one before', async (_, damage) => {
  const stop = new AbortController();
  await expect(
    train({ seeds: [4], signal: stop.signal, onCheckpoint: ({ step }) => step >= 28 && stop.abort() }),
  ).rejects.toThrow('aborted');
  const [, newest] = listFiles(4);
  const file = path.join(seedFolder(folder, 4), newest);
  fs.writeFileSync(file, damage(fs.readFileSync(file)));
  const notices: string[] = [];
  const done: number[] = [];
  const [{ dictionary }] = await train({
    seeds: [4],
    onNotice: (notice) => notices.push(notice),
    onProgress: ({ step }) => done.push(step),
  });
  expect(dictionary).toEqual(alone.get(4));
  expect(notices).toHaveLength(1);
  expect(notices[0]).toContain(`seed-4/${newest} is skipped`);
  expect(done[0]).toBe(21);
});

test('a seed that diverges leaves the others alone', async () => {
  const state = await trainTo(7, 9);
  const tensors = new Map([...state.tensors].map(([name, values]) => [name, values.map((value) => value * 1e30)]));
  const content = { plan, fingerprint, state: { ...state, tensors } };
  writeCheckpoint(makeSeedFolder(folder, 9), content);
  const [four, nine, two] = await train({ seeds: [4, 9, 2] });
  expect(four.dictionary).toEqual(alone.get(4));
  expect(two.dictionary).toEqual(alone.get(2));
  expect(nine).toMatchObject({ step: 7, dictionary: null });
  expect(nine.error).toMatchObject({
    code: 'TRAINING_DIVERGED',
    message: expect.stringContaining('seed 9'),
    hint: expect.stringContaining('learning rate'),
  });
  expect(listFiles(9)).toEqual(['step-000000007.safetensors']);
});

test.skipIf(!fs.existsSync('/dev/full'))('a full disk is said, and what was there before stays', async () => {
  const place = seedFolder(folder, 4);
  fs.mkdirSync(place);
  fs.symlinkSync('/dev/full', path.join(place, 'step-000000014.safetensors.partial'));
  const [four, nine] = await train();
  expect(four).toMatchObject({ dictionary: null, step: 14 });
  expect(four.error).toMatchObject({ code: 'WRITE_REFUSED', message: expect.stringContaining('the disk is full') });
  expect(listFiles(4)).toEqual(['step-000000007.safetensors']);
  expect(nine.dictionary).toEqual(alone.get(9));
  const [again] = await train();
  expect(again.dictionary).toEqual(alone.get(4));
});

test('a folder that goes away fails the seed, and is not made again', async () => {
  const gone = path.join(folder, 'gone');
  fs.mkdirSync(gone);
  const failure = { code: 'WRITE_REFUSED', message: expect.stringContaining('its folder is gone') };
  const [seed] = await train({
    seeds: [4],
    checkpointFolder: gone,
    async beforeCheckpoint({ step }) {
      if (step === 14) fs.rmSync(gone, { recursive: true });
    },
  });
  expect(seed).toMatchObject({ step: 14, dictionary: null, error: failure });
  expect(fs.readdirSync(folder)).toEqual([]);
  for (const { error } of await train({ checkpointFolder: gone })) expect(error).toMatchObject(failure);
  expect(fs.readdirSync(folder)).toEqual([]);
});

test.each([
  ['another plan', { plan: { ...plan, learningRate: 1e-3 } }],
  ['other batches', { fingerprint: 'another' }],
])('a checkpoint of %s is refused', async (what, options) => {
  await train();
  const outcomes = await train(options);
  for (const { error } of outcomes)
    expect(error).toMatchObject({ code: 'CHECKPOINT_MISMATCH', message: expect.stringContaining(what) });
});

test('activations that end early are said, with the checkpoints kept', async () => {
  async function* short(fromStep: number) {
    for (let t = fromStep + 1; t <= 30; t++) yield drawBatch(t);
  }
  await expect(train({ openBatches: short })).rejects.toMatchObject({
    code: 'TRAINING_DATA_SHORT',
    message: expect.stringContaining(`end after ${30 * 32} tokens; expected ${40 * 32}`),
  });
  expect(listFiles(4)).toContain('step-000000028.safetensors');
});

function turnBit(bytes: Buffer, at: number): Buffer {
  const turned = Buffer.from(bytes);
  turned[at] ^= 1;
  return turned;
}
