/** A sparsify checkpoint of random float32 rows on disk, written in pieces. */
import { mkdir, open } from 'node:fs/promises';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Rows made once and repeated with a shift, so that writing is limited by the disk and no two rows are equal. */
const POOL = 1 << 20;

/** Writes `cfg.json` and `sae.safetensors` into `folder`. Every row has a direction of its own. */
export async function writeSyntheticCheckpoint(folder: string, { n, d }: { n: number; d: number }): Promise<void> {
  await mkdir(folder, { recursive: true });
  const config = { activation: 'topk', expansion_factor: 0, num_latents: n, k: 32, d_in: d };
  await writeFile(path.join(folder, 'cfg.json'), JSON.stringify({ ...config, expansion_factor: null }));
  const shapes = { W_dec: [n, d], b_dec: [d], 'encoder.bias': [n], 'encoder.weight': [n, d] };
  const header: Record<string, unknown> = {};
  let offset = 0;
  for (const [name, shape] of Object.entries(shapes)) {
    const end = offset + 4 * shape.reduce((x, y) => x * y);
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, end] };
    offset = end;
  }
  const text = Buffer.from(JSON.stringify(header));
  const padded = Buffer.concat([text, Buffer.alloc((8 - (text.length % 8)) % 8, ' ')]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));

  const pool = Float32Array.from({ length: POOL }, (_, k) => Math.sin(k * 12.9898 + (k % 7)) + 0.001 * (k % 1013));
  const bytes = Buffer.from(pool.buffer);
  const file = await open(path.join(folder, 'sae.safetensors'), 'w');
  try {
    await file.write(length);
    await file.write(padded);
    for (let written = 0, turn = 0; written < offset; turn++) {
      const start = (turn * 4_001 * 4) % (bytes.length / 2);
      const part = bytes.subarray(start, start + Math.min(bytes.length - start, offset - written));
      await file.write(part);
      written += part.length;
    }
  } finally {
    await file.close();
  }
}
