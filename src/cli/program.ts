/** The command line: reads flags and environment once, runs one command, and formats errors. Exit 0, 1 (expected failure) or 70 (bug). */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { isReseedError } from '../errors.ts';
import { addCollectContextsCommand } from './commands/collect-contexts.ts';
import { addEmbedExplanationsCommand } from './commands/embed-explanations.ts';
import { addEncodeCommand } from './commands/encode.ts';
import { addExplainAndScoreCommands } from './commands/explain.ts';
import { addExportCommand } from './commands/export.ts';
import { addExportCheckpointsCommand } from './commands/export-checkpoints.ts';
import { addExportExplanationsCommand } from './commands/export-explanations.ts';
import { addExportFeaturesCommand } from './commands/export-features.ts';
import { addHarvestCommand } from './commands/harvest.ts';
import { addImportCommand } from './commands/import.ts';
import { addImportExplanationsCommand } from './commands/import-explanations.ts';
import { addImportMatchingCommand } from './commands/import-matching.ts';
import { addListCommand } from './commands/list.ts';
import { addMatchCommand } from './commands/match.ts';
import { addReportCommand } from './commands/report.ts';
import { addStartCommand } from './commands/start.ts';
import { addStudyCommand } from './commands/study.ts';
import { addTrainCommand } from './commands/train.ts';
import { addWorkCommand } from './commands/work.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const program = new Command('reseed')
  .description('Which latents of a sparse autoencoder come back under another seed, where, and how surely.')
  .version(version, '--version')
  // What is wrong stands last, where a person looks; the help of a command is seventy lines.
  .configureOutput({
    outputError: (text, write) =>
      write(
        `${text.replace(/^error: (.)/, (_, first: string) => first.toUpperCase())}  BAD_CONFIG. Type the command with --help for what it takes.\n`,
      ),
  });

addStartCommand(program);
addImportCommand(program);
addImportExplanationsCommand(program);
addImportMatchingCommand(program);
addExportExplanationsCommand(program);
addEmbedExplanationsCommand(program);
addCollectContextsCommand(program);
addExplainAndScoreCommands(program);
addEncodeCommand(program);
addMatchCommand(program);
addReportCommand(program);
addExportCommand(program);
addExportCheckpointsCommand(program);
addExportFeaturesCommand(program);
addHarvestCommand(program);
addTrainCommand(program);
addStudyCommand(program);
addListCommand(program);
addWorkCommand(program);

try {
  if (process.argv.length === 2) program.outputHelp();
  else await program.parseAsync();
} catch (error) {
  if (isReseedError(error)) {
    process.stderr.write(`${error.message}\n  ${error.code}. ${error.hint}\n`);
    process.exitCode = 1;
  } else {
    process.stderr.write(`This is a bug in Reseed:\n${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 70;
  }
}
