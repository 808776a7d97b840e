/**
 * Checkpoints that other libraries wrote, imported, exported again in every format that can say them, and loaded by the library each is for: codes and
 * outputs of random inputs next to those of the original. `PYTHON=<python with sae-lens, eai-sparsify and dictionary-learning> npm run bench -- round-trips`.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { findDictionaries } from '../db/stores/dictionaries.ts';
import { startJobFixture } from '../test/jobs/job-fixture.ts';
import { markdownTable, writeReport } from './report.ts';

const formats = ['sae-lens', 'dictionary-learning', 'sparsify'] as const;
/** Relative to the largest value: a few roundings of float32 (6e-8) where sums are taken in another order. */
const TOLERANCE = 1e-5;

interface Result {
  case: string;
  format: string;
  made: string;
  active: number;
  codes: number;
  output: number;
  sameActive: boolean;
}

const script = path.join(import.meta.dirname, 'library-checkpoints.py');
const python = (...args: string[]) =>
  spawnSync(process.env.PYTHON ?? 'python3', [script, ...args], {
    encoding: 'utf8',
    env: { ...process.env, LIBRARY_N: '192', LIBRARY_D: '24' },
  });

const root = await mkdtemp(path.join(os.tmpdir(), 'reseed-round-trips-'));
try {
  const [theirs, ours] = [path.join(root, 'theirs'), path.join(root, 'ours')];
  const { status, stderr } = python('write', theirs);
  if (status === 3)
    process.stdout.write(`Skipped: ${stderr.trim()}. Name a Python that has the libraries in PYTHON.\n`);
  else if (status !== 0) throw new Error(stderr);
  else {
    const refused = await exportAll(theirs, ours);
    const compared = python('compare', theirs, ours);
    if (compared.status !== 0) throw new Error(compared.stderr);
    const { versions, results } = JSON.parse(compared.stdout.trim().split('\n').at(-1) ?? '') as {
      versions: Record<string, string>;
      results: Result[];
    };
    report({ versions, results, refused });
  }
} finally {
  await rm(root, { recursive: true });
}

/** Imports every folder of `theirs` and exports it as `ours/<case>/<format>`. What a format cannot say is listed. */
async function exportAll(theirs: string, ours: string): Promise<string[][]> {
  await mkdir(ours);
  const refused: string[][] = [];
  const fixture = await startJobFixture({ importRoots: [theirs], exportRoot: ours });
  try {
    for (const entry of (await readdir(theirs, { withFileTypes: true })).filter((one) => one.isDirectory())) {
      const job = await fixture.queue.enqueue('IMPORT', {
        path: entry.name,
        runGroup: entry.name,
        model: 'm',
        hookpoint: 'layers.3',
      });
      const { spaceId, dictionaryId } = await fixture.succeeded(job.id);
      const [dictionary] = await findDictionaries(fixture.db, [{ spaceId: spaceId ?? 0, id: dictionaryId ?? 0 }]);
      if (!dictionary) throw new Error(`${entry.name} was not imported`);
      for (const format of formats) {
        const folder = `${entry.name}/${format}`;
        const ended = await fixture.ended((await fixture.queue.enqueue('EXPORT', { dictionary, format, folder })).id);
        if (ended.state === 'SUCCEEDED') continue;
        if (ended.errorCode !== 'FORMAT_CANNOT_EXPRESS') throw new Error(ended.errorMessage ?? ended.state);
        refused.push([entry.name, format, (ended.errorMessage ?? '').replace(/^.*?: /, '')]);
      }
    }
  } finally {
    await fixture.close();
  }
  return refused;
}

function report(of: { versions: Record<string, string>; results: Result[]; refused: string[][] }): void {
  const { versions, results, refused } = of;
  const rows = results.map((one) => [
    one.case,
    one.format,
    one.made,
    one.active.toFixed(1),
    one.sameActive ? 'the same' : 'DIFFERENT',
    one.codes.toExponential(1),
    one.output.toExponential(1),
  ]);
  const listed = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  writeReport(
    'round-trips',
    `# Checkpoints of other libraries, imported, exported and loaded again

Written by the libraries themselves (${listed.join(', ')}) with random weights (n = 192, d = 24), imported, exported, and loaded by the library that each format
is for: largest difference of codes and outputs from those of the original on 257 random inputs, relative to the largest value.

${markdownTable(['written by the library', 'exported as', 'loaded as', 'active per token', 'active latents', 'codes', 'outputs'], rows)}

Refused, because the format has no such dictionary:

${markdownTable(['written by the library', 'asked for', 'why'], refused)}
`,
  );
  const wrong = results.filter((one) => !one.sameActive || one.codes > TOLERANCE || one.output > TOLERANCE);
  if (wrong.length > 0)
    throw new Error(`Not the same: ${wrong.map((one) => `${one.case} as ${one.format}`).join(', ')}`);
}
