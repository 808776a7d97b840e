/**
 * Our matching next to SciPy's dense and sparse assignments and the npm packages that people would find.
 *
 * Run by hand on a quiet machine: `node bench/matching-peers.ts [n...] [--d 256] [--npm-up-to 4096]`. The packages are installed
 * into a temporary folder from the configured registry, once; what cannot be had is left out with a word. The result goes to
 * standard output and the section "matching-peers" of bench/RESULTS.md.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { describeMachine } from './machine.ts';
import type { PairTimes } from './match-pair.ts';
import { markdownTable, writeReport } from './report.ts';
import { pairFiles } from './row-files.ts';

interface PeerAnswer {
  seconds: number;
  megabytes: number;
  objective: number;
}

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { d: { type: 'string', default: '256' }, 'npm-up-to': { type: 'string', default: '4096' } },
});
const d = Number(options.d);
const sizes = positionals.length > 0 ? positionals.map(Number) : [4096, 8192, 16_384];
const packages = ['munkres@2.0.4', 'linear-sum-assignment@1.0.9'];
/** A package that takes longer than this is left out. */
const patienceMs = 300_000;

const here = (script: string) => path.join(import.meta.dirname, script);
const attempt = <T>(what: string, work: () => T): T | null => {
  try {
    return work();
  } catch (error) {
    process.stderr.write(`${what} is left out: ${String(error).split('\n')[0]}\n`);
    return null;
  }
};
const ask = (command: string, args: (string | number)[], cwd?: string): PeerAnswer =>
  JSON.parse(
    execFileSync(command, args.map(String), {
      cwd,
      timeout: patienceMs,
      stdio: ['ignore', 'pipe', 'ignore'],
    }).toString(),
  ) as PeerAnswer;

const tools = mkdtempSync(path.join(tmpdir(), 'reseed-peers-'));
const installed = packages.filter((name) =>
  attempt(name, () => {
    writeFileSync(path.join(tools, 'package.json'), '{"private":true}');
    execFileSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', ...packages], {
      cwd: tools,
      stdio: 'ignore',
    });
    return true;
  }),
);
const machine = describeMachine();
const rows: string[][] = [];
for (const n of sizes) {
  const folder = mkdtempSync(path.join(tmpdir(), 'reseed-bench-'));
  const recipe = JSON.stringify({ geometry: 'CLUSTERED', n, d, shared: 0.45 });
  execFileSync(process.execPath, [here('make-pair.ts'), folder, recipe]);
  const ours = execFileSync(process.execPath, [here('match-pair.ts'), folder, String(d), '2', '3', String(n)]);
  const { seconds, megabytes, certificate } = JSON.parse(ours.toString()) as PairTimes;
  const put = (name: string, answer: PeerAnswer | null) => {
    if (!answer) return;
    const off = answer.objective - certificate.primal;
    const row = [String(n), name, answer.seconds.toFixed(2), (answer.seconds / seconds).toFixed(1)];
    rows.push([...row, answer.megabytes.toFixed(0), answer.objective.toFixed(6), off.toExponential(1)]);
    process.stderr.write(`${rows.at(-1)?.join(' ')}\n`);
  };
  put('Reseed, product and certificate included', { seconds, megabytes, objective: certificate.primal });
  const files = pairFiles(folder);
  for (const [name, kind] of [
    ['SciPy linear_sum_assignment', 'dense'],
    ['SciPy min_weight_full_bipartite_matching on the 64 nearest', 'sparse'],
  ])
    put(
      name,
      attempt(name, () => ask('python3', [here('scipy-assignment.py'), ...files, n, d, kind])),
    );
  for (const name of n <= Number(options['npm-up-to']) ? installed : []) {
    const bare = name.split('@')[0];
    const script = here('npm-assignment.mjs');
    put(
      `npm ${name}`,
      attempt(name, () => ask(process.execPath, [script, tools, bare, ...files, n, d])),
    );
  }
  rmSync(folder, { recursive: true });
}
rmSync(tools, { recursive: true });
writeReport(
  'matching-peers',
  `# Exact matching next to other solvers

${machine}
- clustered, d = ${d}, 45% of the latents shared; ours: median of 3 with 2 threads; others: one run, the matrix of cosines not counted in their time but in their memory
- "over ours": a solver's time over ours; "off": its objective minus ours. The sparse matcher sees only the 64 nearest of each row and column

${markdownTable(['n', 'solver', 's', 'over ours', 'peak MB', 'objective', 'off'], rows)}
`,
);
