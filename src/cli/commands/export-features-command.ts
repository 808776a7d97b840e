/** `reseed export-features`: the core or the union of a matched run group as a checkpoint that other libraries load. */
import type { Command } from 'commander';
import path from 'node:path';
import {
  parseWrittenFormat,
  placeCheckpoint,
  writeCheckpoint,
} from '../../../loaders/checkpoints/checkpoint-writer.ts';
import { buildCriterion } from '../../analysis/build-criterion.ts';
import type { FeaturePart } from '../../compute/group/representatives.ts';
import { buildConfig } from '../../config.ts';
import { ReseedError } from '../../errors.ts';
import { parseKey } from '../../graph/global-id.ts';
import { openFeatureDictionary } from '../../jobs/checkpoints/feature-dictionary.ts';
import { noWorkers, openApp } from '../app.ts';
import { addCriterionFlags, type CriterionFlags, parseCriterion } from '../flags/criterion-flags.ts';
import { getNamedGroups } from '../named/named-groups.ts';

/** Adds the command and its flags to the program. */
export function addExportFeaturesCommand(program: Command): void {
  addCriterionFlags(
    program
      .command('export-features')
      .description('write the core or the union of a matched run group as a checkpoint that other libraries load')
      .argument('<run group>', 'name of the run group'),
  )
    .option('--part <name>', 'core (features in all dictionaries) or union (all features)', 'core')
    .option('--format <name>', 'sae-lens, dictionary-learning, or sparsify (TopK only)', 'sae-lens')
    .option('--out <folder>', 'where to write <run>-<part>/<hookpoint>', '.')
    .option('--replace', 'replace a checkpoint that is there')
    .action(runExportFeatures);
}

/** Runs the command. The folder that is printed is whole. */
async function runExportFeatures(
  name: string,
  flags: CriterionFlags & { part: string; format: string; out: string; replace?: boolean },
): Promise<void> {
  const format = parseWrittenFormat(flags.format);
  const part = parsePart(flags.part);
  const criterion = buildCriterion(parseCriterion(flags));
  const app = await openApp({ ...buildConfig(process.env, process.cwd()), ...noWorkers });
  try {
    for (const id of await getNamedGroups(app.db, { name, verb: 'export' })) {
      const dictionary = await openFeatureDictionary(app.db, { runGroup: parseKey(id, 'RunGroup'), part, criterion });
      const folder = path.join(path.resolve(flags.out), ...placeCheckpoint(dictionary.identity).components);
      await writeCheckpoint(dictionary, { format, folder, replace: flags.replace ?? false });
      const place = path.relative(process.cwd(), folder) || '.';
      process.stdout.write(`${place}  (${dictionary.facts.nLatents} latents)\n`);
    }
  } finally {
    await app.close();
  }
}

function parsePart(text: string): FeaturePart {
  const part = text.toUpperCase();
  if (part === 'CORE' || part === 'UNION') return part;
  throw new ReseedError('BAD_INPUT', `Cannot export --part "${text}": there is no such part.`, {
    hint: 'Use core or union.',
  });
}
