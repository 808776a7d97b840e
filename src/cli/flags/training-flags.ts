/** The options of a training as flags of `reseed train` and `reseed study`, and what was given -> what the queue takes. Only the form is checked here. */
import path from 'node:path';
import type { Command } from 'commander';
import { getDefault } from 'valibot';
import {
  type ActivationRequest,
  modelOptions,
  shardOptions,
  trainingOptions,
  type TrainingRunRequest,
} from '../../compute/training/options/run-options.ts';
import type { TrainedArchitecture, TrainingOption } from '../../compute/training/options/training-option.ts';
import { ReseedError } from '../../errors.ts';
import { resolveGivenPath } from './given-path.ts';

/** Options with a flag, by request, shards and model. */
const groups = { request: trainingOptions, shards: shardOptions, model: modelOptions } as const;

type Camel<Text extends string> = Text extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Text;
/** What commander calls the value of a flag. */
type Attribute<Flag> = Flag extends `--no-${infer Name}`
  ? Camel<Name>
  : Flag extends `--${infer Name} ${string}`
    ? Camel<Name>
    : never;
type FlagsOf<Options extends Record<string, TrainingOption>> = {
  [Name in keyof Options as Options[Name] extends { flag: infer Flag }
    ? Attribute<Flag>
    : never]?: Options[Name] extends {
    flag: `--no-${string}`;
  }
    ? boolean
    : Options[Name] extends { flag: `${string}[${string}` }
      ? string | boolean
      : string;
};

/** As commander hands them over. */
export type TrainingFlags = FlagsOf<typeof trainingOptions> &
  FlagsOf<typeof shardOptions> &
  FlagsOf<typeof modelOptions>;

const flagged = (options: Readonly<Record<string, TrainingOption>>) =>
  Object.entries(options).flatMap(([name, option]) =>
    option.flag === undefined ? [] : [{ name, option, flag: option.flag, attribute: attributeOf(option.flag) }],
  );

const allFlagged = Object.values(groups).flatMap(flagged);

function attributeOf(flag: string): keyof TrainingFlags {
  const [long] = flag.replace(/^--(no-)?/, '').split(' ');
  return long.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()) as keyof TrainingFlags;
}

/** Adds a flag for every option but these. */
export function addTrainingFlags(command: Command, without: readonly (keyof TrainingFlags)[] = []): Command {
  for (const { option, flag, attribute } of allFlagged)
    if (!without.includes(attribute)) command.option(flag, describeOption(option));
  return command;
}

/** Those of the flags that mean something for this architecture, but these. */
export function pickTrainingFlags(
  flags: TrainingFlags,
  { architecture, without }: { architecture: TrainedArchitecture; without: readonly (keyof TrainingFlags)[] },
): TrainingFlags {
  const wanted = allFlagged.filter(
    ({ option, attribute }) => !without.includes(attribute) && (option.architectures?.includes(architecture) ?? true),
  );
  return readGiven(wanted, ({ attribute }) => flags[attribute], 'attribute');
}

/** `peak learning rate (default: the paper's rule)`. */
function describeOption({ says, otherwise, architectures, asked, flag, flagAdds }: TrainingOption): string {
  const text = `${says.charAt(0).toLowerCase()}${says.slice(1, -1)}`;
  const of = architectures === undefined ? '' : ` (${architectures.join(', ')})`;
  if (flag?.startsWith('--no-')) return `not: ${text}`;
  const value: unknown = otherwise ?? (asked === null ? undefined : getDefault(asked));
  const usual = typeof value === 'string' || typeof value === 'number' ? ` (default: ${value})` : '';
  return `${text.replaceAll('`', '')}${flagAdds === undefined ? '' : `; ${flagAdds}`}${of}${usual}`;
}

/** The request, and the folders that have to be import roots for it. Throws `BAD_INPUT`, `SOURCE_NOT_FOUND`. */
export async function buildTrainingRequest(
  flags: TrainingFlags,
): Promise<{ request: TrainingRunRequest; roots: string[] }> {
  const activations = await buildActivationRequest(flags);
  const request = {
    name: defaultName(flags),
    ...readOptions(trainingOptions, flags),
    activations,
  } as unknown as TrainingRunRequest;
  return { request, roots: listRoots(activations) };
}

/** The values of options that were given, by option. Throws `BAD_INPUT`. */
function readOptions(options: Readonly<Record<string, TrainingOption>>, flags: TrainingFlags) {
  return readGiven(
    flagged(options),
    ({ option, flag, attribute }) => {
      const given = flags[attribute];
      return given === undefined ? undefined : readValue(option, { flag: flag.split(' ')[0], given });
    },
    'name',
  );
}

function readGiven<Each extends { name: string; attribute: string }>(
  options: readonly Each[],
  read: (each: Each) => unknown,
  by: 'name' | 'attribute',
): Record<string, never> {
  const values = options.map((each) => [each[by], read(each)] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined)) as Record<string, never>;
}

/** What was typed, as a value of the option's type; enumerations in whichever case. */
function readValue({ graphql }: TrainingOption, { flag, given }: { flag: string; given: string | boolean }): unknown {
  if (graphql === 'AuxKInput') return given === true ? {} : { coefficient: parseNumber(flag, String(given)) };
  if (typeof given === 'boolean') return given;
  switch (graphql) {
    case 'Int':
    case 'Float':
    case 'BigInt':
      return parseNumber(flag, given);
    case '[BigInt!]':
      return parseNumbers(flag, given);
    case 'ExecutionProvider':
      return given.toLowerCase();
    case 'Architecture':
    case 'BosRule':
    case 'InitialRows':
      return given.toUpperCase();
    default:
      return given;
  }
}

/** Folders that have to be import roots for activations named on the command line: those of absolute paths. */
export function listRoots(activations: ActivationRequest): string[] {
  // What lies above a model may state who it is, and an exporter's folder `onnx` has its tokenizer above it.
  const folders =
    activations.kind === 'MODEL'
      ? [path.join(activations.model, '../..'), path.dirname(activations.corpus)]
      : [activations.path];
  return folders.filter((folder) => path.isAbsolute(folder));
}

async function buildActivationRequest(flags: TrainingFlags): Promise<ActivationRequest> {
  const { activations, model, corpus, hookpoint, revision } = flags;
  if ((activations === undefined) === (corpus === undefined))
    throw incomplete('expected either --activations, or --model and --corpus');
  if (activations !== undefined)
    return { kind: 'SHARDS', ...readOptions(shardOptions, flags), path: await findSource(activations) };
  if (model === undefined || corpus === undefined || hookpoint === undefined)
    throw incomplete('expected --model, --corpus and --hookpoint together');
  return {
    kind: 'MODEL',
    ...readOptions(modelOptions, flags),
    ...(revision === undefined ? {} : { revision }),
    model: await findSource(model),
    corpus: await findSource(corpus),
    hookpoint,
  };
}

const findSource = (given: string): Promise<string> =>
  resolveGivenPath(given, {
    to: 'read',
    hint: 'Name a folder of activation shards (reseed harvest makes one), or a language model and a text.',
  });

function incomplete(fault: string): ReseedError {
  return new ReseedError('BAD_INPUT', `Cannot train on these activations: ${fault}`, {
    hint: 'Name a folder of shards with --activations, or a language model with --model, --corpus and --hookpoint.',
  });
}

/** Numbers with commas between them. Throws `BAD_INPUT`. */
export function parseNumbers(flag: string, text: string): number[] {
  return text.split(',').map((part) => parseNumber(flag, part.trim()));
}

/** A number as people write one. Throws `BAD_INPUT`. */
export function parseNumber(flag: string, text: string): number {
  const value = Number(text);
  if (text !== '' && Number.isFinite(value)) return value;
  throw new ReseedError('BAD_INPUT', `Cannot use ${flag} "${text}": expected a number`, {
    hint: `Give ${flag} as a number, for example 512 or 2e-4.`,
  });
}

function defaultName({ architecture, latents, expansion, k, l0, sparsity }: TrainingFlags): string {
  const size = latents === undefined ? `x${expansion}` : `n${latents}`;
  const sparse = k !== undefined ? `-k${k}` : l0 !== undefined ? `-l${l0}` : `-s${sparsity}`;
  return `${(architecture ?? getDefault(trainingOptions.architecture.asked)).toLowerCase()}-${size}${sparse}`;
}
