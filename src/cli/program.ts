/** The command line: reads flags and environment once, runs one command, and formats errors. Exit 0, 1 (expected failure) or 70 (bug). */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { findOutage } from '../../db/connect/outage.ts';
import { isReseedError } from '../errors.ts';

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

/** Adders by name of the command, so that a command loads its own parts and no other's; the order is that of the help. */
const commands: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  start: async () => (await import('./commands/start-command.ts')).addStartCommand,
  import: async () => (await import('./commands/import-command.ts')).addImportCommand,
  inspect: async () => (await import('./commands/inspect-command.ts')).addInspectCommand,
  catalogue: async () => (await import('./commands/catalogue-command.ts')).addCatalogueCommand,
  'import-explanations': async () =>
    (await import('./commands/import-explanations-command.ts')).addImportExplanationsCommand,
  'import-matching': async () => (await import('./commands/import-matching-command.ts')).addImportMatchingCommand,
  'export-explanations': async () =>
    (await import('./commands/export-explanations-command.ts')).addExportExplanationsCommand,
  'embed-explanations': async () =>
    (await import('./commands/embed-explanations-command.ts')).addEmbedExplanationsCommand,
  'collect-contexts': async () => (await import('./commands/collect-contexts-command.ts')).addCollectContextsCommand,
  explain: async () => (await import('./commands/explain-command.ts')).addExplainAndScoreCommands,
  score: async () => (await import('./commands/explain-command.ts')).addExplainAndScoreCommands,
  encode: async () => (await import('./commands/encode-command.ts')).addEncodeCommand,
  contrast: async () => (await import('./commands/contrast-command.ts')).addContrastCommand,
  evaluate: async () => (await import('./commands/evaluate-command.ts')).addEvaluateCommand,
  substitute: async () => (await import('./commands/substitute-command.ts')).addSubstituteCommand,
  match: async () => (await import('./commands/match-command.ts')).addMatchCommand,
  report: async () => (await import('./commands/report-command.ts')).addReportCommand,
  export: async () => (await import('./commands/export-command.ts')).addExportCommand,
  'export-checkpoints': async () =>
    (await import('./commands/export-checkpoints-command.ts')).addExportCheckpointsCommand,
  'export-features': async () => (await import('./commands/export-features-command.ts')).addExportFeaturesCommand,
  harvest: async () => (await import('./commands/harvest-command.ts')).addHarvestCommand,
  train: async () => (await import('./commands/train-command.ts')).addTrainCommand,
  study: async () => (await import('./commands/study-command.ts')).addStudyCommand,
  list: async () => (await import('./commands/list-command.ts')).addListCommand,
  set: async () => (await import('./commands/set-command.ts')).addSetCommand,
  delete: async () => (await import('./commands/delete-command.ts')).addDeleteCommand,
  alias: async () => (await import('./commands/alias-command.ts')).addAliasCommand,
  key: async () => (await import('./commands/key-command.ts')).addKeyCommand,
  work: async () => (await import('./commands/work-command.ts')).addWorkCommand,
};

/** The named command alone; all of them for the help, and to find what a mistyped name is near to. */
async function addCommands(name: string | undefined): Promise<void> {
  if (name === '--version') return;
  const named = name !== undefined && Object.hasOwn(commands, name) ? [commands[name]] : Object.values(commands);
  const adders = new Set(await Promise.all(named.map((load) => load())));
  for (const add of adders) add(program);
}

try {
  await addCommands(process.argv[2]);
  if (process.argv.length === 2) program.outputHelp();
  else await program.parseAsync();
} catch (error) {
  const expected = isReseedError(error) ? error : findOutage(error);
  if (expected !== null) {
    process.stderr.write(`${expected.message}\n  ${expected.code}. ${expected.hint}\n`);
    process.exitCode = 1;
  } else {
    process.stderr.write(`This is a bug in Reseed:\n${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 70;
  }
}
