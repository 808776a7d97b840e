/** Where one tensor lies in a file, whatever the container. */
import type { Dtype } from './dtype.ts';

/** Its bytes are inside the file and match dtype and shape. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** From the beginning of the file. */
  readonly offset: number;
  readonly bytes: number;
  /** A matrix whose columns lie one after the other (NumPy's Fortran order, a transposed view in PyTorch). Absent: rows do. */
  readonly isColumnMajor?: boolean;
}
