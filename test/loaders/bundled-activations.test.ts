/** The activations that come with the program: what they say they are, and that the bundled dictionaries explain them. */
import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openActivationShards } from '../../loaders/activations/activation-shards.ts';
import { openCheckpoint } from '../../loaders/checkpoints/formats.ts';
import { openSourceFolder } from '../../loaders/files/source-folder.ts';

const root = path.resolve(import.meta.dirname, '../../seeds-data');

test('are of the space of the bundled dictionaries, and whole', async () => {
  const folder = await openSourceFolder({ path: 'activations/layers.2.mlp', roots: [root] });
  const checkpoint = await openCheckpoint(
    await openSourceFolder({ path: 'mlp_topk_k4_N512/seed1/layers.2.mlp', roots: [root] }),
  );
  const { identity, facts } = checkpoint;
  const shards = await openActivationShards(folder, {
    model: identity.model ?? '',
    hookpoint: identity.hookpoint ?? '',
    dIn: facts.dIn,
  });
  try {
    expect(shards.space).toEqual({
      model: identity.model,
      revision: identity.revision,
      hookpoint: identity.hookpoint,
      dIn: 64,
      normalisation: identity.normalisation,
    });
    expect(shards.tokens).toBe(49_152);
    const [sha256] = await shards.verify();
    const text = readFileSync(path.join(root, 'activations/stories.txt'));
    expect(shards.provenance.corpusSha256).toBe(createHash('sha256').update(text).digest('hex'));
    const provenance = readFileSync(path.join(root, 'PROVENANCE.md'), 'utf8');
    expect(provenance).toContain(sha256);
    expect(provenance).toContain(shards.provenance.corpusSha256);

    // FVU of 1,000 tokens, by plain loops: 0.189 over all of them.
    const { nLatents: n, dIn: d, k } = facts;
    const [encoder, decoder] = [
      await checkpoint.readRows('ENCODER', { start: 0, count: n }),
      await checkpoint.readRows('DECODER', { start: 0, count: n }),
    ];
    const { encoderBias } = await checkpoint.readScalars();
    const bias = (await checkpoint.readDecoderBias()) ?? new Float32Array(d);
    for await (const x of shards.openBatches({ seed: 1, batchSize: 1_000, fromStep: 0, steps: 1 })) {
      const mean = new Float64Array(d);
      x.forEach((value, i) => (mean[i % d] += value / 1_000));
      let error = 0;
      let variance = 0;
      for (let t = 0; t < 1_000; t++) {
        const row = x.subarray(t * d, (t + 1) * d);
        const pre = Array.from({ length: n }, (_, i) => {
          let sum = encoderBias?.[i] ?? 0;
          for (let z = 0; z < d; z++) sum += encoder[i * d + z] * (row[z] - bias[z]);
          return { i, value: Math.max(0, sum) };
        });
        const active = pre.toSorted((a, b) => b.value - a.value).slice(0, k ?? n);
        for (let z = 0; z < d; z++) {
          const rebuilt = active.reduce((sum, { i, value }) => sum + value * decoder[i * d + z], bias[z]);
          error += (row[z] - rebuilt) ** 2;
          variance += (row[z] - mean[z]) ** 2;
        }
      }
      expect(error / variance).toBeGreaterThan(0.15);
      expect(error / variance).toBeLessThan(0.23);
    }
  } finally {
    await shards.close();
    await checkpoint.close();
  }
});
