import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type DictionaryRow,
  findDictionaries,
  findDictionaryByContent,
  findDictionaryByPortalId,
  findDictionaryMismatch,
  listDictionaries,
  listDictionariesOfRunGroups,
} from '../../db/stores/dictionaries.ts';
import { beginDictionary, publishDictionary } from '../../db/stores/load-dictionary.ts';
import { claimJob, createJob, finishJob } from '../../db/stores/job-runs.ts';
import { copyVectors } from '../../db/stores/latents.ts';
import { ensureMatching, findMatchings, insertSide } from '../../db/stores/matchings.ts';
import { buildNearestIndex } from '../../db/stores/find-nearest.ts';
import { deleteDictionaryRows, markDeleting, removeAbandonedLoads, removeLoad } from '../../db/stores/removal.ts';
import { exampleSide, gaussianRows, loadExample, publishExample, runningJob } from './example-rows.ts';
import { openTestDatabase, recordStatements, type TestDatabase } from './test-database.ts';

const n = 12;
const d = 8;
let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened?.close());

async function rowsOf(key: { spaceId: number; id: number }): Promise<unknown> {
  const values = [key.spaceId, key.id];
  const [counts] = await opened.db.query(
    `select (select count(*) from dictionaries where space_id = $1 and id = $2) as dictionaries,
       (select count(*) from latents where space_id = $1 and dictionary_id = $2) as latents,
       (select count(*) from latent_vectors where space_id = $1 and dictionary_id = $2) as vectors`,
    values,
  );
  return counts;
}

test('a dictionary is nowhere to be seen until it is published, and then everywhere, as it was written', async () => {
  const { key, job } = await loadExample(opened.db, { n, d, seed: 1, group: 'visible', portalId: 'portal/one' });
  const group = { spaceId: key.spaceId, id: 1 };
  const look = async () => [
    await findDictionaries(opened.db, [key]),
    await findDictionaryByPortalId(opened.db, 'portal/one'),
    await listDictionariesOfRunGroups(opened.db, [group]),
    (await listDictionaries(opened.db, { filter: { runGroupName: 'visible' }, first: 10, after: null })).total,
    await findDictionaryMismatch(opened.db, { runGroup: group, architecture: 'TOPK', nLatents: n, dIn: d, k: 9 }),
  ];
  expect(await look()).toEqual([[null], null, [], 0, null]);
  expect(await publishDictionary(opened.db, { key, jobId: job.id, jobAttempt: job.attempt })).toBe('PUBLISHED');
  const [[row]] = (await look()) as [[DictionaryRow]];
  expect(await look()).toEqual([[row], row, [row], 1, row]);
  expect(row).toMatchObject({
    ...key,
    name: 'example/1',
    tokens: 1_000_000_000_000,
    l1Coefficient: null,
    initSeed: 1,
    files: [{ name: 'sae.safetensors', size: 2 ** 33, sha256: expect.any(String) }],
    guesses: [{ field: 'initSeed', value: '1', because: 'the folder is named so' }],
    config: { k: 8, nested: { list: [1, 2.5, null] } },
    nearestIndexes: [],
    createdAt: expect.any(Date),
  });
  const contentSha256 = row.contentSha256 ?? '';
  expect(await findDictionaryByContent(opened.db, { ...row, contentSha256 })).toEqual(row);
  expect(await findDictionaryByContent(opened.db, { spaceId: row.spaceId + 1, contentSha256 })).toBeNull();
});

test('of the same content loaded by several at once, one is published', async () => {
  const loads = [];
  for (let i = 0; i < 4; i++) loads.push(await loadExample(opened.db, { n, d, seed: 2, group: 'race' }));
  const outcomes = await Promise.all(
    loads.map(({ key, job }) => publishDictionary(opened.db, { key, jobId: job.id, jobAttempt: job.attempt })),
  );
  const winner = loads[outcomes.indexOf('PUBLISHED')].key.id;
  expect(outcomes.filter((outcome) => outcome !== 'PUBLISHED')).toEqual(
    Array.from({ length: 3 }, () => ({ existing: winner })),
  );
  for (const { key } of loads) await removeLoad(opened.db, key);
  expect(await Promise.all(loads.map(({ key }) => rowsOf(key)))).toEqual(
    loads.map(({ key }) =>
      key.id === winner ? { dictionaries: 1, latents: n, vectors: 2 * n } : { dictionaries: 0, latents: 0, vectors: 0 },
    ),
  );
});

test('only the attempt that loads may publish, and only once', async () => {
  const { key, job } = await loadExample(opened.db, { n, d, seed: 3 });
  const publish = (jobAttempt: number) => publishDictionary(opened.db, { key, jobId: job.id, jobAttempt });
  await expect(publish(job.attempt + 1)).rejects.toMatchObject({ code: 'JOB_SUPERSEDED' });
  expect(await publish(job.attempt)).toBe('PUBLISHED');
  await expect(publish(job.attempt)).rejects.toMatchObject({ code: 'JOB_SUPERSEDED' });
});

test('loads of jobs that no longer run are removed, and their writers find out', async () => {
  const alive = await loadExample(opened.db, { n, d, seed: 4 });
  const failed = await loadExample(opened.db, { n, d, seed: 5 });
  const retried = await loadExample(opened.db, { n, d, seed: 6 });
  const published = await publishExample(opened.db, { n, d, seed: 7 });
  await finishJob(opened.db, {
    id: failed.job.id,
    attempt: 1,
    outcome: { state: 'FAILED', code: 'JOB_FAILED', message: 'broken', hint: null },
  });
  await claimJob(opened.db, retried.job.id);
  expect(await removeAbandonedLoads(opened.db)).toEqual([failed.key, retried.key]);
  expect(await rowsOf(failed.key)).toEqual({ dictionaries: 0, latents: 0, vectors: 0 });
  expect(await rowsOf(alive.key)).toEqual({ dictionaries: 1, latents: n, vectors: 2 * n });
  expect(await rowsOf(published)).toEqual({ dictionaries: 1, latents: n, vectors: 2 * n });
  const rows = {
    spaceId: retried.key.spaceId,
    dictionaryId: retried.key.id,
    side: 'DECODER' as const,
    start: n,
    values: gaussianRows({ n, d, seed: 1 }),
    d,
  };
  await expect(copyVectors(opened.db, rows)).rejects.toMatchObject({ code: 'JOB_SUPERSEDED' });
  await removeLoad(opened.db, published);
  expect(await rowsOf(published)).toEqual({ dictionaries: 1, latents: n, vectors: 2 * n });
  await removeLoad(opened.db, alive.key);
});

test('finders and lists take one statement, pages are whole and in order', async () => {
  const rows: DictionaryRow[] = [];
  for (let i = 0; i < 5; i++)
    rows.push(await publishExample(opened.db, { n, d, seed: 14 - i, group: 'paged', model: 'paged/model' }));
  const filter = {
    model: 'paged/model',
    hookpoint: 'layers.0.mlp',
    architecture: 'TOPK' as const,
    runGroup: { spaceId: rows[0].spaceId, id: rows[0].runGroupId },
  };
  const seen: number[] = [];
  for (let after = null; ; ) {
    const page = await listDictionaries(opened.db, { filter, first: 2, after });
    expect(page.total).toBe(5);
    seen.push(...page.rows.map((row) => row.id));
    if (!page.hasNext) break;
    after = page.rows[page.rows.length - 1];
  }
  expect(seen).toEqual(rows.map((row) => row.id));
  expect(
    (await listDictionaries(opened.db, { filter: { ...filter, initSeed: 12 }, first: 2, after: null })).rows,
  ).toEqual([rows[2]]);
  expect(
    (await listDictionaries(opened.db, { filter: { ...filter, model: 'nobody' }, first: 2, after: null })).rows,
  ).toEqual([]);
  const { result, statements } = await recordStatements(async () => [
    await findDictionaries(opened.db, [rows[1], { spaceId: 0, id: 0 }, rows[0], rows[1]]),
    await listDictionariesOfRunGroups(opened.db, [{ spaceId: rows[0].spaceId, id: rows[0].runGroupId }]),
  ]);
  expect(statements).toHaveLength(2);
  expect(result).toEqual([[rows[1], null, rows[0], rows[1]], rows.toReversed()]);
});

test('a member that differs in more than the seed is found', async () => {
  const row = await publishExample(opened.db, { n, d, seed: 20, group: 'alike' });
  const facts = {
    runGroup: { spaceId: row.spaceId, id: row.runGroupId },
    architecture: row.architecture,
    nLatents: n,
    dIn: d,
    k: row.k,
  };
  expect(await findDictionaryMismatch(opened.db, facts)).toBeNull();
  for (const change of [
    { architecture: 'GATED' as const },
    { nLatents: n + 1 },
    { dIn: d + 1 },
    { k: 9 },
    { k: null },
  ]) {
    expect(await findDictionaryMismatch(opened.db, { ...facts, ...change })).toEqual(row);
  }
});

test('deleting takes matchings, latents, vectors and indexes along, and nothing else', async () => {
  const [a, b, c] = [
    await publishExample(opened.db, { n, d, seed: 30, group: 'deleted' }),
    await publishExample(opened.db, { n, d, seed: 31, group: 'deleted' }),
    await publishExample(opened.db, { n, d, seed: 32, group: 'deleted' }),
  ];
  const job = await runningJob(opened.db);
  const ab = await ensureMatching(opened.db, { a, b, measure: 'COSINE' });
  const bc = await ensureMatching(opened.db, { a: b, b: c, measure: 'COSINE' });
  for (const matching of [ab, bc]) {
    await insertSide(opened.db, {
      matching,
      side: 'DECODER',
      result: exampleSide({ nA: n, nB: n, seed: 1 }),
      mmcsAB: 1,
      mmcsBA: 1,
      regret: 0,
      jobId: job.id,
    });
  }
  await buildNearestIndex(opened.db, { dictionary: a, side: 'ENCODER' });

  expect(await markDeleting(opened.db, a)).toBe(true);
  expect(await markDeleting(opened.db, a)).toBe(false);
  expect(await findDictionaries(opened.db, [a])).toEqual([null]);
  expect(await findMatchings(opened.db, [ab, bc])).toEqual([null, bc]);
  await expect(ensureMatching(opened.db, { a, b: c, measure: 'COSINE' })).rejects.toMatchObject({ code: 'NOT_FOUND' });

  await deleteDictionaryRows(opened.db, a);
  await deleteDictionaryRows(opened.db, a);
  expect(await rowsOf(a)).toEqual({ dictionaries: 0, latents: 0, vectors: 0 });
  expect(await rowsOf(b)).toEqual({ dictionaries: 1, latents: n, vectors: 2 * n });
  const left = await opened.db.query(
    `select matching_id as id, count(*) as rows from matching_latents group by 1 union all select matching_id, -1 from matching_sides order by 2`,
  );
  expect(left).toEqual([
    { id: bc.id, rows: -1 },
    { id: bc.id, rows: 2 * n },
  ]);
  expect(await opened.db.query(`select indexname from pg_indexes where indexname like 'nearest%'`)).toEqual([]);
});

test('text from files that PostgreSQL cannot store does not stop an import', async () => {
  const { key, job } = await loadExample(opened.db, { n, d, seed: 40, group: 'odd text' });
  const [model] = await opened.db.query<{ run_group_id: number }>(
    'select run_group_id from dictionaries where id = $1',
    [key.id],
  );
  const created = await createJob(opened.db, {
    kind: 'IMPORT',
    key: 'odd',
    title: 'a\0b',
    payload: { path: 'x\0y\ud800' },
  });
  expect(created.job).toMatchObject({ title: 'a\ufffdb', payload: { path: 'x\ufffdy\ufffd' } });
  const id = await beginDictionary(opened.db, {
    row: {
      spaceId: key.spaceId,
      runGroupId: model.run_group_id,
      name: 'nul \0',
      architecture: 'OTHER',
      nLatents: 1,
      dIn: d,
      k: null,
      l1Coefficient: 0.1,
      initSeed: null,
      dataSeed: null,
      dataset: null,
      tokens: null,
      hasEncoder: false,
      portalId: null,
      format: 'x',
      sourceUri: 'x\ud800',
      contentSha256: 'odd',
      decoderSha256: 'odd',
      encoderSha256: null,
      files: [],
      guesses: [],
      config: { 'key\0': ['value\0', { deep: '\udc00' }], ['__proto__x']: 1 },
    },
    decoderBias: null,
    jobId: job.id,
    jobAttempt: job.attempt,
  });
  await publishDictionary(opened.db, { key: { spaceId: key.spaceId, id }, jobId: job.id, jobAttempt: job.attempt });
  const [row] = await findDictionaries(opened.db, [{ spaceId: key.spaceId, id }]);
  expect(row).toMatchObject({
    name: 'nul \ufffd',
    sourceUri: 'x\ufffd',
    config: { 'key\ufffd': ['value\ufffd', { deep: '\ufffd' }] },
    k: null,
    l1Coefficient: 0.1,
  });
});
