/** `reseed train` as a person runs it: killed at any moment it goes on, and ends with the weights of a run that was not. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../db/connect.ts';
import { type DictionaryRow, listDictionaries } from '../../db/dictionaries.ts';
import { readRows } from '../../db/latents.ts';
import { listTrainingRuns, type TrainingRunRow } from '../../db/training-runs.ts';
import { openActivationShards } from '../../loaders/activation-shards.ts';
import { openSourceFolder } from '../../loaders/source-folder.ts';
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

/** Two seeds of 4,000 steps. */
const train = (name: string) => {
  const flags = `train --activations activations --name ${name} --latents 32 --k 2 --seeds 1,2 --batch-size 32`;
  return `${flags} --tokens ${32 * 4_000} --learning-rate 0.01 --no-match`.split(' ');
};

async function untilSays({ child, output }: ReturnType<typeof start>, text: RegExp): Promise<void> {
  while (!text.test(output())) {
    if (child.exitCode !== null) throw new Error(`ended before it said ${text}:\n${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('killed, then begun again: the same weights as a run that was left alone', async () => {
  const killed = start(...train('stopped'));
  await untilSays(killed, /seed 1 +[24]\d%/);
  killed.child.kill('SIGKILL');
  await once(killed.child, 'close');

  const again = start('train', '--resume', '--no-match');
  await once(again.child, 'close');
  expect(again.output()).toMatch(/seed +FVU +L0 +dead/);
  expect(again.child.exitCode, again.output()).toBe(0);
  const alone = start(...train('alone'));
  await untilSays(alone, /seed 1 +\d+%/);
  alone.child.kill('SIGINT');
  await once(alone.child, 'close');
  expect(alone.output()).toContain('goes on from its last checkpoint');
  expect(alone.child.exitCode).toBe(130);

  const db = await openDatabase({ databaseUrl: null, dataDir: path.join(root, 'database') });
  try {
    const { rows: runs } = await listTrainingRuns(db, { name: 'stopped', first: 1, after: null });
    expect(runs[0].resumedAt).toBeGreaterThan(0);
    const { rows } = await listDictionaries(db, { filter: { runGroupName: 'stopped' }, first: 9, after: null });
    // what trainSeeds gives without any interruption, in this process
    const straight = await trainStraight(runs[0], path.join(root, 'activations'));
    const written = await Promise.all(rows.map((row) => readRows(db, decoderOf(row))));
    expect(written).toEqual(straight.map(({ dictionary }) => dictionary?.decoder));
  } finally {
    await db.close();
  }
}, 240_000);

const decoderOf = ({ spaceId, id: dictionaryId, nLatents: count, dIn: d }: DictionaryRow) =>
  ({ spaceId, dictionaryId, side: 'DECODER', start: 0, count, d }) as const;

async function trainStraight({ settings, fingerprint }: TrainingRunRow, folder: string) {
  const shards = await openActivationShards(await openSourceFolder({ path: folder, roots: [folder] }));
  const { plan, seeds, dataSeed: seed } = settings;
  const { batchSize, steps } = plan;
  try {
    return await trainSeeds({
      plan: { ...plan, provider: 'cpu' },
      seeds,
      fingerprint,
      checkpointFolder: path.join(root, 'straight'),
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
