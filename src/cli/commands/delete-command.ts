/** `reseed delete`: removes dictionaries with all that is known of them. */
import type { Command } from 'commander';
import { deleteDictionaryRows } from '../../../db/stores/removal.ts';
import { getNamedDictionary } from '../named/named-dictionaries.ts';
import { withDatabase } from '../with-database.ts';

/** Adds the command to the program. */
export function addDeleteCommand(program: Command): void {
  program
    .command('delete')
    .description('delete dictionaries with their latents, matchings, explanations and contexts')
    .argument('<dictionary...>', 'dictionaries, by id, portal id or name')
    .action(runDelete);
}

/** Runs the command. All names are looked up before anything is deleted. */
async function runDelete(names: string[]): Promise<void> {
  await withDatabase(async (db) => {
    const dictionaries = [];
    for (const name of names) dictionaries.push(await getNamedDictionary(db, name));
    for (const dictionary of dictionaries) {
      await deleteDictionaryRows(db, dictionary);
      process.stdout.write(`deleted ${dictionary.name}: ${dictionary.nLatents} latents\n`);
    }
  });
}
