/** Which room may import what, and that nothing imports in a circle: each rule is shown a file that breaks it. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** One file each, in the room that it is named after. */
const cases = [
  {
    file: 'loaders/a/x.ts',
    imports: "import { openDatabase as x } from '../../db/connect/connect.ts';",
    allowed: false,
  },
  {
    file: 'loaders/a/x.ts',
    imports: "import { readSummary as x } from '../../src/analysis/pair/pair-figures.ts';",
    allowed: false,
  },
  { file: 'loaders/a/x.ts', imports: "import x from 'pg';", allowed: false },
  {
    file: 'src/compute/a/x.ts',
    imports: "import { readRows as x } from '../../../db/stores/latents.ts';",
    allowed: false,
  },
  {
    file: 'src/compute/a/x.ts',
    imports: "import { definitions as x } from '../../analysis/definitions/definitions.ts';",
    allowed: false,
  },
  {
    file: 'src/compute/a/x.ts',
    imports: "import { openCheckpoint as x } from '../../../loaders/checkpoints/formats.ts';",
    allowed: false,
  },
  { file: 'src/compute/a/x.ts', imports: "import x from 'onnxruntime-node';", allowed: true },
  {
    file: 'db/a/x.ts',
    imports: "import { matchRows as x } from '../../src/compute/matching/match-rows.ts';",
    allowed: false,
  },
  {
    file: 'db/a/x.ts',
    imports: "import { readSummary as x } from '../../src/analysis/pair/pair-figures.ts';",
    allowed: false,
  },
  { file: 'db/a/x.ts', imports: "import { startBoss as x } from '../../src/jobs/queue/boss.ts';", allowed: false },
  {
    file: 'src/analysis/a/x.ts',
    imports: "import { readRows as x } from '../../../db/stores/latents.ts';",
    allowed: true,
  },
  {
    file: 'src/analysis/a/x.ts',
    imports: "import { summarise as x } from '../../compute/statistics/statistics.ts';",
    allowed: true,
  },
  {
    file: 'src/analysis/a/x.ts',
    imports: "import { checkFirst as x } from '../../graph/paging/paging.ts';",
    allowed: false,
  },
  {
    file: 'src/analysis/a/x.ts',
    imports: "import type { Boss as X } from '../../jobs/queue/boss.ts';\nconst x: X | null = null;",
    allowed: false,
  },
  { file: 'src/analysis/a/x.ts', imports: "import { openApp as x } from '../../cli/app.ts';", allowed: false },
  {
    file: 'src/analysis/a/x.ts',
    imports: "import { openCheckpoint as x } from '../../../loaders/checkpoints/formats.ts';",
    allowed: false,
  },
  {
    file: 'src/analysis/a/x.ts',
    imports: "import type { Side as X } from '../../../loaders/checkpoints/checkpoint.ts';\nconst x: X | null = null;",
    allowed: true,
  },
  ...['pg', 'pg-boss', 'graphql', '@apollo/server', 'express', 'onnxruntime-node', 'node:http'].map((name) => ({
    file: 'src/analysis/a/x.ts',
    imports: `import x from '${name}';`,
    allowed: false,
  })),
  {
    file: 'src/jobs/a/x.ts',
    imports: "import { startGraphServer as x } from '../../graph/http/server.ts';",
    allowed: false,
  },
  { file: 'src/jobs/a/x.ts', imports: "import { readRows as x } from '../../../db/stores/latents.ts';", allowed: true },
  {
    file: 'src/jobs/a/x.ts',
    imports: "import { readSummary as x } from '../../analysis/pair/pair-figures.ts';",
    allowed: true,
  },
  { file: 'src/jobs/a/x.ts', imports: "import x from 'onnxruntime-node';", allowed: false },
  {
    file: 'src/graph/a/x.ts',
    imports: "import { buildBossQueue as x } from '../../jobs/worker/worker.ts';",
    allowed: false,
  },
  {
    file: 'src/graph/a/x.ts',
    imports: "import type { JobQueue as X } from '../../jobs/queue/job-queue.ts';\nconst x: X | null = null;",
    allowed: true,
  },
  {
    file: 'src/graph/a/x.ts',
    imports: "import { summarise as x } from '../../compute/statistics/statistics.ts';",
    allowed: false,
  },
  {
    file: 'src/graph/a/x.ts',
    imports: "import type { Criterion as X } from '../../compute/statistics/criterion.ts';\nconst x: X | null = null;",
    allowed: true,
  },
  {
    file: 'src/graph/a/x.ts',
    imports: "import { readSummary as x } from '../../analysis/pair/pair-figures.ts';",
    allowed: true,
  },
  { file: 'src/graph/a/x.ts', imports: "import x from 'onnxruntime-node';", allowed: false },
  {
    file: 'src/web/explorer/x.ts',
    imports: "import { definitions as x } from '../../analysis/definitions/definitions.ts';",
    allowed: false,
  },
  { file: 'src/web/explorer/x.ts', imports: "import x from 'node:fs';", allowed: false },
  {
    file: 'src/web/explorer/x.ts',
    imports: "import { definitions as x } from '../generated/definitions.ts';",
    allowed: true,
  },
].map(({ file, ...rest }, i) => ({ file: file.replace('x.ts', `x${i}.ts`), ...rest }));

let tree: string;
/** A tree of the same rooms elsewhere, under the same rules; those that need the whole program's types do not concern imports. */
beforeAll(async () => {
  tree = await mkdtemp(path.join(tmpdir(), 'reseed-rules-'));
  const { $schema: _, options, ...rules } = JSON.parse(await readFile(path.join(root, '.oxlintrc.json'), 'utf8'));
  await writeFile(
    path.join(tree, '.oxlintrc.json'),
    JSON.stringify({ ...rules, options: { ...options, typeAware: false } }),
  );
});
afterAll(() => rm(tree, { recursive: true }));

/** The files that a rule refuses, relative to the tree. */
async function findRefused(rule: string, files: Record<string, string>): Promise<Set<string>> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(tree, file)), { recursive: true });
    await writeFile(path.join(tree, file), text);
  }
  const oxlint = path.join(root, 'node_modules/.bin/oxlint');
  const { stdout } = await run(oxlint, ['--format', 'json', ...Object.keys(files)], { cwd: tree }).catch(
    (error: { stdout: string }) => error,
  );
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; filename: string }[] };
  return new Set(diagnostics.filter(({ code }) => code.includes(rule)).map(({ filename }) => filename));
}

test('files that import against the plan of the house are refused, and only those', async () => {
  const files = Object.fromEntries(cases.map(({ file, imports }) => [file, `${imports}\nexport const y = x;\n`]));
  const refused = await findRefused('no-restricted-imports', files);
  const wrong = cases.filter(({ file, allowed }) => refused.has(file) === allowed);
  expect(wrong).toEqual([]);
});

test('a circle of imports is refused, of types as of values', async () => {
  const refused = await findRefused('no-cycle', {
    'src/analysis/b/first.ts':
      "import type { Second } from './second.ts';\nexport interface First {\n  second: Second;\n}\n",
    'src/analysis/b/second.ts':
      "import type { First } from './first.ts';\nexport interface Second {\n  first: First;\n}\n",
    'src/analysis/b/third.ts': "import { fourth } from './fourth.ts';\nexport const third = () => fourth;\n",
    'src/analysis/b/fourth.ts': "import { third } from './third.ts';\nexport const fourth = () => third;\n",
    'src/analysis/b/leaf.ts': "import type { First } from './first.ts';\nexport const leaf: First | null = null;\n",
  });
  expect([...refused].sort()).toEqual(
    ['first', 'fourth', 'second', 'third'].map((name) => `src/analysis/b/${name}.ts`),
  );
});
