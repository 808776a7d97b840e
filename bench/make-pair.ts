/**
 * Makes a pair of dictionaries in a folder, in a process of its own: `node bench/make-pair.ts folder '{"geometry":"CLUSTERED",
 * "n":8192,"d":768,"shared":0.45}'`, or `'{"real":"mlp_topk_k4_N512"}'` for the bundled SAEs. Rows are drawn and placed one at a
 * time, so the memory is that of the rows.
 */
import { buildRandomStream } from '../src/compute/nulls/random-stream.ts';
import type { UnitRows } from '../src/compute/unit-rows.ts';
import { readRealPair } from './real-pair.ts';
import { pairFiles, writeRows } from './row-files.ts';
import { buildDraws, buildSyntheticPair, drawNear, type Geometry, geometries } from './synthetic-dictionaries.ts';

/** What a pair is made of. */
export interface PairRecipe {
  geometry: Geometry;
  n: number;
  d: number;
  shared: number;
  /** Name of a set of bundled SAEs, in place of all the others. */
  real?: string;
}

/** Rows beyond which they are placed as they are drawn. */
const mostHeld = 40_000;

function drawOrder(n: number, seed: number): Int32Array {
  const stream = buildRandomStream(seed, [n]);
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(stream.nextUniform() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

function drawLargePair({ geometry, n, d, shared }: PairRecipe): { a: UnitRows; b: UnitRows } {
  if (geometry === 'SPLIT') throw new RangeError('large pairs have no split geometry: it looks back at all rows');
  const stream = buildRandomStream(1, [geometries.indexOf(geometry), n, d]);
  const [drawA, drawB] = buildDraws(stream, { geometry, n, d });
  const [a, b] = [new Float32Array(n * d), new Float32Array(n * d)];
  const [placeA, placeB] = [drawOrder(n, 1), drawOrder(n, 2)];
  for (let i = 0; i < n; i++) {
    const row = drawA();
    a.set(row, placeA[i] * d);
    b.set(i < shared * n ? drawNear(stream, row, 0.7 + 0.29 * stream.nextUniform()) : drawB(), placeB[i] * d);
  }
  return { a: { n, d, values: a }, b: { n, d, values: b } };
}

if (import.meta.main) {
  const [folder, text] = process.argv.slice(2);
  const recipe = JSON.parse(text) as PairRecipe;
  const make = async () => {
    if (recipe.real) return readRealPair(recipe.real);
    return recipe.n > mostHeld ? drawLargePair(recipe) : buildSyntheticPair({ ...recipe, seed: 1 });
  };
  const { a, b } = await make();
  const [fileA, fileB] = pairFiles(folder);
  writeRows(fileA, a);
  writeRows(fileB, b);
  process.stdout.write(JSON.stringify({ n: a.n, d: a.d }));
}
