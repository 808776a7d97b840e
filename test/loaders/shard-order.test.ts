/** The order of tokens. Golden orders: an independent implementation in Python from the papers of the generator and of the shuffle. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildPermutation } from '../../loaders/activations/seeded-permutation.ts';
import { ShardOrder } from '../../loaders/activations/shard-order.ts';

/** Tokens at positions [from, to), numbered through the shards. */
function visit(order: ShardOrder, range: { shardRows: readonly number[]; from: number; to: number }): number[] {
  const firstOf = range.shardRows.map((_, i) => range.shardRows.slice(0, i).reduce((sum, rows) => sum + rows, 0));
  const tokens: number[] = [];
  for (let position = range.from; position < range.to; position++) {
    const pool = order.poolAt(position);
    const rows = pool.blocks.flatMap(({ shard, row, rows }) =>
      Array.from({ length: rows }, (_, i) => firstOf[shard] + row + i),
    );
    expect(pool.order).toHaveLength(rows.length);
    tokens.push(rows[pool.order[position - pool.position]]);
  }
  return tokens;
}

const shardRows = [10, 7, 3];
const small = { shardRows, blockRows: 4, poolBlocks: 3 };

test('golden orders', () => {
  expect([...buildPermutation(12, [0])]).toEqual([10, 7, 2, 11, 5, 9, 6, 4, 3, 0, 1, 8]);
  expect([...buildPermutation(12, [1])]).toEqual([11, 1, 4, 9, 8, 5, 6, 3, 10, 2, 7, 0]);
  expect(visit(new ShardOrder({ seed: 7, ...small }), { shardRows, from: 0, to: 40 })).toEqual([
    8, 3, 1, 13, 2, 9, 12, 10, 11, 0, 5, 18, 19, 14, 4, 17, 7, 15, 6, 16, 12, 13, 19, 18, 2, 11, 0, 3, 10, 1, 17, 4, 9,
    5, 14, 16, 8, 7, 6, 15,
  ]);
  expect(visit(new ShardOrder({ seed: 2 ** 40 + 7, ...small }), { shardRows, from: 0, to: 20 })).toEqual([
    18, 1, 0, 17, 8, 2, 19, 3, 9, 12, 6, 13, 7, 15, 10, 16, 5, 4, 11, 14,
  ]);
});

const layout = fc.record({
  seed: fc.maxSafeNat(),
  shardRows: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 6 }),
  blockRows: fc.integer({ min: 1, max: 9 }),
  poolBlocks: fc.integer({ min: 1, max: 5 }),
});

test('every epoch visits every token exactly once', () => {
  fc.assert(
    fc.property(layout, fc.nat({ max: 1000 }), (of, epoch) => {
      const order = new ShardOrder(of);
      const n = order.tokens;
      const tokens = visit(order, { shardRows: of.shardRows, from: epoch * n, to: (epoch + 1) * n });
      expect(tokens.toSorted((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
    }),
    { numRuns: 60 },
  );
});

test('the order does not depend on where it is entered', () => {
  fc.assert(
    fc.property(layout, fc.nat({ max: 200 }), (of, from) => {
      const through = visit(new ShardOrder(of), { shardRows: of.shardRows, from: 0, to: from + 20 });
      const entered = visit(new ShardOrder(of), { shardRows: of.shardRows, from, to: from + 20 });
      expect(entered).toEqual(through.slice(from));
    }),
    { numRuns: 40 },
  );
});

test('tokens of one block are spread: in one pool, every place is equally likely for every token', () => {
  // 4,000 epochs of 8 tokens: each token is at each place 500 times, standard deviation 21.
  const counts = Array.from({ length: 8 }, () => new Uint32Array(8));
  const order = new ShardOrder({ seed: 3, shardRows: [5, 3], blockRows: 2, poolBlocks: 10 });
  const tokens = visit(order, { shardRows: [5, 3], from: 0, to: 32_000 });
  tokens.forEach((token, position) => counts[token][position % 8]++);
  for (const row of counts) for (const count of row) expect(Math.abs(count - 500)).toBeLessThan(5 * 21);
});
