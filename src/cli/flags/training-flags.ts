/** Flags of `reseed train` and `reseed study` -> what the queue takes. Only the form is checked here. */
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { ReseedError } from '../../errors.ts';
import type { TrainingRequest } from '../../jobs/training/training-request.ts';

/** As commander hands them over. */
export interface TrainingFlags {
  activations?: string;
  name?: string;
  /** Name of the model; with a corpus, its folder. */
  model?: string;
  corpus?: string;
  modelName?: string;
  textTokens?: string;
  context?: string;
  bos?: string;
  revision?: string;
  hookpoint?: string;
  architecture: string;
  latents?: string;
  expansion?: string;
  k?: string;
  sparsity?: string;
  seeds: string;
  dataSeed?: string;
  batchSize?: string;
  tokens?: string;
  learningRate?: string;
  warmupSteps?: string;
  decaySteps?: string;
  sparsityWarmupSteps?: string;
  auxK?: string | boolean;
  deadAfterTokens?: string;
  inputScale?: string;
  provider?: string;
  trainer?: string;
  matchAt?: string;
  match: boolean;
  nulls: boolean;
}

/** Adds the flags that both commands have. */
export function addTrainingFlags(command: Command): Command {
  return command
    .option('--activations <folder>', 'folder of activation shards')
    .option('--model <name>', 'model name, where the files do not say it; with --corpus, its folder')
    .option('--revision <name>', 'model revision, where the files do not say it')
    .option('--hookpoint <name>', 'for example layers.2.mlp; with --activations only where the files do not say it')
    .option('--seeds <numbers>', 'init seeds, for example 4,5,6')
    .option('--data-seed <number>', 'seed of the data order')
    .option('--batch-size <tokens>', 'tokens per step')
    .option('--tokens <number>', 'tokens to train on (default: every vector once)')
    .option('--learning-rate <number>', "peak learning rate (default: the paper's, 2e-4 / sqrt(n / 2^14))")
    .option('--warmup-steps <number>', 'steps over which the learning rate rises')
    .option('--decay-steps <number>', 'last steps, over which it falls')
    .option('--sparsity-warmup-steps <number>', 'steps over which the sparsity coefficient rises')
    .option('--aux-k [weight]', 'revive dead latents by AuxK (weight 1/32)')
    .option('--dead-after-tokens <number>', 'tokens without firing after which a latent is dead')
    .option('--input-scale <number>', 'activations are multiplied by this before training')
    .option('--no-nulls', 'do not compute what random vectors give');
}

/** The request, and the folders that have to be import roots for it. Throws `BAD_INPUT`, `SOURCE_NOT_FOUND`. */
export async function buildTrainingRequest(
  flags: TrainingFlags,
): Promise<{ request: TrainingRequest; roots: string[] }> {
  const activations = await buildActivationRequest(flags);
  const request: TrainingRequest = {
    name: flags.name ?? defaultName(flags),
    activations,
    architecture: flags.architecture.toUpperCase() as TrainingRequest['architecture'],
    seeds: parseNumbers('--seeds', flags.seeds),
    match: flags.match,
    nulls: flags.nulls,
    ...given({
      nLatents: parseNumber('--latents', flags.latents),
      expansionFactor: parseNumber('--expansion', flags.expansion),
      k: parseNumber('--k', flags.k),
      sparsityCoefficient: parseNumber('--sparsity', flags.sparsity),
      dataSeed: parseNumber('--data-seed', flags.dataSeed),
      batchSize: parseNumber('--batch-size', flags.batchSize),
      tokens: parseNumber('--tokens', flags.tokens),
      learningRate: parseNumber('--learning-rate', flags.learningRate),
      warmupSteps: parseNumber('--warmup-steps', flags.warmupSteps),
      decaySteps: parseNumber('--decay-steps', flags.decaySteps),
      sparsityWarmupSteps: parseNumber('--sparsity-warmup-steps', flags.sparsityWarmupSteps),
      auxK: parseAuxK(flags.auxK),
      deadAfterTokens: parseNumber('--dead-after-tokens', flags.deadAfterTokens),
      inputScale: parseNumber('--input-scale', flags.inputScale),
      provider: flags.provider?.toLowerCase() as TrainingRequest['provider'],
      trainer: flags.trainer,
      matchAtCheckpoints: flags.matchAt === undefined ? undefined : parseNumbers('--match-at', flags.matchAt),
    }),
  };
  return { request, roots: listRoots(activations) };
}

/** Folders that have to be import roots for activations named on the command line: those of absolute paths. */
export function listRoots(activations: TrainingRequest['activations']): string[] {
  // What lies above a model may state who it is, and an exporter's folder `onnx` has its tokenizer above it.
  const folders =
    activations.kind === 'MODEL'
      ? [path.join(activations.model, '../..'), path.dirname(activations.corpus)]
      : [activations.path];
  return folders.filter((place) => path.isAbsolute(place));
}

async function buildActivationRequest(flags: TrainingFlags): Promise<TrainingRequest['activations']> {
  const { model, corpus, hookpoint, revision, modelName } = flags;
  if ((flags.activations === undefined) === (corpus === undefined))
    throw incomplete('expected either --activations, or --model and --corpus');
  if (flags.activations !== undefined)
    return { kind: 'SHARDS', path: await findPlace(flags.activations), ...given({ model, revision, hookpoint }) };
  if (model === undefined || corpus === undefined || hookpoint === undefined)
    throw incomplete('expected --model, --corpus and --hookpoint together');
  return {
    kind: 'MODEL',
    model: await findPlace(model),
    corpus: await findPlace(corpus),
    hookpoint,
    ...given({
      modelName,
      revision,
      tokens: parseNumber('--text-tokens', flags.textTokens),
      context: parseNumber('--context', flags.context),
      bos: flags.bos?.toUpperCase() as 'WINDOW' | undefined,
    }),
  };
}

function incomplete(fault: string): ReseedError {
  return new ReseedError('BAD_INPUT', `Cannot train on these activations: ${fault}`, {
    hint: 'Name a folder of shards with --activations, or a language model with --model, --corpus and --hookpoint.',
  });
}

/** Numbers with commas between them. Throws `BAD_INPUT`. */
export function parseNumbers(flag: string, text: string): number[] {
  return text.split(',').map((part) => parseNumber(flag, part.trim()) ?? Number.NaN);
}

/** A number as people write one, or undefined where nothing was. Throws `BAD_INPUT`. */
export function parseNumber(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text !== '' && Number.isFinite(value)) return value;
  throw new ReseedError('BAD_INPUT', `Cannot use ${flag} "${text}": expected a number`, {
    hint: `Give ${flag} as a number, for example 512 or 2e-4.`,
  });
}

/** Where a file or folder really is. Throws `SOURCE_NOT_FOUND`. */
async function findPlace(given: string): Promise<string> {
  try {
    return await realpath(path.resolve(given));
  } catch (cause) {
    throw new ReseedError('SOURCE_NOT_FOUND', `Cannot read "${given}": there is no such file or folder`, {
      hint: 'Name a folder of activation shards (reseed harvest makes one), or a language model and a text.',
      cause,
    });
  }
}

/** `--aux-k` alone means the usual weight. */
function parseAuxK(flag: string | boolean | undefined): TrainingRequest['auxK'] {
  if (flag === undefined || flag === false) return undefined;
  return flag === true ? {} : { coefficient: parseNumber('--aux-k', flag) };
}

function defaultName({ architecture, latents, expansion, k, sparsity }: TrainingFlags): string {
  const size = latents === undefined ? `x${expansion}` : `n${latents}`;
  const sparse = k === undefined ? `-s${sparsity}` : `-k${k}`;
  return `${architecture.toLowerCase()}-${size}${sparse}`;
}

/** `values` without what was not given. */
function given<Values extends object>(values: Values): { [K in keyof Values]?: Exclude<Values[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
