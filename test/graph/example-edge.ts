/**
 * The edge over a real database with small dictionaries: three seeds of one run group that share most latents, one of another size, one
 * without an encoder and one of another space. Matchings and nulls are computed by the real engine.
 */
import type { ApolloServer } from '@apollo/server';
import { findSides, insertNull, insertSide, ensureMatching, type MatchingRow } from '../../db/stores/matchings.ts';
import { readRows } from '../../db/stores/latents.ts';
import type { DictionaryRow } from '../../db/stores/dictionaries.ts';
import type { TextEmbedder } from '../../src/compute/embedding/text-embedder.ts';
import { matchRows } from '../../src/compute/matching/match-rows.ts';
import { computeNull } from '../../src/compute/nulls/null-baseline.ts';
import type { Measure } from '../../src/compute/side-matching.ts';
import { sideStatistics } from '../../src/compute/statistics/statistics.ts';
import { buildUnitRows, type UnitRows } from '../../src/compute/unit-rows.ts';
import { buildApollo } from '../../src/graph/http/apollo.ts';
import {
  buildContext,
  buildResources,
  type EdgeOptions,
  type GraphContext,
  type GraphResources,
} from '../../src/graph/context.ts';
import { buildExecutableSchema } from '../../src/graph/executable-schema.ts';
import { formatGlobalId } from '../../src/graph/global-id.ts';
import { startBoss } from '../../src/jobs/queue/boss.ts';
import { listModelHookpoints } from '../../src/jobs/contexts/open-harvest.ts';
import { buildTokenEncoder } from '../../src/jobs/encoding/encode-tokens.ts';
import type { ChatSettings } from '../../src/jobs/chat/chat-settings.ts';
import { buildBossQueue } from '../../src/jobs/queue/boss-queue.ts';
import { rankMatching } from '../../src/jobs/matching/rank-matching.ts';
import { parseTrainerTemplates } from '../../src/jobs/training/trainer-templates.ts';
import { gaussianRows, publishExample, runningJob, seededRandom } from '../db/example-rows.ts';
import { openTestDatabase } from '../db/test-database.ts';
import type { Database } from '../../db/connect/connect.ts';

export const N = 24;
export const D = 8;
/** Every fifth latent of the base rows is zero: a dead latent. */
const ZERO_EVERY = 12;

export const dictionaryId = ({ spaceId, id }: DictionaryRow) => formatGlobalId({ kind: 'Dictionary', spaceId, id });
export const latentId = ({ spaceId, id }: DictionaryRow, index: number) =>
  formatGlobalId({ kind: 'Latent', spaceId, dictionaryId: id, index });
export const matchingId = ({ spaceId, id }: MatchingRow) => formatGlobalId({ kind: 'Matching', spaceId, id });

export interface Edge {
  options: EdgeOptions;
  db: Database;
  resources: GraphResources;
  apollo: ApolloServer<GraphContext>;
  /** Seeds 1, 2 and 3 of run group `example`. */
  seeds: DictionaryRow[];
  /** A dictionary of the same space with 30 latents, in run group `wide`. */
  wide: DictionaryRow;
  /** Of the same space, without an encoder, in run group `bare`. */
  bare: DictionaryRow;
  /** Of another space. */
  foreign: DictionaryRow;
  /** Matchings of (1, 2), (1, 3), (2, 3) and of (1, wide), (1, bare). */
  matchings: MatchingRow[];
  /** The last error given to the log. */
  logged: unknown[];
  /** The answer as a client gets it. */
  ask(query: string, variables?: Record<string, unknown>): Promise<Answer>;
  /** The data of an answer without errors. */
  // oxlint-disable-next-line typescript/no-explicit-any -- answers have the shape of their document
  data(query: string, variables?: Record<string, unknown>): Promise<any>;
  /** The code of the first error. */
  code(query: string, variables?: Record<string, unknown>): Promise<string | undefined>;
  close(): Promise<void>;
}

export interface Answer {
  // oxlint-disable-next-line typescript/no-explicit-any -- as above
  data: any;
  errors: {
    message: string;
    path?: (string | number)[];
    extensions: { code: string; hint?: string; reference?: string };
  }[];
}

/** A chat model as an operator may configure it. No test here asks it. */
export const exampleChat: ChatSettings = {
  baseUrl: 'http://models.test/v1',
  model: 'tiny-chat',
  key: 'sk-canary-0cc175b9c0f1b6a8',
  concurrency: 2,
  timeoutMs: 1_000,
  attempts: 1,
  backoffMs: 1,
  prices: { prompt: 1, completion: 2 },
  budget: { tokens: 1_000, cost: 5 },
};

/** Opens everything. `close` it. */
export async function openExampleEdge({
  importRoots = [],
  exportRoot = null,
  embedder = null,
  chat = exampleChat,
}: {
  importRoots?: string[];
  exportRoot?: string | null;
  embedder?: TextEmbedder | null;
  chat?: ChatSettings | null;
} = {}): Promise<Edge> {
  const { db, close } = await openTestDatabase();
  const trainers = parseTrainerTemplates('{"example": {"command": ["train", "{output}"]}}');
  const boss = await startBoss(db, { supervise: false, onError: () => {}, trainers: Object.keys(trainers) });
  const queue = buildBossQueue({ db, boss, importRoots, exportRoot, trainers, chat, onEnqueued: () => {} });
  const logged: unknown[] = [];
  const log = { debug() {}, info() {}, warn() {}, error: (first: unknown) => void logged.push(first) };
  const formats = [{ name: 'sparsify', description: 'A folder of sparsify.' }];
  const listHookpoints = (at: string) => listModelHookpoints({ path: at, roots: importRoots });
  const encodeTokens = buildTokenEncoder({ db, importRoots, threads: 1 });
  const options: EdgeOptions = { db, queue, formats, log, listHookpoints, encodeTokens, embedder, jobPollMs: 10 };

  const seeds: DictionaryRow[] = [];
  for (const seed of [1, 2, 3]) {
    const portalId = seed === 1 ? 'example/source' : null;
    seeds.push(await publishExample(db, { n: N, d: D, seed, ...buildSeedRows(seed, N), portalId }));
  }
  const wide = await publishExample(db, { n: 30, d: D, seed: 4, group: 'wide', ...buildSeedRows(4, 30) });
  const bare = await publishExample(db, { n: N, d: D, seed: 1, group: 'bare', ...buildSeedRows(5, N), encoder: null });
  const foreign = await publishExample(db, { n: 6, d: 4, seed: 6, model: 'another/model', group: 'foreign' });

  const [first, second, third] = seeds;
  const matchings: MatchingRow[] = [];
  for (const [a, b] of [
    [first, second],
    [first, third],
    [second, third],
    [first, wide],
    [first, bare],
  ]) {
    matchings.push(await matchExamples(db, { a, b, measure: 'COSINE' }));
  }

  const schema = buildExecutableSchema();
  const resources = buildResources(options);
  const apollo = buildApollo({ schema, log });
  await apollo.start();
  const ask = async (query: string, variables: Record<string, unknown> = {}): Promise<Answer> => {
    const contextValue = buildContext(resources, new AbortController().signal);
    const { body } = await apollo.executeOperation({ query, variables }, { contextValue });
    if (body.kind !== 'single') throw new TypeError('expected one answer');
    return { errors: [], ...JSON.parse(JSON.stringify(body.singleResult)) };
  };
  return {
    options,
    db,
    resources,
    apollo,
    seeds,
    wide,
    bare,
    foreign,
    matchings,
    logged,
    ask,
    data: async (query, variables) => {
      const answer = await ask(query, variables);
      if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors), { cause: logged.at(-1) });
      return answer.data;
    },
    code: async (query, variables) => (await ask(query, variables)).errors[0]?.extensions.code,
    close: async () => {
      await resources.jobFeed.stop();
      await apollo.stop();
      await boss.stop({ graceful: false });
      await close();
    },
  };
}

/** Rows of one seed: the base rows in an order of the seed's own, with noise that grows with the index; the last third are its own. */
export function buildSeedRows(seed: number, n: number): { decoder: Float32Array; encoder: Float32Array } {
  const random = seededRandom(100 + seed);
  const base = gaussianRows({ n, d: D, seed: 7, zeroEvery: ZERO_EVERY });
  const own = gaussianRows({ n, d: D, seed: 200 + seed });
  const order = Array.from({ length: n }, (_, i) => i).sort(
    (i, j) => ((i * 7 + seed * 5) % n) - ((j * 7 + seed * 5) % n) || i - j,
  );
  const decoder = new Float32Array(n * D);
  const encoder = new Float32Array(n * D);
  for (let i = 0; i < n; i++) {
    const from = order[i];
    const isOwn = from >= (2 * n) / 3;
    for (let z = 0; z < D; z++) {
      const value = isOwn ? own[from * D + z] : base[from * D + z];
      const noise = value === 0 ? 0 : (random() - 0.5) * (from / n);
      decoder[i * D + z] = value + noise;
      encoder[i * D + z] = value === 0 ? 0 : value + noise + (random() - 0.5) * 0.5;
    }
  }
  return { decoder, encoder };
}

/** Solves and stores both sides and the isotropic null of a pair. */
export async function matchExamples(
  db: Database,
  { a, b, measure }: { a: DictionaryRow; b: DictionaryRow; measure: Measure },
): Promise<MatchingRow> {
  const matching = await ensureMatching(db, { a, b, measure });
  const [lower, upper] = matching.a === a.id ? [a, b] : [b, a];
  const job = await runningJob(db);
  const sides = lower.hasEncoder && upper.hasEncoder ? (['DECODER', 'ENCODER'] as const) : (['DECODER'] as const);
  const match = (x: UnitRows, y: UnitRows) => matchRows(x, y, { measure, threads: 1, margins: true });
  for (const side of sides) {
    const unitRows = async (dictionary: DictionaryRow) => {
      const { spaceId, id: dictionaryId, nLatents: n, dIn: d } = dictionary;
      return buildUnitRows(await readRows(db, { spaceId, dictionaryId, side, start: 0, count: n, d }), { n, d }).unit;
    };
    const result = await match(await unitRows(lower), await unitRows(upper));
    await insertSide(db, { matching, side, result, ...sideStatistics(result), jobId: job.id });
  }
  await db.transaction((tx) => rankMatching(tx, matching));
  const statistics = await computeNull({
    kind: 'ISOTROPIC',
    measure,
    seed: 1,
    draws: 2,
    cycles: true,
    n: [lower.nLatents, upper.nLatents],
    d: lower.dIn,
    sides: [...sides],
    readUnitRows: () => Promise.reject(new Error('not needed')),
    match,
  });
  await insertNull(db, { matching, kind: 'ISOTROPIC', statistics });
  if ((await findSides(db, [matching]))[0].length !== sides.length) throw new Error('sides were not stored');
  return matching;
}
