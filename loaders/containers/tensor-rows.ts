/**
 * A matrix on disk -> rows [start, start + count) as float32, in bounded memory, whatever its dtype and orientation.
 *
 * Stored as rows ([n, d]): one contiguous read per piece. Stored as columns ([d, n]): a row is scattered over d places, so a panel of
 * consecutive columns is gathered with d strided reads, kept as float32 and transposed out. The panel is as wide as its memory allows and the
 * next call continues in it: reading all rows in ascending order, in chunks of any size, touches every byte once. At n = 131,072, d = 4,096
 * that is 32 panels of 4,096 columns with 4,096 reads of 16 KiB each (F32), 64 MiB at a time.
 */
import type { Orientation } from '../checkpoints/checkpoint.ts';
import { decodeFloats, type FloatDtype, floatBytes } from './dtype.ts';
import type { Tensor } from './tensor-set.ts';

/** Memory of one panel, as float32: wide enough for long reads at d = 16,000, small compared with the limit of an import. */
const PANEL_BYTES = 64 * 1024 * 1024;

/** Bytes of one contiguous read: far below the 2 GiB that one call can take, long enough that calls cost nothing. */
const PIECE_BYTES = 32 * 1024 * 1024;

/** Strided reads in flight: as many as the thread pool has threads, twice. */
const READS_AT_ONCE = 8;

/** Side of the squares in which a panel is transposed: both sides stay in the first-level cache. */
const SQUARE = 32;

/** A matrix of n rows of width d, in the sense of the dictionary. */
export interface RowReader {
  /** Name of the tensor in its file. */
  readonly tensor: string;
  readonly n: number;
  readonly d: number;
  /** Bytes of the tensor in its file. */
  readonly bytes: number;
  /** Brings all of it near, where its file is far. */
  bring(): Promise<void>;
  /** Float32 [count, d]. The caller owns it. Memory beyond the result: one panel. */
  read(range: { start: number; count: number }): Promise<Float32Array>;
}

/** Columns [from, to) of a matrix stored as columns: float32 [d, to - from]. */
interface Panel {
  from: number;
  to: number;
  values: Float32Array;
}

/** Rows of `tensor`, whose dtype is a float and whose shape is [n, d] or [d, n] as `orientation` says. `panelBytes` is for tests. */
export function openRows(
  tensor: Tensor,
  layout: { n: number; d: number; dtype: FloatDtype; orientation: Orientation; panelBytes?: number },
): RowReader {
  const { n, d, dtype } = layout;
  // A matrix that is stored by columns holds its transpose by rows.
  const isByRows = (layout.orientation === 'LATENTS_BY_WIDTH') !== (tensor.entry.isColumnMajor === true);
  const readRows = isByRows
    ? rowMajor(tensor, { d, dtype })
    : columnMajor(tensor, { ...layout, panelBytes: layout.panelBytes ?? PANEL_BYTES });
  return {
    tensor: tensor.entry.name,
    n,
    d,
    bytes: tensor.entry.bytes,
    bring: async () => tensor.source.bring?.(tensor.entry.offset, tensor.entry.bytes),
    async read({ start, count }) {
      if (!Number.isSafeInteger(start) || !Number.isSafeInteger(count) || start < 0 || count < 0 || start + count > n) {
        throw new RangeError(`Rows ${start} to ${start + count} are outside "${tensor.entry.name}" with ${n}`);
      }
      return count === 0 ? new Float32Array(0) : readRows(start, count);
    },
  };
}

/** All elements of a float tensor, in storage order. For vectors: the whole result is in memory. */
export async function readAll(tensor: Tensor, dtype: FloatDtype): Promise<Float32Array> {
  return readElements(tensor, { dtype, from: 0, count: tensor.entry.bytes / floatBytes(dtype) });
}

function rowMajor(tensor: Tensor, layout: { d: number; dtype: FloatDtype }) {
  return (start: number, count: number) =>
    readElements(tensor, { dtype: layout.dtype, from: start * layout.d, count: count * layout.d });
}

/** Elements [from, from + count) in storage order. F32 that fits one piece is not copied. */
async function readElements(
  tensor: Tensor,
  range: { dtype: FloatDtype; from: number; count: number },
): Promise<Float32Array> {
  const size = floatBytes(range.dtype);
  const offset = tensor.entry.offset + range.from * size;
  const perPiece = PIECE_BYTES / size;
  if (range.count <= perPiece) return decodeFloats(await tensor.source.read(offset, range.count * size), range.dtype);
  const values = new Float32Array(range.count);
  for (let done = 0; done < range.count; done += perPiece) {
    const length = Math.min(perPiece, range.count - done);
    values.set(decodeFloats(await tensor.source.read(offset + done * size, length * size), range.dtype), done);
  }
  return values;
}

function columnMajor(tensor: Tensor, layout: { n: number; d: number; dtype: FloatDtype; panelBytes: number }) {
  const { n, d } = layout;
  const width = Math.max(1, Math.min(n, Math.floor(layout.panelBytes / (d * 4))));
  let kept: Panel | null = null;
  return async (start: number, count: number): Promise<Float32Array> => {
    const out = new Float32Array(count * d);
    for (let row = start; row < start + count; ) {
      let panel: Panel | null = kept;
      if (panel === null || row < panel.from || row >= panel.to) {
        kept = null; // the old panel is let go before the new one is made
        const from = width === n ? 0 : row; // a matrix that fits is read whole, wherever the first row is
        panel = await readPanel(tensor, { ...layout, from, to: Math.min(n, from + width) });
        kept = panel;
      }
      const end = Math.min(start + count, panel.to);
      transpose(panel, { from: row, to: end, d, out, outRow: row - start });
      row = end;
    }
    return out;
  };
}

async function readPanel(
  tensor: Tensor,
  part: { n: number; d: number; dtype: FloatDtype; from: number; to: number },
): Promise<Panel> {
  const { n, d, dtype, from, to } = part;
  const width = to - from;
  if (width === n) return { from, to, values: await readElements(tensor, { dtype, from: 0, count: d * n }) };
  const values = new Float32Array(d * width);
  let next = 0;
  const gather = async () => {
    while (next < d) {
      const j = next++;
      values.set(await readElements(tensor, { dtype, from: j * n + from, count: width }), j * width);
    }
  };
  await Promise.all(Array.from({ length: Math.min(READS_AT_ONCE, d) }, gather));
  return { from, to, values };
}

/** Columns [from, to) of the panel become rows of `out`, from `outRow` on. */
function transpose(
  panel: Panel,
  part: { from: number; to: number; d: number; out: Float32Array; outRow: number },
): void {
  const { d, out } = part;
  const width = panel.to - panel.from;
  const first = part.from - panel.from;
  const rows = part.to - part.from;
  for (let r0 = 0; r0 < rows; r0 += SQUARE) {
    const r1 = Math.min(rows, r0 + SQUARE);
    for (let j0 = 0; j0 < d; j0 += SQUARE) {
      const j1 = Math.min(d, j0 + SQUARE);
      for (let r = r0; r < r1; r++) {
        const target = (part.outRow + r) * d;
        for (let j = j0; j < j1; j++) out[target + j] = panel.values[j * width + first + r];
      }
    }
  }
}
