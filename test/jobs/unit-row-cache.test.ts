/** Rows kept from job to job. */
import { expect, test } from 'vitest';
import { UnitRowCache } from '../../src/jobs/matching/unit-row-cache.ts';
import type { UnitRows } from '../../src/compute/unit-rows.ts';

const rows = (n: number): UnitRows => ({ n, d: 4, values: new Float32Array(n * 4) });

test('equal content is read once, and what does not fit is read again', async () => {
  const cache = new UnitRowCache({ maxBytes: 2 * 16 * 10 });
  let reads = 0;
  const load = (sha: string, n: number) =>
    cache.load(sha, async () => {
      reads++;
      return rows(n);
    });
  const first = await load('a', 10);
  expect(await load('a', 10)).toBe(first);
  expect(reads).toBe(1);
  await load('b', 10);
  await load('c', 10); // a is the least recently used
  expect(reads).toBe(3);
  await load('b', 10);
  expect(reads).toBe(3);
  await load('a', 10);
  expect(reads).toBe(4);
  await load('larger than all', 30);
  await load('larger than all', 30);
  expect(reads).toBe(6);
});

test('what fails is not kept', async () => {
  const cache = new UnitRowCache({ maxBytes: 1_000 });
  await expect(cache.load('a', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  expect((await cache.load('a', async () => rows(1))).n).toBe(1);
});
