/** `reseed import-matching`: matchings that others published, one job each. */
import type { Command } from 'commander';
import path from 'node:path';
import { findMatchings as findMatchingRows } from '../../../db/stores/matchings.ts';
import { findDictionaries } from '../../../db/stores/dictionaries.ts';
import type { JobRow } from '../../../db/stores/job-runs.ts';
import type { Measure } from '../../compute/side-matching.ts';
import { buildConfig } from '../../config.ts';
import { ReseedError } from '../../errors.ts';
import { checkMatchingImport, type MatchingImportRequest } from '../../jobs/matching/matching-import-request.ts';
import { type App, noWorkers, openApp } from '../app.ts';
import { findMatchings } from '../import-matching/find-matchings.ts';
import { runHere } from '../run-here.ts';

interface MatchingFlags {
  by?: string;
  model?: string;
  revision?: string;
  hookpoint?: string;
  normalisation?: string;
  width?: string;
  runGroup?: string;
  seeds?: string;
  encoder?: string;
  layer?: string;
  measure?: string;
}

/** Adds the command and its flags to the program. */
export function addImportMatchingCommand(program: Command): void {
  program
    .command('import-matching')
    .description('import matchings that others published: pickles of assignments, or files that reseed export wrote')
    .argument('<path...>', 'files, or folders that hold them')
    .option('--by <who>', 'who published them (needed for pickles)')
    .option('--model <name>', 'model name (needed for pickles)')
    .option('--revision <name>', 'model revision')
    .option('--hookpoint <name>', 'hookpoint; {layer} in it stands for the layer of a pickle (needed for pickles)')
    .option('--normalisation <name>', 'input normalisation')
    .option('--width <number>', 'width of the activations, d (needed for pickles)')
    .option('--run-group <name>', 'run group')
    .option('--seeds <a,b>', 'init seeds of rows and columns (one matching only)')
    .option('--encoder <file>', 'pickle with the encoders, if its name does not say so (one matching only)')
    .option('--layer <key>', 'one layer of the pickles')
    .option('--measure <name>', 'what was maximised: COSINE or ABSOLUTE_COSINE')
    .action(runImportMatching);
}

/** Runs the command. The work is done in this process: the files are here, and another machine's worker need not see them. */
async function runImportMatching(paths: string[], flags: MatchingFlags): Promise<void> {
  const stated = buildRequest(flags);
  const found = await findMatchings(paths, { encoder: flags.encoder, layer: flags.layer });
  if (found.length > 1 && stated.initSeedA !== undefined) {
    throw new ReseedError('BAD_INPUT', `Cannot give one pair of seeds to ${found.length} matchings.`, {
      hint: 'Leave --seeds out where the names of the files say them, or import one file at a time.',
    });
  }
  const layers = new Set(found.map(({ layer }) => layer));
  if (layers.size > 1 && !stated.hookpoint?.includes('{layer}')) {
    throw new ReseedError('BAD_INPUT', `Cannot put ${layers.size} layers at one hookpoint.`, {
      hint: 'Write {layer} where the layer stands, for example --hookpoint "layers.{layer}.mlp", or choose one with --layer.',
    });
  }
  const requests = found.map((one) => checkMatchingImport({ ...stated, ...one }));
  const app = await openApp({ ...buildConfig(process.env, process.cwd()), ...noWorkers });
  try {
    const groups = new Set<string>();
    for (const request of requests) {
      const group = await importOne(app, request);
      if (group !== null) groups.add(group);
    }
    for (const group of groups) {
      process.stdout.write(`Ask about them: npm run reseed -- report ${JSON.stringify(group)}\n`);
    }
  } finally {
    await app.close();
  }
}

/** The name of the run group of dictionary A, or null if the job failed. */
async function importOne(app: App, request: MatchingImportRequest): Promise<string | null> {
  const layer = request.layer === undefined ? '' : `, layer ${request.layer}`;
  const files = [request.path, ...(request.encoderPath === undefined ? [] : [request.encoderPath])];
  const job = await runHere(app, {
    kind: 'IMPORT_MATCHING',
    request,
    importRoots: files.map((file) => path.dirname(file)),
    title: `import ${path.relative(process.cwd(), request.path)}${layer}`,
  });
  return job.state === 'SUCCEEDED' ? describeMatching(app, job) : null;
}

async function describeMatching(app: App, { spaceId, matchingId }: JobRow): Promise<string | null> {
  if (spaceId === null || matchingId === null) return null;
  const [matching] = await findMatchingRows(app.db, [{ spaceId, id: matchingId }]);
  if (!matching) return null;
  const [a, b] = await findDictionaries(
    app.db,
    [matching.a, matching.b].map((id) => ({ spaceId, id })),
  );
  if (!a || !b) return null;
  const weights = a.hasWeights && b.hasWeights ? 'both with weights here' : 'without weights';
  process.stdout.write(`    ${a.name} and ${b.name}: n = ${a.nLatents} and ${b.nLatents}, ${weights}\n`);
  return a.name.replace(/\/[^/]*$/, '');
}

function buildRequest(flags: MatchingFlags): Omit<MatchingImportRequest, 'path'> {
  const { by, model, revision, hookpoint, normalisation, width, runGroup, seeds, measure } = flags;
  const pair = seeds === undefined ? null : /^(\d{1,15}),(\d{1,15})$/.exec(seeds);
  if (seeds !== undefined && pair === null) {
    throw new ReseedError('BAD_INPUT', `Cannot use --seeds "${seeds}": expected two whole numbers.`, {
      hint: 'Give the init seeds of rows and columns, for example --seeds 3,4.',
    });
  }
  return {
    ...(by !== undefined && { publishedBy: by }),
    ...(model !== undefined && { model }),
    ...(revision !== undefined && { revision }),
    ...(hookpoint !== undefined && { hookpoint }),
    ...(normalisation !== undefined && { normalisation }),
    ...(width !== undefined && { dIn: Number(width) }),
    ...(runGroup !== undefined && { runGroup }),
    ...(pair !== null && { initSeedA: pair[1], initSeedB: pair[2] }),
    ...(measure !== undefined && { measure: measure as Measure }),
  };
}
