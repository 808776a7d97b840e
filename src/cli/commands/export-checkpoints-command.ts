/** `reseed export-checkpoints`: the dictionaries of a run group as checkpoints that other libraries load. */
import type { Command } from 'commander';
import path from 'node:path';
import cliProgress from 'cli-progress';
import { type DictionaryRow, listDictionariesOfRunGroups } from '../../../db/stores/dictionaries.ts';
import {
  parseWrittenFormat,
  placeCheckpoint,
  writeCheckpoint,
} from '../../../loaders/checkpoints/checkpoint-writer.ts';
import { writeSparsifyRun } from '../../../loaders/checkpoints/sparsify-writer.ts';
import { buildConfig } from '../../config.ts';
import { ReseedError } from '../../errors.ts';
import { parseKey } from '../../graph/global-id.ts';
import { openStoredDictionary } from '../../jobs/checkpoints/stored-dictionary.ts';
import { type App, noWorkers, openApp } from '../app.ts';
import { getNamedGroups } from '../named/named-groups.ts';

/** Adds the command and its flags to the program. */
export function addExportCheckpointsCommand(program: Command): void {
  program
    .command('export-checkpoints')
    .description('write the dictionaries of a run group as checkpoints that other libraries load')
    .argument('<run group>', 'name of the run group')
    .option('--format <name>', 'sae-lens, dictionary-learning, or sparsify (TopK only)', 'sae-lens')
    .option('--out <folder>', 'where to write <run>/<hookpoint>/seedN', '.')
    .option('--init-seed <number>', 'only the dictionary with this init seed')
    .option('--replace', 'replace checkpoints that are there')
    .action(runExportCheckpoints);
}

/** Runs the command. Each folder that is printed is whole. */
async function runExportCheckpoints(
  name: string,
  flags: { format: string; out: string; initSeed?: string; replace?: boolean },
): Promise<void> {
  const format = parseWrittenFormat(flags.format);
  const app = await openApp({ ...buildConfig(process.env, process.cwd()), ...noWorkers });
  try {
    for (const row of await listAsked(app, { name, initSeed: flags.initSeed })) {
      const dictionary = await openStoredDictionary(app.db, row);
      const { run, components } = placeCheckpoint(dictionary.identity);
      const folder = path.join(path.resolve(flags.out), ...components);
      const bar = startBar(row);
      try {
        await writeCheckpoint(dictionary, { format, folder, replace: flags.replace ?? false, onRows: bar.add });
      } finally {
        bar.stop();
      }
      if (format === 'sparsify') await writeSparsifyRun(path.join(path.resolve(flags.out), run), dictionary.identity);
      process.stdout.write(`${path.relative(process.cwd(), folder) || '.'}\n`);
    }
  } finally {
    await app.close();
  }
}

async function listAsked(app: App, asked: { name: string; initSeed?: string }): Promise<DictionaryRow[]> {
  const groups = await getNamedGroups(app.db, { name: asked.name, verb: 'export' });
  const keys = groups.map((id) => parseKey(id, 'RunGroup'));
  const all = await listDictionariesOfRunGroups(app.db, keys);
  const rows = asked.initSeed === undefined ? all : all.filter((row) => String(row.initSeed) === asked.initSeed);
  if (rows.length > 0) return rows;
  throw new ReseedError(
    'NOT_FOUND',
    `Cannot export "${asked.name}": it has no dictionary with init seed ${asked.initSeed}.`,
    {
      hint: 'List the dictionaries with: npm run reseed -- list',
    },
  );
}

function startBar(row: DictionaryRow): { add(rows: number): void; stop(): void } {
  if (!process.stdout.isTTY) return { add: () => {}, stop: () => {} };
  const bar = new cliProgress.SingleBar(
    {
      stream: process.stdout,
      format: `  {bar} {percentage}%  ${row.name}`,
      barsize: 24,
      hideCursor: true,
      clearOnComplete: true,
    },
    cliProgress.Presets.shades_classic,
  );
  bar.start(2 * row.nLatents, 0);
  return { add: (rows) => bar.increment(rows), stop: () => bar.stop() };
}
