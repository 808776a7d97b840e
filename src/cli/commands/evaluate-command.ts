/** `reseed evaluate`: how well dictionaries rebuild activations, and what the model predicts with their reconstructions. */
import type { Command } from 'commander';
import { buildConfig } from '../../config.ts';
import { formatGlobalId } from '../../graph/global-id.ts';
import { EvaluationTableDocument, type EvaluationTableQuery } from '../generated/documents.ts';
import { noWorkers, openApp } from '../app.ts';
import { readResult } from '../../jobs/queue/read-job.ts';
import { addTokenFlags, readTokenFlags, type TokenFlags } from '../flags/token-flags.ts';
import { listNamedDictionaries } from '../named/named-dictionaries.ts';
import { runHere } from '../run-here.ts';
import { buildEvaluationTable, evaluationTableLegend } from '../tables/evaluation-table.ts';

/** Adds the command and its flags to the program. */
export function addEvaluateCommand(program: Command): void {
  addTokenFlags(
    program
      .command('evaluate')
      .description('how well dictionaries rebuild activations, and what the model predicts with their reconstructions')
      .argument('<run group or dictionary...>', 'names, of one space'),
  ).action(runEvaluate);
}

/** Runs the command. The work is done in this process: model and text are here. */
async function runEvaluate(names: string[], flags: TokenFlags): Promise<void> {
  const { importRoots, ...source } = await readTokenFlags(flags);
  const app = await openApp({ ...buildConfig(process.env, process.cwd()), ...noWorkers });
  try {
    const dictionaries = await listNamedDictionaries(app.db, names);
    const request = { ...source, dictionaries };
    const job = await runHere(app, { kind: 'EVALUATE', request, importRoots, stopped: 'stopped; nothing is stored' });
    if (job.state !== 'SUCCEEDED') return;
    const answers: EvaluationTableQuery[] = [];
    for (const { spaceId, id } of dictionaries) {
      const dictionary = formatGlobalId({ kind: 'Dictionary', spaceId, id });
      answers.push(await app.ask({ query: EvaluationTableDocument, variables: { dictionary } }));
    }
    process.stdout.write(
      `\n${buildEvaluationTable(answers, readResult('EVALUATE', job).sourceKey)}\n\n${evaluationTableLegend}\n`,
    );
  } finally {
    await app.close();
  }
}
