import { afterAll, beforeAll, expect, test } from 'vitest';
import { readReadmeExamples, roundFractions } from '../../.ci/readme-example.ts';
import { listDictionaries } from '../../db/stores/dictionaries.ts';
import { findCheckpointPaths } from '../../loaders/checkpoints/find-checkpoint-paths.ts';
import { checkpointFormats } from '../../loaders/checkpoints/formats.ts';
import { askInProcess } from '../../src/graph/ask.ts';
import { bundledRoot, type JobFixture, silent, startJobFixture } from '../jobs/job-fixture.ts';

let fixture: JobFixture;

beforeAll(async () => {
  fixture = await startJobFixture({ importRoots: [bundledRoot] });
});
afterAll(() => fixture.close());

test("the README's queries have the README's answers", async () => {
  for (const path of await findCheckpointPaths({ path: `${bundledRoot}/mlp_relu_L4_N1024`, roots: [bundledRoot] })) {
    const job = await fixture.queue.enqueue('IMPORT', { path });
    expect(await fixture.ended(job.id)).toMatchObject({ state: 'SUCCEEDED' });
  }
  const { rows } = await listDictionaries(fixture.db, { filter: {}, first: 10, after: null });
  for (const dictionary of rows) {
    const job = await fixture.queue.enqueue('EXPLANATIONS', { path: `explanations/${dictionary.name}`, dictionary });
    const ended = await fixture.ended(job.id);
    expect(ended).toMatchObject({ state: 'SUCCEEDED', result: { skipped: [] } });
    // Every latent that fires in the text has a list of tokens, and its score.
    const report = ended.result as { explanations: number; scores: number; statistics: number };
    expect(report.explanations).toBeGreaterThan(1_000);
    expect(report.scores).toBeGreaterThan(1_000);
    expect(report.statistics).toBe(dictionary.nLatents);
  }
  const pairs = rows.flatMap((a, i) => rows.slice(i + 1).map((b) => ({ a, b })));
  expect(pairs).toHaveLength(3);
  const { jobs } = await fixture.queue.enqueueMatchings({ pairs, measures: ['COSINE'], nulls: false });
  for (const job of jobs) expect(await fixture.ended(job.id)).toMatchObject({ state: 'SUCCEEDED' });
  const parts = {
    db: fixture.db,
    queue: fixture.queue,
    formats: checkpointFormats,
    log: silent,
    listHookpoints: async () => [],
  };
  const examples = readReadmeExamples();
  expect(examples.length).toBeGreaterThan(1);
  for (const { query, answer } of examples) {
    const data = await askInProcess<unknown>(parts, { query });
    expect(roundFractions({ data })).toEqual(answer);
  }
});
