/** `reseed start`: imports and matches the bundled dictionaries the first time, prints what came out, and serves until interrupted. */
import type { Command } from 'commander';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DictionaryRow, listDictionaries } from '../../../db/stores/dictionaries.ts';
import { countExplanations } from '../../../db/stores/explanations.ts';
import { findCheckpointPaths } from '../../../loaders/checkpoints/find-checkpoint-paths.ts';
import { buildConfig } from '../../config.ts';
import { startGraphServer } from '../../graph/http/server.ts';
import { type App, openIdleApp } from '../app.ts';
import { followJobs } from '../progress/job-bars.ts';
import { chooseAnonymousRole } from '../start/anonymous-role.ts';
import { assertCanListen } from '../start/listening-port.ts';
import { matchGroups } from './match-command.ts';
import { matchingTableLegend } from '../tables/matching-table.ts';
import { checkpointFormats } from '../../../loaders/checkpoints/formats.ts';

/** The real dictionaries that come with the program. */
const bundledRoot = fileURLToPath(new URL('../../../seeds-data', import.meta.url));

/** What is known of their latents, by the folders of the dictionaries: Neuronpedia's layout, made by Reseed itself (PROVENANCE.md). */
const bundledExplanations = path.join(bundledRoot, 'explanations');

/** Dictionaries asked for at once when looking which bundled ones are there already. */
const PAGE = 1000;

/** Adds the command and its flags to the program. */
export function addStartCommand(program: Command): void {
  program
    .command('start')
    .description('import and match the bundled dictionaries (once), then serve the explorer and GraphQL')
    .option('--no-bundled', 'leave the bundled dictionaries out')
    .option('--host <address>', 'where to listen, in place of RESEED_HOST')
    .option('--port <number>', 'where to listen, in place of RESEED_PORT; 0 takes a free one')
    .option('--data-dir <folder>', 'folder of the embedded database, in place of RESEED_DATA_DIR')
    .action(runStart);
}

/** Runs the command; resolves after Ctrl-C or SIGTERM. */
async function runStart(flags: { bundled: boolean; host?: string; port?: string; dataDir?: string }): Promise<void> {
  const given = {
    ...(flags.host !== undefined && { RESEED_HOST: flags.host }),
    ...(flags.port !== undefined && { RESEED_PORT: flags.port }),
    ...(flags.dataDir !== undefined && { RESEED_DATA_DIR: flags.dataDir }),
  };
  const config = buildConfig({ ...process.env, ...given }, process.cwd());
  await assertCanListen(config);
  const say = (line: string) => process.stdout.write(`${line}\n`);
  say(
    config.databaseUrl
      ? 'Database: PostgreSQL (DATABASE_URL)'
      : `Database: embedded, in ${path.relative(process.cwd(), config.dataDir) || config.dataDir}`,
  );
  const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const app = await openIdleApp({ ...config, importRoots: [...new Set([...config.importRoots, bundledRoot])] });
  let close = async () => app.close();
  try {
    // First of all: whoever was served before can look, and cancel the job under which the last process ended.
    const anonymous = await chooseAnonymousRole(app.db, config);
    const { host, port } = config;
    const server = await startGraphServer({ ...app, formats: checkpointFormats, host, port, anonymous });
    close = async () => {
      await server.close();
      await app.close();
    };
    await app.startWork();
    if (flags.bundled) {
      const stopped = await Promise.race([prepareBundled(app, say).then(() => false), interrupted.then(() => true)]);
      if (stopped) return;
    }
    say(`\nGraphQL and query editor: ${server.url}`);
    say(`Explorer: ${new URL('/', server.url).href}   (Ctrl-C stops)`);
    await interrupted;
    say('\nStopping.');
  } finally {
    await close();
  }
}

async function prepareBundled(app: App, say: (line: string) => void): Promise<void> {
  const present = (await listDictionaries(app.db, { filter: {}, first: PAGE, after: null })).rows;
  const missing: string[] = [];
  const known = new Set(present.map((row) => row.sourceUri));
  const bundled = new Set<string>();
  for (const found of await findCheckpointPaths({ path: bundledRoot, roots: [bundledRoot] })) {
    const uri = path.relative(bundledRoot, found).split(path.sep).join('/');
    bundled.add(uri);
    if (!known.has(uri)) missing.push(uri);
  }
  if (missing.length > 0) {
    say('Importing the bundled dictionaries');
    const jobs = [];
    for (const folder of missing)
      jobs.push(await app.queue.enqueue('IMPORT', { path: path.join(bundledRoot, folder) }));
    await followJobs(app.db, { ids: jobs.map((job) => job.id), out: process.stdout });
  }
  const { rows } = await listDictionaries(app.db, { filter: {}, first: PAGE, after: null });
  const ours = rows.filter((row) => bundled.has(row.sourceUri));
  await explainBundled(app, ours, say);
  const groups = new Map<number, DictionaryRow>();
  for (const row of ours) groups.set(row.runGroupId, row);
  const keys = [...groups.values()].map((row) => ({ spaceId: row.spaceId, id: row.runGroupId }));
  // Nulls are most of the first start's work; those of absolute cosines come with `reseed match <run group> --absolute`.
  const tables = await matchGroups(app, { keys, measures: ['COSINE', 'ABSOLUTE_COSINE'], nulls: ['COSINE'], say });
  for (const table of tables) say(`\n${table}`);
  if (tables.length > 0) say(`\n${matchingTableLegend}`);
}

/** Imports the bundled explanations of dictionaries that have none. */
async function explainBundled(app: App, rows: readonly DictionaryRow[], say: (line: string) => void): Promise<void> {
  const counts = await countExplanations(app.db, rows);
  const ids: string[] = [];
  for (const [at, dictionary] of rows.entries()) {
    const folder = path.join(bundledExplanations, path.dirname(dictionary.sourceUri));
    if (counts[at].explanations > 0 || !existsSync(folder)) continue;
    ids.push((await app.queue.enqueue('EXPLANATIONS', { path: folder, dictionary })).id);
  }
  if (ids.length === 0) return;
  say('Importing what their latents mean');
  await followJobs(app.db, { ids, out: process.stdout });
}
