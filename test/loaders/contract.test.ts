/** What every format promises, run over every golden checkpoint from memory, with reads counted. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Side } from '../../loaders/checkpoints/checkpoint.ts';
import { openCheckpoint } from '../../loaders/checkpoints/formats.ts';
import { fileBytes, goldenCases } from './golden-cases.ts';
import { MemoryFolder } from './memory-folder.ts';

const sides: Side[] = ['DECODER', 'ENCODER'];

function openGolden(golden: (typeof goldenCases)[number]) {
  return new MemoryFolder(
    golden.path,
    Object.fromEntries(Object.entries(golden.files).map(([name, file]) => [name, fileBytes(file)])),
  );
}

describe.each(goldenCases)('$name', (golden) => {
  it('gives the same rows in chunks of any size, in any order', async () => {
    const checkpoint = await openCheckpoint(openGolden(golden));
    const { nLatents: n, dIn: d } = checkpoint.facts;
    for (const side of sides) {
      const whole = await checkpoint.readRows(side, { start: 0, count: n });
      expect(whole).toHaveLength(n * d);
      await fc.assert(
        fc.asyncProperty(fc.nat(n), fc.nat(n), async (a, b) => {
          const [start, end] = a < b ? [a, b] : [b, a];
          const rows = await checkpoint.readRows(side, { start, count: end - start });
          expect([...rows]).toEqual([...whole.subarray(start * d, end * d)]);
        }),
        { seed: 7, numRuns: 30 },
      );
    }
    await checkpoint.close();
  });

  it('gives the caller buffers of its own', async () => {
    const checkpoint = await openCheckpoint(openGolden(golden));
    for (const side of sides) {
      const first = await checkpoint.readRows(side, { start: 1, count: 2 });
      const copy = [...first];
      first.fill(99);
      expect([...(await checkpoint.readRows(side, { start: 1, count: 2 }))]).toEqual(copy);
    }
    await checkpoint.close();
  });

  it('reads headers only until rows are asked for, then every byte of a side once', async () => {
    const folder = openGolden(golden);
    const checkpoint = await openCheckpoint(folder);
    const { nLatents: n, dIn: d } = checkpoint.facts;
    const weights = () => folder.opened.filter((source) => source.name.endsWith('.safetensors'));
    const touched = () => weights().reduce((sum, source) => sum + source.touched, 0);
    const headers = touched();
    expect(headers).toBe(weights().reduce((sum, source) => sum + source.reads[0] + source.reads[1], 0));
    expect(weights().every((source) => source.reads.length === 2)).toBe(true);
    const elementBytes = bytesPerElement(golden.files);
    for (const [i, side] of sides.entries()) {
      for (let start = 0; start < n; start += 4)
        await checkpoint.readRows(side, { start, count: Math.min(4, n - start) });
      expect(touched() - headers).toBe((i + 1) * n * d * elementBytes);
    }
    await checkpoint.close();
  });

  it('gives scalars of length n, a bias of length d, and closes every file once', async () => {
    const folder = openGolden(golden);
    const checkpoint = await openCheckpoint(folder);
    const { encoderBias, threshold, firingFrequency } = await checkpoint.readScalars();
    for (const scalars of [encoderBias, threshold, firingFrequency])
      if (scalars !== null) expect(scalars).toHaveLength(checkpoint.facts.nLatents);
    if (firingFrequency !== null) expect(firingFrequency.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(await checkpoint.readDecoderBias()).toHaveLength(checkpoint.facts.dIn);
    await checkpoint.close();
    expect(folder.opened.every((source) => source.closed === 1)).toBe(true);
  });

  it('refuses rows that are not there as a mistake of the caller', async () => {
    const checkpoint = await openCheckpoint(openGolden(golden));
    const n = checkpoint.facts.nLatents;
    for (const range of [
      { start: -1, count: 1 },
      { start: 0, count: n + 1 },
      { start: n, count: 1 },
      { start: 0.5, count: 1 },
      { start: 0, count: Number.NaN },
    ]) {
      await expect(checkpoint.readRows('DECODER', range)).rejects.toThrow(RangeError);
    }
    await checkpoint.close();
  });

  it('takes what the importer states instead of looking, and then guesses nothing about it', async () => {
    const identity = {
      model: 'm',
      revision: 'r',
      normalisation: 'x',
      runGroup: 'g',
      initSeed: 0,
      dataSeed: 5,
      dataset: 's',
      tokens: 1,
      portalId: 'p',
    };
    const checkpoint = await openCheckpoint(openGolden(golden), { identity });
    expect(checkpoint.identity).toMatchObject(identity);
    const guessed = checkpoint.guesses.map((guess) => guess.field);
    for (const field of Object.keys(identity)) expect(guessed).not.toContain(field);
    await checkpoint.close();
  });

  it('is opened by name of the format as well, and not by that of another', async () => {
    const { format } = golden.expected;
    const checkpoint = await openCheckpoint(openGolden(golden), { format });
    expect(checkpoint.format).toBe(format);
    await checkpoint.close();
    const folder = openGolden(golden);
    await expect(
      openCheckpoint(folder, { format: format === 'sparsify' ? 'sae-lens' : 'sparsify' }),
    ).rejects.toMatchObject({ name: 'ReseedError' });
    expect(folder.opened.every((source) => source.closed === 1)).toBe(true);
  });
});

/** Taken from the text of the header, not from the loader. */
function bytesPerElement(files: Record<string, Uint8Array | object>): number {
  const weights = Object.entries(files).find(
    ([name, file]) =>
      name.endsWith('.safetensors') && !name.endsWith('sparsity.safetensors') && file instanceof Uint8Array,
  );
  const dtype =
    /"W_dec":\{"dtype":"(\w+)"/.exec(
      Buffer.from(weights?.[1] instanceof Uint8Array ? weights[1] : []).toString('latin1'),
    )?.[1] ?? '';
  return { F64: 8, F32: 4, F16: 2, BF16: 2 }[dtype] ?? 0;
}
