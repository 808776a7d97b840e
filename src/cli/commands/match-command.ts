/** `reseed match`: every pair of a run group, decoder and encoder, and the table of what came out. */
import type { Command } from 'commander';
import { listRunGroups } from '../../../db/stores/catalogue.ts';
import { listDictionariesOfRunGroups } from '../../../db/stores/dictionaries.ts';
import type { Key } from '../../../db/schema/key.ts';
import type { Measure } from '../../compute/side-matching.ts';
import { buildConfig } from '../../config.ts';
import { ReseedError } from '../../errors.ts';
import { CorrelationTableDocument, MatchingTableDocument, RequestSimilarityDocument } from '../generated/documents.ts';
import { formatGlobalId, parseJobId } from '../../graph/global-id.ts';
import { type App, noWorkers, openApp } from '../app.ts';
import { buildCorrelationTable } from '../tables/correlation-table.ts';
import { addTokenFlags, type GivenTokens, readTokenFlags, type TokenFlags } from '../flags/token-flags.ts';
import { matchByActivation } from '../matching/match-by-activation.ts';
import { followJobs } from '../progress/job-bars.ts';
import { buildMatchingTable, matchingTableLegend } from '../tables/matching-table.ts';

/** Adds the command and its flags to the program. */
export function addMatchCommand(program: Command): void {
  addTokenFlags(
    program
      .command('match')
      .description('match every pair of a run group and print the table')
      .argument('<run group>', 'name of the run group')
      .option('--absolute', 'also maximise absolute cosines (PW-MCC)')
      .option('--no-nulls', 'do not compute what chance gives')
      .option('--svcca', 'also compute the SVCCA of every pair')
      .option(
        '--measure <name>',
        'cosine, or activation: what fires together on the tokens that the flags below name',
        'cosine',
      ),
  ).action(runMatch);
}

interface MatchFlags extends TokenFlags {
  absolute?: boolean;
  nulls: boolean;
  svcca?: boolean;
  measure: string;
}

/** Runs the command. */
async function runMatch(name: string, flags: MatchFlags): Promise<void> {
  const given = await readSource(flags);
  const config = buildConfig(process.env, process.cwd());
  const app = await openApp({ ...config, ...noWorkers, workers: Math.max(1, config.workers) });
  const say = (line: string) => process.stdout.write(`${line}\n`);
  try {
    const groups = await listRunGroups(app.db, { name });
    if (groups.length === 0) {
      throw new ReseedError('NOT_FOUND', `Cannot match "${name}": there is no run group of this name.`, {
        hint: 'List the run groups with: npm run reseed -- list',
      });
    }
    if (given !== null) {
      await matchByActivation(app, { groups, given, nulls: flags.nulls });
      return;
    }
    const measures: Measure[] = flags.absolute ? ['COSINE', 'ABSOLUTE_COSINE'] : ['COSINE'];
    const tables = await matchGroups(app, { keys: groups, measures, nulls: flags.nulls ? measures : [], say });
    if (flags.svcca) for (const key of groups) tables.push(await correlateGroup(app, { key, say }));
    for (const table of tables) say(`\n${table}`);
    say(`\n${matchingTableLegend}`);
  } finally {
    await app.close();
  }
}

/** The tokens to match on; null to match rows. Throws `BAD_INPUT`, `SOURCE_NOT_FOUND`. */
async function readSource({ measure, absolute, svcca, ...flags }: MatchFlags): Promise<GivenTokens | null> {
  const named = [flags.model, flags.corpus, flags.activations, flags.hookpoint, flags.tokens, flags.context];
  if (measure === 'activation' && !absolute && !svcca) return readTokenFlags(flags);
  if (measure === 'cosine' && named.every((flag) => flag === undefined)) return null;
  throw new ReseedError(
    'BAD_INPUT',
    `Cannot match by "${measure}" with these flags: expected cosine, or activation with tokens and without --absolute and --svcca.`,
    { hint: 'Tokens (--model, --corpus, --activations and what goes with them) are for --measure activation.' },
  );
}

/**
 * Requests the matchings of run groups, follows their jobs, and returns one table per group; none if `signal` said stop meanwhile. Nulls are
 * computed for the measures that `nulls` names.
 */
export async function matchGroups(
  app: App,
  of: {
    keys: Key[];
    measures: Measure[];
    nulls: readonly Measure[];
    say: (line: string) => void;
    signal?: AbortSignal;
  },
): Promise<string[]> {
  const { keys, measures, nulls, say, signal } = of;
  const jobIds: string[] = [];
  const withoutEncoder = new Set<Key>();
  for (const key of keys) {
    const dictionaries = await listDictionariesOfRunGroups(app.db, [key]);
    if (dictionaries.some((row) => !row.hasEncoder)) withoutEncoder.add(key);
    const pairs = dictionaries.flatMap((a, i) => dictionaries.slice(i + 1).map((b) => ({ a, b })));
    for (const measure of measures) {
      const asked = { pairs, measures: [measure], nulls: nulls.includes(measure) };
      const { jobs } = await app.queue.enqueueMatchings(asked);
      jobIds.push(...jobs.map((job) => job.id));
    }
  }
  if (jobIds.length > 0) {
    say('Matching every pair (decoder and encoder)');
    const jobs = await followJobs(app.db, { ids: jobIds, out: process.stdout, signal });
    if (signal?.aborted) return [];
    for (const job of jobs) {
      if (job.state === 'FAILED') say(`  ${job.title}: ${job.errorMessage} ${job.errorHint ?? ''}`);
    }
  }
  const tables: string[] = [];
  for (const key of keys) {
    const group = formatGlobalId({ kind: 'RunGroup', spaceId: key.spaceId, id: key.id });
    const criterion = withoutEncoder.has(key) ? ({ definition: 'DECODER' } as const) : {};
    const data = await app.ask({ query: MatchingTableDocument, variables: { group, criterion } });
    tables.push(buildMatchingTable(data));
  }
  return tables;
}

/** Has the SVCCA of every pair of a run group computed, and returns its table. */
async function correlateGroup(app: App, { key, say }: { key: Key; say: (line: string) => void }): Promise<string> {
  const group = formatGlobalId({ kind: 'RunGroup', spaceId: key.spaceId, id: key.id });
  const { requestSimilarity } = await app.ask({ query: RequestSimilarityDocument, variables: { group } });
  if (requestSimilarity.length > 0) {
    say('Comparing what matched latents span (SVCCA)');
    const ids = requestSimilarity.map(({ id }) => parseJobId(id));
    for (const job of await followJobs(app.db, { ids, out: process.stdout })) {
      if (job.state === 'FAILED') say(`  ${job.title}: ${job.errorMessage} ${job.errorHint ?? ''}`);
    }
  }
  const data = await app.ask({ query: CorrelationTableDocument, variables: { group } });
  return buildCorrelationTable(data);
}
