/**
 * A folder of activation shards -> batches of tokens in a seeded order, in bounded memory.
 *
 * With `activations.json` the folder says what it holds, and shards that differ from it are refused. Without it, every safetensors file of
 * the folder is a shard (its only tensor, or the one called `activations`), and the space must be stated.
 */
import { createHash } from 'node:crypto';
import { ReseedError } from '../../src/errors.ts';
import { type ActivationSpace, findManifest, MAX_SHARDS, PARTIAL_MANIFEST } from './activation-manifest.ts';
import { decideSpace } from './activation-space.ts';
import type { ByteSource, SourceFolder } from '../files/byte-source.ts';
import { clip } from '../files/clip.ts';
import { decodeFloats, floatBytes } from '../containers/dtype.ts';
import { readShardHeader, shardChanged, type ShardHeader } from './shard-header.ts';
import { type Pool, ShardOrder } from './shard-order.ts';
import { closeAll } from '../containers/tensor-set.ts';

/** Bytes of a block as float32: one read. Long enough for a disk, short enough that neighbours in a text end up far apart. */
const BLOCK_BYTES = 128 * 1024;

/** Bytes of a pool as float32: what is shuffled together, and nearly all the memory that a reader needs. */
const POOL_BYTES = 64 * 1024 * 1024;

/** Bytes hashed at a time. */
const HASH_BYTES = 4 * 1024 * 1024;

/** Reads in flight while a pool is loaded: as many as the thread pool has threads, twice. */
const READS_AT_ONCE = 8;

/** Which batches: steps [fromStep, fromStep + steps) of the endless stream that (seed, batchSize) define. */
export interface BatchRequest {
  /** Whole number from 0 to 2^53 - 1. */
  readonly seed: number;
  readonly batchSize: number;
  readonly fromStep: number;
  readonly steps: number;
  /** Only the first so many tokens, in the order of the files, make up an epoch; all of them by default. */
  readonly tokens?: number;
  readonly signal?: AbortSignal;
}

/** Open shards; the holder closes them. */
export interface ActivationShards {
  readonly space: ActivationSpace;
  readonly tokens: number;
  readonly files: readonly { name: string; tokens: number; bytes: number; sha256: string | null }[];
  /** What the manifest records of how the activations were made; empty without one. */
  readonly provenance: Record<string, unknown>;
  /**
   * Batches [batchSize, d] as float32, new arrays that the caller owns. Token p of the stream (batch step * batchSize + row) is that of epoch
   * floor(p / tokens); each epoch visits every token exactly once in an order of its own, and a batch may span two. The same seed gives the
   * same stream, wherever it is entered; entering costs one pool. Memory: one pool of 64 MiB and a batch, whatever the total.
   * Throws `SOURCE_CHANGED`, `TENSOR_NOT_FINITE`, `RangeError` for impossible requests.
   */
  openBatches(request: BatchRequest): AsyncIterable<Float32Array>;
  /** Rows [start, start + count) in the order of the files, as float32 [count, d]. */
  readTokens(range: { start: number; count: number }): Promise<Float32Array>;
  /** Reads every file and throws `SHARD_CHANGED` unless its sha256 is the manifest's; without a manifest only reads. Returns the hashes. */
  verify(onBytes?: (bytes: number) => void): Promise<string[]>;
  close(): Promise<void>;
}

interface Shard extends ShardHeader {
  source: ByteSource;
  sha256: string | null;
}

/**
 * Opens the shards in `folder`: headers and sizes are checked, no activation is read. `facts` state the space where there is no manifest; where
 * there is one they must agree with it. `poolBytes` and `blockBytes` are for tests: they change the order.
 * Throws `SHARD_MISSING`, `SHARD_CHANGED`, `SPACE_MISMATCH`, `IDENTITY_UNKNOWN`, `CONFIG_BAD`, `TENSOR_BAD_SHAPE`, `SAFETENSORS_*`.
 */
export async function openActivationShards(
  folder: SourceFolder,
  facts: Partial<ActivationSpace> & { poolBytes?: number; blockBytes?: number } = {},
): Promise<ActivationShards> {
  const { poolBytes = POOL_BYTES, blockBytes = BLOCK_BYTES, ...stated } = facts;
  const manifest = await findManifest(folder);
  const shown = folder.pathComponents.join('/') || '.';
  if (manifest === null && folder.fileNames.includes(PARTIAL_MANIFEST))
    throw missing(shown, 'they are not finished; expected all shards and their manifest');
  const names =
    manifest?.files.map((file) => file.name) ?? folder.fileNames.filter((name) => name.endsWith('.safetensors'));
  if (names.length === 0 || names.length > MAX_SHARDS)
    throw missing(shown, `it holds ${names.length} shards; expected 1 to ${MAX_SHARDS}`);
  const sources: ByteSource[] = [];
  try {
    const shards: Shard[] = [];
    let dIn = manifest?.space.dIn ?? stated.dIn ?? null;
    for (const [i, name] of names.entries()) {
      const expected = manifest?.files[i] ?? null;
      if (!(await folder.has(name)))
        throw missing(shown, `"${clip(name)}" is not there; expected every shard of its manifest`);
      const source = await folder.open(name);
      sources.push(source);
      const header = await readShardHeader(source, { dIn, expected });
      dIn = header.width;
      shards.push({ ...header, source, sha256: expected?.sha256 ?? null });
    }
    const space = decideSpace({ manifest, stated, dIn: shards[0].width, shown });
    return new OpenShards({ space, shards, provenance: manifest?.provenance ?? {}, poolBytes, blockBytes });
  } catch (error) {
    await closeAll(sources);
    throw error;
  }
}

class OpenShards implements ActivationShards {
  readonly space: ActivationSpace;
  readonly tokens: number;
  readonly files: ActivationShards['files'];
  readonly provenance: Record<string, unknown>;
  readonly #shards: readonly Shard[];
  readonly #blockRows: number;
  readonly #poolBlocks: number;

  constructor(of: {
    space: ActivationSpace;
    shards: readonly Shard[];
    provenance: Record<string, unknown>;
    poolBytes: number;
    blockBytes: number;
  }) {
    this.space = of.space;
    this.provenance = of.provenance;
    this.#shards = of.shards;
    this.tokens = of.shards.reduce((sum, shard) => sum + shard.rows, 0);
    this.files = of.shards.map(({ source, rows, sha256 }) => ({
      name: source.name,
      tokens: rows,
      bytes: source.size,
      sha256,
    }));
    this.#blockRows = Math.max(1, Math.floor(of.blockBytes / (4 * of.space.dIn)));
    this.#poolBlocks = Math.max(1, Math.floor(of.poolBytes / (4 * of.space.dIn * this.#blockRows)));
  }

  async *openBatches(request: BatchRequest): AsyncGenerator<Float32Array> {
    const { seed, batchSize, fromStep, steps, tokens = this.tokens, signal } = request;
    if (
      ![seed, batchSize, fromStep, steps, tokens].every((value) => Number.isSafeInteger(value) && value >= 0) ||
      batchSize === 0 ||
      tokens === 0 ||
      tokens > this.tokens
    )
      throw new RangeError(`Batches of ${batchSize} from step ${fromStep} with seed ${seed} cannot be read`);
    const d = this.space.dIn;
    const order = new ShardOrder({
      seed,
      shardRows: takeRows(this.#shards, tokens),
      blockRows: this.#blockRows,
      poolBlocks: this.#poolBlocks,
    });
    let pool: { at: Pool; rows: Float32Array } | null = null;
    for (let step = fromStep; step < fromStep + steps; step++) {
      signal?.throwIfAborted();
      const batch = new Float32Array(batchSize * d);
      for (let row = 0; row < batchSize; row++) {
        const position = step * batchSize + row;
        if (pool === null || position >= pool.at.position + pool.at.order.length) {
          pool = null; // frees the old one before the new one is allocated
          const at = order.poolAt(position);
          pool = { at, rows: await this.#loadPool(at) };
        }
        const from = pool.at.order[position - pool.at.position] * d;
        batch.set(pool.rows.subarray(from, from + d), row * d);
      }
      yield batch;
    }
  }

  async readTokens({ start, count }: { start: number; count: number }): Promise<Float32Array> {
    if (start < 0 || count < 0 || start + count > this.tokens)
      throw new RangeError(`Tokens ${start} to ${start + count} are outside ${this.tokens}`);
    const d = this.space.dIn;
    const values = new Float32Array(count * d);
    let first = 0;
    for (const shard of this.#shards) {
      const from = Math.max(start, first);
      const to = Math.min(start + count, first + shard.rows);
      if (from < to)
        values.set(await this.#readRows(shard, { row: from - first, rows: to - from }), (from - start) * d);
      first += shard.rows;
    }
    return values;
  }

  async verify(onBytes?: (bytes: number) => void): Promise<string[]> {
    const hashes: string[] = [];
    for (const { source, sha256 } of this.#shards) {
      const hash = createHash('sha256');
      for (let offset = 0; offset < source.size; offset += HASH_BYTES) {
        const bytes = await source.read(offset, Math.min(HASH_BYTES, source.size - offset));
        hash.update(bytes);
        onBytes?.(bytes.length);
      }
      const found = hash.digest('hex');
      if (sha256 !== null && found !== sha256)
        throw shardChanged(source.name, `its sha256 is ${found}; expected ${sha256} by the manifest`);
      hashes.push(found);
    }
    return hashes;
  }

  close(): Promise<void> {
    return closeAll(this.#shards.map((shard) => shard.source));
  }

  async #loadPool(pool: Pool): Promise<Float32Array> {
    const d = this.space.dIn;
    const rows = new Float32Array(pool.order.length * d);
    const starts: number[] = [];
    let start = 0;
    for (const block of pool.blocks) {
      starts.push(start);
      start += block.rows;
    }
    let next = 0;
    const load = async () => {
      while (next < pool.blocks.length) {
        const i = next++;
        const block = pool.blocks[i];
        rows.set(await this.#readRows(this.#shards[block.shard], block), starts[i] * d);
      }
    };
    await Promise.all(Array.from({ length: READS_AT_ONCE }, load));
    return rows;
  }

  async #readRows(shard: Shard, { row, rows }: { row: number; rows: number }): Promise<Float32Array> {
    const d = this.space.dIn;
    const bytesPerRow = d * floatBytes(shard.dtype);
    const values = decodeFloats(
      await shard.source.read(shard.offset + row * bytesPerRow, rows * bytesPerRow),
      shard.dtype,
    );
    for (let i = 0; i < values.length; i++) {
      if (values[i] - values[i] === 0) continue; // 0 for every finite number
      throw new ReseedError(
        'TENSOR_NOT_FINITE',
        `Cannot use activations of "${clip(shard.source.name)}": element [${row + Math.floor(i / d)}, ${i % d}] is ${values[i]}; expected a finite number`,
        { hint: 'The model overflowed when they were harvested (F16 ends at 65,504): harvest again as F32 or BF16.' },
      );
    }
    return values;
  }
}

/** How many rows of each shard lie among the first `tokens`; shards behind them are left out. */
function takeRows(shards: readonly Shard[], tokens: number): number[] {
  const taken: number[] = [];
  for (let left = tokens, i = 0; left > 0; i++) {
    taken.push(Math.min(left, shards[i].rows));
    left -= taken[i];
  }
  return taken;
}

function missing(shown: string, fault: string): ReseedError {
  return new ReseedError('SHARD_MISSING', `Cannot use the activations in "${clip(shown)}": ${fault}`, {
    hint: 'Copy the folder again as a whole, or harvest into it again.',
  });
}
