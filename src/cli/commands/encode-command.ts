/** `reseed encode`: a text, and which latents of several dictionaries fire on its tokens. */
import type { Command } from 'commander';
import { ReseedError } from '../../errors.ts';
import { EncodedTextDocument } from '../generated/documents.ts';
import { addCriterionFlags, type CriterionFlags, parseCriterion } from '../flags/criterion-flags.ts';
import { readGivenText } from '../flags/given-text.ts';
import { numberFlag } from '../flags/number-flag.ts';
import { withEncodingQuestion } from '../named/encoding-question.ts';
import { buildEncodedTables } from '../tables/encoded-table.ts';

interface EncodeFlags extends CriterionFlags {
  text?: string;
  file?: string;
  model?: string;
  hookpoint?: string;
  context?: string;
  tokens?: string;
  perToken?: string;
  features?: string;
  json?: boolean;
}

/** What is shown unless more is asked for: a screen. */
const SHOWN = { tokens: 64, perToken: 4, features: 20 };

/** Adds the command and its flags to the program. */
export function addEncodeCommand(program: Command): void {
  addCriterionFlags(
    program
      .command('encode')
      .description('which latents of a run group fire on a text, with partners joined')
      .argument('<run group or dictionary...>', 'names, of one space')
      .option('--text <text>', 'the text, at most 4,096 tokens')
      .option('--file <file>', 'a file with the text')
      .option(
        '--model <folder>',
        'language model: model.onnx with tokenizer.json (default: models/<name> below an import root)',
      )
      .option('--hookpoint <name>', "the model's name of the hookpoint, if another")
      .option('--context <number>', 'tokens that the model sees at once (default: what it takes, at most 512)')
      .option('--tokens <number>', `tokens shown (default: ${SHOWN.tokens})`)
      .option('--per-token <number>', `features shown of each token (default: ${SHOWN.perToken})`)
      .option('--features <number>', `features listed (default: ${SHOWN.features})`)
      .option('--json', 'print the answer of the API'),
  ).action(runEncode);
}

/** Runs the command. */
async function runEncode(names: string[], flags: EncodeFlags): Promise<void> {
  const criterion = parseCriterion(flags);
  const text = await readText(flags);
  await withEncodingQuestion({ names, model: flags.model }, async ({ app, dictionaries, model }) => {
    const context = numberFlag('--context', flags.context);
    const data = await app.ask({
      query: EncodedTextDocument,
      variables: {
        criterion,
        input: { text, dictionaries, model, criterion, hookpoint: flags.hookpoint, context },
        tokens: numberFlag('--tokens', flags.tokens) ?? SHOWN.tokens,
        perToken: numberFlag('--per-token', flags.perToken) ?? SHOWN.perToken,
        features: numberFlag('--features', flags.features) ?? SHOWN.features,
      },
    });
    process.stdout.write(flags.json === true ? `${JSON.stringify(data.encode, null, 2)}\n` : buildEncodedTables(data));
  });
}

async function readText({ text, file }: EncodeFlags): Promise<string> {
  if ((text === undefined) === (file === undefined))
    throw new ReseedError('BAD_INPUT', 'Cannot encode: expected either --text or --file.', {
      hint: 'Give one of them.',
    });
  return file === undefined ? (text ?? '') : readGivenText(file);
}
