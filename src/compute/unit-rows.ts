/** Rows of one side of a dictionary, each of unit length or all zero. */
export interface UnitRows {
  readonly n: number;
  readonly d: number;
  /** [n, d], row-major. */
  readonly values: Float32Array;
}

/** Unit rows of `rows` [n, d] (norms in float64, values rounded to float32), and the norms [n]. A zero row stays zero. */
export function buildUnitRows(
  rows: Float32Array,
  shape: { n: number; d: number },
): { unit: UnitRows; norms: Float64Array } {
  const { n, d } = shape;
  if (rows.length !== n * d) throw new RangeError(`expected ${n * d} values, got ${rows.length}`);
  const values = new Float32Array(rows.length);
  const norms = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let z = i * d; z < (i + 1) * d; z++) sum += rows[z] * rows[z];
    const norm = Math.sqrt(sum);
    norms[i] = norm;
    if (norm > 0) for (let z = i * d; z < (i + 1) * d; z++) values[z] = rows[z] / norm;
  }
  return { unit: { n, d, values }, norms };
}

/** Rows `indexes`, in their order. New rows. */
export function pickRows({ d, values }: UnitRows, indexes: readonly number[]): UnitRows {
  const picked = new Float32Array(indexes.length * d);
  for (const [at, i] of indexes.entries()) picked.set(values.subarray(i * d, (i + 1) * d), at * d);
  return { n: indexes.length, d, values: picked };
}
