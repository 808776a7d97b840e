/** `reseed collect-contexts`: one pass of a language model over a text, and per dictionary what came out. */
import type { Command } from 'commander';
import path from 'node:path';
import { findDictionaries } from '../../../db/stores/dictionaries.ts';
import type { JobRow } from '../../../db/stores/job-runs.ts';
import { defaultContextSettings as defaults } from '../../compute/contexts/context-settings.ts';
import { buildConfig } from '../../config.ts';
import { resolveGivenPath } from '../flags/given-path.ts';
import { readResult } from '../../jobs/queue/read-job.ts';
import { type App, noWorkers, openApp } from '../app.ts';
import { listNamedDictionaries } from '../named/named-dictionaries.ts';
import { numberFlag } from '../flags/number-flag.ts';
import { runHere } from '../run-here.ts';

interface ContextsFlags {
  model: string;
  corpus: string;
  hookpoint?: string;
  tokens?: string;
  context?: string;
  window?: string;
  top?: string;
  quantiles?: string;
  perQuantile?: string;
  nonActivating?: string;
  neighbours?: string;
  seed?: string;
}

/** A dictionary that is shown what it was trained on leaves far less of the variance unexplained. */
const STRANGE_FVU = 0.9;
const STRANGE =
  'hardly anything is explained: was it trained on another model, hookpoint or scale of activations? (--hookpoint, --model)';

/** Adds the command and its flags to the program. */
export function addCollectContextsCommand(program: Command): void {
  program
    .command('collect-contexts')
    .description('read a text with the language model and keep what latents fire on')
    .argument('<run group or dictionary...>', 'names, of one space')
    .requiredOption('--model <folder>', 'language model: model.onnx with tokenizer.json')
    .requiredOption('--corpus <file>', 'text: .jsonl with a field "text", or plain text')
    .option('--hookpoint <name>', "the model's name of the hookpoint, if another")
    .option('--tokens <number>', 'tokens to read at most (default: all of the text)')
    .option('--context <number>', 'tokens that the model sees at once (default: what it takes, at most 512)')
    .option('--window <number>', `tokens of one context (default: ${defaults.windowLength})`)
    .option('--top <number>', `strongest contexts per latent (default: ${defaults.top})`)
    .option(
      '--quantiles <number>',
      `parts into which the others are divided by strength (default: ${defaults.quantiles})`,
    )
    .option('--per-quantile <number>', `contexts of each part (default: ${defaults.perQuantile})`)
    .option('--non-activating <number>', `contexts without the latent (default: ${defaults.nonActivating})`)
    .option('--neighbours <number>', `contexts without it but with a latent like it (default: ${defaults.neighbours})`)
    .option('--seed <number>', `seed of the samples (default: ${defaults.seed})`)
    .action(runCollectContexts);
}

/** Runs the command. The work is done in this process: model and text are here, and another machine's worker need not see them. */
async function runCollectContexts(names: string[], flags: ContextsFlags): Promise<void> {
  const config = buildConfig(process.env, process.cwd());
  const [model, corpus] = [
    await resolveGivenPath(flags.model, { to: 'read' }),
    await resolveGivenPath(flags.corpus, { to: 'read' }),
  ];
  const importRoots = [...new Set([path.dirname(model), path.dirname(corpus)])];
  const app = await openApp({ ...config, ...noWorkers });
  try {
    const dictionaries = await listNamedDictionaries(app.db, names);
    const request = {
      dictionaries,
      model,
      corpus,
      hookpoint: flags.hookpoint,
      tokens: numberFlag('--tokens', flags.tokens),
      context: numberFlag('--context', flags.context),
      settings: {
        windowLength: numberFlag('--window', flags.window),
        top: numberFlag('--top', flags.top),
        quantiles: numberFlag('--quantiles', flags.quantiles),
        perQuantile: numberFlag('--per-quantile', flags.perQuantile),
        nonActivating: numberFlag('--non-activating', flags.nonActivating),
        neighbours: numberFlag('--neighbours', flags.neighbours),
        seed: numberFlag('--seed', flags.seed),
      },
    };
    const stopped = 'stopped; nothing is stored yet, and the same command continues from here';
    const job = await runHere(app, { kind: 'CONTEXTS', request, importRoots, stopped });
    if (job.state === 'SUCCEEDED') await describe(app, job);
  } finally {
    await app.close();
  }
}

async function describe({ db }: App, job: JobRow): Promise<void> {
  const { spaceId } = job;
  if (spaceId === null) return;
  const { collected, resumedAt } = readResult('CONTEXTS', job);
  const rows = await findDictionaries(
    db,
    collected.map(({ dictionaryId }) => ({ spaceId, id: dictionaryId })),
  );
  if (resumedAt > 0) process.stdout.write(`    continued after ${resumedAt} tokens that were read before\n`);
  for (const [at, { alreadyPresent, tokens, l0, fvu }] of collected.entries()) {
    const numbers = alreadyPresent
      ? 'was there already'
      : `${tokens} tokens, L0 ${l0?.toFixed(2) ?? 'unknown'}, FVU ${fvu === null ? 'unknown' : fvu.toFixed(3)}`;
    process.stdout.write(`    ${rows[at]?.name ?? 'a deleted dictionary'}: ${numbers}\n`);
    if (fvu !== null && fvu >= STRANGE_FVU) process.stdout.write(`      ${STRANGE}\n`);
  }
  process.stdout.write('    explain what latents fire on with: npm run reseed -- explain <run group or dictionary>\n');
}
