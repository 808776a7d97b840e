/**
 * `sparsity.safetensors` of SAELens -> the firing frequency of every latent. `sparsity` [n] is log10 of the frequency plus 1e-10.
 *
 * The file is an extra: one that cannot be read, or says something else, is noted, and the frequencies are unknown.
 */
import { isReseedError } from '../../src/errors.ts';
import { openTensorSet, closeAll, type TensorSet } from '../containers/tensor-set.ts';
import type { SourceFolder } from '../files/byte-source.ts';
import type { Guess } from './checkpoint.ts';
import { getVector } from './matrix-layout.ts';
import type { VectorReader } from './open-dictionary.ts';

const FILE = 'sparsity.safetensors';

/** What SAELens adds to a frequency before it takes the logarithm. */
const FREQUENCY_EPSILON = 1e-10;

export interface Sparsity {
  /** Open; the checkpoint closes it. Null where there is no file that can be used. */
  set: TensorSet | null;
  frequency: VectorReader | null; // [n]
  notes: Guess[];
}

/** What the file of `folder` says of `nLatents` latents. */
export async function readSparsity(folder: SourceFolder, nLatents: number): Promise<Sparsity> {
  if (!(await folder.has(FILE))) return { set: null, frequency: null, notes: [] };
  let set: TensorSet | null = null;
  try {
    set = await openTensorSet(folder, FILE);
    const read = getVector(set, 'sparsity', nLatents);
    // NaN passes, for the importer to note.
    const frequency = async () => (await read()).map((log) => Math.min(1, Math.max(0, 10 ** log - FREQUENCY_EPSILON)));
    return { set, frequency, notes: [] };
  } catch (error) {
    await closeAll(set?.sources ?? []);
    if (!isReseedError(error)) throw error;
    return spoilt(error.message);
  }
}

function spoilt(why: string): Sparsity {
  const note = { field: 'firingFrequency', value: 'unknown', because: `${FILE} cannot be used: ${why}` };
  return { set: null, frequency: null, notes: [note] };
}
