/**
 * Time of a tile's product in float32, by codes of 8 bits and by codes of 7 bits, in the same run: whether bytes pay on this processor.
 *
 * Run by hand on a quiet machine: `node bench/byte-products.ts [--d 768,4096] [--threads 2] [--repeats 15]`. Tiles have the shapes that
 * matchings use. Medians go to standard output and to the section "byte-products" of bench/RESULTS.md.
 */
import { parseArgs } from 'node:util';
import {
  type CodeBits,
  openByteProduct,
  openTileProduct,
  TILE_COLUMNS,
  TILE_ROWS,
  topCode,
  zeroPoint,
} from '../src/compute/matching/tiles/tile-product.ts';
import { isExact, measureByteSupport } from '../src/compute/matching/tiles/byte-support.ts';
import { CODED_ROWS, CODED_COLUMNS } from '../src/compute/matching/tiles/byte-tiles.ts';
import { buildRandomStream } from '../src/compute/nulls/random-stream.ts';
import { describeMachine } from './machine.ts';
import { markdownTable, writeReport } from './report.ts';
import { measure, median } from './timing.ts';

const { values } = parseArgs({
  options: {
    d: { type: 'string', default: '768,4096' },
    threads: { type: 'string', default: '2' },
    repeats: { type: 'string', default: '15' },
  },
});
const threads = Number(values.threads);
const repeats = Number(values.repeats);

interface Product {
  multiply(): Promise<void>;
  close(): Promise<void>;
}

async function openBytes(d: number, bits: CodeBits): Promise<Product> {
  const stream = buildRandomStream(d);
  const draw = (top: number) => Math.round((2 * stream.nextUniform() - 1) * top);
  const x = Uint8Array.from({ length: CODED_ROWS * d }, () => draw(topCode(bits)) + zeroPoint(bits));
  const y = Int8Array.from({ length: CODED_COLUMNS * d }, () => draw(topCode(8)));
  const yScales = new Float32Array(CODED_COLUMNS).fill(1);
  const tile = new Float32Array(CODED_ROWS * CODED_COLUMNS);
  const product = await openByteProduct({ d, bits, threads });
  return { multiply: () => product.multiply({ x, y, yScales, tile }), close: () => product.close() };
}

async function openFloats(d: number): Promise<Product> {
  const stream = buildRandomStream(d);
  const draw = (length: number) => Float32Array.from({ length }, () => stream.nextUniform() - 0.5);
  const [x, y] = [draw(TILE_ROWS * d), draw(TILE_COLUMNS * d)];
  const tile = new Float32Array(TILE_ROWS * TILE_COLUMNS);
  const product = await openTileProduct({ d, threads });
  return { multiply: () => product.multiply(x, y, tile), close: () => product.close() };
}

const started = await measureByteSupport({ threads, now: () => performance.now() });
const rows: string[][] = [];
for (const d of values.d.split(',').map(Number)) {
  const products = [await openFloats(d), await openBytes(d, 8), await openBytes(d, 7)];
  const times = products.map((): number[] => []);
  for (const product of products) await product.multiply();
  for (let repeat = 0; repeat < repeats; repeat++)
    for (const [p, product] of products.entries()) times[p].push((await measure(() => product.multiply())).ms);
  for (const product of products) await product.close();
  const [floats, eight, seven] = times.map(median);
  rows.push([
    String(d),
    floats.toPrecision(3),
    eight.toPrecision(3),
    seven.toPrecision(3),
    (eight / floats).toFixed(2),
    (seven / floats).toFixed(2),
    started.costs.find((timed) => timed.d === d)?.cost.toFixed(2) ?? '',
  ]);
}

const exact = async (bits: CodeBits) => ((await isExact(bits)) ? 'exact' : 'not exact (they saturate)');
const header = [
  'd',
  'float32 ms',
  '8 bits ms',
  '7 bits ms',
  '8 bits / float32',
  '7 bits / float32',
  'ratio at the start',
];
writeReport(
  'byte-products',
  `# Products of bytes next to float32

${describeMachine()}
- ${threads} threads; medians of ${repeats}, the three products in turns; two million entries per product
- sums of codes of 8 bits are ${await exact(8)} here, those of 7 bits ${await exact(7)}
- ratio at the start: what a starting process measures of the codes of ${started.bits ?? 'no'} bits, on a smaller product

${markdownTable(header, rows)}
`,
);
