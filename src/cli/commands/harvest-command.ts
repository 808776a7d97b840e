/** `reseed harvest`: activations of a language model on a text, into a folder of shards; or the list of its hookpoints. */
import type { Command } from 'commander';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import cliProgress from 'cli-progress';
import type { WritableDtype } from '../../../loaders/containers/float-encoding.ts';
import type { Hookpoint } from '../../../loaders/onnx/onnx-hookpoints.ts';
import { refuseWriteFaults } from '../../../loaders/files/write-faults.ts';
import type { BosRule } from '../../compute/harvest/text-windows.ts';
import { buildConfig } from '../../config.ts';
import { ReseedError } from '../../errors.ts';
import { harvestShards } from '../../jobs/contexts/harvest-shards.ts';
import { listModelHookpoints, openHarvest } from '../../jobs/contexts/open-harvest.ts';
import { buildTextTable } from '../tables/text-table.ts';

export interface HarvestFlags {
  model: string;
  corpus?: string;
  hookpoint?: string;
  out?: string;
  tokens?: string;
  context?: string;
  dtype: string;
  bos: string;
  keepBos?: boolean;
  modelName?: string;
  revision?: string;
  list?: boolean;
}

/** Adds the command and its flags to the program. */
export function addHarvestCommand(program: Command): void {
  program
    .command('harvest')
    .description('activations of a language model in ONNX on a text, into a folder of shards')
    .requiredOption('--model <folder>', 'folder with model.onnx, tokenizer.json and config.json, or the .onnx file')
    .option('--list', 'only list the hookpoints of the model')
    .option('--corpus <file>', 'text (documents between <|endoftext|> or blank lines) or .jsonl with a field "text"')
    .option('--hookpoint <name>', 'for example layers.6.mlp')
    .option('--out <folder>', 'where to write; a stopped harvest continues there')
    .option('--tokens <number>', 'tokens after which to end (default: all of the text)')
    .option('--context <number>', 'tokens of a window (default: what the model takes, at most 512)')
    .option('--dtype <name>', 'f32, f16 or bf16', 'f16')
    .option(
      '--bos <rule>',
      "which windows begin with the tokenizer's BOS: window (all), document (first ones), none",
      'window',
    )
    .option('--keep-bos', 'keep the activations at BOS')
    .option('--model-name <name>', 'how the model is called (default: as its files say)')
    .option('--revision <name>', 'model revision')
    .action(runHarvest);
}

/** Runs the command. Ctrl-C leaves whole shards; the same command continues after them. */
async function runHarvest(flags: HarvestFlags): Promise<void> {
  const modelPath = path.resolve(flags.model);
  // What lies above the model may state who it is (reseed.json), and an exporter's folder `onnx` has its tokenizer above it.
  const roots = [path.resolve(modelPath, '../..')];
  if (flags.list === true) {
    printHookpoints(await listModelHookpoints({ path: modelPath, roots }));
    return;
  }
  const corpus = path.resolve(need(flags.corpus, '--corpus'));
  const out = path.resolve(need(flags.out, '--out'));
  const harvest = await openHarvest({
    model: modelPath,
    corpus,
    roots: [...roots, path.dirname(corpus)],
    hookpoint: need(flags.hookpoint, '--hookpoint'),
    modelName: flags.modelName ?? null,
    revision: flags.revision ?? null,
    context: flags.context === undefined ? null : wholeNumber('--context', flags.context),
    bos: parseBos(flags.bos),
    keepBos: flags.keepBos ?? false,
  });
  const stopping = new AbortController();
  const onInterrupt = () => stopping.abort(stopped);
  process.once('SIGINT', onInterrupt);
  process.once('SIGTERM', onInterrupt);
  const tokens = flags.tokens === undefined ? null : wholeNumber('--tokens', flags.tokens);
  const bar = startBar(tokens);
  try {
    const { threads } = buildConfig(process.env, process.cwd());
    await refuseWriteFaults(out, () => mkdir(path.dirname(out), { recursive: true }));
    const manifest = await harvestShards(harvest, {
      folder: out,
      dtype: parseDtype(flags.dtype),
      tokens,
      threads,
      signal: stopping.signal,
      onTokens: bar.update,
    });
    bar.stop();
    const { space } = manifest;
    process.stdout.write(
      `${manifest.tokens} tokens of ${space.hookpoint} (tensor ${harvest.hookpoint.tensor}, width ${space.dIn}, ${manifest.dtype}) of ${space.model}\n` +
        `${path.relative(process.cwd(), out) || '.'}: ${manifest.files.length} shard${manifest.files.length === 1 ? '' : 's'} and activations.json\n`,
    );
  } finally {
    bar.stop();
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onInterrupt);
    await harvest.close();
  }
}

const stopped = new ReseedError('JOB_CANCELLED', 'Stopped. Whole shards are kept.', {
  hint: 'The same command continues after them.',
});

function printHookpoints(hookpoints: readonly Hookpoint[]): void {
  const named = hookpoints.filter((one) => one.basis !== 'TENSOR');
  const shown = named.length > 0 ? named : hookpoints;
  const rows = shown.map(({ name, tensor, width }) => [name, String(width ?? 'unknown'), tensor]);
  process.stdout.write(`${buildTextTable(['hookpoint', 'width', 'tensor'], rows)}\n`);
  const others = hookpoints.length - shown.length;
  if (others > 0)
    process.stdout.write(
      `and ${others} tensors as wide as these, which can be named as they are called in the graph.\n`,
    );
}

function startBar(tokens: number | null): { update(done: number): void; stop(): void } {
  if (!process.stdout.isTTY) return { update: () => {}, stop: () => {} };
  const start = performance.now();
  let first: number | null = null;
  const bar = new cliProgress.SingleBar(
    {
      stream: process.stdout,
      format:
        tokens === null
          ? '  {value} tokens  {rate} tokens/s'
          : '  {bar} {percentage}%  {value} of {total} tokens  {rate} tokens/s  {eta_formatted} left',
      barsize: 24,
      hideCursor: true,
    },
    cliProgress.Presets.shades_classic,
  );
  bar.start(tokens ?? 0, 0, { rate: '-' });
  return {
    update(done) {
      first ??= done;
      const seconds = (performance.now() - start) / 1000;
      bar.update(done, { rate: seconds > 0 ? Math.round((done - first) / seconds) : '-' });
    },
    stop: () => bar.stop(),
  };
}

function need(value: string | undefined, flag: string): string {
  if (value !== undefined) return value;
  throw new ReseedError('BAD_INPUT', `Cannot harvest without ${flag}.`, {
    hint: 'Give --model, --corpus, --hookpoint and --out, or --model and --list.',
  });
}

function wholeNumber(flag: string, text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value > 0) return value;
  throw new ReseedError('BAD_INPUT', `Cannot use ${flag} "${text}": expected a whole number above 0.`, {
    hint: `Give ${flag} as digits.`,
  });
}

function parseDtype(text: string): WritableDtype {
  const dtype = text.toUpperCase();
  if (dtype === 'F32' || dtype === 'F16' || dtype === 'BF16') return dtype;
  throw new ReseedError('BAD_INPUT', `Cannot use --dtype "${text}".`, { hint: 'Use f32, f16 or bf16.' });
}

function parseBos(text: string): BosRule {
  const rule = text.toUpperCase();
  if (rule === 'WINDOW' || rule === 'DOCUMENT' || rule === 'NONE') return rule;
  throw new ReseedError('BAD_INPUT', `Cannot use --bos "${text}".`, { hint: 'Use window, document or none.' });
}
