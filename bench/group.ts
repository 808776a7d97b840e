/**
 * The analyses of a run group over GraphQL, cold and warm, next to the bare SQL that reads the same bytes: is every answer below 200 ms?
 *
 * Nine seeds of 32,768 latents, their 36 matchings written through the product's own stores (`synthetic-matching.ts`). Cold: a server that has
 * held nothing yet; the database's own memory is warm. `node bench/group.ts [--n 32768] [--seeds 9] [--runs 5]`; RESEED_TEST_DATABASE_URL adds PostgreSQL.
 */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { graphql } from 'graphql';
import { createJob } from '../db/stores/job-runs.ts';
import { copyLatents } from '../db/stores/latents.ts';
import { ensureMatching, insertSide } from '../db/stores/matchings.ts';
import type { Database } from '../db/connect/connect.ts';
import type { DictionaryRow } from '../db/stores/dictionaries.ts';
import { sideStatistics } from '../src/compute/statistics/statistics.ts';
import { buildContext, buildResources } from '../src/graph/context.ts';
import { buildExecutableSchema } from '../src/graph/executable-schema.ts';
import { formatGlobalId } from '../src/graph/global-id.ts';
import { startBoss } from '../src/jobs/queue/boss.ts';
import { buildBossQueue } from '../src/jobs/queue/boss-queue.ts';
import { rankMatching } from '../src/jobs/matching/rank-matching.ts';
import { onEveryDatabase } from './bench-databases.ts';
import { type Question, questions } from './group-questions.ts';
import { describeMachine } from './machine.ts';
import { markdownTable, writeReport } from './report.ts';
import { beginSynthetic } from './stored-dictionary.ts';
import { buildSyntheticSeed, buildSyntheticSide } from './synthetic-matching.ts';
import { measure, median } from './timing.ts';
import { buildTokenEncoder } from '../src/jobs/encoding/encode-tokens.ts';

const { values: flags } = parseArgs({
  options: {
    n: { type: 'string', default: '32768' },
    seeds: { type: 'string', default: '9' },
    runs: { type: 'string', default: '5' },
  },
});
const [n, S, runs] = [flags.n, flags.seeds, flags.runs].map(Number);

/** What an answer may take. */
const LIMIT_MS = 200;
const schema = buildExecutableSchema();
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const sections = [
  '# Analyses of a run group',
  describeMachine(),
  `${S} seeds of ${n} latents, ${(S * (S - 1)) / 2} matchings of two sides. Medians of ${runs}. SQL: the statements that read the rows which the answer needs, their bytes taken in and thrown away.`,
];
let failed = 0;
await onEveryDatabase(async ({ name, db }) => {
  const { dictionaries, matchings } = await store(db);
  for (const table of ['matching_blocks', 'score_ranks', 'latents']) await db.query(`vacuum analyze ${table}`);
  const boss = await startBoss(db, { supervise: false, onError: () => {} });
  const queue = buildBossQueue({ db, boss, importRoots: [], onEnqueued: () => {} });
  const encodeTokens = buildTokenEncoder({ db, importRoots: [], threads: 1 });
  const options = { db, queue, formats: [], listHookpoints: async () => [], encodeTokens, log: silent };
  const [first] = dictionaries;
  const ids = {
    GROUP: formatGlobalId({ kind: 'RunGroup', spaceId: first.spaceId, id: first.runGroupId }),
    BASE: formatGlobalId({ kind: 'Dictionary', spaceId: first.spaceId, id: first.id }),
    PAIR: formatGlobalId({ kind: 'Matching', spaceId: first.spaceId, id: matchings[0].id }),
  };
  const idsOf = {
    GROUP: matchings,
    BASE: matchings.filter(({ a, b }) => a === first.id || b === first.id),
    PAIR: matchings.slice(0, 1),
  };
  const rows: string[][] = [];
  for (const { name: what, query, reads, of } of questions) {
    const cold: number[] = [];
    const warm: number[] = [];
    const bare: number[] = [];
    for (let run = 0; run < runs; run++) {
      const resources = buildResources(options);
      const ask = async () => {
        const contextValue = buildContext(resources, new AbortController().signal);
        const answer = await graphql({
          schema,
          source: query,
          variableValues: { id: ids[of] },
          contextValue,
        });
        if (answer.errors) throw answer.errors[0];
      };
      bare.push((await measure(() => readBare(db, { reads, ids: idsOf[of] }))).ms);
      cold.push((await measure(ask)).ms);
      warm.push((await measure(ask)).ms);
      await resources.jobFeed.stop();
    }
    const passes = median(cold) < LIMIT_MS;
    if (!passes) failed++;
    rows.push([
      what,
      ms(median(bare)),
      ms(median(cold)),
      (median(cold) / median(bare)).toFixed(1),
      ms(median(warm)),
      passes ? 'pass' : 'FAIL',
    ]);
  }
  await boss.stop({ graceful: false });
  const header = ['answer', 'bare SQL', 'cold', 'times the SQL', 'warm', `cold below ${LIMIT_MS} ms`];
  sections.push(`## ${name}`, markdownTable(header, rows));
});
if (!process.env.RESEED_TEST_DATABASE_URL) sections.push('Without a PostgreSQL server (RESEED_TEST_DATABASE_URL).');
writeReport('group', sections.join('\n\n'));
if (failed > 0) process.stdout.write(`\n${failed} answers take longer than ${LIMIT_MS} ms\n`);

function ms(value: number): string {
  return `${value.toFixed(0)} ms`;
}

/** Reads what the answer needs, and does nothing with it. */
async function readBare(
  db: Database,
  { reads, ids }: { reads: Question['reads']; ids: readonly { id: number }[] },
): Promise<void> {
  for (const read of reads) {
    // how many columns there are does not matter to who looks at none
    for await (const chunk of db.copyOut(read(ids.map(({ id }) => id).join(', ')))) void chunk;
  }
}

async function store(db: Database) {
  const dictionaries: DictionaryRow[] = [];
  const seeds = Array.from({ length: S }, (_, s) => buildSyntheticSeed({ n, seed: s + 1 }));
  const group = `group-${randomUUID()}`;
  for (let s = 0; s < S; s++) {
    const begun = await beginSynthetic(db, {
      rows: { n, d: 2, values: new Float32Array(0) },
      hasEncoder: true,
      group,
      seed: s + 1,
    });
    const ones = new Float64Array(n).fill(1);
    // one in twenty is dead
    const alive = Float64Array.from(ones.keys(), (i) => (i % 20 === s ? 0 : 1));
    const nothing = { encoderBias: null, threshold: null };
    const firingFrequency = Float64Array.from(ones.keys(), (i) => (alive[i] * (1 + ((i * 7919) % n))) / n);
    const key = { spaceId: begun.spaceId, dictionaryId: begun.id, start: 0, count: n };
    await copyLatents(db, { ...key, ...nothing, firingFrequency, alive, decoderNorm: ones, encoderNorm: ones });
    dictionaries.push(await begun.publish());
  }
  const { job } = await createJob(db, { kind: 'MATCH', key: randomUUID(), title: 'bench', payload: {} });
  const matchings = [];
  for (let a = 0; a < S; a++) {
    for (let b = a + 1; b < S; b++) {
      const matching = await ensureMatching(db, { a: dictionaries[a], b: dictionaries[b], measure: 'COSINE' });
      for (const [at, side] of (['DECODER', 'ENCODER'] as const).entries()) {
        const result = buildSyntheticSide(seeds[a], seeds[b], 100 * a + 10 * b + at);
        await insertSide(db, { matching, side, result, ...sideStatistics(result), jobId: job.id });
      }
      await db.transaction((tx) => rankMatching(tx, matching));
      matchings.push(matching);
    }
  }
  return { dictionaries, matchings };
}
