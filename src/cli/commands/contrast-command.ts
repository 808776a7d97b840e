/** `reseed contrast`: which latents tell two sets of texts apart, and in how many seeds. */
import type { Command } from 'commander';
import { ContrastDocument } from '../generated/documents.ts';
import { addCriterionFlags, type CriterionFlags, parseCriterion } from '../flags/criterion-flags.ts';
import { readGivenText } from '../flags/given-text.ts';
import { numberFlag } from '../flags/number-flag.ts';
import { withEncodingQuestion } from '../named/encoding-question.ts';
import { buildContrastTable } from '../tables/contrast-table.ts';

interface ContrastFlags extends CriterionFlags {
  positive: string;
  negative: string;
  model?: string;
  hookpoint?: string;
  context?: string;
  features?: string;
  json?: boolean;
}

/** Features listed unless more are asked for. */
const SHOWN = 10;

/** Adds the command and its flags to the program. */
export function addContrastCommand(program: Command): void {
  addCriterionFlags(
    program
      .command('contrast')
      .description('which latents of a run group tell two sets of texts apart, and in how many seeds')
      .argument('<run group or dictionary...>', 'names, of one space')
      .requiredOption('--positive <file>', 'texts with what is looked for, one per line')
      .requiredOption('--negative <file>', 'texts without it, one per line')
      .option(
        '--model <folder>',
        'language model: model.onnx with tokenizer.json (default: models/<name> below an import root)',
      )
      .option('--hookpoint <name>', "the model's name of the hookpoint, if another")
      .option('--context <number>', 'tokens that the model sees at once (default: what it takes, at most 512)')
      .option('--features <number>', `features listed (default: ${SHOWN})`)
      .option('--json', 'print the answer of the API'),
  ).action(runContrast);
}

/** Runs the command. */
async function runContrast(names: string[], flags: ContrastFlags): Promise<void> {
  const criterion = parseCriterion(flags);
  const [positive, negative] = [await readLines(flags.positive), await readLines(flags.negative)];
  await withEncodingQuestion({ names, model: flags.model }, async ({ app, dictionaries, model }) => {
    const context = numberFlag('--context', flags.context);
    const data = await app.ask({
      query: ContrastDocument,
      variables: {
        criterion,
        input: { positive, negative, dictionaries, model, criterion, hookpoint: flags.hookpoint, context },
        features: numberFlag('--features', flags.features) ?? SHOWN,
      },
    });
    process.stdout.write(
      flags.json === true ? `${JSON.stringify(data.contrast, null, 2)}\n` : buildContrastTable(data),
    );
  });
}

/** Lines that are not empty. */
async function readLines(file: string): Promise<string[]> {
  return (await readGivenText(file)).split('\n').filter((line) => line.trim() !== '');
}
