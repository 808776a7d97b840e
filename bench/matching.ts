/**
 * Time of an exact, certified matching over the time of one bare n x n x d product in the same runtime, beside SciPy's dense
 * assignment where Python has it.
 *
 * Run by hand on a quiet machine: `node bench/matching.ts [n...] [--d 768] [--geometry CLUSTERED,SPLIT] [--repeats 3] [--scipy-
 * up-to 8192]`. Each repeat measures the product and the matching in turn; medians go to standard output and the section
 * "matching" of bench/RESULTS.md.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { matchRows } from '../src/compute/matching/match-rows.ts';
import { openTileProduct, TILE_COLUMNS, TILE_ROWS } from '../src/compute/matching/tile-product.ts';
import type { Certificate } from '../src/compute/side-matching.ts';
import type { UnitRows } from '../src/compute/unit-rows.ts';
import { describeMachine } from './machine.ts';
import { markdownTable, writeReport } from './report.ts';
import { buildSyntheticPair, type Geometry, geometries } from './synthetic-dictionaries.ts';
import { measure, median } from './timing.ts';

interface ScipyAnswer {
  productSeconds: number;
  seconds: number;
  megabytes: number;
  objective: number;
}

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    d: { type: 'string', default: '768' },
    geometry: { type: 'string', default: geometries.join(',') },
    repeats: { type: 'string', default: '3' },
    threads: { type: 'string', default: '2' },
    'scipy-up-to': { type: 'string', default: '8192' },
  },
});
const d = Number(options.d);
const threads = Number(options.threads);
const sizes = positionals.length > 0 ? positionals.map(Number) : [2048, 4096, 8192, 16384, 32768];

/** Every tile of the product once, and nothing else. */
async function multiplyAll(a: UnitRows, b: UnitRows): Promise<void> {
  const product = await openTileProduct({ d, threads });
  const tile = new Float32Array(TILE_ROWS * TILE_COLUMNS);
  for (let i = 0; i < a.n; i += TILE_ROWS) {
    const x = a.values.subarray(i * d, Math.min(i + TILE_ROWS, a.n) * d);
    for (let j = 0; j < b.n; j += TILE_COLUMNS) {
      const y = b.values.subarray(j * d, Math.min(j + TILE_COLUMNS, b.n) * d);
      await product.multiply(x, y, tile.subarray(0, (x.length / d) * (y.length / d)));
    }
  }
  await product.close();
}

/** SciPy's answer, or null where there is no Python with SciPy. */
function runScipy(a: UnitRows, b: UnitRows): ScipyAnswer | null {
  const folder = mkdtempSync(path.join(tmpdir(), 'reseed-bench-'));
  try {
    const files = [a, b].map((rows, side) => {
      const file = path.join(folder, `${side}.f32`);
      writeFileSync(file, new Uint8Array(rows.values.buffer, rows.values.byteOffset, rows.values.byteLength));
      return file;
    });
    const script = path.join(import.meta.dirname, 'scipy-assignment.py');
    const answer = execFileSync('python3', [script, ...files, String(a.n), String(d)], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return JSON.parse(answer.toString()) as ScipyAnswer;
  } catch {
    return null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const machine = describeMachine();
const rows: string[][] = [];
for (const n of sizes) {
  for (const geometry of options.geometry.split(',') as Geometry[]) {
    const { a, b } = buildSyntheticPair({ geometry, n, d, seed: 1 });
    const products: number[] = [];
    const matchings: number[] = [];
    let certificate: Certificate | undefined;
    const few = (all: UnitRows): UnitRows => ({ n: 100, d, values: all.values.subarray(0, 100 * d) });
    await multiplyAll(few(a), few(b)); // the first session loads the library
    for (let repeat = 0; repeat < Number(options.repeats); repeat++) {
      products.push((await measure(() => multiplyAll(a, b))).ms / 1000);
      const matching = await measure(() => matchRows(a, b, { measure: 'COSINE', threads }));
      matchings.push(matching.ms / 1000);
      certificate = matching.result.certificate;
    }
    if (!certificate?.optimal) throw new Error(`${geometry} ${n}: the matching was not certified`);
    const scipy = n <= Number(options['scipy-up-to']) ? runScipy(a, b) : null;
    const [product, matching] = [median(products), median(matchings)];
    const times = [product.toFixed(2), matching.toFixed(2), (matching / product).toFixed(2)];
    const proof = [String(certificate.rounds), certificate.gap.toExponential(1), certificate.primal.toFixed(6)];
    const theirs = scipy
      ? [scipy.seconds.toFixed(2), scipy.megabytes.toFixed(0), scipy.objective.toFixed(6)]
      : ['', '', ''];
    const row = [geometry, String(n), ...times, ...proof, ...theirs];
    process.stderr.write(`${row.join(' ')}\n`);
    rows.push(row);
  }
}
const ours = ['geometry', 'n', 'product s', 'matching s', 'ratio', 'rounds', 'gap', 'objective'];
const megabytes = (process.resourceUsage().maxRSS / 1024).toFixed(0);
writeReport(
  'matching',
  `# Exact matching beside one bare product

${machine}
- d = ${d}, ${threads} threads, 45% of the latents shared; medians of ${options.repeats}
- SciPy: \`linear_sum_assignment\` on the dense float64 matrix, whose product is not counted
- most memory of our process at any time: ${megabytes} MB

${markdownTable([...ours, 'SciPy s', 'SciPy MB', 'SciPy objective'], rows)}
`,
);
