/** Explanations and a cache of activations through the command line, in and out again. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeSparsifyCheckpoint } from '../jobs/sparsify-checkpoint.ts';
import { encodeTensor, writeSafetensors } from '../loaders/write-safetensors.ts';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
let root: string;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-cli-explanations-'));
  await writeSparsifyCheckpoint(path.join(root, 'runs/tiny/seed1/layers.1'), { n: 24, d: 8, seed: 7 });
});
afterAll(() => rm(root, { recursive: true }));

async function run(...args: string[]): Promise<{ code: number | null; output: string }> {
  const env = { ...process.env, DATABASE_URL: undefined, RESEED_DATA_DIR: path.join(root, 'data') };
  const child = spawn(process.execPath, [main, ...args], { cwd: root, env });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

const whole = (shape: number[], values: number[]) => ({
  shape,
  dtype: 'U16',
  bytes: new Uint8Array(Uint16Array.from(values).buffer),
});

test('labels and a cache are imported by name of the dictionary, and exported', async () => {
  const labels = [
    { modelId: 'm', layer: '1-x', index: 2, description: 'rivers' },
    { modelId: 'm', layer: '1-x', index: 99, description: 'no such latent' },
  ];
  await writeFile(path.join(root, 'labels.jsonl'), labels.map((line) => JSON.stringify(line)).join('\n'));
  await mkdir(path.join(root, 'cached/latents/layers.1'), { recursive: true });
  const cache = writeSafetensors({
    locations: whole([3, 3], [0, 1, 2, 1, 0, 2, 1, 1, 5]),
    activations: encodeTensor('F16', [3], [0.5, 2, 1]),
    tokens: whole([2, 2], [7, 8, 9, 10]),
  });
  await writeFile(path.join(root, 'cached/latents/layers.1/0_23.safetensors'), cache);

  expect(await run('import', 'runs', '--model', 'tiny')).toMatchObject({ code: 0 });
  const imported = await run('import-explanations', 'labels.jsonl', 'cached', '--dictionary', 'tiny/seed1');
  expect(imported).toMatchObject({ code: 0 });
  expect(imported.output).toContain("1 files: 1 explanations, 0 scores, 0 latents' statistics, 0 contexts");
  expect(imported.output).toContain('skipped, UNKNOWN_LATENT: 1\n      labels.jsonl:2: its index is 99');
  expect(imported.output).toContain("1 files: 0 explanations, 0 scores, 2 latents' statistics, 3 contexts");

  const exported = await run('export-explanations', 'tiny/seed1', '--out', 'out');
  expect(exported.output).toContain("out: 1 explanations, 0 scores, 2 latents' statistics, 3 contexts");
  expect(exported.code).toBe(0);
  const files = await readdir(path.join(root, 'out'), { recursive: true });
  expect(files.some((name) => name.endsWith('.jsonl.gz'))).toBe(true);
});

test('a format that there is not is refused with what to type', async () => {
  const refused = await run('export-explanations', 'tiny/seed1', '--format', 'csv', '--out', 'other');
  expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('Use neuronpedia or delphi') });
});
