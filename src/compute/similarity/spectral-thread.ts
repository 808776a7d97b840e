/**
 * Entry of a thread that decomposes matrices: minutes of arithmetic in which the thread that asked continues, and can end this one.
 *
 * In: messages of {@link SpectralTask}. Out: a {@link Spectrum} for each, in order.
 */
import { parentPort } from 'node:worker_threads';
import { EigenvalueDecomposition, Matrix, SingularValueDecomposition } from 'ml-matrix';

/** A matrix, row-major, and what is asked of it. */
export interface SpectralTask {
  kind: 'SYMMETRIC_EIGEN' | 'SINGULAR_VALUES';
  values: Float64Array;
  rows: number;
  columns: number;
}

/** Eigen- or singular values, largest first, and for the former their vectors as rows. */
export interface Spectrum {
  values: Float64Array;
  /** [rows, rows]: vector k belongs to value k. Empty for singular values. */
  vectors: Float64Array;
}

const port = parentPort;
if (!port) throw new TypeError('spectral-thread.ts runs only as a worker thread');
port.on('message', (task: SpectralTask) =>
  port.postMessage(task.kind === 'SYMMETRIC_EIGEN' ? decompose(task) : singularValues(task)),
);

function buildMatrix({ values, rows, columns }: SpectralTask): Matrix {
  const matrix = new Matrix(rows, columns);
  for (let y = 0; y < rows; y++) for (let z = 0; z < columns; z++) matrix.set(y, z, values[y * columns + z]);
  return matrix;
}

function decompose(task: SpectralTask): Spectrum {
  const { rows } = task;
  const found = new EigenvalueDecomposition(buildMatrix(task), { assumeSymmetric: true });
  const order = found.realEigenvalues.map((_, k) => k);
  order.sort((j, k) => found.realEigenvalues[k] - found.realEigenvalues[j]);
  const vectors = new Float64Array(rows * rows);
  for (const [at, k] of order.entries()) {
    for (let y = 0; y < rows; y++) vectors[at * rows + y] = found.eigenvectorMatrix.get(y, k);
  }
  return { values: Float64Array.from(order, (k) => found.realEigenvalues[k]), vectors };
}

function singularValues(task: SpectralTask): Spectrum {
  const found = new SingularValueDecomposition(buildMatrix(task), {
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
    autoTranspose: true,
  });
  return { values: Float64Array.from(found.diagonal).sort((x, y) => y - x), vectors: new Float64Array(0) };
}
