/** `reseed train` as a person runs it: killed at any moment it continues, and ends with the weights of a run that was not. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../db/connect/connect.ts';
import { type DictionaryRow, listDictionaries } from '../../db/stores/dictionaries.ts';
import { readDictionaryWeights } from '../../db/stores/dictionary-weights.ts';
import { readRows } from '../../db/stores/latents.ts';
import { listTrainingCurves } from '../../db/stores/training-points.ts';
import { listTrainingRuns, type TrainingRunRow } from '../../db/stores/training-runs.ts';
import { openActivationShards } from '../../loaders/activations/activation-shards.ts';
import { openSourceFolder } from '../../loaders/files/source-folder.ts';
import { trainSeeds } from '../../src/compute/training/train-seeds.ts';
import { writeExampleActivations } from '../jobs/training-fixture.ts';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
let root: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  root = await writeExampleActivations();
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(root, { recursive: true });
});

function start(...args: string[]) {
  const { DATABASE_URL: _, ...env } = process.env;
  const child = spawn(process.execPath, [main, ...args], {
    cwd: root,
    env: { ...env, RESEED_DATA_DIR: 'database', RESEED_TRAINING_DIR: 'checkpoints', RESEED_THREADS: '1' },
  });
  children.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (text += bytes.toString()));
  return { child, output: () => text };
}

/** Steps of each of two seeds: some seconds of work after the first of ten checkpoints, however fast the machine. */
const STEPS = 12_000;
const train = (name: string) => {
  const flags = `train --activations activations --name ${name} --latents 32 --k 2 --seeds 1,2 --batch-size 32`;
  return `${flags} --tokens ${32 * STEPS} --learning-rate 0.01 --no-match`.split(' ');
};

/** Waits until each of `seeds` has a whole checkpoint; the process must still be training then. */
async function untilCheckpoints({ child, output }: ReturnType<typeof start>, seeds: number[]): Promise<void> {
  const folder = path.join(root, 'checkpoints');
  for (;;) {
    const files = await readdir(folder, { recursive: true }).catch(() => []);
    if (child.exitCode !== null) throw new Error(`ended before all had checkpoints:\n${output()}`);
    const written = (seed: number) =>
      files.some((file) => new RegExp(`seed-${seed}.step-\\d+.safetensors$`).test(file));
    if (seeds.every(written)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('killed, then begun again: the same weights as a run that was left alone', async () => {
  const killed = start(...train('stopped'));
  await untilCheckpoints(killed, [1, 2]);
  killed.child.kill('SIGKILL');
  await once(killed.child, 'close');

  const again = start('train', '--resume', '--no-match');
  await once(again.child, 'close');
  expect(again.output()).toMatch(/seed +FVU +L0 +dead/);
  expect(again.child.exitCode, again.output()).toBe(0);
  const alone = start(...train('alone'));
  await untilCheckpoints(alone, [1]);
  alone.child.kill('SIGINT');
  await once(alone.child, 'close');
  expect(alone.output()).toContain('continues from its last checkpoint');
  expect(alone.child.exitCode).toBe(130);

  const db = await openDatabase({ databaseUrl: null, dataDir: path.join(root, 'database') });
  try {
    const { rows: runs } = await listTrainingRuns(db, { name: 'stopped', first: 1, after: null });
    expect(runs[0].resumedAt).toBeGreaterThan(0);
    const { rows } = await listDictionaries(db, { filter: { runGroupName: 'stopped' }, first: 9, after: null });
    // what trainSeeds gives without any interruption, in this process
    const straight = await trainStraight(runs[0], path.join(root, 'activations'));
    expect(await Promise.all(rows.map((row) => readAll(db, row)))).toEqual(
      straight.map(({ dictionary }) => ({
        decoder: dictionary?.decoder,
        encoder: dictionary?.encoder,
        encoderBias: dictionary?.encoderBias,
        decoderBias: dictionary?.decoderBias,
        threshold: dictionary?.threshold,
      })),
    );
    // no step of the curve was lost with the process that was killed, and none is there twice: a third of all is kept
    const [points] = await listTrainingCurves(db, [{ run: runs[0], maxPoints: STEPS }]);
    const kept = Array.from({ length: STEPS / 3 }, (_, i) => (i + 1) * 3);
    for (const seed of [1, 2])
      expect(points.filter((point) => point.seed === seed).map(({ step }) => step)).toEqual(kept);
  } finally {
    await db.close();
  }
}, 240_000);

/** Everything of a stored dictionary that training has decided. */
async function readAll(db: Database, { spaceId, id, nLatents: n, dIn: d }: DictionaryRow) {
  const range = { spaceId, dictionaryId: id, start: 0, count: n, d };
  const { encoderBias, decoderBias, threshold } = await readDictionaryWeights(db, { spaceId, id, n });
  return {
    decoder: await readRows(db, { ...range, side: 'DECODER' }),
    encoder: await readRows(db, { ...range, side: 'ENCODER' }),
    encoderBias,
    decoderBias,
    threshold,
  };
}

async function trainStraight({ settings, fingerprint }: TrainingRunRow, folder: string) {
  const shards = await openActivationShards(await openSourceFolder({ path: folder, roots: [folder] }));
  const { plan, seeds, dataSeed: seed } = settings;
  const { batchSize, steps } = plan;
  try {
    return await trainSeeds({
      plan: { ...plan, provider: 'cpu' },
      seeds,
      fingerprint,
      checkpointFolder: path.join(root, 'checkpoints'), // the runs have left nothing in it that is called like a seed
      checkpointEvery: steps,
      threads: 1,
      openBatches: (fromStep) =>
        shards.openBatches({ seed, batchSize, fromStep, steps, tokens: shards.tokens - settings.heldOutTokens }),
    });
  } finally {
    await shards.close();
  }
}

test('a flag that cannot be used is refused with a hint', async () => {
  const wrong = start('train', '--activations', 'nowhere', '--latents', '32', '--k', '2', '--seeds', '1');
  await once(wrong.child, 'close');
  expect(wrong.child.exitCode).toBe(1);
  expect(wrong.output()).toContain('SOURCE_NOT_FOUND');
});
