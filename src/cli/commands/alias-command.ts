/** `reseed alias`: names of models and hookpoints that mean others, so that dictionaries of two libraries are of one space. */
import type { Command } from 'commander';
import type { Database } from '../../../db/connect/connect.ts';
import { type AliasKind, listPlaceAliases, removePlaceAlias, setPlaceAlias } from '../../../db/stores/place-aliases.ts';
import { ReseedError } from '../../errors.ts';
import { buildTextTable } from '../tables/text-table.ts';
import { withDatabase } from '../with-database.ts';

/** Adds the command to the program. */
export function addAliasCommand(program: Command): void {
  const alias = program.command('alias').description('names of models and hookpoints that mean others');
  alias
    .command('list', { isDefault: true })
    .description('list the names that were added; those of well-known libraries are built in')
    .action(() => withDatabase(showAliases));
  alias
    .command('set')
    .description('say that a name means another; {layer} stands for the number of a layer')
    .argument('<kind>', 'model or hookpoint')
    .argument('<name>', 'the name as files state it')
    .argument('<means>', 'the name that it means')
    .action((kind: string, name: string, means: string) =>
      withDatabase((db) => setPlaceAlias(db, { kind: parseKind(kind), name, means })),
    );
  alias
    .command('remove')
    .description('take it back; what was imported stays where it is')
    .argument('<kind>', 'model or hookpoint')
    .argument('<name>', 'the name')
    .action((kind: string, name: string) =>
      withDatabase(async (db) => {
        if (await removePlaceAlias(db, { kind: parseKind(kind), name })) return;
        throw new ReseedError('NOT_FOUND', `Cannot remove "${name}": it means nothing else`, {
          hint: 'List what was added: reseed alias list',
        });
      }),
    );
}

async function showAliases(db: Database): Promise<void> {
  const rows = (await listPlaceAliases(db)).map(({ kind, name, means }) => [kind.toLowerCase(), name, means]);
  process.stdout.write(
    rows.length === 0 ? 'No names were added.\n' : `${buildTextTable(['kind', 'name', 'means'], rows)}\n`,
  );
}

function parseKind(text: string): AliasKind {
  if (text === 'model' || text === 'hookpoint') return text === 'model' ? 'MODEL' : 'HOOKPOINT';
  throw new ReseedError('BAD_INPUT', `Cannot use "${text}": expected model or hookpoint`, {
    hint: 'For example: reseed alias set model my-gpt2 gpt2',
  });
}
