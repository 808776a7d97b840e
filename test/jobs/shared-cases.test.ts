/** Small inputs from real situations, one test for each: what its README calls right. Run where the folder of cases is. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DictionaryRow, findDictionaries } from '../../db/stores/dictionaries.ts';
import type { CheckpointOptions } from '../../loaders/checkpoints/checkpoint.ts';
import { findCheckpointPaths } from '../../loaders/checkpoints/find-checkpoint-paths.ts';
import { openCheckpoint } from '../../loaders/checkpoints/formats.ts';
import { openSourceFolder } from '../../loaders/files/source-folder.ts';
import { findNamedCheckpoints } from '../../src/cli/named/named-checkpoints.ts';
import { isReseedError } from '../../src/errors.ts';
import type { ImportRequest } from '../../src/jobs/checkpoints/import-request.ts';
import { type JobFixture, startJobFixture } from './job-fixture.ts';

const cases = path.resolve(import.meta.dirname, '../../../shared/data/cases');

describe.skipIf(!existsSync(cases))('cases', () => {
  let fixture: JobFixture;
  beforeAll(async () => {
    fixture = await startJobFixture({ importRoots: [cases] });
  });
  afterAll(() => fixture.close());

  const list = async (place: string) =>
    (await findCheckpointPaths({ path: path.join(cases, place), roots: [cases] })).map((found) =>
      path.relative(cases, found),
    );

  const open = async (place: string, options: CheckpointOptions = {}) =>
    openCheckpoint(await openSourceFolder({ path: path.join(cases, place), roots: [cases] }), options);

  async function importOne(request: ImportRequest): Promise<DictionaryRow> {
    const job = await fixture.succeeded((await fixture.queue.enqueue('IMPORT', request)).id);
    const [row] = await findDictionaries(fixture.db, [{ spaceId: job.spaceId ?? 0, id: job.dictionaryId ?? 0 }]);
    if (!row) throw new Error(`${request.path} is not there`);
    return row;
  }

  test('publishers-layouts: imported, or refused by name with what to do', async () => {
    const refused: string[] = [];
    const formats = new Set<string>();
    const found = await list('publishers-layouts');
    for (const place of found) {
      try {
        const checkpoint = await open(place);
        formats.add(checkpoint.format);
        const rows = await checkpoint.readRows('DECODER', { start: 0, count: checkpoint.facts.nLatents });
        expect(rows.every(Number.isFinite)).toBe(true);
        await checkpoint.close();
      } catch (error) {
        expect(isReseedError(error, 'FORMAT_UNSUPPORTED'), place).toBe(true);
        refused.push(place.split('/').slice(1, 4).join('/'));
      }
    }
    expect(found.length).toBeGreaterThan(20);
    expect(refused).toEqual([
      'crosscoder_hf/gemma-2-2b-L13-k100',
      'gemma_scope_2/gemma-scope-2-4b-pt/clt',
      'gemma_scope_2/gemma-scope-2-4b-pt/crosscoder',
      'mntss/clt-gemma-2-2b-2.5M/W_dec_9.safetensors',
      'mntss/clt-gemma-2-2b-2.5M/W_enc_9.safetensors',
    ]);
    expect(formats.size).toBeGreaterThanOrEqual(12);
  });

  test('llama-scope-r1: recognised by their tensors', async () => {
    for (const place of await list('llama-scope-r1')) {
      const checkpoint = await open(place);
      expect(checkpoint.format).toBe('open-moss');
      await checkpoint.close();
    }
  });

  test('clt-fork: refused by name, and one decoder on request', async () => {
    const [place] = await list('clt-fork');
    await expect(open(place)).rejects.toMatchObject({ code: 'FORMAT_UNSUPPORTED', message: /cross-layer transcoder/ });
    expect(await importOne({ path: place, model: 'm', decoderPart: 1 })).toMatchObject({
      format: 'cross-layer',
      hasEncoder: true,
    });
  });

  test('whitening-seeds: the same dictionary in two bases', async () => {
    const rows = [];
    for (const place of await list('whitening-seeds')) {
      const checkpoint = await open(place);
      const { nLatents: n, dIn: d } = checkpoint.facts;
      rows.push({ n, d, values: await checkpoint.readRows('DECODER', { start: 0, count: n }) });
      await checkpoint.close();
    }
    const [a, b] = rows;
    for (let i = 0; i < a.n; i++) {
      const [x, y] = [a, b].map(({ values, d }) => values.subarray(i * d, (i + 1) * d));
      const dot = x.reduce((sum, value, z) => sum + value * y[z], 0);
      expect(dot / Math.hypot(...x) / Math.hypot(...y)).toBeCloseTo(1, 5);
    }
  });

  test('final-vs-intermediate: one space, and the scaling is told', async () => {
    const [final, way] = await Promise.all(
      (await list('final-vs-intermediate')).map((place) => importOne({ path: place })),
    );
    expect(final.spaceId).toBe(way.spaceId);
    expect([final.encoding?.scalarNormalisation, way.encoding?.scalarNormalisation]).toEqual([
      'none',
      'expected_average_only_in',
    ]);
  });

  test('intermediate-tokens: those of the checkpoint, not those that were planned', async () => {
    const places = await list('intermediate-tokens');
    const tokens = [];
    for (const place of places) {
      const checkpoint = await open(place);
      tokens.push(checkpoint.identity.tokens);
      await checkpoint.close();
    }
    expect(tokens).toEqual([200_000, 400_000]);
  });

  test('nan-in-cfg and big-seed: imported; the value unknown, the seed exact', async () => {
    for (const place of await list('nan-in-cfg')) expect((await importOne({ path: place })).l1Coefficient).toBeNull();
    const [place] = await list('big-seed');
    expect((await importOne({ path: place })).initSeed).toBe('1152921504606846977');
  });

  test('stated-facts-ignored: facts that are given later are set and said, contradictions refused', async () => {
    const [place] = await list('stated-facts-ignored');
    const first = await importOne({ path: place });
    expect(first.portalId).toBeNull();
    const given = { portalId: 'a-model/3-right', initSeed: 7, tokens: 1_000 };
    const again = await importOne({ path: place, ...given });
    expect(again).toMatchObject({ id: first.id, ...given });
    const refused = await fixture.queue.enqueue('IMPORT', { path: place, initSeed: 8 });
    expect(await fixture.ended(refused.id)).toMatchObject({ state: 'FAILED', errorCode: 'FACT_CONTRADICTS' });
  });

  test('named-folder-passed-over: both that are named are found by what they hold', async () => {
    const places = ['readable', 'unreadable'].map((name) => ({
      folder: path.join(cases, 'named-folder-passed-over', name),
      entry: null,
    }));
    const { found, empty } = await findNamedCheckpoints(places, null);
    expect(empty).toEqual([]);
    expect(found.map((one) => path.basename(one.path))).toEqual(['layers.3.mlp', 'average_l0_71']);
    const unreadable = await findNamedCheckpoints([{ folder: path.join(cases, 'README.md'), entry: null }], null);
    expect(unreadable.empty).toMatchObject([{ error: { code: 'FORMAT_UNKNOWN' } }]);
  });

  test('two-libraries-one-place: one space', async () => {
    const rows = [];
    for (const place of await list('two-libraries-one-place')) rows.push(await importOne({ path: place }));
    expect(rows.map(({ format }) => format).toSorted()).toEqual(['sae-lens', 'sparsify']);
    expect(new Set(rows.map(({ spaceId }) => spaceId)).size).toBe(1);
  });

  test("model-seed-in-folder: the model's seed is not taken for the dictionary's", async () => {
    for (const place of await list('model-seed-in-folder')) {
      const checkpoint = await open(place);
      expect(checkpoint.identity.initSeed).toBeNull();
      await checkpoint.close();
    }
  });
});
