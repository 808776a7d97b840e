/** Groups of identical rows next to a comparison of every two rows. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupIdenticalRows } from '../../../../src/compute/matching/tiles/row-groups.ts';
import { Turns } from '../../../../src/compute/turns.ts';

test('groups hold exactly the rows that are equal, in the order asked for', async () => {
  const rowsArbitrary = fc.integer({ min: 1, max: 4 }).chain((d) =>
    fc.array(fc.array(fc.integer({ min: 0, max: 1 }), { minLength: d, maxLength: d }), {
      minLength: 1,
      maxLength: 30,
    }),
  );
  await fc.assert(
    fc.asyncProperty(rowsArbitrary, fc.boolean(), async (rows, backwards) => {
      const unit = { n: rows.length, d: rows[0].length, values: Float32Array.from(rows.flat()) };
      const names = rows.map((_, i) => i);
      if (backwards) names.reverse();
      const groups = await groupIdenticalRows(unit, names, new Turns({}));
      expect(groups.flat().sort((x, y) => x - y)).toEqual(rows.map((_, i) => i));
      const key = (i: number) => rows[i].join();
      for (const group of groups) {
        expect(new Set(group.map(key)).size).toBe(1);
        expect(group).toEqual(names.filter((i) => key(i) === key(group[0])));
      }
      expect(groups.length).toBe(new Set(rows.map((row) => row.join())).size);
    }),
    { seed: 9 },
  );
});
