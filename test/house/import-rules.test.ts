import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** What the linter says of a file with these imports in that folder. */
async function lint(folder: string, source: string): Promise<string> {
  const place = await mkdtemp(path.join(root, folder, 'wrong-'));
  const file = path.join(place, 'wrong.ts');
  try {
    await writeFile(file, source);
    const oxlint = path.join(root, 'node_modules/.bin/oxlint');
    const { stdout } = await run(oxlint, ['--config', path.join(root, '.oxlintrc.json'), file], { cwd: root }).catch((error: { stdout: string }) => error);
    return stdout;
  } finally {
    await rm(place, { recursive: true });
  }
}

test.each([
  ['loaders', "import { openDatabase } from '../../db/connect.ts';\nexport const x = openDatabase;\n"],
  ['loaders', "import pg from 'pg';\nexport const x = pg;\n"],
  ['src/compute', "import { readRows } from '../../../db/latents.ts';\nexport const x = readRows;\n"],
  ['src/compute', "import { openCheckpoint } from '../../../loaders/index.ts';\nexport const x = openCheckpoint;\n"],
  ['db', "import { matchRows } from '../../src/compute/match-rows.ts';\nexport const x = matchRows;\n"],
  ['db', "import { startBoss } from '../../src/jobs/boss.ts';\nexport const x = startBoss;\n"],
  ['src/jobs', "import { startGraphServer } from '../../graph/server.ts';\nexport const x = startGraphServer;\n"],
  ['src/graph', "import { buildBossQueue } from '../../jobs/boss-queue.ts';\nexport const x = buildBossQueue;\n"],
  ['src/graph', "import pg from 'pg';\nexport const x = pg;\n"],
])('a file in %s that imports against the plan of the house is refused', async (folder, source) => {
  expect(await lint(folder, source)).toContain('no-restricted-imports');
});

test('a file that keeps to the plan passes', async () => {
  const source = "import { readRows } from '../../../db/latents.ts';\nexport const x = readRows;\n";
  expect(await lint('src/jobs', source)).not.toContain('no-restricted-imports');
});
