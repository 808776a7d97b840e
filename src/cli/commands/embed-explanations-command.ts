/** `reseed embed-explanations`: vectors for search by meaning, for every explanation that has none. */
import type { Command } from 'commander';
import { type DictionaryRow, listDictionaries } from '../../../db/stores/dictionaries.ts';
import type { Key } from '../../../db/schema/key.ts';
import { buildConfig } from '../../config.ts';
import { ReseedError } from '../../errors.ts';
import { type App, noWorkers, openApp } from '../app.ts';
import { followCancellable } from '../progress/follow-cancellable.ts';
import { getNamedDictionary } from '../named/named-dictionaries.ts';

/** Dictionaries read at once. */
const PAGE = 500;

/** Adds the command and its flags to the program. */
export function addEmbedExplanationsCommand(program: Command): void {
  program
    .command('embed-explanations')
    .description('make the vectors that search by meaning needs (RESEED_EMBEDDING_MODEL)')
    .option('--dictionary <name>', 'name, id or portal id; all by default')
    .action(runEmbedExplanations);
}

/** Runs the command. */
async function runEmbedExplanations(flags: { dictionary?: string }): Promise<void> {
  const config = buildConfig(process.env, process.cwd());
  if (config.embeddingModel === null) {
    throw new ReseedError('NO_EMBEDDER', 'Cannot embed explanations: no embedding model is configured', {
      hint: 'Set RESEED_EMBEDDING_MODEL to the folder of a sentence-embedding model (docs/explain.md, "Search explanations").',
    });
  }
  const app = await openApp({ ...config, ...noWorkers, explainWorkers: 1 });
  try {
    const named = flags.dictionary === undefined ? null : await getNamedDictionary(app.db, flags.dictionary);
    const jobs = [];
    for (const dictionary of named === null ? await listAll(app) : [named])
      jobs.push(await app.queue.enqueue('EMBED', dictionary));
    for (const job of await followCancellable(app, { ids: jobs.map((job) => job.id), out: process.stdout })) {
      if (job.state === 'SUCCEEDED') continue;
      process.stdout.write(
        `  ${job.title}: ${job.errorMessage ?? 'stopped; what was written is kept'} ${job.errorHint ?? ''}\n`,
      );
      process.exitCode ??= 1;
    }
  } finally {
    await app.close();
  }
}

async function listAll(app: App): Promise<DictionaryRow[]> {
  const all: DictionaryRow[] = [];
  let after: Key | null = null;
  for (;;) {
    const page = await listDictionaries(app.db, { filter: {}, first: PAGE, after });
    all.push(...page.rows);
    const last = page.rows.at(-1);
    if (!page.hasNext || last === undefined) return all;
    after = { spaceId: last.spaceId, id: last.id };
  }
}
