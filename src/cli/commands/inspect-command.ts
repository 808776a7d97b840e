/** `reseed inspect`: what checkpoints are, what was guessed, what would be refused, and what matching them takes. Reads no weights, imports nothing. */
import type { Command } from 'commander';
import { openDatabase } from '../../../db/connect/connect.ts';
import { buildConfig } from '../../config.ts';
import {
  type CheckpointInspection,
  type InspectedCheckpoint,
  inspectCheckpoint,
} from '../../jobs/checkpoints/inspect-checkpoint.ts';
import { numberFlag } from '../flags/number-flag.ts';
import { findNamedCheckpoints } from '../named/named-checkpoints.ts';
import { listNamedPlaces } from '../named/named-places.ts';

/** Adds the command and its flags to the program. */
export function addInspectCommand(program: Command): void {
  program
    .command('inspect')
    .description('say what an import would store, guess and refuse, and what a matching takes; nothing is imported')
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
    .option('--hookpoint <name>', 'hookpoint, for example layers.6.mlp')
    .option('--decoder-part <number>', 'of a cross-layer transcoder or crosscoder: which of its decoders, from 0')
    .action(runInspect);
}

/** Runs the command. A place without a checkpoint, and a checkpoint that would be refused, make the exit code 1. */
async function runInspect(
  folders: string[],
  flags: { fromCatalogue?: string; format?: string; model?: string; hookpoint?: string; decoderPart?: string },
): Promise<void> {
  const { fromCatalogue, decoderPart: part, ...stated } = flags;
  const decoderPart = numberFlag('--decoder-part', part);
  const config = buildConfig(process.env, process.cwd());
  const places = await listNamedPlaces(folders, fromCatalogue);
  const { found: named, roots, empty } = await findNamedCheckpoints(places, config.hub);
  for (const { folder, error } of empty) process.stdout.write(`${folder}\n${buildRefusal(error)}`);
  if (empty.length > 0) process.exitCode = 1;
  if (named.length === 0) return;
  const db = await openDatabase(config);
  try {
    const { hub, memoryMb, threads } = config;
    for (const { path, entry } of named) {
      const portalId = entry?.portalId ?? undefined;
      const request = { path, portalId, decoderPart, ...stated };
      const found = await inspectCheckpoint(request, { db, importRoots: roots, hub, memoryMb, threads });
      process.stdout.write(buildInspection(found));
      if (found.refusals.length > 0) process.exitCode = 1;
    }
  } finally {
    await db.close();
  }
}

function buildInspection({ sourceUri, checkpoint, refusals }: CheckpointInspection): string {
  const lines = checkpoint === null ? '' : describe(checkpoint);
  return `${sourceUri}\n${lines}${refusals.map(buildRefusal).join('')}`;
}

function describe(found: InspectedCheckpoint): string {
  const { matching: m } = found;
  const bytes = found.files.reduce((sum, file) => sum + file.size, 0);
  const k = found.k === null ? '' : `, k = ${found.k}`;
  const lines = [
    `${found.format}: ${found.architecture}, n = ${found.nLatents}, d = ${found.dIn}${k}${found.hasEncoder ? '' : ', no encoder'}`,
    `model ${found.model ?? 'unknown'}, hookpoint ${found.hookpoint ?? 'unknown'}, normalisation ${found.normalisation}`,
    `run group ${found.runGroup ?? 'unknown'}, init seed ${found.initSeed ?? 'unknown'}, tokens ${found.tokens ?? 'unknown'}`,
    ...(found.portalId === null ? [] : [`portal id ${found.portalId}`]),
    ...found.guesses.map((guess) => `guessed ${guess.field} = ${guess.value} (${guess.because})`),
    ...(found.cannotEncode === null ? [] : [`activations cannot be encoded: ${found.cannotEncode}`]),
    `${found.files.length} files of ${(bytes / 1e6).toFixed(1)} MB, of which ${(found.rowBytes / 1e6).toFixed(1)} MB are rows`,
    `a matching with another of this size takes about ${m.memoryMb} MB (allowed: ${m.allowedMb}) and ${buildDuration(m.seconds)}`,
    ...(m.memoryMb > m.allowedMb ? [`it would be refused; RESEED_MEMORY_MB=${m.memoryMb} allows it`] : []),
  ];
  return lines.map((line) => `    ${line}\n`).join('');
}

function buildRefusal({ code, message, hint }: { code: string; message: string; hint: string }): string {
  return `    refused: ${message}\n      ${code}. ${hint}\n`;
}

function buildDuration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} minutes`;
}
