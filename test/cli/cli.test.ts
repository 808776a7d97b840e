import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeSparsifyCheckpoint } from '../jobs/sparsify-checkpoint.ts';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
let root: string;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-cli-'));
  for (const seed of [1, 2, 3]) {
    await writeSparsifyCheckpoint(path.join(root, `runs/tiny/seed${seed}/layers.1`), { n: 24, d: 8, seed: seed * 7 });
  }
});
afterAll(() => rm(root, { recursive: true }));

/** Starts the command line on the data folder of this file; an embedded database whatever the tests run on. */
function start(args: string[], env: Record<string, string> = {}): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [main, ...args], {
    cwd: root,
    env: {
      ...process.env,
      DATABASE_URL: undefined,
      RESEED_DATA_DIR: path.join(root, 'data'),
      RESEED_PORT: '0',
      ...env,
    },
  });
  let text = '';
  child.stdout?.on('data', (chunk) => (text += String(chunk)));
  child.stderr?.on('data', (chunk) => (text += String(chunk)));
  return { child, output: () => text };
}

async function run(args: string[], env?: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const { child, output } = start(args, env);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output: output() };
}

/** Waits until the output holds `text`; fails if the process ends first. */
async function until({ child, output }: ReturnType<typeof start>, text: string): Promise<void> {
  while (!output().includes(text)) {
    if (child.exitCode !== null) throw new Error(`ended before it said "${text}":\n${output()}`);
    const more = [child.stdout, child.stderr].map((stream) => once(stream as NodeJS.ReadableStream, 'data'));
    await Promise.race([...more, once(child, 'close')]);
  }
}

test('import says what it guessed, match prints the table, report and export write files, list shows what is there', async () => {
  const imported = await run(['import', 'runs', '--model', 'tiny']);
  expect(imported).toMatchObject({ code: 0 });
  expect(imported.output).toContain('tiny/seed2: TOPK, n = 24, d = 8, init seed 2');
  expect(imported.output).toMatch(/guessed hookpoint = layers\.1 \(.+\)/);

  const again = await run(['import', 'runs/tiny/seed3', '--model', 'tiny']);
  expect(again).toMatchObject({ code: 0 });
  expect(again.output).toContain('was there');

  const matched = await run(['match', 'tiny']);
  expect(matched).toMatchObject({ code: 0 });
  expect(matched.output).toMatch(/seed1 - seed3\s+24\s+8\s+0\.\d{3}.+proven/);

  const reported = await run(['report', 'tiny', '--out', 'report.txt']);
  expect(reported).toEqual({ code: 0, output: 'report.txt\n' });
  expect(await readFile(path.join(root, 'report.txt'), 'utf8')).toMatch(/seed1 - seed3\s+24\s+8\s+0\.\d{3}.+proven/);

  const exported = await run(['export', 'tiny', '--format', 'csv', '--out', 'pairs']);
  expect(exported).toMatchObject({ code: 0, output: expect.stringContaining('pairs/tiny.seed1-seed3.cosine.csv\n') });
  const csv = await readFile(path.join(root, 'pairs/tiny.seed1-seed3.cosine.csv'), 'utf8');
  expect(csv.match(/^A,\d+,,\d+,/gm)).toHaveLength(24); // nobody has said who is alive

  const listed = await run(['list']);
  expect(listed.output).toMatch(/tiny\/seed3\s+TOPK\s+24\s+3\s+\S+\s+sparsify/);
});

test('facts are set and seen, and a deleted dictionary is gone', async () => {
  const env = { RESEED_DATA_DIR: path.join(root, 'facts') };
  const place = 'runs/tiny/seed1';
  expect(await run(['import', place, '--model', 'tiny'], env)).toMatchObject({ code: 0 });
  const again = await run(['import', place, '--model', 'tiny', '--portal-id', 'tiny/1', '--tokens', '500'], env);
  expect(again).toMatchObject({ code: 0 });
  expect(again.output).toContain('    tokens: unknown -> 500\n    portalId: unknown -> tiny/1\n');
  const refused = await run(['import', place, '--model', 'tiny', '--tokens', '600'], env);
  expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('tokens is 500 there, and 600 was given') });
  const set = await run(['set', 'tiny/1', '--init-seed', '18446744073709551615', '--forget', 'tokens'], env);
  expect(set.output).toBe(
    'tiny/seed1\n    initSeed: 1 -> 18446744073709551615\n    tokens: 500 -> unknown\n    name: tiny/seed1 -> tiny/seed18446744073709551615\n',
  );
  expect(await run(['set', 'tiny/1', '--init-seed', '-1'], env)).toMatchObject({ code: 1 });
  expect(await run(['delete', 'tiny/1', 'nobody/nothing'], env)).toMatchObject({ code: 1 });
  expect(await run(['delete', 'tiny/1'], env)).toMatchObject({
    code: 0,
    output: 'deleted tiny/seed18446744073709551615: 24 latents\n',
  });
  expect((await run(['list'], env)).output).toContain('Nothing is imported yet');
});

test('expected failures end with code, hint and exit status 1', async () => {
  await writeFile(path.join(root, 'empty.txt'), '');
  expect(await run(['import', 'nowhere'])).toMatchObject({
    code: 1,
    output: expect.stringContaining('SOURCE_NOT_FOUND'),
  });
  expect(await run(['import', 'empty.txt'])).toMatchObject({ code: 1 });
  expect(await run(['match', 'nothing of this name'])).toMatchObject({
    code: 1,
    output: expect.stringContaining('NOT_FOUND'),
  });
  for (const args of [
    ['report', 'tiny', '--out', 'report.pdf'],
    ['export', 'tiny', '--measure', 'cosine'],
  ])
    expect(await run(args)).toMatchObject({ code: 1, output: expect.stringContaining('BAD_INPUT') });
  expect(await run(['export', 'tiny', '--measure', 'ABSOLUTE_COSINE'])).toMatchObject({
    code: 1,
    output: expect.stringContaining('NOT_MATCHED'),
  });
  expect(await run(['list'], { RESEED_PORT: 'many' })).toMatchObject({
    code: 1,
    output: expect.stringContaining('BAD_CONFIG'),
  });
  expect(await run(['work'])).toMatchObject({ code: 1, output: expect.stringContaining('BAD_CONFIG') });
});

test('a server holds the database against a second process, stops on an interrupt, and survives being killed', async () => {
  const server = start(['start', '--no-bundled']);
  await until(server, 'GraphQL and query editor');
  const second = await run(['list']);
  expect(second).toMatchObject({ code: 1, output: expect.stringContaining('DATABASE_IN_USE') });
  expect(second.output).toContain(`process ${server.child.pid}`);
  server.child.kill('SIGINT');
  expect(await once(server.child, 'close')).toEqual([0, null]);

  const killed = start(['start', '--no-bundled']);
  await until(killed, 'GraphQL and query editor');
  killed.child.kill('SIGKILL');
  await once(killed.child, 'close');
  expect((await run(['list'])).output).toContain('tiny/seed1');
});

test('an import that is killed anywhere is absent, and the next one completes', async () => {
  const folder = path.join(root, 'runs/killed/seed1/layers.1');
  await writeSparsifyCheckpoint(folder, { n: 40_000, d: 8, seed: 99 });
  const args = ['import', 'runs/killed', '--model', 'tiny'];
  const importing = start(args, { RESEED_LOG: 'debug' });
  await until(importing, '"step":"loading"');
  importing.child.kill('SIGKILL');
  await once(importing.child, 'close');
  const before = (await run(['list'])).output;
  expect(before).not.toContain('killed/seed1');
  expect(await run(args)).toMatchObject({ code: 0 });
  expect((await run(['list'])).output).toContain('killed/seed1');
});
