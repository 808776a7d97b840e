/** A thread that multiplies on WebGPU again and again and posts the sum of one entry of each product. */
import { parentPort, workerData } from 'node:worker_threads';
import { openTileProduct } from '../../../src/compute/matching/tiles/tile-product.ts';

const factor = workerData as number;
const [d, m, n] = [64, 32, 16];
const product = await openTileProduct({ d, threads: 1, provider: 'webgpu' });
let sum = 0;
for (let i = 0; i < 60; i++) {
  const tile = new Float32Array(m * n);
  await product.multiply(new Float32Array(d * m).fill(factor), new Float32Array(d * n).fill(1), tile);
  sum += tile[5];
}
await product.close();
parentPort?.postMessage(sum);
