import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** One file each, in a folder of its own inside the room it is named after. */
const cases = [
  { room: 'loaders', imports: "import { openDatabase as x } from '../../db/connect/connect.ts';", allowed: false },
  { room: 'loaders', imports: "import x from 'pg';", allowed: false },
  { room: 'src/compute', imports: "import { readRows as x } from '../../../db/stores/latents.ts';", allowed: false },
  {
    room: 'src/compute',
    imports: "import { openCheckpoint as x } from '../../../loaders/checkpoints/formats.ts';",
    allowed: false,
  },
  { room: 'db', imports: "import { matchRows as x } from '../../src/compute/matching/match-rows.ts';", allowed: false },
  { room: 'db', imports: "import { startBoss as x } from '../../src/jobs/queue/boss.ts';", allowed: false },
  { room: 'src/jobs', imports: "import { startGraphServer as x } from '../../graph/server.ts';", allowed: false },
  { room: 'src/jobs', imports: "import { readRows as x } from '../../../db/stores/latents.ts';", allowed: true },
  { room: 'src/graph', imports: "import { buildBossQueue as x } from '../../jobs/worker/worker.ts';", allowed: false },
  {
    room: 'src/graph',
    imports: "import type { JobQueue as X } from '../../jobs/queue/job-queue.ts';\nconst x: X | null = null;",
    allowed: true,
  },
];

test('files that import against the plan of the house are refused, and only those', async () => {
  const places: string[] = [];
  try {
    const files: string[] = [];
    for (const { room, imports } of cases) {
      const place = await mkdtemp(path.join(root, room, 'wrong-'));
      places.push(place);
      const file = path.join(place, 'wrong.ts');
      await writeFile(file, `${imports}\nexport const y = x;\n`);
      files.push(file);
    }
    const oxlint = path.join(root, 'node_modules/.bin/oxlint');
    const args = ['--config', path.join(root, '.oxlintrc.json'), '--format', 'json', ...files];
    const { stdout } = await run(oxlint, args, { cwd: root }).catch((error: { stdout: string }) => error);
    const found = (JSON.parse(stdout) as { diagnostics: { code: string; filename: string }[] }).diagnostics;
    const refused = new Set(
      found.filter((one) => one.code.includes('no-restricted-imports')).map((one) => path.resolve(root, one.filename)),
    );
    expect(cases.map((_, i) => refused.has(files[i]))).toEqual(cases.map(({ allowed }) => !allowed));
  } finally {
    for (const place of places) await rm(place, { recursive: true });
  }
});
