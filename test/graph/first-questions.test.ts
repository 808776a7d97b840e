/**
 * Ten questions that a new user asks first, as such a user would write them: by names, with no more than what is needed. They are kept so that
 * the contract stays guessable; each runs here as it stands.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse, validate } from 'graphql';
import { buildExecutableSchema } from '../../src/graph/executable-schema.ts';
import { explainExamples } from './example-explanations.ts';
import { type Edge, matchingId, openExampleEdge } from './example-edge.ts';

const folder = new URL('./first-questions/', import.meta.url);
const read = (name: string) => readFileSync(new URL(`${name}.graphql`, folder), 'utf8');

let edge: Edge;
let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'reseed-first-questions-'));
  const bundled = new URL('../../seeds-data/', import.meta.url).pathname;
  for (const one of ['activations/layers.2.mlp', 'mlp_topk_k4_N512/seed1'])
    await cp(path.join(bundled, one), path.join(root, one), { recursive: true });
  edge = await openExampleEdge({ importRoots: [root] });
  await explainExamples(edge.db, edge.seeds);
});
afterAll(async () => {
  await edge.close();
  await rm(root, { recursive: true });
});

/** What each is asked about, and what its answer holds. */
const questions: Record<string, { variables: Record<string, unknown>; holds: () => object }> = {
  'latent-across-seeds': {
    variables: { latent: 'example/2/1' },
    holds: () => ({
      latent: {
        dictionary: { name: 'example/2', initSeed: '2' },
        partners: ['1', '3'].map((initSeed) => ({ dictionary: { initSeed }, latent: { index: expect.any(Number) } })),
      },
    }),
  },
  orphans: {
    variables: { dictionary: 'example/2' },
    holds: () => ({ dictionary: { name: 'example/2', latents: { totalCount: expect.any(Number) } } }),
  },
  'group-summary': {
    variables: { runGroup: 'example' },
    holds: () => ({
      runGroup: {
        matchings: [1, 2, 3].map(() => ({ summary: { sharedFraction: expect.any(Number) } })),
        analysis: { union: { core: expect.any(Number) } },
      },
    }),
  },
  nearest: {
    variables: { latent: 'example/2/1', in: ['example/3'] },
    holds: () => ({ nearestLatents: { groups: [{ dictionary: { name: 'example/3' }, hits: { length: 3 } }] } }),
  },
  'search-labels': {
    variables: { text: 'latent OR numbers OR words', runGroup: 'example' },
    holds: () => ({ searchExplanations: { totalCount: expect.any(Number) } }),
  },
  'start-training': {
    variables: { path: 'activations/layers.2.mlp' },
    holds: () => ({ startTraining: { state: 'QUEUED', subject: { estimate: { memoryMb: expect.any(Number) } } } }),
  },
  import: {
    variables: { path: 'mlp_topk_k4_N512/seed1' },
    holds: () => ({ importDictionary: { state: 'QUEUED', title: 'import mlp_topk_k4_N512/seed1' } }),
  },
  match: {
    variables: { runGroup: 'example' },
    holds: () => ({ requestMatching: { matchings: [1, 2, 3].map(() => ({ complete: true })) } }),
  },
  export: {
    variables: { a: 'example/3', b: 'example/2' },
    holds: () => ({ matching: { export: { href: `/export/${matchingId(edge.matchings[2])}.csv` } } }),
  },
};

test.each(Object.keys(questions))('%s', async (name) => {
  const { variables, holds } = questions[name];
  expect(await edge.data(read(name), variables)).toMatchObject(holds());
});

test('none is left out, and the job is followed by its id', () => {
  const names = readdirSync(folder).map((file) => file.replace('.graphql', ''));
  expect(names.toSorted()).toEqual(['follow-job', ...Object.keys(questions)].toSorted());
  expect(validate(buildExecutableSchema(), parse(read('follow-job')))).toEqual([]);
});
