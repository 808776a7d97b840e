/** The file that configures external trainers -> their templates. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ReseedError } from '../errors.ts';
import { parseTrainerTemplates, type TrainerTemplates } from '../jobs/training/trainer-templates.ts';

/** The trainers in `file`; none without a file. Throws `BAD_CONFIG`. */
export async function readTrainers(file: string | null): Promise<TrainerTemplates> {
  if (file === null) return {};
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new ReseedError('BAD_CONFIG', `Cannot use RESEED_TRAINERS: "${path.basename(file)}" cannot be read`, {
      hint: 'Name a JSON file (docs/train.md, "External trainers"), or unset RESEED_TRAINERS.',
      cause,
    });
  }
  return parseTrainerTemplates(text);
}
