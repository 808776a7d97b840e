/** Every golden checkpoint, read from disk, is what the JSON next to it says. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCheckpointPaths } from '../../loaders/checkpoints/find-checkpoint-paths.ts';
import { openCheckpoint } from '../../loaders/checkpoints/formats.ts';
import { openSourceFolder } from '../../loaders/files/source-folder.ts';
import { fileBytes, goldenCases } from './golden-cases.ts';

const goldenFolder = path.join(import.meta.dirname, 'golden');
const names = readdirSync(goldenFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

describe('golden checkpoints', () => {
  it('are all there', () => {
    expect(names.toSorted()).toEqual(goldenCases.map((golden) => golden.name).toSorted());
    for (const format of ['sparsify', 'sae-lens'])
      expect(names.filter((name) => name.startsWith(format)).length).toBeGreaterThan(3);
  });

  it.each(names)('%s', async (name) => {
    const expected = JSON.parse(readFileSync(path.join(goldenFolder, `${name}.expected.json`), 'utf8'));
    const root = path.join(goldenFolder, name);
    const checkpoint = await openCheckpoint(await openSourceFolder({ path: expected.path, roots: [root] }));
    try {
      expect(checkpoint.format).toBe(expected.format);
      expect(checkpoint.facts).toEqual(expected.facts);
      expect(checkpoint.identity).toEqual(expected.identity);
      expect(checkpoint.guesses.map((guess) => [guess.field, guess.value])).toEqual(expected.guesses);
      expect(checkpoint.guesses.every((guess) => guess.because.length > 0)).toBe(true);
      expect(checkpoint.config).toEqual(JSON.parse(readFileSync(path.join(root, expected.path, 'cfg.json'), 'utf8')));

      const all = { start: 0, count: checkpoint.facts.nLatents };
      expect([...(await checkpoint.readRows('DECODER', all))]).toEqual(expected.decoder.flat());
      expect([...(await checkpoint.readRows('ENCODER', all))]).toEqual(expected.encoder.flat());
      expect(plain(await checkpoint.readDecoderBias())).toEqual(expected.decoderBias);
      const scalars = await checkpoint.readScalars();
      expect(plain(scalars.encoderBias)).toEqual(expected.encoderBias);
      expect(plain(scalars.threshold)).toEqual(expected.threshold);
      expect(plain(scalars.firingFrequency)).toEqual(
        expected.firingFrequency?.map((value: number) => expect.closeTo(value, 7)) ?? null,
      );

      const onDisk = expected.files.map((file: string) => readFileSync(path.join(root, expected.path, file)));
      expect(checkpoint.files).toEqual(
        expected.files.map((file: string, i: number) => ({ name: file, size: onDisk[i].length })),
      );
      let hashed = 0;
      const hashes = await checkpoint.hashFiles((bytes) => {
        hashed += bytes;
      });
      expect(hashes).toEqual(onDisk.map((bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')));
      expect(hashed).toBe(onDisk.reduce((sum: number, bytes: Buffer) => sum + bytes.length, 0));
    } finally {
      await checkpoint.close();
    }
  });

  it('are found by a search of their folder', async () => {
    const found = await findCheckpointPaths({ path: goldenFolder, roots: [goldenFolder] });
    expect(found).toEqual(goldenCases.map((golden) => path.join(goldenFolder, golden.name, golden.path)).toSorted());
  });

  it.each(goldenCases)('$name is what the script writes', (golden) => {
    for (const [file, content] of Object.entries(golden.files)) {
      expect(Buffer.compare(readFileSync(path.join(goldenFolder, golden.name, file)), fileBytes(content)), file).toBe(
        0,
      );
    }
    const expected = readFileSync(path.join(goldenFolder, `${golden.name}.expected.json`));
    expect(Buffer.compare(expected, fileBytes({ path: golden.path, ...golden.expected }))).toBe(0);
  });
});

function plain(values: Float32Array | null): number[] | null {
  return values === null ? null : [...values];
}
