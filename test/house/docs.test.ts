/** Every command and query of the pages is run, and does what the page shows; what is not run is named here. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { buildSchema, parse, validate } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askStored } from '../../.ci/ask-stored.ts';
import { compareLines, compareTraining } from '../../.ci/compare-output.ts';
import { listPages, readPage, root } from '../../.ci/read-page.ts';
import { replayPage } from '../../.ci/replay-page.ts';
import { copyBundledData } from '../bundled-data.ts';

const pages = await listPages();
let folder: string;
let bundled: string;
/** What the first start prints. */
let printed = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'reseed-pages-'));
  bundled = path.join(folder, 'data');
  printed = await copyBundledData(bundled);
}, 600_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the first start prints what the README shows', async () => {
  const blocks = await readPage('README.md');
  const start = blocks.findIndex(({ text }) => text.includes('npm start'));
  expect(compareLines(blocks[start + 1].text, printed)).toBeNull();
});

test.each(pages)(
  '%s does what it shows',
  async (page) => {
    const { faults } = await replayPage(page, { bundled, slow: false, ask: askStored });
    expect(faults).toEqual([]);
  },
  600_000,
);

test('the picture of the README is one that the report draws', async () => {
  const file = path.join(folder, 'report.html');
  const args = ['src/cli/main.ts', 'report', 'mlp_relu_L4_N1024', '--out', file];
  await promisify(execFile)(process.execPath, args, { cwd: root, env: { ...process.env, RESEED_DATA_DIR: bundled } });
  const picture = await readFile(path.join(root, 'docs/matched-cosines.svg'), 'utf8');
  const [, drawing] = /<rect [^>]*>\n([\s\S]*)\n<\/svg>/.exec(picture) ?? [];
  expect(drawing.length).toBeGreaterThan(1000);
  expect(await readFile(file, 'utf8')).toContain(drawing);
});

test('every query of the pages is one of the schema, sent or not', async () => {
  const schema = buildSchema(await readFile(path.join(root, 'schema.graphql'), 'utf8'));
  for (const page of pages)
    for (const { language, line, text } of await readPage(page))
      if (language === 'graphql') expect(validate(schema, parse(text)), `${page}:${line}`).toEqual([]);
});

test('what is not replayed is a decision', async () => {
  const left: string[] = [];
  for (const page of pages)
    for (const { language, attributes } of await readPage(page)) {
      const reasons = ['not-replayed', 'slow', 'needs'].filter((name) => name in attributes);
      if (reasons.length > 0)
        left.push(
          `${page} ${language}: ${reasons.map((name) => (name === 'needs' ? `needs ${attributes.needs}` : attributes[name] || name)).join(', ')}`,
        );
      // Everything else is run, written to a file, or the output of the block before it.
      else if (!('file' in attributes)) expect(['sh', 'graphql', 'text', 'json', 'mermaid']).toContain(language);
    }
  expect(left).toEqual([
    'README.md sh: .ci/fresh-clone runs it; the test compares what npm start prints',
    'README.md sh: .ci/fresh-clone runs it',
    "docs/ask.md sh: needs a running server; .ci/fresh-clone sends the README's query to one",
    'docs/ask.md graphql: starts work',
    'docs/ask.md graphql: needs the id of a running job',
    'docs/bring-dictionaries.md sh: needs the hub',
    'docs/bring-dictionaries.md sh: needs the hub',
    'docs/bring-dictionaries.md sh: needs the package sae_lens and the hub',
    'docs/bring-dictionaries.md python: needs Python with SAELens',
    'docs/bring-dictionaries.md sh: needs paper-matchings',
    'docs/explain.md sh: needs a sentence-embedding model',
    'docs/explain.md sh: slow, needs models/stories260k',
    'docs/explain.md sh: slow, needs models/stories260k',
    'docs/explain.md sh: needs a chat endpoint',
    'docs/gpu.md sh: rates differ from machine to machine',
    'docs/gpu.md sh: needs a GPU',
    'docs/gpu.md sh: installs a package of the system',
    'docs/gpu.md sh: installs packages of the system',
    'docs/gpu.md sh: downloads from NuGet',
    'docs/gpu.md sh: a server that runs until Ctrl-C',
    'docs/gpu.md sh: needs a PostgreSQL server',
    'docs/gpu.md graphql: says what a machine has',
    'docs/match.md python: needs Python with pandas',
    'docs/operate.md sh: a server that runs until Ctrl-C; .ci/fresh-clone starts and stops one',
    'docs/operate.md sh: a key is random',
    'docs/operate.md sh: needs a PostgreSQL server',
    'docs/study.md sh: slow',
    'docs/train.md sh: slow',
    'docs/train.md sh: needs models/stories260k',
    'docs/train.md sh: needs models/stories260k',
    'docs/train.md sh: slow, needs models/stories260k',
    'docs/train.md graphql: needs the id of a running job',
    "docs/train.md graphql: answers with the reader's own runs",
  ]);
});

test('a comparison sees a wrong word, a missing line and a line too many', () => {
  expect(compareLines('a\n...\nc', 'a\nb\nc\n')).toBeNull();
  expect(compareLines('...\nb  1\n...', 'a\nb  1\nc\n')).toBeNull();
  expect(compareLines('a\nb', 'a\nx\n')).toContain('b');
  expect(compareLines('a\n...\nd', 'a\nb\nc\n')).toContain('d');
  expect(compareLines('a', 'a\nb\n')).toContain('b');
  expect(compareLines('b', 'a\nb\n')).toContain('b');
  expect(compareTraining('seed  FVU\n----  ---\n 1  0.20', 'seed  FVU\n----  ---\n 1  0.21')).toBeNull();
  expect(compareTraining('seed  FVU\n----  ---\n 1  0.20', 'seed  FVU\n----  ---\n 1  0.29')).toContain('0.20');
});
