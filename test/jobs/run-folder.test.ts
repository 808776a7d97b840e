/** Checkpoint folders of attempts: each its own, with what whole files the earlier ones left. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRunFolder } from '../../src/jobs/training/run-folder.ts';

let trainingDir: string;
beforeAll(async () => {
  trainingDir = await mkdtemp(path.join(tmpdir(), 'reseed-attempts-'));
});
afterAll(() => rm(trainingDir, { recursive: true }));

test('an attempt takes over whole checkpoints and leaves no folder to a worker that was paused', async () => {
  const of = { trainingDir, fingerprint: 'f', jobId: 'job' };
  const first = await openRunFolder({ ...of, attempt: 1 });
  const seed = path.join(first.checkpoints, 'seed-1');
  await mkdir(seed);
  await writeFile(path.join(seed, 'step-10.safetensors'), 'whole');
  await writeFile(path.join(seed, 'step-20.safetensors.partial'), 'half');

  const second = await openRunFolder({ ...of, attempt: 2 });
  const taken = path.join(second.checkpoints, 'seed-1');
  expect(await readdir(taken)).toEqual(['step-10.safetensors']);

  // the first wakes up: what it has is gone, and what it removes is its own
  expect(await readdir(path.dirname(first.checkpoints))).toEqual(['job-2']);
  await first.remove();
  expect(await readdir(taken)).toEqual(['step-10.safetensors']);
  expect(await readFile(path.join(taken, 'step-10.safetensors'), 'utf8')).toBe('whole');

  await second.remove();
  expect(await readdir(trainingDir)).toEqual([]);
});
