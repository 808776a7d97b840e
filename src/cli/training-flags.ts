/** Flags of `reseed train` and `reseed study` -> what the queue takes. Only the form is checked here. */
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { ReseedError } from '../errors.ts';
import type { TrainingRequest } from '../jobs/queue.ts';

/** As commander hands them over. */
export interface TrainingFlags {
  activations: string;
  name?: string;
  model?: string;
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

/** The request, and the folder that has to be an import root for it. Throws `BAD_INPUT`, `SOURCE_NOT_FOUND`. */
export async function buildTrainingRequest(flags: TrainingFlags): Promise<{ request: TrainingRequest; root: string }> {
  const root = await findFolder(flags.activations);
  const { model, revision, hookpoint } = flags;
  const request: TrainingRequest = {
    name: flags.name ?? defaultName(flags),
    activations: { kind: 'SHARDS', path: root, ...given({ model, revision, hookpoint }) },
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
  return { request, root };
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

/** Where activations really are. Throws `SOURCE_NOT_FOUND`. */
export async function findFolder(given: string): Promise<string> {
  try {
    return await realpath(path.resolve(given));
  } catch (cause) {
    throw new ReseedError('SOURCE_NOT_FOUND', `Cannot read "${given}": there is no such folder`, {
      hint: 'Name a folder of activation shards; reseed harvest makes one.',
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
