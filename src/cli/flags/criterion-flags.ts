/** The flags by which a command is told what counts as shared. */
import type { Command } from 'commander';
import { type Measure, measures } from '../../compute/side-matching.ts';
import { buildCriterion } from '../../analysis/build-criterion.ts';
import { type Criterion, sharedDefinitions } from '../../compute/statistics/criterion.ts';
import { ReseedError } from '../../errors.ts';

export interface CriterionFlags {
  definition?: string;
  threshold?: string;
  strict?: boolean;
  aliveOnly?: boolean;
  minFiringFrequency?: string;
}

/** Adds the flags to a command. */
export function addCriterionFlags(command: Command): Command {
  return command
    .option('--definition <name>', `what counts as shared: ${sharedDefinitions.join(', ')}`)
    .option('--threshold <cosine>', 'cosine from which a latent counts as shared, 0 to 1', '0.7')
    .option('--strict', 'count cosines above the threshold only, not equal to it')
    .option('--alive-only', 'count only latents that are alive, and only partners that are')
    .option(
      '--min-firing-frequency <fraction>',
      'of the alive latents, count only those that fire on this fraction of tokens',
    );
}

/** What the flags say of the criterion; fields that they are silent on are absent. Throws `BAD_INPUT`. */
export function parseCriterion({
  definition,
  threshold,
  strict,
  aliveOnly,
  minFiringFrequency: frequency,
}: CriterionFlags): Partial<Criterion> {
  const named = definition?.toUpperCase().replaceAll('-', '_');
  const known = sharedDefinitions.find((one) => one === named);
  if (named !== undefined && known === undefined) {
    throw new ReseedError('BAD_INPUT', `Cannot use --definition "${definition}": it does not exist.`, {
      hint: `Use one of ${sharedDefinitions.join(', ')}.`,
    });
  }
  // what is no number is refused as a threshold, and as a frequency
  const parse = (text: string | undefined) => (text === undefined || text.trim() === '' ? undefined : Number(text));
  const minFiringFrequency = parse(frequency);
  const checked = buildCriterion({
    definition: known,
    threshold: parse(threshold),
    strict,
    aliveOnly,
    minFiringFrequency,
  });
  return { ...checked, definition: known };
}

/** The measure that a flag names. Throws `BAD_INPUT`. */
export function parseMeasure(text: string): Measure {
  const known = measures.find((measure) => measure === text);
  if (known) return known;
  throw new ReseedError('BAD_INPUT', `Cannot use --measure "${text}": there is no such measure.`, {
    hint: `Use one of ${measures.join(', ')}.`,
  });
}
