import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openActivationShards } from '../../loaders/activations/activation-shards.ts';
import { type ActivationTarget, startActivationWriter } from '../../loaders/activations/shard-writer.ts';
import type { SourceFolder } from '../../loaders/files/byte-source.ts';
import { openSourceFolder } from '../../loaders/files/source-folder.ts';
import { pseudoRandom } from '../jobs/sparsify-checkpoint.ts';
import { encodeTensor, writeSafetensors } from './write-safetensors.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-shards-'));
});
afterAll(() => rm(root, { recursive: true }));

const d = 3;
const space = { model: 'tiny', revision: 'main', hookpoint: 'layers.0.mlp', dIn: d, normalisation: 'none' };
/** Token t is [t, t + 0.25, -t]: exact in every dtype below 1,024, and it says which token it is. */
const rowsOf = (from: number, to: number) =>
  Float32Array.from({ length: (to - from) * d }, (_, i) => {
    const t = from + Math.floor(i / d);
    return i % d === 2 ? -t : t + (i % d) / 4;
  });
const folderAt = (name: string) => openSourceFolder({ path: path.join(root, name), roots: [root] });

async function write(name: string, { tokens, ...more }: Partial<ActivationTarget> & { tokens: number }) {
  const target = {
    folder: path.join(root, name),
    space,
    dtype: 'F32' as const,
    provenance: {},
    shardTokens: 7,
    ...more,
  };
  const writer = await startActivationWriter(target);
  for (let t = writer.tokens; t < tokens; t += 5) await writer.append(rowsOf(t, Math.min(t + 5, tokens)));
  return writer.finish();
}

/** Which tokens the batches hold, and that every row is whole. */
async function tokensOf(batches: AsyncIterable<Float32Array>): Promise<number[][]> {
  const steps: number[][] = [];
  for await (const batch of batches) {
    steps.push(Array.from({ length: batch.length / d }, (_, row) => batch[row * d]));
    for (let row = 0; row < batch.length / d; row++) {
      const t = batch[row * d];
      expect(batch.subarray(row * d, (row + 1) * d)).toEqual(rowsOf(t, t + 1));
    }
  }
  return steps;
}

test.each(['F32', 'F16', 'BF16'] as const)('what is written as %s is read: facts, hashes and rows', async (dtype) => {
  const manifest = await write(`whole-${dtype}`, { tokens: 40, dtype, provenance: { how: 'by hand' } });
  expect(manifest.files.map((file) => file.tokens)).toEqual([7, 7, 7, 7, 7, 5]);
  const shards = await openActivationShards(await folderAt(`whole-${dtype}`));
  try {
    expect(shards).toMatchObject({ space, tokens: 40, provenance: { how: 'by hand' } });
    expect(shards.files).toEqual(manifest.files);
    expect(await shards.verify()).toEqual(manifest.files.map((file) => file.sha256));
    expect(await shards.readTokens({ start: 0, count: 40 })).toEqual(rowsOf(0, 40));
    expect(await shards.readTokens({ start: 6, count: 9 })).toEqual(rowsOf(6, 15));
    await expect(shards.readTokens({ start: 6, count: 35 })).rejects.toThrow(RangeError);
  } finally {
    await shards.close();
  }
  expect((await readdir(path.join(root, `whole-${dtype}`))).toSorted()).toEqual([
    'activations.json',
    ...manifest.files.map((file) => file.name),
  ]);
});

describe('batches', () => {
  beforeAll(async () => {
    await write('batches', { tokens: 100 });
  });

  /** A pool of 24 tokens in blocks of 2, so that an epoch has five pools. */
  const open = async () =>
    openActivationShards(await folderAt('batches'), { poolBytes: 24 * 4 * d, blockBytes: 2 * 4 * d });

  test('every token once per epoch, in another order each time', async () => {
    const shards = await open();
    const steps = await tokensOf(shards.openBatches({ seed: 1, batchSize: 10, fromStep: 0, steps: 30 }));
    await shards.close();
    const epochs = [0, 1, 2].map((epoch) => steps.slice(10 * epoch, 10 * (epoch + 1)).flat());
    for (const epoch of epochs)
      expect(epoch.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(new Set(epochs.map((epoch) => epoch.join(' '))).size).toBe(3);
  });

  test('entering at a step is the same as reading up to it; the batch size only cuts the stream', async () => {
    const shards = await open();
    const stream = (await tokensOf(shards.openBatches({ seed: 2, batchSize: 1, fromStep: 0, steps: 400 }))).flat();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), fc.nat({ max: 5 }), async (batchSize, fromStep) => {
        const steps = await tokensOf(shards.openBatches({ seed: 2, batchSize, fromStep, steps: 1 }));
        expect(steps).toEqual([stream.slice(fromStep * batchSize, (fromStep + 1) * batchSize)]);
      }),
      { numRuns: 30 },
    );
    expect((await tokensOf(shards.openBatches({ seed: 3, batchSize: 400, fromStep: 0, steps: 1 })))[0]).not.toEqual(
      stream,
    );
    await shards.close();
  });

  test('memory and reads are bounded: the first batch costs one pool, whatever the total', async () => {
    let bytes = 0;
    const folder = await folderAt('batches');
    const counting: SourceFolder = {
      pathComponents: folder.pathComponents,
      fileNames: folder.fileNames,
      preferredFile: null,
      has: (name) => folder.has(name),
      open: async (name) => {
        const source = await folder.open(name);
        return {
          name: source.name,
          size: source.size,
          close: () => source.close(),
          read: (offset, length) => {
            bytes += length;
            return source.read(offset, length);
          },
        };
      },
    };
    const shards = await openActivationShards(counting, { poolBytes: 24 * 4 * d, blockBytes: 2 * 4 * d });
    bytes = 0;
    for await (const _ of shards.openBatches({ seed: 1, batchSize: 4, fromStep: 1_000_000, steps: 5 })) break;
    expect(bytes).toBeLessThanOrEqual(24 * 4 * d);
    expect(bytes).toBeGreaterThan(0);
    await shards.close();
  });

  test('impossible requests and a signal', async () => {
    const shards = await open();
    const read = (request: object) =>
      tokensOf(shards.openBatches({ seed: 1, batchSize: 4, fromStep: 0, steps: 2, ...request }));
    for (const wrong of [{ seed: -1 }, { seed: 0.5 }, { batchSize: 0 }, { fromStep: -1 }, { steps: Number.NaN }])
      await expect(read(wrong)).rejects.toThrow(RangeError);
    expect(await read({ steps: 0 })).toEqual([]);
    await expect(read({ signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
    await shards.close();
  });
});

test('without a manifest: every safetensors file, with the space as stated', async () => {
  const folder = path.join(root, 'bare');
  await write('bare', { tokens: 12 });
  await rm(path.join(folder, 'activations.json'));
  await writeFile(
    path.join(folder, 'z.safetensors'),
    writeSafetensors({ x: encodeTensor('F64', [2, d], [...rowsOf(12, 14)]) }),
  );
  await expect(openActivationShards(await folderAt('bare'))).rejects.toMatchObject({ code: 'IDENTITY_UNKNOWN' });
  await expect(openActivationShards(await folderAt('bare'), { model: 'm' })).rejects.toMatchObject({
    code: 'IDENTITY_UNKNOWN',
  });
  await expect(
    openActivationShards(await folderAt('bare'), { model: 'm', hookpoint: 'h', dIn: 4 }),
  ).rejects.toMatchObject({
    code: 'TENSOR_BAD_SHAPE',
  });
  const shards = await openActivationShards(await folderAt('bare'), { model: 'm', hookpoint: 'h' });
  expect(shards.space).toEqual({ model: 'm', revision: 'unspecified', hookpoint: 'h', dIn: d, normalisation: 'none' });
  expect(shards.files.map((file) => file.sha256)).toEqual([null, null, null]);
  expect(await shards.readTokens({ start: 0, count: 14 })).toEqual(rowsOf(0, 14));
  await shards.close();
});

test('what a caller states must be what the manifest says', async () => {
  await write('stated', { tokens: 3 });
  await (await openActivationShards(await folderAt('stated'), { model: 'tiny', dIn: 3 })).close();
  await expect(openActivationShards(await folderAt('stated'), { hookpoint: 'layers.1.mlp' })).rejects.toMatchObject({
    code: 'SPACE_MISMATCH',
  });
});

describe('damage', () => {
  const shard = (name: string, i: number) => path.join(root, name, `shard-0000${i}.safetensors`);

  test.each([
    ['a shard is missing', 'SHARD_MISSING', (name: string) => rm(shard(name, 1))],
    ['a shard is shorter', 'SHARD_CHANGED', (name: string) => truncate(shard(name, 1), 100)],
    ['a shard is empty', 'SHARD_CHANGED', (name: string) => writeFile(shard(name, 0), '')],
    [
      'a shard has another shape in as many bytes',
      'TENSOR_BAD_SHAPE',
      async (name: string) => {
        const bytes = await readFile(shard(name, 0));
        await writeFile(shard(name, 0), bytes.toString('latin1').replace('[7,3]', '[3,7]'), 'latin1');
      },
    ],
    [
      'no manifest and no shard',
      'SHARD_MISSING',
      async (name: string) => {
        for (const file of await readdir(path.join(root, name))) await rm(path.join(root, name, file));
      },
    ],
    [
      'the manifest is no JSON',
      'CONFIG_BAD',
      (name: string) => writeFile(path.join(root, name, 'activations.json'), '{'),
    ],
  ])('%s', async (what, code, damage) => {
    const name = `damaged-${what.replaceAll(' ', '-')}`;
    await write(name, { tokens: 20 });
    await damage(name);
    const opening = folderAt(name).then((folder) => openActivationShards(folder));
    await expect(opening).rejects.toMatchObject({ code, hint: expect.stringMatching(/\w/) });
  });

  test.each([
    ['a path', (manifest: { files: { name: string }[] }) => (manifest.files[0].name = '../other.safetensors')],
    ['a file twice', (manifest: { files: { name: string }[] }) => (manifest.files[1].name = manifest.files[0].name)],
    ['a total that is not the sum', (manifest: { tokens: number }) => (manifest.tokens = 21)],
    ['another version', (manifest: { version: number }) => (manifest.version = 2)],
    ['a width of 2^53', (manifest: { space: { dIn: number } }) => (manifest.space.dIn = 2 ** 53)],
  ])('a manifest with %s', async (what, edit) => {
    const name = `edited-${what.replaceAll(/\W/g, '-')}`;
    await write(name, { tokens: 20 });
    const file = path.join(root, name, 'activations.json');
    const manifest = JSON.parse(await readFile(file, 'utf8'));
    edit(manifest);
    await writeFile(file, JSON.stringify(manifest));
    await expect(openActivationShards(await folderAt(name))).rejects.toMatchObject({ code: 'CONFIG_BAD' });
  });

  test('other content of the same size is found by its hash', async () => {
    await write('flipped', { tokens: 20 });
    const bytes = await readFile(shard('flipped', 1));
    bytes[bytes.length - 1] ^= 1;
    await writeFile(shard('flipped', 1), bytes);
    const shards = await openActivationShards(await folderAt('flipped'));
    await expect(shards.verify()).rejects.toMatchObject({ code: 'SHARD_CHANGED' });
    await shards.close();
  });

  test('a shard that changes while it is read', async () => {
    await write('changing', { tokens: 20 });
    const shards = await openActivationShards(await folderAt('changing'));
    await writeFile(shard('changing', 0), await readFile(shard('changing', 1)));
    await expect(tokensOf(shards.openBatches({ seed: 1, batchSize: 20, fromStep: 0, steps: 1 }))).rejects.toMatchObject(
      {
        code: 'SOURCE_CHANGED',
      },
    );
    await shards.close();
  });

  test('a number that is not finite is named', async () => {
    const writer = await startActivationWriter({ folder: path.join(root, 'nan'), space, dtype: 'F16', provenance: {} });
    await writer.append(Float32Array.of(1, 2, 3, 4, 70_000, 6));
    await writer.finish();
    const shards = await openActivationShards(await folderAt('nan'));
    await expect(tokensOf(shards.openBatches({ seed: 1, batchSize: 1, fromStep: 0, steps: 2 }))).rejects.toMatchObject({
      code: 'TENSOR_NOT_FINITE',
      message: expect.stringContaining('[1, 1] is Infinity'),
    });
    await shards.close();
  });
});

describe('the writer', () => {
  test('one that was stopped continues after its whole shards, and ends with the same bytes', async () => {
    const values = pseudoRandom(40 * d, 9);
    const target = (name: string): ActivationTarget => ({
      folder: path.join(root, name),
      space,
      dtype: 'BF16',
      provenance: { corpus: 'text' },
      shardTokens: 7,
    });
    const first = await startActivationWriter(target('straight'));
    await first.append(values);
    await first.finish();
    const stopped = await startActivationWriter(target('resumed'));
    await stopped.append(values.subarray(0, 16 * d)); // two whole shards and two tokens that are lost
    await expect(openActivationShards(await folderAt('resumed'), space)).rejects.toMatchObject({
      code: 'SHARD_MISSING',
    });
    const other = { ...target('resumed'), provenance: { corpus: 'other' } };
    await expect(startActivationWriter(other)).rejects.toMatchObject({ code: 'PLACE_TAKEN' });
    const again = await startActivationWriter(target('resumed'));
    expect(again.tokens).toBe(14);
    await again.append(values.subarray(14 * d));
    await again.finish();
    for (const name of await readdir(path.join(root, 'straight'))) {
      expect(await readFile(path.join(root, 'resumed', name))).toEqual(
        await readFile(path.join(root, 'straight', name)),
      );
    }
    expect(await readdir(path.join(root, 'resumed'))).toEqual(await readdir(path.join(root, 'straight')));
    await expect(startActivationWriter(target('resumed'))).rejects.toMatchObject({ code: 'PLACE_TAKEN' });
  });

  test('no tokens, a foreign folder, rows of another width', async () => {
    const target = { folder: path.join(root, 'empty'), space, dtype: 'F32', provenance: {} } as const;
    const writer = await startActivationWriter(target);
    await expect(writer.append(new Float32Array(4))).rejects.toThrow(RangeError);
    await expect(writer.finish()).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await writeFile(path.join(root, 'empty', 'model.safetensors'), '');
    await expect(startActivationWriter(target)).rejects.toMatchObject({ code: 'PLACE_TAKEN' });
  });
});
