/** `reseed import`: every checkpoint below the given folders, one job each, with what was guessed about it. */
import { type Command, Option } from 'commander';
import path from 'node:path';
import { findDictionaries } from '../../../db/stores/dictionaries.ts';
import type { JobRow } from '../../../db/stores/job-runs.ts';
import type { CatalogueEntry } from '../../../loaders/catalogues/catalogue-entry.ts';
import type { Orientation } from '../../../loaders/checkpoints/checkpoint.ts';
import { openCheckpoint } from '../../../loaders/checkpoints/formats.ts';
import { isHubPath } from '../../../loaders/hub/hub-place.ts';
import type { HubSettings } from '../../../loaders/hub/hub-settings.ts';
import { describeAliveness } from '../../analysis/latents/aliveness.ts';
import { buildConfig } from '../../config.ts';
import { isReseedError, ReseedError } from '../../errors.ts';
import { takeSeed } from '../flags/seed-flag.ts';
import { describeChanges } from '../tables/describe-changes.ts';
import { readResult } from '../../jobs/queue/read-job.ts';
import { listCatalogueFacts } from '../../jobs/catalogues/catalogue-facts.ts';
import type { ImportRequest } from '../../jobs/checkpoints/import-request.ts';
import { openPlace } from '../../jobs/checkpoints/open-place.ts';
import { type App, noWorkers, openApp } from '../app.ts';
import { findNamedCheckpoints } from '../named/named-checkpoints.ts';
import { listNamedPlaces } from '../named/named-places.ts';
import { runHere } from '../run-here.ts';

interface ImportFlags {
  fromCatalogue?: string;
  format?: string;
  model?: string;
  revision?: string;
  hookpoint?: string;
  normalisation?: string;
  runGroup?: string;
  initSeed?: string;
  dataSeed?: string;
  dataset?: string;
  tokens?: string;
  portalId?: string;
  sameWeights?: 'update' | 'another';
  decoderOrientation?: string;
  decoderPart?: string;
}

/** Adds the command and its flags to the program. */
export function addImportCommand(program: Command): void {
  program
    .command('import')
    .description('import every checkpoint below the given folders, of this machine or of the Hugging Face hub')
    .argument(
      '<folder...>',
      'folders that hold checkpoints, at any depth; hf:<owner>/<repository>[@<revision>][/<folder>]; multi-seed:<set>[/<id>]',
    )
    .option(
      '--from-catalogue <file>',
      'the arguments are <release> or <release>/<id> of this catalogue (pretrained_saes.yaml of sae_lens)',
    )
    .option('--format <name>', 'format, if it should not be recognised by content')
    .option('--model <name>', 'model name')
    .option('--revision <name>', 'model revision')
    .option('--hookpoint <name>', 'hookpoint, for example layers.6.mlp')
    .option('--normalisation <name>', 'input normalisation')
    .option('--run-group <name>', 'run group')
    .option('--init-seed <number>', 'init seed (one folder only)')
    .option('--data-seed <number>', 'data seed')
    .option('--dataset <name>', 'training data')
    .option('--tokens <number>', 'training tokens')
    .option('--portal-id <id>', 'portal id <model>/<source> (one folder only)')
    .addOption(
      new Option(
        '--same-weights <what>',
        'where the weights are here with another configuration: correct that dictionary, or make another',
      ).choices(['update', 'another']),
    )
    .option(
      '--decoder-orientation <name>',
      'LATENTS_BY_WIDTH or WIDTH_BY_LATENTS, where n = d and the format leaves it open',
    )
    .option('--decoder-part <number>', 'of a cross-layer transcoder or crosscoder: which of its decoders, from 0')
    .action(runImport);
}

/** Runs the command. The work is done in this process: the files are here, and another machine's worker need not see them. */
async function runImport(folders: string[], flags: ImportFlags): Promise<void> {
  const config = buildConfig(process.env, process.cwd());
  const stated = buildRequest(flags);
  const places = await listNamedPlaces(folders, flags.fromCatalogue);
  const { found, roots, empty } = await findNamedCheckpoints(places, config.hub);
  if (found.length === 0 && empty.length === 1) throw empty[0].error;
  for (const { folder, error } of empty) process.stderr.write(`${folder}: ${error.message}\n  ${error.hint}\n`);
  if (empty.length > 0) process.exitCode = 1;
  if (found.length === 0) {
    throw new ReseedError('FORMAT_UNKNOWN', 'Cannot import: none of the folders holds a checkpoint that can be read.', {
      hint: 'What each holds is said above.',
    });
  }
  if (found.length > 1 && (stated.initSeed !== undefined || stated.portalId !== undefined)) {
    throw new ReseedError('BAD_INPUT', `Cannot give one init seed or portal id to ${found.length} checkpoints.`, {
      hint: 'Import the folders one at a time, or put a reseed.json with initSeed and portalId next to each checkpoint.',
    });
  }
  const app = await openApp({ ...config, ...noWorkers });
  try {
    for (const { path: place, entry } of found) {
      const title = `import ${isHubPath(place) ? place : path.relative(process.cwd(), place) || place}`;
      const facts =
        entry === null ? {} : await readCatalogueFacts({ place, entry }, { importRoots: roots, hub: config.hub });
      const request = { ...facts, path: place, ...stated };
      const job = await runHere(app, { kind: 'IMPORT', request, importRoots: roots, title });
      if (job.state === 'SUCCEEDED') await describeImport(app, job);
    }
  } finally {
    await app.close();
  }
}

/** What the catalogue adds to what the files state. What is wrong with the files is said by their import. */
async function readCatalogueFacts(
  of: { place: string; entry: CatalogueEntry },
  from: { importRoots: readonly string[]; hub: HubSettings | null },
): Promise<Partial<ImportRequest>> {
  try {
    const checkpoint = await openCheckpoint((await openPlace(of.place, from)).folder);
    await checkpoint.close();
    return listCatalogueFacts(of.entry, checkpoint.identity);
  } catch (error) {
    if (isReseedError(error)) return {};
    throw error;
  }
}

async function describeImport(app: App, job: JobRow): Promise<void> {
  if (job.spaceId === null || job.dictionaryId === null) return;
  const [row] = await findDictionaries(app.db, [{ spaceId: job.spaceId, id: job.dictionaryId }]);
  if (!row) return;
  process.stdout.write(
    `    ${row.name}: ${row.architecture}, n = ${row.nLatents}, d = ${row.dIn}, init seed ${row.initSeed ?? 'unknown'}\n    ${describeAliveness(row).statement}\n`,
  );
  const { changes, notes } = readResult('IMPORT', job);
  process.stdout.write(describeChanges(changes));
  for (const note of notes) process.stdout.write(`    ${note}\n`);
  for (const guess of row.guesses)
    process.stdout.write(`    guessed ${guess.field} = ${guess.value} (${guess.because})\n`);
}

function buildRequest(flags: ImportFlags): Omit<ImportRequest, 'path'> {
  const { fromCatalogue: _, initSeed, dataSeed, tokens, sameWeights, decoderOrientation, decoderPart, ...rest } = flags;
  return {
    ...rest,
    ...(initSeed !== undefined && { initSeed: takeSeed('--init-seed', initSeed) }),
    ...(dataSeed !== undefined && { dataSeed: takeSeed('--data-seed', dataSeed) }),
    ...(tokens !== undefined && { tokens: wholeNumber('--tokens', tokens) }),
    ...(sameWeights !== undefined && { sameWeights: sameWeights === 'update' ? 'UPDATE' : 'ANOTHER' }),
    ...(decoderOrientation !== undefined && { decoderOrientation: orientation(decoderOrientation) }),
    ...(decoderPart !== undefined && { decoderPart: wholeNumber('--decoder-part', decoderPart) }),
  };
}

function wholeNumber(flag: string, text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new ReseedError('BAD_INPUT', `Cannot use ${flag} "${text}": expected a whole number below 2^53.`, {
      hint: `Give ${flag} as digits.`,
    });
  }
  return value;
}

function orientation(text: string): Orientation {
  if (text === 'LATENTS_BY_WIDTH' || text === 'WIDTH_BY_LATENTS') return text;
  throw new ReseedError('BAD_INPUT', `Cannot use --decoder-orientation "${text}".`, {
    hint: 'Use LATENTS_BY_WIDTH ([n, d]) or WIDTH_BY_LATENTS ([d, n]).',
  });
}
