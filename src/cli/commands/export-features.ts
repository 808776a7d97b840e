/** `reseed export-features`: the core or the union of a matched run group as a checkpoint that other libraries load. */
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
import { type CriterionFlags, parseCriterion } from '../flags/criterion-flags.ts';
import { getNamedGroups } from '../named/named-groups.ts';

/** Runs the command. The folder that is printed is whole. */
export async function runExportFeatures(
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
