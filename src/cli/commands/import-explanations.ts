/** `reseed import-explanations`: what files say of latents, one job per path, with what was passed over. */
import type { Command } from 'commander';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Key } from '../../../db/schema/key.ts';
import { createJob, findJobs } from '../../../db/stores/job-runs.ts';
import { buildConfig } from '../../config.ts';
import { ReseedError } from '../../errors.ts';
import type { ImportReport } from '../../jobs/explanations/import-report.ts';
import { runJob } from '../../jobs/worker/run-job.ts';
import { type App, noWorkers, openApp } from '../app.ts';
import { followJobs } from '../progress/job-bars.ts';
import { getNamedDictionary } from '../named/named-dictionary.ts';
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
    .action(runImportExplanations);
}

/** Runs the command. The work is done in this process: the files are here, and another machine's worker need not see them. */
async function runImportExplanations(paths: string[], flags: { dictionary?: string }): Promise<void> {
  const found = await Promise.all(paths.map(resolvePath));
  const app = await openApp({ ...buildConfig(process.env, process.cwd()), ...noWorkers });
  try {
    const dictionary = flags.dictionary === undefined ? null : await getNamedDictionary(app.db, flags.dictionary);
    for (const place of found) {
      const succeeded = await importOne(app, { place, dictionary });
      if (!succeeded) process.exitCode = 1;
    }
  } finally {
    await app.close();
  }
}

async function importOne(app: App, { place, dictionary }: { place: string; dictionary: Key | null }): Promise<boolean> {
  const about = dictionary === null ? {} : { spaceId: dictionary.spaceId, dictionaryId: dictionary.id };
  const { job } = await createJob(app.db, {
    kind: 'EXPLANATIONS',
    key: `explanations here:${process.pid}:${place}`,
    title: `import explanations from ${path.relative(process.cwd(), place) || place}`,
    payload: { path: place, ...about },
    ...about,
  });
  const running = runJob(job.id, {
    db: app.db,
    // Names of folders above say what a file is: results/<run>/scores/<scorer> is as deep as layouts go.
    settings: { importRoots: [path.resolve(place, '../../../..')], threads: 1, memoryMb: app.config.memoryMb },
    stopping: new AbortController().signal,
    heartbeat: async () => {},
    log: app.log,
  });
  const [[row]] = await Promise.all([followJobs(app.db, { ids: [job.id], out: process.stdout }), running]);
  if (row.state !== 'SUCCEEDED') {
    process.stdout.write(`    ${row.errorMessage ?? row.state}\n    ${row.errorHint ?? ''}\n`);
    return false;
  }
  const [ended] = await findJobs(app.db, [job.id]);
  process.stdout.write(describeReport(ended?.result as ImportReport));
  return true;
}

/** The report as lines of text, ending with a line feed. */
function describeReport(report: ImportReport): string {
  const lines = [
    `${report.files} files: ${report.explanations} explanations, ${report.scores} scores, ${report.statistics} latents' statistics, ${report.contexts} contexts; ${report.present} were there already`,
  ];
  for (const { reason, count, examples } of report.skipped) {
    lines.push(`passed over, ${reason}: ${count}`);
    for (const { file, line, detail } of examples)
      lines.push(`  ${printable(file)}${line === null ? '' : `:${line}`}: ${printable(detail)}`);
  }
  return lines.map((line) => `    ${line}\n`).join('');
}

async function resolvePath(given: string): Promise<string> {
  try {
    return await realpath(given);
  } catch (cause) {
    throw new ReseedError('SOURCE_NOT_FOUND', `Cannot import "${given}": there is no such file or folder.`, {
      hint: 'Check the path.',
      cause,
    });
  }
}
