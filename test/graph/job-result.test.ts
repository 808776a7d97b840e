/** What a job works on and did, over the API: also of jobs that an older release ran, and of those that this one cannot read. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimJob, createJob, finishJob, type JobOutcome } from '../../db/stores/job-runs.ts';
import { formatGlobalId } from '../../src/graph/global-id.ts';
import { dictionaryId, type Edge, matchingId, openExampleEdge } from './example-edge.ts';

let edge: Edge;
beforeAll(async () => {
  edge = await openExampleEdge();
});
afterAll(() => edge.close());

const QUERY = `query ($id: ID!) { job(id: $id) { kind title
  subject { __typename ... on Dictionary { id } ... on Matching { id } ... on RunGroup { name } }
  result { __typename
    ... on ImportResult { dictionary { id } alreadyPresent }
    ... on MatchResult { matching { id } side alreadyPresent }
    ... on ExportResult { dictionary { id } folder }
    ... on ExportFeaturesResult { runGroup { name } folder }
    ... on DeleteResult { dictionaryId }
    ... on ContextsResult { resumedAt collected { dictionary { id } tokens } } } } }`;

/** A job that has ended, with its payload and result as they are given. */
async function end(
  of: Parameters<typeof createJob>[1],
  outcome: Omit<JobOutcome & { state: 'SUCCEEDED' }, 'state'>,
): Promise<string> {
  const { job } = await createJob(edge.db, of);
  await claimJob(edge.db, job.id);
  await finishJob(edge.db, { id: job.id, attempt: 1, outcome: { state: 'SUCCEEDED', ...outcome } });
  return formatGlobalId({ kind: 'Job', id: job.id });
}

test('jobs of a release that wrote no version, and no result for most kinds, say what they did', async () => {
  const [{ spaceId, id, runGroupId }] = edge.seeds;
  const [matching] = edge.matchings;
  const place = { spaceId, dictionaryId: id };
  const dictionary = { id: dictionaryId(edge.seeds[0]) };
  const ask = async (...given: Parameters<typeof end>) => (await edge.data(QUERY, { id: await end(...given) })).job;

  const made = { dictionary: { spaceId, id }, alreadyPresent: true };
  expect(await ask({ kind: 'IMPORT', key: '1', title: 'x', payload: { path: 'run' } }, made)).toEqual({
    kind: 'IMPORT',
    title: 'x',
    subject: { __typename: 'Dictionary', ...dictionary },
    result: { __typename: 'ImportResult', dictionary, alreadyPresent: true },
  });

  const pair = { spaceId, matchingId: matching.id };
  const side = { ...pair, side: 'ENCODER', measure: 'COSINE' };
  expect(await ask({ kind: 'MATCH', key: '2', title: 'x', payload: side, ...pair }, {})).toMatchObject({
    subject: { __typename: 'Matching', id: matchingId(matching) },
    result: { matching: { id: matchingId(matching) }, side: 'ENCODER', alreadyPresent: false },
  });

  const written = { ...place, format: 'sparsify', folder: 'sparsify/run' };
  expect(await ask({ kind: 'EXPORT', key: '3', title: 'x', payload: written, ...place }, {})).toMatchObject({
    subject: { __typename: 'Dictionary', ...dictionary },
    result: { dictionary, folder: 'sparsify/run' },
  });

  const criterion = { definition: 'DECODER', threshold: 0.5, strict: false, aliveOnly: false };
  const core = { spaceId, runGroupId, part: 'CORE', criterion, format: 'sparsify', folder: 'core' };
  expect(await ask({ kind: 'EXPORT_FEATURES', key: '4', title: 'x', payload: core, spaceId }, {})).toMatchObject({
    subject: { __typename: 'RunGroup', name: 'example' },
    result: { runGroup: { name: 'example' }, folder: 'core' },
  });

  expect(await ask({ kind: 'DELETE', key: '5', title: 'x', payload: place }, {})).toMatchObject({
    subject: null,
    result: { dictionaryId: dictionary.id },
  });

  const two = { spaceId, dictionaryIds: edge.seeds.map((row) => row.id), model: 'm', corpus: 'c' };
  const collected = [{ dictionaryId: id, collection: 1, alreadyPresent: false, tokens: 9, l0: 1, fvu: null }];
  const result = { collected };
  expect(await ask({ kind: 'CONTEXTS', key: '6', title: 'x', payload: two, spaceId }, { result })).toMatchObject({
    subject: null,
    result: { resumedAt: 0, collected: [{ dictionary, tokens: 9 }] },
  });
});

test('what cannot be read is an error of its field, with a code; the rest of the job is told', async () => {
  const [{ spaceId, id }] = edge.seeds;
  const place = { spaceId, dictionaryId: id };
  const counts = { explanations: 1, scores: 2, statistics: 3, contexts: 4 };
  const payload = { ...place, layout: 'DELPHI', folder: 'labels', replace: false };
  const of = (key: string) => ({ kind: 'EXPORT_EXPLANATIONS', key, title: 'labels', payload, ...place });
  for (const [key, result, code] of [
    ['newer', { version: 3, ...counts }, 'JOB_NEWER'],
    ['spoilt', { version: 1, ...counts, scores: -2 }, 'JOB_BAD'],
  ] as const) {
    const answer = await edge.ask(QUERY, { id: await end(of(key), { result }) });
    expect(answer.data?.job).toMatchObject({ title: 'labels', subject: { __typename: 'Dictionary' }, result: null });
    expect(answer.errors).toMatchObject([{ path: ['job', 'result'], extensions: { code } }]);
  }
  const answer = await edge.ask(QUERY, { id: await end({ kind: 'DREAM', key: 'x', title: 'x', payload: {} }, {}) });
  expect(answer.errors?.map(({ extensions }) => extensions?.code)).toContain('JOB_NEWER');
});
