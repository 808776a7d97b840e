/** `reseed import-explanations`: what files say of latents, one job per path, with what was skipped. */
import type { Command } from 'commander';
import path from 'node:path';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { buildConfig } from '../../config.ts';
import { resolveGivenPath } from '../flags/given-path.ts';
import type { ImportReport } from '../../jobs/explanations/import-report.ts';
import { readResult } from '../../jobs/queue/read-job.ts';
import { type App, noWorkers, openApp } from '../app.ts';
import { getNamedDictionary } from '../named/named-dictionaries.ts';
import { runHere } from '../run-here.ts';
import { printable } from '../report/printable.ts';

/** Adds the command and its flags to the program. */
export function addImportExplanationsCommand(program: Command): void {
  program
    .command('import-explanations')
    .description('import explanations, scores, contexts and statistics of latents (Neuronpedia, SAEDashboard, delphi)')
    .argument('<path...>', 'files or folders, at any depth')
    .option(
      '--dictionary <name>',
      'what they are about: name, id or portal id; without it the portal ids in the files say it',
    )
    .option('--partial', 'take what fits of a file that belongs to another dictionary')
    .action(runImportExplanations);
}

/** Runs the command. The work is done in this process: the files are here, and another machine's worker need not see them. */
async function runImportExplanations(
  paths: string[],
  flags: { dictionary?: string; partial?: boolean },
): Promise<void> {
  const found = await Promise.all(paths.map((given) => resolveGivenPath(given)));
  const app = await openApp({ ...buildConfig(process.env, process.cwd()), ...noWorkers });
  try {
    const dictionary = flags.dictionary === undefined ? null : await getNamedDictionary(app.db, flags.dictionary);
    for (const place of found) await importOne(app, { place, dictionary, partial: flags.partial ?? false });
  } finally {
    await app.close();
  }
}

async function importOne(
  app: App,
  { place, dictionary, partial }: { place: string; dictionary: DictionaryRow | null; partial: boolean },
): Promise<void> {
  const job = await runHere(app, {
    kind: 'EXPLANATIONS',
    request: { path: place, dictionary, partial },
    // Names of folders above say what a file is: results/<run>/scores/<scorer> is as deep as layouts go.
    importRoots: [path.resolve(place, '../../../..')],
    title: `import explanations from ${path.relative(process.cwd(), place) || place}`,
  });
  if (job.state === 'SUCCEEDED') process.stdout.write(describeReport(readResult('EXPLANATIONS', job)));
}

/** The report as lines of text, ending with a line feed. */
function describeReport(report: ImportReport): string {
  const lines = [
    `${report.files} files: ${report.explanations} explanations, ${report.scores} scores, ${report.statistics} latents' statistics, ${report.contexts} contexts; ${report.present} were there already`,
  ];
  for (const { reason, count, sources, examples } of report.skipped) {
    lines.push(`skipped, ${reason}: ${count}`);
    if (sources.length > 0) lines.push(`  sources: ${sources.map(printable).join(', ')}`);
    for (const { file, line, detail } of examples)
      lines.push(`  ${printable(file)}${line === null ? '' : `:${line}`}: ${printable(detail)}`);
  }
  return lines.map((line) => `    ${line}\n`).join('');
}
