import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, type TestContext } from 'vitest';
import { writeFileAtomically } from '../../loaders/files/atomic-file.ts';
import { writeFolderAtomically } from '../../loaders/files/atomic-folder.ts';
import { ReseedError } from '../../src/errors.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-atomic-'));
});
afterAll(() => rm(root, { recursive: true }));

const place = () => mkdtemp(path.join(root, 'place-'));

function* broken(error: Error) {
  yield 'half';
  throw error;
}

/** More than the small disk of the tests holds. */
function* large() {
  for (let i = 0; i < 64; i++) yield Buffer.alloc(4096, i);
}

test('a file is replaced whole or left as it was, and nothing else stays behind', async () => {
  const folder = await place();
  const file = path.join(folder, 'file.txt');
  await writeFile(file, 'before');
  await expect(writeFileAtomically(file, broken(new Error('broken off')))).rejects.toThrow('broken off');
  expect(await readFile(file, 'utf8')).toBe('before');
  await writeFileAtomically(file, ['af', Buffer.from('ter')]);
  expect(await readFile(file, 'utf8')).toBe('after');
  expect(await readdir(folder)).toEqual(['file.txt']);
});

test('folders above a file are made only where that is asked for', async () => {
  const folder = await place();
  const file = path.join(folder, 'a/b/file.txt');
  await expect(writeFileAtomically(file, ['x'])).rejects.toMatchObject({ code: 'WRITE_REFUSED' });
  expect(await readdir(folder)).toEqual([]);
  await writeFileAtomically(file, ['x'], { makeFolder: true, mode: 0o600 });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('a fault of the system has one code; what the writer itself throws passes', async () => {
  const folder = await place();
  await writeFile(path.join(folder, 'file'), 'x');
  const below = path.join(folder, 'file/below');
  const code = 'WRITE_REFUSED';
  await expect(writeFileAtomically(below, ['x'], { makeFolder: true })).rejects.toMatchObject({ code });
  await expect(writeFolderAtomically(below, { replace: true, fill: async () => {} })).rejects.toMatchObject({ code });
  const own = new ReseedError('JOB_CANCELLED', 'Cannot go on: cancelled', { hint: 'Ask again.' });
  await expect(writeFileAtomically(path.join(folder, 'new'), broken(own))).rejects.toBe(own);
  const fill = () => Promise.reject(own);
  await expect(writeFolderAtomically(path.join(folder, 'new'), { replace: true, fill })).rejects.toBe(own);
  expect(await readdir(folder)).toEqual(['file']);
});

/** A disk of 64 KiB; the test is skipped where this user may not mount one. */
async function withSmallDisk(context: TestContext, work: (disk: string) => Promise<void>): Promise<void> {
  const disk = await place();
  const run = promisify(execFile);
  const options = ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk];
  const mounted = await run('mount', options).then(
    () => true,
    () => false,
  );
  if (!mounted) return context.skip('this user may not mount a small disk');
  try {
    await work(disk);
  } finally {
    await run('umount', [disk]);
  }
}

test('a full disk is refused with what to do, by file and folder alike, and what was there stays', (context) =>
  withSmallDisk(context, async (disk) => {
    const refused = {
      code: 'WRITE_REFUSED',
      message: expect.stringContaining('the system says ENOSPC'),
      hint: expect.stringContaining('Make room'),
    };
    const file = path.join(disk, 'file');
    await writeFile(file, 'before');
    await expect(writeFileAtomically(file, large())).rejects.toMatchObject(refused);
    expect(await readFile(file, 'utf8')).toBe('before');
    const folder = path.join(disk, 'folder');
    await mkdir(folder);
    await writeFile(path.join(folder, 'old'), 'before');
    const fill = (part: string) => writeFile(path.join(part, 'new'), Buffer.concat([...large()]));
    await expect(writeFolderAtomically(folder, { replace: true, fill })).rejects.toMatchObject(refused);
    expect(await readdir(folder)).toEqual(['old']);
    expect((await readdir(disk)).toSorted()).toEqual(['file', 'folder']);
  }));
