/**
 * Nearest latents: recall@10 and latency of every method on every database, next to an exact product in memory and hnswlib-node.
 *
 * Queries are latents of another seed: the decoder rows of one dictionary are stored, rows of the other are searched for. Truth is the exact
 * float64 top ten. `node bench/nearest.ts [--widths 64,768,4096] [--queries 100]`; RESEED_TEST_DATABASE_URL adds PostgreSQL,
 * RESEED_BENCH_MODULES a folder in which hnswlib-node is installed.
 */
import { parseArgs } from 'node:util';
import type { DictionaryRow } from '../db/stores/dictionaries.ts';
import { buildNearestIndex, findNearest, type NearestMethod } from '../db/stores/find-nearest.ts';
import type { UnitRows } from '../src/compute/unit-rows.ts';
import { type BenchDatabase, onEveryDatabase } from './bench-databases.ts';
import { openProductScan, scanExactly } from './exact-scan.ts';
import { describeMachine } from './machine.ts';
import { findPeer } from './peer-index.ts';
import { readRealPair } from './real-pair.ts';
import { markdownTable, writeReport } from './report.ts';
import { storeDecoder } from './stored-dictionary.ts';
import { buildSyntheticPair } from './synthetic-dictionaries.ts';
import { measure, median } from './timing.ts';

const FIRST = 10;
/** Searches before the clock counts: caches and query plans are warm in a server that is in use. */
const WARM_UP = 10;
/** Candidates that the peer keeps while it searches, as many as ours. */
const PEER_EF = 400;

interface Case {
  name: string;
  rows: UnitRows;
  queries: Float32Array[];
}

type Search = (query: Float32Array) => Promise<number[]> | number[];

const { values: flags } = parseArgs({
  options: {
    widths: { type: 'string', default: '64,768,4096' },
    queries: { type: 'string', default: '100' },
  },
});
const widths = flags.widths.split(',').map(Number);

async function* buildCases(): AsyncGenerator<Case> {
  const pick = (from: UnitRows) => {
    const step = Math.max(1, Math.floor(from.n / Number(flags.queries)));
    const rows = Array.from({ length: Math.floor(from.n / step) }, (_, k) =>
      from.values.slice(k * step * from.d, (k * step + 1) * from.d),
    );
    return rows.filter((row) => row.some((value) => value !== 0)).slice(0, Number(flags.queries));
  };
  if (widths.includes(64)) {
    for (const set of ['mlp_topk_k4_N512', 'mlp_relu_L4_N1024']) {
      const { a, b } = await readRealPair(set);
      yield { name: `${set}, real SAEs, ${b.n} x ${b.d}`, rows: b, queries: pick(a) };
    }
  }
  for (const { n, d } of [
    { n: 32_768, d: 768 },
    { n: 16_384, d: 4096 },
  ]) {
    if (!widths.includes(d)) continue;
    const { a, b } = buildSyntheticPair({ geometry: 'CLUSTERED', n, d, seed: 1 });
    yield { name: `clustered synthetic, ${n} x ${d}`, rows: b, queries: pick(a) };
  }
}

/** Recall and median latency of one search over all queries. */
async function run(search: Search, { queries, truth }: { queries: Float32Array[]; truth: number[][] }) {
  for (const query of queries.slice(0, WARM_UP)) await search(query);
  const times: number[] = [];
  let found = 0;
  for (const [k, query] of queries.entries()) {
    const { ms, result } = await measure(() => search(query));
    times.push(ms);
    found += result.filter((index) => truth[k].includes(index)).length;
  }
  const wanted = truth.reduce((total, best) => total + best.length, 0);
  return { recall: found / wanted, ms: median(times) };
}

interface Line {
  what: string;
  recall: number;
  ms: number;
  note: string;
}

async function runDatabase(
  { name, db }: BenchDatabase,
  { rows, queries, truth }: Case & { truth: number[][] },
): Promise<Line[]> {
  const lines: Line[] = [];
  const stored = await storeDecoder(db, rows);
  await db.query('vacuum analyze latent_vectors');
  const runMethod = async (dictionary: DictionaryRow, method: NearestMethod, note: string) => {
    const used = new Set<string>();
    const search = async (query: Float32Array) => {
      const answer = await findNearest(db, {
        dictionary,
        side: 'DECODER',
        query,
        otherQuery: null,
        first: FIRST,
        method,
      });
      used.add(answer.method);
      return answer.hits.map((hit) => hit.index);
    };
    const { recall, ms } = await run(search, { queries, truth });
    const fellBack = used.size > 1 || !used.has(method) ? `answered by ${[...used].join(', ')}` : '';
    lines.push({ what: `${name} ${method}`, recall, ms, note: [note, fellBack].filter(Boolean).join('; ') });
  };
  await runMethod(stored, 'EXACT', 'compares every row');
  if (rows.d > 2000) await runMethod(stored, 'RERANKED_BITS', 'default at this width');
  const { ms } = await measure(() => buildNearestIndex(db, { dictionary: stored, side: 'DECODER' }));
  await runMethod({ ...stored, nearestIndexes: ['DECODER'] }, 'HNSW', `index built in ${(ms / 1000).toFixed(1)} s`);
  return lines;
}

async function runCase(one: Case): Promise<string> {
  const truth = one.queries.map((query) => scanExactly(one.rows, { query, first: FIRST }));
  const work = { queries: one.queries, truth };
  const scan = await openProductScan(one.rows, { threads: 1 });
  const base = await run((query) => scan.search(query, FIRST), work);
  await scan.close();
  const lines: Line[] = [
    { what: 'onnxruntime product in memory, 1 thread', ...base, note: 'exact; the peer of the ratios' },
  ];
  const buildPeer = findPeer();
  if (buildPeer !== null) {
    const { ms, result: peer } = await measure(() => buildPeer(one.rows));
    const answers = await run((query) => peer.search(query, { first: FIRST, ef: PEER_EF }), work);
    lines.push({
      what: `hnswlib-node in memory, ef ${PEER_EF}`,
      ...answers,
      note: `index built in ${(ms / 1000).toFixed(1)} s`,
    });
  }
  await onEveryDatabase(async (database) => {
    lines.push(...(await runDatabase(database, { ...one, truth })));
  });
  const rows = lines.map(({ what, recall, ms, note }) => [
    what,
    recall.toFixed(3),
    `${ms.toFixed(2)} ms`,
    (ms / base.ms).toFixed(1),
    note,
  ]);
  const table = markdownTable(['search', 'recall@10', 'median latency', 'times the product', ''], rows);
  return `## ${one.name}\n\n${one.queries.length} queries, ten nearest each.\n\n${table}`;
}

const sections = ['# Nearest latents', describeMachine()];
if (findPeer() === null) sections.push('hnswlib-node was not installed and is left out (RESEED_BENCH_MODULES).');
if (!process.env.RESEED_TEST_DATABASE_URL) sections.push('Without a PostgreSQL server (RESEED_TEST_DATABASE_URL).');
for await (const one of buildCases()) sections.push(await runCase(one));
writeReport('nearest', sections.join('\n\n'));
