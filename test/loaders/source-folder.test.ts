/** Paths and links: what is below the roots can be read, whatever the path looks like; what is not cannot, and is not even looked at. */
import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCheckpointPaths } from '../../loaders/checkpoints/find-checkpoint-paths.ts';
import { openCheckpoint } from '../../loaders/checkpoints/formats.ts';
import { openSourceFolder } from '../../loaders/files/source-folder.ts';
import { fileBytes, goldenCases } from './golden-cases.ts';

let base: string;
let root: string;
let second: string;
const golden = goldenCases[0];

function writeCheckpoint(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, file] of Object.entries(golden.files))
    writeFileSync(path.join(folder, path.basename(name)), fileBytes(file));
}

beforeAll(() => {
  base = realpathSync(mkdtempSync(path.join(tmpdir(), 'reseed-roots-')));
  root = path.join(base, 'root');
  second = path.join(base, 'second');
  const outside = path.join(base, 'outside');
  writeCheckpoint(path.join(root, 'run/seed1'));
  writeCheckpoint(path.join(root, 'run/seed2'));
  writeCheckpoint(path.join(second, 'other/seed4'));
  writeCheckpoint(path.join(outside, 'secret'));
  writeCheckpoint(path.join(base, 'root-neighbour/seed1'));
  // A hub cache: files of a snapshot are links to blobs.
  mkdirSync(path.join(root, 'hub/snapshots/abc'), { recursive: true });
  mkdirSync(path.join(root, 'hub/blobs'), { recursive: true });
  writeFileSync(path.join(root, 'hub/blobs/1111'), fileBytes(golden.files[`${golden.path}/cfg.json`]));
  writeFileSync(path.join(root, 'hub/blobs/2222'), fileBytes(golden.files[`${golden.path}/sae.safetensors`]));
  symlinkSync('../../blobs/1111', path.join(root, 'hub/snapshots/abc/cfg.json'));
  symlinkSync('../../blobs/2222', path.join(root, 'hub/snapshots/abc/sae.safetensors'));
  // Links that leave the root: to a folder, to a file, by way of another link, to nothing.
  symlinkSync(path.join(outside, 'secret'), path.join(root, 'linked-folder'));
  symlinkSync('linked-folder', path.join(root, 'linked-link'));
  symlinkSync('/', path.join(root, 'slash'));
  mkdirSync(path.join(root, 'tricked'));
  symlinkSync(path.join(outside, 'secret/sae.safetensors'), path.join(root, 'tricked/sae.safetensors'));
  writeFileSync(path.join(root, 'tricked/cfg.json'), fileBytes(golden.files[`${golden.path}/cfg.json`]));
  mkdirSync(path.join(root, 'sidecar/seed1'), { recursive: true });
  writeCheckpoint(path.join(root, 'sidecar/seed1'));
  symlinkSync(path.join(outside, 'secret/cfg.json'), path.join(root, 'sidecar/reseed.json'));
  // Links that stay, one of them in a circle.
  symlinkSync('run/seed1', path.join(root, 'alias'));
  symlinkSync('..', path.join(root, 'run/up'));
  symlinkSync('nowhere', path.join(root, 'dangling'));
  symlinkSync('turning', path.join(root, 'turning'));
  mkdirSync(path.join(root, 'pipes'));
  execFileSync('sh', ['-c', 'mkfifo "$0"', path.join(root, 'pipes/sae.safetensors')]);
  writeFileSync(path.join(root, 'pipes/cfg.json'), '{}');
});

afterAll(() => {
  rmSync(base, { recursive: true, force: true });
});

const open = (source: string, roots = [root, second]) => openSourceFolder({ path: source, roots });

describe('openSourceFolder', () => {
  it('opens a folder by a relative path, an absolute path and a path with dots in it', async () => {
    for (const source of ['run/seed1', path.join(root, 'run/seed1'), './run/../run/seed1/', 'run//seed1']) {
      const folder = await open(source);
      expect(folder.pathComponents).toEqual(['run', 'seed1']);
      expect(folder.fileNames).toEqual(['cfg.json', 'sae.safetensors']);
      expect(folder.preferredFile).toBeNull();
    }
  });

  it('opens the root itself and folders of any root', async () => {
    expect((await open('.')).pathComponents).toEqual([]);
    expect((await open(second)).pathComponents).toEqual([]);
    expect((await open('other/seed4')).pathComponents).toEqual(['other', 'seed4']);
  });

  it('takes a file as its folder, and prefers that file', async () => {
    const folder = await open('run/seed2/sae.safetensors');
    expect(folder.pathComponents).toEqual(['run', 'seed2']);
    expect(folder.preferredFile).toBe('sae.safetensors');
  });

  it('opens a root that is a link, by its name and by its real path', async () => {
    const linked = path.join(base, 'linked-root');
    symlinkSync(root, linked);
    expect((await open('run/seed1', [linked])).pathComponents).toEqual(['run', 'seed1']);
    expect((await open(path.join(linked, 'run'), [linked])).pathComponents).toEqual(['run']);
    expect((await open(path.join(root, 'run'), [linked])).pathComponents).toEqual(['run']);
  });

  it('follows links that stay below the root', async () => {
    expect((await open('alias')).fileNames).toEqual(['cfg.json', 'sae.safetensors']);
    const checkpoint = await openCheckpoint(await open('hub/snapshots/abc'));
    expect(checkpoint.files.map((file) => file.name)).toEqual(['sae.safetensors', 'cfg.json']);
    expect(await checkpoint.readRows('DECODER', { start: 0, count: 1 })).toHaveLength(4);
    await checkpoint.close();
  });

  it.each([
    '..',
    '../outside',
    '../outside/secret',
    '../outside/there-is-no-such-thing',
    '../root-neighbour/seed1',
    'run/../../outside/secret',
    '/',
    '/etc',
    '/etc/passwd',
    '/there-is-no-such-thing',
    'linked-folder',
    'linked-folder/cfg.json',
    'linked-folder/there-is-no-such-thing',
    'linked-link',
    'slash',
    'slash/etc/passwd',
    'slash/there-is-no-such-thing',
    'tricked/sae.safetensors',
  ])('refuses %s, which is outside or leads there', async (source) => {
    await expect(open(source)).rejects.toMatchObject({ code: 'PATH_OUTSIDE_ROOTS' });
  });

  it('says the same of what exists outside and of what does not', async () => {
    const answers = await Promise.all(
      ['secret', 'nothing'].map((name) =>
        open(path.join(base, 'outside', name)).catch((error: Error) => error.message.replaceAll(name, '*')),
      ),
    );
    expect(answers[0]).toBe(answers[1]);
    expect(answers[0]).not.toContain(base);
  });

  it.each(['', 'nothing', 'run/seed9', 'run/seed1/cfg.json/deeper', 'dangling', 'turning', 'a\0b', 'x'.repeat(5_000)])(
    'does not find %j',
    async (source) => {
      const error = await open(source).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: 'SOURCE_NOT_FOUND' });
      expect(String(error)).not.toContain(base);
    },
  );

  it('refuses everything where there is no root, or none that exists', async () => {
    await expect(open('run/seed1', [])).rejects.toMatchObject({ code: 'PATH_OUTSIDE_ROOTS' });
    await expect(open('run/seed1', [path.join(base, 'missing')])).rejects.toMatchObject({ code: 'PATH_OUTSIDE_ROOTS' });
  });
});

describe('a source folder', () => {
  it('opens files of ancestors up to the root and not beyond', async () => {
    const folder = await open('run/seed1');
    expect(await folder.has('../seed2/cfg.json')).toBe(true);
    expect(await folder.has('../../hub/blobs/1111')).toBe(true);
    expect(await folder.has('../../../outside/secret/cfg.json')).toBe(false);
    await expect(folder.open('../../../outside/secret/cfg.json')).rejects.toMatchObject({ code: 'PATH_OUTSIDE_ROOTS' });
    const source = await folder.open('../seed2/cfg.json');
    expect(source.size).toBe((await source.read(0, source.size)).length);
    await source.close();
  });

  it.each(['', '.', '..', '../..', './cfg.json', 'a/../cfg.json', '/etc/passwd', 'a//b', 'a\\b', 'a\0'])(
    'refuses the name %j',
    async (name) => {
      const folder = await open('run/seed1');
      expect(await folder.has(name)).toBe(false);
      await expect(folder.open(name)).rejects.toMatchObject({ code: 'PATH_OUTSIDE_ROOTS' });
    },
  );

  it('refuses a file that is a link out of the root, next to the weights or above them', async () => {
    await expect(openCheckpoint(await open('tricked'))).rejects.toMatchObject({ code: 'PATH_OUTSIDE_ROOTS' });
    await expect(openCheckpoint(await open('sidecar/seed1'))).rejects.toMatchObject({ code: 'PATH_OUTSIDE_ROOTS' });
  });

  it('refuses what is not a regular file, without waiting for it', async () => {
    const folder = await open('pipes');
    await expect(folder.open('sae.safetensors')).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' });
    await expect((await open('run')).open('seed1')).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' });
  });

  it('notices that a folder on the way became a link out of the root', async () => {
    writeCheckpoint(path.join(root, 'swapped/seed1'));
    const folder = await open('swapped/seed1');
    renameSync(path.join(root, 'swapped'), path.join(base, 'taken-away'));
    symlinkSync(path.join(base, 'taken-away'), path.join(root, 'swapped'));
    await expect(folder.open('cfg.json')).rejects.toMatchObject({ code: 'PATH_OUTSIDE_ROOTS' });
    rmSync(path.join(root, 'swapped'));
  });
});

const openFile = async (name: string) => {
  writeFileSync(path.join(root, name), Buffer.alloc(100, 7));
  return { file: path.join(root, name), source: await (await open('.')).open(name) };
};

describe('a file', () => {
  it('that was cut is refused', async () => {
    const { file, source } = await openFile('cut');
    truncateSync(file, 50);
    await expect(source.read(40, 20)).rejects.toMatchObject({ code: 'SOURCE_CHANGED' });
    await source.close();
  });

  it('that grew or was written again is refused, even where the bytes asked for are there', async () => {
    const { file, source } = await openFile('grown');
    expect(await source.read(0, 10)).toEqual(new Uint8Array(10).fill(7));
    writeFileSync(file, Buffer.alloc(101, 8));
    await expect(source.read(0, 10)).rejects.toMatchObject({ code: 'SOURCE_CHANGED' });
    await source.close();
    const again = await openFile('touched');
    utimesSync(again.file, 1, 1);
    await expect(again.source.read(0, 10)).rejects.toMatchObject({ code: 'SOURCE_CHANGED' });
    await again.source.close();
  });

  it('that was replaced by another is read as it was', async () => {
    const { file, source } = await openFile('replaced');
    writeFileSync(`${file}.new`, Buffer.alloc(100, 9));
    renameSync(`${file}.new`, file);
    expect(await source.read(95, 5)).toEqual(new Uint8Array(5).fill(7));
    await source.close();
  });

  it('is not read beyond its end', async () => {
    const { source } = await openFile('short');
    await expect(source.read(95, 6)).rejects.toThrow(RangeError);
    await expect(source.read(-1, 1)).rejects.toThrow(RangeError);
    await source.close();
  });
});

describe('findCheckpointPaths', () => {
  it('finds every folder once, sorted, follows links inside and skips links outside', async () => {
    mkdirSync(path.join(root, '.hidden'), { recursive: true });
    writeCheckpoint(path.join(root, '.hidden/seed8'));
    const found = await findCheckpointPaths({ path: '.', roots: [root] });
    // `alias` leads to `run/seed1`, which is found under its own name; `run/up` leads to a folder that the search is in.
    expect(found).toEqual(['hub/snapshots/abc', 'run/seed1', 'run/seed2', 'sidecar/seed1', 'tricked']);
    const below = await findCheckpointPaths({ path: path.join(root, 'run'), roots: [root] });
    expect(below).toEqual([path.join(root, 'run/seed1'), path.join(root, 'run/seed2')]);
    symlinkSync('../../run/seed2', path.join(root, 'hub/snapshots/seed'));
    expect(await findCheckpointPaths({ path: 'hub', roots: [root] })).toEqual([
      'hub/snapshots/abc',
      'hub/snapshots/seed',
    ]);
  });

  it('finds the checkpoint that a file belongs to', async () => {
    expect(await findCheckpointPaths({ path: 'run/seed2/cfg.json', roots: [root] })).toEqual(['run/seed2']);
  });

  it('refuses to search outside, and what is too deep', async () => {
    await expect(findCheckpointPaths({ path: '..', roots: [root] })).rejects.toMatchObject({
      code: 'PATH_OUTSIDE_ROOTS',
    });
    await expect(findCheckpointPaths({ path: 'linked-folder', roots: [root] })).rejects.toMatchObject({
      code: 'PATH_OUTSIDE_ROOTS',
    });
    mkdirSync(path.join(root, 'deep', ...Array.from({ length: 18 }, () => 'd')), { recursive: true });
    await expect(findCheckpointPaths({ path: 'deep', roots: [root] })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });
});
