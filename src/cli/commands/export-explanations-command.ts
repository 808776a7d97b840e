/** `reseed export-explanations`: what is known of a dictionary's latents, as files of Neuronpedia or delphi. */
import type { Command } from 'commander';
import path from 'node:path';
import { findSpaces } from '../../../db/stores/catalogue.ts';
import { buildConfig } from '../../config.ts';
import { ReseedError } from '../../errors.ts';
import { type ExplanationLayout, exportExplanations } from '../../jobs/explanations/explanation-export.ts';
import { noWorkers, openApp } from '../app.ts';
import { getNamedDictionary } from '../named/named-dictionaries.ts';

/** Adds the command and its flags to the program. */
export function addExportExplanationsCommand(program: Command): void {
  program
    .command('export-explanations')
    .description("write what is known of a dictionary's latents: explanations, scores, statistics, contexts")
    .argument('<dictionary>', 'name, id or portal id')
    .option('--format <name>', 'neuronpedia, or delphi (explanations and scores only)', 'neuronpedia')
    .requiredOption('--out <folder>', 'folder to make')
    .option(
      '--creator-id <id>',
      "for neuronpedia: the user of the portal's database whose rows these are to be",
      'reseed',
    )
    .option('--author-id <id>', 'for neuronpedia: the user who is the author of all explanations')
    .option('--replace', 'replace the folder if it is there')
    .action(runExportExplanations);
}

/** Runs the command. The folder that is printed is whole. */
async function runExportExplanations(
  name: string,
  flags: { format: string; out: string; replace?: boolean; creatorId: string; authorId?: string },
): Promise<void> {
  const layout = parseLayout(flags.format);
  const app = await openApp({ ...buildConfig(process.env, process.cwd()), ...noWorkers });
  try {
    const dictionary = await getNamedDictionary(app.db, name);
    const [space] = await findSpaces(app.db, [dictionary.spaceId]);
    const folder = path.resolve(flags.out);
    const counts = await exportExplanations({
      db: app.db,
      dictionary,
      hookpoint: space?.hookpoint ?? 'unknown',
      model: space?.modelName ?? 'unknown',
      creatorId: flags.creatorId,
      authorId: flags.authorId,
      layout,
      folder,
      replace: flags.replace ?? false,
    });
    const { explanations, scores, scoresLeftOut, statistics, contexts } = counts;
    process.stdout.write(
      `${path.relative(process.cwd(), folder) || '.'}: ${explanations} explanations, ${scores} scores, ${statistics} latents' statistics, ${contexts} contexts\n`,
    );
    if (scoresLeftOut > 0)
      process.stdout.write(
        `${scoresLeftOut} scores are left out: the texts of the examples that were judged are not kept with them\n`,
      );
  } finally {
    await app.close();
  }
}

function parseLayout(text: string): ExplanationLayout {
  if (text === 'neuronpedia') return 'NEURONPEDIA';
  if (text === 'delphi') return 'DELPHI';
  throw new ReseedError('BAD_INPUT', `Cannot use --format "${text}": there is no such format.`, {
    hint: 'Use neuronpedia or delphi.',
  });
}
