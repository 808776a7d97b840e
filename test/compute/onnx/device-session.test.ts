/** One thread of the process owns the GPU, whoever computes there; state stays on it; what it refuses has a code. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { webGpuMissing } from '../software-vulkan.ts';
import { buildSyntheticPair } from '../../../bench/synthetic-dictionaries.ts';
import { matchRows } from '../../../src/compute/matching/match-rows.ts';
import { GraphBuilder } from '../../../src/compute/onnx/graph-builder.ts';
import { buildOnnxModel } from '../../../src/compute/onnx/onnx-model.ts';
import { openOnnxSession, openStateSession, type StateSession } from '../../../src/compute/onnx/onnx-session.ts';

const LENGTH = 1000;
const SHAPE = [1, 1, LENGTH];

/** next.total = total + x, next.last = x. */
function buildCounting(): Uint8Array {
  const g = new GraphBuilder();
  for (const name of ['total', 'last', 'x']) g.input({ name, type: 'float32', shape: SHAPE });
  g.ops('Add', { inputs: ['total', 'x'], results: ['next.total'] });
  g.ops('Identity', { inputs: ['x'], results: ['next.last'] });
  for (const name of ['total', 'last']) g.output({ name: `next.${name}`, type: 'float32', shape: SHAPE });
  return buildOnnxModel(g.build());
}

async function count(session: StateSession) {
  const filled = (value: number) => ({ values: new Float32Array(LENGTH).fill(value), shape: SHAPE });
  await session.write({ total: filled(7), last: filled(0) });
  for (let run = 0; run < 3; run++)
    await session.advance(
      Array.from({ length: 4 }, (_, i) => ({ x: filled(run * 4 + i) })),
      {},
    );
  const total = filled(0);
  await session.read({ total });
  return { total: total.values, traffic: await session.traffic() };
}

test('on the processor a run reads and writes the whole state', async () => {
  const session = await openStateSession(buildCounting(), { threads: 1, state: { total: SHAPE, last: SHAPE } });
  const { total, traffic } = await count(session);
  await session.close();
  expect(total).toEqual(new Float32Array(LENGTH).fill(7 + 66));
  expect(traffic).toEqual({ up: 12 * 3 * 4 * LENGTH, down: 12 * 2 * 4 * LENGTH });
});

describe.skipIf(webGpuMissing !== null)(`WebGPU ${webGpuMissing ?? ''}`, () => {
  test('the state stays on the device: a run uploads its inputs and downloads nothing', async () => {
    const session = await openStateSession(buildCounting(), {
      threads: 1,
      provider: 'webgpu',
      state: { total: SHAPE, last: SHAPE },
    });
    const { total, traffic } = await count(session);
    await session.close();
    expect(total).toEqual(new Float32Array(LENGTH).fill(7 + 66));
    expect(traffic).toEqual({ up: (2 + 12) * 4 * LENGTH, down: 4 * LENGTH });
  });

  test('three threads compute at the same time, and a matching', async () => {
    const threads = [1, 2, 3].map(
      (factor) => new Worker(new URL('./product-thread.ts', import.meta.url), { workerData: factor }),
    );
    const sums = threads.map(async (thread) => (await once(thread, 'message'))[0] as number);
    const { a, b } = buildSyntheticPair({ geometry: 'SPLIT', n: 200, nB: 230, d: 24, seed: 5 });
    const there = await matchRows(a, b, { measure: 'COSINE', threads: 1, provider: 'webgpu' });
    expect(await Promise.all(sums)).toEqual([1, 2, 3].map((factor) => 60 * 64 * factor));
    const here = await matchRows(a, b, { measure: 'COSINE', threads: 1 });
    expect(there.a).toEqual(here.a);
    expect(there.certificate.optimal).toBe(true);
  });

  // A real card may have room for 2 GiB, never for 32 in one array.
  test.each(process.env['RESEED_TEST_PROVIDER'] === 'webgpu' ? [2 ** 17] : [2 ** 13, 2 ** 17])(
    'an array of %i x 2^16 floats is refused, and the device computes on',
    async (rows) => {
      const g = new GraphBuilder();
      g.input({ name: 'x', type: 'float32', shape: [1] });
      const large = g.op('Expand', ['x', g.whole(rows, 2 ** 16)]);
      g.ops('ReduceMax', { inputs: [large], results: ['y'], attributes: { keepdims: 0 } });
      g.output({ name: 'y', type: 'float32', shape: [] });
      const session = await openOnnxSession(buildOnnxModel(g.build()), { threads: 1, provider: 'webgpu' });
      const x = { values: Float32Array.of(3), shape: [1] };
      const run = session.run({ x }, { y: { values: new Float32Array(1), shape: [] } });
      await expect(run).rejects.toMatchObject({
        code: 'DEVICE_OUT_OF_MEMORY',
        hint: expect.stringContaining('batchSize'),
      });
      await session.close();
      const { a, b } = buildSyntheticPair({ geometry: 'SPLIT', n: 100, nB: 100, d: 16, seed: 5 });
      const { certificate } = await matchRows(a, b, { measure: 'COSINE', threads: 1, provider: 'webgpu' });
      expect(certificate.optimal).toBe(true);
    },
  );

  test('a device that does not answer ends its process, with a last word', async () => {
    const script = fileURLToPath(new URL('./hung-product.ts', import.meta.url));
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()));
    const [, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    expect({ signal, said }).toEqual({ signal: 'SIGKILL', said: expect.stringContaining('"webgpu" gave no answer') });
  });

  test('a model that is none fails as on the processor, without a code', async () => {
    const broken = Uint8Array.of(1, 2, 3);
    const there = await openOnnxSession(broken, { threads: 1, provider: 'webgpu' }).catch((error: Error) => error);
    const here = await openOnnxSession(broken, { threads: 1 }).catch((error: Error) => error);
    expect((there as Error).message).toBe((here as Error).message);
    expect(there).not.toHaveProperty('code', expect.stringMatching(/PROVIDER|DEVICE/));
  });
});
