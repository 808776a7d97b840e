/**
 * A SAELens checkpoint that was trained on whitened activations, z = (x - mean) M, and has not been folded -> rows in the space of x.
 *
 * `activation_whitening.safetensors`: `mean` [d], `matrix` M [d, d], `inverse_matrix` [d, d]. As SAELens folds it (`fold_activation_whitening`): decoder rows D M^-1, encoder rows M E, the
 * decoder's bias b M^-1 + mean; a bias of the encoder changes only where the decoder's is not subtracted from inputs. Each seed estimates its own M, so unfolded rows of two seeds
 * are in different bases and cannot be compared.
 */
import type { SourceFolder } from '../files/byte-source.ts';
import { openTensorSet, type TensorSet } from '../containers/tensor-set.ts';
import { readAll, type RowReader } from '../containers/tensor-rows.ts';
import { getTensor, getVector } from './matrix-layout.ts';
import type { VectorReader } from './open-dictionary.ts';
import { unsupported } from './published-layout.ts';

const FILE = 'activation_whitening.safetensors';

/** The maps back from whitened activations. The tensor set is open; the checkpoint closes it. */
export interface Unwhitening {
  readonly set: TensorSet;
  readonly decoder: (rows: RowReader) => RowReader;
  readonly encoder: (rows: RowReader) => RowReader;
  readonly decoderBias: (bias: VectorReader) => VectorReader;
}

/** Opens the maps of width `d`. Throws `FORMAT_UNSUPPORTED` where the matrix is not there, and where a bias would have to change that is not one vector. */
export async function openUnwhitening(
  folder: SourceFolder,
  { d, subtracts }: { d: number; subtracts: boolean },
): Promise<Unwhitening> {
  const what = folder.pathComponents.at(-1) ?? 'the checkpoint';
  if (!(await folder.has(FILE)))
    throw unsupported(
      what,
      `it reads whitened activations and ${FILE} is not there; expected the matrix`,
      'Import the final save, in which SAELens has folded it.',
    );
  if (!subtracts)
    throw unsupported(
      what,
      'it reads whitened activations without subtracting its decoder bias; expected one that subtracts it',
      'Import the final save, in which SAELens has folded the matrix.',
    );
  const set = await openTensorSet(folder, FILE);
  const matrix = (name: string) => {
    let values: Promise<Float32Array> | null = null;
    const tensor = getTensor(set, name);
    if (tensor.entry.shape.join() !== `${d},${d}`) getVector(set, name, d * d); // says what is wrong
    return () => (values ??= readAll(tensor, tensor.dtype));
  };
  const [forward, inverse] = [matrix('matrix'), matrix('inverse_matrix')];
  const mean = getVector(set, 'mean', d);
  return {
    set,
    decoder: (rows) => mapRows(rows, async () => transpose(await inverse(), d)),
    encoder: (rows) => mapRows(rows, forward),
    decoderBias: (bias) => async () => {
      const shift = await mean();
      return product(await bias(), transpose(await inverse(), d), d).map((value, z) => value + shift[z]);
    },
  };
}

/** Every row r becomes A r, A [d, d] by rows. */
function mapRows(rows: RowReader, matrix: () => Promise<Float32Array>): RowReader {
  return { ...rows, read: async (range) => product(await rows.read(range), await matrix(), rows.d) };
}

/** Rows r [count, d] -> A r, summed in float64. */
function product(rows: Float32Array, matrix: Float32Array, d: number): Float32Array {
  const out = new Float32Array(rows.length);
  for (let from = 0; from < rows.length; from += d) {
    for (let z = 0; z < d; z++) {
      let sum = 0;
      for (let k = 0; k < d; k++) sum += matrix[z * d + k] * rows[from + k];
      out[from + z] = sum;
    }
  }
  return out;
}

function transpose(matrix: Float32Array, d: number): Float32Array {
  return Float32Array.from(matrix, (_, at) => matrix[(at % d) * d + Math.floor(at / d)]);
}
