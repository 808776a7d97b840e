/**
 * Everything that may be asked of a training run, in the order of the contract: options of the plan, and those that decide what is trained on what
 * and what is done with the result. Each is one entry; `StartTrainingInput` of the SDL, the flags, defaults, checks and the stored settings follow.
 */
import * as v from 'valibot';
import { planOptions } from './plan-options.ts';
import {
  distinct,
  name,
  oneOf,
  optional,
  place,
  required,
  schemaOf,
  type TrainingOption,
  whole,
  withDefault,
} from './training-option.ts';

/** Where a training can be computed. */
export const providers = ['cpu', 'cuda', 'webgpu'] as const;

/** Seeds of one run: each takes a thread and memory of its own. */
const MAX_SEEDS = 64;
/** Snapshots of one run: each is a run group that is matched. */
const MAX_SNAPSHOTS = 32;

/** Vectors in files, below an import root. What the files say of themselves need not be repeated. */
export const shardOptions = {
  path: {
    ...required(place),
    says: "Folder of safetensors files, below one of the server's import roots, absolute or relative to a root.",
    graphql: 'String',
    flag: '--activations <folder>',
  },
  model: {
    ...optional(name),
    says: 'Model name, where the files do not say it.',
    graphql: 'String',
    flag: '--model <name>',
    flagAdds: 'with --corpus, its folder',
  },
  revision: {
    ...optional(name),
    says: 'Model revision, where the files do not say it.',
    graphql: 'String',
    flag: '--revision <name>',
  },
  hookpoint: {
    ...optional(name),
    says: 'Hookpoint, where the files do not say it.',
    graphql: 'String',
    flag: '--hookpoint <name>',
    flagAdds: 'with --corpus, where activations are taken, for example layers.2.mlp',
  },
} as const satisfies Record<string, TrainingOption>;

/** A language model that reads a text; both below import roots. */
export const modelOptions = {
  model: {
    ...required(place),
    says: "Folder with the model and its tokenizer.json, or the ONNX file, below one of the server's import roots, absolute or relative to a root.",
    field: 'modelPath',
    graphql: 'String',
  },
  corpus: {
    ...required(place),
    says: 'Text file, or .jsonl with a field `text`, below one of the roots.',
    graphql: 'String',
    flag: '--corpus <file>',
  },
  hookpoint: {
    ...required(name),
    says: 'Where activations are taken, for example `layers.2.mlp`.',
    graphql: 'String',
  },
  modelName: {
    ...optional(name),
    says: 'How the model is called.',
    otherwise: 'as its files say',
    field: 'model',
    graphql: 'String',
    flag: '--model-name <name>',
  },
  revision: {
    ...optional(name),
    says: 'Model revision.',
    otherwise: 'as its files say',
    graphql: 'String',
  },
  tokens: {
    ...optional(whole(1)),
    says: 'Tokens to take from the text, those that are held out included.',
    otherwise: 'as many as `tokens` of the training needs to read each once',
    graphql: 'BigInt',
    flag: '--text-tokens <number>',
  },
  context: {
    ...optional(whole(2)),
    says: 'Tokens that the model sees at once, BOS included.',
    otherwise: 'what it takes, at most 512',
    graphql: 'Int',
    flag: '--context <number>',
  },
  bos: {
    ...withDefault(oneOf(['WINDOW', 'DOCUMENT', 'NONE']), 'WINDOW'),
    says: 'Which windows begin with BOS; its own activations are left out.',
    graphql: 'BosRule',
    flag: '--bos <rule>',
    flagAdds: 'window (every one), document (the first of each) or none',
  },
} as const satisfies Record<string, TrainingOption>;

const activations = v.variant('kind', [
  v.object({ kind: v.literal('SHARDS'), ...schemaOf(shardOptions).entries }),
  v.object({ kind: v.literal('MODEL'), ...schemaOf(modelOptions).entries }),
]);

export const runOptions = {
  name: {
    ...required(name),
    says: 'Name of the run group that the seeds become.',
    field: 'runGroup',
    graphql: 'String',
    flag: '--name <run group>',
    kept: true,
  },
  activations: {
    ...required(activations),
    says: 'What the batches are made from.',
    graphql: 'TrainingActivationsInput',
  },
  expansionFactor: {
    ...optional(planOptions.inputScale.check),
    says: 'n / d.',
    asking: 'Give this or `nLatents`.',
    graphql: 'Float',
    flag: '--expansion <factor>',
  },
  seeds: {
    ...required(distinct(whole(0), { least: 1, most: MAX_SEEDS })),
    says: 'Init seeds, ascending.',
    asking: `All different, 1 to ${MAX_SEEDS}.`,
    graphql: '[BigInt!]',
    flag: '--seeds <numbers>',
    flagAdds: 'for example 4,5,6',
    kept: true,
  },
  dataSeed: {
    ...withDefault(whole(0), 0),
    says: 'Seed of the data order.',
    graphql: 'BigInt',
    flag: '--data-seed <number>',
    kept: true,
  },
  tokens: {
    ...optional(whole(1)),
    says: 'Tokens to train on, in whole batches.',
    asking: 'Rounded down to them; files are read again where they hold fewer.',
    otherwise: 'every vector once',
    graphql: 'BigInt',
    flag: '--tokens <number>',
  },
  provider: {
    ...optional(oneOf(providers)),
    says: 'Where it must be computed.',
    otherwise: 'by any worker',
    graphql: 'ExecutionProvider',
    flag: '--provider <name>',
    flagAdds: 'cpu, cuda or webgpu',
    kept: true,
  },
  trainer: {
    ...optional(name),
    says: 'An external trainer that the operator has configured.',
    otherwise: 'the built-in one',
    graphql: 'String',
    flag: '--trainer <name>',
    kept: true,
  },
  match: {
    ...withDefault(v.boolean(), true),
    says: 'Whether every pair of the run group is matched at the end.',
    graphql: 'Boolean',
    flag: '--no-match',
    kept: true,
  },
  nulls: {
    ...withDefault(v.boolean(), true),
    says: 'Whether what random vectors give is computed for these matchings, too.',
    graphql: 'Boolean',
    flag: '--no-nulls',
    kept: true,
  },
  matchAtCheckpoints: {
    ...withDefault(distinct(whole(1), { least: 0, most: MAX_SNAPSHOTS }), []),
    says: 'Token counts at which the seeds as they are then become dictionaries, in a run group `<run group>@<tokens>` that is matched, so that sharedness can be watched while tokens grow.',
    asking: `Each is rounded down to whole batches. At most ${MAX_SNAPSHOTS}.`,
    graphql: '[BigInt!]',
    flag: '--match-at <tokens>',
    flagAdds: 'for example 1e6,1e7',
    kept: true,
  },
} as const satisfies Record<string, TrainingOption>;

/** All options of a run. */
export const trainingOptions = { ...planOptions, ...runOptions };

/** A request with its gaps: what the queue takes. */
export const trainingRequest = schemaOf(trainingOptions);
export type TrainingRunRequest = v.InferInput<typeof trainingRequest>;
/** The same, each field of the right form and with its simple defaults. */
export type CheckedRequest = v.InferOutput<typeof trainingRequest>;

/** Where the activations of a training come from. */
export type ActivationRequest = v.InferInput<typeof activations>;
export type ShardRequest = Extract<ActivationRequest, { kind: 'SHARDS' }>;
export type ModelRequest = Extract<ActivationRequest, { kind: 'MODEL' }>;

type RunOptions = typeof runOptions;
/** The options that the settings of a run keep under their own names, filled in; of the others come the plan, the source and the tokens. */
export type KeptSettings = {
  [Name in keyof RunOptions as RunOptions[Name] extends { kept: true }
    ? Name
    : never]: undefined extends CheckedRequest[Name]
    ? Exclude<CheckedRequest[Name], undefined> | null
    : CheckedRequest[Name];
};

/** What the settings keep of a request. */
export function keepSettings(request: CheckedRequest): KeptSettings {
  const kept = Object.entries<TrainingOption>(runOptions).filter(([, option]) => option.kept);
  return Object.fromEntries(kept.map(([key]) => [key, request[key as keyof CheckedRequest] ?? null])) as never;
}
