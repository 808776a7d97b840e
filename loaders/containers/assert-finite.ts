import { ReseedError } from '../../src/errors.ts';

/**
 * Throws `TENSOR_NOT_FINITE` at the first NaN or infinity, naming the tensor and [row, column].
 *
 * `values` is [rows, width] (width 1 for a vector) and `firstRow` the row in the dictionary at which it begins.
 */
export function assertFinite(values: Float32Array, place: { tensor: string; firstRow: number; width: number }): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    // x - x is 0 for every finite x and NaN otherwise: one subtraction and one comparison per element.
    if (value - value !== 0) {
      const row = place.firstRow + Math.floor(i / place.width);
      const index = place.width === 1 ? `[${row}]` : `[${row}, ${i % place.width}]`;
      throw new ReseedError(
        'TENSOR_NOT_FINITE',
        `Cannot import "${place.tensor}": element ${index} is ${value}; expected a finite number`,
        {
          hint: 'The training run diverged or the file was damaged: use an earlier checkpoint.',
        },
      );
    }
  }
}
