/** `reseed key` as an operator types it, over an embedded database. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const main = path.resolve(import.meta.dirname, '../../src/cli/main.ts');

test('a key is shown once, listed without itself, and revoked', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'reseed-key-'));
  const { DATABASE_URL: _, ...inherited } = process.env;
  const env = { ...inherited, RESEED_DATA_DIR: path.join(folder, 'data') };
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [main, 'key', ...args], { env }).catch(
      (error: { stdout: string; stderr: string }) => error,
    );
  try {
    const made = await run('create', 'ada laptop', '--role', 'trainer', '--days', '30');
    expect(made.stdout).toMatch(/^rsd_[\w-]{43}\n$/);
    expect((await run('create', 'ada laptop')).stderr).toContain('PLACE_TAKEN');
    expect((await run('create', 'bob', '--role', 'king')).stderr).toContain('reader, contributor, trainer, operator');
    expect((await run('list')).stdout).toMatch(/ada laptop +trainer +in force +\d{4}-\d\d-\d\d +\d{4}-\d\d-\d\d/);
    await run('revoke', 'ada laptop');
    const listed = (await run()).stdout;
    expect(listed).toMatch(/ada laptop +trainer +revoked/);
    expect(listed).not.toContain('rsd_');
    expect((await run('revoke', 'ada laptop')).stderr).toContain('NOT_FOUND');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
