/** Logit effects against plain loops, over more rows than a tile has. */
import { expect, test } from 'vitest';
import { findLogitEffects } from '../../../src/compute/contexts/logit-effects.ts';
import { pseudoRandom } from '../../jobs/sparsify-checkpoint.ts';

test('equals sorting all effects; ids without a token are left out, a zero row has none', async () => {
  const [n, d, vocabulary] = [1003, 5, 40];
  const rows = pseudoRandom(n * d, 1);
  rows.fill(0, 0, d);
  const unembedding = pseudoRandom(vocabulary * d, 2);
  const ids = Array.from({ length: 37 }, (_, i) => i).filter((id) => id !== 3);
  const found = await findLogitEffects({
    n,
    d,
    readRows: async (start, count) => rows.slice(start * d, (start + count) * d),
    unembedding,
    ids,
    count: 4,
    threads: 1,
  });
  expect(found).toHaveLength(n);
  expect(found[0]).toEqual({ promoted: [], suppressed: [] });
  for (const [i, { promoted, suppressed }] of found.entries()) {
    const effectOf = (token: number) =>
      Array.from({ length: d }, (_, z) => rows[i * d + z] * unembedding[token * d + z]).reduce((a, b) => a + b);
    const sorted = ids.map((token) => effectOf(token)).sort((a, b) => b - a);
    const raised = sorted.filter((effect) => effect > 0).slice(0, 4);
    const lowered = sorted
      .filter((effect) => effect < 0)
      .slice(-4)
      .toReversed();
    for (const [list, expected] of [
      [promoted, raised],
      [suppressed, lowered],
    ] as const) {
      expect(list).toHaveLength(expected.length);
      for (const [t, { token, effect }] of list.entries()) {
        expect(effect).toBeCloseTo(expected[t], 5);
        expect(effect).toBeCloseTo(effectOf(token), 5);
      }
    }
  }
});
