/**
 * One of several matrices that lie in one tensor -> its rows: [n, parts, d] where each latent has a row for each layer, [parts, n, d] where each model has a
 * matrix of its own. Element types as for whole matrices.
 */
import type { FloatDtype } from './dtype.ts';
import { floatBytes } from './dtype.ts';
import { openRows, type RowReader } from './tensor-rows.ts';
import type { Tensor } from './tensor-set.ts';

/** Which of the matrices, and how they lie. */
export interface MatrixPart {
  readonly index: number;
  readonly order: 'LATENTS_FIRST' | 'PARTS_FIRST';
}

/** Latents, parts and width of `shape`, or null where it has not three lengths. */
export function measureParts(
  shape: readonly number[],
  order: MatrixPart['order'],
): { nLatents: number; parts: number; d: number } | null {
  if (shape.length !== 3 || shape.some((length) => length < 1)) return null;
  const [first, second, d] = shape;
  return order === 'LATENTS_FIRST' ? { nLatents: first, parts: second, d } : { nLatents: second, parts: first, d };
}

/** Rows of part `index` of `tensor`, whose shape has three lengths and contains it. Rows of all parts are read where they lie between those of one. */
export function openPartRows(tensor: Tensor, { index, order, dtype }: MatrixPart & { dtype: FloatDtype }): RowReader {
  const size = measureParts(tensor.entry.shape, order);
  if (size === null || index >= size.parts) throw new RangeError(`"${tensor.entry.name}" has no part ${index}`);
  const { nLatents: n, parts, d } = size;
  const bytes = n * d * floatBytes(dtype);
  if (order === 'PARTS_FIRST') {
    const offset = tensor.entry.offset + index * bytes;
    const entry = { ...tensor.entry, shape: [n, d], offset, bytes };
    return openRows({ ...tensor, entry }, { n, d, dtype, orientation: 'LATENTS_BY_WIDTH' });
  }
  const all = openRows(tensor, { n, d: parts * d, dtype, orientation: 'LATENTS_BY_WIDTH' });
  return {
    ...all,
    d,
    async read(range) {
      const out = new Float32Array(range.count * d);
      const step = Math.max(1, Math.ceil(range.count / parts)); // as much memory as the result has
      for (let done = 0; done < range.count; done += step) {
        const count = Math.min(step, range.count - done);
        const rows = await all.read({ start: range.start + done, count });
        for (let i = 0; i < count; i++) {
          const from = (i * parts + index) * d;
          out.set(rows.subarray(from, from + d), (done + i) * d);
        }
      }
      return out;
    },
  };
}
