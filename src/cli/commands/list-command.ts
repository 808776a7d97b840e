/** `reseed list`: run groups and their dictionaries. */
import type { Command } from 'commander';
import { findSpaces, listRunGroups } from '../../../db/stores/catalogue.ts';
import { listDictionariesOfRunGroups } from '../../../db/stores/dictionaries.ts';
import { countDead } from '../../analysis/latents/aliveness.ts';
import { buildTextTable } from '../tables/text-table.ts';
import { withDatabase } from '../with-database.ts';

/** Adds the command and its flags to the program. */
export function addListCommand(program: Command): void {
  program.command('list').description('list run groups and their dictionaries').action(runList);
}

/** Runs the command. */
async function runList(): Promise<void> {
  await withDatabase(async (db) => {
    const groups = await listRunGroups(db, {});
    if (groups.length === 0)
      process.stdout.write('Nothing is imported yet. Start with: npm start, or npm run reseed -- import <folder>\n');
    for (const group of groups) {
      const [space] = await findSpaces(db, [group.spaceId]);
      const rows = await listDictionariesOfRunGroups(db, [group]);
      process.stdout.write(`\n${group.name}  (${space?.modelName}, ${space?.hookpoint}, d = ${space?.dIn})\n`);
      const cells = rows.map((row) => [
        row.name,
        row.architecture,
        `${row.nLatents}`,
        `${row.initSeed ?? '.'}`,
        `${countDead(row) ?? '.'}`,
        row.format,
      ]);
      process.stdout.write(
        `${buildTextTable(['dictionary', 'architecture', 'n', 'init seed', 'dead', 'format'], cells)}\n`,
      );
    }
  });
}
