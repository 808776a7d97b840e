/** `reseed harvest` as a person runs it. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeTinyModel } from '../compute/harvest/tiny-model.ts';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const run = promisify(execFile);
let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-cli-harvest-'));
  await writeTinyModel(path.join(root, 'tiny'));
  await writeFile(path.join(root, 'text.txt'), 'a cat sat\n\nthe mat\n');
  await writeFile(path.join(root, 'long.txt'), 'a cat sat on the mat\n\n'.repeat(200_000));
});
afterAll(() => rm(root, { recursive: true }));

const harvest = (...more: string[]) => ['harvest', '--model', path.join(root, 'tiny'), ...more];
const flags = (text: string, out: string) =>
  harvest('--corpus', path.join(root, text), '--hookpoint', 'layers.0.mlp', '--out', path.join(root, out));

test('lists hookpoints, and writes shards', async () => {
  const { stdout: list } = await run(process.execPath, [main, ...harvest('--list')]);
  expect(list).toContain('layers.1.mlp            4  /model/layers.1/mlp/down_proj/MatMul_output_0');
  const { stdout } = await run(process.execPath, [main, ...flags('text.txt', 'out')], { cwd: root });
  expect(stdout).toBe(
    '5 tokens of layers.0.mlp (tensor /model/layers.0/mlp/down_proj/MatMul_output_0, width 4, F16) of test/tiny\nout: 1 shard and activations.json\n',
  );
  expect(JSON.parse(await readFile(path.join(root, 'out/activations.json'), 'utf8'))).toMatchObject({
    tokens: 5,
    dtype: 'F16',
  });
});

test('a missing flag and an unknown hookpoint are said, with what to do', async () => {
  const fails = async (args: string[]) =>
    run(process.execPath, [main, ...args]).catch((error: { code: number; stderr: string }) => error);
  expect(await fails(harvest())).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Cannot harvest without --corpus'),
  });
  const wrong = flags('text.txt', 'wrong').map((flag) => (flag === 'layers.0.mlp' ? 'layers.7.mlp' : flag));
  expect(await fails(wrong)).toMatchObject({ code: 1, stderr: expect.stringContaining('HOOKPOINT_UNKNOWN') });
});

test('Ctrl-C ends it soon, and says how to go on', async () => {
  const child = spawn(process.execPath, [main, ...flags('long.txt', 'stopped')], { stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  // It listens before it makes the folder.
  while (!existsSync(path.join(root, 'stopped'))) {
    if (child.exitCode !== null) throw new Error(`ended before it could be stopped:\n${errors}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.kill('SIGINT');
  const [code] = await once(child, 'exit');
  expect(code).toBe(1);
  expect(errors).toContain('The same command continues after them.');
  expect(existsSync(path.join(root, 'stopped/activations.json'))).toBe(false);
});
