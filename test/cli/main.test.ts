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

const refuse = (args: string[], env: Record<string, string> = {}) =>
  run(process.execPath, [main, ...args], { env: { ...process.env, ...env } }).then(
    () => {
      throw new Error('expected a refusal');
    },
    (error: { code: number; stdout: string; stderr: string }) => error,
  );

test('without a command it says what commands there are, and does nothing', async () => {
  const { stdout } = await run(process.execPath, [main]);
  expect(stdout).toMatch(/^Usage: reseed[\s\S]*\n {2}import /);
});

test('it says which release it is', async () => {
  const { stdout } = await run(process.execPath, [main, '--version']);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('a command, a flag and a setting that are mistyped are named, with what to do, and nothing else is said', async () => {
  const command = await refuse(['imprt']);
  expect(command).toMatchObject({ code: 1, stdout: '' });
  expect(command.stderr).toMatch(/^Unknown command 'imprt'\n\(Did you mean import\?\)\n {2}BAD_CONFIG\. .*--help.*\n$/);
  const flag = await refuse(['start', '--prt', '1']);
  expect(flag).toMatchObject({ code: 1, stdout: '' });
  expect(flag.stderr).toMatch(/^Unknown option '--prt'\n\(Did you mean --port\?\)\n {2}BAD_CONFIG\. .*\n$/);
  const setting = await refuse(['list'], { RESEED_DATADIR: 'elsewhere' });
  expect(setting.stderr).toMatch(/^Cannot use RESEED_DATADIR: .*\n {2}BAD_CONFIG\. .*\n$/);
  const port = await refuse(['start', '--port', 'eighty']);
  expect(port.stderr).toMatch(/^Cannot use RESEED_PORT: .*\n {2}BAD_CONFIG\. .*\n$/);
});
