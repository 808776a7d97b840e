/** `reseed export`: the matchings of a run group as files that other tools read. */
import type { Command } from 'commander';
import path from 'node:path';
import { checkpointFormats } from '../../../loaders/checkpoints/formats.ts';
import { buildConfig } from '../../config.ts';
import { ReseedError } from '../../errors.ts';
import type { MatchingFileFormat } from '../../graph/export/matching-file.ts';
import { noWorkers, openApp } from '../app.ts';
import { parseMeasure } from '../flags/criterion-flags.ts';
import { buildContext, buildResources } from '../../graph/context.ts';
import { exportMatching, planExport } from '../export/matching-files.ts';
import { getNamedGroups } from '../named/named-groups.ts';

/** Adds the command and its flags to the program. */
export function addExportCommand(program: Command): void {
  program
    .command('export')
    .description('write every matching of a run group to a file of its own')
    .argument('<run group>', 'name of the run group')
    .option('--format <name>', 'json, csv or parquet', 'json')
    .option('--measure <name>', 'COSINE, ABSOLUTE_COSINE or ACTIVATION_CORRELATION', 'COSINE')
    .option('--out <folder>', 'where to write', '.')
    .action(runExport);
}

/** Runs the command. Files are written one by one; each that is named in the output is whole. */
async function runExport(name: string, flags: { format: string; measure: string; out: string }): Promise<void> {
  const format = parseFormat(flags.format);
  const measure = parseMeasure(flags.measure);
  const app = await openApp({ ...buildConfig(process.env, process.cwd()), ...noWorkers });
  try {
    const resources = buildResources({ ...app, formats: checkpointFormats });
    const context = buildContext(resources, new AbortController().signal);
    const groups = await getNamedGroups(app.db, { name, verb: 'export' });
    const planned = await planExport(app.ask, { groups, measure, format, folder: path.resolve(flags.out) });
    for (const one of planned) {
      await exportMatching(context, { ...one, format });
      process.stdout.write(`${path.relative(process.cwd(), one.file)}\n`);
    }
  } finally {
    await app.close();
  }
}

function parseFormat(text: string): MatchingFileFormat {
  if (text === 'json' || text === 'csv' || text === 'parquet') return text;
  throw new ReseedError('BAD_INPUT', `Cannot use --format "${text}": there is no such format.`, {
    hint: 'Use json, csv or parquet.',
  });
}
