/**
 * Time of an exact, certified matching over the time of one bare float32 n x n x d product in the same process.
 *
 * Run by hand on a quiet machine: `node bench/matching.ts [small|large|real ...] [--n 8192,16384] [--d 768] [--geometry
 * CLUSTERED,SPLIT] [--shared 0.45] [--repeats 3] [--threads 2]`. Each repeat measures the product and the matching in turn;
 * medians go to standard output and to the sections "matching-small", "matching-large" and "matching-real" of bench/RESULTS.md.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { describeMachine } from './machine.ts';
import type { PairRecipe } from './make-pair.ts';
import type { PairTimes } from './match-pair.ts';
import { markdownTable, writeReport } from './report.ts';
import { type Geometry, geometries } from './synthetic-dictionaries.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    n: { type: 'string' },
    d: { type: 'string' },
    geometry: { type: 'string' },
    shared: { type: 'string' },
    repeats: { type: 'string' },
    threads: { type: 'string', default: '2' },
  },
});
/** Rows of the bare product where all of them would take many minutes. */
const slabRows = 8000;
/** Multiplications above which the bare product is measured on a slab. */
const slabFrom = 2e13;

const read = (text: string | undefined, otherwise: number[]) => text?.split(',').map(Number) ?? otherwise;

interface Part {
  title: string;
  repeats: number;
  recipes: PairRecipe[];
}

function buildRecipes(sizes: {
  n: number[];
  d: number[];
  geometries: readonly Geometry[];
  shared: number[];
}): PairRecipe[] {
  const { n, d, shared } = sizes;
  return n.flatMap((n) =>
    d.flatMap((d) => sizes.geometries.flatMap((geometry) => shared.map((shared) => ({ geometry, n, d, shared })))),
  );
}

const asked = options.geometry?.split(',') as Geometry[] | undefined;
const nothing: PairRecipe = { geometry: 'CLUSTERED', n: 0, d: 0, shared: 0 };
const parts: Record<string, Part> = {
  small: {
    title: 'Exact matching next to one bare product',
    repeats: 3,
    recipes: [
      ...buildRecipes({
        n: read(options.n, [8192, 16_384, 32_768]),
        d: read(options.d, [768]),
        geometries: asked ?? geometries,
        shared: read(options.shared, [0.45]),
      }),
      ...(options.shared || options.n || asked
        ? []
        : buildRecipes({ n: [16_384], d: [768], geometries: ['CLUSTERED'], shared: [0.3, 0.6] })),
    ],
  },
  large: {
    title: 'Exact matching of 131,072 latents',
    repeats: 1,
    recipes: buildRecipes({
      n: read(options.n, [131_072]),
      d: read(options.d, [64, 768, 4096]),
      geometries: asked ?? ['CLUSTERED'],
      shared: read(options.shared, [0.45]),
    }),
  },
  real: {
    title: 'Exact matching of real SAEs (decoders of two seeds)',
    repeats: 9,
    recipes: ['mlp_topk_k4_N512', 'mlp_relu_L4_N1024'].map((real) => ({ ...nothing, real })),
  },
};

function run(script: string, args: (string | number)[]): string {
  const file = path.join(import.meta.dirname, script);
  return execFileSync(process.execPath, [file, ...args.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  }).toString();
}

function measurePair(recipe: PairRecipe, repeats: number): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'reseed-bench-'));
  try {
    const { n, d } = JSON.parse(run('make-pair.ts', [folder, JSON.stringify(recipe)])) as { n: number; d: number };
    const isSlab = n * n * d > slabFrom;
    const args = [folder, d, options.threads, repeats, isSlab ? slabRows : n];
    const times = JSON.parse(run('match-pair.ts', args)) as PairTimes;
    const { certificate, productSeconds, seconds } = times;
    return [
      recipe.real ?? recipe.geometry,
      recipe.real ? '' : `${recipe.shared * 100}%`,
      String(n),
      String(d),
      times.precision,
      `${productSeconds.toPrecision(3)}${isSlab ? ' (slab)' : ''}`,
      seconds.toPrecision(3),
      (seconds / productSeconds).toFixed(2),
      times.megabytes.toFixed(0),
      times.deafSeconds.toFixed(2),
      String(certificate.rounds),
      certificate.gap.toExponential(1),
      certificate.primal.toFixed(6),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const names = positionals.length > 0 ? positionals : Object.keys(parts);
for (const name of names) {
  const { title, recipes, ...part } = parts[name];
  const repeats = Number(options.repeats ?? part.repeats);
  const machine = describeMachine();
  const rows: string[][] = [];
  for (const recipe of recipes) {
    rows.push(measurePair(recipe, repeats));
    process.stderr.write(`${rows.at(-1)?.join(' ')}\n`);
  }
  const header = [
    'data',
    'shared',
    'n',
    'd',
    'tiles',
    'product s',
    'matching s',
    'ratio',
    'peak MB',
    'deaf s',
    'rounds',
    'gap',
    'objective',
  ];
  writeReport(
    `matching-${name}`,
    `# ${title}

${machine}
- ${options.threads} threads; ${repeats === 1 ? 'one run' : `medians of ${repeats}`}; one process per row; peak memory includes both dictionaries' float32 rows
- deaf: the longest that the matching does not look whether it was cancelled
- product: one bare float32 n x n x d product in tiles in the same process (slab: measured on ${slabRows} rows and scaled)

${markdownTable(header, rows)}
`,
  );
}
