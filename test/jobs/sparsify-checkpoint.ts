/** Writes small sparsify checkpoints with chosen weights. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

export interface TinyCheckpoint {
  n: number;
  d: number;
  seed: number;
  /** Changes the decoder before it is written. */
  edit?: (decoder: Float32Array) => void;
  k?: number;
}

/** Deterministic values in [-1, 1]. */
export function pseudoRandom(length: number, seed: number): Float32Array {
  let state = (seed * 2654435761 + 1) >>> 0;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** Writes `<folder>/cfg.json` and `<folder>/sae.safetensors`. */
export async function writeSparsifyCheckpoint(
  folder: string,
  { n, d, seed, edit, k = 4 }: TinyCheckpoint,
): Promise<void> {
  const tensors = {
    W_dec: { shape: [n, d], values: pseudoRandom(n * d, seed) },
    b_dec: { shape: [d], values: pseudoRandom(d, seed + 1) },
    'encoder.bias': { shape: [n], values: pseudoRandom(n, seed + 2) },
    'encoder.weight': { shape: [n, d], values: pseudoRandom(n * d, seed + 3) },
  };
  edit?.(tensors.W_dec.values);
  let end = 0;
  const header: Record<string, unknown> = {};
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + values.byteLength] };
    end += values.byteLength;
  }
  const json = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(json.length));
  await mkdir(folder, { recursive: true });
  const bodies = Object.values(tensors).map(({ values }) => Buffer.from(values.buffer));
  await writeFile(path.join(folder, 'sae.safetensors'), Buffer.concat([size, json, ...bodies]));
  const cfg = {
    activation: 'topk',
    expansion_factor: Math.max(1, Math.floor(n / d)),
    normalize_decoder: true,
    num_latents: n,
    k,
    multi_topk: false,
    skip_connection: false,
    transcode: false,
    d_in: d,
  };
  await writeFile(path.join(folder, 'cfg.json'), JSON.stringify(cfg));
}
