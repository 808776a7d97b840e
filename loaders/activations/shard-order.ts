/**
 * In which order tokens of activation shards are visited: (seed, position) -> token, without holding more than one pool.
 *
 * Two levels. Shards are cut into blocks of consecutive tokens; each epoch visits the blocks in a seeded order. Consecutive blocks of that
 * order form a pool, whose tokens are visited in a seeded order of their own. So every token is visited exactly once per epoch, reads are as
 * long as a block, and memory is that of a pool. Where all tokens fit in one pool the order is a uniform shuffle.
 */
import { buildPermutation } from './seeded-permutation.ts';

/** Consecutive tokens of one shard. */
export interface Block {
  readonly shard: number;
  /** First row in the shard. */
  readonly row: number;
  readonly rows: number;
}

/** What is visited together: `blocks` are loaded one after the other, then row `order[i]` of them is the i-th token. */
export interface Pool {
  readonly blocks: readonly Block[];
  readonly order: Uint32Array;
  /** Position in the stream of its first token. */
  readonly position: number;
}

/** Keys of the generator, so that no two orders of one seed are drawn from the same numbers. */
const OF_BLOCKS = 1;
const OF_TOKENS = 2;

export class ShardOrder {
  /** Tokens in one epoch. */
  readonly tokens: number;
  readonly #seed: number;
  readonly #blockRows: number;
  readonly #poolBlocks: number;
  readonly #shardRows: readonly number[];
  /** Blocks before each shard. */
  readonly #firstBlock: number[];
  readonly #blocks: number;
  /** The epoch that was asked for last: its order of blocks, and the position inside the epoch at which each pool begins. */
  #epoch: { number: number; order: Uint32Array; poolStarts: number[] } | null = null;

  /** `shardRows`: tokens of each shard, in the order of their names. `blockRows` and `poolBlocks` belong to the order: others give another. */
  constructor(of: { seed: number; shardRows: readonly number[]; blockRows: number; poolBlocks: number }) {
    this.#seed = of.seed;
    this.#blockRows = of.blockRows;
    this.#poolBlocks = of.poolBlocks;
    this.#shardRows = of.shardRows;
    this.#firstBlock = [];
    let blocks = 0;
    for (const rows of of.shardRows) {
      this.#firstBlock.push(blocks);
      blocks += Math.ceil(rows / of.blockRows);
    }
    this.#blocks = blocks;
    this.tokens = of.shardRows.reduce((sum, rows) => sum + rows, 0);
  }

  /** The pool in which the token at `position` of the endless stream of epochs lies. */
  poolAt(position: number): Pool {
    const number = Math.floor(position / this.tokens);
    const epoch = this.#openEpoch(number);
    const inside = position - number * this.tokens;
    const pool = lastAtOrBelow(epoch.poolStarts, inside);
    const blocks = Array.from(epoch.order.subarray(pool * this.#poolBlocks, (pool + 1) * this.#poolBlocks), (block) =>
      this.#block(block),
    );
    const rows = blocks.reduce((sum, block) => sum + block.rows, 0);
    return {
      blocks,
      order: buildPermutation(rows, [this.#seed, OF_TOKENS, number, pool]),
      position: number * this.tokens + epoch.poolStarts[pool],
    };
  }

  #openEpoch(number: number): { order: Uint32Array; poolStarts: number[] } {
    if (this.#epoch?.number === number) return this.#epoch;
    const order = buildPermutation(this.#blocks, [this.#seed, OF_BLOCKS, number]);
    const poolStarts: number[] = [];
    let start = 0;
    for (let i = 0; i < order.length; i++) {
      if (i % this.#poolBlocks === 0) poolStarts.push(start);
      start += this.#block(order[i]).rows;
    }
    this.#epoch = { number, order, poolStarts };
    return this.#epoch;
  }

  #block(index: number): Block {
    const shard = lastAtOrBelow(this.#firstBlock, index);
    const row = (index - this.#firstBlock[shard]) * this.#blockRows;
    return { shard, row, rows: Math.min(this.#blockRows, this.#shardRows[shard] - row) };
  }
}

/** Index of the last of the ascending `starts` that is not above `value`. */
function lastAtOrBelow(starts: readonly number[], value: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (starts[middle] <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
