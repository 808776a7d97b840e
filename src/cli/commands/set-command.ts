/** `reseed set`: changes facts of a dictionary, and shows what they were. */
import { Option, type Command } from 'commander';
import { changeFacts, type DictionaryFacts } from '../../../db/stores/dictionary-facts.ts';
import { checkFactsRequest } from '../../jobs/queue/facts-request.ts';
import { takeSeed } from '../flags/seed-flag.ts';
import { getNamedDictionary } from '../named/named-dictionaries.ts';
import { describeChanges } from '../tables/describe-changes.ts';
import { withDatabase } from '../with-database.ts';

interface SetFlags {
  initSeed?: string;
  dataSeed?: string;
  dataset?: string;
  tokens?: string;
  portalId?: string;
  l1?: string;
  runGroup?: string;
  name?: string;
  forget?: (keyof DictionaryFacts)[];
}

const FORGETTABLE = ['initSeed', 'dataSeed', 'dataset', 'tokens', 'portalId', 'l1Coefficient'];

/** Adds the command and its flags to the program. */
export function addSetCommand(program: Command): void {
  program
    .command('set')
    .description('change facts of a dictionary; what they were is kept')
    .argument('<dictionary>', 'a dictionary, by id, portal id or name')
    .option('--init-seed <number>', 'seed of the initial weights')
    .option('--data-seed <number>', 'seed of the data order')
    .option('--dataset <name>', 'training data')
    .option('--tokens <number>', 'training tokens')
    .option('--portal-id <id>', 'portal id <model>/<source>')
    .option('--l1 <number>', 'coefficient of the L1 penalty')
    .option('--run-group <name>', 'run group, made where there is none of this name')
    .option('--name <name>', 'name; without it, a name made of run group and seed follows them')
    .addOption(new Option('--forget <facts...>', 'facts that are not known after all').choices(FORGETTABLE))
    .action(runSet);
}

/** Runs the command. */
async function runSet(name: string, flags: SetFlags): Promise<void> {
  const { initSeed, dataSeed, tokens, l1, forget = [], ...rest } = flags;
  const facts = checkFactsRequest({
    ...rest,
    ...(initSeed !== undefined && { initSeed: takeSeed('--init-seed', initSeed) }),
    ...(dataSeed !== undefined && { dataSeed: takeSeed('--data-seed', dataSeed) }),
    ...(tokens !== undefined && { tokens: Number(tokens) }),
    ...(l1 !== undefined && { l1Coefficient: Number(l1) }),
    ...Object.fromEntries(forget.map((field) => [field, null])),
  });
  await withDatabase(async (db) => {
    const dictionary = await getNamedDictionary(db, name);
    const changes = await changeFacts(db, { dictionary, facts, source: 'REQUEST' });
    process.stdout.write(
      changes.length === 0
        ? `${dictionary.name}: nothing differs from what is stored\n`
        : `${dictionary.name}\n${describeChanges(changes)}`,
    );
  });
}
