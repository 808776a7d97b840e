/** The core and the union of a matched run group as checkpoints: our own importer reads them back. */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Key } from '../../db/schema/key.ts';
import { type DictionaryRow, findDictionaries } from '../../db/stores/dictionaries.ts';
import { readDictionaryWeights } from '../../db/stores/dictionary-weights.ts';
import { readRows } from '../../db/stores/latents.ts';
import { writeCheckpoint, type WrittenFormat } from '../../loaders/checkpoints/checkpoint-writer.ts';
import type { Criterion } from '../../src/compute/statistics/criterion.ts';
import type { FeaturePart } from '../../src/compute/group/representatives.ts';
import { buildCriterion } from '../../src/analysis/build-criterion.ts';
import { buildAsk } from '../../src/graph/ask.ts';
import { formatGlobalId } from '../../src/graph/global-id.ts';
import { stateAlive } from '../db/example-rows.ts';
import { buildFinished, exampleIdentity } from '../loaders/finished-example.ts';
import { type JobFixture, silent, startJobFixture } from './job-fixture.ts';
import { pseudoRandom } from './sparsify-checkpoint.ts';
import { buildTokenEncoder } from '../../src/jobs/encoding/encode-tokens.ts';

const [n, d] = [12, 6];
/** Latents that all three seeds have, each in its own place. */
const SHARED = 5;
const criterion = buildCriterion({ definition: 'DECODER', threshold: 0.99 });

let root: string;
let fixture: JobFixture;
const seeds: DictionaryRow[] = [];
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-features-'));
  await Promise.all(['in', 'out'].map((name) => mkdir(path.join(root, name))));
  fixture = await startJobFixture({
    importRoots: [path.join(root, 'in'), path.join(root, 'out')],
    exportRoot: path.join(root, 'out'),
  });
  for (const seed of [1, 2, 3]) seeds.push(await importSeed('features', { seed, dead: [], salt: 0 }));
});
afterAll(async () => {
  await fixture.close();
  await rm(root, { recursive: true });
});

/** A dictionary whose latents i + seed, i below `SHARED`, are those of every other; rows of the dead are zero. */
async function importSeed(
  runGroup: string,
  { seed, dead, salt }: { seed: number; dead: number[]; salt: number },
): Promise<DictionaryRow> {
  const base = buildFinished({ architecture: 'TOPK', n, d });
  const shared = await base.readRows('DECODER', { start: 0, count: SHARED });
  const [decoder, encoder] = [pseudoRandom(n * d, salt + 100 * seed), pseudoRandom(n * d, salt + 100 * seed + 50)];
  for (let i = 0; i < SHARED; i++) decoder.set(shared.subarray(i * d, (i + 1) * d), ((i + seed) % n) * d);
  for (const i of dead) for (const rows of [decoder, encoder]) rows.fill(0, i * d, (i + 1) * d);
  const identity = { ...exampleIdentity, runGroup, initSeed: seed, portalId: null };
  const folder = path.join(root, 'in', `${runGroup}-seed${seed}`);
  await writeCheckpoint(
    {
      ...base,
      identity,
      encoderBias: pseudoRandom(n, 100 * seed + 1),
      decoderBias: pseudoRandom(d, 100 * seed + 2),
      readRows: async (side, { start, count }) =>
        (side === 'DECODER' ? decoder : encoder).slice(start * d, (start + count) * d),
    },
    { format: 'sparsify', folder },
  );
  return importFrom(folder);
}

async function importFrom(at: string): Promise<DictionaryRow> {
  const job = await fixture.succeeded((await fixture.queue.enqueue('IMPORT', { path: at })).id);
  if (job.state !== 'SUCCEEDED') throw new Error(`${job.errorMessage}`);
  const [row] = await findDictionaries(fixture.db, [{ spaceId: job.spaceId ?? 0, id: job.dictionaryId ?? 0 }]);
  if (!row) throw new Error('the import made no dictionary');
  return row;
}

async function exportPart(part: FeaturePart, format: WrittenFormat) {
  const { spaceId, runGroupId } = seeds[0];
  const runGroup = { spaceId, id: runGroupId };
  const { id } = await fixture.queue.enqueue('EXPORT_FEATURES', { runGroup, part, criterion, format, folder: null });
  return fixture.ended(id);
}

test('before the group is matched the job says so', async () => {
  expect(await exportPart('CORE', 'sparsify')).toMatchObject({ state: 'FAILED', errorCode: 'NOT_MATCHED' });
});

test.each(['sparsify', 'sae-lens'] as const)(
  'core and union as %s are read back, row by row and bias by bias',
  async (format) => {
    const pairs = seeds.flatMap((a, i) => seeds.slice(i + 1).map((b) => ({ a, b })));
    const { jobs } = await fixture.queue.enqueueMatchings({ pairs, measures: ['COSINE'], nulls: false });
    for (const job of jobs) await fixture.succeeded(job.id);
    const weights = await Promise.all(
      seeds.map(({ spaceId, id }) => readDictionaryWeights(fixture.db, { spaceId, id, n })),
    );
    for (const [part, count] of [
      ['CORE', SHARED],
      ['UNION', SHARED + 3 * (n - SHARED)],
    ] as const) {
      expect(await exportPart(part, format)).toMatchObject({ state: 'SUCCEEDED', kind: 'EXPORT_FEATURES' });
      const folder = path.join(root, 'out', format, `features-${part.toLowerCase()}`, exampleIdentity.hookpoint ?? '');
      const row = await importFrom(folder);
      expect(row).toMatchObject({ nLatents: count, dIn: d, name: `features-${part.toLowerCase()}`, initSeed: null });
      const provenance = JSON.parse(await readFile(path.join(folder, 'provenance.json'), 'utf8'));
      expect(provenance).toMatchObject({ part, criterion: { definition: 'DECODER', threshold: 0.99 } });
      expect(provenance.rows).toHaveLength(count);
      const stored = await readDictionaryWeights(fixture.db, { spaceId: row.spaceId, id: row.id, n: count });
      const mean = Array.from(
        { length: d },
        (_, z) => weights.reduce((sum, one) => sum + (one.decoderBias?.[z] ?? 0), 0) / 3,
      );
      for (let z = 0; z < d; z++) expect(stored.decoderBias?.[z]).toBeCloseTo(mean[z], 6);
      const x = Float64Array.from({ length: d }, (_, z) => Math.sin(z + 1));
      for (const [at, [s, index, dictionaries, members]] of (provenance.rows as number[][]).entries()) {
        expect([dictionaries, members]).toEqual(at < SHARED ? [3, 3] : [1, 1]);
        const [found, stability, low, high] = (provenance.rows as number[][])[at].slice(4);
        expect(found).toBe(dictionaries);
        expect(low).toBeLessThanOrEqual(stability);
        expect(stability).toBeLessThanOrEqual(high);
        expect([low === 0, high === 1]).toEqual(at < SHARED ? [false, true] : [true, false]);
        const from = { spaceId: seeds[s].spaceId, dictionaryId: seeds[s].id, start: index, count: 1, d };
        const into = { spaceId: row.spaceId, dictionaryId: row.id, start: at, count: 1, d };
        const decoder = await readRows(fixture.db, { ...from, side: 'DECODER' });
        const encoder = await readRows(fixture.db, { ...from, side: 'ENCODER' });
        expect(await readRows(fixture.db, { ...into, side: 'DECODER' })).toEqual(decoder);
        expect(await readRows(fixture.db, { ...into, side: 'ENCODER' })).toEqual(encoder);
        // it fires as it did next to the bias of its own seed
        const fires = (bias: number | undefined, centre: ArrayLike<number> | null | undefined) =>
          encoder.reduce((sum, value, z) => sum + value * (x[z] - (centre?.[z] ?? 0)), bias ?? 0);
        const before = fires(weights[s].encoderBias?.[index], weights[s].decoderBias);
        expect(fires(stored.encoderBias?.[at], stored.decoderBias)).toBeCloseTo(before, 5);
      }
      expect((await exportPart(part, format)).state).toBe('SUCCEEDED'); // the same once more
    }
  },
);

test('where no latent is in all dictionaries there is no core', async () => {
  const { spaceId, runGroupId } = seeds[0];
  const none = buildCriterion({ definition: 'ENCODER', threshold: 0.999 });
  const request = { runGroup: { spaceId, id: runGroupId }, part: 'CORE' as const, criterion: none };
  const { id } = await fixture.queue.enqueue('EXPORT_FEATURES', { ...request, format: 'sparsify', folder: 'none' });
  expect(await fixture.ended(id)).toMatchObject({ state: 'FAILED', errorCode: 'NOT_FOUND' });
});

/** Core and union of a run group as the API counts them. */
async function countByApi(runGroup: Key, criterion: Criterion): Promise<{ core: number; union: number }> {
  const { db, queue } = fixture;
  const encodeTokens = buildTokenEncoder({ db, importRoots: [], threads: 1 });
  const options = { db, queue, formats: [], log: silent, listHookpoints: async () => [], encodeTokens };
  const answer = await buildAsk(options)<{ runGroup: { analysis: { union: { core: number; union: number } } } }>({
    query: `query ($id: ID!, $criterion: CriterionInput!) {
      runGroup(id: $id) { analysis(criterion: $criterion) { union { core union } } } }`,
    variables: { id: formatGlobalId({ kind: 'RunGroup', ...runGroup }), criterion },
  });
  return answer.runGroup.analysis.union;
}

test.each(['MAX_COSINE', 'MUTUAL_NN'] as const)(
  'of the living alone, by %s, what is exported is what the analysis counts',
  async (definition) => {
    const name = `living-${definition.toLowerCase()}`;
    // content that is there already would be the dictionary of another group
    const salt = definition === 'MAX_COSINE' ? 1_000 : 2_000;
    const group: DictionaryRow[] = [];
    // the first shared latent is dead in one dictionary, and a latent of its own in another
    for (const [seed, dead] of [
      [1, []],
      [2, [11]],
      [3, [3]],
    ] as const) {
      const imported = await importSeed(name, { seed, dead: [...dead], salt });
      await stateAlive(fixture.db, imported);
      group.push(...(await findDictionaries(fixture.db, [imported])).filter((row) => row !== null));
    }
    expect(group.map(({ nAlive }) => nAlive)).toEqual([n, n - 1, n - 1]);
    const pairs = group.flatMap((a, i) => group.slice(i + 1).map((b) => ({ a, b })));
    const { jobs } = await fixture.queue.enqueueMatchings({ pairs, measures: ['COSINE'], nulls: false });
    for (const job of jobs) await fixture.ended(job.id);
    const runGroup = { spaceId: group[0].spaceId, id: group[0].runGroupId };
    const counts: Record<string, { core: number; union: number }> = {};
    for (const aliveOnly of [true, false]) {
      const asked = buildCriterion({ definition, threshold: definition === 'MUTUAL_NN' ? 0.99 : 0.3, aliveOnly });
      counts[`${aliveOnly}`] = await countByApi(runGroup, asked);
      for (const part of ['CORE', 'UNION'] as const) {
        const expected = part === 'CORE' ? counts[`${aliveOnly}`].core : counts[`${aliveOnly}`].union;
        expect(expected).toBeGreaterThan(0);
        const folder = `${name}-${part}-${aliveOnly}`;
        const request = { runGroup, part, criterion: asked, format: 'sparsify' as const, folder };
        const { id } = await fixture.queue.enqueue('EXPORT_FEATURES', request);
        expect(await fixture.ended(id)).toMatchObject({ state: 'SUCCEEDED', errorCode: null });
        const provenance = JSON.parse(await readFile(path.join(root, 'out', folder, 'provenance.json'), 'utf8'));
        expect(provenance.rows).toHaveLength(expected);
        const dead = (provenance.rows as number[][]).filter(
          ([s, index]) => (s === 1 && index === 11) || (s === 2 && index === 3),
        );
        expect(dead.length > 0 && aliveOnly).toBe(false);
      }
    }
    // two latents are dead
    expect(counts.true.union).toBeLessThan(counts.false.union);
  },
);
