/** The bundled dictionaries as the first start leaves them: imported, matched and labelled. One file of a run has it made, every one copies it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inject, vi } from 'vitest';
import { root } from '../.ci/read-page.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Made by `run-folder.ts` for each run of the suite. */
    runFolder: string;
  }
}

/** Far above what the first start takes on two busy cores. */
const PATIENCE_MS = 540_000;

/** What is copied; the other files of a data folder belong to the process that has it open. */
const KEPT = ['initialised', 'postgres'];

/** Copies the data to `dataDir`. Returns what the first start printed. */
export async function copyBundledData(dataDir: string): Promise<string> {
  const made = path.join(inject('runFolder'), 'bundled');
  const printed = path.join(made, 'printed.txt');
  const fault = path.join(made, 'fault.txt');
  if ((await mkdir(made, { recursive: true })) !== undefined) await makeData(made, { printed, fault });
  await vi.waitUntil(() => existsSync(printed) || existsSync(fault), { timeout: PATIENCE_MS, interval: 100 });
  if (existsSync(fault)) throw new Error(await readFile(fault, 'utf8'));
  for (const name of KEPT) await cp(path.join(made, 'data', name), path.join(dataDir, name), { recursive: true });
  return readFile(printed, 'utf8');
}

/** Starts the server, and stops it when it serves. Writes one of the two files last. */
async function makeData(folder: string, files: { printed: string; fault: string }): Promise<void> {
  const { DATABASE_URL: _, ...inherited } = process.env;
  const env = { ...inherited, RESEED_DATA_DIR: path.join(folder, 'data'), RESEED_PORT: '0' };
  const server = spawn(process.execPath, ['src/cli/main.ts', 'start'], { cwd: root, env });
  let printed = '';
  let errors = '';
  const listening = new Promise<void>((resolve) => {
    server.stdout.on('data', (data) => {
      printed += String(data);
      if (printed.includes('Ctrl-C stops')) resolve();
    });
  });
  server.stderr.on('data', (data) => (errors += String(data)));
  const closed = once(server, 'close');
  await Promise.race([listening, closed]);
  server.kill('SIGINT');
  const [code] = (await closed) as [number | null];
  if (code === 0) await writeFile(files.printed, printed);
  else await writeFile(files.fault, `The first start ended with ${code}:\n${printed}${errors}`);
}
