/**
 * What this processor's products of bytes are good for, tried out: which codes it adds exactly, and at which widths that is faster
 * than float32.
 *
 * In: the number of threads and a clock. Out: plain data, which a process measures at its start and hands to its threads.
 */
import { buildRandomStream } from '../../nulls/random-stream.ts';
import { type CodeBits, openByteProduct, openTileProduct, topCode, zeroPoint } from './tile-product.ts';

export interface ByteSupport {
  /** The most bits of rows' codes whose sums are exact; null: bytes are not used. */
  readonly bits: CodeBits | null;
  /** Time of the product of such codes over that of the float32 product, by width, ascending; empty if it was not measured. */
  readonly costs: readonly { d: number; cost: number }[];
}

/** Bytes are not used: every tile is computed in float32. */
export const NO_BYTES: ByteSupport = { bits: null, costs: [] };

/** Rows, columns and terms of the products that are tried out: more than vector registers hold, and less. */
const TRIED = [
  { m: 37, n: 50, d: 300 },
  { m: 1, n: 50, d: 300 },
  { m: 3, n: 1, d: 37 },
];
/** Widths at which times are taken: of GPT-2's and Pythia's residual streams, and of Llama's. */
const TIMED_WIDTHS = [768, 4096];
/** A product of some milliseconds: enough columns that the packing of rows does not count, enough rows that that of columns does not. */
const TIMED_SHAPE = { m: 512, n: 256 };
/** The least of so many times counts: on a busy machine others are longer. */
const TIMINGS = 3;
/** Bytes must take less of float32's time than this: coding the rows and telling coarse scores apart cost the rest. */
const WORTH_IT = 0.8;

async function addsExactly(bits: CodeBits): Promise<boolean> {
  const top = topCode(bits);
  for (const { m, n, d } of TRIED) {
    const product = await openByteProduct({ d, bits, threads: 1 });
    const tile = new Float32Array(m * n);
    // Odd columns are the negatives of even ones; all codes are the largest.
    await product.multiply({
      x: new Uint8Array(m * d).fill(zeroPoint(bits) + top),
      y: Int8Array.from({ length: d * n }, (_, z) => ((z % n) % 2 === 0 ? topCode(8) : -topCode(8))),
      yScales: new Float32Array(n).fill(1),
      tile,
    });
    await product.close();
    const sum = top * topCode(8) * d;
    if (!tile.every((entry, z) => entry === ((z % n) % 2 === 0 ? sum : -sum))) return false;
  }
  return true;
}

const exactness = new Map<CodeBits, Promise<boolean>>();

/** Whether this processor adds products of codes of `bits` bits exactly. Tried out once per thread, in milliseconds. */
export function isExact(bits: CodeBits): Promise<boolean> {
  const known = exactness.get(bits) ?? addsExactly(bits);
  exactness.set(bits, known);
  return known;
}

/** The most bits whose sums are exact here, without times. */
export async function findByteSupport(): Promise<ByteSupport> {
  if (await isExact(8)) return { bits: 8, costs: [] };
  return (await isExact(7)) ? { bits: 7, costs: [] } : NO_BYTES;
}

/** Milliseconds that a clock shows. */
type Clock = () => number;

/** Milliseconds of the fastest of a few runs of each, taken in turns. */
async function timeInTurns(works: readonly (() => Promise<void>)[], now: Clock): Promise<number[]> {
  const least = works.map(() => Number.POSITIVE_INFINITY);
  for (const work of works) await work(); // the first run allocates
  for (let turn = 0; turn < TIMINGS; turn++)
    for (const [w, work] of works.entries()) {
      const start = now();
      await work();
      least[w] = Math.min(least[w], now() - start);
    }
  return least;
}

/** Time of the product of codes over that of the float32 product at width `d`. */
async function measureCost(d: number, options: { bits: CodeBits; threads: number; now: Clock }): Promise<number> {
  const { bits, threads, now } = options;
  const { m, n } = TIMED_SHAPE;
  const stream = buildRandomStream(d);
  const drawCodes = (length: number, top: number) =>
    Int8Array.from({ length }, () => Math.round((2 * stream.nextUniform() - 1) * top));
  const x = Uint8Array.from(drawCodes(m * d, topCode(bits)), (code) => code + zeroPoint(bits));
  const y = drawCodes(d * n, topCode(8));
  const [floatsX, floatsY] = [Float32Array.from(x), Float32Array.from(y)];
  const [yScales, tile] = [new Float32Array(n).fill(1), new Float32Array(m * n)];
  const bytes = await openByteProduct({ d, bits, threads });
  const floats = await openTileProduct({ d, threads });
  const works = [() => bytes.multiply({ x, y, yScales, tile }), () => floats.multiply(floatsX, floatsY, tile)];
  const [byteMs, floatMs] = await timeInTurns(works, now);
  await bytes.close();
  await floats.close();
  return byteMs / floatMs;
}

/** What products of bytes are good for on `threads` threads, in about a tenth of a second. A process does it once, at its start. */
export async function measureByteSupport({ threads, now }: { threads: number; now: Clock }): Promise<ByteSupport> {
  const { bits } = await findByteSupport();
  if (bits === null) return NO_BYTES;
  const costs = [];
  for (const d of TIMED_WIDTHS) costs.push({ d, cost: await measureCost(d, { bits, threads, now }) });
  return { bits, costs };
}

/**
 * Whether rows of width `d` are multiplied faster as bytes: by the time at the next smaller width that was measured. Where none
 * was, codes of 8 bits are taken to be faster, and those of 7 bits not to be.
 */
export function areBytesFaster({ bits, costs }: ByteSupport, d: number): boolean {
  const nearest = costs.findLast((timed) => timed.d <= d) ?? costs.at(0);
  return nearest ? nearest.cost < WORTH_IT : bits === 8;
}

/** One phrase for the log: what tiles of large matchings are computed in. */
export function describeByteSupport({ bits, costs }: ByteSupport): string {
  if (bits === null) return 'float32';
  const times = costs.map(({ d, cost }) => `${cost.toFixed(2)} at d = ${d.toLocaleString('en')}`);
  return `codes of ${bits} bits where they take less than ${WORTH_IT} of float32's time (${times.join(', ')})`;
}
