/** Long work lets the event loop turn: little is computed between two turns, and a wish to stop is seen at each. */
import { expect, test } from 'vitest';
import { buildSyntheticPair } from '../../../bench/synthetic-dictionaries.ts';
import { pickCandidates } from '../../../src/compute/matching/candidates.ts';
import { openEngine } from '../../../src/compute/matching/engine.ts';
import { findNearestLists } from '../../../src/compute/matching/nearest-lists.ts';
import { findOptimum } from '../../../src/compute/matching/optimum.ts';
import { Turns } from '../../../src/compute/turns.ts';
import { buildRandomStream } from '../../../src/compute/nulls/random-stream.ts';
import { buildUnitRows, type UnitRows } from '../../../src/compute/unit-rows.ts';

/** Counts turns, and throws at one of them. */
class CountingTurns extends Turns {
  count = 0;
  onTurn = () => {};
  stopAt = Number.POSITIVE_INFINITY;

  override async yield(): Promise<void> {
    this.onTurn();
    if (++this.count >= this.stopAt) throw new Error('stopped');
    await super.yield();
  }
}

/** Runs every phase; returns the most exact scores that were evaluated between two turns. */
async function run({ a, b }: { a: UnitRows; b: UnitRows }, turns: CountingTurns): Promise<number> {
  let [scored, most] = [0, 0];
  turns.onTurn = () => {
    most = Math.max(most, scored);
    scored = 0;
  };
  const opened = await openEngine({ a, b }, { measure: 'COSINE', threads: 1, precision: 'FLOAT32', turns });
  const score = (i: number, j: number) => {
    scored++;
    return opened.score(i, j);
  };
  const engine = { ...opened, score };
  try {
    const lists = await findNearestLists(engine);
    await pickCandidates(engine, lists);
    await findOptimum(engine, lists);
  } finally {
    await opened.close();
  }
  turns.onTurn();
  return most;
}

/** Rows that are one row and a small step: lists overflow, rows are left over, and tiles cannot tell pairs apart. */
function drawCopies({ n, d, step }: { n: number; d: number; step: number }, seed: number): UnitRows {
  const stream = buildRandomStream(seed);
  const values = Float32Array.from({ length: n * d }, (_, z) => 1 + (z % d) + step * stream.nextNormal());
  return buildUnitRows(values, { n, d }).unit;
}

// One phase may leave as much undone as a turn allows, and the next one add as much.
const d = 256;
const most = (3 * 2 ** 21) / d;
test.each([
  { name: 'equal rows', step: 0, n: 1500 },
  { name: 'near copies', step: 1e-6, n: 500 },
])('$name: few exact scores between two turns', async ({ step, n }) => {
  const rows = { a: drawCopies({ n, d, step }, 1), b: drawCopies({ n, d, step }, 2) };
  const scored = await run(rows, new CountingTurns({}));
  expect(scored).toBeGreaterThan(0);
  expect(scored).toBeLessThanOrEqual(most);
});

test('stops at any turn', async () => {
  const some = buildSyntheticPair({ geometry: 'CLUSTERED', n: 200, nB: 240, d: 12, shared: 0.3, seed: 5 });
  const copies = drawCopies({ n: 100, d: 12, step: 1e-5 }, 3);
  const join = (x: UnitRows, y: UnitRows): UnitRows => ({
    n: x.n + y.n,
    d: x.d,
    values: Float32Array.from([...x.values, ...y.values]),
  });
  const rows = { a: join(some.a, copies), b: join(some.b, drawCopies({ n: 100, d: 12, step: 1e-5 }, 4)) };
  const whole = new CountingTurns({});
  await run(rows, whole);
  expect(whole.count).toBeGreaterThan(10);
  for (let stopAt = 1; stopAt <= whole.count; stopAt += Math.ceil(whole.count / 40)) {
    const turns = new CountingTurns({});
    turns.stopAt = stopAt;
    await expect(run(rows, turns)).rejects.toThrow('stopped');
    expect(turns.count).toBe(stopAt);
  }
}, 60_000);
