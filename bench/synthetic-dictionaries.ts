/**
 * Pairs of dictionaries as two seeds make them: some latents shared up to noise, the others alone, in geometries that are hard in
 * different ways.
 *
 * In: geometry, size, seed. Out: two dictionaries of unit rows in random order.
 */
import { buildRandomStream, type RandomStream } from '../src/compute/nulls/random-stream.ts';
import { buildUnitRows, type UnitRows } from '../src/compute/unit-rows.ts';

/**
 * ISOTROPIC: uniform directions. ANISOTROPIC: falling spectrum and a common mean. CLUSTERED: clusters of heavy-tailed sizes,
 * which differ between the two, so that rows of a cluster are left over. SPLIT: clustered, and many orphans are near copies of a
 * shared latent.
 */
export type Geometry = 'ISOTROPIC' | 'ANISOTROPIC' | 'CLUSTERED' | 'SPLIT';
export const geometries: readonly Geometry[] = ['ISOTROPIC', 'ANISOTROPIC', 'CLUSTERED', 'SPLIT'];

/** Latents per cluster on average. */
const clusterSize = 40;

type Row = Float64Array;

function scaleToUnit(row: Row): Row {
  let sum = 0;
  for (const x of row) sum += x * x;
  const norm = Math.sqrt(sum);
  for (let z = 0; z < row.length; z++) row[z] /= norm;
  return row;
}

function drawNormal(stream: RandomStream, d: number): Row {
  const row = new Float64Array(d);
  for (let z = 0; z < d; z++) row[z] = stream.nextNormal();
  return row;
}

/** A unit row whose cosine with unit `centre` is `cosine`. */
export function drawNear(stream: RandomStream, centre: Row, cosine: number): Row {
  const noise = scaleToUnit(drawNormal(stream, centre.length));
  let along = 0;
  for (let z = 0; z < noise.length; z++) along += noise[z] * centre[z];
  for (let z = 0; z < noise.length; z++) noise[z] -= along * centre[z];
  scaleToUnit(noise);
  const across = Math.sqrt(1 - cosine * cosine);
  return noise.map((x, z) => cosine * centre[z] + across * x);
}

/** An index drawn with probability proportional to `weights`. */
function buildChoice(weights: Float64Array): (stream: RandomStream) => number {
  const cumulative = weights.slice();
  for (let c = 1; c < cumulative.length; c++) cumulative[c] += cumulative[c - 1];
  return (stream) => {
    const at = stream.nextUniform() * cumulative[cumulative.length - 1];
    let low = 0;
    for (let high = cumulative.length - 1; low < high; ) {
      const middle = (low + high) >> 1;
      if (cumulative[middle] > at) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

/** Draws of orphans and of shared latents' directions, for the first and for the second dictionary. */
export function buildDraws(
  stream: RandomStream,
  shape: { geometry: Geometry; n: number; d: number },
): [() => Row, () => Row] {
  const { geometry, n, d } = shape;
  if (geometry === 'ISOTROPIC') {
    const draw = () => scaleToUnit(drawNormal(stream, d));
    return [draw, draw];
  }
  const spectrum = Float64Array.from({ length: d }, (_, z) => (z + 1) ** (geometry === 'ANISOTROPIC' ? -0.5 : -0.25));
  scaleToUnit(spectrum);
  const drawShaped = () => drawNormal(stream, d).map((x, z) => x * spectrum[z] * Math.sqrt(d));
  if (geometry === 'ANISOTROPIC') {
    const draw = () => {
      const row = drawShaped();
      row[0] += 0.3 * Math.sqrt(d);
      return scaleToUnit(row);
    };
    return [draw, draw];
  }
  const centres = Array.from({ length: Math.max(8, Math.round(n / clusterSize)) }, () => scaleToUnit(drawShaped()));
  const sizes = Float64Array.from(centres, (_, c) => (c + 1) ** -0.8);
  const otherSizes = sizes.map((size) => size * Math.exp(0.5 * stream.nextNormal()));
  const drawMember = (choice: (stream: RandomStream) => number) => () => {
    const closeness = 0.2 + 0.6 * stream.nextUniform();
    const centre = centres[choice(stream)];
    const own = scaleToUnit(drawShaped());
    return scaleToUnit(own.map((x, z) => closeness * centre[z] + Math.sqrt(1 - closeness * closeness) * x));
  };
  return [drawMember(buildChoice(sizes)), drawMember(buildChoice(otherSizes))];
}

function assemble(stream: RandomStream, rows: Row[], d: number): UnitRows {
  for (let i = rows.length - 1; i > 0; i--) {
    const j = Math.floor(stream.nextUniform() * (i + 1));
    [rows[i], rows[j]] = [rows[j], rows[i]];
  }
  const values = new Float32Array(rows.length * d);
  for (const [i, row] of rows.entries()) values.set(row, i * d);
  return buildUnitRows(values, { n: rows.length, d }).unit;
}

/**
 * Two dictionaries of `n` and `nB` (default n) latents; `shared` of the smaller size have a counterpart at cosine 0.7 to 0.99.
 */
export function buildSyntheticPair(shape: {
  geometry: Geometry;
  n: number;
  nB?: number;
  d: number;
  shared?: number;
  seed: number;
}): { a: UnitRows; b: UnitRows } {
  const { geometry, n, nB = n, d, shared = 0.45, seed } = shape;
  const stream = buildRandomStream(seed, [geometries.indexOf(geometry), n, d]);
  const [drawA, drawB] = buildDraws(stream, shape);
  const nShared = Math.round(shared * Math.min(n, nB));
  const rowsA = Array.from({ length: n }, drawA);
  const rowsB = Array.from({ length: nB }, (_, j) =>
    j < nShared ? drawNear(stream, rowsA[j], 0.7 + 0.29 * stream.nextUniform()) : drawB(),
  );
  if (geometry === 'SPLIT') {
    const copies = (orphans: number) => Math.floor(0.4 * orphans);
    const nearShared = () => {
      const popular =
        Math.floor((nShared / 20) * ((1 - stream.nextUniform()) ** (-1 / 1.2) - 1)) % Math.max(1, nShared); // Pareto: few are split often
      return drawNear(stream, rowsA[popular], 0.5 + 0.35 * stream.nextUniform());
    };
    for (let i = nShared; i < nShared + copies(n - nShared); i++) rowsA[i] = nearShared();
    for (let j = nShared; j < nShared + copies(nB - nShared); j++) rowsB[j] = nearShared();
  }
  return { a: assemble(stream, rowsA, d), b: assemble(stream, rowsB, d) };
}
