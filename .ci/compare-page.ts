/**
 * Whether src/web/built is what src/web gives: builds it into an empty folder and compares every file. In: nothing. Exit 1 with the names of files
 * that differ.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { root } from './read-page.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'reseed-page-'));
try {
  const configFile = path.join(root, 'src/web/vite.config.ts');
  await build({ configFile, logLevel: 'error', build: { outDir: folder, emptyOutDir: true } });
  const [given, kept] = [await readFiles(folder), await readFiles(path.join(root, 'src/web/built'))];
  const names = new Set([...given.keys(), ...kept.keys()]);
  const different = [...names].filter((name) => given.get(name) !== kept.get(name)).sort();
  if (different.length > 0) {
    process.stdout.write(
      `src/web/built is not what src/web gives:\n  ${different.join('\n  ')}\nRun \`npm run page\`.\n`,
    );
    process.exitCode = 1;
  }
} finally {
  await rm(folder, { recursive: true });
}

/** The files below a folder by their relative names. */
async function readFiles(from: string): Promise<Map<string, string>> {
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      files.map(async (file): Promise<[string, string]> => [path.relative(from, file), await readFile(file, 'latin1')]),
    ),
  );
}
