/** Small activations on disk, and requests that train on them within a second. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startActivationWriter } from '../../loaders/activations/shard-writer.ts';
import type { TrainingRunRequest } from '../../src/compute/training/options/run-options.ts';
import { seededRandom } from '../db/example-rows.ts';

export const WIDTH = 8;
/** Tokens in the folder; a twentieth is held out. */
export const TOKENS = 4_000;

/** A new folder with `activations/`: sums of a few of twelve directions, in two shards. */
export async function writeExampleActivations(): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), 'reseed-training-'));
  await writeShards(path.join(root, 'activations'), { seed: 1 });
  return root;
}

export async function writeShards(folder: string, { seed }: { seed: number }): Promise<void> {
  const random = seededRandom(seed);
  const directions = Array.from({ length: 12 * WIDTH }, () => random() - 0.5);
  const writer = await startActivationWriter({
    folder,
    space: { model: 'example/tiny', revision: 'main', hookpoint: 'layers.0', dIn: WIDTH, normalisation: 'none' },
    dtype: 'F32',
    provenance: { corpus: 'example text' },
    shardTokens: 2_500,
  });
  const rows = new Float32Array(TOKENS * WIDTH);
  for (let t = 0; t < TOKENS; t++) {
    for (let part = 0; part < 2; part++) {
      const direction = Math.floor(random() * 12);
      const strength = 0.5 + random();
      for (let z = 0; z < WIDTH; z++) rows[t * WIDTH + z] += strength * directions[direction * WIDTH + z];
    }
  }
  await writer.append(rows);
  await writer.finish();
}

/** Sixty steps of three seeds. */
export function exampleRequest(changes: Partial<TrainingRunRequest> = {}): TrainingRunRequest {
  return {
    name: 'tiny',
    activations: { kind: 'SHARDS', path: 'activations' },
    architecture: 'TOPK',
    nLatents: 32,
    k: 2,
    seeds: [1, 2, 3],
    batchSize: 32,
    tokens: 60 * 32,
    learningRate: 1e-2,
    nulls: false,
    ...changes,
  };
}

/** Configures a trainer that is a small Node script: it writes what `body` says. */
export async function writeTrainer(root: string, body: string): Promise<string> {
  const script = path.join(root, `trainer-${Math.abs(hash(body))}.mjs`);
  await writeFile(script, body);
  return script;
}

function hash(text: string): number {
  let sum = 0;
  for (const character of text) sum = (Math.imul(sum, 31) + (character.codePointAt(0) ?? 0)) | 0;
  return sum;
}
