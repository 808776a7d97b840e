/**
 * Matches the pair in a folder, in a process of its own, and prints times, peak memory and proof as JSON: `node
 * bench/match-pair.ts folder d threads repeats productRows`. With `productRows` below n the bare product is measured on that
 * many rows and scaled.
 */
import { matchRows } from '../src/compute/matching/match-rows.ts';
import { choosePrecision } from '../src/compute/matching/tiles/choose-precision.ts';
import { Turns } from '../src/compute/turns.ts';
import type { Precision } from '../src/compute/matching/tiles/tiles.ts';
import { measureByteSupport } from '../src/compute/matching/tiles/byte-support.ts';
import type { Certificate } from '../src/compute/side-matching.ts';
import { multiplyAll } from './bare-product.ts';
import { pairFiles, readRows } from './row-files.ts';
import { measure, median } from './timing.ts';

/** What one pair gave. */
export interface PairTimes {
  productSeconds: number;
  seconds: number;
  megabytes: number;
  /** Longest time between two looks at the signal: what a cancellation may have to wait for. */
  deafSeconds: number;
  precision: Precision;
  certificate: Certificate;
}

/** A signal that is never set off, and the longest time between two looks at it. */
function watchLooks(): { signal: AbortSignal; longest: () => number } {
  const { signal } = new AbortController();
  let [last, longest] = [performance.now(), 0];
  signal.throwIfAborted = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  };
  return { signal, longest: () => longest };
}

/** Rows of the product that loads the library before anything is measured. */
const warmRows = 100;

if (import.meta.main) {
  const [folder, ...numbers] = process.argv.slice(2);
  const [d, threads, repeats, productRows] = numbers.map(Number);
  const [a, b] = pairFiles(folder).map((file) => readRows(file, d));
  const rows = Math.min(a.n, productRows);
  const bytes = await measureByteSupport({ threads, now: () => performance.now() });
  await multiplyAll(a, { ...b, n: Math.min(b.n, warmRows) }, { rows: Math.min(a.n, warmRows), threads });
  const products: number[] = [];
  const matchings: number[] = [];
  const certificates: Certificate[] = [];
  const deaf: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    products.push(((await measure(() => multiplyAll(a, b, { rows, threads }))).ms / 1000) * (a.n / rows));
    const looks = watchLooks();
    const matching = await measure(() => matchRows(a, b, { measure: 'COSINE', threads, bytes, signal: looks.signal }));
    looks.signal.throwIfAborted();
    deaf.push(looks.longest() / 1000);
    matchings.push(matching.ms / 1000);
    certificates.push(matching.result.certificate);
  }
  if (!certificates.every(({ optimal }) => optimal)) throw new Error('a matching was not certified');
  const times: PairTimes = {
    productSeconds: median(products),
    seconds: median(matchings),
    megabytes: process.resourceUsage().maxRSS / 1024,
    deafSeconds: Math.max(...deaf),
    precision: await choosePrecision({ a, b }, { measure: 'COSINE', threads, bytes, turns: new Turns({}) }),
    certificate: certificates[0],
  };
  process.stdout.write(JSON.stringify(times));
}
