/** `reseed explain` and `reseed score`: one job per dictionary, with what it did and what it cost. */
import type { Command } from 'commander';
import { findSpending } from '../../../db/stores/chat-spending.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { findJobs, type JobRow } from '../../../db/stores/job-runs.ts';
import { buildConfig } from '../../config.ts';
import { ReseedError } from '../../errors.ts';
import { DEFAULT_EXAMPLES } from '../../jobs/explaining/asked-latents.ts';
import { explainers } from '../../jobs/kinds/explain-kind.ts';
import { DEFAULT_EXAMPLES_PER_QUESTION, scorers } from '../../jobs/kinds/score-kind.ts';
import { readResult } from '../../jobs/queue/read-job.ts';
import { type App, noWorkers, openApp } from '../app.ts';
import { followCancellable } from '../progress/follow-cancellable.ts';
import { listNamedDictionaries } from '../named/named-dictionaries.ts';
import { indexesFlag, numberFlag } from '../flags/number-flag.ts';

interface CommonFlags {
  latents?: string;
  examples?: string;
  budgetTokens?: string;
  budgetCost?: string;
}

/** Adds both commands, with their flags, to the program. */
export function addExplainAndScoreCommands(program: Command): void {
  program
    .command('explain')
    .description('explain latents from their contexts')
    .argument('<run group or dictionary...>', 'names')
    .option('--explainer <name>', 'tokens (built in) or llm (RESEED_LLM_URL)', 'tokens')
    .option('--latents <indexes>', 'comma-separated, ranges as 0-99; all by default')
    .option('--examples <number>', `contexts shown of each latent (default: ${DEFAULT_EXAMPLES.explain})`)
    .option('--budget-tokens <number>', 'tokens that each dictionary may use (default: RESEED_LLM_BUDGET_TOKENS)')
    .option('--budget-cost <number>', 'what each dictionary may cost (default: RESEED_LLM_BUDGET_COST)')
    .action(runExplain);

  program
    .command('score')
    .description('score explanations on contexts that they were not made from')
    .argument('<run group or dictionary...>', 'names')
    .option(
      '--scorer <name>',
      'token-set (built in), embedding (RESEED_EMBEDDING_MODEL), detection or fuzz (RESEED_LLM_URL)',
      'token-set',
    )
    .option('--method <name>', 'explanations of this method alone, for example tokens or llm')
    .option('--only-best', 'only the best explanation of each latent')
    .option('--latents <indexes>', 'comma-separated, ranges as 0-99; all by default')
    .option('--examples <number>', `examples of each kind (default: ${DEFAULT_EXAMPLES.score})`)
    .option('--examples-per-question <number>', `examples in one question (default: ${DEFAULT_EXAMPLES_PER_QUESTION})`)
    .option('--budget-tokens <number>', 'tokens that each dictionary may use (default: RESEED_LLM_BUDGET_TOKENS)')
    .option('--budget-cost <number>', 'what each dictionary may cost (default: RESEED_LLM_BUDGET_COST)')
    .action(runScore);
}

/** Runs `reseed explain`. */
async function runExplain(names: string[], flags: CommonFlags & { explainer: string }): Promise<void> {
  const explainer = choose('--explainer', { text: flags.explainer, from: explainers });
  await runEach(names, (app, dictionary) =>
    app.queue.enqueue('EXPLAIN', { dictionary, explainer, ...readCommon(flags) }),
  );
}

/** Runs `reseed score`. */
async function runScore(
  names: string[],
  flags: CommonFlags & { scorer: string; method?: string; onlyBest?: boolean; examplesPerQuestion?: string },
): Promise<void> {
  const scorer = choose('--scorer', { text: flags.scorer, from: scorers });
  const { method, onlyBest = false } = flags;
  const examplesPerQuestion = numberFlag('--examples-per-question', flags.examplesPerQuestion);
  await runEach(names, (app, dictionary) =>
    app.queue.enqueue('SCORE', { dictionary, scorer, method, onlyBest, examplesPerQuestion, ...readCommon(flags) }),
  );
}

async function runEach(
  names: readonly string[],
  enqueue: (app: App, dictionary: DictionaryRow) => Promise<JobRow>,
): Promise<void> {
  const config = buildConfig(process.env, process.cwd());
  const app = await openApp({ ...config, ...noWorkers, explainWorkers: 1 });
  try {
    const ids: string[] = [];
    for (const dictionary of await listNamedDictionaries(app.db, names)) ids.push((await enqueue(app, dictionary)).id);
    await followCancellable(app, { ids, out: process.stdout });
    const spent = await findSpending(app.db, ids);
    for (const [at, job] of (await findJobs(app.db, ids)).entries()) {
      if (job === null) continue;
      if (job.state !== 'SUCCEEDED') process.exitCode ??= 1;
      process.stdout.write(`    ${job.title}: ${describeJob(job)}${describeSpending(spent[at])}\n`);
    }
  } finally {
    await app.close();
  }
}

function describeJob(job: JobRow): string {
  if (job.state === 'CANCELLED')
    return 'stopped; what was written is kept, and the same command continues with the rest';
  if (job.state !== 'SUCCEEDED') return `${job.errorMessage ?? job.state} ${job.errorHint ?? ''}`;
  const report = readResult(job.kind === 'SCORE' ? 'SCORE' : 'EXPLAIN', job);
  const counts: [number, string][] = [
    [report.present, 'there already'],
    [report.unsuitable, 'not suitable'],
    [report.failed, 'without reply'],
    [report.unparsable, 'unreadable'],
    [report.leftByBudget, 'left by the budget'],
  ];
  const others = counts.filter(([count]) => count > 0).map(([count, what]) => `, ${count} ${what}`);
  return `${report.written} written${others.join('')}`;
}

function describeSpending(spent: Awaited<ReturnType<typeof findSpending>>[number]): string {
  if (spent === null) return '';
  const cost = spent.cost === null ? '' : `, cost ${spent.cost.toFixed(4)}`;
  return `; ${spent.requests} requests to ${spent.model}, ${spent.promptTokens} tokens in, ${spent.completionTokens} out${cost}`;
}

function readCommon(flags: CommonFlags) {
  const tokens = numberFlag('--budget-tokens', flags.budgetTokens);
  const cost = numberFlag('--budget-cost', flags.budgetCost);
  return {
    latents: indexesFlag('--latents', flags.latents),
    examples: numberFlag('--examples', flags.examples),
    ...((tokens !== undefined || cost !== undefined) && { budget: { tokens, cost } }),
  };
}

function choose<Name extends string>(flag: string, of: { text: string; from: readonly Name[] }): Name {
  const found = of.from.find((name) => name === of.text.toUpperCase().replaceAll('-', '_'));
  if (found !== undefined) return found;
  const known = of.from.map((name) => name.toLowerCase().replaceAll('_', '-')).join(', ');
  throw new ReseedError('BAD_INPUT', `Cannot use ${flag} "${of.text}": expected one of ${known}.`, {
    hint: `Give ${flag} as one of ${known}.`,
  });
}
