/** The entry of the command line on Nodes of two ages. */
import { execFile } from 'node:child_process';
import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const main = path.resolve(import.meta.dirname, '../../src/cli/main.ts');

test('too old a Node is told what is needed', async () => {
  // This Node, which says that it is another.
  const old = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.20.2'})`;
  const refused = await run(process.execPath, ['--import', old, main, 'list']).catch((error) => error);
  expect(refused).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^Cannot run on Node 20\.20\.2: .* 24 /),
  });
  expect(refused.stderr).toContain('NODE_TOO_OLD. Use npm start');
});

test('the entry holds nothing that an old Node must strip', async () => {
  expect((await lstat(main)).isSymbolicLink()).toBe(true);
  const { stdout } = await run(process.execPath, [
    '--no-experimental-strip-types',
    '--check',
    main.replace(/ts$/, 'mjs'),
  ]);
  expect(stdout).toBe('');
});

test('this Node runs it', async () => {
  const { stdout } = await run(process.execPath, [main, '--help']);
  expect(stdout).toContain('Usage: reseed');
});
