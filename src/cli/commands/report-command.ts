/** `reseed report`: what a matched run group says, with plots and proofs, in the terminal or as one file. */
import type { Command } from 'commander';
import path from 'node:path';
import { buildConfig } from '../../config.ts';
import { ReseedError } from '../../errors.ts';
import { noWorkers, openApp } from '../app.ts';
import { addCriterionFlags, type CriterionFlags, parseCriterion, parseMeasure } from '../flags/criterion-flags.ts';
import { getNamedGroups } from '../named/named-groups.ts';
import { buildGroupReport } from '../report/group-report.ts';
import type { ReportBlock } from '../report/report-block.ts';
import { formatReportHtml } from '../report/report-html.ts';
import { formatReportMarkdown } from '../report/report-markdown.ts';
import { readReportGroup } from '../report/report-query.ts';
import { formatReportText } from '../report/report-text.ts';
import { writeFileAtomically } from '../../../loaders/files/atomic-file.ts';

/** How a report is written. */
type ReportFormat = (blocks: readonly ReportBlock[], title: string) => string;

const formats: Record<string, ReportFormat> = {
  '.html': formatReportHtml,
  '.htm': formatReportHtml,
  '.md': formatReportMarkdown,
  '.markdown': formatReportMarkdown,
  '.txt': formatReportText,
};

/** Adds the command and its flags to the program. */
export function addReportCommand(program: Command): void {
  addCriterionFlags(
    program
      .command('report')
      .description('what a matched run group says: tables, plots, definitions and proofs')
      .argument('<run group>', 'name of the run group'),
  )
    .option('--measure <name>', 'COSINE, ABSOLUTE_COSINE or ACTIVATION_CORRELATION', 'COSINE')
    .option('--out <file>', 'write it to this .html, .md or .txt file instead of the terminal')
    .action(runReport);
}

/** Runs the command. */
async function runReport(name: string, flags: CriterionFlags & { out?: string; measure?: string }): Promise<void> {
  const asked = { criterion: parseCriterion(flags), measure: parseMeasure(flags.measure ?? 'COSINE') };
  const format = flags.out === undefined ? formatReportText : getReportFormat(flags.out);
  const app = await openApp({ ...buildConfig(process.env, process.cwd()), ...noWorkers });
  try {
    const blocks: ReportBlock[] = [];
    for (const group of await getNamedGroups(app.db, { name, verb: 'report on' })) {
      blocks.push(...buildGroupReport(await readReportGroup(app.ask, { group, ...asked })));
    }
    const text = format(blocks, `Reseed: ${name}`);
    if (flags.out === undefined) process.stdout.write(text);
    else {
      await writeFileAtomically(path.resolve(flags.out), [text], { makeFolder: true });
      process.stdout.write(`${flags.out}\n`);
    }
  } finally {
    await app.close();
  }
}

/** How a file of this name is written. Throws `BAD_INPUT`. */
export function getReportFormat(file: string): ReportFormat {
  const format = formats[path.extname(file).toLowerCase()];
  if (format) return format;
  throw new ReseedError('BAD_INPUT', `Cannot write a report to "${file}": its extension names no format.`, {
    hint: 'End the name in .html, .md or .txt.',
  });
}
