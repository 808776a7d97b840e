/** From which step seeds go on together, by the checkpoints that they have; and how many share a device. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeSeedFolder, writeCheckpoint } from '../../../src/compute/training/checkpoints/checkpoints.ts';
import { findStart } from '../../../src/compute/training/groups/group-start.ts';
import { drawInitialState } from '../../../src/compute/training/step/initial-state.ts';
import { groupSeeds } from '../../../src/compute/training/groups/seed-groups.ts';
import { estimateDeviceMemory } from '../../../src/compute/training/training-memory.ts';
import { buildTrainingPlan } from '../../../src/compute/training/options/training-plan.ts';
import { fingerprint, plan } from './example-training.ts';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'reseed-start-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const identity = { plan, fingerprint };

function write(seed: number, ...steps: number[]): void {
  const tensors = drawInitialState(plan, seed);
  for (const step of steps)
    writeCheckpoint(makeSeedFolder(folder, seed), { ...identity, state: { seed, step, tensors } });
}

function start(seeds: number[]) {
  const { states, ...found } = findStart(folder, { seeds, identity });
  return { ...found, steps: states?.map(({ seed, step }) => [seed, step]) ?? null };
}

test('seeds without checkpoints begin together', () => {
  expect(start([4, 9])).toEqual({ seeds: [4, 9], steps: null, apart: [], refused: [], damaged: [] });
});

test('one that is a checkpoint ahead goes back to where the others are', () => {
  write(4, 6, 9);
  write(9, 3, 6);
  expect(start([4, 9])).toMatchObject({
    seeds: [4, 9],
    steps: [
      [4, 6],
      [9, 6],
    ],
    apart: [],
  });
});

test('one that has its first checkpoint begins again with the others', () => {
  write(4, 3);
  expect(start([4, 9])).toMatchObject({ seeds: [4, 9], steps: null, apart: [] });
});

test('one that stopped long before has a group of its own', () => {
  write(4, 6, 9);
  write(9, 3);
  write(2, 6, 9);
  expect(start([4, 9, 2])).toMatchObject({ seeds: [9], steps: [[9, 3]], apart: [4, 2] });
  expect(start([4, 2])).toMatchObject({
    seeds: [4, 2],
    steps: [
      [4, 9],
      [2, 9],
    ],
    apart: [],
  });
});

test('one whose newest is damaged takes the others back with it', () => {
  write(4, 6, 9);
  write(9, 6, 9);
  fs.truncateSync(path.join(makeSeedFolder(folder, 9), 'step-000000009.safetensors'), 100);
  expect(start([4, 9])).toMatchObject({
    seeds: [4, 9],
    steps: [
      [4, 6],
      [9, 6],
    ],
    damaged: [expect.stringContaining('seed-9/step-000000009')],
  });
});

test('one of other batches is refused alone', () => {
  write(9, 3);
  const { seeds, refused } = findStart(folder, { seeds: [4, 9], identity: { plan, fingerprint: 'another' } });
  expect(seeds).toEqual([4]);
  expect(refused).toEqual([{ seed: 9, error: expect.objectContaining({ code: 'CHECKPOINT_MISMATCH' }) }]);
});

test('seeds share a device as far as its memory goes, and the log says so', () => {
  const large = buildTrainingPlan({
    architecture: 'TOPK',
    nLatents: 32_768,
    dIn: 768,
    batchSize: 4096,
    steps: 100,
    k: 32,
    provider: 'webgpu',
  });
  const seeds = [1, 2, 3, 4, 5];
  const mb = (count: number) => estimateDeviceMemory(large, count);
  expect(groupSeeds(large, { seeds, deviceMemoryMb: mb(5) })).toEqual({
    groups: [seeds],
    notice: `5 seeds in one graph on webgpu: about ${mb(5)} MB of ${mb(5)} MB`,
  });
  expect(groupSeeds(large, { seeds, deviceMemoryMb: mb(5) - 1 })).toEqual({
    groups: [
      [1, 2],
      [3, 4, 5],
    ],
    notice: `5 seeds in one graph on webgpu: about ${mb(5)} MB, more than the device's ${mb(5) - 1} MB: 2 groups one after the other, about ${mb(3)} MB each`,
  });
  expect(groupSeeds(large, { seeds, deviceMemoryMb: 1 }).groups).toEqual([[1], [2], [3], [4], [5]]);
  expect(groupSeeds(large, { seeds: [7], deviceMemoryMb: null })).toEqual({
    groups: [[7]],
    notice: `1 seed in one graph on webgpu: about ${mb(1)} MB; the memory of the device is not known`,
  });
  // Two copies of the state are the least that a step can take.
  expect(mb(1)).toBeGreaterThan((2 * 3 * 2 * 32_768 * 768 * 4) / 2 ** 20);
});
