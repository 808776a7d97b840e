/** Trained dictionaries: those that are bundled, and the full set where it lies next to the repository. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { assertFinite } from '../../loaders/containers/assert-finite.ts';
import { findCheckpointPaths } from '../../loaders/checkpoints/find-checkpoint-paths.ts';
import { openCheckpoint } from '../../loaders/checkpoints/formats.ts';
import { openSourceFolder } from '../../loaders/files/source-folder.ts';

const repository = path.resolve(import.meta.dirname, '../..');
const bundled = path.join(repository, 'seeds-data');
const shared = path.resolve(repository, '../shared/data/saes');
const reference = path.join(shared, 'scipy_reference.json');

/** Opens every checkpoint below a root and checks its rows. */
async function readEverything(root: string) {
  const found = [];
  for (const folder of await findCheckpointPaths({ path: root, roots: [root] })) {
    const checkpoint = await openCheckpoint(await openSourceFolder({ path: folder, roots: [root] }));
    const { nLatents, dIn } = checkpoint.facts;
    for (const side of ['DECODER', 'ENCODER'] as const) {
      const rows = await checkpoint.readRows(side, { start: 0, count: nLatents });
      assertFinite(rows, { tensor: side, firstRow: 0, width: dIn });
      if (side === 'DECODER') {
        // Decoders of these runs are normalised after every step.
        for (let i = 0; i < nLatents; i++)
          expect(Math.hypot(...rows.subarray(i * dIn, (i + 1) * dIn))).toBeCloseTo(1, 4);
      }
    }
    const [weightsSha256] = await checkpoint.hashFiles();
    await checkpoint.close();
    const { format, facts, identity, guesses } = checkpoint;
    found.push({ folder: path.relative(root, folder), format, facts, identity, guesses, weightsSha256 });
  }
  return found;
}

describe('the bundled dictionaries', () => {
  it('are three run groups of three seeds, and say who they are', async () => {
    const all = await readEverything(bundled);
    const ours = all.filter(({ identity }) => identity.model === 'reseed-stories');
    const found = all.filter((one) => !ours.includes(one));
    expect(found.map(({ folder, identity }) => [folder, identity.runGroup, identity.initSeed])).toEqual(
      ['mlp_relu_L4_N1024', 'mlp_topk_k4_N512'].flatMap((group) =>
        [1, 2, 3].map((seed) => [`${group}/seed${seed}/layers.2.mlp`, group, seed]),
      ),
    );
    for (const { format, facts, identity, guesses } of found) {
      expect(format).toBe('sparsify');
      expect(identity).toMatchObject({ hookpoint: 'layers.2.mlp', normalisation: 'none', dataSeed: 0 });
      expect(identity.model).not.toBeNull();
      expect(guesses.map((guess) => guess.field)).toEqual(['runGroup']);
      if (facts.architecture === 'TOPK')
        expect(facts).toEqual({
          architecture: 'TOPK',
          nLatents: 512,
          dIn: 64,
          k: 4,
          l1Coefficient: null,
          hasEncoder: true,
        });
      else
        expect(facts).toEqual({
          architecture: 'RELU_L1',
          nLatents: 1024,
          dIn: 64,
          k: null,
          l1Coefficient: 0.25170001,
          hasEncoder: true,
        });
    }
    const group = 'stories_topk_k8_N512';
    expect(ours.map(({ folder, identity }) => [folder, identity.runGroup, identity.initSeed])).toEqual(
      [1, 2, 3].map((seed) => [`${group}/seed${seed}/layers.2`, group, seed]),
    );
    for (const { format, facts, identity, guesses } of ours) {
      expect([format, guesses]).toEqual(['sparsify', []]);
      expect(identity).toMatchObject({ hookpoint: 'layers.2', normalisation: 'none', revision: '1', dataSeed: 0 });
      expect(facts).toMatchObject({ architecture: 'TOPK', nLatents: 512, dIn: 96, k: 8, hasEncoder: true });
    }
  });
});

describe.skipIf(!existsSync(reference))('the full set', () => {
  it('has the weights that the reference solutions were computed from', async () => {
    const expected: Record<string, { sha256?: Record<string, string> }> = JSON.parse(readFileSync(reference, 'utf8'));
    const found = await readEverything(shared);
    expect(found.length).toBeGreaterThanOrEqual(9);
    const hashes = found.map(({ identity, weightsSha256 }) => [
      identity.runGroup,
      `seed${identity.initSeed}`,
      weightsSha256,
    ]);
    const references = Object.entries(expected).flatMap(([group, { sha256 }]) =>
      Object.entries(sha256 ?? {}).map(([seed, hash]) => [group, seed, hash]),
    );
    expect(hashes.map((hash) => hash.join(' ')).toSorted()).toEqual(
      references.map((hash) => hash.join(' ')).toSorted(),
    );
    // Nothing next to these says more than train_info.json: the hookpoint is inferred from it.
    expect(found[0].guesses.map((guess) => guess.field)).toEqual(['hookpoint', 'runGroup']);
    expect(found[0].identity).toMatchObject({ model: null, hookpoint: 'layers.2.mlp' });
  });
});
