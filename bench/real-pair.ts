/** The decoders of two seeds of a bundled dictionary set. */
import path from 'node:path';
import { openCheckpoint } from '../loaders/checkpoints/formats.ts';
import { openSourceFolder } from '../loaders/files/source-folder.ts';
import { buildUnitRows, type UnitRows } from '../src/compute/unit-rows.ts';

const root = path.resolve(import.meta.dirname, '../seeds-data');

/** Unit decoder rows of seeds 1 and 2 of `set`. */
export async function readRealPair(set: string): Promise<{ a: UnitRows; b: UnitRows }> {
  return { a: await readDecoder(set, 'seed1'), b: await readDecoder(set, 'seed2') };
}

async function readDecoder(set: string, seed: string): Promise<UnitRows> {
  const folder = await openSourceFolder({ path: path.join(root, set, seed, 'layers.2.mlp'), roots: [root] });
  const checkpoint = await openCheckpoint(folder);
  try {
    const { nLatents: n, dIn: d } = checkpoint.facts;
    return buildUnitRows(await checkpoint.readRows('DECODER', { start: 0, count: n }), { n, d }).unit;
  } finally {
    await checkpoint.close();
  }
}
