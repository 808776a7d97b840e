/** Rows of a dictionary in chunks of bounded size. */
import type { Side } from '../checkpoints/checkpoint.ts';
import type { FinishedDictionary } from '../checkpoints/finished-dictionary.ts';

/** Bytes of one chunk: long reads and writes, small compared with any machine. */
const CHUNK_BYTES = 16 * 1024 * 1024;

/** All rows of one side in ascending order. Throws `RangeError` if a chunk is not what was asked for. */
export async function* readChunks(
  dictionary: FinishedDictionary,
  side: Side,
): AsyncGenerator<{ start: number; count: number; rows: Float32Array }> {
  const { nLatents: n, dIn: d } = dictionary.facts;
  const step = Math.max(1, Math.floor(CHUNK_BYTES / (4 * d)));
  for (let start = 0; start < n; start += step) {
    const count = Math.min(step, n - start);
    const rows = await dictionary.readRows(side, { start, count });
    if (rows.length !== count * d)
      throw new RangeError(`expected ${count} rows of width ${d}, got ${rows.length} numbers`);
    yield { start, count, rows };
  }
}
